"""Publishes, renews and cancels items: dated, with reason and document; what is published is never rewritten."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from yimen.contexts.identity.api import NoSuchUnit, unit
from yimen.contexts.journal.api import Act, record
from yimen.contexts.limits.api import NoSuchLimit, limit
from yimen.contexts.places.api import NoSuchRegion, region
from yimen.kernel.codes import parse_item, parse_region, region_prefix

from . import digests, prerequisites
from .content import LABELS, STEPS, Content, Fault, read_content
from .guides import Change, Guide, guides
from .indexing import close, enter
from .joining import PROXY, UPWARD
from .models import VersionRow

CHANGES = ("新增", "变更", "承接", "下放", "合并", "取消")  # how a catalogue moves (国办: 动态管理)
LOADING = UUID(int=1)  # the subject of loads: the installation itself
Progress = Callable[[int], None]


class ItemRefused(ValueError):
    """Says which item and field is wrong and what to do; nothing was changed."""


def publish(*, act: Act, item: Mapping[str, Any], valid_from: date, change: Change) -> Guide:
    """Publishes an item (shape of ``read_content``) as its next version, in force from a day; raises ItemRefused.

    The version before ends the day before. The same content again is no new version.
    """
    with _one_at_a_time():
        row = _publish(act, item, valid_from, change)
        _one_name([row])
        _no_circle([row])
    return guides([row])[0]


def load_items(
    *, act: Act, items: Sequence[Mapping[str, Any]], valid_from: date, progress: Progress = lambda _: None
) -> int:
    """Publishes items, all or nothing, and returns how many; raises ItemRefused naming the item and the field."""
    change = Change(kind="新增", reason="载入事项数据", document="")
    with _one_at_a_time():
        rows = []
        for number, item in enumerate(items, 1):
            try:
                rows.append(_publish(act, item, valid_from, change))
            except ItemRefused as error:
                raise ItemRefused(f"第 {number} 项：{error}没有载入任何事项。") from error
            progress(1)
        _one_name(rows)
        _no_circle(rows)
        record(act=act, verb="catalogue.load", subject=LOADING, region="", facts={"items": len(rows)})
    return len(rows)


def cancel(*, act: Act, code: str, last_day: date, change: Change) -> Guide:
    """Ends an item after its last day and returns its last version; raises ItemRefused. Running cases are finished."""
    if not change.document.strip():
        raise ItemRefused("取消事项须写明依据的文件。请填写文号。")
    with transaction.atomic():
        row = VersionRow.objects.select_for_update().filter(code=code).order_by("-number").first()
        if row is None or row.valid_to is not None:
            raise ItemRefused(f"编码为“{code[:40]}”的事项不存在或已经取消。请核对编码。")
        if last_day < row.valid_from:
            raise ItemRefused(f"最后受理日 {last_day} 早于本版生效日 {row.valid_from}。请改为不早于该日。")
        _known(change)
        row.valid_to, row.ending = last_day, _facts(change)
        row.save(update_fields=["valid_to", "ending"])
        close(row, last_day)
        digests.close(row, last_day)
        facts = {"code": code, "last_day": last_day.isoformat(), **_facts(change)}
        record(act=act, verb="catalogue.cancel", subject=row.id, region=row.region, basis=change.document, facts=facts)
    return guides([row])[0]


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Holds a transaction; who publishes the same item at the same moment is told."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise ItemRefused("刚有人发布了同一事项的新版本。请查看那一版，再决定是否发布。") from None


def _publish(act: Act, item: Mapping[str, Any], valid_from: date, change: Change) -> VersionRow:
    _known(change)
    name = str(item.get("name", ""))[:40] if isinstance(item, Mapping) else ""
    try:
        content = read_content(item)
        _check_places(content)
        _check_limits(content, valid_from)
    except Fault as fault:
        raise ItemRefused(f"事项“{name}”的{fault}") from fault
    text = json.dumps(item, ensure_ascii=False, sort_keys=True)
    newest = VersionRow.objects.select_for_update().filter(code=content.code).order_by("-number").first()
    if newest and newest.valid_to is None and newest.content == text:
        return newest
    if newest:
        _end(newest, valid_from)
    number = newest.number + 1 if newest else 1
    row = _row(act, content, number, change)
    row.content, row.valid_from = text, valid_from
    row.save(force_insert=True)
    enter([(row, content)])
    prerequisites.enter(row, content.prerequisites)
    digests.enter(row, content)
    facts = {"code": row.code, "number": number, "valid_from": valid_from.isoformat(), **_facts(change)}
    record(act=act, verb="catalogue.publish", subject=row.id, region=row.region, basis=change.document, facts=facts)
    return row


def _row(act: Act, content: Content, number: int, change: Change) -> VersionRow:
    return VersionRow(
        id=act.mint.id(),
        code=content.code,
        base_code=content.base_code,
        number=number,
        name=content.name,
        type=content.type,
        region=content.region,
        unit_id=content.unit,
        centre_id=content.centre,
        change=_facts(change),
        published_at=act.now,
    )


def _end(newest: VersionRow, valid_from: date) -> None:
    """Ends the version before; one that a later one replaces on its own first day was never in force."""
    if valid_from < newest.valid_from:
        words = f"早于第 {newest.number} 版的 {newest.valid_from}。请改为不早于该日。"
        raise ItemRefused(f"事项“{newest.name}”的生效日期 {valid_from} {words}")
    if newest.valid_to is None or newest.valid_to >= valid_from:
        newest.valid_to = valid_from - timedelta(days=1)
        newest.save(update_fields=["valid_to"])
        close(newest, newest.valid_to)
        digests.close(newest, newest.valid_to)


def _check_places(content: Content) -> None:
    """Raises Fault where region, unit and code do not belong together (GB/T 39554.1: body, level, base code)."""
    try:
        place = region(code=content.region)
    except NoSuchRegion as error:
        raise Fault(LABELS["region"], f"不对：{error}") from error
    places = {}
    partners = [("joint", partner.unit) for partner in content.joint]
    for field, code in (("unit", content.unit), ("centre", content.centre), *partners):
        try:
            places[code] = unit(code=code).region
        except NoSuchUnit as error:
            raise Fault(LABELS[field], f"不对：{error}") from error
    _check_handling(content, places)
    item = parse_item(content.code)
    if item.body.value != content.unit:
        raise Fault(LABELS["code"], f"的前 18 位不是实施机关的代码 {content.unit}。请核对。")
    level = parse_region(place.code).level
    if item.level != level:
        raise Fault(LABELS["code"], f"的行使层级 {item.level} 与“{place.name}”的层级不符，应为 {level}。请核对。")
    if place.code != content.region:
        raise Fault(LABELS["region"], f"应写成 12 位的 {place.code}。请改正。")


def _check_handling(content: Content, places: Mapping[str, str]) -> None:
    """Raises Fault where the class of the item's cases does not fit the levels of those who handle them."""
    own, window = region_prefix(places[content.unit]), region_prefix(places[content.centre])
    if content.handling == PROXY and not (window.startswith(own) and window != own):
        raise Fault(LABELS["handling"], "是代办件，受理窗口应设在实施机关下级的乡镇、街道或村。请核对受理窗口。")
    above = [partner for partner in content.joint if own.startswith(region_prefix(places[partner.unit]))]
    if content.handling == UPWARD and not any(places[one.unit] != places[content.unit] for one in above):
        raise Fault(LABELS["handling"], "是上报件，“协办部门”里应有上级部门。请补上，或改为联办件。")


def _check_limits(content: Content, on: date) -> None:
    """Raises Fault where the item names a limit that is not in force, or a silence that the law gives no effect."""
    for field, codes in (("statutory", [content.statutory.id]), ("silence", content.silence)):
        for code in codes:
            if code in {"", STEPS}:
                continue
            try:
                rule = limit(code=code, on=on, region=content.region).limit
            except NoSuchLimit as error:
                raise Fault(LABELS[field], f"不对：{error}") from error
            if field == "silence" and rule.silence is None:
                words = f"写了“{code}”，但《{rule.law}》{rule.article}没有规定逾期的后果，不能视为同意。请删去。"
                raise Fault(LABELS[field], words)


def _one_name(rows: Iterable[VersionRow]) -> None:
    """Raises ItemRefused where items of one base code have different names (同一事项、同一标准、同一编码)."""
    bases = {row.base_code for row in rows}
    names: dict[str, str] = {}
    for base, name in VersionRow.objects.filter(base_code__in=bases, valid_to=None).values_list("base_code", "name"):
        if names.setdefault(base, name) != name:
            words = f"基本编码 {base} 同时用于“{names[base]}”和“{name}”。"
            raise ItemRefused(f"{words}同一编码只能是同一事项：请统一名称（可一次载入全部），或另用编码。")


def _no_circle(rows: Iterable[VersionRow]) -> None:
    """Raises ItemRefused where items are prerequisites of one another (互为前置); proposes parallel handling."""
    path = prerequisites.circle_through(row.base_code for row in rows)
    if not path:
        return
    named = prerequisites.names(path)
    way = " → ".join(f"“{named.get(code, code)}”" for code in path)
    advice = "请取消其中一项前置，或改为并联审批：由一个部门牵头受理，其他部门作为协办部门同时办理。"
    raise ItemRefused(f"事项互为前置：{way}，谁也不能先办。{advice}")


def _known(change: Change) -> None:
    if change.kind not in CHANGES:
        raise ItemRefused(f"没有“{change.kind}”这种变动。请改为其中之一：{'、'.join(CHANGES)}。")


def _facts(change: Change) -> dict[str, str]:
    return {"kind": change.kind, "reason": change.reason, "document": change.document}
