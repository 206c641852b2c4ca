"""Base items: what every level says alike, refused where an item says otherwise, changed everywhere from one day."""

from datetime import date
from typing import Any

import pytest

from yimen.contexts.catalogue.api import (
    Beginning,
    Change,
    ItemRefused,
    NoSuchItem,
    Proposal,
    Wanted,
    base_history,
    base_in_force,
    bases_on,
    browse,
    draft_base,
    end_base,
    find,
    findings,
    guide,
    guide_version,
    hand_in,
    history,
    hold_drafts,
    load_bases,
    load_items,
    publish,
    publish_base,
    publish_drafts,
    save_draft,
    start_draft,
)
from yimen.contexts.journal.api import Act, trail

from .conftest import ADDED, START
from .made import DAY, WHOLE, officer
from .test_drafts import REVIEW

TWIN = "450511002000"  # 五保户供养, at a town and at a street of the demonstration
LATER = date(2026, 6, 1)
RENAMED = Change(kind="变更", reason="统一名称", document="国办发〔2026〕9号")
LAW = {"law": "农村五保供养工作条例", "article": "第六条", "text": "享受农村五保供养待遇，应当由村民本人提出申请。"}
NEW_LAW = {"law": "社会救助暂行办法", "article": "第十四条", "text": "国家对特困人员给予供养。"}


@pytest.fixture
def base() -> dict[str, Any]:
    return {"code": TWIN, "name": "五保户供养", "type": "行政给付", "basis": [LAW]}


def _twins(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = [item for item in items if item["code"].endswith(TWIN)]
    assert len(found) == 2
    return found


def _bare(item: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key not in ("name", "type", "basis")}


@pytest.mark.req("CAT-005")
def test_items_of_a_base_item_say_its_name_type_and_basis_at_every_level(
    ground: None, act: Act, items: list[dict[str, Any]], base: dict[str, Any]
) -> None:
    publish_base(act=act, base=base, valid_from=START, change=ADDED)
    for item in _twins(items):
        publish(act=act, item=_bare(item), valid_from=START, change=ADDED)
        found = guide(code=item["code"], on=LATER)
        assert (found.name, found.type) == ("五保户供养", "行政给付")
        assert [(one.law, one.article) for one in found.basis] == [("农村五保供养工作条例", "第六条")]
        assert found.base == base_in_force(code=TWIN, on=LATER).id


@pytest.mark.req("CAT-005")
@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("name", "特困人员供养", "“事项名称”由基本目录事项“五保户供养”"),
        ("type", "公共服务", "“事项类型”由基本目录事项“五保户供养”.*统一规定为“行政给付”"),
        ("basis", [NEW_LAW], "“设定依据”由基本目录事项“五保户供养”"),
    ],
)
def test_an_item_that_states_another_is_refused_by_field(
    ground: None, act: Act, items: list[dict[str, Any]], base: dict[str, Any], field: str, value: object, named: str
) -> None:
    publish_base(act=act, base=base, valid_from=START, change=ADDED)
    item = {**_bare(_twins(items)[0]), field: value}
    with pytest.raises(ItemRefused, match=named):
        publish(act=act, item=item, valid_from=START, change=ADDED)
    assert browse(on=LATER)[1] == 0


def test_an_item_that_states_the_same_is_taken_and_is_no_new_version_later(
    ground: None, act: Act, items: list[dict[str, Any]], base: dict[str, Any]
) -> None:
    item = {**_twins(items)[0], "basis": [LAW]}
    first = publish(act=act, item=item, valid_from=START, change=ADDED)
    publish_base(act=act, base=base, valid_from=START, change=ADDED)
    assert publish(act=act, item=item, valid_from=LATER, change=RENAMED).id == first.id
    assert publish(act=act, item=_bare(item), valid_from=LATER, change=RENAMED).id == first.id


@pytest.mark.req("CAT-004", "CAT-005")
def test_a_change_of_the_base_item_is_said_everywhere_from_its_day_and_no_item_changes(
    ground: None, act: Act, items: list[dict[str, Any]], base: dict[str, Any]
) -> None:
    twins = _twins(items)
    publish_base(act=act, base=base, valid_from=START, change=ADDED)
    load_items(act=act, items=[_bare(item) for item in twins], valid_from=START)
    publish_base(
        act=act, base={**base, "name": "特困人员救助供养", "basis": [NEW_LAW]}, valid_from=LATER, change=RENAMED
    )
    for item in twins:
        before, after = guide(code=item["code"], on=date(2026, 5, 31)), guide(code=item["code"], on=LATER)
        assert (before.id, before.version) == (after.id, after.version)
        assert (before.name, after.name) == ("五保户供养", "特困人员救助供养")
        assert after.basis[0].law == "社会救助暂行办法"
        newest, oldest = history(code=item["code"])
        assert newest.change == RENAMED
        assert set(newest.differences) == {"事项名称", "设定依据"}
        assert (oldest.guide.valid_to, newest.guide.valid_from) == (date(2026, 5, 31), LATER)
        assert (oldest.guide.name, newest.guide.name) == ("五保户供养", "特困人员救助供养")
        assert guide_version(id=after.id, on=START).name == "五保户供养"


def test_a_renamed_item_is_found_by_its_new_name_from_that_day(
    ground: None, act: Act, items: list[dict[str, Any]], base: dict[str, Any]
) -> None:
    publish_base(act=act, base=base, valid_from=START, change=ADDED)
    item = _bare(_twins(items)[0])
    publish(act=act, item=item, valid_from=START, change=ADDED)
    publish_base(act=act, base={**base, "name": "特困人员救助供养"}, valid_from=LATER, change=RENAMED)
    names = {
        (day, text): [one.name for one in find(on=day, wanted=Wanted(text=text)).lines]
        for day in (START, LATER)
        for text in ("五保户供养", "特困人员")
    }
    assert names[LATER, "特困人员"] == ["特困人员救助供养"]
    assert names[START, "五保户供养"] == ["五保户供养"]
    assert names[START, "特困人员"] == []


def test_an_item_older_than_its_base_item_says_its_own_until_that_day(
    ground: None, act: Act, items: list[dict[str, Any]], base: dict[str, Any]
) -> None:
    item = _twins(items)[0]
    publish(act=act, item=item, valid_from=START, change=ADDED)
    publish_base(act=act, base={**base, "name": "特困人员救助供养"}, valid_from=LATER, change=RENAMED)
    assert guide(code=item["code"], on=START).name == item["name"]
    assert guide(code=item["code"], on=LATER).name == "特困人员救助供养"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"code": "45051100200"}, "基本编码.*12"),
        ({"code": "450011002000"}, "事项类型“00”不存在"),
        ({"name": ""}, "“事项名称”没有填写"),
        ({"type": "公共服务"}, "“事项类型”与编码不一致"),
        ({"basis": []}, "“设定依据”应至少有一条"),
        ({"promised": 3}, "“promised”是不认识的项"),
    ],
)
def test_a_wrong_base_item_is_refused_by_field(
    ground: None, act: Act, base: dict[str, Any], change: dict[str, Any], said: str
) -> None:
    with pytest.raises(ItemRefused, match=said):
        publish_base(act=act, base={**base, **change}, valid_from=START, change=ADDED)
    assert bases_on(on=LATER) == ()


def test_base_items_are_read_by_day_and_loaded_all_or_nothing(ground: None, act: Act, base: dict[str, Any]) -> None:
    first = publish_base(act=act, base=base, valid_from=START, change=ADDED)
    assert publish_base(act=act, base=base, valid_from=LATER, change=RENAMED).id == first.id
    publish_base(act=act, base={**base, "name": "特困人员救助供养"}, valid_from=LATER, change=RENAMED)
    assert base_in_force(code=TWIN, on=START).name == "五保户供养"
    assert [one.name for one in bases_on(on=LATER)] == ["特困人员救助供养"]
    assert [one.name for one in bases_on(on=LATER, text="4505")] == ["特困人员救助供养"]
    assert bases_on(on=LATER, text="没有") == ()
    assert [one.number for one in base_history(code=TWIN)] == [1, 2]
    assert trail(subject=first.id)[0].verb == "catalogue.publish_base"
    with pytest.raises(NoSuchItem):
        base_in_force(code=TWIN, on=date(2025, 1, 1))
    with pytest.raises(NoSuchItem):
        base_history(code="x\x00")
    with pytest.raises(ItemRefused, match="早于第 2 版"):
        publish_base(act=act, base=base, valid_from=START, change=ADDED)
    other = {**base, "code": "450520001000", "name": "涉农补贴发放"}
    with pytest.raises(ItemRefused, match="第 2 项"):
        load_bases(act=act, bases=[other, {**other, "basis": []}], valid_from=START)
    assert len(bases_on(on=LATER)) == 1


def test_what_nobody_applies_for_needs_no_form_and_is_not_offered(
    ground: None, act: Act, items: list[dict[str, Any]]
) -> None:
    source = items[0]
    code = f"{source['code'][:19]}430218900001"
    limit = {"days": 90, "unit": "cd", "law": "行政处罚法", "article": "第六十条"}
    item = {key: value for key, value in source.items() if key not in ("form", "online", "fees")}
    item |= {"code": code, "type": "行政处罚", "name": "对擅自占用公路的处罚（演示）", "statutory": limit}
    publish(act=act, item=item, valid_from=START, change=ADDED)
    found = guide(code=code, on=START)
    assert (found.type, found.form.fields, found.form.materials) == ("行政处罚", (), ())
    assert browse(on=START)[1] == 0
    with pytest.raises(ItemRefused, match="“申请表”没有填写"):
        publish(act=act, item={**item, "code": source["code"], "type": "行政许可"}, valid_from=START, change=ADDED)


ENDED = Change(kind="取消", reason="不再统一", document="国办发〔2026〕10号")


@pytest.mark.req("CAT-003", "CAT-004")
def test_items_of_an_ended_base_item_keep_what_they_say_and_are_changed_through_review(
    ground: None, act: Act, items: list[dict[str, Any]], base: dict[str, Any]
) -> None:
    item = {**_bare(_twins(items)[0]), **WHOLE, "subjects": ["自然人"]}
    writer = officer("editor", item["unit"], item["region"])
    publish_base(act=act, base=base, valid_from=START, change=ADDED)
    publish(act=act, item=item, valid_from=START, change=ADDED)
    end_base(act=act, code=TWIN, last_day=date(2026, 5, 31), change=ENDED)
    publish_base(act=act, base={**base, "name": "以后的名称"}, valid_from=date(2027, 1, 1), change=ADDED)
    assert guide(code=item["code"], on=date(2026, 12, 31)).name == "五保户供养"
    assert guide(code=item["code"], on=date(2027, 1, 1)).name == "以后的名称"
    beginning = Beginning(unit=item["unit"], kind="变更", code=item["code"])
    found = start_draft(act=act, reader=writer, beginning=beginning)
    content = {**found.content, "standards": ["新的标准"]}
    why = Proposal(first_day=LATER, reason="调整", document="演发〔2026〕3号")
    saved = save_draft(act=act, reader=writer, id=found.id, revision=1, content=content, proposal=why)
    assert [one.words for one in findings(draft=saved, on=DAY) if one.must] == []
    told = draft_base(draft=saved, on=DAY)
    assert told is not None
    assert told.name == "五保户供养"
    (handed,) = hand_in(reader=writer, items=[content], on=LATER)
    assert (handed.name, {key for key, _ in handed.faults} & {"name", "type", "basis"}) == ("五保户供养", set())
    hold_drafts(act=act, reader=writer, seen=[(saved.id, saved.revision)], review=REVIEW)
    publish_drafts(act=act, review=REVIEW)
    after = guide(code=item["code"], on=LATER)
    assert (after.version, after.name, after.standards) == (2, "五保户供养", ("新的标准",))


def test_a_base_item_that_is_set_up_again_ended_when_it_ended(ground: None, act: Act, base: dict[str, Any]) -> None:
    last, again = date(2026, 3, 31), date(2027, 1, 1)
    publish_base(act=act, base=base, valid_from=START, change=ADDED)
    end_base(act=act, code=TWIN, last_day=last, change=ENDED)
    with pytest.raises(ItemRefused, match=r"用到 2026-03-31 为止.*请用“新增”"):
        publish_base(act=act, base=base, valid_from=again, change=RENAMED)
    publish_base(act=act, base=base, valid_from=again, change=ADDED)
    assert [one.valid_to for one in base_history(code=TWIN)] == [last, None]
    with pytest.raises(NoSuchItem):
        base_in_force(code=TWIN, on=date(2026, 6, 1))


def test_a_change_before_an_announced_end_leaves_that_end(ground: None, act: Act, base: dict[str, Any]) -> None:
    last = date(2026, 12, 31)
    first = publish_base(act=act, base=base, valid_from=START, change=ADDED)
    end_base(act=act, code=TWIN, last_day=last, change=ENDED)
    assert publish_base(act=act, base=base, valid_from=LATER, change=RENAMED).id == first.id
    publish_base(act=act, base={**base, "name": "特困人员救助供养"}, valid_from=LATER, change=RENAMED)
    assert [one.valid_to for one in base_history(code=TWIN)] == [date(2026, 5, 31), last]


@pytest.mark.req("CAT-005")
def test_an_item_that_is_older_than_its_base_item_keeps_the_name_it_was_given_when_that_ends(
    ground: None, act: Act, items: list[dict[str, Any]], base: dict[str, Any]
) -> None:
    item, last = _twins(items)[0], date(2026, 5, 31)
    writer, code = officer("editor", item["unit"], item["region"]), item["code"]
    own = item | {"name": "五保供养老名称"}
    publish(act=act, item=own, valid_from=START, change=ADDED)
    publish_base(act=act, base=base, valid_from=date(2026, 3, 1), change=ADDED)
    end_base(act=act, code=TWIN, last_day=last, change=ENDED)
    names = {START: "五保供养老名称", date(2026, 3, 1): "五保户供养", LATER: "五保户供养"}
    for day, name in names.items():
        assert guide(code=code, on=day).name == name
        (line,) = (one for one in find(on=day, wanted=Wanted(text=name)).lines if one.code == code)
        assert line.name == name
    assert [one.guide.name for one in history(code=code)] == ["五保户供养", "五保供养老名称"]
    found = start_draft(act=act, reader=writer, beginning=Beginning(unit=item["unit"], kind="变更", code=code))
    assert "name" not in found.content
    publish(act=act, item=own | {"promised": 9}, valid_from=LATER, change=RENAMED)  # nobody forbids it a name any more
    assert guide(code=code, on=LATER).name == "五保供养老名称"
