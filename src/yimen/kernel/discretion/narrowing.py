"""Holds a baseline to one above it: in every case a tier below may narrow what the one above allows, never widen it.

As in the check of one table, each fact is cut where any test of either table changes its answer, and sets of
alternatives are carried from fact to fact: exact, and each finding comes with a case that shows it. A fact that only
one of the two knows does not bind the other.
"""

from dataclasses import replace
from fractions import Fraction

from .amounts import Measure, Span, number_words
from .checking import MOST, Finding, cuts_of, ends_of
from .table import Baseline, Condition, Fact, Value

WIDER, UNLIKE = "wider", "unlike"  # it allows more; it cannot be compared
_Case = tuple[tuple[str, Value], ...]
_Rows = list[tuple[bool, int, Condition]]  # whether of the one above, the tier's place, an alternative


def widenings(below: Baseline, above: Baseline, level: int) -> tuple[Finding, ...]:
    """Returns where a baseline allows at a level of government what the one above it does not, tier by tier.

    Of kind WIDER, or UNLIKE where the two cannot be compared, which says what to look at. Cases that either does not
    settle in one tier are left to the check of that table alone. Nothing is found where the
    one above states no bounds for the level.
    """
    if level not in above.levels:
        return ()
    if (below.measure, below.of) != (above.measure, above.of):
        words = f"计量（{_measured(below)}）与上级基准（{_measured(above)}）不同，无法比较。请按上级基准的计量写。"
        return (Finding(UNLIKE, words, level=level),)
    facts, strange = _facts(below, above)
    if strange:
        return tuple(Finding(UNLIKE, words, level=level) for words in strange)
    rows: _Rows = [(False, at, when) for at, tier in enumerate(below.tiers) for when in tier.when]
    rows += [(True, at, when) for at, tier in enumerate(above.tiers) for when in tier.when]
    met: dict[int, _Case] = {(1 << len(rows)) - 1: ()}
    for fact in facts:
        after: dict[int, _Case] = {}
        cut = cuts_of(fact, [when.get(fact.name) for _, _, when in rows])
        for held, case in met.items():
            for mask, value in cut.items():
                after.setdefault(held & mask, (*case, (fact.name, value)))
        met = after
        if len(met) > MOST:
            return (Finding(UNLIKE, "两级基准的情形组合太多，无法逐一比较。请减少事实或合并情形。", level=level),)
    return _compared(below, above, level, rows, met)


def _compared(below: Baseline, above: Baseline, level: int, rows: _Rows, met: dict[int, _Case]) -> tuple[Finding, ...]:
    found: dict[tuple[int, int], Finding] = {}
    for held, case in met.items():
        own = _place(below, {at for n, (upper, at, _) in enumerate(rows) if not upper and held >> n & 1})
        theirs = _place(above, {at for n, (upper, at, _) in enumerate(rows) if upper and held >> n & 1})
        if own is None or theirs is None or (own, theirs) in found:
            continue
        amount = _beyond(below, below.tiers[own].span(level), above.tiers[theirs].span(level))
        if amount is not None:
            words = _words(below, above, (own, theirs), case, (level, amount))
            found[own, theirs] = Finding(WIDER, words, (own,), case, amount, level)
    return tuple(found[key] for key in sorted(found))


def _place(baseline: Baseline, places: set[int]) -> int | None:
    """Returns the one tier of a case, None where there is none or several."""
    if not places:
        return next((at for at, tier in enumerate(baseline.tiers) if tier.otherwise), None)
    return places.pop() if len(places) == 1 else None


def _beyond(below: Baseline, own: Span | None, theirs: Span | None) -> Fraction | None:
    """Returns an amount that the lower span allows and the upper does not, None where there is none."""
    if own is None or theirs is None:
        return None
    (low, high), (least, most) = (ends_of(span, below.measure.step) for span in (own, theirs))
    if high is not None and low > high:
        return None
    if low < least:
        return low
    if most is None or (high is not None and high <= most):
        return None
    return max(low, most + below.measure.step) if high is None else high


def _facts(below: Baseline, above: Baseline) -> tuple[list[Fact], list[str]]:
    """Returns the facts of both tables, each once with what both allow, and what cannot be compared."""
    upper = {fact.name: fact for fact in above.facts}
    own = {fact.name for fact in below.facts}
    facts, strange = [fact for fact in above.facts if fact.name not in own], list[str]()
    for fact in below.facts:
        theirs = upper.get(fact.name)
        if theirs is None:
            facts.append(fact)
        elif bool(fact.choices) != bool(theirs.choices) or fact.unit != theirs.unit:
            strange.append(f"“{fact.name}”的写法或单位与上级基准不同，无法比较。请按上级基准的写法写。")
        elif set(fact.choices) - set(theirs.choices):
            more = "、".join(one for one in fact.choices if one not in theirs.choices)
            strange.append(f"“{fact.name}”多了上级基准没有的选项：{more}，无法比较。请按上级基准的选项写。")
        else:
            whole = fact.whole or theirs.whole
            facts.append(replace(fact, range=_both(fact.range, theirs.range), whole=whole))
    return facts, strange


def _both(one: Span, other: Span) -> Span:
    """Returns what lies in both spans."""
    lows = [(span.least, span.over) for span in (one, other) if span.least is not None]
    highs = [(span.most, span.under) for span in (one, other) if span.most is not None]
    least, over = max(lows, default=(None, False))
    most, under = min(highs, key=lambda end: (end[0], not end[1]), default=(None, False))
    return Span(least, most, over, under)


def _words(below: Baseline, above: Baseline, places: tuple[int, int], case: _Case, beyond: tuple[int, Fraction]) -> str:
    level, amount = beyond
    own, theirs = below.tiers[places[0]], above.tiers[places[1]]
    facts = {fact.name: fact for fact in (*above.facts, *below.facts)}
    told = "；".join(facts[name].words(value) for name, value in case) or "任何情形"
    allowed = theirs.span(level)
    bounds = "不予处罚" if theirs.kind == "不予处罚" or allowed is None else above.bounds_words(allowed)
    shown = f"{number_words(amount)} {below.measure.value}"
    return (
        f"“{own.name}”档比上级基准宽：例如{told}，本档可以是 {shown}，上级“{theirs.name}”档只有{bounds}。"
        "下级可以在上级幅度以内细化，不能放宽，请改正。"
    )


def _measured(baseline: Baseline) -> str:
    return f"{baseline.of}的倍数" if baseline.measure is Measure.MULTIPLE else baseline.measure.value
