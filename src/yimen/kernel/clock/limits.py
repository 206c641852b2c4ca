"""Limits: how long, from or before which event, by which article, what stops them, what silence means."""

from calendar import monthrange
from dataclasses import dataclass, replace
from enum import Enum
from typing import Literal

from .english import article, counted
from .errors import ClockError

GroundEffect = Literal["suspend", "restart"]
Direction = Literal["after", "before"]
Bound = Literal["most", "least"]


class Unit(Enum):
    """The unit a limit counts in; ``DATE`` is a fixed day each year."""

    HOUR = "h"
    WORKING_DAY = "wd"
    CALENDAR_DAY = "cd"
    MONTH = "mo"
    YEAR = "yr"
    DATE = "md"

    @property
    def name_zh(self) -> str:
        """Returns the unit as notices write it."""
        return {"h": "小时", "wd": "个工作日", "cd": "日", "mo": "个月", "yr": "年", "md": "前"}[self.value]

    @property
    def name_en(self) -> str:
        """Returns the unit in English, in the plural."""
        return {"h": "hours", "wd": "working days", "cd": "days", "mo": "months", "yr": "years", "md": ""}[self.value]


_MOST = {
    Unit.HOUR: 10_000,
    Unit.WORKING_DAY: 3_000,
    Unit.CALENDAR_DAY: 6_000,
    Unit.MONTH: 240,
    Unit.YEAR: 20,
    Unit.DATE: 0,
}
# How many working days one of a unit holds at the least, in a common year: no promise may be longer.
_HOLDS = {Unit.HOUR: 0.0, Unit.WORKING_DAY: 1.0, Unit.CALENDAR_DAY: 5 / 7, Unit.MONTH: 16.0, Unit.YEAR: 240.0}


def cited(law: str, article: str) -> str:
    """Returns law and article as people write them: a title in 《》, the number of a document bare."""
    bare = law.endswith("号") or any(sign in law for sign in "〔《")
    return f"{law}{article}" if bare else f"《{law}》{article}"


@dataclass(frozen=True, slots=True)
class Ground:
    """A named reason for which days do not count, by the article that gives it.

    ``suspend``: the days are added back exactly (行政许可法 第四十五条). ``restart``: counting begins anew from the day
    the pause ends, that day not counted (政府信息公开条例 第三十条).
    """

    name: str
    effect: GroundEffect
    law: str
    article: str

    def __post_init__(self) -> None:
        if self.effect not in ("suspend", "restart"):
            raise ClockError(f"事由“{self.name}”的效果“{self.effect}”不对，应为 suspend 或 restart。请改正。")

    @property
    def source(self) -> str:
        """Returns law and article in one."""
        return f"{self.law}{self.article}"

    @property
    def citation(self) -> str:
        """Returns law and article as people write them."""
        return cited(self.law, self.article)


@dataclass(frozen=True, slots=True)
class Extending:
    """How a limit may be made longer: by at most ``length`` of its own unit each time, by whom, how many times."""

    length: int
    by: str
    law: str
    article: str
    times: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.length <= _MOST[Unit.CALENDAR_DAY] or not 1 <= self.times <= 9:
            raise ClockError(f"延长“{self.length}”、次数“{self.times}”不对，应为 1 以上的整数。请改正。")

    @property
    def source(self) -> str:
        """Returns law and article in one."""
        return f"{self.law}{self.article}"

    @property
    def citation(self) -> str:
        """Returns law and article as people write them."""
        return cited(self.law, self.article)


@dataclass(frozen=True, slots=True)
class Silence:
    """What it means that a limit ran out unanswered: an ``effect`` that programs know, the law's ``words``."""

    effect: str
    words: str
    law: str
    article: str

    @property
    def source(self) -> str:
        """Returns law and article in one."""
        return f"{self.law}{self.article}"

    @property
    def citation(self) -> str:
        """Returns law and article as people write them."""
        return cited(self.law, self.article)


@dataclass(frozen=True, slots=True)
class Limit:
    """One rule of law in one version: ``length`` of ``unit``, what for (``name_zh``), by which law and article.

    ``direction``: counted from an event on, or back from one. ``bound``: ``most``, a duty to be done by the last day;
    ``least``, a period that others must be given. ``starts``: the event, in the law's words. ``counts_first``: whether
    the day of the event counts itself (民法典 第二百零一条: it does not). ``rolls``: whether a last day off moves on to
    a working day (民法典 第二百零三条). ``fixed``: month and day, for ``Unit.DATE`` alone. ``off``: the article by
    which days off do not count, '' where the limit's own article says working days. ``fewer``: the document of a place
    that keeps only some of the law's grounds, '' where all stand.

    Raises ClockError where these contradict each other.
    """

    length: int
    unit: Unit
    name_zh: str
    law: str
    article: str
    id: str = ""
    direction: Direction = "after"
    bound: Bound = "most"
    starts: str = ""
    counts_first: bool = False
    rolls: bool = True
    fixed: tuple[int, int] | None = None
    grounds: tuple[Ground, ...] = ()
    extending: Extending | None = None
    silence: Silence | None = None
    off: str = ""
    fewer: str = ""

    def __post_init__(self) -> None:
        most = _MOST[self.unit]
        if isinstance(self.length, bool) or not isinstance(self.length, int) or not 0 <= self.length <= most:
            raise ClockError(f"时限“{self.length}”不对，应为 0 至 {most} 的整数。请改正。")
        if self.direction not in ("after", "before") or self.bound not in ("most", "least"):
            raise ClockError(f"期限“{self.name_zh}”的方向“{self.direction}”或界限“{self.bound}”不对。请改正。")
        if len({ground.name for ground in self.grounds}) < len(self.grounds):
            raise ClockError(f"期限“{self.name_zh}”的事由有两个同名。请删去一个。")
        if (self.unit is Unit.DATE) != (self.fixed is not None):
            raise ClockError(f"期限“{self.name_zh}”：固定日期的期限须写明月和日，其他期限不写。请改正。")
        if self.fixed is not None and not _yearly(*self.fixed):
            raise ClockError(f"期限“{self.name_zh}”：不是每年都有{self.fixed[0]}月{self.fixed[1]}日。请核对。")
        if self.direction == "before" and (self.grounds or self.extending or self.unit in (Unit.HOUR, Unit.DATE)):
            raise ClockError(f"期限“{self.name_zh}”向前倒推，不能中止或延长，也不能按小时或固定日期计算。请改正。")
        if self.unit in (Unit.HOUR, Unit.DATE) and (self.grounds or self.extending):
            raise ClockError(f"期限“{self.name_zh}”按小时或固定日期计算，没有中止和延长。请改正。")

    @property
    def text(self) -> str:
        """Returns the limit in words, such as 20个工作日."""
        if self.fixed is not None:
            return f"每年{self.fixed[0]}月{self.fixed[1]}日前"
        return f"{self.length}{self.unit.name_zh}"

    @property
    def source(self) -> str:
        """Returns law and article in one."""
        return f"{self.law}{self.article}"

    @property
    def citation(self) -> str:
        """Returns law and article as people write them."""
        return cited(self.law, self.article)

    @property
    def text_en(self) -> str:
        """Returns the limit in English, such as 20 working days."""
        if self.fixed is not None:
            return f"by {self.fixed[0]:02}-{self.fixed[1]:02} each year"
        return counted(self.length, self.unit.name_en)

    @property
    def citation_en(self) -> str:
        """Returns law and article in English."""
        return article(self.source)

    @property
    def days_off(self) -> str:
        """Returns by which article days off do not count."""
        return self.off or self.source

    def ground(self, name: str) -> Ground:
        """Returns the ground of that name; raises ClockError naming those the law gives."""
        for ground in self.grounds:
            if ground.name == name:
                return ground
        if not self.grounds:
            by = self.fewer or self.source or "依据"
            raise ClockError(f"“{name}”不能中止计时：{by}没有规定期限“{self.name_zh}”可以中止。请继续办理。")
        laws = "、".join(dict.fromkeys(ground.source for ground in self.grounds))
        names = "、".join(ground.name for ground in self.grounds)
        if self.fewer:
            raise ClockError(f"“{name}”不能中止计时：{self.fewer}只保留了{laws}的这些事由：{names}。请选其中一项。")
        raise ClockError(f"“{name}”不能中止计时。请选{laws}的事由：{names}。")

    def promised(self, length: int) -> "Limit":
        """Returns the promise of ``length`` working days on this limit; the same pauses apply to it.

        So does its extension, where the law counts working days too. Raises ClockError where the promise is longer
        than the law allows, by the fewest working days that a week, a month or a year usually holds.
        """
        if self.direction == "before" or self.bound == "least" or self.unit is Unit.DATE:
            raise ClockError(f"期限“{self.name_zh}”不是办理期限，不能另作承诺。请核对事项。")
        if length > _HOLDS[self.unit] * self.length:
            raise ClockError(f"承诺时限 {length} 个工作日比法定时限{self.text}长。承诺可以更短，不能更长，请改正。")
        same = self.unit is Unit.WORKING_DAY
        return replace(
            self,
            length=length,
            unit=Unit.WORKING_DAY,
            name_zh="承诺时限",
            law="办事指南",
            article="承诺时限",
            id="",
            rolls=True,
            extending=self.extending if same else None,
            silence=None,
            off=self.days_off if same else self.off,
        )


def _yearly(month: int, day: int) -> bool:
    """Tells whether every year has such a day."""
    return 1 <= month <= 12 and 1 <= day <= monthrange(2021, month)[1]
