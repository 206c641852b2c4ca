"""Life events: a sourced list that items choose from, and the everyday words that lead to one."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from yimen.contexts.catalogue import lifeevents
from yimen.contexts.catalogue.api import (
    Wanted,
    add_synonym,
    columns,
    facets,
    find,
    guide,
    life_events,
    life_events_meant,
    load_items,
    publish,
    refresh_synonyms,
)
from yimen.contexts.journal.api import Act

from .conftest import ADDED, START
from .made import officer

LILING, QIXING = "430281000000", "450305000000"
DATA = Path(__file__).parents[3] / "data"


@pytest.fixture
def item(ground: None, act: Act, items: list[dict[str, Any]]) -> dict[str, Any]:
    found = copy.deepcopy(items[0]) | {"events": ["结婚", "出生"]}
    publish(act=act, item=found, valid_from=START, change=ADDED)
    return found


@pytest.mark.pure
def test_every_event_has_its_source_or_says_that_it_has_none() -> None:
    listed = life_events()
    assert {one.audience for one in listed} == {"自然人", "法人"}
    wanted = {"出生", "上学", "就业", "结婚", "置业", "生病", "退休养老", "身故", "开办企业", "经营发展", "注销退出"}
    assert wanted <= {one.name for one in listed}
    for one in listed:
        assert bool(one.source) == bool(one.official) == (one.conf != "low"), one.name
        assert not one.source or "国办发〔20" in one.source
    assert [one.name for one in listed if not one.source] == ["变更信息"]


@pytest.mark.pure
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"audience": "人"}, "写法不对"),
        ({"source": "none"}, "没有列出"),
        ({"official": ""}, "写法不对"),
        ({"more": 1}, "写法不对"),
        ({"said": "生孩子"}, "写法不对"),
        ({"said": ["a-b"]}, "写法不对"),
    ],
)
def test_a_table_that_is_not_as_it_must_be_is_refused(change: dict[str, Any], said: str) -> None:
    row = {
        "name": "出生",
        "audience": "自然人",
        "official": "出生",
        "source": "a",
        "icon": "birth",
        "said": [],
        **change,
    }
    sources = {"a": {"title": "某意见", "number": "某发〔2025〕1号", "place": "二", "conf": "medium"}}
    with pytest.raises(ValueError, match=said):
        lifeevents.read_life_events(json.dumps({"sources": sources, "events": [row]}))


@pytest.mark.req("CAT-021")
@pytest.mark.django_db
def test_an_item_states_its_events_and_is_found_and_counted_by_each(item: dict[str, Any]) -> None:
    assert guide(code=item["code"], on=START).events == ("出生", "结婚")  # in the list's order
    for event in ("出生", "结婚"):
        assert [line.code for line in find(on=START, region=LILING, wanted=Wanted(event=event)).lines] == [item["code"]]
    assert find(on=START, region=LILING, wanted=Wanted(event="身故")).total == 0
    assert facets(on=START, region=LILING).events == (("出生", 1), ("结婚", 1))


@pytest.mark.req("CAT-021")
@pytest.mark.django_db
@pytest.mark.parametrize("text", ["结婚", "领证", "出生", "生孩子"])
def test_an_event_is_not_what_an_item_is_called(item: dict[str, Any], act: Act, text: str) -> None:
    """Its words lead to the event; the item, which is of a road, is no answer to them."""
    refresh_synonyms(act=act)
    found = find(on=START, region=LILING, wanted=Wanted(text=text))
    assert found.loose or not found.total
    assert life_events_meant(text=text)


@pytest.mark.req("CAT-021")
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "region", "name"),
    [
        ("买车", LILING, "超限"), ("考驾照", LILING, "超限"), ("找工作", QIXING, "婚育证明"),
        ("失业", QIXING, "婚育证明"), ("残疾证", QIXING, "五保户供养"),
    ],
)  # fmt: skip
def test_words_of_an_event_find_none_of_its_other_items(
    ground: None, act: Act, items: list[dict[str, Any]], text: str, region: str, name: str
) -> None:
    refresh_synonyms(act=act)
    load_items(act=act, items=items, valid_from=START)
    assert any(name in one["name"] for one in items)
    found = find(on=START, region=region, wanted=Wanted(text=text))
    assert found.loose or not [line.name for line in found.lines if name in line.name]


@pytest.mark.pure
def test_the_words_of_events_are_not_among_those_that_are_searched_with() -> None:
    names = {one.name for one in life_events()}
    assert all(one.said for one in life_events() if one.name not in {"日常生活", "经营发展"})
    groups = json.loads((DATA / "synonyms.json").read_text("utf-8"))
    assert {official for group in groups for official in group["official"]} & names <= {"就业"}  # a word of its own


@pytest.mark.pure
def test_the_dictionary_of_columns_lists_them() -> None:
    (column,) = [one for one in columns() if one.key == "events"]
    assert (column.label, column.kind) == ("适用的人生事件", "lines")
    assert "人生事件" not in {one.label for one in columns()}  # a workbook of before has its everyday words there
    assert all(one.name in column.words for one in life_events())
    assert next(one.label for one in columns() if one.key == "life_events") == "日常说法"


@pytest.mark.req("CAT-021")
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("生孩子", "出生"), ("我要生孩子怎么办", "出生"), ("办退休", "退休养老"), ("开饭店", "开办企业"),
        ("关公司", "注销退出"), ("出生", "出生"), ("老人去世", "身故"), ("看病报销", "生病"), ("公司改名", "变更信息"),
    ],
)  # fmt: skip
def test_everyday_words_mean_an_event(ground: None, act: Act, text: str, event: str) -> None:
    refresh_synonyms(act=act)
    assert event in [one.name for one in life_events_meant(text=text)]


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "？", "挖路", "\x00", "低" * 5000, "'; --"])
def test_other_words_mean_none(ground: None, act: Act, text: str) -> None:
    refresh_synonyms(act=act)
    assert life_events_meant(text=text) == ()


@pytest.mark.django_db
def test_a_word_of_the_place_means_an_event_as_soon_as_it_is_added(ground: None, act: Act) -> None:
    assert life_events_meant(text="添丁") == ()
    keeper = officer("system", "11430281MB99016308", LILING, 5)
    add_synonym(act=act, reader=keeper, said="添丁", official="出生")
    assert [one.name for one in life_events_meant(text="添丁")] == ["出生"]
