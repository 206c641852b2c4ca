"""Whether an item's place, body, window, code and limits belong together: looked up, not read."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from yimen.contexts.identity.api import NoSuchUnit, unit
from yimen.contexts.limits.api import NoSuchLimit, limit
from yimen.contexts.places.api import NoSuchRegion, region
from yimen.kernel.codes import parse_item, parse_region, region_prefix

from .content import STEPS, Content
from .fields import LABELS, Fault
from .joining import PROXY, UPWARD
from .samples import unknown

_Values = Mapping[str, Any]


def content_values(content: Content) -> dict[str, Any]:
    """Returns an item as its values by name."""
    return {field.name: getattr(content, field.name) for field in fields(Content)}


def misfits(values: _Values, on: date) -> Iterator[Fault]:
    """Yields what does not belong together on a day, among the values that could be read."""
    checks: tuple[tuple[tuple[str, ...], Callable[[_Values, date], Iterator[Fault]]], ...] = (
        (("region",), _place),
        (("unit", "centre", "joint"), _units),
        (("code", "unit"), _body),
        (("code", "region"), _level),
        (("unit", "centre", "joint", "handling"), _handling),
        (("statutory", "silence", "region"), _limits),
        (("samples",), _samples),
        (("instant", "special"), _at_once),
    )
    for needs, check in checks:
        if all(need in values for need in needs):
            yield from check(values, on)


def _at_once(values: _Values, _: date) -> Iterator[Fault]:
    """Yields a fault where what is done on the spot (即办件) names a special procedure, which takes days of its own."""
    stated = str(values["special"]).strip()
    none = stated.rstrip("。").removesuffix(LABELS["special"]) in _NONE
    if values["instant"] and not none:
        words = f"写着“{stated[:30]}”，本事项却是即办件：需要现场勘察、集体讨论、专家论证、听证的不能当场办结。"
        yield Fault(LABELS["special"], f"{words}请把“{LABELS['instant']}”改为否；没有特别程序的，请清空这一项。")


_NONE = frozenset({"", "无", "没有", "不涉及", "不需要"})  # how an item says that it has no special procedure


def _place(values: _Values, _: date) -> Iterator[Fault]:
    try:
        place = region(code=values["region"])
    except NoSuchRegion as error:
        yield Fault(LABELS["region"], f"不对：{error}")
        return
    if place.code != values["region"]:
        yield Fault(LABELS["region"], f"应写成 12 位的 {place.code}。请改正。")


def _units(values: _Values, _: date) -> Iterator[Fault]:
    partners = [("joint", partner.unit) for partner in values["joint"]]
    for field, code in (("unit", values["unit"]), ("centre", values["centre"]), *partners):
        try:
            unit(code=code)
        except NoSuchUnit as error:
            yield Fault(LABELS[field], f"不对：{error}")


def _body(values: _Values, _: date) -> Iterator[Fault]:
    if parse_item(values["code"]).body.value != values["unit"]:
        yield Fault(LABELS["code"], f"的前 18 位不是实施机关的代码 {values['unit']}。请核对。")


def _level(values: _Values, _: date) -> Iterator[Fault]:
    try:
        place = region(code=values["region"])
    except NoSuchRegion:
        return
    item, level = parse_item(values["code"]), parse_region(place.code).level
    if item.level != level:
        yield Fault(LABELS["code"], f"的行使层级 {item.level} 与“{place.name}”的层级不符，应为 {level}。请核对。")


def _handling(values: _Values, _: date) -> Iterator[Fault]:
    """Yields a fault where the class of the item's cases does not fit the levels of those who handle them."""
    try:
        own, window = (region_prefix(unit(code=values[name]).region) for name in ("unit", "centre"))
        partners = [region_prefix(unit(code=partner.unit).region) for partner in values["joint"]]
    except NoSuchUnit:
        return
    if values["handling"] == PROXY and not (window.startswith(own) and window != own):
        yield Fault(LABELS["handling"], "是代办件，受理窗口应设在实施机关下级的乡镇、街道或村。请核对受理窗口。")
    if values["handling"] == UPWARD and not any(own.startswith(above) and above != own for above in partners):
        yield Fault(LABELS["handling"], "是上报件，“协办部门”里应有上级部门。请补上，或改为联办件。")


def _samples(values: _Values, _: date) -> Iterator[Fault]:
    """Yields a fault for each sample or blank form whose content was never uploaded here."""
    for one in unknown(values["samples"]):
        words = f"“{one.name}”的内容不在本平台（SHA-256 {one.sha256[:8]}…）。请在编辑页上传这份文件，或删去这一行。"
        yield Fault(LABELS["samples"], words)


def _limits(values: _Values, on: date) -> Iterator[Fault]:
    """Yields a fault where the item names a limit that is not in force, or a silence that the law gives no effect."""
    for field, codes in (("statutory", [values["statutory"].id]), ("silence", values["silence"])):
        for code in codes:
            if code in {"", STEPS}:
                continue
            try:
                rule = limit(code=code, on=on, region=values["region"]).limit
            except NoSuchLimit as error:
                yield Fault(LABELS[field], f"不对：{error}")
                continue
            if field == "silence" and rule.silence is None:
                words = f"写了“{code}”，但《{rule.law}》{rule.article}没有规定逾期的后果，不能视为同意。请删去。"
                yield Fault(LABELS[field], words)
