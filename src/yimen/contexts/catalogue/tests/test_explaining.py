"""A difference is explained for what both sides say, until a day, by those who may; nothing else closes it."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from yimen.contexts.catalogue.api import (
    EXPLAINED,
    OPEN,
    Change,
    DifferenceMoved,
    Divergence,
    Explained,
    ExplanationRefused,
    NoSuchDifference,
    NotYourItem,
    difference,
    divergences,
    explain_difference,
    explanations,
    load_items,
    may_explain,
    publish,
    tally,
    withdraw_explanation,
)
from yimen.contexts.identity.api import Post, Reader
from yimen.contexts.journal.api import Act, trail

from .conftest import START
from .test_differing import PLACES, PLANTED, body, everywhere

__all__ = ["everywhere"]
TODAY = date(2026, 3, 2)
UNTIL = TODAY + timedelta(100)
PLACE = "430281000000"


def officer(role: str = "editor", region: str = PLACE, unit: str = "") -> Reader:
    post = Post(unit or body(region), "某局", region, role, "某岗")
    return Reader(kind="officer", account=uuid.UUID(int=5), name="某", posts=(post,))


@pytest.fixture
def one(everywhere: list[dict[str, Any]], act: Act) -> Divergence:
    """Returns the only difference: a county promises a day more."""
    PLANTED["limit"](everywhere[2])
    load_items(act=act, items=everywhere, valid_from=START)
    (found,) = divergences(on=TODAY)
    return found


def explain(act: Act, found: Divergence, who: Reader | None = None, **more: Any) -> Explained:
    given = {
        "why": "县里另有检测",
        "document": "醴政发〔2026〕8号",
        "until": UNTIL,
        "seen": found.seen,
        "region": "",
        **more,
    }
    return explain_difference(act=act, reader=who or officer(), code=found.code, respect=found.respect, **given)


def listed(on: date = TODAY) -> tuple[int, int]:
    """Returns how many are open and how many explained, counted twice: as listed and as a tally."""
    numbers = tuple(sum(1 for _ in divergences(on=on, state=state)) for state in (OPEN, EXPLAINED))
    counts = tally(on=on, most=100)
    assert numbers == (sum(counts.open.values()), sum(counts.explained.values()))
    assert sum(1 for _ in divergences(on=on)) == sum(numbers)
    return numbers[0], numbers[1]


@pytest.mark.req("CAT-007")
def test_what_is_explained_stands_apart_with_why_and_until_when(one: Divergence, act: Act) -> None:
    assert listed() == (1, 0)
    mark = explain(act, one)
    assert listed() == (0, 1)
    (found,) = divergences(on=TODAY, state=EXPLAINED)
    assert found.explained == mark
    assert (mark.why, mark.document, mark.until) == ("县里另有检测", "醴政发〔2026〕8号", UNTIL)
    assert "某岗" in mark.post
    assert (found.says, found.standard_says) == (one.says, one.standard_says)
    (entry,) = trail(subject=mark.id)
    assert (entry.verb, entry.facts["until"]) == ("catalogue.explain", UNTIL.isoformat())
    assert tally(on=TODAY, most=100).explained == {"limit": 1}
    assert list(divergences(on=TODAY, state=EXPLAINED, respect="fee")) == []


@pytest.mark.req("CAT-007")
def test_it_is_open_again_after_its_last_day_and_was_open_before_its_first(one: Divergence, act: Act) -> None:
    explain(act, one)
    assert listed(UNTIL) == (0, 1)
    assert listed(UNTIL + timedelta(1)) == (1, 0)
    assert listed(TODAY - timedelta(1)) == (1, 0)
    later = replace(act, now=datetime.combine(UNTIL + timedelta(1), datetime.min.time(), UTC))
    explain(later, one, until=UNTIL + timedelta(30))
    assert listed(UNTIL + timedelta(1)) == (0, 1)


@pytest.mark.req("CAT-007")
@pytest.mark.parametrize("changed", ["ours", "standard", "another respect"])
def test_it_holds_no_more_when_either_side_says_something_else(
    one: Divergence, everywhere: list[dict[str, Any]], act: Act, changed: str
) -> None:
    explain(act, one)
    item = everywhere[2] if changed == "ours" else None
    for each in [item] if item else [row for row in everywhere if row["code"][18] == "2"]:
        PLANTED["fee" if changed == "another respect" else "limit"](each)
        if changed == "standard":
            PLANTED["limit"](each)
        publish(act=act, item=each, valid_from=TODAY, change=Change("变更", "改", "湘政发〔2026〕9号"))
    now = difference(on=TODAY, region="", code=one.code, respect="limit")
    assert now
    assert (now.explained is not None) == (changed == "another respect")
    with pytest.raises(DifferenceMoved, match="已有说明" if now.explained else "刚刚变了"):
        explain(act, one)


def test_taking_it_back_opens_it_and_stays_on_record(one: Divergence, act: Act) -> None:
    mark = explain(act, one)
    with pytest.raises(NotYourItem):
        withdraw_explanation(act=act, reader=officer(region="450305000000"), id=mark.id, why="不对")
    with pytest.raises(ExplanationRefused, match="撤回理由"):
        withdraw_explanation(act=act, reader=officer(), id=mark.id, why=" ")
    assert listed() == (0, 1)
    withdraw_explanation(act=act, reader=officer("law"), id=mark.id, why="检测已取消")
    assert listed() == (1, 0)
    with pytest.raises(DifferenceMoved, match="撤回"):
        withdraw_explanation(act=act, reader=officer(), id=mark.id, why="再来")
    (kept,) = explanations(code=one.code, respect="limit")
    assert (kept.why, kept.withdrawn_why) == ("县里另有检测", "检测已取消")
    assert [entry.verb for entry in trail(subject=mark.id)] == ["catalogue.explain", "catalogue.unexplain"]
    explain(act, one, why="还是要检测")
    assert [each.why for each in explanations(code=one.code, respect="limit")] == ["还是要检测", "县里另有检测"]
    with pytest.raises(NoSuchDifference):
        withdraw_explanation(act=act, reader=officer(), id=uuid.UUID(int=1), why="没有")


ALLOWED = [("editor", PLACE), ("law", PLACE), ("law", "430200000000"), ("government", "430000000000")]
BARRED = [("editor", "430200000000"), ("law", "430200001000"), ("law", "450000000000"), ("leader", PLACE)]


@pytest.mark.parametrize(
    ("role", "region", "may"), [(*each, True) for each in ALLOWED] + [(*each, False) for each in BARRED]
)
def test_only_who_writes_the_item_or_reviews_it_from_above_explains(
    one: Divergence, act: Act, role: str, region: str, may: bool
) -> None:
    who = officer(role, region, body(PLACE) if (role, region) == ("editor", PLACE) else body("430000000000"))
    assert may_explain(reader=who, found=one) is may
    if may:
        explain(act, one, who)
    else:
        with pytest.raises(NotYourItem, match="事项编制岗"):
            explain(act, one, who)
    assert listed() == ((0, 1) if may else (1, 0))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"why": " "}, "为什么不同"),
        ({"why": "长" * 401}, "为什么不同"),
        ({"why": "由11010519491231002X这个人定的"}, "为什么不同"),
        ({"document": "长" * 121}, "依据文件"),
        ({"until": TODAY - timedelta(1)}, "有效到"),
        ({"until": TODAY + timedelta(3 * 366 + 1)}, "有效到"),
        ({"seen": "0" * 32}, "刚刚变了"),
    ],
)
def test_what_is_missing_or_past_is_refused(one: Divergence, act: Act, given: dict[str, Any], words: str) -> None:
    with pytest.raises(ExplanationRefused, match=words):
        explain(act, one, **given)
    assert listed() == (1, 0)
    assert explanations(code=one.code, respect="limit") == ()


def test_what_does_not_differ_cannot_be_explained(one: Divergence, act: Act) -> None:
    for wrong in (replace(one, respect="fee"), replace(one, code=one.standard_code), replace(one, code="9" * 31)):
        with pytest.raises(NoSuchDifference):
            explain(act, wrong)
    with pytest.raises(NoSuchDifference):
        explain(act, one, region="450000000000")


def test_a_mark_of_the_region_s_report_holds_in_every_report_that_shows_the_same_two_sides(
    one: Divergence, act: Act
) -> None:
    explain(act, one, region=PLACE)
    for region, _ in PLACES[:3]:
        (found,) = divergences(on=TODAY, region=region)
        assert found.explained
    assert listed() == (0, 1)


def test_counting_breaks_off_where_it_is_told_to(everywhere: list[dict[str, Any]], act: Act) -> None:
    for place in (1, 2, 4, 5, 6):
        PLANTED["limit"](everywhere[place])
        PLANTED["fee"](everywhere[place])
    load_items(act=act, items=everywhere, valid_from=START)
    whole, part = tally(on=TODAY, most=10), tally(on=TODAY, most=9)
    assert (sum(whole.open.values()), whole.more) == (10, False)
    assert (sum(part.open.values()), part.more) == (9, True)
