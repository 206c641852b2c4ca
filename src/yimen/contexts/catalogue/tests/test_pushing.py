"""What is fit for towns and streets: who has it, how it was pushed, and who may push it."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yimen.contexts.catalogue.api import Change, NotYourItem, Pushed, delegable, publish, push_down
from yimen.contexts.catalogue.coding import code_at
from yimen.contexts.identity.api import Post, Reader
from yimen.contexts.journal.api import Act

from .conftest import ADDED, START, unit_of
from .made import DAY, EDITOR, HIGHWAY, LAWYER

DUE = date(2026, 3, 20)
WORDS = "请提出意见"


@pytest.fixture
def item(ground: None, act: Act, items: list[dict[str, Any]]) -> dict[str, Any]:
    """An item in force that is marked as fit for towns."""
    found = {**items[0], "delegable": True}
    publish(act=act, item=found, valid_from=START, change=ADDED)
    return found


def _pushed(on: date = DAY) -> Pushed | None:
    (one,) = delegable(on=on, unit=HIGHWAY)
    return one.pushed


@pytest.mark.req("PWR-028")
def test_the_next_version_of_an_item_is_still_pushed(act: Act, item: dict[str, Any]) -> None:
    push_down(act=act, reader=LAWYER, code=item["code"], words=WORDS, due_on=DUE)
    later = date(2026, 3, 5)
    publish(act=act, item={**item, "hours": "工作日全天"}, valid_from=later, change=Change("变更", "改时间", "文1"))
    pushed = _pushed(later)
    assert pushed is not None
    assert (pushed.words, pushed.due_on, pushed.on) == (WORDS, DUE, DAY)


@pytest.mark.req("PWR-028")
def test_whoever_also_writes_items_pushes_by_the_post_that_reviews(act: Act, item: dict[str, Any]) -> None:
    both = Reader(kind="officer", account=uuid.UUID(int=9), name="演示", posts=(*EDITOR.posts, *LAWYER.posts))
    done = push_down(act=act, reader=both, code=item["code"], words=WORDS, due_on=DUE)
    assert done.pushed is not None
    assert done.pushed.post == LAWYER.posts[0].label
    elsewhere = Post("11152900MB99005315", "别处", "152900000000", "law", "别处法制岗")
    away = Reader(kind="officer", account=uuid.UUID(int=9), name="演示", posts=(*EDITOR.posts, elsewhere))
    with pytest.raises(NotYourItem, match="推送由法制"):
        push_down(act=act, reader=away, code=item["code"], words=WORDS, due_on=DUE)


def test_what_is_pushed_is_told_though_more_is_marked_than_is_listed(
    act: Act, item: dict[str, Any], items: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(act=act, item={**items[1], "delegable": True}, valid_from=START, change=ADDED)
    monkeypatch.setattr("yimen.contexts.catalogue.pushing.MOST_DELEGABLE", 1)
    listed = {one.guide.code for one in delegable(on=DAY, unit=HIGHWAY)}
    (beyond,) = {item["code"], items[1]["code"]} - listed
    done = push_down(act=act, reader=LAWYER, code=beyond, words=WORDS, due_on=DUE)
    assert (done.guide.code, done.pushed is not None) == (beyond, True)


@pytest.mark.req("PWR-028")
def test_only_towns_and_streets_count_as_having_it_already(act: Act, ground: None, items: list[dict[str, Any]]) -> None:
    street = unit_of("桂林市七星区人民政府穿山街道办事处")
    source = next(one for one in items if one["unit"] == street.code and one["code"].endswith("450520001000"))
    county = {**source, "unit": "11450305MB9900158T", "region": "450305000000", "delegable": True}
    county["code"] = code_at(county["unit"], "450520001000")
    centre = {**source, "unit": source["centre"], "code": code_at(source["centre"], "450520001000")}
    for each in (county, source, centre):  # the centre is a unit of the street, and no street
        publish(act=act, item=each, valid_from=START, change=ADDED)
    (one,) = delegable(on=DAY, unit=county["unit"])
    assert one.below == (street.code,)


def test_however_many_items_are_marked_the_questions_are_the_same(
    act: Act, item: dict[str, Any], items: list[dict[str, Any]]
) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            delegable(on=DAY, region="430281000000")
        return len(asked)

    alone = questions()
    for more in items[1:5]:
        publish(act=act, item={**more, "delegable": True}, valid_from=START, change=ADDED)
    assert len(delegable(on=DAY, region="430281000000")) == 5
    assert questions() == alone
