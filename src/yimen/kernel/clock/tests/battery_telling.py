"""Plain words of the law: a line for each day, its article, and the sentence, in Chinese and in English."""

from datetime import datetime
from functools import partial
from typing import Any

from .battery import calendar, d, ledger, limit, notice_data, refused


def told(lines: Any, day: str) -> tuple[str, str, str, str]:
    """Returns the Chinese reason and article of a day, and the English ones."""
    (line,) = [line for line in lines if line.date == d(day)]
    return line.reason_zh, line.article, line.reason_en, line.article_en


def brief(lines: Any) -> list[tuple[str, str, int | None]]:
    return [(f"{line.date:%m-%d}", line.kind, line.number) for line in lines]


def check_lines(clock: Any) -> None:
    days = calendar(clock)
    holidays = [(f"02-{day}", "holiday", None) for day in range(15, 24)]
    assert brief(ledger(clock, "02-13", "3wd").explain(days)) == [
        ("02-13", "start", None), ("02-14", "makeup", 1), *holidays, ("02-24", "counted", 2), ("02-25", "counted", 3),
    ]  # fmt: skip
    assert brief(ledger(clock, "03-04", "3cd", "03-05..03-06", "03-09..03-11").explain(days)) == [
        ("03-04", "start", None), ("03-05", "paused", None), ("03-06", "counted", 1), ("03-07", "counted", 2),
        ("03-08", "rolled", 3), ("03-09", "paused", None), ("03-10", "paused", None), ("03-11", "rolled", None),
    ]  # fmt: skip
    moved = ledger(clock, "03-02", "3cd", "03-05..03-06").explain(days)
    assert brief(moved)[-2:] == [("03-05", "paused", None), ("03-06", "counted", 3)]
    for text in ("3wd", "9cd"):
        assert brief(ledger(clock, "03-04", text, "03-06..").explain(days)) == [
            ("03-04", "start", None), ("03-05", "counted", 1), ("03-06", "paused", None),
        ]  # fmt: skip
    both = ledger(clock, "03-04", "9wd", "03-06..03-10", "03-09.. 鉴定").explain(days)
    assert [(line.kind, line.name) for line in both[2:]] == [("paused", "检测")] * 4
    assert both[-1].date == d("03-09")
    assert brief(ledger(clock, "03-06", "2wd", counts_first=True).explain(days)) == [
        ("03-06", "counted", 1), ("03-07", "weekend", None), ("03-08", "weekend", None), ("03-09", "counted", 2),
    ]  # fmt: skip
    assert brief(ledger(clock, "03-02", "5cd", rolls=False).explain(days))[-1] == ("03-07", "counted", 5)
    assert brief(ledger(clock, "02-27", "2wd", direction="before").explain(days)) == [
        ("02-25", "counted", 2), ("02-26", "counted", 1), ("02-27", "event", None),
    ]  # fmt: skip
    assert brief(ledger(clock, "02-24", "1wd", direction="before").explain(days)) == [
        ("02-14", "makeup", 1), *holidays, ("02-24", "event", None),
    ]  # fmt: skip
    assert brief(ledger(clock, "05-03", "2cd", direction="before").explain(days)) == [
        ("05-01", "counted", 2), ("05-02", "counted", 1), ("05-03", "event", None),
    ]  # fmt: skip
    assert brief(ledger(clock, "03-03", "1mo", direction="before").explain(days))[0] == ("02-03", "counted", 28)
    assert brief(ledger(clock, "03-07", "0wd").explain(days)) == [
        ("03-07", "start", None), ("03-08", "rolled", None), ("03-09", "rolled", None),
    ]  # fmt: skip


def check_anew_lines(clock: Any) -> None:
    days = calendar(clock)
    anew = ledger(clock, "03-02", "2wd", "03-03..03-04 鉴定", "03-04..03-06 补正", "03-09..03-10").explain(days)
    assert brief(anew) == [
        ("03-02", "void", None), ("03-03", "void", None), ("03-04", "paused", None), ("03-05", "paused", None),
        ("03-06", "restart", None), ("03-07", "weekend", None), ("03-08", "weekend", None), ("03-09", "paused", None),
        ("03-10", "counted", 1), ("03-11", "counted", 2),
    ]  # fmt: skip
    law, english = "政府信息公开条例第三十条", "Regulations on Open Government Information art. 30"
    assert told(anew, "03-02") == ("补正之前，不再计算", law, "no longer counts: before correction", english)
    assert told(anew, "03-04") == ("补正，不计（补正函）", law, "does not count: correction (补正函)", english)
    done = "correction done: counting begins anew the next day"
    assert told(anew, "03-06") == ("补正结束，自次日起重新计算", law, done, english)
    assert told(anew, "03-09")[:2] == ("检测，不计（检测函）", "行政许可法第四十五条")
    assert brief(ledger(clock, "03-02", "2wd", "03-03.. 补正").explain(days)) == [
        ("03-02", "void", None), ("03-03", "paused", None),
    ]  # fmt: skip
    same = ledger(clock, "03-02", "1wd", "03-02..03-02 补正", counts_first=True).explain(days)
    assert brief(same) == [("03-02", "restart", None), ("03-03", "counted", 1)]
    twice = ledger(clock, "03-02", "1wd", "03-03..03-04 补正", "03-05..03-06 补正").explain(days)
    assert [kind for _, kind, _ in brief(twice)][:5] == ["void", "void", "void", "paused", "restart"]


def check_articles(clock: Any) -> None:
    days = calendar(clock)
    eighty_two = "行政许可法第八十二条"
    long = ledger(clock, "02-13", "2wd", "02-25..02-26", added=1, off=eighty_two).explain(days)
    licence, second = "Administrative Licensing Law art. 42", "Administrative Licensing Law art. 42(2)"
    start = ("起算日，当日不计", "民法典第二百零一条", "the day itself does not count", "Civil Code art. 201")
    assert told(long, "02-13") == start
    assert told(long, "02-14") == (
        "第1个工作日，调休上班（国办发明电〔2025〕7号）",
        "行政许可法第四十二条",
        "working day 1, make-up working day (国办发明电〔2025〕7号)",
        licence,
    )
    assert told(long, "02-24") == ("第2个工作日", "行政许可法第四十二条", "working day 2", licence)
    assert told(long, "02-15") == (
        "春节（国办发明电〔2025〕7号）",
        "行政许可法第八十二条",
        "Spring Festival (国办发明电〔2025〕7号)",
        "Administrative Licensing Law art. 82",
    )
    stopped = ("检测，不计（检测函）", "行政许可法第四十五条", "does not count: testing (检测函)")
    assert told(long, "02-25") == (*stopped, "Administrative Licensing Law art. 45")
    added = "行政许可法第四十二条第二款"
    assert told(long, "02-26") == ("第3个工作日（延长）", added, "working day 3 (extended)", second)
    whole = ledger(clock, "03-02", "2cd", added=2).explain(days)
    assert told(whole, "03-04")[0] == "第2日"
    assert told(whole, "03-05") == ("第3日（延长）", added, "day 3 (extended)", second)
    months = ledger(clock, "03-02", "1mo", added=1).explain(days)
    assert [told(months, day)[0] for day in ("04-02", "04-03")] == ["第31日", "第32日（延长）"]
    weekend = ("周末", "行政许可法第八十二条", "weekend", "Administrative Licensing Law art. 82")
    assert told(ledger(clock, "03-06", "1wd", off=eighty_two).explain(days), "03-07") == weekend
    rolled = ledger(clock, "03-02", "5cd").explain(days)
    assert told(rolled, "03-06")[0] == "第4日"
    assert told(rolled, "03-07") == (
        "第5日，逢周末，顺延",
        "民法典第二百零三条",
        "day 5, weekend: rolls on",
        "Civil Code art. 203",
    )
    assert told(rolled, "03-08")[::2] == ("周末，继续顺延", "weekend: rolls on")
    assert told(rolled, "03-09")[::2] == ("顺延到这个工作日", "rolls on to this working day")
    tail = ledger(clock, "09-21", "4cd").explain(days)[-4:]
    assert [line.reason_zh for line in tail] == [
        "第4日，逢中秋节，顺延",
        "中秋节，继续顺延",
        "中秋节，继续顺延",
        "顺延到这个工作日",
    ]
    assert tail[0].reason_en == "day 4, Mid-Autumn Festival: rolls on"
    made_up = ledger(clock, "02-07", "8cd").explain(days)
    assert told(ledger(clock, "02-24", "3cd", rolls=False).explain(days), "02-26")[0] == "第2日"
    assert told(made_up, "02-24")[0] == "顺延到这个工作日"
    ends = ledger(clock, "2024-02-07", "10cd").explain(days)[-1]  # on to a Sunday worked instead
    assert (ends.date, ends.reason_zh) == (d("2024-02-18"), "顺延到这个工作日")


def check_civil_law(clock: Any) -> None:
    days = clock.Calendar([clock.notice_from_data(notice_data(year)) for year in (2017, 2018, 2020, 2021)])
    whole = clock.Limit(1, clock.Unit.CALENDAR_DAY, "时限", "某某办法", "第一条")

    def cited(start: str) -> tuple[str, ...]:
        lines = clock.Ledger(whole, d(start)).explain(days)
        return lines[0].article, lines[1].article, lines[0].article_en, lines[-1].article_en

    old, general = "General Principles of the Civil Law art. 154", "General Provisions of the Civil Law art. 20"
    second, third = "民法通则第一百五十四条第二款", "民法通则第一百五十四条第三款"
    assert cited("2017-09-29")[0] == cited("2017-09-30")[0] == second
    assert cited("2017-09-30") == (second, third, f"{old}(2)", f"{old}(3)")  # on to 1 October, a holiday
    assert cited("2017-10-01") == ("民法总则第二百零一条", "民法总则第二百零三条", f"{general}1", f"{general}3")
    assert cited("2020-12-31") == ("民法总则第二百零一条", "民法总则第二百零三条", f"{general}1", f"{general}3")
    assert cited("2021-01-01") == (
        "民法典第二百零一条",
        "民法典第二百零三条",
        "Civil Code art. 201",
        "Civil Code art. 203",
    )


def check_days_off(clock: Any) -> None:
    days = calendar(clock)
    own = told(ledger(clock, "03-06", "1wd").explain(days), "03-07")
    assert (own[1], own[3]) == ("行政许可法第四十二条", "Administrative Licensing Law art. 42")
    back = ledger(clock, "03-10", "2wd", direction="before", off="行政处罚法第八十五条").explain(days)
    assert told(back, "03-08")[1::2] == ("行政处罚法第八十五条", "Administrative Penalty Law art. 85")
    assert told(ledger(clock, "03-10", "2wd", direction="before").explain(days), "03-08")[1] == own[1]
    order = {"region": "430281000000", "document": "醴政令〔2026〕2号", "reason": "防汛", "kind": "closed"}
    order |= {"first": "2026-03-10", "last": "2026-03-10", "ordered_on": "2026-03-09"}
    shut = clock.Calendar([clock.notice_from_data(notice_data(2026))], [], [clock.closure_from_data(order)])
    ordered = told(ledger(clock, "03-09", "1wd", off="行政许可法第八十二条").explain(shut), "03-10")
    assert ordered[:2] == ("防汛（醴政令〔2026〕2号）", "醴政令〔2026〕2号")
    assert ordered[2] == "closed by order (防汛, 醴政令〔2026〕2号)"
    assert "days off: closed by order (防汛) 1" in ledger(clock, "03-09", "1wd").sentence(shut, "en")
    plain = clock.Limit(1, clock.Unit.WORKING_DAY, "时限", "", "")
    assert told(clock.Ledger(plain, d("03-06")).explain(days), "03-07")[1::2] == ("", "")


def check_ends(clock: Any) -> None:
    days = calendar(clock)
    back = ledger(clock, "03-20", "7wd", direction="before", starts="听证举行").explain(days)
    assert told(back, "03-11")[::2] == ("第7个工作日", "working day 7")
    assert told(back, "03-20") == (
        "听证举行，当日不计",
        "民法典第二百零一条",
        "the day of the event does not count",
        "Civil Code art. 201",
    )
    plain = ledger(clock, "03-20", "7cd", direction="before").explain(days)
    assert told(plain, "03-20")[0] == "届时，当日不计"
    assert told(plain, "03-14")[::2] == ("第6日", "day 6")
    same = ledger(clock, "03-20", "0cd", direction="before", rolls=False)
    assert same.sentence(days) == "最迟在3月20日当天。"
    assert same.sentence(days, "en") == "No later than 2026-03-20."
    (end,) = ledger(clock, "01-31", "0md", fixed=(1, 31)).explain(days)
    assert (end.date, end.kind) == (d("2027-01-31"), "end")
    assert (end.reason_zh, end.article, end.reason_en) == ("期限日", "行政许可法第四十二条", "the day the law names")
    moment = datetime(2026, 9, 30, 10, tzinfo=clock.CHINA)
    start, end = clock.Ledger(limit(clock, "24h"), d("09-30"), moment=moment).explain(days)
    assert (start.date, start.kind, start.reason_zh, start.reason_en) == (
        d("09-30"), "start", "10:00起算", "from 10:00",
    )  # fmt: skip
    for outside in ("1800-01-01", "2007-12-31", "2049-12-31", "2050-01-01", "9999-12-31"):
        late = datetime.fromisoformat(f"{outside}T23:59").replace(tzinfo=clock.CHINA)
        never = clock.Ledger(limit(clock, "24h"), late.date(), moment=late)
        refused(clock, "只能计算 2008 至 2049 年", partial(never.due, days))
    assert (end.date, end.kind, end.reason_zh, end.reason_en) == (d("10-01"), "end", "10:00届满", "ends at 10:00")


def check_english(clock: Any) -> None:
    days = calendar(clock)

    def article(law: str, place: str) -> str:
        found = clock.Limit(1, clock.Unit.WORKING_DAY, "审批", law, place)
        return str(clock.Ledger(found, d("03-02")).explain(days)[1].article_en)

    assert article("行政许可法", "第三十二条第一款第四项") == "Administrative Licensing Law art. 32(1)(4)"
    assert article("行政许可法", "第四十二条第二款、第二十六条") == "Administrative Licensing Law art. 42(2), 26"
    assert article("民法典", "第二百一十条") == "Civil Code art. 210"
    assert article("行政复议法", "第二十条") == "Administrative Reconsideration Law art. 20"
    assert article("行政诉讼法", "第十条") == "Administrative Litigation Law art. 10"
    assert article("某某办法", "第一百零五条") == "某某办法 art. 105"
    assert article("某某办法", "") == "某某办法"
    assert article("某政1号", "（依据《民法典》第二百一十条）") == "某政1号 (under Civil Code art. 210)"
    assert (limit(clock, "20wd").citation_en, limit(clock, "20wd").text_en) == (
        "Administrative Licensing Law art. 42",
        "20 working days",
    )
    assert limit(clock, "0md", fixed=(1, 31)).text_en == "by 01-31 each year"
    promised = clock.Ledger(limit(clock, "20wd").promised(1), d("03-02")).explain(days)[1]
    assert promised.article_en == "promise in the service guide"
    lieu = clock.Calendar([]).day(d("2027-02-09"))
    line = clock.Line(d("2027-02-09"), "holiday", None, "行政许可法第八十二条", lieu.name, lieu.document)
    assert line.reason_en == "Spring Festival (day in lieu) (《全国年节及纪念日放假办法》)"
    closed = clock.Line(d("2026-07-21"), "closed", None, "行政许可法第八十二条", "台风停工", "通告")
    assert (closed.reason_zh, closed.reason_en) == ("台风停工（通告）", "closed by order (台风停工, 通告)")
    half = clock.Line(d("2026-07-21"), "half", 3, "行政许可法第四十二条", "妇女节")
    assert (half.reason_zh, half.reason_en) == ("第3个工作日，妇女节", "working day 3, 妇女节")


SENTENCES = [
    ("02-13", "1wd", [], "2月13日开始，当日不计；自次日起算1个工作日，调休上班1天照计，最后一天是2月14日。"),
    ("03-02", "0wd", [], "3月2日开始，当天就是最后一天。"),
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
    (
        "03-02",
        "5wd",
        ["03-04..03-06 补正", "03-09..03-11"],
        "3月2日开始，当日不计；自次日起算5个工作日，补正结束后自次日起重新计算，跳过周末4天，检测2天不计，最后一天是3月17日。",
    ),
    (
        "03-02",
        "5wd",
        ["03-04.. 补正"],
        "3月2日开始，当日不计；自次日起算5个工作日，自3月4日起中止计时，恢复后再定最后一天。",
    ),
]
ENGLISH = [
    (
        "02-13",
        "1wd",
        [],
        "From 2026-02-13, that day not counted: 1 working day, make-up days counted: 1, last day 2026-02-14.",
    ),
    ("03-02", "0wd", [], "From 2026-03-02: that day is the last."),
    (
        "03-02",
        "5cd",
        [],
        "From 2026-03-02, that day not counted: 5 days, rolled on from a day off, last day 2026-03-09.",
    ),
    (
        "03-02",
        "5wd",
        ["03-04..03-05", "03-09.."],
        (
            "From 2026-03-02, that day not counted: 5 working days, days off: weekend 2, testing: 1 day not counted, "
            "standing still since 2026-03-09; no last day until it goes on."
        ),
    ),
    (
        "03-02",
        "5wd",
        ["03-04..03-06 补正", "03-09..03-11"],
        (
            "From 2026-03-02, that day not counted, anew after correction: 5 working days, days off: weekend 4, "
            "testing: 2 days not counted, last day 2026-03-17."
        ),
    ),
]


def check_sentences(clock: Any) -> None:
    days = calendar(clock)
    for language, sentences in (("zh", SENTENCES), ("en", ENGLISH)):
        for start, text, pauses, said in sentences:
            assert ledger(clock, start, text, *pauses).sentence(days, language) == said
    longer = ledger(clock, "03-02", "5wd", added=3)
    assert longer.sentence(days) == (
        "3月2日开始，当日不计；自次日起算5个工作日，经批准延长3个工作日，跳过周末2天，最后一天是3月12日。"
    )
    assert longer.sentence(days, "en") == (
        "From 2026-03-02, that day not counted: 5 working days, extended by 3 working days, days off: weekend 2, "
        "last day 2026-03-12."
    )
    least = ledger(clock, "03-02", "5wd", bound="least")
    assert least.sentence(days).endswith("，至少到3月9日。")
    assert least.sentence(days, "en").endswith(", at least until 2026-03-09.")
    first = ledger(clock, "03-02", "5wd", counts_first=True)
    assert first.sentence(days) == "3月2日开始，自当日起算5个工作日，最后一天是3月6日。"
    assert first.sentence(days, "en") == "From 2026-03-02, that day counted: 5 working days, last day 2026-03-06."


def check_other_sentences(clock: Any) -> None:
    days = calendar(clock)
    back = ledger(clock, "02-27", "7wd", direction="before")
    assert back.sentence(days) == (
        "2月27日的7个工作日前，当日不计，向前倒推，跳过春节9天，调休上班1天照计，最迟2月11日。"
    )
    assert back.sentence(days, "en") == (
        "7 working days before 2026-02-27, that day not counted, days off: Spring Festival 9, make-up days counted: 1, "
        "no later than 2026-02-11."
    )
    far = ledger(clock, "02-15", "3mo", direction="before")
    assert far.sentence(days) == "2月15日的3个月前，当日不计，向前倒推，最迟2025年11月15日。"
    assert far.sentence(days, "en") == "3 months before 2026-02-15, that day not counted, no later than 2025-11-15."
    fixed = ledger(clock, "01-31", "0md", fixed=(1, 31))
    assert fixed.sentence(days) == "1月31日开始，每年1月31日前，最后一天是2027年1月31日。"
    assert fixed.sentence(days, "en") == "Due each year: the first day after 2026-01-31 is 2027-01-31."
    moment = datetime(2026, 9, 30, 10, tzinfo=clock.CHINA)
    hours = clock.Ledger(limit(clock, "24h"), d("09-30"), moment=moment)
    assert hours.sentence(days) == "2026年9月30日10:00开始，24小时后届满，即2026年10月1日10:00。"
    assert hours.sentence(days, "en") == "From 2026-09-30 10:00, 24 hours: ends 2026-10-01 10:00."
    lieu = ledger(clock, "2027-10-01", "2wd")
    assert "跳过国庆节2天、国庆节补假2天，" in lieu.sentence(days)
    assert "days off: National Day 2, National Day (day in lieu) 2," in lieu.sentence(days, "en")
