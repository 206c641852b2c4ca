"""The plain dates of the law, on the package as it stands."""

from collections.abc import Callable
from typing import Any

import pytest

from yimen.kernel import clock

from . import batteries, battery_due, battery_pauses

pytestmark = pytest.mark.pure

LIMITS = (battery_due.check_due, battery_pauses.check_paused, battery_pauses.check_pausing)
REST = [check for check in batteries.CHECKS if check not in (*LIMITS, battery_pauses.check_extending)]


@pytest.mark.req("PRC-010")
@pytest.mark.parametrize("check", LIMITS)
def test_limits_count_and_pause_as_the_articles_say(check: Callable[[Any], None]) -> None:
    check(clock)


@pytest.mark.req("PRC-013")
def test_a_limit_given_changes_once_with_who_allowed_it_and_why() -> None:
    battery_pauses.check_extending(clock)


@pytest.mark.parametrize("check", REST)
def test_dates_of_the_law(check: Callable[[Any], None]) -> None:
    check(clock)
