"""Inclusive gateways, manual tasks, timers, messages, called procedures and countersigning."""

from typing import Any

import pytest

from yimen.kernel import procedure as kernel

from . import flow_battery as battery

pytestmark = pytest.mark.pure


@pytest.mark.parametrize("check", battery.CHECKS, ids=lambda check: check.__name__)
def test_what_flows_do(check: Any) -> None:
    check(kernel)
