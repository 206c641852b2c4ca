"""Reads notices: everyone sees their own and no one else's."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yimen.contexts.identity.api import Reader, open_text
from yimen.contexts.journal.api import Act

from .models import NoticeRow


class NoSuchNotice(LookupError):
    """There is no such notice, or it is for someone else."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice to the reader; ``read`` tells whether it has been opened."""

    id: UUID
    subject: UUID
    title: str
    body: str
    link: str
    at: datetime
    read: bool


def mine(*, reader: Reader, limit: int, only_unread: bool = False) -> tuple[Notice, ...]:
    """Returns the reader's newest notices, at most ``limit``; none for the public."""
    if reader.account is None:
        return ()
    rows = NoticeRow.objects.filter(account=reader.account)
    if only_unread:
        rows = rows.filter(read_at=None)
    return tuple(
        Notice(
            id=row.id,
            subject=row.subject,
            title=open_text(row.title, purpose="notice"),
            body=open_text(row.body, purpose="notice"),
            link=row.link,
            at=row.at,
            read=row.read_at is not None,
        )
        for row in rows.order_by("-at", "-id")[:limit]
    )


def unread_count(*, reader: Reader) -> int:
    """Returns how many notices the reader has not opened; 0 for the public."""
    if reader.account is None:
        return 0
    return NoticeRow.objects.filter(account=reader.account, read_at=None).count()


def mark_read(*, act: Act, reader: Reader, notice: UUID) -> None:
    """Notes when the reader first opened a notice; raises NoSuchNotice for anyone else's.

    Leaves no entry in the journal: reading one's own notice changes nothing for anyone.
    """
    if reader.account is None or not NoticeRow.objects.filter(id=notice, account=reader.account).exists():
        raise NoSuchNotice("没有这条消息。请回到“我的消息”重新打开。")
    NoticeRow.objects.filter(id=notice, read_at=None).update(read_at=act.now)
