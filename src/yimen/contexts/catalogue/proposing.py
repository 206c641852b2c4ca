"""Everyday words that editors propose with their meaning; whoever keeps the table takes each up or declines it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from yimen.contexts.identity.api import Post, Reader
from yimen.contexts.journal.api import Act, record

from .models import ProposedWordRow
from .posts import WRITING, NotYourItem
from .synonyms import KEEPING, Synonym, SynonymsRefused, add, check_new, keeper, word_pair

OPEN_WORD, TAKEN_UP, DECLINED = "open", "taken_up", "declined"
_GONE = "这条建议已经办过，或者没有这条建议。请刷新页面，看它的结果。"


@dataclass(frozen=True, slots=True)
class ProposedWord:
    """An everyday word that somebody proposed: what it means, who by and when; ``state``: what became of it."""

    id: UUID
    said: str
    official: str
    post: str
    at: datetime
    state: str
    decided_by: str


def propose_synonym(*, act: Act, reader: Reader, said: str, official: str) -> ProposedWord:
    """Proposes a word with its meaning and returns it; nothing is searched by it until it is taken up.

    Raises NotYourItem, and SynonymsRefused for one that is there or has been proposed.
    """
    post = next((post for post in reader.posts if post.role == WRITING), None)
    if post is None:
        raise NotYourItem("常用说法由事项编制岗提出。您没有此岗位，请告诉本单位的事项编制岗。")
    pair = word_pair(said.strip(), official.strip())
    row = ProposedWordRow(id=act.mint.id(), said=pair[0], official=pair[1], post=post.label, at=act.now)
    try:
        with transaction.atomic():
            check_new(*pair)
            row.save(force_insert=True)
            _note(act, "catalogue.propose_synonym", row, post)
    except IntegrityError:
        raise SynonymsRefused(f"“{pair[0]}”→“{pair[1]}”已经有人提过，正等系统管理员处理，不用再提。") from None
    return _told(row)


def accept_synonym(*, act: Act, reader: Reader, id: UUID) -> Synonym:  # noqa: A002 - the plain word
    """Takes a proposed word up and returns it, in effect at once everywhere. Raises NotYourItem, SynonymsRefused."""
    post = keeper(reader)
    try:
        with transaction.atomic():
            row = _decided(act, id, post, TAKEN_UP)
            add(row.said, row.official)
            _note(act, "catalogue.accept_synonym", row, post)
    except IntegrityError:
        raise SynonymsRefused(_GONE) from None
    return Synonym(row.said, row.official, shipped=False)


def decline_synonym(*, act: Act, reader: Reader, id: UUID) -> ProposedWord:  # noqa: A002 - as above
    """Declines a proposed word and returns it. Raises NotYourItem, SynonymsRefused."""
    post = keeper(reader)
    with transaction.atomic():
        row = _decided(act, id, post, DECLINED)
        _note(act, "catalogue.decline_synonym", row, post)
    return _told(row)


def proposed_synonyms(*, reader: Reader, most: int = 100) -> tuple[ProposedWord, ...]:
    """Returns the proposed words, those that wait first, each kind by its day, to who proposes or decides."""
    if not any(post.role in (WRITING, KEEPING) for post in reader.posts):
        return ()
    waiting = ProposedWordRow.objects.filter(state=OPEN_WORD).order_by("-at", "id")
    done = ProposedWordRow.objects.exclude(state=OPEN_WORD).order_by("-decided_at", "id")
    return tuple(_told(row) for row in [*waiting[:most], *done[:most]][:most])


def _decided(act: Act, id: UUID, post: Post, state: str) -> ProposedWordRow:  # noqa: A002 - as above
    """Returns a word that waits, locked and decided on; raises SynonymsRefused for any other."""
    row = ProposedWordRow.objects.select_for_update().filter(id=id, state=OPEN_WORD).first()
    if row is None:
        raise SynonymsRefused(_GONE)
    row.state, row.decided_by, row.decided_at = state, post.label, act.now
    row.save(update_fields=["state", "decided_by", "decided_at"])
    return row


def _note(act: Act, verb: str, row: ProposedWordRow, post: Post) -> None:
    facts = {"said": row.said, "official": row.official, "post": post.label}
    record(act=act, verb=verb, subject=row.id, region=post.region, facts=facts)


def _told(row: ProposedWordRow) -> ProposedWord:
    return ProposedWord(**{name: getattr(row, name) for name in ProposedWord.__slots__})
