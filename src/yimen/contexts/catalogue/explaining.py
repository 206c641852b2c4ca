"""Explains a difference between levels and areas (CAT-007: none stays unexplained), and withdraws what was said."""

from datetime import date
from uuid import UUID

from django.db import transaction

from yimen.contexts.identity.api import Post, Reader
from yimen.contexts.journal.api import Act, record
from yimen.kernel.clock import local_date

from .changes import MOST_DOCUMENT, MOST_REASON
from .differing import Divergence, difference
from .digests import RESPECTS
from .drafts import DraftRefused
from .marks import Explained, as_explained
from .models import DigestRow, ExplainedRow
from .posts import NotYourItem, reading
from .saving import line

LONGEST_EXPLAINED = 3 * 366  # days that a mark may hold: no source gives a number, a demonstration value
_WRONG = (
    "差异的说明由本事项的事项编制岗，或管辖本地的法制岗、机构编制岗、政府审定岗办理。"
    "您没有这些岗位，请由有此岗位的人办理。"
)


class NoSuchDifference(LookupError):
    """There is no such difference, or no such mark (HTTP 404)."""


class ExplanationRefused(ValueError):
    """Says what is wrong with an explanation and what to do; nothing was changed (HTTP 422)."""


class DifferenceMoved(ExplanationRefused):
    """One of the sides says something else by now, or somebody else explained it: nothing was changed (HTTP 409)."""


def explain_difference(
    *, act: Act, reader: Reader, region: str, code: str, respect: str, seen: str, why: str, document: str, until: date
) -> Explained:
    """Marks a difference as explained until a day, for what both sides say now, and returns the mark.

    ``region``: whose report it stands in ("" of all); ``seen``: both sides as the reader saw them. Raises
    NoSuchDifference, NotYourItem, DifferenceMoved, ExplanationRefused.
    """
    on = local_date(act.now)
    with transaction.atomic():
        list(DigestRow.objects.select_for_update().filter(code=code))  # one explains an item at a time
        found = difference(on=on, region=region, code=code, respect=respect)
        if found is None:
            raise NoSuchDifference("没有这处差异，两边现在可能已经一致。请回到“各级差异”查看。")
        post = _post(reader, found)
        if found.seen != seen:
            raise DifferenceMoved("其中一边的内容刚刚变了，说明没有记下。请看清现在的内容，再写说明。")
        if found.explained:
            raise DifferenceMoved("这处差异已有说明。要改写的，先撤回原来的说明。")
        row = ExplainedRow(
            id=act.mint.id(), base_code=found.base_code, code=code, region=found.region, respect=respect,
            said=int(seen[:16], 16), standard_said=int(seen[16:], 16), standard_code=found.standard_code,
            why=_line(why, "为什么不同", MOST_REASON),
            document=_line(document, "依据文件", MOST_DOCUMENT, needed=False),
            until=_until(until, on), post=post.label, at=act.now, first_day=on,
        )  # fmt: skip
        row.save(force_insert=True)
        facts = {"code": code, "respect": RESPECTS[respect], "why": row.why, "document": row.document}
        facts |= {"until": until.isoformat(), "post": post.label}
        record(act=act, verb="catalogue.explain", subject=row.id, region=row.region, facts=facts)
    return as_explained(row)


def withdraw_explanation(*, act: Act, reader: Reader, id: UUID, why: str) -> Explained:  # noqa: A002 - the plain word
    """Takes a mark back, with the reason, so that its difference is open again, and returns it.

    Raises NoSuchDifference, NotYourItem, ExplanationRefused.
    """
    with transaction.atomic():
        row = ExplainedRow.objects.select_for_update().filter(id=id).first()
        if row is None:
            raise NoSuchDifference("没有找到这条说明。请回到“各级差异”查看。")
        newest = DigestRow.objects.filter(code=row.code).select_related("version").order_by("-valid_from").first()
        if newest is None:
            raise NoSuchDifference("这条说明的事项已不在目录里。请回到“各级差异”查看。")
        post = _reading(reader, newest.version.unit_id, row.region)
        if row.withdrawn_at:
            raise DifferenceMoved(f"这条说明已由{row.withdrawn_by}撤回。请刷新页面。")
        row.withdrawn_why = _line(why, "撤回理由", MOST_REASON)
        row.withdrawn_at, row.withdrawn_on, row.withdrawn_by = act.now, local_date(act.now), post.label
        row.save(force_update=True)
        facts = {"code": row.code, "respect": RESPECTS[row.respect], "why": row.withdrawn_why, "post": post.label}
        record(act=act, verb="catalogue.unexplain", subject=row.id, region=row.region, facts=facts)
    return as_explained(row)


def explanations(*, code: str, respect: str) -> tuple[Explained, ...]:
    """Returns all that was ever said to explain how an item differs in a respect, the newest first."""
    rows = ExplainedRow.objects.filter(code=code, respect=respect).order_by("-at", "-id")
    return tuple(as_explained(row) for row in rows)


def may_explain(*, reader: Reader, found: Divergence) -> bool:
    """Tells whether the reader may explain a difference: who writes the item, or reviews it from above."""
    try:
        _post(reader, found)
    except NotYourItem:
        return False
    return True


def _post(reader: Reader, found: Divergence) -> Post:
    return _reading(reader, found.unit, found.region)


def _reading(reader: Reader, unit: str, region: str) -> Post:
    try:
        return reading(reader, unit, region)
    except NotYourItem:
        raise NotYourItem(_WRONG) from None


def _line(text: str, name: str, most: int, *, needed: bool = True) -> str:
    try:
        return line(text, name, most, needed=needed)
    except DraftRefused as error:
        raise ExplanationRefused(str(error)) from error


def _until(until: date, on: date) -> date:
    """Returns the last day; raises ExplanationRefused for one that is past or too far off."""
    if not 0 <= (until - on).days <= LONGEST_EXPLAINED:
        raise ExplanationRefused(f"“有效到”应是今天或以后的日子，最多 {LONGEST_EXPLAINED // 366} 年。请改正。")
    return until
