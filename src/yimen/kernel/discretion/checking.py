"""Checks a baseline: every case meets one tier and only one, every tier is met, no bound leaves the law.

Facts are independent of one another. Each is cut where any tier's test changes its answer, so that within a piece all
tests answer alike; sets of alternatives that still hold are then carried from fact to fact. This is exact, and what
comes out with each set is a case that shows it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from .amounts import Span, number_words
from .table import KINDS, LESSENED, NONE, Baseline, Condition, Fact, Test, Tier, Value, passes

ERRORS = frozenset({"gap", "overlap", "unreachable", "law", "empty", "missing", "order", "shared", "large"})
MOST = 50_000  # sets carried: a table beyond that nobody reads
_SHOWN = 12  # findings of one kind
Case = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a baseline. ``kind`` in ERRORS: it may not be submitted; else a remark.

    ``case``: values of facts that show it; ``amount``: an amount that shows it; ``tiers``: their places.
    """

    kind: str
    words: str
    tiers: tuple[int, ...] = ()
    case: tuple[tuple[str, Value], ...] = ()
    amount: Fraction | None = None
    level: int = 0


def findings(baseline: Baseline) -> tuple[Finding, ...]:
    """Returns what is wrong with a baseline or to be thought over, each with an example."""
    return (*_cases(baseline), *(found for level in baseline.levels for found in _amounts(baseline, level)))


def sound(baseline: Baseline) -> bool:
    """Tells whether a baseline has no error."""
    return not any(found.kind in ERRORS for found in findings(baseline))


def _cases(baseline: Baseline) -> Iterator[Finding]:
    rows = [(place, when) for place, tier in enumerate(baseline.tiers) for when in tier.when]
    met: dict[int, Case] = {(1 << len(rows)) - 1: ()}
    for fact in baseline.facts:
        pieces = cuts_of(fact, [when.get(fact.name) for _, when in rows])
        after: dict[int, Case] = {}
        for held, case in met.items():
            for mask, value in pieces.items():
                after.setdefault(held & mask, (*case, value))
        met = after
        if len(met) > MOST:
            yield Finding("large", f"“{fact.name}”以前的情形组合太多，无法逐一核对。请减少事实或合并情形。")
            return
    default = next((place for place, tier in enumerate(baseline.tiers) if tier.otherwise), None)
    sets: dict[tuple[int, ...], Case] = {}
    for held, case in met.items():
        sets.setdefault(tuple(sorted({place for at, (place, _) in enumerate(rows) if held >> at & 1})), case)
    yield from _uncovered(baseline, sets, default)
    for at, (place, when) in enumerate(rows):
        if not any(held >> at & 1 for held in met):
            yield Finding("unreachable", _never(baseline, place, when), (place,))


def _uncovered(baseline: Baseline, sets: dict[tuple[int, ...], Case], default: int | None) -> Iterator[Finding]:
    names = [f"“{tier.name}”" for tier in baseline.tiers]
    if () in sets and default is None:
        case = _named(baseline, sets[()])
        yield Finding("gap", f"有的情形不属于任何一档，例如：{_told(baseline, sets[()])}。请补上。", (), case)
    if default is not None and () not in sets:
        words = f"{names[default]}档收“其他情形”，但其他各档已经包括了所有情形，永远到不了这一档。请改写或删去。"
        yield Finding("unreachable", words, (default,), _named(baseline, next(iter(sets.values()))))
    several = [(places, case) for places, case in sets.items() if len(places) > 1]
    for places, shown in several[:_SHOWN]:
        both = "和".join(names[place] for place in places)
        words = f"有的情形同时属于{both}档，例如：{_told(baseline, shown)}。请改得互不重叠。"
        yield Finding("overlap", words, places, _named(baseline, shown))


def _named(baseline: Baseline, case: Case) -> tuple[tuple[str, Value], ...]:
    return tuple((fact.name, value) for fact, value in zip(baseline.facts, case, strict=True))


def _told(baseline: Baseline, case: Case) -> str:
    return "；".join(fact.words(value) for fact, value in zip(baseline.facts, case, strict=True)) or "任何情形"


def _never(baseline: Baseline, place: int, when: Condition) -> str:
    """Returns why an alternative is never met: some fact can't be as it asks."""
    fact = next(one for one in baseline.facts if one.name in when and 1 not in cuts_of(one, [when[one.name]]))
    may = "、".join(fact.choices) if fact.choices else fact.range.words(fact.unit)
    tier = baseline.tiers[place].name
    asked = fact.test_words(when[fact.name])
    return f"“{tier}”档的情形永远不会出现：要求“{asked}”，但“{fact.name}”只能是{may}。请改正。"


def cuts_of(fact: Fact, tests: list[Test | None]) -> dict[int, Value]:
    """Returns the pieces of a fact: which tests hold in it (a bit each; None holds always), and a value in it."""
    found: dict[int, Value] = {}
    spans = [test for test in tests if isinstance(test, Span)]
    values: Sequence[Value] = fact.choices or tuple(_samples(fact, spans))
    for value in values:
        mask = 0
        for at, test in enumerate(tests):
            if test is None or passes(test, value):
                mask |= 1 << at
        found.setdefault(mask, value)
    return found


def _samples(fact: Fact, spans: list[Span]) -> Iterator[Fraction]:
    """Yields one value of each piece into which the ends of spans cut the range of a number."""
    ends = {end for span in (*spans, fact.range) for end in (span.least, span.most) if end is not None}
    cuts = sorted(ends | {Fraction(0)})
    for place, cut in enumerate(cuts):
        if fact.may_be(cut):
            yield cut
        last = place + 1 == len(cuts)
        between = Fraction(floor(cut) + 1) if last else _between(cut, cuts[place + 1], fact.step)
        if between is not None and fact.may_be(between):
            yield between


def _between(low: Fraction, high: Fraction, step: Fraction) -> Fraction | None:
    """Returns a value strictly between two, with as few decimals as will do; None where there is none."""
    size = Fraction(1)
    while size >= step:
        middle = floor((low + high) / 2 / size) * size
        found = next((one for one in (middle, middle + size) if low < one < high), None)
        if found is not None:
            return found
        size /= 10
    found = (floor(low / step) + 1) * step
    return found if found < high else None


def _amounts(baseline: Baseline, level: int) -> Iterator[Finding]:
    step, shown = baseline.measure.step, list[tuple[int, Span]]()
    least, most = ends_of(baseline.bounds, step)
    if most is not None and least > most:
        words = f"法定幅度“{baseline.bounds_words(baseline.bounds)}”里没有任何数额。请改正。"
        yield Finding("empty", words, level=level)
        return
    for place, tier in enumerate(baseline.tiers):
        span = tier.span(level)
        if span is None:
            yield Finding("missing", f"“{tier.name}”档没有写这一级政府的幅度。请补上。", (place,), level=level)
            continue
        low, high = ends_of(span, step)
        if high is not None and low > high:
            words = f"“{tier.name}”档的幅度“{baseline.bounds_words(span)}”里没有任何数额。请改正。"
            yield Finding("empty", words, (place,), level=level)
            continue
        shown.append((place, span))
        wrong = outside_law(baseline, tier, span)
        if wrong is not None:
            words = f"“{tier.name}”档的{_unit(baseline, wrong)}超出法律允许的范围：{_lawful(baseline, tier)}。请改正。"
            yield Finding("law", words, (place,), amount=wrong, level=level)
    yield from _order(baseline, level, shown)
    yield from _unused(baseline, level, shown)


def ends_of(span: Span, step: Fraction) -> tuple[Fraction, Fraction | None]:
    """Returns the least and the greatest amount of a span, None for no bound."""
    return span.lowest(step) or Fraction(0), span.highest(step)


def outside_law(baseline: Baseline, tier: Tier, span: Span) -> Fraction | None:
    """Returns an amount of a span that the law doesn't allow a tier of this kind; None where it allows all."""
    step = baseline.measure.step
    (low, high), (least, most) = ends_of(span, step), ends_of(baseline.bounds, step)
    if tier.kind == NONE:
        return None
    if tier.kind == LESSENED:  # below what the law names as the least
        return low if high is None or low >= least else high if high >= least else None
    if low < least:
        return low
    if most is None or (high is not None and high <= most):
        return None
    return max(low, most + step) if high is None else high


def _lawful(baseline: Baseline, tier: Tier) -> str:
    law = f"{baseline.source}规定{baseline.bounds_words(baseline.bounds)}"
    return f"{law}，减轻处罚应在最低限度以下" if tier.kind == LESSENED else law


def _unit(baseline: Baseline, amount: Fraction) -> str:
    return f" {number_words(amount)} {baseline.measure.value}"


def _order(baseline: Baseline, level: int, shown: list[tuple[int, Span]]) -> Iterator[Finding]:
    """Yields pairs of tiers of which the heavier one is lighter, or which share an amount."""
    step = baseline.measure.step
    ranked = sorted(shown, key=lambda one: KINDS.index(baseline.tiers[one[0]].kind))
    for at, (lighter, below) in enumerate(ranked):
        for heavier, above in ranked[at + 1 :]:
            kinds = {baseline.tiers[lighter].kind, baseline.tiers[heavier].kind}
            if len(kinds) == 1 or NONE in kinds:  # what is not punished has no amount to share
                continue
            (low, high), (least, most) = ends_of(below, step), ends_of(above, step)
            names = f"“{baseline.tiers[lighter].name}”和“{baseline.tiers[heavier].name}”"
            both, pair = max(low, least), (lighter, heavier)
            if low > least or (most is not None and (high is None or high > most)):
                amount = least if low > least else most
                words = f"{names}两档轻重颠倒：较重的一档可以轻到或只能重到{_unit(baseline, amount or least)}。请改正。"
                yield Finding("order", words, pair, amount=amount, level=level)
            elif (high is None or both <= high) and (most is None or both <= most):
                how = "“以上”“以下”包括本数，请把其中一档改为“超过”或“不满”"
                words = f"{names}两档都包括{_unit(baseline, both)}。{how}。"
                yield Finding("shared", words, pair, amount=both, level=level)


def _unused(baseline: Baseline, level: int, shown: list[tuple[int, Span]]) -> Iterator[Finding]:
    """Yields, as a remark, an amount that the law allows and no tier does."""
    step = baseline.measure.step
    least, most = ends_of(baseline.bounds, step)
    next_one = least or step  # nothing is no amount of a penalty
    for low, high in sorted((ends_of(span, step) for _, span in shown), key=lambda one: one[0]):
        if low > next_one:
            break
        if high is None:
            return
        next_one = max(next_one, high + step)
    if most is None or next_one <= most:
        words = f"法律允许、但各档都没有用到的数额，例如{_unit(baseline, next_one)}。有意压缩幅度的，不用改。"
        yield Finding("unused", words, amount=next_one, level=level)
