"""Any limit, start and pauses, beside the articles taken one day after another."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.kernel.clock import (
    Ledger,
    LightDates,
    Pause,
    Thresholds,
    ledger_from_data,
    ledger_to_data,
)

from .made import ARTICLES, CALENDAR, anything, ledgers, plain

pytestmark = pytest.mark.pure


@pytest.mark.req("PRC-010")
@settings(deadline=None)
@given(ledgers())
def test_due_is_what_the_articles_say(ledger: Ledger) -> None:
    assert ledger.due(CALENDAR).date == ARTICLES.due(*plain(ledger))


@settings(deadline=None)
@given(ledgers())
def test_lines_count_the_days_that_the_articles_count(ledger: Ledger) -> None:
    lines = ledger.explain(CALENDAR)
    assert [line.date for line in lines] == [ledger.start + timedelta(n) for n in range(len(lines))]
    due, counted = ledger.due(CALENDAR).date, ARTICLES.counted(*plain(ledger))
    assert lines[-1].date == (due or max(ledger.start, ledger.standing[0].begin))
    numbered = [line.date for line in lines if line.number]
    assert [line.number for line in lines if line.number] == list(range(1, len(numbered) + 1))
    if due is not None:
        assert numbered == counted
    held = {line.date for line in lines if line.kind == "paused"}
    assert held == {line.date for line in lines[1:] if any(pause.begin <= line.date and (pause.end is None
                    or line.date < pause.end) for pause in ledger.pauses)}  # fmt: skip


@settings(deadline=None)
@given(ledgers(open_pauses=False))
def test_lights_change_on_the_days_the_thresholds_say(ledger: Ledger) -> None:
    due = ledger.due(CALENDAR).date
    assert due is not None
    found = ledger.light_dates(CALENDAR, Thresholds())
    assert found == LightDates(ARTICLES.yellow(*plain(ledger)), due + timedelta(1))


@settings(deadline=None)
@given(ledgers(open_pauses=False), st.integers(0, 30))
def test_a_pause_never_brings_the_last_day_forward(ledger: Ledger, length: int) -> None:
    last = max([ledger.start, *(pause.end for pause in ledger.pauses if pause.end)])
    before = ledger.due(CALENDAR).date
    assert before is not None
    if last > before or any(pause.ground == "鉴定" for pause in ledger.pauses):
        return
    paused = ledger.pause(Pause(last, None, "鉴定", "文书"), CALENDAR)
    after = paused.resume(last + timedelta(length)).due(CALENDAR).date
    assert after is not None
    assert before <= after


@settings(deadline=None)
@given(ledgers())
def test_a_limit_ends_on_a_working_day_never_in_a_pause(ledger: Ledger) -> None:
    due = ledger.due(CALENDAR).date
    if due is not None:
        assert ARTICLES.working(due)
        assert not any(pause.begin <= due and (pause.end is None or due < pause.end) for pause in ledger.pauses)


@settings(deadline=None)
@given(anything())
def test_data_keeps_all_of_a_ledger(ledger: Ledger) -> None:
    assert ledger_from_data(ledger_to_data(ledger)) == ledger
