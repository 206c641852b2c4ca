"""Steps that several sign, and who may sign what."""

from functools import partial
from typing import Any

import pytest

from yimen.contexts.matters.api import add_signer, transfer

from .bureau import Bureau, sound, tried
from .conftest import Desk
from .gesturing import at_group, complete, sign, trail_of, waiting


@pytest.fixture
def bureau(desk: Desk) -> Bureau:
    found = Bureau.opened(desk)
    found.publish()
    return found


def test_the_last_word_of_one_of_several_stays_in_the_unit(bureau: Bureau) -> None:
    matter, task = at_group(bureau)
    refused = tried(matter, lambda: sign(bureau, "r1", task, "after"))
    assert "最后签的人应是本单位的" in str(refused)
    signed = partial(add_signer, act=bureau.act("r1"), reader=bureau.people["r1"], task=task.id)
    matter = signed(to=bureau.id("d2"), when="after")
    sound(matter)
    assert {one.holder for one in waiting(matter)} >= {str(bureau.id("r1"))}


@pytest.mark.parametrize(
    ("rule", "veto", "voices", "ends"),
    [
        ("all", "false", "yyy", "decide"),
        ("all", "false", "yny", "rework"),
        ("any", "false", "y", "decide"),
        ("any", "false", "nnn", "rework"),
        ("2/3", "false", "nyy", "decide"),
        ("2/3", "false", "nny", "rework"),
        ("all", "true", "n", "rework"),
    ],
)
def test_several_persons_make_one_outcome(bureau: Bureau, rule: str, veto: str, voices: str, ends: str) -> None:
    bureau.publish(f"hands{rule.replace('/', 'of')}{veto}", rule=rule, veto=veto)
    matter = bureau.to(bureau.opens(f"hands{rule.replace('/', 'of')}{veto}"), "cosign")
    for who, voice in zip(("r1", "r2", "e2"), voices, strict=False):
        outcome = {"y": "agree", "n": "disagree"}[voice]
        matter = bureau.does(who, matter, "cosign", outcome, who)
        sound(matter)
    assert [one.node for one in waiting(matter)] == [ends]


def test_units_sign_by_their_posts_and_others_do_not(bureau: Bureau) -> None:
    from .bureau import CENTRE
    from .conftest import UNIT

    matter = bureau.to(bureau.opens(signers=[UNIT, CENTRE]), "cosign")
    here = next(one for one in waiting(matter) if one.unit == UNIT)
    there = next(one for one in waiting(matter) if one.unit == CENTRE)
    assert isinstance(tried(matter, lambda: complete(bureau, "r1", there)), PermissionError)
    complete(bureau, "r1", here)
    sound(matter)
    assert [one.unit for one in waiting(matter)] == [CENTRE]


def test_a_voice_that_is_not_the_last_means_nothing_yet(bureau: Bureau) -> None:
    matter = bureau.to(bureau.opens(), "decide")
    task = bureau.task(matter, "decide")
    add_signer(act=bureau.act("d1"), reader=bureau.people["d1"], task=task.id, to=bureau.id("d2"), when="after")
    matter = bureau.does("d1", matter, "decide", "grant")
    assert matter.outcome == ""
    assert [one.verb for one in trail_of(matter)][-1] == "test.step"
    matter = bureau.does("d2", matter, "decide", "grant")
    assert matter.outcome == "准予"


def test_an_officer_of_another_unit_does_not_take_a_decision(bureau: Bureau) -> None:
    matter = bureau.to(bureau.opens(), "decide")
    task = bureau.task(matter, "decide")
    assert "法律效果" in str(tried(matter, lambda: sign(bureau, "d1", task, "after")))
    assert tried(matter, lambda: sign(bureau, "d1", task, "before")) is None


@pytest.mark.req("PWR-026")
def test_a_decision_goes_to_its_own_post_only(bureau: Bureau) -> None:
    matter = bureau.to(bureau.opens(), "decide")
    task = bureau.task(matter, "decide")

    def give(to: str) -> Any:
        return transfer(act=bureau.act("d1"), reader=bureau.people["d1"], task=task.id, to=bureau.id(to))

    assert "同一岗位" in str(tried(matter, partial(give, "e1")))
    assert tried(matter, partial(give, "d2")) is None


def test_nobody_signs_twice_among_several(bureau: Bureau) -> None:
    matter = bureau.to(bureau.opens(), "cosign")
    turns = {one.holder: one for one in waiting(matter)}
    first, task = turns[str(bureau.id("r1"))], turns[str(bureau.id("r2"))]
    again = partial(transfer, act=bureau.act("r2"), reader=bureau.people["r2"], task=task.id, to=bureau.id("r1"))
    assert "只签一次" in str(tried(matter, again))
    complete(bureau, "r1", first)
    assert "只签一次" in str(tried(matter, again))
