"""Examines a draft: every fault at once, by field, and how complete it is."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from yimen.contexts.identity.api import units_by_code
from yimen.kernel.clock import said
from yimen.kernel.codes import region_prefix

from . import binding, quality
from .awaiting import PrerequisiteGraph, circular
from .basedrafts import base_findings
from .changes import PROPOSED
from .checks import MOST_NEEDED, persons
from .coding import code_at, foreign
from .content import read_values
from .copied import copied
from .delegating import DAYS, last_day_to_take_over
from .drafts import DONE, ENDING, Draft, Finding
from .elements import Completeness, measured
from .fields import KEYS, LABELS, Fault
from .inheriting import INHERITED, Base, base_code_of, bases_of, governing, overriding, whole
from .lawful import beyond_law
from .meant import prerequisites_meant
from .models import DraftRow, PrerequisiteRow, VersionRow
from .placing import misfits
from .reviving import revived
from .starting import FRESH
from .variants import Variant

_OF_MATERIAL = re.compile(r"有误：第 \d+ 份材料")


def findings(*, draft: Draft, on: date, graph: PrerequisiteGraph | None = None) -> tuple[Finding, ...]:
    """Returns what is wrong with a draft or could be better, all of it; ``on``: the day on which it is looked at.

    ``graph``: of whoever looks at several drafts, so that what items need is asked once for all of them.
    """
    day = max(draft.first_day, on) if draft.first_day else on
    found = [*_proposed(draft), *_past(draft, on)]
    if draft.base:
        return (*found, *(base_findings(draft) if draft.kind not in ENDING else ()))
    if draft.kind in ENDING:
        found += _needed_by(draft)
        return tuple(found)
    bases = bases_of([base_code_of(draft.content)]).get(base_code_of(draft.content), ())
    base = governing(draft.content, bases, day)
    found += revived(draft, day)
    values, faults = read_values(whole(draft.content, bases, day))
    stated = [overriding(draft.content, base, field) for field in INHERITED] if base else []
    found += [_must(fault) for fault in stated if fault]
    wrong = (*faults, *persons(draft.content), *misfits(values, day), *beyond_law(values, day))
    found += [_must(fault) for fault in _meaning(wrong, draft.content)]
    found += [_must(fault) for fault in quality.refused(values, day)]
    bound = (*binding.own_base(values, draft.unit), *binding.longer(values), *binding.unkept(values, day))
    found += [*(_must(fault) for fault in bound), *(_advice(fault) for fault in binding.loose(values, day))]
    found += [
        *copied(draft),
        *_own_place(draft),
        *_known(draft, values, base),
        *circular(draft, values, graph or PrerequisiteGraph()),
    ]
    found += [
        *_renumbered(draft, values),
        *(_advice(fault) for fault in (*quality.samples(values), *quality.always(values))),
    ]
    return tuple(dict.fromkeys(found))


def draft_completeness(*, draft: Draft, on: date) -> Completeness:
    """Returns how complete a draft is; one that ends an item, how complete that item is."""
    return measured(draft_values(draft=draft, on=on))


def draft_values(*, draft: Draft, on: date) -> Mapping[str, Any]:
    """Returns what could be read of a draft, by the names of a guide."""
    day = max(draft.first_day, on) if draft.first_day else on
    bases = bases_of([base_code_of(draft.content)]).get(base_code_of(draft.content), ())
    return read_values(whole(draft.content, bases, day))[0]


def _must(fault: Fault, *, must: bool = True) -> Finding:
    """Returns a fault as a finding; materials stand within the form but are written apart: so are their faults told."""
    if fault.field == LABELS["form"] and _OF_MATERIAL.match(fault.reason):
        return Finding("materials", LABELS["materials"], fault.reason, must=must)
    return Finding(KEYS.get(fault.field, ""), fault.field, fault.reason, must=must)


def _meaning(faults: Iterable[Fault], content: Mapping[str, Any]) -> Iterator[Fault]:
    """Yields faults; in place of one of prerequisites by name, why each means none, as in a file that is handed in."""
    label, given = LABELS["prerequisites"], content.get("prerequisites")
    named = [one for one in given if isinstance(one, str) and not one.isascii()] if isinstance(given, list) else []
    for fault in faults:
        told = prerequisites_meant(texts=named) if fault.field == label and len(given or ()) <= MOST_NEEDED else ()
        reasons = [why for _, why in told if why]
        yield from (Fault(label, f"：{why}") for why in reasons) if reasons else (fault,)


def _advice(fault: Fault) -> Finding:
    return _must(fault, must=False)


def _proposed(draft: Draft) -> Iterator[Finding]:
    """Yields what the change does not say of itself."""
    given = {"first_day": draft.first_day, "reason": draft.reason, "document": draft.document}
    for key, value in given.items():
        if not value:
            yield Finding(key, PROPOSED[key], "没有填写。每次变动都要写明从哪天起、为什么、依据哪份文件。")
    if draft.kind == "合并":
        yield from _merged(draft)
    if draft.kind == "下放":
        yield from _receivers(draft)


def _past(draft: Draft, on: date) -> Iterator[Finding]:
    """Yields a finding where a change is to begin in the past; a day that passes while it is reviewed is none."""
    if draft.state != "submitted" and draft.first_day is not None and draft.first_day < on:
        words = f"{draft.first_day} 已经过去。变动不能从过去的日子起生效，请改为今天或以后的日期。"
        yield Finding("first_day", PROPOSED["first_day"], words)


def _merged(draft: Draft) -> Iterator[Finding]:
    label = PROPOSED["ends"]
    if not draft.ends:
        yield Finding("ends", label, "没有选择。合并要写明哪些事项并入本事项，它们同时停止办理。")
    rows = VersionRow.objects.filter(code__in=draft.ends, valid_to=None)
    known = {row.code: row for row in rows}
    for code in draft.ends:
        row = known.get(code)
        if row is None:
            yield Finding("ends", label, f"里的 {code} 不是在用的事项。请重新选择。")
        elif code == draft.code:
            yield Finding("ends", label, "里有本事项自己。请去掉。")
        elif row.unit_id != draft.unit:
            yield Finding("ends", label, f"里的“{row.name}”属于别的单位。请先与它的实施机关办理划转。")


def _receivers(draft: Draft) -> Iterator[Finding]:
    label = PROPOSED["targets"]
    if not draft.targets:
        yield Finding("targets", label, "没有选择。下放要写明由哪些下级单位承接。")
    found = units_by_code(codes=draft.targets)
    own = region_prefix(draft.region)
    codes = {code_at(target, draft.code[19:]) for target in found}
    going = DraftRow.objects.filter(code__in=codes).exclude(state__in=DONE)
    under_way = {code[:18] for code in going.values_list("code", flat=True)}
    in_use = VersionRow.objects.filter(code__in=codes, valid_to=None)
    having = {code[:18] for code in in_use.values_list("code", flat=True)}
    for code in draft.targets:
        below = found.get(code)
        if below is None:
            yield Finding("targets", label, f"里的 {code} 不是已登记的单位。请重新选择。")
        elif not region_prefix(below.region).startswith(own) or region_prefix(below.region) == own:
            yield Finding("targets", label, f"里的“{below.name}”不在本机关的下级区域。请重新选择。")
        elif code in having:
            yield Finding("targets", label, f"里的“{below.name}”已经在办本事项，没有可承接的。请去掉。")
        elif code in under_way:
            yield Finding("targets", label, f"里的“{below.name}”已有本事项的草稿。请等它发布或作废以后再下放。")
    if draft.targets and draft.first_day:
        due, first = said(last_day_to_take_over(draft.first_day)), said(draft.first_day)
        words = f"应在{due}以前接办（{first}起 {DAYS} 日内，演示值）。接办以前本机关继续受理，到最后一个承接单位"
        words += "接办的前一天为止，中间不断档。"
        words += "文件要求本机关提前停办的，另办“取消”，并写明停办那天起到接办那天止由谁受理。"
        yield Finding("targets", label, words, must=False)


def _needed_by(draft: Draft) -> Iterator[Finding]:
    """Yields which items need this one before them, where it ends."""
    rows = PrerequisiteRow.objects.filter(needs=draft.code[-12:], version__valid_to=None).select_related("version")
    for name in sorted({row.version.name for row in rows}):
        yield Finding("", "前置事项", f"：“{name}”以本事项为前置。停办以后请同时修改它。", must=False)


def _own_place(draft: Draft) -> Iterator[Finding]:
    """Yields a finding where the content leaves the unit that writes it, or the code that it follows."""
    if draft.content.get("unit") not in (None, "", draft.unit):
        yield Finding("unit", LABELS["unit"], "与草稿的单位不同。本单位只能编写自己的事项，请改回。")
    if draft.based_on and draft.content.get("code") not in (None, "", draft.code):
        yield Finding("code", LABELS["code"], f"由 {draft.code} 改成了别的编码。同一事项编码不变，请改回。")


def _known(draft: Draft, values: Mapping[str, Any], base: Base | None) -> Iterator[Finding]:
    """Yields a finding where the code is taken, or its base code means another item elsewhere."""
    code = values.get("code")
    if not code:
        return
    if draft.kind in FRESH and VersionRow.objects.filter(code=code, valid_to=None).exists():
        yield Finding("code", LABELS["code"], "已经是一个在用的事项。要修改它，请从它的最新一版起草。")
    if not foreign(code[19:], draft.unit) and not bases_of([code[19:]]):
        words = f"里的 {code[19:]}，基本目录里没有这个编码：请核对是不是上级编定的。送审后，审核人也会看到这一条。"
        yield Finding("code", LABELS["code"], words, must=False)
    if base is None:
        yield from (_must(fault) for fault in binding.another(values, binding.called([code[19:]])))


def _renumbered(draft: Draft, values: Mapping[str, Any]) -> Iterator[Finding]:
    """Yields advice where a number meant another handling item before: who remembers the code would be misled."""
    listed: tuple[Variant, ...] = values.get("variants", ())
    rows = VersionRow.objects.filter(code=draft.code).order_by("-number") if listed else ()
    before: dict[str, str] = {}
    for row in rows:
        for one in json.loads(row.content).get("variants", ()):
            before.setdefault(one["number"], one["name"])
    for each in listed:
        if before.get(each.number, each.name) != each.name:
            words = f"编号 {each.number} 原来是“{before[each.number]}”，现在是“{each.name}”。不是改名的，请另用编号。"
            yield Finding("variants", LABELS["variants"], words, must=False)
