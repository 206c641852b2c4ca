"""Inclusive gateways, manual tasks, timers, messages, called procedures and countersigning."""

from typing import Any

import pytest

from yimen.kernel import procedure as kernel

from . import call_battery, flow_battery, sign_battery

pytestmark = pytest.mark.pure

CHECKS = [*flow_battery.CHECKS, *call_battery.CHECKS, *sign_battery.CHECKS]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_what_flows_do(check: Any) -> None:
    check(kernel)
