"""The articles of civil law by which periods are counted: those in force on the day a period begins."""

from datetime import date
from typing import NamedTuple


class Civil(NamedTuple):
    """A civil law from a day on: its article that the first day does not count, and that a last day off rolls on."""

    since: date
    first: str
    rolled: str


_LAWS = (
    Civil(date(2021, 1, 1), "民法典第二百零一条", "民法典第二百零三条"),
    Civil(date(2017, 10, 1), "民法总则第二百零一条", "民法总则第二百零三条"),
    Civil(date.min, "民法通则第一百五十四条第二款", "民法通则第一百五十四条第三款"),
)


def civil(begins: date) -> Civil:
    """Returns the articles in force on a day (民法通则 1987, 民法总则 from 1 October 2017, 民法典 from 2021)."""
    return next(law for law in _LAWS if law.since <= begins)
