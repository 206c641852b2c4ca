"""Plain dates of the law, checkable against any copy of the package: the tests run it on ours, and on mutants of it.

Every date was counted on paper from the notices and the articles.
"""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache, partial
from pathlib import Path
from typing import Any

HOLIDAYS = Path(__file__).resolve().parents[3] / "data" / "holidays"
GUANGXI = {
    "year": 2026,
    "region": "450000000000",
    "document": "示例文号",
    "off": [{"date": "2026-04-20", "name": "广西三月三"}, {"date": "2026-02-14", "name": "示例"}],
    "work": ["2026-04-25"],
}
GROUNDS = [
    ("检测", "suspend", "行政许可法", "第四十五条"),
    ("鉴定", "suspend", "行政许可法", "第四十五条"),
    ("补正", "restart", "政府信息公开条例", "第三十条"),
]


@cache
def notice_data(year: int) -> dict[str, Any]:
    return dict(json.loads((HOLIDAYS / f"{year}.json").read_text("utf-8")))


def calendar(clock: Any) -> Any:
    return clock.Calendar([clock.notice_from_data(notice_data(year)) for year in (2024, 2025, 2026)])


def d(text: str) -> date:
    """Returns the day of a text such as 2026-03-02, or 03-02 for 2026."""
    return date.fromisoformat(text if len(text) == 10 else f"2026-{text}")


def limit(clock: Any, text: str, **more: Any) -> Any:
    """Returns a limit such as ``limit(clock, "20wd")``, with the grounds above and ten more days at most."""
    unit = clock.Unit(text[-2:].lstrip("0123456789"))
    length = int(text.removesuffix(unit.value))
    if unit not in (clock.Unit.HOUR, clock.Unit.DATE) and more.get("direction") != "before":
        more.setdefault("grounds", tuple(clock.Ground(*ground) for ground in GROUNDS))
        more.setdefault("extending", clock.Extending(10, "本机关负责人", "行政许可法", "第四十二条第二款"))
    return clock.Limit(length, unit, "审批", "行政许可法", "第四十二条", **more)


def pause(clock: Any, text: str) -> Any:
    """Returns a pause such as ``03-10..03-17`` or, still standing and of another ground, ``03-10.. 补正``."""
    days, _, ground = text.partition(" ")
    begin, end = days.split("..")
    return clock.Pause(d(begin), d(end) if end else None, ground or "检测", f"{ground or '检测'}函")


def ledger(clock: Any, start: str, text: str, *pauses: str, added: int = 0, **more: Any) -> Any:
    """Returns a ledger such as ``ledger(clock, "03-02", "20wd", "03-10..03-17", "03-20.. 补正")``."""
    extensions = (clock.Extension(added, "局长", "延期通知"),) if added else ()
    stops = tuple(pause(clock, one) for one in pauses)
    return clock.Ledger(limit(clock, text, **more), d(start), stops, extensions)


def refused(clock: Any, word: str, act: Callable[[], object]) -> None:
    """Asserts that the act is refused by a ClockError that says what is wrong, by the word, and then what to do."""
    text = ""
    try:
        act()
    except clock.ClockError as error:
        text = str(error)
    assert word in text, text or f"not refused: {word}"
    wrong, _, remedy = text.removesuffix("。").rpartition("。")
    assert wrong, text
    assert "请" in remedy, text


WORKING = [
    ("2026-02-10", 5, "2026-02-24"),  # over the nine days of 春节, with the Saturday worked before it
    ("2026-09-18", 20, "2026-10-22"),
    ("2025-09-25", 20, "2025-10-29"),
    ("2026-02-25", 5, "2026-03-03"),
    ("2026-03-01", 1, "2026-03-02"),
    ("2026-03-01", 0, "2026-03-01"),
    ("2026-02-24", -1, "2026-02-14"),
    ("2026-03-02", -1, "2026-02-28"),
    ("2026-03-01", -2, "2026-02-27"),
    ("2020-01-01", 1, "2020-01-02"),
]


def check_local_date(clock: Any) -> None:
    assert clock.local_date(datetime(2026, 3, 1, 16, 0, tzinfo=UTC)) == d("03-02")
    assert clock.local_date(datetime(2026, 3, 1, 15, 59, tzinfo=UTC)) == d("03-01")
    assert clock.local_date(datetime(2026, 3, 2, 0, 30, tzinfo=timezone(timedelta(hours=9)))) == d("03-01")
    assert datetime(2026, 3, 1, tzinfo=clock.CHINA).utcoffset() == timedelta(hours=8)
    for first_or_last in (datetime.min, datetime.max):  # noqa: DTZ901 - made aware below
        away = timezone(timedelta(hours=14 if first_or_last.year == 1 else -14))
        refused(clock, "北京时间", partial(clock.local_date, first_or_last.replace(tzinfo=away)))
    refused(clock, "时区", lambda: clock.local_date(datetime(2026, 3, 1)))  # noqa: DTZ001 - naive is what is refused


def check_days(clock: Any) -> None:
    days = calendar(clock)
    assert days.day(d("02-17")) == clock.Day("holiday", "春节", "国办发明电〔2025〕7号")
    assert days.day(d("02-28")) == clock.Day("makeup", "调休上班", "国办发明电〔2025〕7号")
    assert days.day(d("03-07")) == clock.Day("weekend")
    assert days.day(d("03-09")) == clock.Day("work")
    assert [days.is_working(d(text)) for text in ("02-17", "02-28", "03-07", "03-09")] == [False, True, False, True]
    none = clock.notice_from_data({"year": 2027, "region": "", "document": "示例文号", "off": [], "work": []})
    assert clock.Calendar([none]).is_working(d("2027-10-01"))  # a year with a notice has the days it names, no others
    assert not days.provisional(2026)
    assert days.provisional(2027)
    assert days.day(d("2027-10-04")) == clock.Day("holiday", "国庆节补假", "《全国年节及纪念日放假办法》")


def check_adding(clock: Any) -> None:
    days = calendar(clock)
    for start, count, end in WORKING:
        assert days.add_working_days(d(start), count) == d(end), (start, count)
    assert days.working_days(d("02-13"), d("02-25")) == 2  # 14 and 24 February
    assert days.working_days(d("02-24"), d("02-25")) == 0
    assert days.working_days(d("03-10"), d("03-02")) == 0
    assert days.next_working_day(d("02-15")) == d("02-24")
    assert days.next_working_day(d("02-28")) == d("02-28")
    refused(clock, "2050", lambda: days.add_working_days(d("2049-12-20"), 30))
    refused(clock, "2007", lambda: days.add_working_days(d("2008-01-05"), -30))
    refused(clock, "2007", lambda: days.is_working(d("2007-12-31")))
    refused(clock, "2050", lambda: days.is_working(d("2050-01-01")))
    refused(clock, "2007", lambda: days.add_working_days(d("2008-01-02"), -1))
    refused(clock, "2050", lambda: days.add_working_days(d("2049-12-31"), 1))
    assert days.add_working_days(d("2049-12-30"), 1) == days.next_working_day(d("2049-12-31")) == d("2049-12-31")
    assert not days.is_working(d("2049-10-01"))
    assert days.is_working(d("2049-12-31"))


def check_statute(clock: Any) -> None:
    days = clock.Calendar([])
    off = [f"{n:%m-%d}" for n in (d("2027-01-01") + timedelta(i) for i in range(365)) if n.weekday() < 5
           and not days.is_working(n)]  # fmt: skip
    assert off == ["01-01", "02-05", "02-08", "02-09", "02-10", "04-05", "05-03", "05-04", "06-09", "09-15",
                   "10-01", "10-04", "10-05"]  # fmt: skip
    assert days.day(d("2027-02-09")).name == "春节补假"
    assert [days.day(d(f"2037-02-{day}")).name for day in (13, 14, 15)] == [
        "",
        "春节",
        "春节",
    ]  # a long leap month before
    before = [days.is_working(d(text)) for text in ("2024-02-09", "2024-05-02", "2025-01-28", "2025-05-02")]
    assert before == [True, True, False, False]  # 除夕 and 2 May are days off from 2025 on
    meeting = [days.is_working(d(f"2028-10-{day:02}")) for day in (1, 2, 3, 4, 5, 6)]
    assert meeting == [False, False, False, False, False, True]  # 中秋 meets 国庆, and 1 October is a Sunday


def check_regions(clock: Any) -> None:
    country, region = (clock.notice_from_data(data) for data in (notice_data(2026), GUANGXI))
    for given in ([country, region], [region, country]):
        days = clock.Calendar(given)
        assert days.day(d("04-20")) == clock.Day("holiday", "广西三月三", "示例文号")
        assert days.is_working(d("04-25"))
        assert not days.is_working(d("02-14"))  # the region's notice overrides the country's
        assert not days.is_working(d("02-17"))
    assert clock.Calendar([region]).provisional(2026)
    assert clock.Calendar([region]).day(d("10-01")).document == "《全国年节及纪念日放假办法》"


WRONG: list[tuple[str, dict[str, Any]]] = [
    ("2026年3月2日不是周末", {"work": ["2026-03-02"]}),
    ("2026年3月6日不是周末", {"work": ["2026-03-06"]}),
    ("2026年2月14日列了两次", {"work": ["2026-02-14", "2026-02-14"]}),
    ("2026年1月1日列了两次", {"off": [{"date": "2026-01-01", "name": "元旦"}] * 2}),
    ("2026年2月14日既", {"off": [{"date": "2026-02-14", "name": "春节"}], "work": ["2026-02-14"]}),
    ("2027年1月1日不在 2026 年", {"off": [{"date": "2027-01-01", "name": "元旦"}]}),
    ("2025年12月28日不在 2026 年", {"work": ["2025-12-28"]}),
    ("这一天不存在", {"work": ["2026-02-30"]}),
    ("不是日期", {"work": ["20260214"]}),
    ("不是日期", {"work": [20260214]}),
    ("日期（date）和名称（name）", {"off": [{"date": "2026-01-01"}]}),
    ("名称（name）应是 1 至 40 字", {"off": [{"date": "2026-01-01", "name": " "}]}),
    ("名称（name）应是 1 至 40 字", {"off": [{"date": "2026-01-01", "name": None}]}),
    ("名称（name）应是 1 至 40 字", {"off": [{"date": "2026-01-01", "name": "元\n旦"}]}),
    ("名称（name）应是 1 至 40 字", {"off": [{"date": "2026-01-01", "name": "元" * 41}]}),
    ("日期（date）和名称（name）", {"off": [{"date": "2026-01-01", "name": "元旦", "extra": 1}]}),
    ("日期（date）和名称（name）", {"off": ["2026-01-01"]}),
    ("应为列表", {"off": "2026-01-01"}),
    ("应为列表", {"work": "2026-01-04"}),
    ("恰好有这些项", {"extra": 1}),
    ("年份", {"year": "2026"}),
    ("年份", {"year": True}),
    ("年份", {"year": 1948}),
    ("年份", {"year": 2201}),
    ("区划", {"region": "45"}),
    ("区划", {"region": "４５００００００００００"}),
    ("不是日期", {"work": ["２０２６-02-14"]}),
    ("区划", {"region": None}),
    ("文号", {"document": " "}),
]


def check_notices(clock: Any) -> None:
    found = clock.notice_from_data(notice_data(2026))
    assert (found.year, found.region, found.document) == (2026, "", "国办发明电〔2025〕7号")
    assert (len(found.off), found.off[d("01-01")], len(found.work)) == (33, "元旦", 6)
    empty = {"year": 2026, "region": "", "document": "文号", "off": [], "work": []}
    for word, change in WRONG:
        refused(clock, word, partial(clock.notice_from_data, {**empty, **change}))
    assert [clock.notice_from_data({**empty, "year": year}).year for year in (1949, 2200)] == [1949, 2200]
    refused(clock, "恰好有这些项", lambda: clock.notice_from_data({"year": 2026}))
