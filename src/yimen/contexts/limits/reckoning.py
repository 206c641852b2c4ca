"""Reckons a last day for whoever asks: officials, citizens, other systems. Nothing is stored."""

from dataclasses import dataclass
from datetime import date, datetime

from yimen.contexts.places.api import calendar, festivals_off, region
from yimen.kernel.clock import (
    Calendar,
    ClockError,
    Extending,
    Extension,
    Ground,
    Ledger,
    Limit,
    Line,
    Pause,
    Unit,
    local_date,
)

from .reading import limit as limit_in_force

UNNAMED = "不计入的期间"
_LONGEST = 6_000  # units of an extension: the most that the kernel takes


class GroundNeeded(ClockError):
    """The law gives several grounds for a pause and none was named."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: from when (``moment`` for hours), how long by which rule, and what did not count.

    ``code``: a limit in the tables, in force on ``start``; else ``length`` of ``unit``, ``before`` to count back.
    ``pauses``: pairs of first day and the day counting goes on (None: it stands). ``grounds``: one for each of them,
    one for all, or none where there is no choice. ``added``: an extension.
    """

    start: date
    region: str = ""
    moment: datetime | None = None
    code: str = ""
    length: int = 0
    unit: Unit = Unit.WORKING_DAY
    before: bool = False
    grounds: tuple[str, ...] = ()
    pauses: tuple[tuple[date, date | None], ...] = ()
    added: int = 0


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The answer: the last day (None while paused), the moment from which it is late, and how that came about."""

    limit: Limit
    due: date | None
    at: datetime | None
    provisional: bool
    sentence_zh: str
    sentence_en: str
    lines: tuple[Line, ...]
    off: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """Returns what else may move the day: festivals of the region that are not switched on; '' where none."""
        return f"{'、'.join(self.off)}在本地区还没有启用，按不放假计算；启用后日期可能变动。" if self.off else ""

    @property
    def note_en(self) -> str:
        """Returns the same in English."""
        names = ", ".join(self.off)
        return f"Not switched on here and counted as working days: {names}. The day may move." if self.off else ""


def reckon(*, question: Question, days: Calendar | None = None) -> Reckoning:
    """Returns the last day and its explanation; ``days``: another calendar than the region's.

    Raises ClockError, NoSuchLimit or NoSuchRegion, each saying what is wrong and what to do.
    """
    if question.region:
        region(code=question.region)
    here = days or calendar(region=question.region)
    limit = _limit(question)
    ledger = _ledger(question, limit, here)
    lines = ledger.explain(here)
    due = ledger.due(here)
    zh, en = ledger.sentence(here), ledger.sentence(here, "en")
    span = sorted((ledger.start, due.date or ledger.start))
    off = festivals_off(region=question.region, first=span[0], last=span[1]) if days is None else ()
    return Reckoning(limit, due.date, due.at, due.provisional, zh, en, lines, off)


def _limit(question: Question) -> Limit:
    if question.code:
        return limit_in_force(code=question.code, on=question.start, region=question.region).limit
    if question.length < 0:
        raise ClockError(f"时限 {question.length} 不能是负数。要向前倒推，请另选“之前”。")
    plain = not question.before and question.unit is not Unit.HOUR
    free = (Ground(UNNAMED, "suspend", "", ""),) if plain else ()
    longer = Extending(_LONGEST, "批准人", "", "") if plain else None
    return Limit(
        question.length,
        question.unit,
        "时限",
        "",
        "",
        direction="before" if question.before else "after",
        rolls=plain,
        grounds=free,
        extending=longer,
    )


def _ledger(question: Question, limit: Limit, days: Calendar) -> Ledger:
    """Returns the account; each pause is added to it, so that one after the last day is refused."""
    if (limit.unit is Unit.HOUR) != (question.moment is not None):
        raise ClockError("按小时计算的时限须写明起算时刻（如 2026-02-25T09:30），其他时限只写日期。请改正。")
    moment = question.moment
    if moment is not None and moment.utcoffset() is None:
        raise ClockError("时刻没有时区，不能确定是哪一天。请带上时区，如 +08:00。")
    start = local_date(moment) if moment else question.start
    if question.pauses and limit.direction == "before":
        raise ClockError("向前倒推的期限没有中止，不能写不计入的期间。请删去期间，或不要向前倒推。")
    if question.pauses and not question.grounds and len(limit.grounds) > 1:
        names = "、".join(one.name for one in limit.grounds)
        raise GroundNeeded(f"没有写不计入的事由。期限“{limit.name_zh}”的法定事由有：{names}。请写明是哪一项。")
    grounds = question.grounds or (limit.grounds[0].name if limit.grounds else UNNAMED,)
    if len(grounds) not in (1, len(question.pauses)):
        raise ClockError("事由应只有一项，或者与不计入的期间一样多。请改正。")
    each = zip(question.pauses, grounds * len(question.pauses) if len(grounds) == 1 else grounds, strict=True)
    stretches = sorted(each, key=lambda one: one[0][0])
    added = (Extension(question.added, "所述批准", "所述文书", start),) if question.added else ()
    ledger = Ledger(limit, start, (), added, moment)
    for (begin, end), ground in stretches:
        ledger = ledger.pause(Pause(begin, end, ground, "所述期间"), days)
    return ledger
