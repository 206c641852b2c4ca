"""PRC-011: the limits of steps added up before and after, and whether they are shorter by the target."""

from pathlib import Path

import pytest

from yimen.kernel.procedure import Procedure, check, compile_bpmn, compress, counted_days

from .bpmn import definitions, flow, line, node, user

pytestmark = [pytest.mark.pure, pytest.mark.req("PRC-011")]

DEMO = Path(__file__).resolve().parents[5] / "demo" / "procedures"
WORDS = 'yimen:role="{}" yimen:stage="审查" yimen:limit="{}" yimen:basis="x"'


def chain(*limits: str) -> Procedure:
    ids = [f"t{number}" for number in range(len(limits))]
    steps = [user(id_, legal=WORDS.format("examiner", limit)) for id_, limit in zip(ids, limits, strict=True)]
    return compile_bpmn(line(*steps, ids=ids))


def test_the_limits_of_the_longest_way_are_added_up() -> None:
    """审查 3, 审核 2, 决定 2; 受理 5 and 送达 10 lie outside the promise, as the check has it."""
    licence = compile_bpmn((DEMO / "highway-licence.bpmn").read_bytes())
    found = compress([(licence, licence)])
    assert found.before == found.after == counted_days(licence) == 3 + 2 + 2
    assert "最多合计 7 个工作日" in check(licence, promised_days=6)[0].message_zh


def test_of_two_branches_the_longer_counts() -> None:
    sides = [user(id_, legal=WORDS.format("examiner", limit)) for id_, limit in (("a", "3wd"), ("b", "7wd"))]
    xml = definitions(
        node("startEvent", "s"),
        node("parallelGateway", "f"),
        *sides,
        node("parallelGateway", "j"),
        node("endEvent", "e"),
        flow("s", "f"),
        flow("f", "a"),
        flow("f", "b"),
        flow("a", "j"),
        flow("b", "j"),
        flow("j", "e"),
    )
    assert counted_days(compile_bpmn(xml)) == 7


def test_what_stands_still_is_left_out() -> None:
    hearing = WORDS.format("examiner", "20wd") + ' yimen:special="hearing" yimen:ground="听证"'
    assert counted_days(compile_bpmn(line(user("a", legal=hearing), ids=["a"]))) == 0


@pytest.mark.parametrize(
    ("before", "after", "percent", "reached"),
    [
        (("10wd",), ("7wd",), 30, True),
        (("100wd",), ("71wd",), 29, False),
        (("1wd", "2wd"), ("1wd", "4h"), 100 * 2 / 3, True),
        (("14cd",), ("1mo",), -130, False),
        (("5wd",), ("5wd",), 0, False),
        (("5wd",), ("6wd",), -20, False),
    ],
)
def test_thirty_percent_is_the_target(
    before: tuple[str, ...], after: tuple[str, ...], percent: float, reached: bool
) -> None:
    found = compress([(chain(*before), chain(*after))])
    assert found.percent == pytest.approx(percent)
    assert found.reached == reached


def test_the_target_is_for_all_together() -> None:
    """One by half, one not at all: together 20 of 60 days are too few, 20 of 50 are enough."""
    halved = (chain("40wd"), chain("20wd"))
    assert not compress([halved, (chain("40wd"), chain("40wd"))]).reached
    assert compress([halved, (chain("10wd"), chain("10wd"))]).reached


def test_without_limits_there_is_nothing_to_reach() -> None:
    nothing = compile_bpmn(line(node("serviceTask", "a", name="a"), ids=["a"]))
    assert (compress([(nothing, nothing)]).percent, compress([]).reached) == (0, False)
