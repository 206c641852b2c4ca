"""How long a matter has been at its steps, or took for them, in words: what the flowchart writes into each box."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from yimen.contexts.matters.api import Pass, Stay, Timer, Whereabouts, spent, unit_words
from yimen.contexts.places.api import calendar
from yimen.kernel.clock import Calendar, Unit, local_date

_DAY = timedelta(1)
_WORKING = Unit.WORKING_DAY.name_zh


class Said(NamedTuple):
    """What is said of a step: a note, and by how much its stay is or was late, "" where it is not.

    ``past``: how long earlier passes took; ``once``: whether one of them was late.
    """

    note: str
    late: str
    past: str = ""
    once: bool = False


def said(found: Whereabouts, region: str, now: datetime) -> Mapping[str, Said]:
    """Returns what is said of each step that is open or done, or was before, by its node."""
    if not found.stays and not found.before:
        return {}
    days = calendar(region=region)
    told = {stay.node: _stay(stay, days, now) for stay in found.stays}
    for node, earlier in found.before.items():
        lines = [_pass(one, days) for one in earlier]
        shown = told.get(node, Said("", ""))
        past = "；".join(filter(None, (*(words for words, _ in lines), shown.past)))
        told[node] = shown._replace(past=past, once=shown.once or any(late for _, late in lines))
    return told


def gone(found: Whereabouts, region: str) -> list[tuple[str, str, bool]]:
    """Returns the steps of versions that a matter has left, by name: how long they took, and whether one was late."""
    if not found.gone:
        return []
    days, told = calendar(region=region), list[tuple[str, str, bool]]()
    for left in found.gone.values():
        lines = [_pass(one, days) for one in left.passes]
        told.append((left.name, "；".join(words for words, _ in lines), any(late for _, late in lines)))
    return told


def _pass(one: Pass, days: Calendar) -> tuple[str, bool]:
    """Returns how long an earlier pass took, by which gesture it ended, in words, and whether it was late."""
    used, _, late = _spent(one.timer, one.opened_at, days, one.ended_at)
    words = f"第 {one.number} 次：{late or (f'用了 {used}' if used else '当天结束')}"
    return f"{words}（{one.how}）" if one.how else words, bool(late)


def late_before(found: Iterable[Pass], days: Calendar) -> str:
    """Returns which earlier passes were late and by how much, in words, "" where none was."""
    return "；".join(words for words, late in (_pass(one, days) for one in found) if late)


def passed(found: Iterable[Pass], days: Calendar) -> str:
    """Returns how long earlier passes took, in words, "" where there were none."""
    return "；".join(_pass(one, days)[0] for one in found)


def over(timer: Timer, days: Calendar, until: datetime) -> str:
    """Returns by how much a limit was past at a moment, in words, "" where it was not."""
    found = spent(ledger=timer.ledger, days=days, until=until, rest=timer.rest)
    return found.late


def _stay(stay: Stay, days: Calendar, now: datetime) -> Said:
    if stay.where == "shut":
        late = _spent(stay.timer, stay.opened_at, days, stay.done_at or now)[2]
        return Said("", "", f"结束时已{late}" if late else "", bool(late))
    found = _said(stay, days, now)
    if stay.hand is not None:
        found = found._replace(note="；".join(filter(None, (stay.hand.words, found.note))))
    return found._replace(note=f"第 {stay.number} 次：{found.note}") if stay.number > 1 else found


def _said(stay: Stay, days: Calendar, now: datetime) -> Said:
    until = stay.done_at or now
    used, whole, late = _spent(stay.timer, stay.opened_at, days, until)
    if stay.done_at is not None:
        when = local_date(stay.done_at)
        return Said(f"{when.month}月{when.day}日，{f'用了 {used}' if used else '当天办完'}", late)
    if late:
        return Said(_of_late(stay.timer, whole), late)
    if stay.timer is not None and stay.timer.ledger.paused:
        return Said(f"中止计时，已用 {used or '0 ' + unit_words(stay.timer.ledger)}，共 {whole}", "")
    first = f"第 {used}" if used else "今天开始"
    return Said(f"{first}，共 {whole}" if whole else first, "")


def _of_late(timer: Timer | None, whole: str) -> str:
    """Returns what else is said of a step over its limit: the limit where it is not the step's own, that it rests."""
    if timer is None:
        return ""
    resting = timer.ledger.paused or any(one.end is None for one in timer.rest)
    longer = timer.ledger.total != timer.ledger.limit.length
    return "，".join(filter(None, (f"时限 {whole}" if longer else "", "中止期间不再增加" if resting else "")))


def _spent(timer: Timer | None, opened: datetime, days: Calendar, until: datetime) -> tuple[str, str, str]:
    """Returns how much of its limit a stay has taken, the limit, and how much beyond it, in words."""
    day = local_date(until)
    if timer is None:
        return _words(_working(days, local_date(opened), day), _WORKING), "", ""
    whole, found = (
        f"{timer.ledger.total} {timer.ledger.limit.unit.name_zh}",
        spent(ledger=timer.ledger, days=days, until=until, rest=timer.rest),
    )
    return _words(found.used, found.unit), whole, found.late


def _working(days: Calendar, after: date, last: date) -> int:
    return days.working_days(after, last + _DAY) if last > after else 0


def _words(count: int, unit: str) -> str:
    return f"{count} {unit}" if count else ""
