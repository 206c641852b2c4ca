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


@cache
def notice_data(year: int) -> dict[str, Any]:
    return dict(json.loads((HOLIDAYS / f"{year}.json").read_text("utf-8")))


def calendar(clock: Any) -> Any:
    return clock.Calendar([clock.notice_from_data(notice_data(year)) for year in (2024, 2025, 2026)])


def d(text: str) -> date:
    """Returns the day of a text such as 2026-03-02, or 03-02 for 2026."""
    return date.fromisoformat(text if len(text) == 10 else f"2026-{text}")


def ledger(clock: Any, start: str, text: str, *pauses: str) -> Any:
    """Returns a ledger such as ``ledger(clock, "03-02", "20wd", "03-10..03-17", "03-20..")``."""
    limit = clock.Limit(int(text[:-2]), clock.Unit(text[-2:]), "审批", "行政许可法", "第四十二条")
    found = clock.Ledger(limit, d(start))
    for pause in pauses:
        begin, end = pause.split("..")
        found = found.pause(d(begin), "检测", "检测函")
        found = found.resume(d(end)) if end else found
    return found


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
DUE = [
    ("03-02", "20wd", "03-30"),
    ("02-25", "5wd", "03-03"),
    ("03-01", "0wd", "03-01"),
    ("09-16", "15cd", "10-08"),  # ends on 国庆节: the first working day after it
    ("02-10", "60cd", "04-13"),  # ends on a Saturday
    ("02-23", "5cd", "02-28"),  # ends on a Saturday worked: stays
    ("03-15", "1mo", "04-15"),
    ("2024-01-31", "1mo", "2024-02-29"),
    ("2025-08-31", "6mo", "2026-02-28"),
    ("2025-12-31", "2mo", "2026-02-28"),
    ("2025-12-15", "1mo", "2026-01-15"),
    ("2025-10-15", "2mo", "2025-12-15"),
    ("2024-02-29", "1yr", "2025-02-28"),
    ("2025-06-30", "1yr", "2026-06-30"),
]
PAUSED = [
    ("03-02", "20wd", ["03-10..03-17"], "04-07"),
    ("03-02", "20wd", ["03-02..03-03"], "03-30"),  # the day of start counts anyway for nothing
    ("03-02", "20wd", ["03-10..03-10"], "03-30"),
    ("03-02", "20wd", ["03-02..03-02"], "03-30"),
    ("03-02", "20wd", ["03-10..03-12", "03-12..03-17"], "04-07"),
    ("03-02", "20wd", ["03-30..04-07"], "04-07"),
    ("03-02", "20wd", ["03-31..04-10"], "03-30"),  # the last day had passed
    ("03-02", "20wd", ["03-31.."], "03-30"),
    ("03-02", "20wd", ["03-30.."], None),
    ("03-02", "20wd", ["03-10.."], None),
    ("03-02", "15cd", ["03-10..03-14"], "03-23"),
    ("03-02", "15cd", ["03-02..03-04"], "03-18"),
    ("03-02", "15cd", ["03-02..03-02"], "03-17"),
    ("03-02", "5cd", ["03-08..03-11"], "03-11"),  # paused while rolling on: no limit ends in a pause
    ("03-02", "5cd", ["03-08.."], None),
    ("03-02", "5cd", ["03-09.."], None),
    ("03-02", "5cd", ["03-10.."], "03-09"),
    ("03-02", "1mo", ["03-10..03-17"], "04-09"),
]


def check_local_date(clock: Any) -> None:
    assert clock.local_date(datetime(2026, 3, 1, 16, 0, tzinfo=UTC)) == d("03-02")
    assert clock.local_date(datetime(2026, 3, 1, 15, 59, tzinfo=UTC)) == d("03-01")
    assert clock.local_date(datetime(2026, 3, 2, 0, 30, tzinfo=timezone(timedelta(hours=9)))) == d("03-01")
    assert datetime(2026, 3, 1, tzinfo=clock.CHINA).utcoffset() == timedelta(hours=8)
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
    refused(clock, "2019", lambda: days.add_working_days(d("2020-01-05"), -30))
    refused(clock, "2019", lambda: days.is_working(d("2019-12-31")))
    refused(clock, "2050", lambda: days.is_working(d("2050-01-01")))
    refused(clock, "2019", lambda: days.add_working_days(d("2020-01-02"), -1))
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


def check_due(clock: Any) -> None:
    days = calendar(clock)
    for start, limit, end in DUE:
        assert ledger(clock, start, limit).due(days) == clock.Due(d(end), provisional=False), (start, limit)


def check_paused(clock: Any) -> None:
    days = calendar(clock)
    for start, limit, pauses, end in PAUSED:
        found = ledger(clock, start, limit, *pauses)
        assert found.due(days).date == (d(end) if end else None), (start, limit, pauses)
        assert found.paused is pauses[-1].endswith("..")
        if end is None:
            assert found.light_dates(days, clock.Thresholds()) == clock.LightDates(None, None)


def check_provisional(clock: Any) -> None:
    days = calendar(clock)
    assert ledger(clock, "12-20", "20wd").due(days) == clock.Due(d("2027-01-18"), provisional=True)
    assert ledger(clock, "12-20", "8wd").due(days) == clock.Due(d("12-30"), provisional=False)
    assert ledger(clock, "2023-12-20", "20wd").due(days).provisional
    assert not ledger(clock, "12-20", "20wd", "12-25..").due(days).provisional
    for start, limit in (("12-20", "20wd"), ("2027-03-02", "0wd")):
        assert ledger(clock, start, limit).sentence(days).endswith("（暂定，待相应年度放假通知发布后重算）。")


def check_pausing(clock: Any) -> None:
    found = ledger(clock, "03-02", "20wd")
    assert clock.GROUNDS == ("听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定", "专家评审")
    for ground in clock.GROUNDS:
        assert found.pause(d("03-10"), ground, "文书").pauses == (clock.Pause(d("03-10"), None, ground, "文书"),)
    refused(clock, "补正", lambda: found.pause(d("03-10"), "补正", "文书"))
    refused(clock, "文书", lambda: found.pause(d("03-10"), "听证", " "))
    refused(clock, "早于起算日", lambda: found.pause(d("03-01"), "听证", "文书"))
    two = (clock.Pause(d("03-01"), d("03-01"), "听证", "文书"), clock.Pause(d("03-05"), None, "听证", "文书"))
    refused(clock, "03-01 早于起算日", lambda: clock.Ledger(found.limit, found.start, two))
    refused(clock, "没有中止", lambda: found.resume(d("03-10")))
    stopped = found.pause(d("03-10"), "听证", "文书")
    refused(clock, "已经中止", lambda: stopped.pause(d("03-11"), "鉴定", "文书"))
    refused(clock, "早于中止日", lambda: stopped.resume(d("03-09")))
    resumed = stopped.resume(d("03-12"))
    refused(clock, "没有中止", lambda: resumed.resume(d("03-13")))
    refused(clock, "早于上次恢复日", lambda: resumed.pause(d("03-11"), "鉴定", "文书"))
    assert resumed.pause(d("03-12"), "鉴定", "文书").pauses[0].end == d("03-12")


def check_extending(clock: Any) -> None:
    days, found = calendar(clock), ledger(clock, "03-02", "20wd")
    longer = found.extend(10, "局长", "延期通知")
    assert longer.due(days).date == d("04-14")
    assert found.extend(1, "局长", "延期通知").due(days).date == d("03-31")
    refused(clock, "延长过一次", lambda: longer.extend(1, "局长", "延期通知"))
    for wrong in (0, 11, 2.5, True, "5"):
        refused(clock, f"{wrong} 日", partial(found.extend, wrong, "局长", "延期通知"))
    refused(clock, "负责人", lambda: found.extend(5, " ", "延期通知"))
    refused(clock, "负责人", lambda: found.extend(5, "局长", ""))
    refused(clock, "工作日", lambda: ledger(clock, "03-02", "60cd").extend(5, "局长", "延期通知"))


def check_lights(clock: Any) -> None:
    days = calendar(clock)
    for start, limit, thresholds, yellow, red in (
        ("03-02", "20wd", clock.Thresholds(), "03-24", "03-31"),
        ("03-02", "5wd", clock.Thresholds(), "03-06", "03-10"),
        ("03-02", "5wd", clock.Thresholds(percent=50, least=3), "03-04", "03-10"),
        ("03-02", "0wd", clock.Thresholds(), "03-02", "03-03"),
        ("02-10", "60cd", clock.Thresholds(), "04-01", "04-14"),
        ("03-06", "1cd", clock.Thresholds(), "03-06", "03-10"),
        ("03-07", "1cd", clock.Thresholds(), "03-07", "03-10"),
        ("03-02", "3cd", clock.Thresholds(), "03-04", "03-06"),
        ("03-02", "33wd", clock.Thresholds(percent=3, least=0), "04-17", "04-18"),
        ("03-02", "33cd", clock.Thresholds(percent=3, least=0), "04-07", "04-08"),
    ):
        found = ledger(clock, start, limit).light_dates(days, thresholds)
        assert found == clock.LightDates(d(yellow), d(red)), (start, limit)
    paused = ledger(clock, "03-02", "20wd", "03-26..04-01").light_dates(days, clock.Thresholds())
    assert paused == clock.LightDates(d("03-24"), d("04-04"))
    longer = ledger(clock, "03-02", "20wd").extend(10, "局长", "延期通知").light_dates(days, clock.Thresholds())
    assert longer == clock.LightDates(d("04-03"), d("04-15"))
    assert clock.Thresholds() == clock.Thresholds(percent=20, least=1)
    assert [light.value for light in clock.Light] == ["green", "yellow", "red", "grey", "blue"]
    names = [light.name_zh for light in clock.Light]
    assert names == ["正常", "临近期限", "超期", "中止计时", "提前办结"]


def check_lines(clock: Any) -> None:
    days = calendar(clock)
    lines = [(f"{line.date:%m-%d}", line.kind, line.number) for line in ledger(clock, "02-13", "3wd").explain(days)]
    holidays = [(f"02-{day}", "holiday", None) for day in range(15, 24)]
    assert lines == [("02-13", "start", None), ("02-14", "makeup", 1), *holidays, ("02-24", "counted", 2),
                     ("02-25", "counted", 3)]  # fmt: skip
    rolled = ledger(clock, "03-04", "3cd", "03-05..03-06", "03-09..03-11").explain(days)
    assert [(line.date.day, line.kind, line.number) for line in rolled] == [
        (4, "start", None), (5, "paused", None), (6, "counted", 1), (7, "counted", 2), (8, "rolled", 3),
        (9, "paused", None), (10, "paused", None), (11, "rolled", None),
    ]  # fmt: skip
    moved = ledger(clock, "03-02", "3cd", "03-05..03-06").explain(days)
    assert [(line.kind, line.number) for line in moved[-2:]] == [("paused", None), ("counted", 3)]
    tail = ledger(clock, "09-21", "4cd").explain(days)[-3:]
    assert [line.reason_zh for line in tail] == ["中秋节，继续顺延", "中秋节，继续顺延", "顺延到这个工作日"]
    open_pause = ledger(clock, "03-04", "3wd", "03-06..").explain(days)
    assert [line.kind for line in open_pause] == ["start", "counted", "paused"]
    open_pause = ledger(clock, "03-04", "9cd", "03-06..").explain(days)
    assert [line.kind for line in open_pause] == ["start", "counted", "paused"]


def check_articles(clock: Any) -> None:
    days = calendar(clock)
    long = ledger(clock, "02-13", "2wd", "02-25..02-26").extend(1, "局长", "延期通知").explain(days)
    told = {line.date.isoformat()[5:]: (line.reason_zh, line.article) for line in long}
    assert told["02-13"] == ("起算日，当日不计", "民法典第二百零一条")
    assert told["02-14"] == ("第1个工作日，调休上班（国办发明电〔2025〕7号）", "行政许可法第四十二条")
    assert told["02-24"] == ("第2个工作日", "行政许可法第四十二条")
    assert told["02-15"] == ("春节（国办发明电〔2025〕7号）", "行政许可法第八十二条")
    assert told["02-25"] == ("检测，不计（检测函）", "行政许可法第四十五条")
    assert told["02-26"] == ("第3个工作日（延长）", "行政许可法第四十二条")
    reply = clock.Limit(1, clock.Unit.WORKING_DAY, "答复", "政府信息公开条例", "第三十三条")
    own, added = clock.Ledger(reply, d("03-02")).extend(1, "局长", "延期通知").explain(days)[1:]
    assert (own.article, added.article) == ("政府信息公开条例第三十三条", "行政许可法第四十二条")
    weekend = ledger(clock, "03-06", "1wd").explain(days)[1]
    assert (weekend.reason_zh, weekend.article) == ("周末", "行政许可法第八十二条")
    last = ledger(clock, "03-02", "5cd").explain(days)[5]
    assert (last.reason_zh, last.article) == ("第5日，逢周末，顺延", "民法典第二百零三条")


SENTENCES = [
    ("02-13", "1wd", [], "2月13日开始，当日不计；自次日起算1个工作日，调休上班1天照计，最后一天是2月14日。"),
    ("03-01", "0wd", [], "3月1日开始，当天就是最后一天。"),
    ("2025-11-30", "3mo", [], "11月30日开始，当日不计；自次日起算3个月，最后一天是2026年2月28日。"),
    ("03-02", "5cd", [], "3月2日开始，当日不计；自次日起算5日，末日逢放假顺延，最后一天是3月9日。"),
    (
        "03-02",
        "5wd",
        ["03-04..03-06", "03-09.."],
        "3月2日开始，当日不计；自次日起算5个工作日，跳过周末2天，检测2天不计，自3月9日起中止计时，恢复后再定最后一天。",
    ),
    (
        "09-24",
        "5wd",
        ["09-29..10-09"],
        "9月24日开始，当日不计；自次日起算5个工作日，跳过中秋节3天、周末1天，调休上班1天照计，检测10天不计，最后一天是10月13日。",
    ),
]


def check_sentences(clock: Any) -> None:
    days = calendar(clock)
    for start, limit, pauses, text in SENTENCES:
        assert ledger(clock, start, limit, *pauses).sentence(days) == text
    longer = ledger(clock, "03-02", "5wd").extend(3, "局长", "延期通知").sentence(days)
    assert longer == (
        "3月2日开始，当日不计；自次日起算5个工作日，经批准延长3个工作日，跳过周末2天，最后一天是3月12日。"
    )


def check_limits(clock: Any) -> None:
    assert [unit.value for unit in clock.Unit] == ["wd", "cd", "mo", "yr"]
    texts = [clock.Limit(2, unit, "审批", "", "").text for unit in clock.Unit]
    assert texts == ["2个工作日", "2日", "2个月", "2年"]
    for days in (-1, True, 1.5, 10_000):
        refused(clock, "时限", partial(clock.Limit, days, clock.Unit.WORKING_DAY, "审批", "", ""))
    for pauses in (["03-10..9999-12-31"], ["9999-12-30..9999-12-31"]):
        refused(clock, "9999", partial(ledger(clock, "03-02", "20wd", *pauses).due, calendar(clock)))
    refused(clock, "9999", lambda: ledger(clock, "03-02", "20cd", "03-10..9999-12-31").due(calendar(clock)))
    refused(clock, "2019", lambda: ledger(clock, "2019-12-31", "0wd").due(calendar(clock)))
    for most, unit in zip((3000, 5000, 240, 20), clock.Unit, strict=True):
        assert clock.Limit(most, unit, "审批", "", "").days == most
        refused(clock, f"0 至 {most} ", partial(clock.Limit, most + 1, unit, "审批", "", ""))
    refused(clock, "9999", lambda: ledger(clock, "9999-12-31", "5cd").due(calendar(clock)))


def check_data(clock: Any) -> None:
    plain = ledger(clock, "03-02", "20wd")
    assert clock.ledger_to_data(plain) == {
        "limit": [20, "wd", "审批", "行政许可法", "第四十二条"],
        "start": "2026-03-02",
    }
    full = ledger(clock, "03-02", "20wd", "03-10..03-17", "03-20..").extend(5, "局长", "延期通知")
    for found in (plain, full):
        assert clock.ledger_from_data(json.loads(json.dumps(clock.ledger_to_data(found)))) == found
    data = clock.ledger_to_data(full)
    data["pauses"].reverse()
    refused(clock, "中止", lambda: clock.ledger_from_data(data))


WRONG: list[tuple[str, dict[str, Any]]] = [
    ("2026-03-02 不是周末", {"work": ["2026-03-02"]}),
    ("2026-03-06 不是周末", {"work": ["2026-03-06"]}),
    ("2026-02-14 列了两次", {"work": ["2026-02-14", "2026-02-14"]}),
    ("2026-01-01 列了两次", {"off": [{"date": "2026-01-01", "name": "元旦"}] * 2}),
    ("2026-02-14 既", {"off": [{"date": "2026-02-14", "name": "春节"}], "work": ["2026-02-14"]}),
    ("2027-01-01 不在 2026 年", {"off": [{"date": "2027-01-01", "name": "元旦"}]}),
    ("2025-12-28 不在 2026 年", {"work": ["2025-12-28"]}),
    ("这一天不存在", {"work": ["2026-02-30"]}),
    ("不是日期", {"work": ["20260214"]}),
    ("不是日期", {"work": [20260214]}),
    ("date 和 name", {"off": [{"date": "2026-01-01"}]}),
    ("date 和 name", {"off": [{"date": "2026-01-01", "name": " "}]}),
    ("date 和 name", {"off": [{"date": "2026-01-01", "name": "元旦", "extra": 1}]}),
    ("date 和 name", {"off": ["2026-01-01"]}),
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


CHECKS: tuple[Callable[[Any], None], ...] = tuple(one for name, one in list(globals().items()) if name[:6] == "check_")
