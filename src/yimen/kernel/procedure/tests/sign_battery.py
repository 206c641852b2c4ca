"""Countersigning: all at once or one after the other, by every rule, with a veto, by lists of every kind."""

from typing import Any

from .bpmn import flow, node, user
from .flow_battery import UNITS, countersigned, timer
from .lapse_battery import faults, here, refused, run


def signing(kernel: Any, xml: Any, *votes: Any, data: Any = None) -> Any:
    """Runs to the group and casts votes such as "发改局=agree"."""
    procedure, at = run(kernel, xml, "a=done", data=data or UNITS)
    for vote in votes:
        item, code = vote.split("=")
        mine = next(task.token for task in at.state.open_tasks if task.item == item)
        at = kernel.complete(procedure, at.state, mine, code, data or UNITS)
    return procedure, at


def items(at: Any) -> Any:
    return [task.item for task in at.state.open_tasks if task.node == "m"]


def all_sign_at_once_or_one_after_the_other(kernel: Any) -> None:
    _, at = signing(kernel, countersigned())
    assert items(at) == UNITS["units"]
    assert len({task.token for task in at.opened}) == 4
    one, two, three, four = UNITS["units"]
    _, at = signing(kernel, countersigned(), f"{three}=agree")
    assert items(at) == [one, two, four]
    _, at = signing(kernel, countersigned(), *(f"{unit}=agree" for unit in (two, one, four, three)))
    assert here(at) == ["b"]
    for count in range(4):
        _, at = signing(kernel, countersigned(sequential="true"), *(f"{unit}=agree" for unit in UNITS["units"][:count]))
        assert items(at) == [UNITS["units"][count]]
    _, at = signing(kernel, countersigned(sequential="true"), *(f"{unit}=agree" for unit in UNITS["units"]))
    assert here(at) == ["b"]


def each_rule_says_how_many_must_agree(kernel: Any) -> None:
    units = UNITS["units"]
    for rule, needed in (
        ("all", 4),
        ("any", 1),
        ("1/2", 2),
        ("2/3", 3),
        ("3/4", 3),
        ("1/4", 1),
        ("1/5", 1),
        ("1/1", 4),
    ):
        for agreeing in range(5):
            votes = [f"{unit}={'agree' if place < agreeing else 'deny'}" for place, unit in enumerate(units)]
            procedure, at = run(kernel, countersigned(rule), "a=done", data=UNITS)
            for cast, vote in enumerate(votes[::-1], 1):
                if items(at) == []:
                    break
                item, code = vote.split("=")
                mine = next(task.token for task in at.state.open_tasks if task.item == item)
                at = kernel.complete(procedure, at.state, mine, code, UNITS)
                assert bool(items(at)) == (cast < 4 and max(0, cast - (4 - agreeing)) < needed)
            assert here(at) == (["b"] if agreeing >= needed else [])
            assert dict(at.state.results)["m"] == ("agree" if agreeing >= needed else "deny")
            assert at.state.groups == ()


def a_majority_reached_closes_the_others(kernel: Any) -> None:
    _, at = signing(kernel, countersigned("1/2"), "发改局=agree", "消防队=agree")
    assert [task.item for task in at.closed] == ["规划局", "环保局"]
    assert ("done", "m", "agree") in at.events
    assert ("voted", "m", "agree") in at.events


def a_veto_ends_it_at_once_with_what_was_said(kernel: Any) -> None:
    _, at = signing(kernel, countersigned(veto="true"), "发改局=agree", "规划局=unsure")
    assert here(at) == ["b"]
    assert dict(at.state.results)["m"] == "unsure"
    assert len(at.closed) == 2
    _, at = signing(kernel, countersigned("any", veto="true"), "发改局=deny")
    assert at.ended
    _, at = signing(kernel, countersigned("any"), "发改局=deny")
    assert len(items(at)) == 3


def among_refusals_the_most_frequent_counts(kernel: Any) -> None:
    _, at = signing(kernel, countersigned(), "发改局=unsure", "规划局=unsure", "环保局=deny", "消防队=agree")
    assert dict(at.state.results)["m"] == "unsure"
    _, at = signing(kernel, countersigned(), "发改局=unsure", "规划局=deny", "环保局=agree", "消防队=agree")
    assert dict(at.state.results)["m"] == "deny"
    _, at = signing(kernel, countersigned(agree="unsure"), *(f"{unit}=unsure" for unit in UNITS["units"]))
    assert dict(at.state.results)["m"] == "unsure"


def lists_that_nobody_can_sign_by_are_refused(kernel: Any) -> None:
    many = [f"局{n}" for n in range(10_001)]
    for value, word in (
        (None, "还没有填写"),
        ([], "还没有填写"),
        ("发改局", "还没有填写"),
        ({"a": 1}, "还没有填写"),
        (many, "最多 10000"),
        (["甲", "甲"], "“甲”重复"),
        (["甲", ""], "空白"),
        (["甲", " "], "空白"),
        (["甲", 3], "空白"),
        (["甲" * 65], "过长"),
    ):
        refused(kernel, word, lambda value=value: run(kernel, countersigned(), "a=done", data={"units": value}))
    _, at = run(kernel, countersigned(), "a=done", data={"units": many[:10_000]})
    assert len(items(at)) == 10_000


def ways_of_countersigning_that_mean_nothing_are_refused(kernel: Any) -> None:
    assert not faults(kernel, countersigned())
    for words in ({"rule": "some"}, {"rule": "3/2"}, {"rule": "0/2"}, {"rule": "1/0"}, {"rule": "__import__"}):
        assert "yimen:rule" in faults(kernel, countersigned(**words))[0].mending
    for words in (
        {"agree": "nosuch"},
        {"veto": "maybe"},
        {"instances": ""},
        {"instances": "a.b"},
        {"color": "x"},
        {"sequential": "perhaps"},
    ):
        assert faults(kernel, countersigned(**words)), words
    xml = countersigned()
    for inner in ("loopCardinality", "completionCondition", "loopDataInputRef"):
        found = faults(
            kernel,
            xml.replace(
                b'yimen:rule="all"/>',
                f'yimen:rule="all"><bpmn:{inner}/></bpmn:multiInstanceLoopCharacteristics>'.encode(),
            ),
        )
        assert [one.element for one in found] == [inner]
    twice = xml.replace(b"<bpmn:multi", b"<bpmn:multiInstanceLoopCharacteristics yimen:instances='u'/><bpmn:multi", 1)
    assert faults(kernel, twice)


def a_timer_on_a_countersigning_closes_all_of_it(kernel: Any) -> None:
    event = timer("t", "3wd", "boundaryEvent", attachedToRef="m") + user("late") + node("endEvent", "e3")
    xml = countersigned().replace(
        b"</bpmn:process>", (event + flow("t", "late") + flow("late", "e3") + "</bpmn:process>").encode()
    )
    procedure, at = signing(kernel, xml, "发改局=agree")
    (wait,) = at.state.pending
    after = kernel.fire(procedure, at.state, wait.token, UNITS)
    assert (here(after), after.state.groups, after.state.pending) == (["late"], (), ())
    procedure, at = signing(kernel, xml, *(f"{unit}=agree" for unit in UNITS["units"]))
    assert at.state.pending == ()


def silence_in_a_countersigning_is_one_voice(kernel: Any) -> None:
    xml = countersigned().replace(b'id="m"', b'id="m" yimen:lapse="agree"')
    procedure, at = signing(kernel, xml, "发改局=deny", "规划局=agree")
    at = kernel.lapse(procedure, at.state, at.state.open_tasks[0].token, UNITS)
    assert at.events[0] == ("lapsed", "m", "agree")
    assert items(at) == ["消防队"]


CHECKS = [
    check
    for name, check in list(globals().items())
    if callable(check)
    and getattr(check, "__module__", "") == __name__
    and check.__code__.co_varnames[:1] == ("kernel",)
    and check.__code__.co_argcount == 1
]
