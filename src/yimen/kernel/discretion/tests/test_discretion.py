"""Baselines tested by ``battery``; bugs planted in them are caught by the same."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.kernel import discretion as kit

from . import battery

pytestmark = pytest.mark.pure
SEEDS = st.integers(0, 10**9)


@pytest.mark.parametrize("shown", battery.PLAIN, ids=lambda shown: shown.__name__)
def test_plain(shown: Any) -> None:
    shown(kit)


@settings(max_examples=150, deadline=None)
@given(SEEDS)
def test_every_case_is_looked_at(seed: int) -> None:
    battery.every_case_is_looked_at(kit, seed)


@settings(max_examples=300, deadline=None)
@given(SEEDS)
def test_every_amount_is_looked_at(seed: int) -> None:
    battery.every_amount_is_looked_at(kit, seed)


@settings(max_examples=150, deadline=None)
@given(SEEDS)
def test_every_amount_is_judged(seed: int) -> None:
    battery.every_amount_is_judged(kit, seed)


@settings(max_examples=200, deadline=None)
@given(SEEDS)
def test_words_are_read_back(seed: int) -> None:
    battery.words_are_read_back(kit, seed)
