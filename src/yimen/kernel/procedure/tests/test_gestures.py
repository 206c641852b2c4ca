"""What each gesture means by itself."""

from typing import Any

import pytest

from yimen.kernel import procedure as kernel

from . import gesture_battery as battery

pytestmark = pytest.mark.pure


@pytest.mark.parametrize("check", battery.CHECKS, ids=lambda check: check.__name__)
def test_what_gestures_do(check: Any) -> None:
    check(kernel)
