"""What a place may say beside the length: only what makes a limit stricter, in each respect, and only of duties."""

from datetime import date, timedelta
from typing import Any

import pytest

from yimen.contexts.limits.api import LimitRefused, Question, history, limit, reckon
from yimen.kernel.clock import ClockError, limit_from_data, limit_to_data

from .conftest import LILING, TODAY, ZHUZHOU, Office

TOMORROW = TODAY + timedelta(1)


def at(code: str, region: str = LILING, on: date = TOMORROW) -> Any:
    return limit(code=code, on=on, region=region).limit


def names(code: str, region: str = LILING, on: date = TOMORROW) -> list[str]:
    return [one.name for one in at(code, region, on).grounds]


STRICTER: list[tuple[str, dict[str, Any], Any]] = [
    (
        "xk.decide",
        {"grounds": ["听证", "检测"]},
        lambda one: [two.name for two in one.grounds] == ["听证", "检测"],
    ),
    ("xk.decide", {"grounds": []}, lambda one: one.grounds == ()),
    ("xk.decide", {"extension": {"length": 5, "times": 1}}, lambda one: one.extending.length == 5),
    ("xk.decide", {"extension": None}, lambda one: one.extending is None),
    ("xk.decide", {"counts_first": True}, lambda one: one.counts_first),
    ("xf.finish", {"rolls": False}, lambda one: not one.rolls),
]


@pytest.mark.parametrize(("code", "change", "holds"), STRICTER)
def test_a_place_may_be_stricter_in_each_respect(office: Office, code: str, change: dict[str, Any], holds: Any) -> None:
    before = at(code)
    rule = office.publish(code, change=change)
    assert holds(rule.limit)
    assert holds(at(code))
    assert not holds(before)
    assert (at(code).length, at(code).unit) == (before.length, before.unit)
    assert at(code, ZHUZHOU) == before
    assert rule.limit.law == "醴政办发〔2026〕1号"


LAXER: list[tuple[str, dict[str, Any], str, str]] = [
    ("xk.decide", {"grounds": ["听证", "疫情"]}, "grounds", "“疫情”不是"),
    ("xk.decide", {"extension": {"length": 11, "times": 1}}, "extension", "至多 10个工作日、1 次"),
    ("xk.decide", {"extension": {"length": 10, "times": 2}}, "extension", "至多 10个工作日、1 次"),
    ("xk.decide", {"extension": {"length": 5, "times": 1, "by": "窗口负责人"}}, "extension", "由谁批准"),
    ("xk.deliver", {"extension": {"length": 1, "times": 1}}, "extension", "不能增加延长"),
    ("xf.finish", {"counts_first": False, "rolls": True, "length": 61}, "length", "只能更短"),
    ("xk.decide", {"counts_first": 1}, "counts_first", "应为是或否"),
    ("xk.decide", {"starts": "受理后第三天"}, "starts", "起算"),
    ("xk.decide", {"direction": "before"}, "direction", "方向"),
    ("xk.decide", {"bound": "least"}, "bound", "界限"),
    ("xk.decide", {"binds": "party"}, "binds", "约束谁"),
    ("xk.decide", {"silence": None}, "silence", "逾期后果"),
    ("xk.decide", {"unit": "cd"}, "unit", "单位"),
    ("jc.public_comment", {"counts_first": True}, "counts_first", "不是办理期限"),
    ("jc.public_comment", {"rolls": False}, "rolls", "不是办理期限"),
    ("xk.hearing.notify", {"grounds": []}, "grounds", "不是办理期限"),
]


@pytest.mark.parametrize(("code", "change", "field", "words"), LAXER)
def test_what_would_lengthen_is_refused_by_name(
    office: Office, code: str, change: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(LimitRefused, match=words) as caught:
        office.publish(code, change=change)
    assert caught.value.field == field
    assert len(history(code=code)) == 1


def test_below_a_place_that_dropped_a_ground_none_may_bring_it_back(office: Office) -> None:
    office.publish("xk.decide", region=ZHUZHOU, change={"grounds": ["听证"], "counts_first": True})
    with pytest.raises(LimitRefused, match="检测"):
        office.publish("xk.decide", change={"grounds": ["听证", "检测"]})
    with pytest.raises(LimitRefused, match="期限就更长"):
        office.publish("xk.decide", change={"counts_first": False})
    office.publish("xk.decide", change={"length": 9})
    assert (names("xk.decide"), at("xk.decide").counts_first, at("xk.decide").length) == (["听证"], True, 9)


def test_each_respect_gives_way_by_itself_when_the_law_gets_stricter(office: Office) -> None:
    office.publish("xk.decide", change={"length": 15, "grounds": ["听证"], "extension": {"length": 8, "times": 1}})
    law = {"length": 10, "extension": {"length": 5, "by": "负责人", "article": "第四十二条"}}
    office.publish("xk.decide", region="", change=law, valid_from=date(2027, 7, 1))
    then = at("xk.decide", on=date(2027, 7, 1))
    assert (then.length, then.extending.length, names("xk.decide", on=date(2027, 7, 1))) == (10, 5, ["听证"])
    office.publish("xk.decide", region="", change={"extension": None}, valid_from=date(2028, 7, 1))
    assert at("xk.decide", on=date(2028, 7, 1)).extending is None


def test_a_version_may_have_a_last_day(office: Office) -> None:
    last = date(2027, 3, 31)
    office.publish("xk.decide", change={"length": 15}, valid_to=last)
    assert [at("xk.decide", on=day).length for day in (TOMORROW, last, last + timedelta(1))] == [15, 15, 20]
    with pytest.raises(LimitRefused, match="早于施行日期") as caught:
        office.publish("xk.deliver", change={"length": 5}, valid_to=TODAY)
    assert caught.value.field == "valid_to"


def test_the_country_may_change_every_respect_but_the_law(office: Office) -> None:
    change = {
        "starts": "收到申请",
        "counts_first": True,
        "article": "第九十九条",
        "extension": None,
        "ground": [{"names": ["公示"], "effect": "restart", "article": "第三条"}],
        "silence": {"effect": "granted", "words": "视为准予", "article": "第五十条第二款"},
    }
    office.publish("xk.decide", region="", change=change, valid_from=date(2027, 7, 1))
    then = at("xk.decide", on=date(2027, 7, 1))
    assert (then.starts, then.counts_first, then.article, then.extending) == ("收到申请", True, "第九十九条", None)
    assert [(one.name, one.effect) for one in then.grounds] == [("公示", "restart")]
    assert (then.silence.effect, then.silence.article) == ("granted", "第五十条第二款")
    assert at("xk.decide").silence is None
    with pytest.raises(LimitRefused, match="没有改变"):
        office.publish("xk.decide", region="", change={"counts_first": True}, valid_from=date(2027, 8, 1))
    with pytest.raises(LimitRefused, match="“事由”应有这些项"):
        office.publish("xk.decide", region="", change={"ground": [{"names": []}]}, valid_from=date(2027, 8, 1))


def _asked(**more: Any) -> str:
    """Returns how a question about deciding a licence in the place is refused."""
    with pytest.raises(ClockError) as refused:
        reckon(question=Question(start=TOMORROW, region=LILING, code="xk.decide", **more))
    return str(refused.value)


def test_a_refusal_cites_the_place_s_document_where_the_law_would_allow_it(office: Office) -> None:
    kept = [name for name in names("xk.decide") if name != "听证"]
    pause = (TOMORROW, TOMORROW + timedelta(2))
    assert "听证" not in _asked(added=11)
    rule = office.publish("xk.decide", change={"grounds": kept, "extension": {"length": 5, "times": 1}})
    assert "醴政办发〔2026〕1号（依据《行政许可法》第四十二条第一款）准许延长 1 至 5 个工作日" in _asked(added=10)
    assert "醴政办发〔2026〕1号只保留了行政许可法第四十五条的这些事由：招标" in _asked(
        grounds=("听证",), pauses=(pause,)
    )
    assert "行政许可法第四十五条" in rule.limit.ground("检测").source  # what is kept is the law's
    assert limit_from_data(limit_to_data(rule.limit)) == rule.limit


def test_a_place_below_cites_who_shortened_what(office: Office) -> None:
    office.publish("xk.decide", region=ZHUZHOU, change={"extension": {"length": 8, "times": 1}}, document="株政1号")
    office.publish("xk.decide", change={"extension": {"length": 5, "times": 1}}, document="醴政2号")
    assert "醴政2号（依据《行政许可法》第四十二条第一款）准许延长 1 至 5 个" in _asked(added=6)


def test_a_place_that_keeps_no_ground_is_named(office: Office) -> None:
    office.publish("xk.decide", change={"grounds": []})
    assert "醴政办发〔2026〕1号没有规定" in _asked(grounds=("听证",), pauses=((TOMORROW, None),))
