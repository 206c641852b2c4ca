"""Plain days of regions: half days, festivals by rule and orders to close, checkable against any copy of the package.

Every date was counted on paper; lunar days stand in published calendars, Islamic ones in tables of the civil kind.
"""

from datetime import date, timedelta
from functools import partial
from typing import Any

from .battery import d, notice_data, refused

XINJIANG, GUANGXI, NANNING = "650000000000", "450000000000", "450100000000"
PLAIN = {"region": GUANGXI, "name": "三月三", "rule": {"kind": "lunar", "month": 3, "day": 3}, "days": 2,
         "document": "放假办法", "confidence": "high", "enabled": True}  # fmt: skip
ORDER = {"region": NANNING, "document": "命令1号", "reason": "台风停工", "first": "2026-09-16", "last": "2026-09-17",
         "kind": "closed", "ordered_on": "2026-09-15"}  # fmt: skip


def rule(clock: Any, kind: str, month: int, day: int, **more: Any) -> Any:
    return clock.observance_from_data({**PLAIN, "rule": {"kind": kind, "month": month, "day": day}, **more})


def table(clock: Any, *dates: str, **more: Any) -> Any:
    return clock.observance_from_data({**PLAIN, "rule": {"kind": "table", "dates": list(dates)}, **more})


def notice(clock: Any, region: str = "", **more: Any) -> Any:
    data = {"year": 2026, "region": region, "document": "示例文号", "off": [], "work": []}
    return clock.notice_from_data({**data, **more})


def named(name: str, *days: str) -> list[dict[str, str]]:
    return [{"date": f"2026-{day}", "name": name} for day in days]


def check_half_days(clock: Any) -> None:
    found = notice(clock, half=named("半天", "09-30"))
    days = clock.Calendar([found])
    assert days.day(d("09-30")) == clock.Day("half", "半天", "示例文号")
    assert days.is_working(d("09-30"))
    assert days.add_working_days(d("09-29"), 1) == d("09-30")
    refused(clock, "既列为半天", partial(notice, clock, half=named("半天", "09-30"), off=named("国庆节", "09-30")))
    refused(clock, "是周末", partial(notice, clock, half=named("半天", "10-10"), work=["2026-10-10"]))
    for weekend in ("09-26", "09-27"):
        refused(clock, f"{clock.said(d(weekend))}是周末", partial(notice, clock, half=named("半天", weekend)))
    assert notice(clock, half=named("半天", "09-25")).half == {d("09-25"): "半天"}
    refused(clock, "（half）应为列表", partial(notice, clock, half="2026-09-30"))
    refused(clock, "（half）的2026年9月30日列了两次", partial(notice, clock, half=named("半天", "09-30", "09-30")))
    refused(clock, "（half）的每一项", partial(notice, clock, half=["2026-09-30"]))


def check_forgotten(clock: Any) -> None:
    assert clock.forgotten(clock.notice_from_data(notice_data(2026))) == ""
    assert clock.forgotten(notice(clock)) == "元旦（2026年1月1日）"
    data = notice_data(2026)
    for day, name in (("2026-10-03", "国庆节"), ("2026-02-16", "春节"), ("2026-04-05", "清明节")):
        less = {**data, "off": [item for item in data["off"] if item["date"] != day]}
        assert clock.forgotten(clock.notice_from_data(less)) == f"{name}（{clock.said(d(day))}）"
    assert clock.forgotten(notice(clock, GUANGXI)) == ""
    assert [clock.forgotten(notice(clock, year=year)) for year in (2007, 2050)] == ["", ""]
    assert clock.forgotten(notice(clock, year=2008)) == "元旦（2008年1月1日）"
    assert clock.forgotten(notice(clock, year=2049)) == "元旦（2049年1月1日）"


def check_rules(clock: Any) -> None:
    third = rule(clock, "lunar", 3, 3).starts()
    assert len(third) == 42
    assert third[12:19] == (d("2020-03-26"), d("2021-04-14"), d("2022-04-03"), d("2023-04-22"), d("2024-04-11"),
                         d("2025-03-31"), d("2026-04-19"))  # fmt: skip
    assert d("2025-07-18") in rule(clock, "lunar", 6, 24).starts()  # before the leap sixth month
    assert rule(clock, "lunar", 12, 8).starts()[:2] == (d("2008-01-15"), d("2009-01-03"))
    assert rule(clock, "lunar", 11, 28).starts()[:2] == (d("2008-01-06"), d("2008-12-25"))
    assert d("2017-07-26") not in rule(clock, "lunar", 6, 4).starts()  # the leap sixth month
    assert d("2020-01-02") in rule(clock, "lunar", 12, 8).starts()
    assert d("2022-01-31") in rule(clock, "lunar", 12, 30).starts()  # a month of 29 days
    assert d("2026-02-16") in rule(clock, "lunar", 12, 30).starts()
    fasts, feasts = rule(clock, "hijri", 10, 1).starts(), rule(clock, "hijri", 12, 10).starts()
    assert [day for day in fasts if 2022 <= day.year <= 2026] == [
        d("2022-05-03"), d("2023-04-22"), d("2024-04-10"), d("2025-03-31"), d("2026-03-20")]  # fmt: skip
    assert [day for day in feasts if day.year in (2020, 2022, 2024)] == [
        d("2020-07-31"), d("2022-07-10"), d("2024-06-17")]  # fmt: skip
    assert [day for day in fasts if day.year == 2033] == [d("2033-01-03"), d("2033-12-23")]
    assert {day.year for day in fasts} == set(range(2008, 2050))
    assert rule(clock, "hijri", 12, 25).starts()[:2] == (d("2008-01-04"), d("2008-12-24"))
    civil = rule(clock, "civil", 9, 3, **{"from": 2023, "until": 2025})
    assert civil.starts() == (d("2023-09-03"), d("2024-09-03"), d("2025-09-03"))
    given = table(clock, "2025-02-27", "2022-03-02", **{"from": 2022, "until": 2025})
    assert given.starts() == (d("2022-03-02"), d("2025-02-27"))
    assert given.unknown() == {2023, 2024}
    assert civil.unknown() == frozenset()
    texts = [one.text for one in (civil, rule(clock, "lunar", 3, 3), rule(clock, "hijri", 10, 1), given)]
    assert texts == ["公历9月3日起2天", "农历3月3日起2天", "伊斯兰历10月1日起2天", "逐年按历书公布，每次2天"]


def check_festivals(clock: Any) -> None:
    country = notice(clock, work=["2026-04-19"], off=named("劳动节", "05-01"))
    days = clock.Calendar([country], [rule(clock, "lunar", 3, 3)])
    assert [days.day(d(f"04-{day}")) for day in (18, 19, 20, 21)] == [
        clock.Day("weekend"), clock.Day("holiday", "三月三", "放假办法"), clock.Day("holiday", "三月三", "放假办法"),
        clock.Day("work")]  # fmt: skip
    assert clock.Calendar([country], [rule(clock, "lunar", 3, 3, enabled=False)]).is_working(d("04-20"))
    meeting = clock.Calendar([country], [rule(clock, "civil", 4, 30)])
    assert [meeting.day(d(day)).name for day in ("04-30", "05-01")] == ["三月三", "劳动节"]
    assert meeting.day(d("05-01")).document == "示例文号"
    two = [rule(clock, "civil", 6, 1, name=name) for name in ("乙节", "甲节")]
    assert [clock.Calendar([country], given).day(d("06-01")).name for given in (two, two[::-1])] == ["乙节", "乙节"]
    for region in (GUANGXI, NANNING):
        other = clock.Calendar([country, notice(clock, region, work=["2026-04-19"])], [rule(clock, "lunar", 3, 3)])
        assert [other.is_working(d(f"04-{day}")) for day in (19, 20)] == [True, False]
        moved = notice(clock, region, off=named("三月三补假", "04-22"))
        other = clock.Calendar([country, moved], [rule(clock, "lunar", 3, 3, announced=True)])
        assert [other.is_working(d(f"04-{day}")) for day in (19, 20, 21, 22)] == [True, True, True, False]
        assert not other.provisional_between(d("04-01"), d("04-30"))
    above = notice(clock, off=named("三月三", "04-22"))  # the country's notice does not speak for a region's festival
    assert not clock.Calendar([above], [rule(clock, "lunar", 3, 3)]).is_working(d("04-20"))
    below = clock.Calendar([notice(clock, GUANGXI, work=["2026-04-19"])], [rule(clock, "lunar", 3, 3, region=NANNING)])
    assert not below.is_working(d("04-19"))


def check_spring_festivals(clock: Any) -> None:
    """Years without a notice, by the orders of 2007 (the eve and two days) and 2013 (three days without the eve)."""
    days = clock.Calendar([])

    def off(first: date, count: int) -> list[int]:
        each = [first + timedelta(number) for number in range(count)]
        return [day.day for day in each if not days.is_working(day)]

    assert off(date(2013, 2, 8), 9) == [9, 10, 11, 12, 13, 16]  # two of three lie in a weekend, and are made up for
    assert off(date(2014, 1, 30), 9) == [31, 1, 2, 3, 4]


def check_uncertain(clock: Any) -> None:
    every = [clock.notice_from_data(notice_data(year)) for year in (2025, 2026)]
    feast = rule(clock, "hijri", 12, 10, region=XINJIANG, name="古尔邦节", days=3)
    assert feast.announced
    days = clock.Calendar(every, [feast])
    unsure = [day for day in range(25, 32) if days.day(d(f"2026-05-{day}")).uncertain]
    assert unsure == [26, 27, 28, 29, 30, 31]  # 27 to 29 May, a day before, and up to Monday 1 June
    assert days.day(d("06-01")) == clock.Day("work", uncertain=True)
    assert days.day(d("05-27")) == clock.Day("holiday", "古尔邦节", "放假办法", uncertain=True)
    assert [days.provisional_between(d(one), d(two)) for one, two in (
        ("05-01", "05-25"), ("05-01", "05-26"), ("06-01", "06-01"), ("06-02", "06-30"), ("04-01", "07-01"))
    ] == [False, True, True, False, True]  # fmt: skip
    assert not days.provisional_between(d("2025-12-01"), d("2026-01-31"))
    assert days.provisional_between(d("2026-12-31"), d("2027-01-01"))
    assert days.provisional_between(d("2024-12-31"), d("2025-01-01"))
    lost = [date.fromordinal(one) for one in days.uncertain_days if date.fromordinal(one).year == 2025]
    assert [f"{day:%m-%d}" for day in lost] == [f"06-{day:02}" for day in range(6, 13)]  # Saturday, Sunday made up
    sure = clock.Calendar(every, [rule(clock, "lunar", 3, 3)])
    assert list(sure.uncertain_days) == []
    known = clock.Calendar(every, [table(clock, "2025-02-27")])
    assert [known.unsettled(year) for year in (2025, 2026)] == [False, True]
    assert known.provisional_between(d("2026-07-01"), d("2026-07-02"))
    assert not known.provisional(2026)
    assert days.doubts(d("05-01"), d("05-25")) == ((), ())
    assert days.doubts(d("05-01"), d("05-27")) == ((), ("古尔邦节",))
    assert days.doubts(d("06-01"), d("06-01")) == ((), ("地方节日",))
    assert days.doubts(d("05-31"), d("2028-01-01"))[0] == (2027, 2028)
    assert known.doubts(d("2025-03-03"), d("2026-01-05")) == ((), ("三月三",))
    limit = clock.Limit(2, clock.Unit.WORKING_DAY, "时限", "", "")
    open_ = clock.Ledger(limit, d("05-25"))
    assert open_.sentence(days).endswith("（暂定：古尔邦节的放假日还没有公布，公布后重算）。")
    assert open_.sentence(days, "en").endswith("(provisional: days not yet announced: 古尔邦节).")
    assert clock.Ledger(limit, d("05-05")).doubts(days) == ((), ())
    both = clock.Ledger(clock.Limit(400, clock.Unit.WORKING_DAY, "时限", "", ""), d("05-25"))
    assert "2027、2028年放假安排还没有公布，古尔邦节" in both.sentence(days)
    assert "no notice of holidays yet for 2027, 2028; days not yet announced" in both.sentence(days, "en")
    told = notice(clock, GUANGXI, off=named("三月三", "04-22"))
    assert not clock.Calendar([*every, told], [table(clock, "2025-02-27")]).unsettled(2026)


def check_closures(clock: Any) -> None:
    closed = clock.closure_from_data(ORDER)
    assert closed.days() == (d("09-16"), d("09-17"))
    every = [clock.notice_from_data(notice_data(2026)), notice(clock, "450102000000", half=named("半天", "09-17"))]
    days = clock.Calendar(every, (), [closed])
    assert days.day(d("09-16")) == clock.Day("closed", "台风停工", "命令1号")
    assert [days.is_working(d(f"09-{day}")) for day in (15, 16, 17, 18)] == [True, False, False, True]
    assert days.add_working_days(d("09-15"), 1) == d("09-18")
    half = clock.closure_from_data({**ORDER, "kind": "half", "first": "2026-09-18", "last": "2026-09-20"})
    days = clock.Calendar(every, (), [half])
    assert [days.day(d(f"09-{day}")).kind for day in (18, 19, 20)] == ["half", "weekend", "half"]  # the 20th is worked
    assert days.is_working(d("09-18"))
    other = clock.closure_from_data({**ORDER, "region": GUANGXI, "kind": "half", "ordered_on": "2026-09-16"})
    for given in ([closed, other], [other, closed]):
        assert not clock.Calendar(every, (), given).is_working(d("09-16"))
    above = clock.closure_from_data({**ORDER, "region": GUANGXI})
    below = clock.closure_from_data({**ORDER, "kind": "half"})
    assert not clock.Calendar(every, (), [above, below]).is_working(d("09-16"))
    halved = [clock.closure_from_data({**ORDER, "region": region, "document": region, "kind": kind}) for region, kind in
              ((GUANGXI, "half"), (NANNING, "half"), ("450102000000", "half"))]  # fmt: skip
    assert clock.Calendar(every, (), halved[::-1]).day(d("09-16")).document == "450102000000"
    later = clock.closure_from_data({**ORDER, "document": "命令2号", "ordered_on": "2026-09-16"})
    for given in ([closed, later], [later, closed]):
        assert clock.Calendar(every, (), given).day(d("09-16")).document == "命令2号"


def check_changes(clock: Any) -> None:
    every = [clock.notice_from_data(notice_data(year)) for year in (2025, 2026)]
    plain, order = clock.Calendar(every), clock.closure_from_data({**ORDER, "last": "2026-09-19"})
    closed = clock.Calendar(every, (), [order])
    assert clock.changed_days(plain, closed) == clock.changed_days(closed, plain) == tuple(
        d(f"09-{day}") for day in (16, 17, 18))  # fmt: skip
    assert clock.changed_span(plain, closed) == (d("09-16"), d("09-18"))
    assert clock.changed_days(plain, clock.Calendar(every)) == ()
    assert clock.changed_span(plain, clock.Calendar(every)) is None
    before = clock.Calendar(every[:1])
    assert clock.changed_days(before, plain)[0] == d("01-02")
    assert clock.changed_span(before, plain) == (d("2026-01-01"), d("2026-12-31"))
    feast = clock.Calendar(every, [rule(clock, "hijri", 12, 10, days=1, **{"from": 2026, "until": 2026})])
    assert clock.changed_days(plain, feast) == (d("05-27"),)
    assert clock.changed_span(plain, feast) == (d("05-26"), d("05-28"))
    assert clock.changed_days(clock.Calendar([]), clock.Calendar([notice(clock, year=2049)]))[-1] == d("2049-10-05")


WRONG_RULES: list[tuple[str, dict[str, Any]]] = [
    ("地方节日应有这些项", {"extra": 1}),
    ("region", {"region": ""}),
    ("region", {"region": "45"}),
    ("name", {"name": " "}),
    ("document", {"document": ""}),
    ("days", {"days": 0}),
    ("days", {"days": 11}),
    ("days", {"days": True}),
    ("days", {"days": "2"}),
    ("confidence", {"confidence": "sure"}),
    ("enabled", {"enabled": 1}),
    ("announced", {"announced": "yes"}),
    ("from", {"from": 1948}),
    ("from", {"from": True}),
    ("until", {"until": 2201}),
    ("晚于终止年份", {"from": 2026, "until": 2025}),
    ("rule", {"rule": "lunar"}),
    ("rule", {"rule": {"kind": "moon", "month": 3, "day": 3}}),
    ("month、day", {"rule": {"kind": "lunar", "month": 3}}),
    ("month", {"rule": {"kind": "lunar", "month": 13, "day": 3}}),
    ("month", {"rule": {"kind": "lunar", "month": 0, "day": 3}}),
    ("day", {"rule": {"kind": "lunar", "month": 3, "day": 31}}),
    ("day", {"rule": {"kind": "hijri", "month": 3, "day": 30}}),
    ("day", {"rule": {"kind": "hijri", "month": 3, "day": True}}),
    ("不是每年", {"rule": {"kind": "civil", "month": 2, "day": 29}}),
    ("dates", {"rule": {"kind": "table"}}),
    ("不是日期", {"rule": {"kind": "table", "dates": ["2025-02-30"]}}),
    ("不是日期", {"rule": {"kind": "table", "dates": [2025]}}),
    ("不是日期", {"rule": {"kind": "table", "dates": ["20250227"]}}),
    ("不是日期", {"rule": {"kind": "table", "dates": ["2025-W09-4"]}}),
    ("列了两次", {"rule": {"kind": "table", "dates": ["2025-02-27", "2025-02-28"]}}),
]
WRONG_ORDERS: list[tuple[str, dict[str, Any]]] = [
    ("停工命令应恰好", {"extra": 1}),
    ("region", {"region": ""}),
    ("document", {"document": " "}),
    ("reason", {"reason": " "}),
    ("kind", {"kind": "open"}),
    ("first", {"first": "2026-9-16"}),
    ("first", {"first": "2026-09-31"}),
    ("last", {"last": 20260917}),
    ("last", {"last": "2026-09-15"}),
    ("183 天", {"last": "2027-03-18"}),
    ("2008 至 2049", {"first": "2007-12-31", "last": "2008-01-01", "ordered_on": "2008-01-01"}),
    ("2008 至 2049", {"last": "2050-01-01"}),
    ("下令日期（ordered_on）", {"ordered_on": "2026-09-18"}),
]


def check_wrong_rules(clock: Any) -> None:
    for word, change in WRONG_RULES:
        refused(clock, word, partial(clock.observance_from_data, {**PLAIN, **change}))
    less = {key: value for key, value in PLAIN.items() if key != "document"}
    refused(clock, "document", partial(clock.observance_from_data, less))
    full = clock.observance_from_data({**PLAIN, "from": 2014, "until": 2030, "announced": True, "note": "注"})
    assert (full.since, full.until, full.announced, full.note, full.confidence) == (2014, 2030, True, "注", "high")
    assert (full.region, full.name, full.days, full.document, full.enabled) == (GUANGXI, "三月三", 2, "放假办法", True)
    assert clock.observance_from_data({**PLAIN, "days": 10}).days == 10


def check_wrong_orders(clock: Any) -> None:
    for word, change in WRONG_ORDERS:
        refused(clock, word, partial(clock.closure_from_data, {**ORDER, **change}))
    assert len(clock.closure_from_data({**ORDER, "last": "2027-03-17"}).days()) == 183
    found = clock.closure_from_data({**ORDER, "last": "2026-09-16", "ordered_on": "2026-09-16"})
    assert (found.first, found.last, found.ordered_on) == (d("09-16"), d("09-16"), d("09-16"))
    assert (found.region, found.document, found.reason, found.kind) == (NANNING, "命令1号", "台风停工", "closed")


CHECKS = tuple(one for name, one in list(globals().items()) if name[:6] == "check_")
