"""What reviewers see of a change, and what the journal keeps of a save: all that differs, and nothing else."""

import copy
import dataclasses
import uuid
from typing import Any

import pytest

from yimen.contexts.catalogue.api import (
    Beginning,
    Proposal,
    compared,
    content_told,
    draft,
    draft_history,
    history,
    hold_drafts,
    publish,
    publish_drafts,
    save_draft,
    start_draft,
)
from yimen.contexts.journal.api import Act

from .conftest import ADDED, START
from .made import DAY, EDITOR, officer, whole
from .test_drafts import WHY, _begin, _save

BODY_PHONE = "consult_phone"


def _published(act: Act, item: dict[str, Any]) -> dict[str, Any]:
    publish(act=act, item=item, valid_from=START, change=ADDED)
    return item


def test_an_untouched_draft_differs_in_nothing(ground: None, act: Act, items: list[dict[str, Any]]) -> None:
    found = _begin(act, _published(act, items[0]))
    assert found.content[BODY_PHONE]  # the unit's, of which the guide shows as much
    assert compared(draft=found, on=DAY) == ()


def test_nought_is_a_number_and_sources_of_power_weigh(ground: None, act: Act, items: list[dict[str, Any]]) -> None:
    bare = {key: value for key, value in items[0].items() if key not in ("visits", "power_source")}
    found = _begin(act, _published(act, bare))
    saved = _save(act, found, {**found.content, "visits": 0, "power_source": "上级授权"})
    lines = {one.field: one for one in compared(draft=saved, on=DAY)}
    assert (lines["visits"].old, lines["visits"].new) == ("（没有）", "0")
    assert lines["power_source"].weighs
    assert {one.field: one.new for one in content_told(draft=saved, on=DAY)}["visits"] == "0"


def test_what_is_merged_or_ended_is_told_by_name_first(ground: None, act: Act, items: list[dict[str, Any]]) -> None:
    own, other = (_published(act, item) for item in items[:2])
    found = _begin(act, own, "合并")
    saved = _save(act, found, whole(own), dataclasses.replace(WHY, ends=[other["code"]]))
    first = compared(draft=saved, on=DAY)[0]
    assert (first.label, first.weighs) == ("并入的事项", True)
    assert f"{other['name']}（{other['code']}）" in first.new
    ending = _begin(act, other, "取消")
    (line,) = compared(draft=ending, on=DAY)
    assert (line.label, line.new, line.weighs) == ("本事项", "停办（取消）", True)


def test_a_condition_that_cannot_be_read_is_told_as_it_was_written(
    ground: None, act: Act, items: list[dict[str, Any]]
) -> None:
    joint = next(item for item in items if any(row.get("when") for row in item.get("joint", ())))
    publish(act=act, item=joint, valid_from=START, change=ADDED)
    reader = officer("editor", joint["unit"], joint["region"])
    found = start_draft(
        act=act, reader=reader, beginning=Beginning(unit=joint["unit"], kind="变更", code=joint["code"])
    )
    broken = copy.deepcopy(dict(found.content))
    (element,) = [
        field["element"]
        for section in broken["form"]["sections"]
        for field in section["fields"]
        if field["element"]["code"] == "area"
    ]
    element["choices"] = 3
    broken["joint"] = [{**row, "when": 'area == "x"'} for row in broken["joint"] if row.get("when")]
    saved = save_draft(act=act, reader=reader, id=found.id, revision=1, content=broken, proposal=Proposal())
    told = {one.field: one.new for one in content_told(draft=saved, on=DAY)}["joint"]
    assert 'area == "x"' in told


def test_the_journal_keeps_what_was_and_what_is_of_real_changes_only(
    ground: None, act: Act, items: list[dict[str, Any]]
) -> None:
    found = _begin(act, _published(act, {**items[0], "fees": [], "instant": False}))
    left_open = {key: value for key, value in found.content.items() if value not in ([], "") and value is not False}
    nothing = dataclasses.replace(WHY, reason="", document="", first_day=None)
    assert _save(act, found, left_open, nothing).revision == 1
    long = "甲" * 300
    saved = _save(act, found, {**left_open, "promised": 8, "hours": long})
    facts = draft_history(reader=EDITOR, id=found.id)[-1].facts
    assert set(facts["changed"]) == {"承诺时限", "办理时间", "拟生效日期", "变动理由", "依据文件"}
    lines = {label: (old, new) for label, old, new in facts["lines"]}
    assert lines["承诺时限"] == (f"{items[0]['promised']} 个工作日", "8 个工作日")
    assert lines["变动理由"] == ("（没有）", WHY.reason)
    assert len(lines["办理时间"][1]) <= 61
    assert draft(reader=EDITOR, id=saved.id).content["hours"] == long


@pytest.mark.req("CAT-003")
def test_what_is_published_differs_in_what_its_reviewers_saw_and_in_nothing_else(
    ground: None, act: Act, items: list[dict[str, Any]]
) -> None:
    item = _published(act, items[0])
    found = _begin(act, item)
    phones = {key: found.content[key] for key in ("consult_phone", "complaint_phone")}  # filled in from the unit
    saved = _save(act, found, {**whole(item), **phones, "promised": 9})
    seen = {one.label for one in compared(draft=saved, on=DAY)}
    review = uuid.UUID(int=98)
    hold_drafts(act=act, reader=EDITOR, seen=[(saved.id, saved.revision)], review=review)
    publish_drafts(act=act, review=review)
    assert seen == set(history(code=item["code"])[0].differences)
    assert not seen & {"咨询电话", "监督投诉电话"}


def test_conditions_are_told_by_the_words_of_the_form(ground: None, act: Act, items: list[dict[str, Any]]) -> None:
    found = _begin(act, _published(act, items[0]))
    item = copy.deepcopy(whole(items[0]))
    kind, name = (item["form"]["sections"][0]["fields"][place] for place in (0, 1))
    assert kind["element"]["label"] == "申请人类型"
    item["form"]["materials"][0]["when"] = {"element": kind["element"]["code"], "operator": "is_not", "value": "法人"}
    name["when"] = {"any_of": [{"element": kind["element"]["code"], "value": "自然人"}]}
    name["required_when"] = {"element": kind["element"]["code"], "operator": "one_of", "value": ["自然人", "法人"]}
    saved = _save(act, found, item)
    lines = {one.field: one.new for one in compared(draft=saved, on=DAY)}
    assert "什么情况提交：“申请人类型”不是“法人”" in lines["materials"]
    assert "什么情况必填：“申请人类型”是“自然人”、“法人”之一" in lines["form"]
    assert kind["element"]["code"] not in lines["materials"] + lines["form"]


def test_who_takes_part_is_told_by_the_words_of_the_form(ground: None, act: Act, items: list[dict[str, Any]]) -> None:
    joint = next(item for item in items if any(row.get("when") for row in item.get("joint", ())))
    publish(act=act, item=joint, valid_from=START, change=ADDED)
    reader = officer("editor", joint["unit"], joint["region"])
    beginning = Beginning(unit=joint["unit"], kind="变更", code=joint["code"])
    found = start_draft(act=act, reader=reader, beginning=beginning)
    told = {one.field: one.new for one in content_told(draft=found, on=DAY)}["joint"]
    assert "（条件：“" in told
    for row in joint["joint"]:
        assert not row.get("when") or row["when"] not in told


def test_the_journal_keeps_every_question_that_changed(ground: None, act: Act, items: list[dict[str, Any]]) -> None:
    found = _begin(act, _published(act, items[0]))
    item = copy.deepcopy(dict(found.content))
    fields = [field for section in item["form"]["sections"] for field in section["fields"]]
    for number, field in enumerate(fields):
        field["element"] = {**field["element"], "hint": f"{'很长的提示' * 12}第 {number} 项"}
    saved = _save(act, found, item)
    lines = {label: (old, new) for label, old, new in draft_history(reader=EDITOR, id=found.id)[-1].facts["lines"]}
    for field in fields:
        assert field["element"]["label"][:20] in lines["申请表"][1]
    assert len(lines["申请表"][1].split("；")) == len(fields)
    again = copy.deepcopy(dict(saved.content))
    hints = [field["element"] for section in again["form"]["sections"] for field in section["fields"]]
    hints[0]["hint"] = f"{'很长的提示' * 12}第 99 项"
    _save(act, saved, again)
    (line,) = draft_history(reader=EDITOR, id=found.id)[-1].facts["lines"]
    assert "第 0 项" in line[1]  # however far behind it differs
    assert "第 99 项" in line[2]
    assert hints[0]["label"] in line[2]


def test_a_new_order_of_sections_and_questions_is_told(ground: None, act: Act, items: list[dict[str, Any]]) -> None:
    found = _begin(act, _published(act, items[0]))
    item = copy.deepcopy(dict(found.content))
    fields = item["form"]["sections"][0]["fields"]
    fields[0], fields[1] = fields[1], fields[0]
    saved = _save(act, found, item)
    (line,) = [each for each in draft_history(reader=EDITOR, id=found.id)[-1].facts["lines"] if each[0] == "申请表"]
    names = [field["element"]["label"] for field in fields[:2]]
    assert line[2] == f"次序：{'、'.join(names)}"
    item = copy.deepcopy(dict(saved.content))
    item["form"]["sections"][0]["title"] = "另一个分组"
    _save(act, saved, item)
    (line,) = draft_history(reader=EDITOR, id=found.id)[-1].facts["lines"]
    assert line[2].count("另一个分组") == len(fields)
