"""Rounds of cleaning up: opened with a date, item by item by five principles, agreed by 编办, compared in numbers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from yimen.contexts.catalogue.api import guide
from yimen.contexts.identity.api import Post, Reader
from yimen.contexts.journal.api import Act, record
from yimen.contexts.places.api import region as place_of
from yimen.kernel.clock import local_date
from yimen.kernel.codes import parse_region, personal_in, region_prefix

from .models import RoundRow, VerdictRow

PRINCIPLES = ("合法", "合理", "效能", "责任", "监督")
OUTCOMES = ("保留", "调整", "合并", "下放", "取消")
LEADING = ("staffing", "government")
_NAME, _DOCUMENT, TEXT, _LONGEST = 80, 120, 400, 1100  # characters; the last: days between two rounds


class RoundRefused(ValueError):
    """Says what of a round cannot be done and what to do; nothing was changed (HTTP 422)."""


class NotYourRound(PermissionError):
    """The reader holds no post that may do this in a round (HTTP 403)."""


class NoSuchRound(LookupError):
    """There is no such round (HTTP 404)."""


@dataclass(frozen=True, slots=True)
class Round:
    """A round: the day before it and the day after it are compared; ``next_on``: by when the next is to begin."""

    id: UUID
    name: str
    region: str
    document: str
    before_on: date
    after_on: date
    next_on: date
    post: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is proposed of one item in a round; ``agreed_by``: "" while nobody has agreed."""

    code: str
    unit: str
    name: str
    outcome: str
    principles: tuple[str, ...]
    reason: str
    post: str
    agreed_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRound:
    """What a round is opened with."""

    name: str
    region: str
    document: str
    before_on: date
    after_on: date
    next_on: date


def open_round(*, act: Act, reader: Reader, new: NewRound) -> Round:
    """Opens a round for a region; by its 编办 or government office. Raises NotYourRound, RoundRefused."""
    post = leading(reader, new.region)
    if not new.before_on < new.after_on < new.next_on <= new.after_on + timedelta(days=_LONGEST):
        raise RoundRefused("日期应依次是：清理前比较日、清理后比较日、下一轮开始日，下一轮最迟在三年以内。请改正。")
    row = RoundRow(
        id=act.mint.id(),
        name=said(new.name, "名称", _NAME),
        region=place_of(code=new.region).code,
        document=said(new.document, "依据文件", _DOCUMENT),
        before_on=new.before_on,
        after_on=new.after_on,
        next_on=new.next_on,
        post=post.label,
        opened_at=act.now,
    )
    with transaction.atomic():
        row.save(force_insert=True)
        facts = {"name": row.name, "before": row.before_on.isoformat(), "after": row.after_on.isoformat()}
        record(act=act, verb="revisions.open_round", subject=row.id, region=row.region, basis=row.document, facts=facts)
    return _round(row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a department proposes of one item: one of OUTCOMES, which of PRINCIPLES it meets, and why."""

    code: str
    outcome: str
    principles: Collection[str]
    reason: str


def judge_item(*, act: Act, reader: Reader, id: UUID, judgement: Judgement) -> Verdict:  # noqa: A002 - the plain word
    """Proposes what becomes of an item in a round, by its own unit's writers; until it is agreed it may be changed.

    An item that does not meet all five principles is not simply kept. Raises NoSuchRound, NotYourRound, RoundRefused.
    """
    code, outcome = judgement.code, judgement.outcome
    item = guide(code=code, on=local_date(act.now))
    post = next((one for one in reader.posts if (one.role, one.unit) == ("editor", item.unit.code)), None)
    if post is None:
        raise NotYourRound("事项由它的实施机关的事项编制岗逐项研究。您没有这个岗位。")
    met = tuple(one for one in PRINCIPLES if one in judgement.principles)
    if outcome not in OUTCOMES:
        raise RoundRefused(f"“处理”应是其中之一：{'、'.join(OUTCOMES)}。请改正。")
    if outcome == OUTCOMES[0] and len(met) < len(PRINCIPLES):
        lacking = "、".join(one for one in PRINCIPLES if one not in met)
        raise RoundRefused(f"不符合“{lacking}”原则的，不能原样保留：该取消的取消，该调整的调整。请改选处理方式。")
    with transaction.atomic():
        held = round_row(id, item.region)
        row = VerdictRow.objects.select_for_update().filter(round=held, code=code).first()
        row = row or VerdictRow(id=act.mint.id(), round=held, code=code)
        if row.agreed_at is not None:
            raise RoundRefused("这个事项的处理意见已经审定，不能再改。确需改的，请在下一轮提出。")
        row.unit_id, row.name, row.outcome, row.principles = item.unit.code, item.name, outcome, list(met)
        row.reason, row.post, row.at = said(judgement.reason, "理由", TEXT), post.label, act.now
        row.account = act.actor.id
        row.save()
        facts = {"code": code, "outcome": outcome, "principles": list(met), "reason": row.reason, "post": post.label}
        record(act=act, verb="revisions.judge", subject=held.id, region=held.region, facts=facts)
    return _verdict(row)


def agree_verdict(*, act: Act, reader: Reader, id: UUID, code: str) -> Verdict:  # noqa: A002 - the plain word
    """Agrees to what was proposed of an item, and returns it; by 编办 or government, never by who proposed it.

    Raises NoSuchRound, NotYourRound, RoundRefused.
    """
    with transaction.atomic():
        held = round_row(id)
        post = leading(reader, held.region)
        row = VerdictRow.objects.select_for_update().filter(round=held, code=code).first()
        if row is None:
            raise RoundRefused("这个事项还没有处理意见。请等实施机关提出后再审定。")
        if row.account == act.actor.id:
            raise NotYourRound("处理意见由您提出，不能由您审定。请由另一位审定。")
        if row.agreed_at is None:
            row.agreed_by, row.agreed_at = post.label, act.now
            row.save(update_fields=["agreed_by", "agreed_at"])
            facts = {"code": code, "outcome": row.outcome, "post": post.label}
            record(act=act, verb="revisions.agree", subject=held.id, region=held.region, facts=facts)
    return _verdict(row)


def rounds(*, region: str) -> tuple[Round, ...]:
    """Returns the rounds of a region and of those it lies in, newest first. They are public."""
    found = parse_region(region)
    rows = RoundRow.objects.order_by("-before_on", "id")
    return tuple(_round(row) for row in rows if parse_region(row.region).contains(found))


def round_of(*, id: UUID) -> Round:  # noqa: A002 - the plain word
    """Returns a round; raises NoSuchRound."""
    row = RoundRow.objects.filter(id=id).first()
    if row is None:
        raise NoSuchRound("没有这一轮清理。请从“清理成效”的列表进入。")
    return _round(row)


def verdicts(*, id: UUID) -> tuple[Verdict, ...]:  # noqa: A002 - the plain word
    """Returns what is proposed and agreed in a round, by unit and code."""
    return tuple(_verdict(row) for row in VerdictRow.objects.filter(round=id).order_by("unit", "code"))


def may_lead(*, reader: Reader, region: str) -> bool:
    """Tells whether the reader may open rounds in a region and agree to what is proposed."""
    return any(leads(post, region) for post in reader.posts)


def leads(post: Post, region: str) -> bool:
    """Tells whether a post leads the rounds of a region."""
    return post.role in LEADING and region.startswith(region_prefix(post.region))


def leading(reader: Reader, region: str) -> Post:
    """Returns the post by which a reader leads the rounds of a region; raises NotYourRound."""
    found = next((post for post in reader.posts if leads(post, region)), None)
    if found is None:
        raise NotYourRound("清理由本地区的机构编制岗或政府审定岗组织和审定。您没有这些岗位。")
    return found


def round_row(id: UUID, region: str = "") -> RoundRow:  # noqa: A002 - the plain word
    """Returns a round's row, and checks that an item's region lies in its own."""
    row = RoundRow.objects.filter(id=id).first()
    if row is None:
        raise NoSuchRound("没有这一轮清理。请从“清理成效”的列表进入。")
    if region and not region.startswith(region_prefix(row.region)):
        raise RoundRefused("这个事项不在本轮清理的地区。请核对。")
    return row


def said(text: str, name: str, most: int) -> str:
    """Returns a text, which anyone will read, as one line; raises RoundRefused."""
    line = " ".join(text.split())
    if not line or len(line) > most or not line.isprintable():
        raise RoundRefused(f"“{name}”应写明，不超过 {most} 字。请改正后再提交。")
    check_nobody(line, name)
    return line


def check_nobody(text: str, name: str) -> None:
    """Raises RoundRefused where a text that becomes public holds somebody's identity or mobile number."""
    found = personal_in(text)
    if found:
        raise RoundRefused(f"“{name}”里有{found}，公开页面不能写个人信息。没有登记，请删去后再提交。")


def _round(row: RoundRow) -> Round:
    return Round(**{name: getattr(row, name) for name in Round.__slots__})


def _verdict(row: VerdictRow) -> Verdict:
    values = {name: getattr(row, name) for name in Verdict.__slots__ if name not in ("unit", "principles")}
    return Verdict(**values, unit=row.unit_id, principles=tuple(row.principles))
