"""Plain dates of the law: where limits end, how sure that is, and when the lights turn."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from .battery import calendar, d, ledger, limit, notice_data, pause, refused

DUE = [
    ("03-02", "20wd", "03-30"),
    ("02-25", "5wd", "03-03"),
    ("03-02", "0wd", "03-02"),
    ("03-01", "0wd", "03-02"),  # a Sunday: no day is the last that is off
    ("02-15", "0cd", "02-24"),
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
FIRST = [
    ("03-02", "5wd", [], "03-06"),
    ("03-01", "5wd", [], "03-06"),  # a Sunday would count, but is off
    ("03-02", "0wd", [], "03-02"),
    ("03-01", "0cd", [], "03-02"),
    ("03-02", "10cd", [], "03-11"),
    ("01-01", "1mo", [], "02-02"),  # 31 January is a Saturday
    ("2025-04-10", "1yr", [], "04-09"),
    ("03-02", "5wd", ["03-02..03-04"], "03-10"),
    ("03-02", "5cd", ["03-02..03-04"], "03-09"),  # the 8th is a Sunday
    ("03-02", "3cd", ["03-02..03-04"], "03-06"),
    ("03-02", "20wd", ["03-04..03-09 补正"], "04-07"),  # the day counting begins anew never counts
]
STAYS = [
    ("09-16", "15cd", [], "10-01"),
    ("03-02", "5cd", [], "03-07"),
    ("03-01", "0cd", [], "03-01"),
    ("2025-08-31", "5mo", [], "01-31"),
    ("03-02", "5cd", ["03-08.."], "03-07"),  # it ran out the day before
    ("03-02", "5cd", ["03-06..03-07"], "03-08"),
    ("03-02", "5wd", [], "03-09"),
]
BEFORE = [
    ("03-20", "7wd", "03-11"),
    ("02-27", "7wd", "02-11"),  # over 春节, with the Saturday worked before it
    ("10-12", "7wd", "09-24"),
    ("03-22", "1wd", "03-20"),
    ("03-20", "0wd", "03-20"),
    ("03-22", "0cd", "03-22"),
    ("10-31", "30cd", "10-01"),  # 国庆节, and stays: to roll on would cut the time short
    ("05-08", "7cd", "05-01"),
    ("05-31", "3mo", "02-28"),
    ("2026-02-15", "3mo", "2025-11-15"),
    ("2024-02-29", "1yr", "2023-02-28"),
]
FIXED = [
    ("01-01", (1, 31), "01-31"),  # a Saturday, and stays
    ("01-30", (1, 31), "01-31"),
    ("01-31", (1, 31), "2027-01-31"),
    ("02-10", (3, 31), "03-31"),
    ("04-01", (3, 31), "2027-03-31"),
]


def check_due(clock: Any) -> None:
    days = calendar(clock)
    for start, text, end in DUE:
        due = ledger(clock, start, text).due(days)
        assert (due.date, due.provisional) == (d(end), False), (start, text)
        assert due.at == datetime.combine(d(end), datetime.min.time(), clock.CHINA) + timedelta(1), (start, text)


def check_first_day_counts(clock: Any) -> None:
    days = calendar(clock)
    for start, text, pauses, end in FIRST:
        found = ledger(clock, start, text, *pauses, counts_first=True)
        assert found.due(days).date == d(end), (start, text, pauses)
        assert found.counts_first == (text[0] != "0" and "补正" not in "".join(pauses))
    refused(clock, "2007", lambda: ledger(clock, "2008-01-01", "5wd", counts_first=True).due(days))


def check_no_rolling(clock: Any) -> None:
    days = calendar(clock)
    for start, text, pauses, end in STAYS:
        found = ledger(clock, start, text, *pauses, rolls=False)
        assert found.due(days).date == d(end), (start, text, pauses)
    refused(clock, "2050", lambda: ledger(clock, "2049-12-20", "30cd", rolls=False).due(days))


def check_before(clock: Any) -> None:
    days = calendar(clock)
    for event, text, end in BEFORE:
        assert ledger(clock, event, text, direction="before").due(days).date == d(end), (event, text)
    refused(clock, "2007", lambda: ledger(clock, "2008-01-05", "30cd", direction="before").due(days))


def check_fixed(clock: Any) -> None:
    days = calendar(clock)
    for start, fixed, end in FIXED:
        due = ledger(clock, start, "0md", fixed=fixed).due(days)
        assert (due.date, due.provisional) == (d(end), False), (start, fixed)
    refused(clock, "2050", lambda: ledger(clock, "2049-06-01", "0md", fixed=(1, 31)).due(days))
    for wrong in ((2, 29), (4, 31), (13, 1), (0, 1), (1, 0)):
        refused(clock, "每年", partial(limit, clock, "0md", fixed=wrong))


def check_hours(clock: Any) -> None:
    days = calendar(clock)

    def hours(start: str, moment: datetime, count: int) -> Any:
        return clock.Ledger(limit(clock, f"{count}h"), d(start), moment=moment)

    evening = datetime(2026, 9, 30, 10, tzinfo=clock.CHINA)
    due = hours("09-30", evening, 24).due(days)  # 国庆节 counts like any day
    assert due == clock.Due(d("10-01"), provisional=False, at=evening + timedelta(1))
    assert due.at.isoformat() == "2026-10-01T10:00:00+08:00"
    late = datetime(2026, 12, 31, 10, tzinfo=clock.CHINA)
    assert hours("12-31", late, 24).doubts(days) == ((), ())  # whatever 2027 will be
    night = datetime(2026, 9, 30, 17, tzinfo=UTC)  # 01:00 the next day in Beijing
    assert hours("10-01", night, 5).due(days).date == d("10-01")
    assert hours("10-01", night, 23).due(days).date == d("10-02")
    assert hours("10-01", night, 22).due(days).date == d("10-01")
    assert [line.reason_zh for line in hours("10-01", night, 5).explain(days)] == ["01:00起算", "06:00届满"]
    assert "10月1日01:00开始，5小时后届满，即2026年10月1日06:00" in hours("10-01", night, 5).sentence(days)
    refused(clock, "不在起算日", lambda: hours("09-30", night, 5))
    refused(clock, "起算时刻", lambda: ledger(clock, "09-30", "5h"))
    refused(clock, "时区", lambda: hours("09-30", datetime(2026, 9, 30, 10), 5))  # noqa: DTZ001 - that is refused
    refused(clock, "起算时刻", lambda: clock.Ledger(limit(clock, "5wd"), d("09-30"), moment=evening))


def check_provisional(clock: Any) -> None:
    days = calendar(clock)
    sure = [
        ledger(clock, "12-20", "8wd"),
        ledger(clock, "12-20", "20wd", "12-25.."),
        ledger(clock, "2023-12-20", "15cd"),  # ends in 2024, whatever 2023 was
        ledger(clock, "12-10", "30cd", rolls=False),
        ledger(clock, "12-17", "14cd"),
        ledger(clock, "2027-01-10", "30cd", direction="before"),
        ledger(clock, "2027-01-10", "5cd", direction="before"),
        ledger(clock, "2026-12-31", "7wd", direction="before"),
        ledger(clock, "02-10", "0md", fixed=(1, 31)),
        ledger(clock, "2023-12-20", "20wd", "2024-01-05..2024-01-08 补正"),  # 2023 no longer counts
    ]
    moving = [
        ledger(clock, "12-20", "20wd"),
        ledger(clock, "2023-12-20", "20wd"),
        ledger(clock, "12-10", "30cd"),  # 9 January 2027 is a Saturday
        ledger(clock, "12-17", "15cd"),  # 1 January 2027 rolls on
        ledger(clock, "2026-12-15", "1mo"),
        ledger(clock, "2027-01-05", "5wd", direction="before"),
        ledger(clock, "2027-03-02", "0wd"),
    ]
    assert [found.due(days).provisional for found in sure] == [False] * len(sure)
    assert [found.due(days).provisional for found in moving] == [True] * len(moving)
    assert ledger(clock, "12-20", "20wd").due(days).date == d("2027-01-18")
    gap = clock.Calendar([clock.notice_from_data({**notice_data(2026), "off": [], "work": [], "year": year})
                          for year in (2026, 2028)])  # fmt: skip
    assert ledger(clock, "12-20", "300wd").due(gap).provisional  # neither end lies in 2027
    assert not ledger(clock, "12-20", "500cd").due(gap).provisional
    for found in moving:
        year = 2023 if found.start.year == 2023 else 2027
        assert found.sentence(days).endswith(f"（暂定：{year}年放假安排还没有公布，公布后重算）。")
        assert found.sentence(days, "en").endswith(f" (provisional: no notice of holidays yet for {year}).")
    assert not any("暂定" in found.sentence(days) or "provisional" in found.sentence(days, "en") for found in sure)


LIGHTS = [
    ("03-02", "20wd", [], (20, 1), "03-24", "03-31"),
    ("03-02", "5wd", [], (20, 1), "03-06", "03-10"),
    ("03-02", "5wd", [], (50, 3), "03-04", "03-10"),
    ("03-02", "0wd", [], (20, 1), "03-02", "03-03"),
    ("03-01", "0wd", [], (20, 0), "03-02", "03-03"),
    ("03-02", "10wd", [], (0, 0), "03-16", "03-17"),
    ("02-10", "60cd", [], (20, 1), "04-01", "04-14"),
    ("07-05", "90cd", [], (20, 1), "09-19", "10-09"),  # 95 days, with those it rolls on: 19 left
    ("03-06", "1cd", [], (20, 1), "03-06", "03-10"),
    ("03-07", "1cd", [], (20, 1), "03-07", "03-10"),
    ("03-02", "3cd", [], (20, 1), "03-04", "03-06"),
    ("03-02", "33wd", [], (3, 0), "04-17", "04-18"),
    ("03-02", "33cd", [], (3, 0), "04-06", "04-08"),
    ("03-02", "20wd", ["03-26..04-01"], (20, 1), "03-24", "04-04"),
    ("03-02", "20wd", ["03-06..03-16 补正"], (20, 1), "04-08", "04-15"),
    ("07-05", "90cd", ["07-10..07-20"], (20, 1), "09-25", "10-14"),
    ("03-02", "10cd", ["03-11..03-16"], (20, 1), "03-10", "03-18"),  # days of a pause are not left
    ("03-02", "10cd", ["03-05..03-16"], (80, 0), "03-04", "03-24"),
    ("03-02", "10cd", ["03-03..03-06 补正", "03-20.."], (20, 1), "03-13", "03-17"),
    ("03-02", "10cd", ["03-03..03-04", "03-06..03-20 补正"], (50, 0), "03-25", "03-31"),
    ("04-15", "6mo", [], (20, 1), "09-09", "10-16"),
]


def check_lights(clock: Any) -> None:
    days, usual = calendar(clock), clock.Thresholds()
    assert usual == clock.Thresholds(percent=20, least=1)
    for start, text, pauses, (percent, least), yellow, red in LIGHTS:
        found = ledger(clock, start, text, *pauses).light_dates(days, clock.Thresholds(percent, least))
        assert found == clock.LightDates(d(yellow), d(red)), (start, text, pauses)
    longer = ledger(clock, "03-02", "20wd", added=10).light_dates(days, usual)
    assert longer == clock.LightDates(d("04-03"), d("04-15"))
    for event, text, least, yellow, red in (
        ("03-20", "7wd", 1, "03-10", "03-12"),
        ("03-20", "7wd", 3, "03-06", "03-12"),
        ("10-31", "30cd", 1, "09-29", "10-02"),  # 1 October is off, so the 30th is what is left
    ):
        found = ledger(clock, event, text, direction="before").light_dates(days, clock.Thresholds(20, least))
        assert found == clock.LightDates(d(yellow), d(red)), (event, text)
    fixed = ledger(clock, "01-01", "0md", fixed=(1, 31)).light_dates(days, usual)
    assert fixed == clock.LightDates(d("01-25"), d("02-01"))
    first = ledger(clock, "03-02", "10cd", counts_first=True).light_dates(days, usual)
    assert first == clock.LightDates(d("03-09"), d("03-12"))
    moment = datetime(2026, 3, 2, 10, tzinfo=clock.CHINA)
    hours = clock.Ledger(limit(clock, "240h"), d("03-02"), moment=moment).light_dates(days, usual)
    assert hours == clock.LightDates(d("03-10"), d("03-13"))
    for paused in ("03-10..", "03-10.. 补正"):
        assert ledger(clock, "03-02", "20wd", paused).light_dates(days, usual) == clock.LightDates(None, None)
    assert [light.value for light in clock.Light] == ["green", "yellow", "red", "grey", "blue"]
    assert [light.name_zh for light in clock.Light] == ["正常", "临近期限", "超期", "中止计时", "提前办结"]


def check_borders(clock: Any) -> None:
    days = calendar(clock)
    for pauses in (["03-10..9999-12-31"], ["9999-12-30..9999-12-31"]):
        refused(clock, "9999", partial(ledger(clock, "03-02", "20wd", *pauses).due, days))
    refused(clock, "9999", lambda: ledger(clock, "03-02", "20cd", "03-10..9999-12-31").due(days))
    refused(clock, "2007", lambda: ledger(clock, "2007-12-31", "0wd").due(days))
    refused(clock, "9999", lambda: ledger(clock, "9999-12-31", "5cd").due(days))
    refused(clock, "1 年", lambda: ledger(clock, "0001-01-01", "5wd", counts_first=True).due(days))
    refused(clock, "9999", lambda: ledger(clock, "03-02", "5wd").pause(pause(clock, "9999-12-30.."), days))
