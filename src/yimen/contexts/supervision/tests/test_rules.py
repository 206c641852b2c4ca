"""What supervision finds in entries: one breach an occasion, whatever the names."""

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest

from yimen.contexts.journal.api import Entry
from yimen.contexts.supervision.judging import breaches
from yimen.contexts.supervision.rules import RULES


def entry(verb: str, **facts: Any) -> Entry:
    return Entry(
        id=uuid.UUID(int=1), position=1, at=datetime(2026, 3, 6, tzinfo=UTC), verb=verb, subject=uuid.UUID(int=2),
        region="", basis="", actor={}, facts=facts,
    )  # fmt: skip


def told(role: str = "step", clock: str = "会签", due: str = "2026-03-05", **more: str) -> dict[str, str]:
    return {"role": role, "clock": clock, "due": due, "law": "", **more}


def test_two_steps_of_one_name_are_two_occasions() -> None:
    found = breaches(entry("case.step", expired=[told(token="2"), told(token="3"), told(role="special")]))
    assert len({(one.rule.code, one.occasion) for one in found}) == 3


@pytest.mark.parametrize("role", ["promised", "statutory", "other", "step", "special"])
def test_an_occasion_fits_its_column_however_long_the_name(role: str) -> None:
    (found,) = breaches(entry("case.expire", **told(role=role, clock="长" * 80)))
    assert len(found.occasion) <= 60
    assert found.occasion.endswith("/2026-03-05")


def test_what_an_end_missed_is_found() -> None:
    found = breaches(entry("case.withdraw", expired=[told("promised", "办理"), told("statutory", "办理")]))
    assert [one.rule.code for one in found] == ["promise", "statute"]


@pytest.mark.parametrize(
    ("before", "due", "words"),
    [
        ("2026-03-05", "2026-03-06", "由 2026年3月5日 更正为 2026年3月6日"),
        ("2026-03-05", "2026-03-05", "仍为 2026年3月5日"),
        ("", "", "仍在暂停"),
        ("", "2026-03-06", "由 暂停计时 更正为 2026年3月6日"),
    ],
)
def test_a_correction_is_found_in_plain_words(before: str, due: str, words: str) -> None:
    (found,) = breaches(entry("case.correct_start", due_before=before, due=due))
    assert words in found.detail


def test_no_sentence_holds_a_day_in_figures_of_a_machine() -> None:
    found = breaches(entry("case.lapse", silence="视为受理", **told("statutory", "收件")))
    assert [one.rule.code for one in found] == ["unaccepted", "lapse"]
    assert all("2026年3月5日" in one.detail and "2026-" not in one.detail for one in found)


@pytest.mark.req("PWR-009")
@pytest.mark.parametrize(("verb", "fact", "code"), [("return", "times", "returns"), ("urge", "urged", "urged")])
def test_what_happens_to_one_step_too_often_is_found_and_earlier_where_it_is_key(
    verb: str, fact: str, code: str
) -> None:
    def found(times: int, *, key: bool) -> int:
        facts = {fact: times, "to_step": "审查", "node": "examine", "task": "审核", "token": "7"}
        return len(breaches(entry(f"case.{verb}", **facts), key=key))

    rule = RULES[code]
    assert 0 < rule.key_most < rule.most
    for key, most in ((False, rule.most), (True, rule.key_most)):
        assert [found(most + more, key=key) for more in (0, 1, 2)] == [0, 1, 1]


@pytest.mark.req("PWR-009")
@pytest.mark.parametrize(
    ("role", "clock", "code"),
    [
        ("statutory", "收件", "unaccepted"),
        ("statutory", "投诉受理", "unaccepted"),
        ("statutory", "投诉办理", "unanswered"),
        ("statutory", "办理", "statute"),
        ("promised", "收件", "promise"),
        ("step", "收件", "step"),
    ],
)
def test_each_limit_that_runs_out_has_its_rule(role: str, clock: str, code: str) -> None:
    (found,) = breaches(entry("case.expire", **told(role=role, clock=clock)))
    assert (found.rule.code, found.rule.sort) == (code, "inaction")


def test_every_rule_says_what_it_looks_for_and_on_what_basis() -> None:
    assert {rule.sort for rule in RULES.values()} == {"inaction", "wrongful", "other"}
    assert all(rule.what and rule.basis and rule.name for rule in RULES.values())
    assert len({rule.name for rule in RULES.values()}) == len(RULES)
