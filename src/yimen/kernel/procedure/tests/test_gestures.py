"""What each gesture means by itself."""

from typing import Any

import pytest

from yimen.kernel import procedure as kernel

from . import gesture_battery, hands_battery, still_battery

pytestmark = pytest.mark.pure

CHECKS = [*gesture_battery.CHECKS, *hands_battery.CHECKS, *still_battery.CHECKS]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_what_gestures_do(check: Any) -> None:
    check(kernel)
