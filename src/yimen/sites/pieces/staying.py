"""How long a matter has been at its steps, or took for them, in words: what the flowchart writes into each box."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from yimen.contexts.matters.api import Stay, Whereabouts, spent, unit_words
from yimen.contexts.places.api import calendar
from yimen.kernel.clock import Calendar, Unit, local_date

_DAY = timedelta(1)
_WORKING = Unit.WORKING_DAY.name_zh


class Said(NamedTuple):
    """What is said of a stay: a note, and by how much it is or was late, "" where it is not."""

    note: str
    late: str


def said(found: Whereabouts, region: str, now: datetime) -> Mapping[str, Said]:
    """Returns what is said of each step that is open or done, by its node."""
    stays = [stay for stay in found.stays if stay.where != "shut"]
    days = calendar(region=region) if stays else None
    return {stay.node: _said(stay, days, now) for stay in stays if days is not None}


def _said(stay: Stay, days: Calendar, now: datetime) -> Said:
    until = stay.done_at or now
    used, whole, late = _spent(stay, days, until)
    if stay.done_at is not None:
        when = local_date(stay.done_at)
        return Said(f"{when.month}月{when.day}日，{f'用了 {used}' if used else '当天办完'}", late)
    if late:
        return Said(f"时限 {whole}", late)
    if stay.timer is not None and stay.timer.ledger.paused:
        return Said(f"中止计时，已用 {used or '0 ' + unit_words(stay.timer.ledger)}，共 {whole}", "")
    first = f"第 {used}" if used else "今天开始"
    return Said(f"{first}，共 {whole}" if whole else first, "")


def _spent(stay: Stay, days: Calendar, until: datetime) -> tuple[str, str, str]:
    """Returns how much of its limit a stay has taken, the limit, and how much beyond it, in words."""
    timer, day = stay.timer, local_date(until)
    if timer is None:
        return _words(_working(days, local_date(stay.opened_at), day), _WORKING), "", ""
    whole, found = (
        f"{timer.ledger.total} {timer.ledger.limit.unit.name_zh}",
        spent(ledger=timer.ledger, days=days, until=until),
    )
    return _words(found.used, found.unit), whole, _late(found.over, found.over_unit)


def _working(days: Calendar, after: date, last: date) -> int:
    return days.working_days(after, last + _DAY) if last > after else 0


def _words(count: int, unit: str) -> str:
    return f"{count} {unit}" if count else ""


def _late(count: int, unit: str) -> str:
    return f"超期 {count} {unit}" if count else ""
