"""Corrects what a matter's limits were counted from: a pause written down wrongly, a start that was another day."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db import transaction

from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act, record
from yimen.contexts.places.api import calendar
from yimen.kernel.clock import Calendar, ClockError, Ledger, local_date

from . import views
from .models import MatterRow, SpecialRow
from .moving import due_facts
from .reasons import keep_reason
from .recounting import law_facts
from .recusing import check_apart
from .refusals import NotYours, StepRefused
from .rows import locked_or_none, put_all
from .ticking import settle_first
from .timers import MAIN, Timer, leading, timers_of


def correct_pause(
    *, act: Act, reader: Reader, matter: UUID, special: UUID, begin: date, end: date | None, reason: str
) -> views.Matter:
    """Gives a special procedure other days, with the reason; every limit it stopped is counted anew.

    Only the post that decides for the unit in charge; supervision reads each correction. A matter that is closed never
    moves. Raises NotYours or StepRefused.
    """
    settle_first(act=act, matter=matter)
    with transaction.atomic():
        row = _locked(act, reader, matter, reason=reason, days=(begin, end or begin))
        found = SpecialRow.objects.select_for_update().filter(id=special, matter=row).first()
        if found is None or (found.ended_on is None) != (end is None):
            raise StepRefused("没有这项特别程序，或者它是否结束与所填日期不符。请核对后重新填写。")
        opened = local_date(row.opened_at)
        if begin < opened:
            raise StepRefused(f"开始日{_day(begin)}不能早于收件日{_day(opened)}。请核对日期。")
        if end is not None and end < begin:
            raise StepRefused(f"结束日{_day(end)}不能早于开始日{_day(begin)}。请核对日期。")
        was, timers = (found.begun_on, found.ended_on), timers_of(row)
        if (begin, end) == was:
            raise StepRefused("所填日期与现在登记的日期相同，没有需要更正的。请核对日期。")
        if found.pauses and not any(_stands(timer, found.kind, was) for timer in timers if timer.role in MAIN):
            raise StepRefused("这项特别程序所中止的期限已经结束，不能再更正。如认定有误，请向监察部门说明。")
        days = calendar(region=row.region)

        def changed(timer: Timer) -> Timer:
            if timer.role == "special":
                own = (timer.name, timer.ledger.start, timer.stopped) == (found.kind, *was)
                return _lasted(timer, begin, end, days) if own else timer
            timer = _rested(timer, found.kind, was, (begin, end))
            if not _stands(timer, found.kind, was):
                return timer
            return timer.over(_moved(timer, found.kind, was, (begin, end), days), days)

        found.begun_on, found.ended_on = begin, end
        found.save(update_fields=["begun_on", "ended_on"])
        facts = {"special": str(found.id), "ground": found.kind, "was": _span(*was), "now": _span(begin, end)}
        return _write(act, reader, row, changed, verb="correct_pause", facts=facts, reason=reason)


def correct_start(*, act: Act, reader: Reader, matter: UUID, start: date, reason: str) -> views.Matter:
    """Lets the running limits that began on one day count from another, with the reason; else as ``correct_pause``.

    What began on another day, or is counted back from an event such as the end of a licence, stays as it is.
    """
    settle_first(act=act, matter=matter)
    with transaction.atomic():
        row = _locked(act, reader, matter, reason=reason, days=(start,))
        timers = [timer for timer in timers_of(row) if timer.runs and timer.role in MAIN]
        running = [timer for timer in timers if timer.ledger.limit.direction == "after"]
        opened = local_date(row.opened_at)
        if not running or start < opened:
            raise StepRefused(f"起算日不能早于收件日{_day(opened)}，且须有期限正在计时。请核对日期。")
        days = calendar(region=row.region)
        was = (leading(running) or running[0]).ledger.start
        if start == was:
            raise StepRefused(f"现在的起算日就是{_day(start)}，没有需要更正的。请核对日期。")
        facts = {"was": was.isoformat(), "now": start.isoformat()}

        def changed(timer: Timer) -> Timer:
            same = timer.role in MAIN and timer.ledger.limit.direction == "after" and timer.ledger.start == was
            return timer.over(replace(timer.ledger, start=start), days) if same else timer

        return _write(act, reader, row, changed, verb="correct_start", facts=facts, reason=reason)


Span = tuple[date, date | None]


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _span(begin: date, end: date | None) -> str:
    return f"{begin}开始" if end is None else f"{begin}开始，{end if end > begin else '当天'}结束"


def _lasted(timer: Timer, begin: date, end: date | None, days: Calendar) -> Timer:
    """Returns the limit of a special procedure's own as if it had gone on from ``begin`` to ``end``."""
    fresh = replace(timer, ledger=replace(timer.ledger, start=begin), stopped=None).counted(days)
    late = end is not None and fresh.due is not None and end > fresh.due
    return replace(fresh, stopped=end, late=late)


def _stands(timer: Timer, ground: str, was: Span) -> bool:
    """Tells whether a running limit was stopped by the procedure; that of a step only since the step began."""
    begins = {was[0], timer.ledger.start} if timer.role == "step" else {was[0]}
    found = ((pause.ground, pause.end) for pause in timer.ledger.pauses if pause.begin in begins)
    return timer.runs and (ground, was[1]) in found


def _rested(timer: Timer, ground: str, was: Span, now: Span) -> Timer:
    """Returns the limit of a step that was late meanwhile, at rest on the days that are right."""
    rest = (
        replace(one, begin=now[0], end=now[1]) if (one.ground, one.begin, one.end) == (ground, *was) else one
        for one in timer.rest
    )
    return replace(timer, rest=tuple(rest)) if timer.rest else timer


def _moved(timer: Timer, ground: str, was: Span, now: Span, days: Calendar) -> Ledger:
    """Returns the ledger with the pause on other days; raises ClockError where it would begin after the last day."""
    ledger, step = timer.ledger, timer.role == "step"
    place = next(i for i, one in enumerate(ledger.pauses) if (one.ground, one.end) == (ground, was[1]))
    others = [*ledger.pauses[:place], *ledger.pauses[place + 1 :]]
    begin = max(now[0], ledger.start) if step else now[0]
    if step and now[1] is not None and now[0] <= now[1] < begin:
        return replace(ledger, pauses=tuple(others))  # the procedure had ended before the step began
    pause = replace(ledger.pauses[place], begin=begin, end=now[1])
    replace(ledger, pauses=tuple(one for one in others if one.begin <= begin)).pause(pause, days)
    return replace(ledger, pauses=tuple(sorted([*others, pause], key=lambda one: one.begin)))


def _locked(act: Act, reader: Reader, matter: UUID, *, reason: str, days: tuple[date, ...]) -> MatterRow:
    if not 0 < len(reason.strip()) <= 200:
        raise StepRefused("更正计时须写明理由，最多 200 字。请补填“理由”。")
    today = local_date(act.now)
    if max(days) > today:
        raise StepRefused(f"更正的日期不能晚于今天（{_day(today)}）。请核对日期。")
    row = locked_or_none(matter)
    if row is None or not reader.holds("decider", row.unit_id):
        raise NotYours("只有承办单位的决定岗可以更正计时，更正会报监察部门。")
    check_apart(reader, row)
    if row.closed_at is not None:
        raise StepRefused("本件已经办结，期限不再变动。如认定有误，请向监察部门说明。")
    return row


def _write(
    act: Act,
    reader: Reader,
    row: MatterRow,
    changed: Callable[[Timer], Timer],
    *,
    verb: str,
    facts: dict[str, str],
    reason: str,
) -> views.Matter:
    before, days, were = row.clock.due_on, calendar(region=row.region), timers_of(row)
    try:
        timers = tuple(changed(timer) if timer.runs or timer.role == "special" else timer for timer in were)
        put_all(row, timers, days)
    except ClockError as error:
        raise StepRefused(str(error)) from error
    keep_reason(act, reader, row, "更正计时", reason.strip())
    record(
        act=act,
        verb=f"{row.kind}.{verb}",
        subject=row.id,
        region=row.region,
        facts={
            "number": row.number,
            **facts,
            "due_before": before.isoformat() if before else "",
            **due_facts(row),
            **law_facts(were, timers),
        },
        personal={"reason": reason.strip()},
    )
    return views.matter(row)
