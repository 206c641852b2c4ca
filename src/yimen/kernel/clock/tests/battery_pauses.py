"""Plain dates of the law: pauses side by side, counting that begins anew, extensions."""

from functools import partial
from typing import Any

from .battery import calendar, d, ledger, pause, refused

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
    ("03-02", "0wd", ["03-02..03-05"], "03-05"),
    ("03-02", "0cd", ["03-02.."], None),
    # of different grounds: a day is left out once
    ("03-02", "20wd", ["03-10..03-17", "03-12..03-19 鉴定"], "04-09"),
    ("03-02", "20wd", ["03-10..03-17", "03-11..03-13 鉴定"], "04-07"),
    ("03-02", "20wd", ["03-10..03-17", "03-17..03-19 鉴定"], "04-09"),
    ("03-02", "15cd", ["03-10..03-14", "03-12..03-16 鉴定"], "03-23"),
    ("03-02", "15cd", ["03-10..03-16", "03-12..03-14 鉴定"], "03-23"),
    ("03-02", "20wd", ["03-10..03-17", "03-12.. 鉴定"], None),
    ("03-02", "20wd", ["03-10..", "03-12..03-19 鉴定"], None),
]
ANEW = [
    ("03-02", "20wd", ["03-04..03-09 补正"], 0, "04-07"),  # the 10th is the first that counts
    ("03-02", "20wd", ["03-04..03-09 补正"], 5, "04-14"),  # what was added counts anew with the rest
    ("03-02", "20wd", ["03-04..03-09 补正", "03-10..03-12"], 0, "04-09"),
    ("03-02", "20wd", ["03-03..03-04", "03-04..03-09 补正"], 0, "04-07"),
    ("03-02", "20wd", ["03-04..03-09 补正", "03-09..03-11"], 0, "04-08"),
    ("03-02", "20wd", ["03-04..03-09 补正", "03-10..03-16 补正"], 0, "04-14"),
    ("03-02", "20wd", ["03-02..03-02 补正"], 0, "03-30"),
    ("03-02", "20wd", ["03-10..03-10 补正"], 0, "04-08"),
    ("03-02", "15cd", ["03-04..03-09 补正"], 0, "03-24"),
    ("03-02", "1mo", ["03-04..03-09 补正"], 0, "04-09"),
    ("03-02", "20wd", ["03-04.. 补正"], 0, None),
    ("03-02", "20wd", ["03-04..03-09 补正", "03-20.. 补正"], 0, None),
    ("03-02", "20wd", ["03-04..03-09 补正", "04-07.."], 0, None),
]


def check_paused(clock: Any) -> None:
    days = calendar(clock)
    for start, text, pauses, end in PAUSED:
        found = ledger(clock, start, text, *pauses)
        assert found.due(days).date == (d(end) if end else None), (start, text, pauses)
        assert found.due(days).at is None or end
        standing = [one.partition(" ")[0].endswith("..") for one in pauses]
        assert found.paused is any(standing)
        assert len(found.standing) == sum(standing)
        assert found.restarted is None
        assert found.counts_from == d(start)
        if end is None:
            assert found.light_dates(days, clock.Thresholds()) == clock.LightDates(None, None)


def check_counting_anew(clock: Any) -> None:
    days = calendar(clock)
    for start, text, pauses, added, end in ANEW:
        found = ledger(clock, start, text, *pauses, added=added)
        assert found.due(days).date == (d(end) if end else None), (start, text, pauses)
    last = ledger(clock, "03-02", "20wd", "03-04..03-09 补正", "03-10..03-16 补正", "03-20..03-23")
    assert last.restarted == pause(clock, "03-10..03-16 补正")
    assert last.counts_from == d("03-16")
    assert ledger(clock, "03-02", "20wd", "03-04.. 补正").counts_from == d("03-02")


def check_pausing(clock: Any) -> None:
    days, found = calendar(clock), ledger(clock, "03-02", "20wd")
    begin = partial(pause, clock)
    assert found.pause(begin("03-10.."), days).pauses == (begin("03-10.."),)
    refused(clock, "行政许可法第四十五条、政府信息公开条例第三十条的事由：检测、鉴定、补正", lambda: found.pause(
        begin("03-10.. 拍卖"), days))  # fmt: skip
    bare = ledger(clock, "03-02", "20wd", grounds=())
    refused(clock, "行政许可法第四十二条没有规定期限“审批”可以中止", lambda: bare.pause(begin("03-10.."), days))
    refused(clock, "文书", lambda: clock.Pause(d("03-10"), None, "检测", " "))
    refused(clock, "3月1日早于起算日", lambda: found.pause(begin("03-01.."), days))
    refused(clock, "3月1日早于起算日", lambda: ledger(clock, "03-02", "20wd", "03-01..03-01", "03-05.."))
    refused(clock, "已于2026年3月30日届满，2026年3月31日不能再中止", lambda: found.pause(begin("03-31.."), days))
    assert found.pause(begin("03-30.."), days).due(days).date is None
    late = ledger(clock, "03-02", "20wd", "03-10..03-17")
    assert late.pause(begin("04-07.."), days).due(days).date is None
    refused(clock, "次序", lambda: ledger(clock, "03-02", "20wd", "03-10..03-11", "03-05..03-06"))
    assert late.pause(begin("03-05..03-06 鉴定"), days).pauses == (begin("03-05..03-06 鉴定"), begin("03-10..03-17"))
    stopped = found.pause(begin("03-10.."), days)
    refused(clock, "已经中止计时（检测）", lambda: stopped.pause(begin("03-11.."), days))
    refused(clock, "已经中止计时（检测）", lambda: stopped.pause(begin("03-11..03-12"), days))
    refused(clock, "早于上次恢复日2026年3月17日（检测）", lambda: late.pause(begin("03-16.."), days))
    refused(
        clock, "早于上次恢复日", lambda: ledger(clock, "03-02", "20wd", "03-05..03-20", "03-06..03-07 鉴定", "03-19..")
    )
    assert late.pause(begin("03-17.."), days).paused
    assert stopped.pause(begin("03-11.. 鉴定"), days).paused
    for pauses in (
        ["03-10..03-17", "03-16..03-20 补正"],
        ["03-10..03-17 补正", "03-16..03-20"],
        ["03-10.. 补正", "03-16.."],
        ["03-10..", "03-16.. 补正"],
        ["03-10..03-17", "03-11..03-12 鉴定", "03-16..03-18 补正"],
    ):
        refused(clock, "重叠", partial(ledger, clock, "03-02", "20wd", *pauses))
    assert pause(clock, "03-10..03-12").holds(d("03-10"))
    assert not pause(clock, "03-10..03-12").holds(d("03-12"))


def check_resuming(clock: Any) -> None:
    days = calendar(clock)
    stopped = ledger(clock, "03-02", "20wd", "03-10..")
    refused(clock, "没有中止", lambda: ledger(clock, "03-02", "20wd").resume(d("03-10")))
    refused(clock, "恢复日2026年3月9日早于中止日2026年3月10日", lambda: stopped.resume(d("03-09")))
    resumed = stopped.resume(d("03-17"))
    assert resumed.pauses == (pause(clock, "03-10..03-17"),)
    assert resumed.due(days).date == d("04-07")
    refused(clock, "没有中止", lambda: resumed.resume(d("03-18")))
    two = ledger(clock, "03-02", "20wd", "03-05..03-06", "03-10..", "03-11.. 鉴定")
    refused(clock, "检测、鉴定", lambda: two.resume(d("03-17")))
    refused(clock, "没有中止", lambda: two.resume(d("03-17"), "补正"))
    one = two.resume(d("03-17"), "鉴定")
    assert one.pauses == tuple(pause(clock, text) for text in ("03-05..03-06", "03-10..", "03-11..03-17 鉴定"))
    assert one.due(days).date is None
    assert one.resume(d("03-17")).due(days).date == d("04-08")
    told = clock.Pause(d("03-10"), None, "检测", "检测函", "约需5个工作日")
    assert ledger(clock, "03-02", "20wd").pause(told, days).resume(d("03-12")).pauses[0].told == "约需5个工作日"


def check_extending(clock: Any) -> None:
    days, found = calendar(clock), ledger(clock, "03-02", "20wd")

    def extend(one: Any, length: Any, on: str | None = "03-20", by: str = "局长", document: str = "延期通知") -> Any:
        return one.extend(clock.Extension(length, by, document, d(on) if on else None), days)

    longer = extend(found, 10)
    assert longer.due(days).date == d("04-14")
    assert longer.total == 30
    assert extend(found, 1).due(days).date == d("03-31")
    assert extend(found, 10, on="03-30").due(days).date == d("04-14")
    refused(clock, "已于2026年3月30日届满，2026年3月31日不能再延长", lambda: extend(found, 10, on="03-31"))
    refused(clock, "3月1日早于起算日", lambda: extend(found, 10, on="03-01"))
    refused(clock, "批准日期", lambda: extend(found, 10, on=None))
    refused(clock, "延长过一次，行政许可法第四十二条第二款", lambda: extend(longer, 1))
    for wrong in (0, 11, 2.5, True, "5"):
        refused(
            clock,
            f"不能延长 {wrong} 个工作日，行政许可法第四十二条第二款准许延长 1 至 10",
            partial(extend, found, wrong),
        )
    refused(clock, "批准人", lambda: extend(found, 5, by=" "))
    refused(clock, "批准人", lambda: extend(found, 5, document=""))
    refused(clock, "没有规定期限“审批”可以延长", lambda: extend(ledger(clock, "03-02", "20wd", extending=None), 5))
    twice = clock.Extending(5, "局长", "条例", "第一条", times=2)
    both = extend(extend(ledger(clock, "03-02", "20wd", extending=twice), 5), 3)
    assert both.due(days).date == d("04-10")
    refused(clock, "延长过2次", lambda: extend(both, 1))
    assert extend(ledger(clock, "03-02", "60cd"), 10).due(days).date == d("05-11")
    assert ledger(clock, "2025-11-30", "3mo", added=1).due(days).date == d("03-30")
    assert extend(ledger(clock, "03-02", "20wd", "03-10.."), 5, on="04-20").due(days).date is None
    refused(clock, "没有规定", lambda: extend(ledger(clock, "03-20", "7wd", direction="before"), 1, on="03-10"))
