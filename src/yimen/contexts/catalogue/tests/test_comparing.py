"""What reviewers see of a change, and what the journal keeps of a save: all that differs, and nothing else."""

import dataclasses
import uuid
from typing import Any

import pytest

from yimen.contexts.catalogue.api import (
    compared,
    content_told,
    draft,
    draft_history,
    history,
    hold_drafts,
    publish,
    publish_drafts,
)
from yimen.contexts.journal.api import Act

from .conftest import ADDED, START
from .made import DAY, EDITOR, whole
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
