"""Items that need one another: any circle is found and named, and nothing that closes one is published."""

import uuid
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from yimen.contexts.catalogue.api import (
    Beginning,
    Change,
    Draft,
    DraftRefused,
    ItemRefused,
    Proposal,
    browse,
    circle,
    circles_of,
    discard_draft,
    findings,
    guide,
    hand_in,
    hold_drafts,
    load_items,
    nearest,
    needed,
    prerequisites_meant,
    prerequisites_said,
    publish,
    save_draft,
    start_draft,
)
from yimen.contexts.catalogue.awaiting import PrerequisiteGraph, circular, reviewed
from yimen.contexts.catalogue.models import DraftRow, VersionRow
from yimen.contexts.identity.api import units
from yimen.contexts.journal.api import Act

from .conftest import ADDED, START
from .made import EDITOR, HIGHWAY, whole

LATER = START.replace(month=6)
CHANGED = Change(kind="变更", reason="调整前置", document="醴政发〔2026〕8号")
graphs = st.dictionaries(st.sampled_from("abcdefgh"), st.sets(st.sampled_from("abcdefgh"), max_size=3), max_size=8)


def base(item: dict[str, Any]) -> str:
    return str(item["code"][19:])


@pytest.mark.pure
@pytest.mark.req("PRC-008")
@given(graph=graphs)
def test_a_circle_is_found_exactly_where_one_is(graph: dict[str, set[str]]) -> None:
    """By the closure of the relation, computed the plain way: something comes before itself."""
    before = {(one, other) for one, others in graph.items() for other in others}
    while True:
        more = {(a, d) for a, b in before for c, d in before if b == c} - before
        if not more:
            break
        before |= more
    found = circle(starts=graph, needs=lambda codes: {code: graph.get(code, set()) for code in codes})
    assert bool(found) == any(one == other for one, other in before)
    if found:
        assert found[0] == found[-1]
        assert all(other in graph[one] for one, other in pairwise(found))


@pytest.mark.pure
def test_each_item_is_asked_once() -> None:
    asked: list[str] = []

    def needs(codes: Any) -> Any:
        asked.extend(codes)
        return {"a": {"b", "c"}, "b": {"d"}, "c": {"d"}}

    assert circle(starts=["a"], needs=needs) == ()
    assert sorted(asked) == ["a", "b", "c", "d"]


@pytest.mark.req("PRC-008")
def test_items_that_need_one_another_are_refused_with_a_proposal(
    ground: None, act: Act, items: list[dict[str, Any]]
) -> None:
    first, second, third = items[:3]
    second["prerequisites"], third["prerequisites"] = [base(first)], [base(second)]
    load_items(act=act, items=[first, second, third], valid_from=START)
    before = browse(region=first["region"], on=START)
    closing = {**first, "prerequisites": [base(third)]}
    with pytest.raises(ItemRefused, match="互为前置") as refused:
        publish(act=act, item=closing, valid_from=LATER, change=CHANGED)
    for item in (first, second, third):
        assert item["name"] in str(refused.value)
    assert "并联审批" in str(refused.value)
    assert browse(region=first["region"], on=START) == before
    assert guide(code=first["code"], on=LATER).prerequisites == ()


@pytest.mark.req("PRC-008")
def test_a_circle_within_one_load_is_refused_whole(ground: None, act: Act, items: list[dict[str, Any]]) -> None:
    first, second = items[:2]
    first["prerequisites"], second["prerequisites"] = [base(second)], [base(first)]
    with pytest.raises(ItemRefused, match="互为前置"):
        load_items(act=act, items=[first, second], valid_from=START)
    assert browse(region=first["region"], on=START)[1] == 0


def test_a_circle_is_opened_by_taking_one_need_away(ground: None, act: Act, items: list[dict[str, Any]]) -> None:
    first, second = items[:2]
    second["prerequisites"] = [base(first)]
    load_items(act=act, items=[first, second], valid_from=START)
    publish(act=act, item={**second, "prerequisites": []}, valid_from=LATER, change=CHANGED)
    published = publish(act=act, item={**first, "prerequisites": [base(second)]}, valid_from=LATER, change=CHANGED)
    assert [one.name for one in needed(guide=published, on=LATER)] == [second["name"]]


@pytest.mark.parametrize("wrong", [["短"], ["0012345678901"], ["001234567890", "001234567890"]])
def test_a_wrong_code_is_named(ground: None, act: Act, items: list[dict[str, Any]], wrong: list[str]) -> None:
    with pytest.raises(ItemRefused, match="前置事项"):
        publish(act=act, item={**items[0], "prerequisites": wrong}, valid_from=START, change=ADDED)


def test_an_item_does_not_need_itself(ground: None, act: Act, items: list[dict[str, Any]]) -> None:
    item = {**items[0], "prerequisites": [base(items[0])]}
    with pytest.raises(ItemRefused, match="不能以自己为前置") as refused:
        publish(act=act, item=item, valid_from=START, change=ADDED)
    assert "并联" not in str(refused.value)


def alone(code: str, *needs: str) -> dict[str, Any]:
    """An item that is to be examined, by its base code of 12 digits and what it needs."""
    return {"code": f"11430281MB990011X94{code}", "name": f"第{code}项", "prerequisites": list(needs)}


@pytest.mark.req("PRC-008")
@pytest.mark.django_db
@given(graph=graphs)
def test_every_item_on_a_circle_is_told_one_that_it_is_on_and_no_other_is(graph: dict[str, set[str]]) -> None:
    before = {(one, other) for one, others in graph.items() for other in others}
    while more := {(a, d) for a, b in before for c, d in before if b == c} - before:
        before |= more
    numbers = {letter: f"{ord(letter):012d}" for letter in "abcdefgh"}
    rows = [alone(numbers[one], *(numbers[other] for other in others)) for one, others in graph.items()]
    told = circles_of(items=rows)
    assert told.keys() == {numbers[one] for one in graph if (one, one) in before}
    for code, words in told.items():
        assert f"“第{code}项”" in words


@pytest.mark.django_db
def test_a_long_chain_is_looked_at_once_and_asked_for_in_parts() -> None:
    """From every item anew this chain takes minutes; in one question it is more than SQLite takes."""
    count = 40_000
    asked: list[int] = []

    def count_asked(execute: Any, sql: str, params: Any, *more: Any) -> Any:
        asked.append(len(params or ()))
        return execute(sql, params, *more)

    codes = [f"{number:012d}" for number in range(count)]
    chain = [alone(one, other) for one, other in pairwise(codes)]
    with connection.execute_wrapper(count_asked):
        assert circles_of(items=chain) == {}
        closed = circles_of(items=[*chain, alone(codes[-1], codes[0])])
    assert len(closed) == count
    assert max(asked) <= 2000
    (words,) = set(closed.values())
    assert f"共 {count} 项" in words
    assert len(words) < 500


def _drafted(act: Act, item: dict[str, Any], needs: dict[str, Any]) -> Draft:
    found = start_draft(act=act, reader=EDITOR, beginning=Beginning(unit=HIGHWAY, kind="变更", code=item["code"]))
    content, why = (
        {**whole(item), "prerequisites": [base(needs)]},
        Proposal(first_day=LATER, reason="调整前置", document="文1"),
    )
    return save_draft(act=act, reader=EDITOR, id=found.id, revision=1, content=content, proposal=why)


@pytest.mark.req("PRC-008")
def test_a_circle_through_another_draft_is_told_before_anything_is_published(
    ground: None, act: Act, items: list[dict[str, Any]]
) -> None:
    first, second = items[:2]
    load_items(act=act, items=[first, second], valid_from=START)
    one, other = _drafted(act, first, second), _drafted(act, second, first)
    (told,) = [each for each in findings(draft=other, on=START) if each.field == "prerequisites"]
    assert not told.must  # the other may still change
    assert f"“{first['name']}” → “{second['name']}”" in told.words
    assert f"“{first['name']}”是还没有送审的草稿" in told.words
    hold_drafts(act=act, reader=EDITOR, seen=[(one.id, one.revision)], review=uuid.UUID(int=77))
    (told,) = [each for each in findings(draft=other, on=START) if each.field == "prerequisites"]
    assert told.must
    assert "正在审核" in told.words
    with pytest.raises(DraftRefused, match="互为前置"):
        hold_drafts(act=act, reader=EDITOR, seen=[(other.id, other.revision)], review=uuid.UUID(int=78))
    third = {**second, "code": f"{second['code'][:19]}000118009001", "name": "第三项", "prerequisites": [base(first)]}
    assert not any(key == "prerequisites" for key, _ in _handed(third))
    discard_draft(act=act, reader=EDITOR, id=other.id, revision=other.revision, reason="不办")
    (_, words) = next(
        each for each in _handed({**second, "prerequisites": [base(first)]}) if each[0] == "prerequisites"
    )
    assert first["name"] in words
    assert second["name"] in words


@pytest.mark.req("PRC-008")
def test_a_draft_that_another_unit_still_writes_is_told_without_its_name(
    ground: None, act: Act, items: list[dict[str, Any]]
) -> None:
    first, second, third = items[:3]
    second["name"], third["prerequisites"] = "不能说的名称", [base(first)]
    load_items(act=act, items=[first, second, third], valid_from=START)
    other, own = _drafted(act, second, third), _drafted(act, first, second)
    DraftRow.objects.filter(id=other.id).update(unit=next(one.code for one in units() if one.code != HIGHWAY))
    (told,) = [each for each in findings(draft=own, on=START) if each.field == "prerequisites"]
    assert not told.must
    assert "“另一单位正在编写的草稿”" in told.words
    assert second["name"] not in told.words
    assert base(second) not in told.words
    DraftRow.objects.filter(id=other.id).update(state="submitted")
    (told,) = [each for each in findings(draft=own, on=START) if each.field == "prerequisites"]
    assert f"“{second['name']}”是正在审核的草稿" in told.words


@pytest.mark.django_db
def test_what_drafts_need_is_asked_for_in_parts() -> None:
    asked: list[int] = []

    def count_asked(execute: Any, sql: str, params: Any, *more: Any) -> Any:
        asked.append(len(params or ()))
        return execute(sql, params, *more)

    with connection.execute_wrapper(count_asked):
        assert reviewed([f"{number:012d}" for number in range(40_000)]) == {}
    assert max(asked) < 2100


def _handed(item: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return next(iter(hand_in(reader=EDITOR, items=[item], on=START))).faults


@pytest.mark.req("PRC-008")
def test_prerequisites_are_read_and_written_by_name(ground: None, act: Act, items: list[dict[str, Any]]) -> None:
    first, second = items[:2]
    load_items(act=act, items=[first, second], valid_from=START)
    both = f"{first['name']}（{base(first)}）"
    assert prerequisites_said(codes=[base(first), "000118009001"]) == (both, "000118009001")
    good = (both, both.replace("（", "  ("), base(first), first["name"])
    wrong = {
        "没有这一项": "没有名称为",
        f"{second['name']}（{base(first)}）": f"是“{first['name']}”",
        "没有这一项（001）": "没有名称为",
        f"{first['name']}{' ' * 160}（{base(first)}）": "太长",
        "\u2028事项": "没有名称为",
    }
    with CaptureQueriesContext(connection) as asked:
        told = prerequisites_meant(texts=[*good, *wrong, "\x00", "000118", "没有（000118009001）"])
    assert len(asked) <= 5  # however many there are
    assert told[: len(good)] == ((base(first), ""),) * len(good)
    for (text, why), given_, said in zip(told[len(good) :], wrong, wrong.values(), strict=False):
        assert text == given_
        assert said in why
    assert told[-3:] == (("\x00", ""), ("000118", ""), ("000118009001", ""))
    *_, (last, why) = prerequisites_meant(texts=[both] * 101)
    assert (last, "最多 100 项" in why) == (both, True)


def test_a_name_that_several_items_have_is_told_with_their_codes(
    ground: None, act: Act, items: list[dict[str, Any]]
) -> None:
    first, second = items[:2]
    second["name"] = first["name"]
    load_items(act=act, items=[first, second], valid_from=START)
    ((text, why),) = prerequisites_meant(texts=[first["name"]])
    assert text == first["name"]
    assert "有 2 项" in why
    assert f"“{first['name']}（{base(first)}）”" in why


NATION = "100000000000"
PLACES = {"town": "430281100000", "county": "430281000000", "city": "430200000000", "province": "430000000000"}


@pytest.mark.req("PRC-008")
@pytest.mark.parametrize("place", [*PLACES.values(), NATION])
def test_the_nearest_item_is_one_for_the_guide_and_for_the_editor(
    ground: None, act: Act, items: list[dict[str, Any]], place: str
) -> None:
    """What stands at a place is found from everywhere below it, on its days and on no other."""
    first = items[0]
    load_items(act=act, items=[first], valid_from=START)
    VersionRow.objects.update(region=place, valid_to=LATER)
    below = [*PLACES.values(), NATION]
    for here in below:
        found = nearest(codes=[base(first)], region=here, unit="", on=LATER)
        assert found == ({base(first): first["code"]} if below.index(here) <= below.index(place) else {}), here
    whole_country = {base(first): first["code"]} if place == NATION else {}
    assert nearest(codes=[base(first)], region="100000", unit="", on=LATER) == whole_country
    for on in (START - timedelta(1), LATER + timedelta(1)):
        assert nearest(codes=[base(first)], region=PLACES["town"], unit="", on=on) == {}
    assert nearest(codes=[base(first)], region="450305000000", unit="", on=LATER) == whole_country


def test_the_unit_s_own_item_comes_before_a_nearer_one(ground: None, act: Act, items: list[dict[str, Any]]) -> None:
    first = items[0]
    load_items(act=act, items=[first], valid_from=START)
    (row,) = VersionRow.objects.all()
    other = next(one.code for one in units() if one.code != row.unit_id)
    near = VersionRow(**{field.attname: getattr(row, field.attname) for field in VersionRow._meta.fields})
    near.id, near.code, near.unit_id, near.region = (
        uuid.uuid5(row.id, "near"),
        f"{row.code[:-1]}X",
        other,
        PLACES["town"],
    )
    near.save(force_insert=True)
    for unit, code in ((row.unit_id, row.code), (other, near.code), ("", near.code)):
        assert nearest(codes=[base(first)], region=PLACES["town"], unit=unit, on=LATER) == {base(first): code}


@pytest.mark.parametrize("many", [2, 6])
def test_drafts_that_are_looked_at_together_ask_what_is_needed_once(
    ground: None, act: Act, items: list[dict[str, Any]], django_assert_max_num_queries: Any, many: int
) -> None:
    own = items[:6]
    load_items(act=act, items=own, valid_from=START)
    pairs = list(zip(own, [*own[1:], own[0]], strict=True))[:many]  # each needs the next
    written = [_drafted(act, *pair) for pair in pairs]
    graph, alone = PrerequisiteGraph(), [findings(draft=one, on=START) for one in written]
    assert [findings(draft=one, on=START, graph=graph) for one in written] == alone
    for one in written:
        values = {"code": one.code, "prerequisites": one.content["prerequisites"]}
        with django_assert_max_num_queries(2 if many == 6 else 0):  # the names of a circle, where there is one
            list(circular(one, values, graph))


def test_drafts_submitted_together_count_for_each_other_as_under_review(
    ground: None, act: Act, items: list[dict[str, Any]]
) -> None:
    first, second = items[:2]
    load_items(act=act, items=[first, second], valid_from=START)
    both = _drafted(act, first, second), _drafted(act, second, first)
    graph = PrerequisiteGraph(together=[one.id for one in both])
    for one in both:
        (told,) = [each for each in findings(draft=one, on=START, graph=graph) if each.field == "prerequisites"]
        assert told.must
    with pytest.raises(DraftRefused, match="互为前置"):
        hold_drafts(act=act, reader=EDITOR, seen=[(one.id, one.revision) for one in both], review=uuid.UUID(int=77))
