"""A baseline as a decision table: what facts decide, which tier they lead to, what each tier allows."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from .amounts import Measure, Span, number_words

NONE, LESSENED = "不予处罚", "减轻"  # 行政处罚法 33, 32
KINDS = (NONE, LESSENED, "从轻", "一般", "从重")  # the lightest first (国办发〔2022〕27号)
FINEST = Fraction(1, 10_000)  # of a fact that is no whole number

_FROM_NONE = Span(Fraction(0))

Value = Fraction | str
Test = Span | frozenset[str]
Condition = Mapping[str, Test]  # all must hold


def passes(test: Test, value: Value) -> bool:
    """Tells whether a value of a fact is as a test asks."""
    if isinstance(test, Span):
        return not isinstance(value, str) and test.holds(value)
    return value in test


@dataclass(frozen=True, slots=True)
class Fact:
    """A circumstance that decides the tier: a number in ``range``, or one of ``choices``. ``whole``: no fractions."""

    name: str
    unit: str = ""
    range: Span = _FROM_NONE
    whole: bool = False
    choices: tuple[str, ...] = ()

    @property
    def step(self) -> Fraction:
        """Returns the least difference of two values."""
        return Fraction(1) if self.whole else FINEST

    def may_be(self, value: Value) -> bool:
        """Tells whether the fact can have a value."""
        if isinstance(value, str):
            return value in self.choices
        return not self.choices and self.range.holds(value) and (value / self.step).denominator == 1

    def words(self, value: Value) -> str:
        """Returns the fact with a value, as people say it."""
        return f"{self.name}：{value if isinstance(value, str) else number_words(value) + self.unit}"

    def test_words(self, test: Test) -> str:
        """Returns the fact with what a tier asks of it, in the notation in which tiers are written."""
        if isinstance(test, Span):
            return f"{self.name}：{test.words(self.unit)}"
        return f"{self.name}：{'、'.join(choice for choice in self.choices if choice in test)}"


@dataclass(frozen=True, slots=True)
class Tier:
    """One tier: ``when`` any of these hold (``otherwise``: none of another tier does), within ``spans``, by level.

    ``spans``: (level of government, bounds), level 0 all that are not named; none for 不予处罚. ``also``: what is
    imposed beside it. ``basis``: the article by which this tier is lighter or heavier, "" the baseline's own.
    """

    name: str
    kind: str
    when: tuple[Condition, ...]
    otherwise: bool
    spans: tuple[tuple[int, Span], ...]
    also: str = ""
    basis: str = ""

    def span(self, level: int) -> Span | None:
        """Returns the bounds at a level of government; None where the tier says nothing for it."""
        if self.kind == NONE:
            return Span(Fraction(0), Fraction(0))
        found = dict(self.spans)
        return found.get(level, found.get(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The tiers of one power. ``bounds``: what the law allows; ``of``: what a multiple is a multiple of.

    ``scope``, ``kinds``: for which acts, which penalties (公开裁量范围、种类和幅度). ``levels``: of government (1 the
    country … 6 the village) at which the power is exercised.
    """

    name: str
    power: str
    type: str
    law: str
    article: str
    text: str
    scope: str
    kinds: tuple[str, ...]
    measure: Measure
    of: str
    bounds: Span
    levels: tuple[int, ...]
    facts: tuple[Fact, ...]
    tiers: tuple[Tier, ...]

    @property
    def source(self) -> str:
        """Returns the law and the article."""
        return f"《{self.law}》{self.article}"

    def bounds_words(self, span: Span) -> str:
        """Returns bounds in words, such as “违法所得1倍以上3倍以下”."""
        return f"{self.of if self.measure is Measure.MULTIPLE else ''}{span.words(self.measure.value)}"


def condition_words(baseline: Baseline, condition: Condition) -> str:
    """Returns a condition in the notation in which it is written, facts in their order."""
    return "；".join(fact.test_words(condition[fact.name]) for fact in baseline.facts if fact.name in condition)
