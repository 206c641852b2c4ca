"""Plain words of the law: what a limit may say, what may be promised on it, and how it is kept as data."""

import json
from datetime import datetime
from functools import partial
from typing import Any

from .battery import calendar, d, ledger, limit, pause, refused


def check_units(clock: Any) -> None:
    assert [unit.value for unit in clock.Unit] == ["h", "wd", "cd", "mo", "yr", "md"]
    plain = [unit for unit in clock.Unit if unit is not clock.Unit.DATE]
    assert [clock.Limit(2, unit, "审批", "", "").text for unit in plain] == [
        "2小时",
        "2个工作日",
        "2日",
        "2个月",
        "2年",
    ]
    assert limit(clock, "0md", fixed=(3, 31)).text == "每年3月31日前"
    assert [unit.name_en for unit in clock.Unit] == ["hours", "working days", "days", "months", "years", ""]
    assert clock.Unit.DATE.name_zh == "前"
    for most, unit in zip((10_000, 3_000, 6_000, 240, 20), plain, strict=True):
        assert clock.Limit(most, unit, "审批", "", "").length == most
        refused(clock, f"0 至 {most} ", partial(clock.Limit, most + 1, unit, "审批", "", ""))
    refused(clock, "0 至 0 ", partial(clock.Limit, 1, clock.Unit.DATE, "年报", "", "", fixed=(1, 31)))
    for length in (-1, True, 1.5, "5"):
        refused(clock, f"时限“{length}”", partial(clock.Limit, length, clock.Unit.WORKING_DAY, "审批", "", ""))


def check_limits(clock: Any) -> None:
    found = limit(clock, "20wd")
    assert found.source == "行政许可法第四十二条"
    assert (found.direction, found.bound, found.counts_first, found.rolls) == ("after", "most", False, True)
    assert found.ground("补正").source == "政府信息公开条例第三十条"
    assert found.ground("补正").effect == "restart"
    assert found.extending.source == "行政许可法第四十二条第二款"
    silence = clock.Silence("accepted", "视为受理", "行政许可法", "第三十二条第一款第四项")
    assert silence.source == "行政许可法第三十二条第一款第四项"
    refused(clock, "suspend 或 restart", lambda: clock.Ground("补正", "restrat", "条例", "第三十条"))
    for length, times in ((0, 1), (6_001, 1), (5, 0), (5, 10)):
        refused(clock, "1 以上的整数", partial(clock.Extending, length, "局长", "条例", "第一条", times))
    twice = (clock.Ground("检测", "suspend", "法", "条"), clock.Ground("检测", "restart", "法", "条"))
    refused(clock, "同名", lambda: limit(clock, "20wd", grounds=twice))
    refused(clock, "方向“back”", lambda: limit(clock, "20wd", direction="back"))
    refused(clock, "界限“less”", lambda: limit(clock, "20wd", bound="less"))
    refused(clock, "写明月和日", lambda: limit(clock, "0md"))
    refused(clock, "写明月和日", lambda: limit(clock, "20wd", fixed=(1, 31)))
    ground, rule = found.grounds[:1], found.extending
    for more in ({"grounds": ground}, {"extending": rule}):
        refused(clock, "向前倒推", partial(limit, clock, "7wd", direction="before", **more))
        refused(clock, "没有中止和延长", partial(limit, clock, "24h", **more))
        refused(clock, "没有中止和延长", partial(limit, clock, "0md", fixed=(1, 31), **more))
    refused(clock, "向前倒推", lambda: limit(clock, "24h", direction="before"))
    refused(clock, "向前倒推", lambda: limit(clock, "0md", direction="before", fixed=(1, 31)))


def check_fewer(clock: Any) -> None:
    """Grounds that a place took away are refused by its document, in a promise too, and through its data."""
    fewer = limit(clock, "20wd", grounds=(clock.Ground("检测", "suspend", "许可法", "第四十五条"),), fewer="某政1号")
    none = limit(clock, "20wd", grounds=(), fewer="某政1号")
    for one in (fewer, fewer.promised(5), clock.limit_from_data(clock.limit_to_data(fewer))):
        refused(clock, "某政1号只保留了许可法第四十五条的这些事由：检测。", partial(one.ground, "听证"))
    refused(clock, "某政1号没有规定期限“审批”可以中止", partial(none.ground, "听证"))
    assert clock.Ground("检测", "suspend", "许可法", "第四十五条").citation == "《许可法》第四十五条"


def check_promises(clock: Any) -> None:
    found = limit(clock, "20wd", id="xk.decide", starts="受理", rolls=False, silence=clock.Silence("a", "b", "c", "d"))
    promised = found.promised(7)
    assert (promised.length, promised.unit, promised.name_zh) == (7, clock.Unit.WORKING_DAY, "承诺时限")
    assert (promised.source, promised.id, promised.starts) == ("办事指南承诺时限", "", "受理")
    assert (promised.rolls, promised.silence) == (True, None)
    assert (promised.grounds, promised.extending) == (found.grounds, found.extending)
    assert clock.Ledger(promised, d("03-02"), (pause(clock, "03-04..03-09 补正"),)).due(
        calendar(clock)
    ).date == d("03-18")  # fmt: skip
    for text, most in (("20wd", 20), ("15cd", 10), ("7cd", 5), ("2mo", 32), ("1yr", 240), ("48h", 0), ("0wd", 0)):
        assert limit(clock, text).promised(most).length == most
        refused(clock, f"{most + 1} 个工作日比法定时限", partial(limit(clock, text).promised, most + 1))
    assert limit(clock, "15cd").promised(5).extending is None
    # Days off: by the limit's own article, by the one that says so for the whole law, or by none where it has no days.
    assert (found.days_off, promised.days_off) == ("行政许可法第四十二条", "行政许可法第四十二条")
    other = limit(clock, "20wd", off="行政处罚法第八十五条")
    assert (other.days_off, other.promised(5).off) == ("行政处罚法第八十五条", "行政处罚法第八十五条")
    assert limit(clock, "15cd").promised(5).days_off == "办事指南承诺时限"
    refused(clock, "不是办理期限", lambda: limit(clock, "7wd", direction="before").promised(5))
    refused(clock, "不是办理期限", lambda: limit(clock, "30cd", bound="least").promised(5))
    refused(clock, "不是办理期限", lambda: limit(clock, "0md", fixed=(1, 31)).promised(0))
    refused(clock, "时限“-1”", lambda: found.promised(-1))


def check_data(clock: Any) -> None:
    plain = ledger(clock, "03-02", "20wd", grounds=(), extending=None)
    assert clock.ledger_to_data(plain) == {
        "limit": [20, "wd", "审批", "行政许可法", "第四十二条"],
        "start": "2026-03-02",
    }
    full = ledger(
        clock,
        "03-02",
        "20wd",
        "03-10..03-17",
        id="xk.decide",
        starts="受理",
        counts_first=True,
        rolls=False,
        off="行政许可法第八十二条",
        bound="least",
        silence=clock.Silence("accepted", "视为受理", "行政许可法", "第三十二条"),
        extending=clock.Extending(10, "负责人", "行政许可法", "第四十二条", 2),
    )
    full = full.extend(clock.Extension(5, "局长", "延期通知", d("03-20")), calendar(clock))
    full = full.pause(clock.Pause(d("03-20"), None, "鉴定", "鉴定函", "约需5个工作日"), calendar(clock))
    assert clock.ledger_to_data(full) == {
        "limit": [20, "wd", "审批", "行政许可法", "第四十二条"],
        "id": "xk.decide",
        "bound": "least",
        "starts": "受理",
        "counts_first": True,
        "rolls": False,
        "off": "行政许可法第八十二条",
        "grounds": [
            [["检测", "鉴定"], "suspend", "行政许可法", "第四十五条"],
            [["补正"], "restart", "政府信息公开条例", "第三十条"],
        ],
        "extending": [10, "负责人", "行政许可法", "第四十二条", 2],
        "silence": ["accepted", "视为受理", "行政许可法", "第三十二条"],
        "start": "2026-03-02",
        "pauses": [
            ["2026-03-10", "2026-03-17", "检测", "检测函", ""],
            ["2026-03-20", None, "鉴定", "鉴定函", "约需5个工作日"],
        ],
        "extensions": [[5, "局长", "延期通知", "2026-03-20"]],
    }
    moment = datetime(2026, 9, 30, 10, tzinfo=clock.CHINA)
    timed = clock.Ledger(limit(clock, "24h"), d("09-30"), moment=moment)
    assert clock.ledger_to_data(timed)["moment"] == "2026-09-30T10:00:00+08:00"
    undated = ledger(clock, "03-02", "20wd", added=5)
    fixed, back = ledger(clock, "03-02", "0md", fixed=(1, 31)), ledger(clock, "03-20", "7wd", direction="before")
    assert clock.limit_to_data(fixed.limit)["fixed"] == [1, 31]
    assert clock.limit_to_data(back.limit)["direction"] == "before"
    for found in (plain, full, timed, undated, fixed, back):
        assert clock.ledger_from_data(json.loads(json.dumps(clock.ledger_to_data(found)))) == found
        assert clock.limit_from_data(json.loads(json.dumps(clock.limit_to_data(found.limit)))) == found.limit
    data = clock.ledger_to_data(full)
    data["pauses"].reverse()
    refused(clock, "中止", lambda: clock.ledger_from_data(data))
