"""Goes back to an earlier revision of a draft: as a new one, so that nothing is lost."""

from uuid import UUID

from django.db import transaction

from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act
from yimen.kernel.clock import local_date

from .drafts import EDITABLE, Draft, DraftRefused, as_draft, findings
from .keeping import revision as kept
from .locking import check_revision, locked
from .posts import drafting
from .saving import advance


def restore_draft(*, act: Act, reader: Reader, id: UUID, revision: int, number: int) -> Draft:  # noqa: A002
    """Saves the file of an earlier revision as the newest one of its draft, and returns the draft.

    By the unit that draws it; ``revision``: the one that was seen as the newest, ``number``: the one to go back to.
    Raises NoSuchDraft, NotYourProcedure, DraftMoved, DraftRefused.
    """
    then, xml = kept(reader=reader, draft=id, number=number)
    procedure = findings(xml=xml, on=local_date(act.now))[1]
    with transaction.atomic():
        row = locked(id, EDITABLE, "修改")
        post = drafting(reader, row.unit_id)
        check_revision(row, revision)
        if bytes(row.xml) == xml:
            raise DraftRefused(f"第 {number} 稿和现在的第 {row.revision} 稿相同，不用回到它。没有改动。")
        more = {"restored": number}
        advance(act, row, post, xml, procedure, verb="procedures.restore", uploaded=then.uploaded, more=more)
    return as_draft(row)
