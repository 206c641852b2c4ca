"""Publishes limits and thresholds: a new version from a day on, by a law office; what was in force stays on record."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, models, transaction

from yimen.contexts.identity.api import Reader, may_rule
from yimen.contexts.journal.api import Act, record
from yimen.contexts.places.api import region as place_of
from yimen.kernel.clock import local_date
from yimen.kernel.codes import parse_region

from .changing import limits_in_turn
from .loading import LOADING
from .models import LimitRow, ThresholdRow
from .reading import (
    DEFAULT,
    LOCAL,
    NoSuchLimit,
    Rule,
    Threshold,
    all_thresholds,
    forget_limits,
    history,
    permitted,
    resized,
    stricter,
)
from .reading import limit as limit_in_force
from .rows import CHANGEABLE, Fault, Row, check_light, check_limit

_DAY = timedelta(1)
_LONGEST = {"reason": 400, "document": 120}


class LimitRefused(ValueError):
    """Says why a version was not published and what to do; nothing was changed."""


class NotYourLaw(PermissionError):
    """The reader holds no law post for that region (HTTP 403)."""


def publish_limit(
    *,
    act: Act,
    reader: Reader,
    code: str,
    region: str,
    change: Mapping[str, Any],
    valid_from: date,
    reason: str,
    document: str,
) -> Rule:
    """Publishes a new version of a limit and returns it as it will stand; raises LimitRefused or NotYourLaw.

    The country's (``region`` '') may change in every respect but its law, and only by a law office of the country. A
    place's says ``length`` (and ``unit`` where the limit is a setting) and may only be stricter than what stands above
    it. Neither may begin before tomorrow, a setting not before today: no law reaches back. The version before ends the
    day before.
    """
    place = _place(reader, region)
    _say(reason=reason, document=document)
    try:
        above = limit_in_force(code=code, on=valid_from, region=_above(place))
    except NoSuchLimit as error:
        raise LimitRefused(f"不能发布：{error}") from error
    _check_day(act, valid_from, above)
    try:
        with limits_in_turn():
            own = _last(LimitRow.objects.filter(code=code, region=place), valid_from)
            data = _local(above, change, own) if place else _national(own, change, valid_from)
            row = _row(act, above, place, data, valid_from)
            row.reason, row.document = reason.strip(), document.strip()
            row.save(force_insert=True)
            facts = {"code": code, "from": valid_from.isoformat(), "change": dict(change), "reason": row.reason}
            record(act=act, verb="limits.publish", subject=LOADING, region=place, basis=row.document, facts=facts)
    except IntegrityError:
        raise LimitRefused(f"期限“{code}”刚有人发布了同一天的版本。请查看那一版，再决定是否发布。") from None
    return next(rule for rule in history(code=code) if (rule.region, rule.valid_from) == (place, valid_from))


def preview_limit(
    *,
    act: Act,
    reader: Reader,
    code: str,
    region: str,
    change: Mapping[str, Any],
    valid_from: date,
    reason: str,
    document: str,
) -> tuple[Rule, Rule]:
    """Returns a limit as it stands on the day and as publish_limit would make it, by the same checks; keeps nothing."""
    with transaction.atomic():
        now = limit_in_force(code=code, on=valid_from, region=region)
        then = publish_limit(
            act=act,
            reader=reader,
            code=code,
            region=region,
            change=change,
            valid_from=valid_from,
            reason=reason,
            document=document,
        )
        transaction.set_rollback(True)
    forget_limits()
    return now, then


def publish_thresholds(
    *,
    act: Act,
    reader: Reader,
    kind: str,
    region: str,
    percent: int,
    least: int,
    valid_from: date,
    reason: str,
) -> Threshold:
    """Publishes when the light of a kind of matter is yellow in a region, from a day not before today; returns it.

    Thresholds are no law: every place sets its own, looser or stricter. Raises LimitRefused or NotYourLaw.
    """
    place = _place(reader, region)
    _say(reason=reason)
    known = ThresholdRow.objects.filter(kind__in=[kind, DEFAULT], region="").order_by("-valid_from")
    name = next((row.name for row in known if row.kind == kind), "")
    if not name:
        kinds = "、".join(sorted({row.kind for row in ThresholdRow.objects.filter(region="")}))
        raise LimitRefused(f"没有“{kind}”这类办件的亮灯阈值。可用的种类：{kinds}。")
    try:
        check_light({"kind": kind, "name": name, "percent": percent, "least": least, "from": valid_from})
    except Fault as fault:
        raise LimitRefused(f"亮灯阈值没有发布：{fault}") from fault
    if valid_from < local_date(act.now):
        raise LimitRefused(f"亮灯阈值不能从过去的 {valid_from} 起变。请改为今天或以后。")
    try:
        with limits_in_turn():
            _last(ThresholdRow.objects.filter(kind=kind, region=place), valid_from)
            row = ThresholdRow(kind=kind, region=place, name=name, percent=percent, least=least, demo=False)
            row.valid_from, row.reason, row.published_at = valid_from, reason.strip(), act.now
            row.save(force_insert=True)
            facts = {"kind": kind, "percent": percent, "least": least, "from": valid_from.isoformat()}
            facts |= {"reason": row.reason}
            record(act=act, verb="limits.publish_thresholds", subject=LOADING, region=place, facts=facts)
    except IntegrityError:
        raise LimitRefused(f"“{name}”的亮灯阈值刚有人发布了同一天的版本。请查看后再决定。") from None
    return next(t for t in all_thresholds() if (t.kind, t.region, t.valid_from) == (kind, place, valid_from))


def preview_thresholds(
    *,
    act: Act,
    reader: Reader,
    kind: str,
    region: str,
    percent: int,
    least: int,
    valid_from: date,
    reason: str,
) -> Threshold:
    """Returns a threshold as publish_thresholds would make it, by the same checks; keeps nothing."""
    with transaction.atomic():
        found = publish_thresholds(
            act=act,
            reader=reader,
            kind=kind,
            region=region,
            percent=percent,
            least=least,
            valid_from=valid_from,
            reason=reason,
        )
        transaction.set_rollback(True)
    forget_limits()
    return found


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
            raise LimitRefused(f"{title}应写明，不超过 {_LONGEST[name]} 字，不含换行。请补充。")


def _above(place: str) -> str:
    """Returns the region directly above, '' above a province."""
    parent = parse_region(place).parent if place else None
    return parent.value if parent and parent.level > 1 else ""


def _check_day(act: Act, valid_from: date, rule: Rule) -> None:
    today = local_date(act.now)
    first = today if rule.setting else today + _DAY
    if valid_from < first:
        words = "法不溯及既往：" if not rule.setting else ""
        raise LimitRefused(
            f"{words}期限“{rule.limit.name_zh}”的新版本不能从 {valid_from} 起，最早从 {first} 起。请改日期。"
        )


def _last(rows: "models.QuerySet[Any, Any]", valid_from: date) -> Any:
    """Ends the newest version of one region the day before and returns it, None where there is none."""
    newest = rows.select_for_update().order_by("-valid_from").first()
    if newest is None:
        return None
    if valid_from <= newest.valid_from:
        raise LimitRefused(f"已有从 {newest.valid_from} 起的版本，新版本须在那天之后。请改日期。")
    if newest.valid_to is None or newest.valid_to >= valid_from:
        newest.valid_to = valid_from - _DAY
        newest.save(update_fields=["valid_to"])
    return newest


def _local(above: Rule, change: Mapping[str, Any], own: LimitRow | None) -> Row:
    """Returns what a place's version says; raises LimitRefused where it is not for the place to say."""
    name = above.limit.name_zh
    free = set(LOCAL) if above.free else {"length"}
    if not change or not set(change) <= free:
        raise LimitRefused(
            f"地方只能改期限“{name}”的长短（{'、'.join(sorted(free))}），不能改依据、事由和后果。请改正。"
        )
    data = {"length": above.limit.length, "unit": above.limit.unit.value, **change}
    try:
        new = resized(above.limit, data["length"], data["unit"])
    except ValueError as error:
        raise LimitRefused(f"期限“{name}”没有发布：{error}") from error
    if new.length == 0 and above.limit.length > 0:
        raise LimitRefused(f"“{name}”的长短不能是 0：那样当天就超期。请写 1 以上的数。")
    if above.binds == "party" and not above.free:
        raise LimitRefused(f"“{name}”是当事人的期限，由{above.limit.source}规定，地方不能改。")
    if not permitted(above.limit, new.length, new.unit.value, setting=above.free, binds=above.binds):
        words = stricter(above.limit)
        raise LimitRefused(f"“{name}”现为{above.limit.text}（{above.limit.source}），地方规定{words}。请改正。")
    if (new.length, new.unit) == (above.limit.length, above.limit.unit) and own is None:
        raise LimitRefused(f"“{name}”已经是{new.text}，不需要发布。请核对。")
    return data


def _national(own: LimitRow | None, change: Mapping[str, Any], valid_from: date) -> Row:
    """Returns the country's row with its changes; raises LimitRefused where the whole would be no good row."""
    if own is None or not change or not set(change) <= CHANGEABLE:
        raise LimitRefused(
            f"全国的期限可以改这些项：{'、'.join(sorted(CHANGEABLE))}。换了法律的，请由平台管理员载入新的期限数据。"
        )
    kept = {key: value for key, value in own.data.items() if key not in ("until", "source", "domain")}
    data: Row = {**kept, **change, "from": valid_from.isoformat()}
    try:
        check_limit(data | {"from": valid_from})
    except Fault as fault:
        raise LimitRefused(f"期限“{data['name']}”没有发布：{fault}") from fault
    return {**data, "source": own.data["source"], "domain": own.data["domain"]}


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
