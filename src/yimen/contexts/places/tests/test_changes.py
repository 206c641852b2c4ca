"""What changes calendars: festivals, closures and notices, each with the days it moves, once, in its transaction."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from yimen.contexts.journal.api import Act, newest
from yimen.contexts.places.api import (
    CalendarMoved,
    LoadError,
    NoSuchChange,
    NoSuchYear,
    calendar,
    calendar_if,
    change,
    changes,
    closures,
    festivals_off,
    load_closures,
    load_holidays,
    load_observances,
    newest_change,
    observances,
    order_closure,
    preview,
    revoke_closure,
    set_observance,
    year,
)

from .test_calendars import GUANGXI, HUNAN, NANNING, NATION, XINGNING, notice, off

pytestmark = pytest.mark.django_db

DATA = Path(__file__).resolve().parents[3] / "data"
TYPHOON = {"region": NANNING, "document": "南府停〔2026〕1号", "reason": "台风停工", "first": "2026-09-16",
           "last": "2026-09-19", "kind": "closed", "ordered_on": "2026-09-15"}  # fmt: skip
THIRD = {"region": GUANGXI, "name": "三月三", "rule": {"kind": "lunar", "month": 3, "day": 3}, "days": 2,
         "document": "放假办法", "confidence": "high", "enabled": True, "from": 2026, "until": 2026}  # fmt: skip


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def test_a_closure_closes_its_region_and_those_below_until_it_is_revoked(act: Act) -> None:
    load_holidays(act=act, notices=[notice()])
    number = order_closure(act=act, data=TYPHOON)
    found = calendar(region=XINGNING).day(day("09-16"))
    assert (found.kind, found.name, found.document) == ("closed", "台风停工", "南府停〔2026〕1号")
    assert [calendar(region=code).is_working(day("09-16")) for code in ("", HUNAN, GUANGXI)] == [True] * 3
    entry = newest(limit=1)[0]
    assert (entry.verb, entry.region, entry.basis) == ("places.order_closure", NANNING, "南府停〔2026〕1号")
    assert {key: entry.facts[key] for key in ("days", "first", "last", "closure", "kind")} == {
        "days": 3, "first": "2026-09-16", "last": "2026-09-18", "closure": number, "kind": "closed"}  # fmt: skip
    told = change(id=entry.facts["change"])
    assert (told.region, told.document, told.reason) == (NANNING, "南府停〔2026〕1号", "台风停工")
    assert told.days == (day("09-16"), day("09-17"), day("09-18"))
    assert told.at == act.now
    revoke_closure(act=act, closure=number, reason=" 台风转向 ")
    assert calendar(region=XINGNING).is_working(day("09-16"))
    entry = newest(limit=1)[0]
    assert (entry.verb, entry.facts["days"]) == ("places.revoke_closure", 3)
    assert change(id=entry.facts["change"]).reason == "撤销停工命令：台风转向"
    assert [(one.id, one.revoked) for one in closures(region=XINGNING)] == [(number, "台风转向")]
    with pytest.raises(LoadError, match="已经撤销"):
        revoke_closure(act=act, closure=number, reason="再撤")
    assert [one.closure.document for one in closures(region="")] == ["南府停〔2026〕1号"]
    assert closures(region=GUANGXI) == ()


def test_half_days_by_order_count(act: Act) -> None:
    order_closure(act=act, data={**TYPHOON, "kind": "half"})
    assert calendar(region=NANNING).day(day("09-16")).kind == "half"
    assert calendar(region=NANNING).is_working(day("09-16"))
    assert change(id=newest_change()).days == ()


def test_festivals_come_in_versions(act: Act) -> None:
    load_holidays(act=act, notices=[notice()])
    assert load_observances(act=act, data=[THIRD]) == 1
    assert not calendar(region=XINGNING).is_working(day("04-20"))
    assert calendar(region=HUNAN).is_working(day("04-20"))
    assert change(id=newest_change()).days == (day("04-20"),)
    set_observance(act=act, data={**THIRD, "enabled": False}, reason="本年另行通知")
    assert calendar(region=XINGNING).is_working(day("04-20"))
    entry = newest(limit=1)[0]
    assert (entry.verb, entry.basis, entry.facts["version"], entry.facts["days"]) == (
        "places.set_observance", "放假办法", 2, 1)  # fmt: skip
    (found,) = observances(region=XINGNING)
    assert (found.version, found.reason, found.observance.enabled) == (2, "本年另行通知", False)
    year = {"first": day("01-01"), "last": day("12-31")}
    assert (festivals_off(region=XINGNING, **year), festivals_off(region=HUNAN, **year)) == (("三月三",), ())
    assert festivals_off(region=XINGNING, first=day("04-20"), last=day("04-20")) == ("三月三",)  # 19 and 20 April
    assert festivals_off(region=XINGNING, first=day("04-21"), last=day("12-31")) == ()
    assert festivals_off(region=XINGNING, first=day("01-01"), last=day("04-18")) == ()
    assert observances(region="") == (found,)
    assert observances(region=HUNAN) == ()
    with pytest.raises(LoadError, match="没有变化"):
        set_observance(act=act, data={**THIRD, "enabled": False}, reason="再来")
    for reason in (" ", "长" * 151):
        with pytest.raises(LoadError, match="理由"):
            set_observance(act=act, data=THIRD, reason=reason)


def test_what_is_there_already_writes_nothing(act: Act) -> None:
    load_holidays(act=act, notices=[notice()])
    load_observances(act=act, data=[THIRD])
    number, last = order_closure(act=act, data=TYPHOON), newest_change()
    entries = newest(limit=100)
    assert load_holidays(act=act, notices=[notice()]) == 0
    assert load_observances(act=act, data=[THIRD]) == 0
    assert order_closure(act=act, data=TYPHOON) == number
    assert newest_change() == last
    assert newest(limit=100) == entries
    assert [one.id for one in changes(after=0)] == [one.facts["change"] for one in reversed(entries)]
    assert changes(after=last) == ()
    assert len(changes(limit=1)) == 1


def test_a_notice_that_comes_makes_its_year_sure_from_end_to_end(act: Act) -> None:
    load_holidays(act=act, notices=[notice()])
    told = change(id=newest_change())
    assert (told.first, told.last, told.region, told.reason) == (day("01-01"), day("12-31"), "", "2026 年放假通知载入")
    assert day("02-14") in told.days
    assert day("10-01") not in told.days
    load_holidays(act=act, notices=[notice(off=off("03-02"))])
    told = change(id=newest_change())
    assert (told.days, told.first, told.reason) == ((day("03-02"),), day("03-02"), "2026 年放假通知更正")


def test_another_document_alone_is_a_change_of_no_day(act: Act) -> None:
    load_holidays(act=act, notices=[notice()])
    load_holidays(act=act, notices=[notice(document="更正文号")])
    told = change(id=newest_change())
    assert (told.days, told.first, told.last) == ((), None, None)
    assert calendar(region="").day(day("10-01")).document == "更正文号"


def test_a_preview_stores_nothing(act: Act) -> None:
    load_holidays(act=act, notices=[notice()])
    last = newest_change()
    seen = preview(notice=notice(GUANGXI, off=off("04-20"), work=["2026-04-25"]))
    assert [(one.date, one.before.kind, one.after.kind, one.after.name) for one in seen.days] == [
        (day("04-20"), "work", "holiday", "三月三"), (day("04-25"), "weekend", "makeup", "调休上班")]  # fmt: skip
    assert (seen.region, seen.document, seen.first, seen.last) == (GUANGXI, "示例文号", day("04-20"), day("04-25"))
    assert [one.date for one in preview(closure=TYPHOON).days] == [day("09-16"), day("09-17"), day("09-18")]
    assert [one.date for one in preview(observance=THIRD).days] == [day("04-20")]
    assert newest_change() == last
    assert calendar(region=GUANGXI).is_working(day("04-20"))


@pytest.mark.parametrize("wrong", [{"notice": notice(work=["2026-03-02"])}, {"closure": {}}, {"observance": {}}, {}])
def test_a_preview_of_what_is_wrong_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(LoadError, match="没有载入任何数据"):
        preview(**wrong)


def test_calendars_as_they_would_be(act: Act) -> None:
    number = order_closure(act=act, data=TYPHOON)
    guess = calendar_if(region=XINGNING, revoked=number)
    assert guess.is_working(day("09-16"))
    assert not calendar(region=XINGNING).is_working(day("09-16"))
    moved = calendar_if(region=HUNAN, notice=notice(GUANGXI, off=off("04-20")), closure=TYPHOON, observance=THIRD)
    assert [moved.is_working(day(text)) for text in ("04-20", "09-16")] == [True, True]
    assert not calendar_if(region=XINGNING, notice=notice()).provisional(2026)


def test_a_year_shows_each_day_with_its_document(act: Act) -> None:
    load_holidays(act=act, notices=[notice(), notice(NANNING, half=off("04-17"))])
    load_observances(act=act, data=[THIRD])
    order_closure(act=act, data=TYPHOON)
    shown = year(region=NANNING, year=2026)
    days = dict(shown.days)
    assert (len(days), shown.region, shown.provisional) == (365, NANNING, False)
    assert [days[day(text)].kind for text in ("04-17", "04-19", "09-16", "09-20")] == [
        "half", "holiday", "closed", "makeup"]  # fmt: skip
    assert [(one.kind, one.region, one.document) for one in shown.sources] == [
        ("notice", "", "示例文号"), ("notice", NANNING, "示例文号"), ("observance", GUANGXI, "放假办法"),
        ("closure", NANNING, "南府停〔2026〕1号")]  # fmt: skip
    later = year(region=NANNING, year=2028)
    assert (len(later.days), later.provisional) == (366, True)
    assert [(one.kind, one.document) for one in later.sources] == [("statute", "《全国年节及纪念日放假办法》")]
    assert year(region="", year=2026).region == ""
    for wrong in (2007, 2050):
        with pytest.raises(NoSuchYear, match="请"):
            year(region="", year=wrong)
    with pytest.raises(NoSuchChange, match="请"):
        change(id=0)


WRONG: list[tuple[dict[str, Any], str]] = [
    ({**TYPHOON, "region": "990000000000"}, "99"),
    ({**TYPHOON, "document": "长" * 121}, "document"),
    ({**TYPHOON, "reason": "长" * 61}, "reason"),
    ({**TYPHOON, "last": "2026-09-01"}, "last"),
]


@pytest.mark.parametrize(("data", "word"), WRONG)
def test_a_wrong_order_is_refused(act: Act, data: dict[str, Any], word: str) -> None:
    with pytest.raises(LoadError, match=word):
        order_closure(act=act, data=data)
    assert closures(region="") == ()
    assert newest(limit=1) == ()


def test_one_wrong_festival_refuses_all(act: Act) -> None:
    for change_, word in (({"region": "990000000000"}, "99"), ({"days": 0}, "days"), ({"name": "长" * 41}, "name"),
                          ({"document": "长" * 121}, "document")):  # fmt: skip
        with pytest.raises(LoadError, match=word):
            load_observances(act=act, data=[THIRD, {**THIRD, "name": "乙", **change_}])
    assert observances(region="") == ()
    assert newest_change() == 0


def test_what_is_rolled_back_is_not_remembered(act: Act) -> None:
    for _ in range(2):
        with transaction.atomic():
            order_closure(act=act, data=TYPHOON)
            load_observances(act=act, data=[THIRD])
            assert not calendar(region=XINGNING).is_working(day("09-16"))
            transaction.set_rollback(True)
        assert calendar(region=XINGNING).is_working(day("09-16"))
        with transaction.atomic():
            order_closure(act=act, data={**TYPHOON, "first": "2026-09-17"})
            load_observances(act=act, data=[{**THIRD, "days": 1}])
            assert calendar(region=XINGNING).is_working(day("09-16"))
            assert calendar(region=XINGNING).is_working(day("04-20"))
            transaction.set_rollback(True)


def test_a_change_rolled_back_here_and_made_otherwise_elsewhere(act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    """As another process would: nothing here is told to forget, and the number of the change may come again."""
    order_closure(act=act, data={**TYPHOON, "last": "2026-09-16"})
    monkeypatch.setattr("yimen.contexts.places.changing.forget_calendars", lambda: None)
    for first, shut in (("2026-09-17", [False, True, True]), ("2026-09-18", [False, False, True])):
        with transaction.atomic():
            order_closure(act=act, data={**TYPHOON, "first": first, "last": "2026-09-18"})
            days = calendar(region=XINGNING)
            assert [not days.is_working(day(text)) for text in ("09-15", "09-17", "09-18")] == shut
            transaction.set_rollback(True)
    assert calendar(region=XINGNING).is_working(day("09-17"))


def test_a_calendar_known_asks_one_bare_question(act: Act) -> None:
    load_holidays(act=act, notices=[notice()])
    calendar(region=XINGNING)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        calendar(region=XINGNING)
    assert len(seen) == 1


def test_all_that_is_shipped_loads(act: Act) -> None:
    files = sorted((DATA / "holidays").glob("*.json"))
    given = [json.loads(path.read_text("utf-8")) for path in files]
    assert load_holidays(act=act, notices=given) == len(files)
    rules = json.loads((DATA / "observances.json").read_text("utf-8"))
    assert load_observances(act=act, data=rules) == len(rules)
    assert not calendar(region=GUANGXI).is_working(day("04-20"))
    assert calendar(region="540000000000").is_working(date(2025, 2, 27))  # of low confidence: not enabled
    assert not calendar(region="650100000000").is_working(day("05-27"))
    assert calendar(region="650100000000").provisional_between(day("05-01"), day("05-31"))
    assert not calendar(region=HUNAN).provisional_between(day("05-01"), day("05-31"))
    assert NATION["document"] == calendar(region=GUANGXI).day(day("10-01")).document


def test_what_was_previewed_before_another_change_is_refused(act: Act) -> None:
    load_holidays(act=act, notices=[notice()])
    number, seen = order_closure(act=act, data=TYPHOON), newest_change()
    order_closure(act=act, data={**TYPHOON, "document": "另一份", "first": "2026-09-15"}, expected=seen)
    stands = newest_change()
    assert stands == seen + 1
    tries: list[Callable[[], object]] = [
        lambda: load_holidays(act=act, notices=[notice(off=off("03-02"))], expected=seen),
        lambda: order_closure(act=act, data={**TYPHOON, "first": "2026-09-16"}, expected=seen),
        lambda: revoke_closure(act=act, closure=number, reason="台风转向", expected=seen),
        lambda: set_observance(act=act, data={**THIRD, "enabled": False}, reason="停", expected=seen),
    ]
    for attempt in tries:
        with pytest.raises(CalendarMoved, match="重新预览"):
            attempt()
    assert newest_change() == stands
    assert [one.revoked for one in closures(region=NANNING)] == ["", ""]


def test_a_list_of_orders_is_loaded_whole_or_not_at_all(act: Act) -> None:
    good = {**TYPHOON, "document": "命令一"}
    with pytest.raises(LoadError):
        load_closures(act=act, data=[good, {**TYPHOON, "first": "2026-02-30"}])
    assert closures(region=NANNING) == ()
    assert changes() == ()
    assert newest(limit=1) == ()
    numbers = load_closures(act=act, data=[good, {**TYPHOON, "document": "命令二"}, good])
    assert (len(set(numbers)), numbers[0]) == (2, numbers[2])
    assert len(closures(region=NANNING)) == 2
