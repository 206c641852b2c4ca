"""Turns sent back and done again, silence past a limit, and how times and loads are drawn."""

from typing import Any

from yimen.kernel.procedure import compile_bpmn
from yimen.kernel.procedure.tests.bpmn import definitions, flow, line, node, user

from .battery import ACCEPTED, DAY, ONE, asked, outcome, refusal, step

THREE = compile_bpmn(line(user("a"), user("b"), user("c"), ids=["a", "b", "c"]))
INNER = (
    '<bpmn:multiInstanceLoopCharacteristics yimen:instances="units"/>',
    *(node("startEvent", "b"), node("endEvent", "z")),
    *(step("look", outcome("taken", "none")), step("sign", outcome("good", "none"), role="decider")),
    *(flow("b", "look"), flow("look", "sign"), flow("sign", "z")),
)
PARTS = definitions(
    *(node("startEvent", "s"), node("endEvent", "e"), node("subProcess", "p", "".join(INNER), name="并联审查")),
    *(flow("s", "p"), flow("p", "e")),
)


def turns_sent_back_are_done_again(kit: Any) -> None:
    """Each turn of c is sent back to a with one chance in four: a, b and c are then done once more each."""
    times = [number * 1000 for number in range(300)]
    found = kit.foresee(asked(kit, THREE, times, returns={"c": {("a", False): 0.25}}))
    back = [work for work in found.works if work.outcome == "returned"]
    assert {work.node for work in back} == {"c"}
    assert 0.18 < len(back) / sum(work.node == "c" for work in found.works) < 0.32
    assert [sum(work.node == id_ for work in found.works) for id_ in "abc"] == [300 + len(back)] * 3
    assert found.ended == 300
    assert all(work.done - work.begun == 60 for work in found.works)
    first = next(work for work in back)
    after = [work for work in found.works if work.matter == first.matter and work.opened >= first.done]
    assert [(work.node, work.opened) for work in after][:3] == [
        (id_, first.done + 60 * number) for number, id_ in enumerate("abc")
    ]
    assert kit.foresee(asked(kit, THREE, times, returns={"c": {("a", False): 0}})).works == (
        kit.foresee(asked(kit, THREE, times)).works
    )


def a_return_that_keeps_comes_straight_back(kit: Any) -> None:
    found = kit.foresee(asked(kit, THREE, [number * 1000 for number in range(40)], returns={"c": {("a", True): 0.5}}))
    back = sum(work.outcome == "returned" for work in found.works)
    assert back > 8
    assert [sum(work.node == id_ for work in found.works) for id_ in "abc"] == [40 + back, 40, 40 + back]
    assert found.ended == 40


def where_nothing_was_done_nothing_is_sent_back(kit: Any) -> None:
    found = kit.foresee(asked(kit, THREE, [0, 1000], returns={"a": {("c", False): 0.99}}))
    assert [work.outcome for work in found.works] == ["done"] * 6
    for shares in ({("a", False): 1}, {("a", False): -0.1}, {("a", False): 0.5, ("b", True): 0.5}):
        assert "退回的比例" in refusal(kit, lambda shares=shares: asked(kit, THREE, [0], returns={"c": shares}))


def silence_ends_a_step_whose_limit_ran_out(kit: Any) -> None:
    """Five days of work, a limit of one: the default comes when the day after is over, and frees who was at it."""
    lapsing = step("a", outcome("yes", "none"), limit="1wd", more='yimen:lapse="yes"')
    procedure = compile_bpmn(line(lapsing, user("b"), ids=["a", "b"]))
    long = {"a": kit.Effort(5 * DAY, 5 * DAY, 5 * DAY), "b": kit.Effort(60, 60, 60)}
    found = kit.foresee(asked(kit, procedure, [0, 10], effort=long, silence=True, staff={"examiner": 1}))
    ends = {(work.matter, work.node): (work.begun, work.done) for work in found.works}
    assert ends[0, "a"] == (0, 2 * DAY)
    assert ends[1, "a"] == (2 * DAY, 2 * DAY)  # its turn came at the very minute at which its limit ran out
    assert (ends[0, "b"], ends[1, "b"]) == ((2 * DAY, 2 * DAY + 60), (2 * DAY + 60, 2 * DAY + 120))
    patient = kit.foresee(asked(kit, procedure, [0, 10], effort=long, staff={"examiner": 1}))
    assert patient.works[0].done == 5 * DAY
    quick = kit.foresee(asked(kit, procedure, [0], silence=True))
    assert [(work.node, work.done) for work in quick.works] == [("a", 60), ("b", 120)]


def times_fill_their_triangle(kit: Any) -> None:
    """The mean of a triangle is (a + b + c) / 3; half of a symmetric one lies on each side."""
    for low, peak, high in ((10, 10, 400), (10, 400, 400), (100, 250, 400), (60, 90, 1000)):
        effort = kit.Effort(low, peak, high)
        drawn = [effort.minutes(number / 10_000) for number in range(10_000)]
        assert (drawn == sorted(drawn), drawn[0], drawn[-1] <= high) == (True, low, True)
        assert abs(sum(drawn) / 10_000 - (low + peak + high) / 3) < 1
        below = sum(one < peak for one in drawn) / 10_000
        assert abs(below - (peak - low) / (high - low)) < 0.02
    assert [kit.Effort(samples=(7, 9)).minutes(drawn) for drawn in (0, 0.49, 0.5, 0.99)] == [7, 7, 9, 9]
    assert kit.Effort(samples=(0,)).minutes(0) == 1


def loads_are_as_many_as_asked(kit: Any) -> None:
    load = kit.arriving(kit.spread(7, 30), 5, {"n": 1})
    minutes = [one.minute for one in load]
    assert minutes == sorted(minutes)
    assert [sum(one // DAY == day for one in minutes) for day in range(31)] == [7] * 30 + [0]
    assert len({one % DAY for one in minutes}) > 100
    assert load[0].data == {"n": 1}
    assert load != kit.arriving(kit.spread(7, 30), 6, {"n": 1})


def two_hours_are_guessed_or_half_of_a_short_limit(kit: Any) -> None:
    found = [kit.guessed(limit) for limit in ("", "1wd", "3wd", "5cd", "24h", "2h", "1h", "1mo")]
    assert found == [120, 120, 120, 120, 120, 30, 30, 120]


def as_many_are_needed_as_the_load_asks_for(kit: Any) -> None:
    """Twenty matters a day of an hour each are twenty hours of work a day, whoever is there; 7 hours at 85 of 100."""
    times = [day * DAY for day in range(10) for _ in range(20)]
    for count in (1, 2, 3, 4, 30):
        staff = dict.fromkeys(("window", "examiner", "decider"), count)
        found = kit.foresee(asked(kit, ACCEPTED, times, staff=staff, days=12))
        assert [role.needed for role in found.roles] == [4, 4, 4], count
        assert (found.roles[0].used == 1) == (count < 3)


def late_acceptance_is_told_apart(kit: Any) -> None:
    """Ten at once, a day each: seven are over two days, four over the law's five; who waits at the end is late too."""
    effort = {"in": kit.Effort(DAY, DAY, DAY), "work": kit.Effort(1, 1, 1), "out": kit.Effort(1, 1, 1)}
    for days, unlawful in ((1_000, 4), (4, 0)):
        scene = asked(kit, ACCEPTED, [0] * 10, effort=effort, promise=20, days=days)
        (one,) = kit.foresee(scene).answering
        assert (one.name, one.limit, one.turns, one.over, one.unlawful) == ("in", "2wd", 10, 7, unlawful)
    assert kit.foresee(asked(kit, ONE, [0] * 10)).answering == ()


def each_unit_takes_its_own_steps(kit: Any) -> None:
    """Three units, two steps of an hour each, one officer a role: the steps overlap."""
    whole = compile_bpmn(PARTS)
    data = {"units": ["甲", "乙", "丙"]}
    found = kit.foresee(asked(kit, whole, [0], data=data))
    turns = sorted((work.node, work.begun, work.done, work.outcome) for work in found.works)
    assert turns == [
        ("look", 0, 60, "taken"),
        ("look", 60, 120, "taken"),
        ("look", 120, 180, "taken"),
        ("sign", 60, 120, "good"),
        ("sign", 120, 180, "good"),
        ("sign", 180, 240, "good"),
    ]
    assert found.fates[0].ended == 240
    assert kit.foresee(asked(kit, whole, [0])).fates[0].stuck != ""
