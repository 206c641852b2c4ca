"""Pauses: days that do not count, each with its ground, its document, and what the applicant was told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from .errors import ClockError
from .limits import Limit
from .times import said


@dataclass(frozen=True, slots=True)
class Pause:
    """Days that do not count: from ``begin`` up to, not including, ``end`` (None: still standing).

    ``told``: the time needed, as the applicant was told in writing (行政许可法 第四十五条). Raises ClockError for a
    missing document, or an end before the beginning.
    """

    begin: date
    end: date | None
    ground: str
    document: str
    told: str = ""

    def __post_init__(self) -> None:
        if not self.document.strip():
            raise ClockError(f"中止计时（{self.ground}）没有写明依据的文书。请补填文书。")
        if self.end is not None and self.end < self.begin:
            raise ClockError(f"恢复日{said(self.end)}早于中止日{said(self.begin)}。请核对日期。")

    def holds(self, day: date) -> bool:
        """Tells whether a day lies in the pause."""
        return self.begin <= day and (self.end is None or day < self.end)


def check_pauses(pauses: Sequence[Pause], limit: Limit, start: date) -> None:
    """Raises ClockError unless the pauses may stand side by side on this limit (the rules: docs/decisions/0012)."""
    restarts = [limit.ground(pause.ground).effect == "restart" for pause in pauses]
    for pause in pauses:
        if pause.begin < start:
            raise ClockError(f"中止日{said(pause.begin)}早于起算日{said(start)}。请核对日期。")
    for one, other in pairwise(pauses):
        if other.begin < one.begin:
            raise ClockError(f"中止日{said(other.begin)}写在{said(one.begin)}之后，次序不对。请按先后排列。")
    for index, one in enumerate(pauses):
        for place, other in enumerate(pauses[index + 1 :], index + 1):
            if one.end is not None and one.end <= other.begin:
                continue
            if one.ground == other.ground:
                if one.end is None:
                    since = f"自{said(one.begin)}起已经中止计时（{one.ground}）"
                    raise ClockError(f"{since}，不能重复中止。请先恢复计时。")
                last = f"上次恢复日{said(one.end)}（{one.ground}）"
                apart = "同一事由的期间不能重叠；事由不同的可以同时进行，重叠的日子只算一次"
                raise ClockError(f"中止日{said(other.begin)}早于{last}。{apart}。请核对日期和事由。")
            if restarts[index] or restarts[place]:
                words = f"“{one.ground}”与“{other.ground}”的期间重叠：其中一项会使期限重新计算，不能同时进行"
                raise ClockError(f"{words}。请先结束前一项。")


def stretches(pauses: Sequence[Pause]) -> list[tuple[date, date | None]]:
    """Returns the pauses as stretches that nowhere meet: where two overlap, each day stands once."""
    merged: list[tuple[date, date | None]] = []
    for pause in pauses:
        begin, end = pause.begin, pause.end
        if begin == end:
            continue
        if merged and (merged[-1][1] is None or begin <= merged[-1][1]):
            last = merged[-1][1]
            merged[-1] = (merged[-1][0], None if last is None or end is None else max(last, end))
        else:
            merged.append((begin, end))
    return merged
