"""A finished joint inspection (联合验收) of the demonstration: one agreed day, each unit's conclusion, one report."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from yimen.contexts.cases.api import answer_dates, fix_date, inspections, propose_dates
from yimen.contexts.catalogue.api import guide
from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act
from yimen.contexts.places.api import calendar
from yimen.kernel.clock import local_date

from .load import IN_FORCE

_AGO = 45  # the day of the inspection is the last working day before that
_BEFORE = 5  # how many days before it the case is lodged
_UNITS = ("ll-land", "ll-fire")


def inspected_scripts(*, act: Act, like: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yields the script of a case inspected and granted in the past, as ``cases.json`` has them.

    ``like``: the script of an open case of the same item.
    """
    today = local_date(act.now)
    region = guide(code=like["item"], on=today).region
    day = today - timedelta(_AGO)
    while not calendar(region=region).is_working(day):
        day -= timedelta(1)
    ago = (today - day).days
    if day - timedelta(_BEFORE) < IN_FORCE:
        return
    proposed = [{"ago": ago + 3, "by": "ll-housing", "propose": [day.isoformat()]}]
    answered = [{"ago": ago + 2, "by": one, "answer": [day.isoformat()]} for one in _UNITS]
    fixed = [{"ago": ago + 2, "by": "ll-housing", "fix": day.isoformat()}]
    yield {
        **like,
        "ago": ago + _BEFORE,
        "answers": {**like["answers"], "project_code": "待取得（演示数据：已办结的联合验收）"},
        "acts": [
            {"ago": ago + 4, "by": "ll-window", "outcome": "accept"},
            *proposed,
            *answered,
            *fixed,
            {"ago": ago + 2, "by": "ll-housing", "outcome": "date_fixed"},
            *({"ago": ago, "by": one, "outcome": "agree", "opinion": "演示：现场与图纸一致。"} for one in _UNITS),
            {"ago": ago - 1, "by": "ll-housing", "outcome": "grant"},
            {"ago": ago - 2, "by": "ll-window", "outcome": "deliver", "form": {"method": "网上"}},
        ],
    }


def arrange(*, act: Act, reader: Reader, number: str, what: Mapping[str, Any]) -> bool:
    """Proposes, answers or fixes the day of an inspection as a script says; returns whether it says so."""
    if "propose" in what:
        propose_dates(act=act, reader=reader, number=number, days=_days(what["propose"]))
    elif "answer" in what:
        asked = inspections(reader=reader, number=number)[-1].answers
        mine = next(one.unit for one in asked if reader.holds("examiner", one.unit))
        answer_dates(act=act, reader=reader, number=number, unit=mine, days=_days(what["answer"]))
    elif "fix" in what:
        fix_date(act=act, reader=reader, number=number, day=_days([what["fix"]])[0])
    else:
        return False
    return True


def _days(texts: Iterable[str]) -> list[date]:
    return [date.fromisoformat(text) for text in texts]
