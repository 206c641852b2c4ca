"""The play of a load through a procedure, tested by ``battery``; bugs planted in it are caught by the same."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.kernel import foresight as kit

from . import battery, battery_returns

pytestmark = pytest.mark.pure

PLAIN = (
    battery.a_queue_by_hand,
    battery.who_waits_at_the_close_of_each_day,
    battery.chance_is_the_seed,
    battery.the_promise_runs_from_acceptance_to_decision,
    battery.what_is_not_accepted_has_no_promise,
    battery.who_is_open_past_the_promise_is_late,
    battery.round_and_round_is_stopped_and_said,
    battery.what_the_procedure_refuses_is_said,
    battery.limits_of_steps_are_held_against_the_calendar,
    battery.timers_and_messages_come,
    battery.a_step_cut_short_frees_its_officer,
    battery.what_stands_still_is_not_counted,
    battery.all_who_countersign_take_their_time,
    battery.one_voice_that_is_enough_closes_the_rest,
    battery.the_applicant_waits_for_nobody,
    battery.steps_over_their_limit_are_counted,
    battery_returns.turns_sent_back_are_done_again,
    battery_returns.a_return_that_keeps_comes_straight_back,
    battery_returns.where_nothing_was_done_nothing_is_sent_back,
    battery_returns.silence_ends_a_step_whose_limit_ran_out,
    battery_returns.times_fill_their_triangle,
    battery_returns.loads_are_as_many_as_asked,
    battery_returns.two_hours_are_guessed_or_half_of_a_short_limit,
    battery_returns.as_many_are_needed_as_the_load_asks_for,
    battery_returns.late_acceptance_is_told_apart,
    battery_returns.each_unit_takes_its_own_steps,
    battery.what_cannot_be_played_is_refused,
)
GAPS = st.lists(st.integers(0, 200), min_size=1, max_size=25)


@pytest.mark.parametrize("shown", PLAIN, ids=lambda shown: shown.__name__)
def test_plain(shown: Any) -> None:
    shown(kit)


@settings(max_examples=25, deadline=None)
@given(GAPS, st.integers(1, 60), st.integers(0, 300), st.integers(0, 10**9))
def test_one_officer_obeys_lindley(gaps: Any, low: int, more: int, seed: int) -> None:
    battery.one_officer_obeys_lindley(kit, gaps, low, low + more, seed)


@settings(max_examples=25, deadline=None)
@given(GAPS, st.integers(2, 4), st.lists(st.integers(1, 900), min_size=1, max_size=4))
def test_several_officers_obey_kiefer_and_wolfowitz(gaps: Any, count: int, samples: Any) -> None:
    battery.several_officers_obey_kiefer_and_wolfowitz(kit, gaps, count, samples)


@settings(max_examples=8, deadline=None)
@given(
    st.sampled_from(("highway-licence", "highway-review", "registration", "township-service")),
    st.integers(1, 3),
    st.integers(0, 10**6),
    st.tuples(st.integers(1, 5), st.integers(0, 2), st.integers(0, 2)),
)
def test_nothing_is_lost_and_nobody_is_in_two_places(name: str, staff: int, seed: int, weights: Any) -> None:
    battery.nothing_is_lost_and_nobody_is_in_two_places(kit, name, staff, seed, weights)


@settings(max_examples=12, deadline=None)
@given(GAPS, st.tuples(*[st.integers(1, 400)] * 3))
def test_more_staff_is_never_later(gaps: Any, hours: Any) -> None:
    battery.more_staff_is_never_later(kit, gaps, hours)
