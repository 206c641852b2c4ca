"""Powers in words and rows: levels, amounts, tiers, lights."""

from fractions import Fraction

from yimen.contexts.catalogue.api import NoSuchItem, ended, history
from yimen.contexts.powers.api import PENALTY_STATES, Entry, NoSuchPower, Penalty, Power, Version, power
from yimen.kernel.codes import LEVELS
from yimen.kernel.discretion import KINDS, NONE, Baseline, Measure, Tier, condition_words, number_words
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.endings import ended_words
from yimen.sites.pieces.shapes import Piece
from yimen.sites.pieces.templatetags.words import day

from .room import Cell, section, table

OTHERWISE = "其他情形"
_STATES = {"within": "green", "allowed": "yellow", "waiting": "grey", "denied": "red"}


def amount(value: Fraction, measure: Measure) -> str:
    """Returns an amount with its unit."""
    return f"{number_words(value)} {measure.value}"


def range_words(one: Penalty) -> str:
    """Returns the bounds of a decision's tier."""
    if one.high == 0:
        return "不予处罚"
    low, over = _end(one.low, -1, one.measure)
    if one.high is None:
        return f"超过 {amount(low, one.measure)}" if over else f"{amount(low, one.measure)}以上"
    high, under = _end(one.high, 1, one.measure)
    till = f"不满 {amount(high, one.measure)}" if under else f"至 {amount(high, one.measure)}"
    return f"超过 {amount(low, one.measure)}{till}" if over else f"{amount(low, one.measure)}{till}"


def _end(value: Fraction, way: int, measure: Measure) -> tuple[Fraction, bool]:
    """Returns an end of a range as the law writes it: 3000.01 is what exceeds 3000, and whether it does."""
    whole = value + way * measure.decided.step
    beyond = measure.decided is Measure.MONEY and value.denominator != 1 and whole.denominator == 1
    return (whole, True) if beyond else (value, False)


def level_names(found: Baseline) -> str:
    """Returns the levels of government that use a baseline."""
    return "、".join(LEVELS[level] for level in found.levels)


def when(found: Baseline, tier: Tier) -> str:
    """Returns when a tier applies."""
    return OTHERWISE if tier.otherwise else "；或者 ".join(condition_words(found, one) for one in tier.when)


def bounds(found: Baseline, tier: Tier) -> str:
    """Returns the bounds of a tier, by level where they differ."""
    if tier.kind == NONE:
        return "不予处罚"
    spans = {level: span for level in found.levels if (span := tier.span(level)) is not None}
    words = {level: found.bounds_words(span) for level, span in spans.items()}
    if len(set(words.values())) == 1:
        return next(iter(words.values()))
    return "；".join(f"{LEVELS[level]}{text}" for level, text in words.items()) or "—"


def tiers_table(found: Baseline) -> Piece | None:
    """Returns the decision table, the lightest tier first."""
    rows: list[list[Cell]] = [
        [tier.name, tier.kind, when(found, tier), bounds(found, tier), tier.also or "—", tier.basis or found.source]
        for tier in sorted(found.tiers, key=lambda one: KINDS.index(one.kind))
    ]
    return table("由轻到重", ("档次", "轻重", "情形", "幅度", "并处", "依据"), rows)


def facts_lines(found: Baseline) -> list[str]:
    """Returns the facts on which the tier depends, with what they can be."""
    return [
        f"{one.name}：{'、'.join(one.choices) if one.choices else one.range.words(one.unit)}"
        + ("，整数" if one.whole else "")
        for one in found.facts
    ]


def scope_section(one: Version) -> list[Piece]:
    """Returns the sections on which everybody may rely: scope, kinds and range, facts, tiers (公开范围、种类和幅度)."""
    found = one.table
    if found is None:
        return []
    pairs = [
        ("裁量范围", found.scope), ("处罚种类", "、".join(found.kinds)), ("法定幅度", found.bounds_words(found.bounds)),
        ("法律依据", found.source), ("行使层级", level_names(found)), ("职权类型", found.type),
    ]  # fmt: skip
    shown = [{"label": label, "value": value, "note": "", "url": ""} for label, value in pairs]
    return [
        section("裁量的范围、种类和幅度", pairs=shown, lines=[found.text] if found.text else []),
        section("裁量档次", table=tiers_table(found)),
        section("怎样确定档次", note="逐项认定下面的事实，得出唯一的一档。", lines=facts_lines(found)),
    ]


def state_cell(one: Penalty) -> Cell:
    """Returns how a decision stands, as a light."""
    return {"light": {"colour": _STATES[one.state], "words": PENALTY_STATES[one.state]}}


def power_row(one: Power) -> list[Cell]:
    """Returns a power as a row of a list."""
    lacking = f"缺：{'、'.join(one.lacking)}" if one.lacking else "齐全"
    return [
        {"text": one.name, "url": f"/powers/power/{one.code}/"},
        one.type,
        "政务服务事项" if one.item else "其他职权",
        "；".join(one.basis[:2]) or "—",
        lacking,
    ]


def dates(one: Entry | Version) -> str:
    """Returns from when to when something is in force."""
    begins = day(one.valid_from) or "—"
    return f"{begins}至{day(one.valid_to)}" if one.valid_to else f"{begins}起"


def in_force_words(one: Version) -> str:
    """Returns from when a baseline is in force, and of one to come that it is: 自 2026年12月1日起施行."""
    if one.valid_from is None:
        return "—"
    until = f"，至{day(one.valid_to)}" if one.valid_to else ""
    return f"自 {day(one.valid_from)}起施行{until}"


def entry_name(one: Entry) -> str:
    """Returns the name of an entry; one of a power that is an item has the item's, its last where the item is ended."""
    if one.name or one.kind != "power":
        return one.name
    try:
        return power(code=one.code, on=today())[0].name
    except NoSuchPower:
        try:
            return history(code=one.code)[0].guide.name
        except NoSuchItem:
            return one.code


def entry_standing(one: Entry) -> str:
    """Returns how an entry stands today; one of an item that is ended says so."""
    try:
        end = ended(code=one.code, on=today()) if one.kind == "power" and one.content.get("item") else None
    except NoSuchItem:
        end = None
    if end is None or end.last_day >= today():
        return one.standing(today())
    return f"对应的事项{ended_words(end)}"


def demo_tags(*, demo: bool) -> list[Piece]:
    """Returns the mark of invented values."""
    return [{"label": "演示数据", "kind": "demo"}] if demo else []
