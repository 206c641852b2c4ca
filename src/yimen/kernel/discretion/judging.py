"""Applies a baseline to one decision: which tier, within it or by how much outside, within the law or not."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from .amounts import Measure, Span, amount_of, number_words
from .errors import DiscretionError
from .table import LESSENED, NONE, Baseline, Fact, Tier, Value, passes


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a baseline says of a decision, in what is decided (yuan or days).

    ``low``, ``high``: the least and the greatest amount of the tier, None: no bound. ``by``: how far the amount lies
    outside, negative below. ``lawful``: whether the law allows it at all; ``law_by``: how far outside the law.
    """

    tier: Tier
    place: int
    low: Fraction
    high: Fraction | None
    within: bool
    by: Fraction
    lawful: bool
    law_by: Fraction
    words: str


def facts_of(baseline: Baseline, given: Mapping[str, str]) -> dict[str, Value]:
    """Returns the facts of a case from what was typed, each by its name; raises DiscretionError naming the fact."""
    for name in given:
        if name not in {fact.name for fact in baseline.facts}:
            raise DiscretionError(f"裁量基准里没有“{name[:20]}”这一事实。请从列出的事实中选择。", name)
    return {fact.name: _fact(fact, given.get(fact.name, "").strip()) for fact in baseline.facts}


def wrong_facts(baseline: Baseline, given: Mapping[str, str]) -> list[DiscretionError]:
    """Returns what is wrong with the facts of a case, each fact by its name, all at once."""
    found: list[DiscretionError] = []
    for fact in baseline.facts:
        try:
            _fact(fact, given.get(fact.name, "").strip())
        except DiscretionError as error:
            found.append(error)
    return found


def _fact(fact: Fact, typed: str) -> Value:
    if not typed:
        raise DiscretionError(f"“{fact.name}”没有填写。裁量的事实要逐项认定，请补上。", fact.name)
    value: Value = typed if fact.choices else amount_of(typed, fact.name)
    if not fact.may_be(value):
        may = "、".join(fact.choices) if fact.choices else fact.range.words(fact.unit)
        whole = "，而且是整数" if fact.whole else ""
        raise DiscretionError(f"“{fact.name}”只能是{may}{whole}，现在是“{typed[:20]}”。请改正。", fact.name)
    return value


def tier_of(baseline: Baseline, facts: Mapping[str, Value]) -> int:
    """Returns the place of the tier that facts lead to; raises DiscretionError where none or several do."""

    def met(tier: Tier) -> bool:
        return any(all(passes(test, facts[name]) for name, test in when.items()) for when in tier.when)

    found = [place for place, tier in enumerate(baseline.tiers) if met(tier)]
    found = found or [place for place, tier in enumerate(baseline.tiers) if tier.otherwise]
    if len(found) != 1:
        raise DiscretionError("这些事实没有对应唯一的一档，裁量基准有漏洞。请报法制机构修改基准。")
    return found[0]


def judge(
    baseline: Baseline, level: int, facts: Mapping[str, Value], amount: Fraction | None, base: Fraction | None = None
) -> Judgement:
    """Returns how a decision stands to the baseline; ``base``: the sum that a multiple multiplies, in yuan.

    ``amount`` None: nothing is decided yet, and the tier alone is told.
    Raises DiscretionError: an amount finer than a fen or a day, a base missing, a level without bounds.
    """
    decided = baseline.measure.decided
    place = tier_of(baseline, facts)
    tier = baseline.tiers[place]
    span = tier.span(level)
    if span is None or level not in baseline.levels:
        raise DiscretionError("裁量基准没有写这一级政府的幅度。请核对由哪一级作出决定。", "level")
    if amount is not None and (amount < 0 or (amount / decided.step).denominator != 1):
        raise DiscretionError(f"数额最小到{'分' if decided is Measure.MONEY else '日'}，不能为负。请改正。", "amount")
    law = baseline.bounds
    allowed = baseline.bounds_words(span)
    if baseline.measure is Measure.MULTIPLE and (amount is not None or base is not None):
        if base is None or base <= 0:
            raise DiscretionError(f"“{baseline.of}”没有填写。这一处罚按它的倍数计算，请补上数额。", "base")
        span, law = span.times(base), law.times(base)
        allowed = span.words(decided.value)
    low, high = span.lowest(decided.step) or Fraction(0), span.highest(decided.step)
    floor_, ceiling = _law(tier, law, decided)
    allowed = "不予处罚" if tier.kind == NONE else allowed
    told = f"认定的事实属于“{tier.name}”档，幅度{allowed}（{tier.basis or baseline.source}）"
    if amount is None:
        words = f"{told}。请在幅度以内确定数额。"
        none = Fraction(0)
        return Judgement(tier, place, low, high, within=True, by=none, lawful=True, law_by=none, words=words)
    by, law_by = _beyond(amount, low, high), _beyond(amount, floor_, ceiling)
    words = f"{told}。{_words(decided, by, law_by)}"
    return Judgement(tier, place, low, high, not by, by, not law_by, law_by, words)


def _law(tier: Tier, law: Span, decided: Measure) -> tuple[Fraction, Fraction | None]:
    """Returns the least and the greatest amount that the law allows in a tier of this kind."""
    least = law.lowest(decided.step) or Fraction(0)
    return Fraction(0) if tier.kind in (NONE, LESSENED) else least, law.highest(decided.step)


def _beyond(amount: Fraction, low: Fraction, high: Fraction | None) -> Fraction:
    if amount < low:
        return amount - low
    return amount - high if high is not None and amount > high else Fraction(0)


def _words(decided: Measure, by: Fraction, law_by: Fraction) -> str:
    if not by:
        return "在幅度以内。"
    told = f"{'低于下限' if by < 0 else '高于上限'} {number_words(abs(by))} {decided.value}"
    return f"{told}，并且超出法律允许的范围，不能作出。" if law_by else f"{told}。"
