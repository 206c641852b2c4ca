"""Handing down: the item goes on until the last of its heirs begins, whatever else happens to them meanwhile."""

import copy
import threading
import uuid
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from yimen.contexts.catalogue.api import (
    Beginning,
    Change,
    Draft,
    NoSuchItem,
    Proposal,
    cancel,
    delegated,
    drafts,
    end_base,
    ended,
    findings,
    guide,
    hold_drafts,
    movements,
    publish,
    publish_base,
    publish_drafts,
    save_draft,
    start_draft,
)
from yimen.contexts.journal.api import Act

from .conftest import ADDED, START
from .made import DAY, officer, whole

FIRST_DAY = date(2026, 4, 1)
CIVIL, BASE = "11450305MB9900158T", "450520001000"
STREET, TOWN = "11450305MB9900312F", "11450305MB99002166"
CENTRES = {STREET: "12450305MB99003207", TOWN: "12450305MB9900224X"}
REGIONS = {STREET: "450305003000", TOWN: "450305200000"}
COUNTY = f"{CIVIL}4{BASE}"
DECIDED = "桂政发〔2026〕3号"


@pytest.fixture
def source(ground: None, act: Act, items: list[dict[str, Any]]) -> dict[str, Any]:
    """An item that a street has in the demonstration; here its county has it."""
    found = next(item for item in items if item["code"] == f"{STREET}5{BASE}")
    county = {**found, "unit": CIVIL, "region": "450305000000", "code": COUNTY}
    publish(act=act, item=county, valid_from=START, change=ADDED)
    return found


def _decision(act: Act, *targets: str, code: str = COUNTY) -> Draft:
    editor = officer("editor", CIVIL, "450305000000")
    found = start_draft(act=act, reader=editor, beginning=Beginning(unit=CIVIL, kind="下放", code=code))
    why = Proposal(first_day=FIRST_DAY, reason="下放", document=DECIDED, targets=targets)
    return save_draft(act=act, reader=editor, id=found.id, revision=1, content=found.content, proposal=why)


def _decide(act: Act, *targets: str) -> None:
    _publish(act, CIVIL, _decision(act, *targets))


def _publish(act: Act, unit: str, found: Draft) -> None:
    review = uuid.uuid4()
    reader = officer("editor", unit, found.region)
    hold_drafts(act=act, reader=reader, seen=[(found.id, found.revision)], review=review)
    with transaction.atomic():
        publish_drafts(act=act, review=review)


def _task(act: Act, source: dict[str, Any], unit: str, days: int, **more: Any) -> Draft:
    """The draft of taking over of a unit, whole, from so many days later than it was told."""
    reader = officer("editor", unit, REGIONS[unit])
    task = next(one for one in drafts(reader=reader) if one.kind == "承接")
    local: dict[str, Any] = {"centre": CENTRES[unit], "hours": source["hours"], "subjects": ["自然人"]}
    local |= {"address": "便民服务中心一楼 1 号窗口", "complaint_phone": "0773-00000099", **more}
    content = {**whole(copy.deepcopy(source)), **task.content, **local}
    why = Proposal(first_day=FIRST_DAY + timedelta(days), reason="承接", document=task.document)
    return save_draft(act=act, reader=reader, id=task.id, revision=task.revision, content=content, proposal=why)


def _take_over(act: Act, source: dict[str, Any], unit: str, days: int) -> None:
    _publish(act, unit, _task(act, source, unit, days))


def _last_day() -> date:
    return ended(code=COUNTY).last_day


@pytest.mark.req("CAT-004", "PWR-005")
def test_an_heir_that_was_changed_meanwhile_still_took_over_on_its_first_day(act: Act, source: dict[str, Any]) -> None:
    _decide(act, STREET, TOWN)
    _take_over(act, source, STREET, 10)
    later = {**_item(STREET), "hours": "工作日全天"}
    publish(act=act, item=later, valid_from=FIRST_DAY + timedelta(40), change=Change("变更", "改时间", "文1"))
    _take_over(act, source, TOWN, 20)
    assert _last_day() == FIRST_DAY + timedelta(19)


@pytest.mark.req("CAT-004", "PWR-005")
def test_an_heir_that_was_cancelled_meanwhile_keeps_nothing_open(act: Act, source: dict[str, Any]) -> None:
    _decide(act, STREET, TOWN)
    _take_over(act, source, STREET, 10)
    code = f"{STREET}5{BASE}"
    cancel(act=act, code=code, last_day=FIRST_DAY + timedelta(12), change=Change("取消", "并入", "文2"))
    _take_over(act, source, TOWN, 20)
    assert _last_day() == FIRST_DAY + timedelta(19)


def test_what_a_unit_had_before_it_was_decided_is_no_taking_over(act: Act, source: dict[str, Any]) -> None:
    publish(act=act, item=source, valid_from=START, change=ADDED)
    code = source["code"]
    cancel(act=act, code=code, last_day=date(2026, 2, 1), change=Change("取消", "上收", "文3"))
    _decide(act, STREET, TOWN)
    _take_over(act, source, TOWN, 20)
    with pytest.raises(NoSuchItem):
        ended(code=COUNTY)
    _take_over(act, source, STREET, 25)
    assert _last_day() == FIRST_DAY + timedelta(24)


def _item(unit: str) -> dict[str, Any]:
    (found,) = drafts(reader=officer("editor", unit, REGIONS[unit]), closed=True)
    return dict(found.content)


@pytest.mark.req("PWR-028")
def test_nothing_is_handed_down_to_a_unit_that_has_it_already(act: Act, source: dict[str, Any]) -> None:
    publish(act=act, item=source, valid_from=START, change=ADDED)
    found = findings(draft=_decision(act, STREET, TOWN), on=DAY)
    (said,) = [one.words for one in found if one.field == "targets" and one.must]
    assert "穿山街道办事处”已经在办本事项" in said
    assert any("30 日内，演示值" in one.words for one in found if not one.must)  # no source gives them


@pytest.mark.django_db(transaction=True)
def test_of_two_heirs_published_at_once_the_second_sees_the_first(act: Act, source: dict[str, Any]) -> None:
    _decide(act, STREET, TOWN)
    ready = {
        STREET: _task(act, source, STREET, 10, hours="工作日上午"),
        TOWN: _task(act, source, TOWN, 20, hours="工作日下午"),
    }
    reviews = {unit: uuid.uuid4() for unit in ready}
    for unit, found in ready.items():
        reader = officer("editor", unit, REGIONS[unit])
        hold_drafts(act=act, reader=reader, seen=[(found.id, found.revision)], review=reviews[unit])
    first_done, second_done = threading.Event(), threading.Event()

    def first() -> None:
        with transaction.atomic():
            publish_drafts(act=act, review=reviews[STREET])
            first_done.set()
            second_done.wait(1)  # not committed while the other is published, if that does not wait

    def second() -> None:
        first_done.wait(20)
        with transaction.atomic():
            publish_drafts(act=act, review=reviews[TOWN])
        second_done.set()

    _at_once([first, second])
    assert _last_day() == FIRST_DAY + timedelta(19)


def _at_once(deeds: Sequence[Callable[[], None]]) -> None:
    def run(deed: Callable[[], None]) -> None:
        try:
            deed()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_however_many_are_handed_down_they_are_read_by_the_same_questions(act: Act, source: dict[str, Any]) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            movements(region="450305000000")
            delegated(code=COUNTY, name=source["name"])
        return len(asked)

    _decide(act, STREET)
    alone = questions()
    for number in range(2, 6):
        base = f"45052000100{number}"
        more = {**source, "unit": CIVIL, "region": "450305000000", "code": f"{CIVIL}4{base}", "name": f"第 {number} 项"}
        publish(act=act, item=more, valid_from=START, change=ADDED)
        _publish(act, CIVIL, _decision(act, STREET, code=more["code"]))
    assert sum(one.change.kind == "下放" for one in movements(region="450305000000")) == 5
    assert questions() == alone


def test_a_movement_calls_an_item_as_its_guide_does_after_its_base_item_has_ended(
    act: Act, source: dict[str, Any]
) -> None:
    base = {"code": BASE, **{key: source[key] for key in ("type", "basis")}, "name": "后来的名称"}
    publish_base(act=act, base=base, valid_from=date(2026, 3, 5), change=ADDED)
    end_base(act=act, code=BASE, last_day=date(2026, 3, 10), change=Change("取消", "停用", "文4"))
    cancel(act=act, code=COUNTY, last_day=date(2026, 3, 20), change=Change("取消", "停办", "文5"))
    assert guide(code=COUNTY, on=date(2026, 3, 20)).name == "后来的名称"
    moved = {one.change.kind: one.name for one in movements(region="450305000000", unit=CIVIL)}
    assert moved == {"新增": source["name"], "取消": "后来的名称"}


@pytest.mark.req("PWR-005", "PWR-028")
def test_who_takes_over_begins_without_the_upper_unit_s_own_place_and_keeps_what_is_for_demonstration(
    ground: None, act: Act, items: list[dict[str, Any]]
) -> None:
    found = next(item for item in items if item["code"] == f"{STREET}5{BASE}")
    local = {"point": "27.6460,113.4970", "channels": [{"way": "来信", "contact": "县城某路 1 号"}], "in_centre": True}
    county = {**found, **local, "unit": CIVIL, "region": "450305000000", "code": COUNTY, "section": "办公室"}
    county |= {"window_authority": "县窗口收件", "demo": ["address", "promised", "materials", "conditions"]}
    publish(act=act, item=county, valid_from=START, change=ADDED)
    _decide(act, STREET)
    (task,) = [one for one in drafts(reader=officer("editor", STREET, REGIONS[STREET])) if one.kind == "承接"]
    own = {"centre", "in_centre", "address", "point", "hours", "section", "channels", "window_authority"}
    assert not own & set(task.content)
    assert county["address"] not in str(task.content)
    assert task.content["demo"] == ["promised", "materials", "conditions"]
    missing = {one.field for one in findings(draft=task, on=DAY) if one.must and "没有填写" in one.words}
    assert {"centre", "address", "hours"} <= missing
