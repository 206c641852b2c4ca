"""Tells an account what happened; once, however often it is asked to."""

from uuid import UUID

from yimen.contexts.identity.api import seal_text
from yimen.contexts.journal.api import Act

from .models import NoticeRow


def send(
    *, act: Act, source: UUID, account: UUID, subject: UUID, region: str, title: str, body: str, link: str
) -> None:
    """Leaves a notice for an account, inside the caller's transaction; the same ``source`` again sends nothing.

    ``source`` is the journal entry that the notice tells of, so the act is in the trail already; ``link`` is a path
    of this installation. Raises ValueError for a link that leads elsewhere: notices must not send people away.
    """
    if not link.startswith("/") or link[1:2] in {"/", "\\"}:
        raise ValueError(f"消息的链接“{link}”不是本站地址。请使用以一个“/”开头的地址。")
    row = NoticeRow(
        id=act.mint.id(),
        source=source,
        account=account,
        subject=subject,
        region=region,
        title=seal_text(title, purpose="notice"),
        body=seal_text(body, purpose="notice"),
        link=link,
        at=act.now,
    )
    NoticeRow.objects.bulk_create([row], ignore_conflicts=True)
