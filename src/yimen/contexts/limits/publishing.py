"""Publishes limits and thresholds: a new version from a day on, by a law office; what was in force stays on record."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any, NotRequired, TypedDict, Unpack

from django.db import IntegrityError, models, transaction

from yimen.contexts.identity.api import Reader, may_rule
from yimen.contexts.journal.api import Act, record
from yimen.contexts.places.api import region as place_of
from yimen.kernel.clock import local_date, said
from yimen.kernel.codes import parse_region

from .changing import limits_in_turn
from .errors import LimitRefused, NotYourLaw
from .loading import LOADING
from .local import local_data
from .models import LimitRow, ThresholdRow
from .reading import DEFAULT, NoSuchLimit, Rule, Threshold, all_thresholds, forget_limits, history
from .reading import limit as limit_in_force
from .rows import CHANGEABLE, NAMES, Fault, Row, check_light, check_limit

_DAY = timedelta(1)
_LONGEST = {"reason": 400, "document": 120}


class NewVersion(TypedDict):
    """What a new version of a limit is: which one, where, what of it changes, from when to when, why and by what."""

    code: str
    region: str
    change: Mapping[str, Any]
    valid_from: date
    valid_to: NotRequired[date | None]
    reason: str
    document: str


class NewThreshold(TypedDict):
    """What a new version of a threshold is."""

    kind: str
    region: str
    percent: int
    least: int
    valid_from: date
    reason: str


def publish_limit(*, act: Act, reader: Reader, **new: Unpack[NewVersion]) -> Rule:
    """Publishes a new version of a limit and returns it as it will stand; raises LimitRefused or NotYourLaw.

    The country's (``region`` '') may change in every respect but its law, and only by a law office of the country: a
    key of ``change`` with None takes that part away. A place's may only be stricter than what stands above it, in its
    ``length`` (and ``unit`` where the limit is a setting), ``counts_first``, ``rolls``, ``grounds`` (the names that it
    keeps) and ``extension`` (``length`` and ``times``, or None). Neither may begin before tomorrow, a setting not
    before today: no law reaches back. The version before ends the day before; ``valid_to``: the last day, if any.
    """
    code, place, begins = new["code"], _place(reader, new["region"]), new["valid_from"]
    _say(reason=new["reason"], document=new["document"])
    try:
        above = limit_in_force(code=code, on=begins, region=_above(place))
    except NoSuchLimit as error:
        raise LimitRefused(f"不能发布：{error}") from error
    _check_days(act, begins, new.get("valid_to"), above)
    with _one_version(f"期限“{code}”刚有人发布了同一天的版本。请查看那一版，再决定是否发布。"):
        own = _last(LimitRow.objects.filter(code=code, region=place), begins)
        if place:
            data = local_data(above.limit, new["change"], free=above.free, binds=above.binds, again=own is not None)
        else:
            data = _national(own, new["change"], begins)
        row = _row(act, above, place, data, begins)
        row.reason, row.document, row.valid_to = new["reason"].strip(), new["document"].strip(), new.get("valid_to")
        row.save(force_insert=True)
        facts = {"code": code, "from": begins.isoformat(), "change": dict(new["change"]), "reason": row.reason}
        record(act=act, verb="limits.publish", subject=LOADING, region=place, basis=row.document, facts=facts)
    return next(rule for rule in history(code=code) if (rule.region, rule.valid_from) == (place, begins))


def preview_limit(*, act: Act, reader: Reader, **new: Unpack[NewVersion]) -> tuple[Rule, Rule]:
    """Returns a limit as it stands on the day and as publish_limit would make it, by the same checks; keeps nothing."""
    with _nothing_kept():
        now = limit_in_force(code=new["code"], on=new["valid_from"], region=new["region"])
        then = publish_limit(act=act, reader=reader, **new)
    return now, then


def publish_thresholds(*, act: Act, reader: Reader, **new: Unpack[NewThreshold]) -> Threshold:
    """Publishes when the light of a kind of matter is yellow in a region, from a day not before today; returns it.

    Thresholds are no law: every place sets its own, looser or stricter. Raises LimitRefused or NotYourLaw.
    """
    kind, place, begins = new["kind"], _place(reader, new["region"]), new["valid_from"]
    _say(reason=new["reason"])
    known = ThresholdRow.objects.filter(kind__in=[kind, DEFAULT], region="").order_by("-valid_from")
    name = next((row.name for row in known if row.kind == kind), "")
    if not name:
        kinds = "、".join(sorted({row.kind for row in ThresholdRow.objects.filter(region="")}))
        raise LimitRefused(f"没有“{kind}”这类办件的亮灯阈值。可用的种类：{kinds}。")
    facts: Row = {"kind": kind, "percent": new["percent"], "least": new["least"]}
    try:
        check_light({**facts, "name": name, "from": begins})
    except Fault as fault:
        raise LimitRefused(f"亮灯阈值没有发布：{fault}") from fault
    if begins < local_date(act.now):
        raise LimitRefused(f"亮灯阈值不能从过去的{said(begins)}起变。请改为今天或以后。", "valid_from")
    with _one_version(f"“{name}”的亮灯阈值刚有人发布了同一天的版本。请查看后再决定。"):
        _last(ThresholdRow.objects.filter(kind=kind, region=place), begins)
        row = ThresholdRow(**facts, region=place, name=name, demo=False, valid_from=begins, published_at=act.now)
        row.reason = new["reason"].strip()
        row.save(force_insert=True)
        facts |= {"from": begins.isoformat(), "reason": row.reason}
        record(act=act, verb="limits.publish_thresholds", subject=LOADING, region=place, facts=facts)
    return next(t for t in all_thresholds() if (t.kind, t.region, t.valid_from) == (kind, place, begins))


def preview_thresholds(*, act: Act, reader: Reader, **new: Unpack[NewThreshold]) -> Threshold:
    """Returns a threshold as publish_thresholds would make it, by the same checks; keeps nothing."""
    with _nothing_kept():
        return publish_thresholds(act=act, reader=reader, **new)


@contextmanager
def _one_version(taken: str) -> Iterator[None]:
    """Opens a transaction in which a version is stored; raises LimitRefused with ``taken`` where its day has one."""
    try:
        with limits_in_turn():
            yield
    except IntegrityError:
        raise LimitRefused(taken, "valid_from") from None


@contextmanager
def _nothing_kept() -> Iterator[None]:
    """Opens a transaction of which nothing stays, neither in the tables nor in memory."""
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        forget_limits()


def _place(reader: Reader, region: str) -> str:
    """Returns the region's 12 digits, '' for the country; raises NotYourLaw where no law post covers it."""
    place = place_of(code=region).code if region else ""
    if not may_rule(reader=reader, region=place):
        whose = "全国的期限只能由国家一级" if not place else "只能由本地区或上级"
        raise NotYourLaw(f"{whose}的法制岗发布。请由有此岗位的人办理。")
    return place


def _say(**words: str) -> None:
    for name, text in words.items():
        if not text.strip() or not text.isprintable() or len(text) > _LONGEST[name]:
            title = {"reason": "理由", "document": "依据的文件"}[name]
            raise LimitRefused(f"{title}应写明，不超过 {_LONGEST[name]} 字，不含换行。请补充。", name)


def _above(place: str) -> str:
    """Returns the region directly above, '' above a province."""
    parent = parse_region(place).parent if place else None
    return parent.value if parent and parent.level > 1 else ""


def _check_days(act: Act, begins: date, ends: date | None, rule: Rule) -> None:
    today, name = local_date(act.now), rule.limit.name_zh
    first = today if rule.setting else today + _DAY
    if begins < first:
        words = "法不溯及既往：" if not rule.setting else ""
        words += f"期限“{name}”的新版本不能从{said(begins)}起，最早从{said(first)}起。请改日期。"
        raise LimitRefused(words, "valid_from")
    if ends is not None and ends < begins:
        raise LimitRefused(f"最后一天{said(ends)}早于施行日期{said(begins)}。请改日期。", "valid_to")


def _last(rows: "models.QuerySet[Any, Any]", valid_from: date) -> Any:
    """Ends the newest version of one region the day before and returns it, None where there is none."""
    newest = rows.select_for_update().order_by("-valid_from").first()
    if newest is None:
        return None
    if valid_from <= newest.valid_from:
        words = f"已有从{said(newest.valid_from)}起的版本，新版本须在那天之后。请改日期。"
        raise LimitRefused(words, "valid_from")
    if newest.valid_to is None or newest.valid_to >= valid_from:
        newest.valid_to = valid_from - _DAY
        newest.save(update_fields=["valid_to"])
    return newest


def _national(own: LimitRow | None, change: Mapping[str, Any], begins: date) -> Row:
    """Returns the country's row with its changes; raises LimitRefused where the whole would be no good row."""
    if own is None or not change or not set(change) <= CHANGEABLE:
        names = "、".join(NAMES[key] for key in sorted(CHANGEABLE) if key in NAMES)
        raise LimitRefused(f"全国的期限可以改这些项：{names}。换了法律的，请由平台管理员载入新的期限数据。")
    kept = {key: value for key, value in own.data.items() if key not in ("until", "source", "domain")}
    data: Row = {key: value for key, value in {**kept, **change}.items() if value is not None}
    if data == kept:
        raise LimitRefused(f"“{data['name']}”的各项都没有改变，不需要发布。请核对。")
    try:
        check_limit(data | {"from": begins})
    except Fault as fault:
        words = re.sub("“([a-z_]+)”", lambda key: f"“{NAMES.get(key[1], key[1])}”", str(fault))
        raise LimitRefused(f"期限“{data.get('name', '')}”没有发布：{words}") from fault
    return {**data, "from": begins.isoformat(), "source": own.data["source"], "domain": own.data["domain"]}


def _row(act: Act, above: Rule, place: str, data: Row, valid_from: date) -> LimitRow:
    return LimitRow(
        code=above.code,
        region=place,
        valid_from=valid_from,
        data=data,
        law=above.law.name,
        article=data.get("article", above.article),
        confidence=data.get("confidence", above.confidence),
        setting=above.setting,
        demo=False,
        published_at=act.now,
    )
