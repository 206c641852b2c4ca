"""Pauses: the days of a special procedure, which do not count (行政许可法 第四十五条)."""

from dataclasses import dataclass
from datetime import date

from .errors import ClockError

GROUNDS = ("听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定", "专家评审")  # 行政许可法 第四十五条, all of them


@dataclass(frozen=True, slots=True)
class Pause:
    """Days that do not count: from ``begin`` up to, not including, ``end`` (None: still standing).

    Raises ClockError for a ground the law does not know, a missing document, or an end before the beginning.
    """

    begin: date
    end: date | None
    ground: str
    document: str

    def __post_init__(self) -> None:
        if self.ground not in GROUNDS:
            raise ClockError(f"“{self.ground}”不能中止计时。请选行政许可法第四十五条的事由：{'、'.join(GROUNDS)}。")
        if not self.document.strip():
            raise ClockError(f"中止计时（{self.ground}）没有写明依据的文书。请补填文书。")
        if self.end is not None and self.end < self.begin:
            raise ClockError(f"恢复日 {self.end} 早于中止日 {self.begin}。请核对日期。")

    def holds(self, day: date) -> bool:
        """Tells whether a day lies in the pause."""
        return self.begin <= day and (self.end is None or day < self.end)
