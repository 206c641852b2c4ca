"""Publishing: what is refused, and how versions follow each other."""

from datetime import date
from typing import Any

import pytest

from yimen.contexts.catalogue.api import (
    Change,
    ItemRefused,
    NoSuchItem,
    browse,
    cancel,
    guide,
    history,
    load_items,
    publish,
)
from yimen.contexts.journal.api import Act, trail

from .conftest import ADDED, START

LATER = date(2026, 6, 1)
RENEWED = Change(kind="变更", reason="压缩时限", document="醴政发〔2026〕8号")
ENDED = Change(kind="取消", reason="国务院取消", document="国发〔2026〕3号")


@pytest.fixture
def item(items: list[dict[str, Any]]) -> dict[str, Any]:
    """The first of the highway bureau's reviews."""
    return items[0]


def _set(item: dict[str, Any], path: str, value: object) -> None:
    *way, last = path.split(".")
    for step in way:
        item = item[step]
    if value is None:
        del item[last]
    else:
        item[last] = value


@pytest.mark.req("CAT-006")
@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        ("name", "", "事项名称"),
        ("name", None, "事项名称"),
        ("conditions", [], "办理条件"),
        ("form.materials", [], "申请材料"),
        ("procedure_key", "", "办理流程"),
        ("promised", None, "承诺时限"),
        ("statutory", None, "法定时限"),
    ],
)
def test_an_item_without_its_mandatory_parts_is_not_published(
    ground: None, act: Act, item: dict[str, Any], path: str, value: object, named: str
) -> None:
    _set(item, path, value)
    with pytest.raises(ItemRefused, match=f"“{named}”"):
        publish(act=act, item=item, valid_from=START, change=ADDED)
    assert browse(on=START)[1] == 0


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("code", "1" * 31, "实施编码"),
        ("type", "公共服务", "编码表示“行政许可”"),
        ("region", "430203", "区划"),
        ("region", "430281", "430281000000"),
        ("region", "430281102000", "行使层级 4"),
        ("unit", "11430281MB99001296", "实施机关"),
        ("centre", "11430281MB99001296", "受理窗口"),
        ("promised", 0, "1 个工作日以上"),
        ("promised", "10", "应是整数"),
        ("promised", True, "应是整数"),
        ("statutory", {"days": 20, "unit": "weeks", "law": "a", "article": "b"}, "法定时限"),
        ("statutory", {"days": True, "unit": "wd", "law": "a", "article": "b"}, "法定时限"),
        ("statutory", {"days": 20, "unit": "wd", "law": 5, "article": "b"}, "法定时限"),
        ("statutory", {"days": -1, "unit": "wd", "law": "a", "article": "b"}, "法定时限"),
        ("statutory", {"days": 20, "unit": "wd", "law": "a"}, "法定时限"),
        ("audience", ["企业"], "服务对象"),
        ("audience", [], "服务对象"),
        ("themes", [" "], "主题"),
        ("life_events", ["长" * 41], "日常说法.*不超过 40 个字"),
        ("events", ["出生", "挖路"], "适用的人生事件.*没有“挖路”.*请从中选择：出生"),
        ("name", "事\x00项", "不含控制字符"),
        ("online", "不见面", "全程网办"),
        ("basis", [], "设定依据"),
        ("basis", [{"law": "公路法"}], "法律、条款、条文内容"),
        ("fees", "免费", "应是列表"),
        ("form.sections", [], "申请表"),
        ("form.title", None, "申请表"),
        ("instant", True, "当场办结"),
        ("demo", ["colour"], "colour"),
        ("colour", "red", "不认识"),
        ("name", "长" * 121, "最多 120 个字"),
    ],
)
def test_a_wrong_field_is_named(
    ground: None, act: Act, item: dict[str, Any], path: str, value: object, said: str
) -> None:
    _set(item, path, value)
    with pytest.raises(ItemRefused, match=said):
        publish(act=act, item=item, valid_from=START, change=ADDED)


@pytest.mark.parametrize(("unit", "days", "most"), [("wd", 20, 20), ("cd", 20, 14), ("mo", 1, 16), ("yr", 1, 240)])
def test_a_promise_is_never_longer_than_the_law(
    ground: None, act: Act, item: dict[str, Any], unit: str, days: int, most: int
) -> None:
    item["statutory"] = {"days": days, "unit": unit, "law": "行政许可法", "article": "第四十二条"}
    item["promised"] = most + 1
    with pytest.raises(ItemRefused, match="超过法定时限（《行政许可法》第四十二条"):
        publish(act=act, item=item, valid_from=START, change=ADDED)
    item["promised"] = most
    assert publish(act=act, item=item, valid_from=START, change=ADDED).promised == most


@pytest.mark.req("CAT-004")
def test_versions_follow_each_other_and_any_past_day_can_be_read(ground: None, act: Act, item: dict[str, Any]) -> None:
    code = item["code"]
    publish(act=act, item=item, valid_from=START, change=ADDED)
    first = guide(code=code, on=date(2026, 5, 31))
    item["promised"] = 7
    publish(act=act, item=item, valid_from=LATER, change=RENEWED)
    assert guide(code=code, on=date(2026, 5, 31)).promised == first.promised == 10
    assert guide(code=code, on=LATER).promised == 7
    assert [each.version for each in browse(on=date(2026, 5, 31))[0]] == [1]
    assert [each.version for each in browse(on=LATER)[0]] == [2]
    cancel(act=act, code=code, last_day=date(2026, 8, 31), change=ENDED)
    assert guide(code=code, on=date(2026, 8, 31)).status == "在用"
    with pytest.raises(NoSuchItem, match="自 2026-09-01 起取消（国发〔2026〕3号），最后有效日为 2026-08-31"):
        guide(code=code, on=date(2026, 9, 1))
    assert browse(on=date(2026, 9, 1))[1] == 0
    newest, oldest = history(code=code)
    assert (newest.change, newest.ending, oldest.change, oldest.ending) == (RENEWED, ENDED, ADDED, None)
    assert newest.differences == ("承诺时限",)
    assert (oldest.guide.valid_from, oldest.guide.valid_to) == (START, date(2026, 5, 31))
    assert (newest.guide.status, oldest.guide.status) == ("已取消", "已更新")


@pytest.mark.req("CAT-004")
def test_a_change_of_law_and_of_materials_is_told_apart(ground: None, act: Act, item: dict[str, Any]) -> None:
    publish(act=act, item=item, valid_from=START, change=ADDED)
    item["form"]["materials"].pop()
    item["basis"].pop()
    publish(act=act, item=item, valid_from=LATER, change=RENEWED)
    item["form"]["sections"].pop()
    item["form"]["materials"][3].pop("when")
    publish(act=act, item=item, valid_from=LATER, change=RENEWED)
    third, second, _ = history(code=item["code"])
    assert set(second.differences) == {"设定依据", "申请材料"}
    assert set(third.differences) == {"申请表", "申请材料"}


def test_a_version_replaced_on_its_own_first_day_was_never_in_force(
    ground: None, act: Act, item: dict[str, Any]
) -> None:
    publish(act=act, item=item, valid_from=START, change=ADDED)
    item["promised"] = 7
    publish(act=act, item=item, valid_from=START, change=RENEWED)
    assert guide(code=item["code"], on=START).promised == 7
    assert browse(on=START)[1] == 1


def test_what_is_the_same_is_no_new_version_and_what_is_earlier_is_refused(
    ground: None, act: Act, item: dict[str, Any]
) -> None:
    one = publish(act=act, item=item, valid_from=LATER, change=ADDED)
    assert publish(act=act, item=item, valid_from=date(2026, 7, 1), change=RENEWED) == one
    item["promised"] = 7
    with pytest.raises(ItemRefused, match="早于第 1 版"):
        publish(act=act, item=item, valid_from=START, change=RENEWED)
    with pytest.raises(NoSuchItem, match="自2026年6月1日起"):
        guide(code=item["code"], on=START)


def test_a_cancelled_item_can_be_taken_up_again(ground: None, act: Act, item: dict[str, Any]) -> None:
    publish(act=act, item=item, valid_from=START, change=ADDED)
    cancel(act=act, code=item["code"], last_day=date(2026, 3, 31), change=ENDED)
    again = publish(act=act, item=item, valid_from=LATER, change=Change("承接", "上级下放", "湘政发〔2026〕5号"))
    assert again.version == 2
    assert guide(code=item["code"], on=LATER).version == 2
    with pytest.raises(NoSuchItem, match="取消"):
        guide(code=item["code"], on=date(2026, 4, 15))


@pytest.mark.parametrize(
    ("code", "last_day", "change", "said"),
    [
        ("", date(2026, 8, 1), Change("取消", "r", ""), "文号"),
        ("0" * 31, date(2026, 8, 1), ENDED, "不存在"),
        ("", date(2025, 8, 1), ENDED, "早于"),
        ("", date(2026, 8, 1), Change("废了", "r", "d"), "没有“废了”"),
    ],
)
def test_a_cancellation_must_be_right(
    ground: None, act: Act, item: dict[str, Any], code: str, last_day: date, change: Change, said: str
) -> None:
    publish(act=act, item=item, valid_from=START, change=ADDED)
    with pytest.raises(ItemRefused, match=said):
        cancel(act=act, code=code or item["code"], last_day=last_day, change=change)
    assert guide(code=item["code"], on=LATER).status == "在用"


def test_every_publication_and_cancellation_is_in_the_trail(ground: None, act: Act, item: dict[str, Any]) -> None:
    published = publish(act=act, item=item, valid_from=START, change=ADDED)
    cancel(act=act, code=item["code"], last_day=LATER, change=ENDED)
    entries = trail(subject=published.id)
    assert [(each.verb, each.basis) for each in entries] == [
        ("catalogue.publish", ADDED.document),
        ("catalogue.cancel", ENDED.document),
    ]


@pytest.mark.req("CAT-005")
def test_one_base_code_is_one_name(ground: None, act: Act, items: list[dict[str, Any]]) -> None:
    births = [item for item in items if item["name"] == "出生证明"]
    assert len(births) == 2
    assert len({birth["code"][19:] for birth in births}) == 1
    assert len({birth["code"] for birth in births}) == 2
    load_items(act=act, items=births, valid_from=START)
    births[0]["name"] = "新生儿证明"
    with pytest.raises(ItemRefused, match="同一编码只能是同一事项"):
        publish(act=act, item=births[0], valid_from=LATER, change=RENEWED)
    assert guide(code=births[0]["code"], on=LATER).name == "出生证明"
    births[1]["name"] = "新生儿证明"
    load_items(act=act, items=births, valid_from=LATER)
    assert {each.name for each in browse(on=LATER)[0]} == {"新生儿证明"}


def test_loading_is_all_or_nothing_and_names_the_item(ground: None, act: Act, items: list[dict[str, Any]]) -> None:
    items[4]["conditions"] = []
    done: list[int] = []
    with pytest.raises(ItemRefused, match=f"第 5 项：事项“{items[4]['name']}”的“办理条件”.*没有载入任何事项"):
        load_items(act=act, items=items, valid_from=START, progress=done.append)
    assert done == [1, 1, 1, 1]
    assert browse(on=START)[1] == 0


@pytest.mark.parametrize("junk", [None, "x", [], 7])
def test_an_item_that_is_no_object_is_refused(ground: None, act: Act, junk: Any) -> None:
    with pytest.raises(ItemRefused, match="第 1 项：事项“”的“事项”应是一个对象"):
        load_items(act=act, items=[junk], valid_from=START)


@pytest.mark.req("PRC-012")
@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        ("silence", ["xk.no_such"], "超时默认”不对"),
        ("silence", ["xk.decide"], "没有规定逾期的后果"),
        ("silence", "step", "超时默认”应是列表"),
        ("renews", "purpose", "不是申请表里填写日期的项"),
        ("renews", "no_such", "不是申请表里填写日期的项"),
        ("statutory.rule", "xk.no_such", "法定时限”不对"),
    ],
)
def test_silence_speaks_only_where_a_law_says_what_it_means(
    ground: None, act: Act, item: dict[str, Any], path: str, value: object, named: str
) -> None:
    _set(item, path, value)
    with pytest.raises(ItemRefused, match=named):
        publish(act=act, item=item, valid_from=START, change=ADDED)


def test_an_item_says_for_itself_what_silence_means(ground: None, act: Act, item: dict[str, Any]) -> None:
    wanted = {**item, "silence": ["xk.one_time_notice", "step"], "renews": "end_date"}
    found = publish(act=act, item=wanted, valid_from=START, change=ADDED)
    assert (found.silence, found.renews) == (("xk.one_time_notice", "step"), "end_date")
    del wanted["silence"], wanted["renews"]
    plain = publish(act=act, item=wanted, valid_from=LATER, change=RENEWED)
    assert (plain.silence, plain.renews) == ((), "")
    (edition, _) = history(code=item["code"])
    assert {"超时默认", "有效期届满日所在的填写项"} <= set(edition.differences)


@pytest.mark.usefixtures("ground")
def test_a_base_code_of_another_province_is_refused_as_on_the_page(act: Act, items: list[dict[str, Any]]) -> None:
    item = {**items[0], "code": f"{items[0]['code'][:19]}450118001001"}
    with pytest.raises(ItemRefused, match="450118001001 不是本地的编码"):
        publish(act=act, item=item, valid_from=START, change=ADDED)
