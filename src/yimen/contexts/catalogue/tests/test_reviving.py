"""Bringing back what ended: whoever writes it or reviews it is told, and nothing runs at two places."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from yimen.contexts.catalogue.api import (
    Beginning,
    Change,
    DraftRefused,
    ItemRefused,
    Proposal,
    cancel,
    findings,
    hand_in,
    hold_drafts,
    load_items,
    publish,
    save_draft,
    start_draft,
)
from yimen.contexts.journal.api import Act

from .conftest import ADDED, START
from .made import DAY, EDITOR, HIGHWAY, officer, whole
from .test_delegating import BASE, CIVIL, COUNTY, DECIDED, FIRST_DAY, STREET, _decide, _take_over, source

__all__ = ["source"]
COUNTY_EDITOR = officer("editor", CIVIL, "450305000000")
BELOW = f"{STREET}5{BASE}"


@pytest.mark.req("CAT-004", "PWR-005")
def test_what_went_down_comes_back_only_when_the_one_below_has_ended(act: Act, source: dict[str, Any]) -> None:
    _decide(act, STREET)
    _take_over(act, source, STREET, 10)
    old = {**whole(source), "unit": CIVIL, "region": "450305000000", "code": COUNTY}
    (handed,) = hand_in(reader=COUNTY_EDITOR, items=[old], on=DAY)
    ((field, words),) = [each for each in handed.faults if "原来是" in each[1]]
    told = ("2026年4月10日", f"穿山街道办事处“{source['name']}”（{BELOW}）", DECIDED, "取消", "收回的理由")
    assert field == "code"
    assert all(one in words for one in told), words
    with pytest.raises(ItemRefused, match="不能两处同时办理"):
        publish(act=act, item=old, valid_from=FIRST_DAY + timedelta(40), change=Change("新增", "重新设立", "文9"))
    last_day = FIRST_DAY + timedelta(30)
    begun = start_draft(act=act, reader=COUNTY_EDITOR, beginning=Beginning(unit=CIVIL, content=old))
    why = Proposal(first_day=last_day + timedelta(1), reason="重新设立", document="文9")
    begun = save_draft(act=act, reader=COUNTY_EDITOR, id=begun.id, revision=begun.revision, content=old, proposal=why)
    assert [one.must for one in findings(draft=begun, on=DAY) if "原来是" in one.words] == [True]
    with pytest.raises(DraftRefused, match="不能两处同时办理"), transaction.atomic():
        hold_drafts(act=act, reader=COUNTY_EDITOR, seen=[(begun.id, begun.revision)], review=uuid.uuid4())
    cancel(act=act, code=BELOW, last_day=last_day, change=Change("取消", "上收", "文8"))
    (said,) = [one for one in findings(draft=begun, on=DAY) if "原来是" in one.words]
    assert (said.field, said.must) == ("code", False)
    assert "重新设立" in said.words
    publish(act=act, item=old, valid_from=last_day + timedelta(1), change=Change("新增", "重新设立", "文9"))


@pytest.mark.req("CAT-004")
def test_what_was_merged_is_barred_by_where_it_went_however_far(
    ground: None, act: Act, items: list[dict[str, Any]]
) -> None:
    first, second, third = [item for item in items if item["unit"] == HIGHWAY][:3]
    load_items(act=act, items=[first, second, third], valid_from=START)
    merged = Change("合并", "合并", "文7")
    cancel(act=act, code=first["code"], last_day=DAY, change=merged, successors=[second["code"]])
    cancel(act=act, code=second["code"], last_day=DAY, change=merged, successors=[third["code"]])
    (handed,) = hand_in(reader=EDITOR, items=[whole(first)], on=DAY)
    (words,) = [said for _, said in handed.faults if "原来是" in said]
    assert f"并入“{second['name']}”" in words
    assert f"“{third['name']}”（{third['code']}）现在还在办" in words
    with pytest.raises(ItemRefused, match="现在还在办"):
        publish(act=act, item=first, valid_from=DAY + timedelta(1), change=ADDED)


@pytest.mark.req("CAT-004")
def test_what_was_cancelled_is_set_up_anew_and_that_is_said(
    ground: None, act: Act, items: list[dict[str, Any]]
) -> None:
    load_items(act=act, items=items[:1], valid_from=START)
    item = whole(items[0])
    changing = start_draft(act=act, reader=EDITOR, beginning=Beginning(unit=HIGHWAY, kind="变更", code=item["code"]))
    cancel(act=act, code=item["code"], last_day=DAY, change=Change("取消", "停办", "文6"))
    (said,) = [one for one in findings(draft=changing, on=DAY) if "原来是" in one.words]
    assert said.must
    assert "另办“新增”" in said.words
    other = {**item, "code": f"{item['code'][:19]}000118009001", "name": "没有办过的"}
    handed, fresh = hand_in(reader=EDITOR, items=[item, other], on=DAY)
    assert all(one in handed.former for one in ("2026年3月2日", "取消", "文6", "重新设立"))
    assert not [words for _, words in handed.faults if "原来是" in words]
    assert fresh.former == ""
