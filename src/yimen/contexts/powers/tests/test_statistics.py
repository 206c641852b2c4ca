"""What is unusually high or low, by body and tier; inspections count and are published."""

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest

from yimen.contexts.powers.api import (
    NotYourPower,
    Version,
    allow_deviation,
    figures,
    inspection,
    inspections,
    publish_inspection,
    usage,
)

from .conftest import (
    DECIDER,
    HIGHWAY,
    LAND,
    LAND_DECIDER,
    LAW,
    LEADER,
    LILING,
    PERSON,
    QIXING,
    TODAY,
    Desk,
    officer,
    table,
)
from .test_baselines import refused
from .test_penalties import OUT

NATION, NATIONAL = "100000000000", "11100000MB99009020"
USUAL = ("6000", "6100", "6200", "6300", "6400", "6500", "6600", "6700")
WHEN: dict[str, Any] = {"since": TODAY, "until": TODAY + timedelta(30)}


def _many(desk: Desk, row: Version, amounts: Any, first: int = 0, who: Any = DECIDER) -> list[Any]:
    days = (TODAY - timedelta(first + place) for place in range(len(amounts)))
    told = {"distinct": "另一次运输"}
    return [
        desk.decide(row, who, amount=amount, happened_on=day, **told) for amount, day in zip(amounts, days, strict=True)
    ]


@pytest.mark.req("PWR-013")
def test_unusual_amounts_are_flagged_with_the_reason(desk: Desk) -> None:
    row = desk.in_force()
    made = _many(desk, row, (*USUAL, "9999", "3100"))
    (found,) = usage(reader=LAW, **WHEN)
    assert (found.unit.code, found.tier_name, found.count, found.group) == (HIGHWAY, "一般", 10, "unit")
    assert [(one.penalty.id, one.high) for one in found.unusual] == [(made[8].id, True), (made[9].id, False)]
    assert "明显偏高" in found.unusual[0].words
    assert "本单位同档 10 件" in found.unusual[0].words
    assert found.highest == (Fraction(9999) - Fraction("3000.01")) / (10_000 - Fraction("3000.01"))


@pytest.mark.req("PWR-013")
def test_a_body_with_few_decisions_is_held_against_all(desk: Desk) -> None:
    everywhere = {"writer": officer("law", NATIONAL, NATION, number=11), "unit": NATIONAL}
    row = desk.in_force(table(levels=[1, 3, 4]), approver=officer("government", NATIONAL, NATION), **everywhere)
    _many(desk, row, USUAL)
    made = _many(desk, row, ("6000", "9999"), who=LAND_DECIDER, first=40)
    few = next(one for one in usage(reader=LAW, **WHEN) if one.unit.code == LAND)
    assert (few.count, few.group, [one.penalty.id for one in few.unusual]) == (2, "all", [made[1].id])
    assert "各单位同档 10 件" in few.unusual[0].words


def test_too_few_are_not_judged(desk: Desk) -> None:
    _many(desk, desk.in_force(), ("6000", "9999"))
    (found,) = usage(reader=LAW, **WHEN)
    assert (found.count, found.group, found.usual, found.unusual) == (2, "", None, ())


def test_statistics_are_for_those_who_oversee_the_place(desk: Desk) -> None:
    _many(desk, desk.in_force(), USUAL)
    with pytest.raises(NotYourPower):
        usage(reader=DECIDER, **WHEN)
    assert usage(reader=officer("supervisor", HIGHWAY, QIXING), **WHEN) == ()
    assert usage(reader=LAW, since=TODAY - timedelta(9), until=TODAY) == ()


@pytest.mark.req("PWR-015")
def test_an_inspection_counts_and_anyone_reads_it(desk: Desk) -> None:
    row = desk.in_force()
    _many(desk, row, (*USUAL, "9999"))
    waiting = desk.decide(row, party=PERSON, **OUT)
    allow_deviation(act=desk.by(LEADER), reader=LEADER, id=waiting.id, agree=True, opinion="同意")
    desk.decide(row, found="另一处", distinct="另一行为", happened_on=TODAY)
    told = figures(reader=LAW, region=LILING, since=TODAY, until=TODAY + timedelta(1))
    assert told[HIGHWAY] == {
        "all": 11, "within": 10, "allowed": 1, "waiting": 0, "denied": 0, "unusual": 2, "repeated": 2,
    }  # fmt: skip
    given: Any = {
        "act": desk.by(LAW), "reader": LAW, "region": LILING, "title": "2026年裁量执行检查", "since": TODAY,
        "until": TODAY + timedelta(1), "findings": "抽查十一件。",
    }  # fmt: skip
    refused("until", "今天以前", lambda: publish_inspection(**(given | {"until": TODAY + timedelta(2)})))
    refused("due_on", "整改", lambda: publish_inspection(**given, demand="限期改正"))
    refused("findings", "个人信息", lambda: publish_inspection(**(given | {"findings": f"当事人{PERSON}"})))
    found = publish_inspection(**given, demand="说明两件偏高的理由", due_on=TODAY + timedelta(9))
    assert [one.id for one in inspections(region=LILING)] == [found.id]
    assert inspection(id=found.id).figures[0][1]["all"] == 11
    assert desk.entries()[-1].verb == "powers.publish_inspection"
    for who in (DECIDER, officer("law", HIGHWAY, QIXING)):
        with pytest.raises(NotYourPower):
            publish_inspection(**(given | {"reader": who, "act": desk.by(who)}))
    assert inspections(region=QIXING) == ()


def test_statistics_read_a_row_for_each_amount_not_for_each_decision(
    desk: Desk, django_assert_max_num_queries: Any
) -> None:
    """Thirty decisions of two amounts, counted by hand; more decisions of the same amounts ask nothing more."""
    row = desk.in_force()
    _many(desk, row, ("6000",) * 28 + ("9900",) * 2)
    with django_assert_max_num_queries(8) as asked:
        (found,) = usage(reader=LAW, **WHEN)
    assert (found.count, found.usual is not None, len(found.unusual)) == (30, True, 2)
    assert found.median == (6000 - Fraction("3000.01")) / (10_000 - Fraction("3000.01"))
    _many(desk, row, ("6000",) * 20, first=40)
    with django_assert_max_num_queries(len(asked)):
        (more,) = usage(reader=LAW, **WHEN)
    assert more.count == 50
    with django_assert_max_num_queries(4):
        told = figures(reader=LAW, region=LILING, since=TODAY, until=TODAY + timedelta(1))
    assert (told[HIGHWAY]["all"], told[HIGHWAY]["unusual"]) == (50, 2)


@pytest.mark.req("PWR-013")
def test_where_not_all_are_listed_the_farthest_are_and_the_rest_are_counted(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = desk.in_force()
    made = _many(desk, row, (*USUAL, *USUAL, "3100", "9000", "10000"))
    monkeypatch.setattr("yimen.contexts.powers.statistics.MOST_SHOWN", 1)
    (found,) = usage(reader=LAW, **WHEN)
    assert [one.penalty.id for one in found.unusual] == [made[-1].id]
    assert found.more == 2
