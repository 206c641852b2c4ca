"""Narrowing: a baseline is wider than another exactly where some case allows it an amount that the other forbids."""

import random
from typing import Any

import pytest

from yimen.kernel.discretion import baseline_from_data, findings, widenings

from .made import whole

pytestmark = pytest.mark.pure
_TOP, _DAYS = 6, 9


def _made(chance: random.Random) -> tuple[dict[str, Any], list[tuple[int, int, int]]]:
    """Returns a table that cuts 0 to 6 times into tiers, and each tier's first number with its least and most days."""
    starts = [0, *sorted(chance.sample(range(1, _TOP + 1), chance.randint(0, 3)))]
    tiers, told = [], []
    for at, (first, end) in enumerate(zip(starts, [*starts[1:], _TOP + 1], strict=True)):
        low = chance.randint(1, _DAYS)
        high = chance.randint(low, _DAYS)
        when = [f"次数：{first}次以上{end - 1}次以下"]
        tiers.append(
            {"name": f"第{at + 1}档", "kind": "一般", "when": when, "bounds": {"0": f"{low}日以上{high}日以下"}}
        )
        told.append((first, low, high))
    facts = [{"name": "次数", "unit": "次", "range": f"0次以上{_TOP}次以下", "whole": True}]
    return whole(facts=facts, tiers=tiers), told


def _days(told: list[tuple[int, int, int]], times: int) -> set[int]:
    _, low, high = max(tier for tier in told if tier[0] <= times)
    return set(range(low, high + 1))


@pytest.mark.parametrize("seed", range(300))
def test_wider_is_what_trying_every_case_and_every_day_says(seed: int) -> None:
    chance = random.Random(seed)
    (lower, own), (upper, theirs) = _made(chance), _made(chance)
    wide = {times for times in range(_TOP + 1) if not _days(own, times) <= _days(theirs, times)}
    found = widenings(baseline_from_data(lower), baseline_from_data(upper), 4)
    assert bool(found) == bool(wide)
    for one in found:
        times = int(dict(one.case)["次数"])
        assert one.amount is not None
        assert int(one.amount) in _days(own, times) - _days(theirs, times)
        assert f"“第{one.tiers[0] + 1}档”" in one.words or f"第{one.tiers[0] + 1}档" in one.words


def test_a_finer_table_within_the_upper_one_is_not_wider() -> None:
    upper = baseline_from_data(whole())
    parts = [
        {"name": "轻", "kind": "从轻", "when": ["次数：1次以下"], "bounds": {"0": "1日以上2日以下"}},
        {"name": "重", "kind": "从重", "when": ["次数：超过1次"], "bounds": {"0": "超过2日、9日以下"}},
    ]
    facts = [{"name": "次数", "unit": "次", "range": "0以上", "whole": True}]
    lower = baseline_from_data(whole(facts=facts, tiers=parts))
    assert findings(lower) == ()
    strange = widenings(lower, upper, 4)  # the upper one counts without a unit: not comparable, and it says so
    assert [("无法比较" in one.words, one.kind) for one in strange] == [(True, "unlike")]
    same = baseline_from_data(whole(facts=[{**facts[0], "unit": ""}], tiers=[
        {**parts[0], "when": ["次数：1以下"]}, {**parts[1], "when": ["次数：超过1"]},
    ]))  # fmt: skip
    assert widenings(same, upper, 4) == ()
    assert widenings(same, upper, 3) == ()  # the upper one says nothing of that level


def test_what_cannot_be_compared_is_named() -> None:
    upper = baseline_from_data(whole(facts=[{"name": "级", "choices": ["甲", "乙"]}]))
    more = baseline_from_data(whole(facts=[{"name": "级", "choices": ["甲", "丙"]}]))
    assert "丙" in widenings(more, upper, 4)[0].words
    money = baseline_from_data(whole(measure="元", law_bounds="1元以上9元以下", tiers=[
        {"name": "一般", "kind": "一般", "when": ["其他情形"], "bounds": {"0": "1元以上9元以下"}},
    ]))  # fmt: skip
    assert "计量" in widenings(money, upper, 4)[0].words


def test_not_punishing_where_the_upper_one_punishes_is_wider() -> None:
    upper = baseline_from_data(whole())
    spared = [{"name": "轻微", "kind": "不予处罚", "when": ["其他情形"]}]
    (found,) = widenings(baseline_from_data(whole(tiers=spared)), upper, 4)
    assert "“轻微”档比上级基准宽" in found.words
