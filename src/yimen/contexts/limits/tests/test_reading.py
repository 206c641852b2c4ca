"""Reading: by day and place, promises, errors; from memory until a version is added."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from yimen.contexts.limits.api import (
    NoSuchLimit,
    Question,
    bound,
    bounds,
    history,
    limit,
    limits,
    promised,
    reckon,
    thresholds,
)
from yimen.contexts.places.api import NoSuchRegion
from yimen.kernel.clock import ClockError, Unit

from .conftest import LILING, TODAY, Office


def test_a_day_before_the_law_has_no_limit(office: Office) -> None:
    with pytest.raises(NoSuchLimit, match="2004年7月1日"):
        limit(code="xk.decide", on=date(2004, 6, 30))
    with pytest.raises(NoSuchLimit, match=r"xxgk\.third_party"):
        limit(code="xxgk.third_party", on=date(2019, 5, 14))
    assert limit(code="xk.decide", on=date(2004, 7, 1)).limit.length == 20


@pytest.mark.parametrize("code", ["", "xk", "xk.none", "x" * 500, "xk.decide\x00"])
def test_what_is_no_limit_is_said(office: Office, code: str) -> None:
    for ask in (lambda: limit(code=code, on=TODAY), lambda: history(code=code), lambda: bound(code=code, on=TODAY)):
        with pytest.raises(NoSuchLimit, match="“法定时限”页"):
            ask()


def test_what_is_no_region_is_said(office: Office) -> None:
    for ask in (limits, lambda **more: limit(code="xk.decide", **more), lambda **more: thresholds(kind="foi", **more)):
        with pytest.raises(NoSuchRegion):
            ask(on=TODAY, region="43028")


def test_limits_come_by_domain(office: Office) -> None:
    assert {rule.domain for rule in limits(on=TODAY)} == {
        *("licence", "penalty", "publicity", "foi", "remedy", "decision", "petition", "evaluation", "hotline"),
        *("construction", "security", "emergency"),
        *("trading_engineering", "trading_procurement", "trading_land", "trading_property"),
    }
    licence = limits(on=TODAY, domain="licence")
    assert [rule.code for rule in licence] == sorted(rule.code for rule in licence)
    assert len(licence) == 13
    assert {found.domain for found in bounds(on=TODAY, domain="trading_land")} == {"trading_land"}
    assert limits(on=TODAY, domain="none") == ()


def test_a_rule_names_its_law_in_full(office: Office) -> None:
    law = limit(code="xk.decide", on=TODAY).law
    assert (law.name, law.full, law.number) == ("行政许可法", "中华人民共和国行政许可法", "主席令第7号")
    assert law.name_en == "Administrative Licensing Law"


@pytest.mark.parametrize(
    ("code", "article"),
    [
        ("xk.decide", "行政许可法第八十二条"),
        ("cf.hearing.request", "行政处罚法第八十五条"),
        ("xxgk.reply", "政府信息公开条例第三十三条第二款"),  # its own article says 工作日
        ("cf.decide", "行政处罚法第六十条"),  # calendar days
    ],
)
def test_days_off_do_not_count_by_the_law_of_the_limit(office: Office, code: str, article: str) -> None:
    assert limit(code=code, on=TODAY).limit.days_off == article


def test_an_answer_cites_the_article_of_its_own_law_for_days_off(office: Office) -> None:
    start = date(2026, 3, 6)  # a Friday
    for asked, article in (
        (Question(start, code="cf.hearing.request"), "行政处罚法第八十五条"),
        (Question(start, length=3), ""),
    ):
        (weekend, *_) = [line for line in reckon(question=asked).lines if line.kind == "weekend"]
        assert weekend.article == article


def test_a_promise_keeps_the_pauses_and_is_never_longer(office: Office) -> None:
    rule = limit(code="xk.decide", on=TODAY)
    made = promised(rule=rule, length=8)
    assert (made.length, made.unit, made.grounds) == (8, Unit.WORKING_DAY, rule.limit.grounds)
    assert made.extending == rule.limit.extending
    assert made.silence is None
    assert promised(rule=rule, length=20).length == 20
    with pytest.raises(ClockError, match="不能更长"):
        promised(rule=rule, length=21)


def test_reading_again_asks_only_whether_anything_is_new(office: Office, django_assert_num_queries: Any) -> None:
    limit(code="xk.decide", on=TODAY, region=LILING)
    with django_assert_num_queries(1):
        limit(code="xk.decide", on=TODAY, region=LILING)
    with django_assert_num_queries(1):
        thresholds(kind="foi", on=TODAY, region=LILING)


def test_what_is_rolled_back_is_forgotten(office: Office) -> None:
    later = date(2026, 12, 1)
    with transaction.atomic():
        office.publish("xk.decide", change={"length": 15})
        assert limit(code="xk.decide", on=later, region=LILING).limit.length == 15
        transaction.set_rollback(True)
    office.publish("xk.decide", change={"length": 7})
    assert limit(code="xk.decide", on=later, region=LILING).limit.length == 7
