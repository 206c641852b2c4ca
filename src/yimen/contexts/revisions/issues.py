"""What people find hard in a round (办事难、慢、繁): noted, looked at by the round's keeper, answered."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from yimen.contexts.catalogue.api import guide
from yimen.contexts.identity.api import Post, Reader
from yimen.contexts.journal.api import Act, record
from yimen.kernel.clock import local_date

from .models import IssueRow, RoundRow
from .rounds import TEXT, NoSuchRound, NotYourRound, RoundRefused, leading, leads, round_row, said

ISSUES = ("办事难", "办事慢", "办事繁")
_SOURCE = 80  # characters


@dataclass(frozen=True, slots=True)
class Issue:
    """What people find hard about an item, and the answer; ``answer``: "" while there is none.

    ``public``: whether anyone may read it; None while the round's keeper has not looked at it.
    """

    id: UUID
    kind: str
    code: str
    name: str
    text: str
    source: str
    answer: str
    public: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewIssue:
    """What people find hard about an item: one of ISSUES, in their words, and where it comes from."""

    code: str
    kind: str
    text: str
    source: str


def raise_issue(*, act: Act, reader: Reader, id: UUID, new: NewIssue) -> Issue:  # noqa: A002 - the plain word
    """Notes what people find hard about an item and returns it. Raises NoSuchRound, NotYourRound, RoundRefused."""
    item = guide(code=new.code, on=local_date(act.now))
    if new.kind not in ISSUES:
        raise RoundRefused(f"“问题种类”应是其中之一：{'、'.join(ISSUES)}。请改正。")
    with transaction.atomic():
        held = round_row(id, item.region)
        post = _taking_part(reader, held, item.unit.code)
        row = IssueRow(
            id=act.mint.id(),
            round=held,
            kind=new.kind,
            code=item.code,
            name=item.name,
            text=said(new.text, "问题", TEXT),
            source=said(new.source, "来源", _SOURCE),
            post=post.label,
            at=act.now,
        )
        row.save(force_insert=True)
        facts = {"code": row.code, "kind": row.kind, "text": row.text, "source": row.source, "post": post.label}
        record(act=act, verb="revisions.raise_issue", subject=held.id, region=held.region, facts=facts)
    return _issue(row)


def answer_issue(*, act: Act, reader: Reader, id: UUID, answer: str) -> Issue:  # noqa: A002 - the plain word
    """Says what was done about an issue, by the item's own unit, and returns it. Raises as ``raise_issue``."""
    with transaction.atomic():
        row = _locked(id)
        post = _taking_part(reader, row.round, row.code[:18])
        row.answer, row.answered_by, row.answered_at = said(answer, "答复", TEXT), post.label, act.now
        row.save(update_fields=["answer", "answered_by", "answered_at"])
        facts = {"code": row.code, "answer": row.answer, "post": post.label}
        record(act=act, verb="revisions.answer_issue", subject=row.round_id, region=row.round.region, facts=facts)
    return _issue(row)


def look_at_issue(*, act: Act, reader: Reader, id: UUID, public: bool) -> Issue:  # noqa: A002 - the plain word
    """Opens what people find hard to the public, or keeps it back, and returns it; by those who lead the round.

    Nobody outside sees it before that: it is in people's own words. Raises NoSuchRound, NotYourRound.
    """
    with transaction.atomic():
        row = _locked(id)
        post = leading(reader, row.round.region)
        row.public, row.looked_by, row.looked_at = public, post.label, act.now
        row.save(update_fields=["public", "looked_by", "looked_at"])
        facts = {"code": row.code, "public": public, "post": post.label}
        record(act=act, verb="revisions.look_at_issue", subject=row.round_id, region=row.round.region, facts=facts)
    return _issue(row)


def issues(*, reader: Reader, id: UUID) -> tuple[Issue, ...]:  # noqa: A002 - the plain word
    """Returns what people find hard, of one round, oldest first: to its keepers all, to a unit's writers their own.

    Anyone else reads what the keeper has opened.
    """
    own = [post.unit for post in reader.posts if post.role == "editor"]
    rows = IssueRow.objects.filter(round=id).select_related("round").order_by("at", "id")
    seen = (row for row in rows if row.public or row.code[:18] in own or _kept(reader, row.round.region))
    return tuple(_issue(row) for row in seen)


def _kept(reader: Reader, region: str) -> bool:
    return any(leads(post, region) for post in reader.posts)


def _locked(id: UUID) -> IssueRow:  # noqa: A002 - the plain word
    row = IssueRow.objects.select_for_update(of=("self",)).filter(id=id).select_related("round").first()
    if row is None:
        raise NoSuchRound("没有这个问题。请从清理页面进入。")
    return row


def _taking_part(reader: Reader, held: RoundRow, unit: str) -> Post:
    for post in reader.posts:
        if (post.role, post.unit) == ("editor", unit) or leads(post, held.region):
            return post
    raise NotYourRound("问题由事项的实施机关或组织清理的机关登记和答复。您没有这些岗位。")


def _issue(row: IssueRow) -> Issue:
    return Issue(**{name: getattr(row, name) for name in Issue.__slots__})
