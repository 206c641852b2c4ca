"""What each gesture means, in plain cases that any copy of the package can be asked. Each was worked out on paper."""

from typing import Any

from .bpmn import definitions, flow, line, node, user
from .flow_battery import UNITS, countersigned
from .lapse_battery import E, S, here, refused, run, step, token
from .sign_battery import items, signing


def chain(*more: Any) -> Any:
    """a (two outcomes), b, c, d in a row; a's "off" leads to the end."""
    return definitions(
        S,
        E,
        node("endEvent", "e2"),
        step("a", "on", "off"),
        user("b"),
        user("c"),
        step("d", "end"),
        node("exclusiveGateway", "x", default="x-b"),
        flow("x", "e2", "a == 'off'", "不办"),
        *(flow(*way) for way in ("sa", "ax", "xb", "bc", "cd", "de")),
        *more,
    )


def forked(*more: Any) -> Any:
    """o; fork to a1 a2 and b1 b2; join; z."""
    ways = [("s", "o"), ("o", "f"), ("f", "a1"), ("a1", "a2"), ("a2", "j"), ("f", "b1"), ("b1", "b2"), ("b2", "j")]
    steps = [user(id_) for id_ in ("o", "a1", "a2", "b1", "b2", "z")]
    gates = [node("parallelGateway", "f"), node("parallelGateway", "j")]
    return definitions(S, E, *steps, *gates, *(flow(*way) for way in [*ways, ("j", "z"), ("z", "e")]), *more)


def nested() -> Any:
    """o; a sub-process with x, then y beside w; z."""
    inner = node("startEvent", "b0") + user("x") + node("parallelGateway", "f") + user("y") + user("w")
    inner += node("endEvent", "e1") + node("endEvent", "e2")
    inner += "".join(flow(*way) for way in (("b0", "x"), "xf", "fy", "fw", ("y", "e1"), ("w", "e2")))
    return line(user("o"), node("subProcess", "p", inner, name="p"), user("z"), ids=["o", "p", "z"])


DONE = ("a=on", "b=done", "c=done")


def back(kernel: Any, procedure: Any, at: Any, where: Any, **words: Any) -> Any:
    return kernel.send_back(procedure, at.state, token(at, where), words.pop("data", {}), **words)


def on(kernel: Any, procedure: Any, at: Any, *pairs: Any, data: Any = None) -> Any:
    for pair in pairs:
        where, code = pair.split("=")
        at = kernel.complete(procedure, at.state, token(at, where), code, data or {})
    return at


def a_return_stands_at_an_earlier_step_again(kernel: Any) -> None:
    for to, expected in (("previous", "c"), ("start", "a"), ("a", "a"), ("b", "b"), ("c", "c")):
        procedure, at = run(kernel, chain(), *DONE)
        after = back(kernel, procedure, at, "d", to=to)
        assert here(after) == [expected]
        assert [task.node for task in after.closed] == ["d"]
        assert after.events[0] == ("returned", "d", expected)
        left = "abc"[: "abc".index(expected)]
        assert "".join(id_ for id_, _ in after.state.results) == left
        again = on(kernel, procedure, after, *DONE["abc".index(expected) :], "d=end")
        assert again.ended


def a_return_that_keeps_comes_straight_back(kernel: Any) -> None:
    procedure, at = run(kernel, chain(), *DONE)
    after = back(kernel, procedure, at, "d", to="a", keep=True)
    assert here(after) == ["a"]
    assert dict(after.state.results) == {"a": "on", "b": "done", "c": "done"}
    again = on(kernel, procedure, after, "a=on")
    assert here(again) == ["d"]
    assert again.state.kept == ()
    assert again.opened[0].line == at.opened[0].token
    assert again.opened[0].token not in {at.opened[0].token, after.opened[0].token}
    assert on(kernel, procedure, again, "d=end").ended


def another_outcome_drops_what_was_kept(kernel: Any) -> None:
    procedure, at = run(kernel, chain(), *DONE)
    after = back(kernel, procedure, at, "d", to="a", keep=True)
    gone = on(kernel, procedure, after, "a=off")
    assert gone.ended
    assert dict(gone.state.results) == {"a": "off"}
    procedure, at = run(kernel, line(step("a", "on", "off"), user("b"), user("c"), ids="abc"), "a=on", "b=done")
    after = back(kernel, procedure, at, "c", to="a", keep=True)
    gone = on(kernel, procedure, after, "a=off")
    assert here(gone) == ["b"]
    refused(kernel, "不能撤回", lambda: kernel.withdraw(procedure, gone.state, token(after, "a")))


def returns_that_keep_may_lie_within_each_other(kernel: Any) -> None:
    procedure, at = run(kernel, chain(), *DONE)
    after = back(kernel, procedure, at, "d", to="c", keep=True)
    after = back(kernel, procedure, after, "c", to="a", keep=True)
    assert here(after) == ["a"]
    one = on(kernel, procedure, after, "a=on")
    assert here(one) == ["c"]
    assert here(on(kernel, procedure, one, "c=done")) == ["d"]
    dropped = back(kernel, procedure, one, "c", to="b")
    assert (here(dropped), dropped.state.kept) == (["b"], ())
    assert here(on(kernel, procedure, dropped, "b=done", "c=done")) == ["d"]


def a_return_that_makes_no_sense_is_refused(kernel: Any) -> None:
    procedure, at = run(kernel, chain(), "a=on")
    for to, word in (("c", "没有办过"), ("b", "不在"), ("nosuch", "没有“nosuch”"), ("x", "没有“x”"), ("s", "没有“s”")):
        refused(kernel, word, lambda to=to: back(kernel, procedure, at, "b", to=to))
    again = back(kernel, procedure, at, "b")
    for to in ("previous", "start"):
        refused(kernel, "前面没有办过", lambda to=to: back(kernel, procedure, again, "a", to=to))
    refused(kernel, "刷新", lambda: kernel.send_back(procedure, again.state, token(at, "b"), {}))
    procedure, at = run(kernel, forked(), "o=done", "a1=done", "a2=done", "b1=done", "b2=done")
    refused(kernel, "同时有几步", lambda: back(kernel, procedure, at, "z"))
    assert here(back(kernel, procedure, at, "z", to="start")) == ["o"]
    procedure, at = run(kernel, forked(), "o=done", "a1=done", "b1=done")
    refused(kernel, "“b1”不在“a2”之前", lambda: back(kernel, procedure, at, "a2", to="b1"))


def the_previous_step_is_the_one_that_was_done(kernel: Any) -> None:
    ways = ("sa", "ax", "xp", "pm", "qm", "mr", "re")
    gates = (node("exclusiveGateway", "x", default="x-p"), node("exclusiveGateway", "m"))
    steps = (step("a", "p", "q"), user("p"), user("q"), user("r"))
    xml = definitions(S, E, *steps, *gates, *(flow(*way) for way in ways), flow("x", "q", "a == 'q'", "乙"))
    for way in "pq":
        procedure, at = run(kernel, xml, f"a={way}", f"{way}=done")
        assert here(back(kernel, procedure, at, "r")) == [way]


def no_return_undoes_a_decision(kernel: Any) -> None:
    for effect in ("grant", "refuse", "issue", "deliver"):
        xml = line(step("a", "go"), step("d", f"say:{effect}"), step("z", "end"), ids="adz")
        procedure, at = run(kernel, xml, "a=go", "d=say")
        refused(kernel, "不能再退回", lambda p=procedure, a=at: back(kernel, p, a, "z", to="a"))
        refused(kernel, "不能再退回", lambda p=procedure, a=at: back(kernel, p, a, "z"))
    xml = line(step("a", "go:accept"), step("d", "say:grant"), ids="ad")
    procedure, at = run(kernel, xml, "a=go")
    assert here(back(kernel, procedure, at, "d")) == ["a"]


def a_return_within_a_branch_leaves_the_others(kernel: Any) -> None:
    procedure, at = run(kernel, forked(), "o=done", "a1=done", "b1=done", "b2=done")
    for keep in (False, True):
        after = back(kernel, procedure, at, "a2", keep=keep)
        assert here(after) == ["a1"]
        if keep:
            after = on(kernel, procedure, after, "a1=done")
            assert here(after) == ["a2"]
        else:
            after = on(kernel, procedure, after, "a1=done")
        assert here(on(kernel, procedure, after, "a2=done")) == ["z"]


def a_return_before_the_fork_closes_the_branches_or_keeps_them(kernel: Any) -> None:
    procedure, at = run(kernel, forked(), "o=done", "a1=done", "b1=done")
    after = back(kernel, procedure, at, "a2", to="o")
    assert (here(after), after.state.waiting) == (["o"], ())
    assert sorted(here(on(kernel, procedure, after, "o=done"))) == ["a1", "b1"]
    procedure, at = run(kernel, forked(), "o=done", "a1=done", "b1=done", "b2=done")
    after = back(kernel, procedure, at, "a2", to="o")
    assert (here(after), after.state.waiting) == (["o"], ())
    kept = back(kernel, procedure, at, "a2", to="o", keep=True)
    assert here(kept) == ["o"]
    assert here(on(kernel, procedure, kept, "o=done")) == ["a2"]
    assert here(on(kernel, procedure, kept, "o=done", "a2=done")) == ["z"]


def a_return_into_a_branch_leaves_what_the_others_brought(kernel: Any) -> None:
    procedure, at = run(kernel, forked(), "o=done", "a1=done", "a2=done", "b1=done", "b2=done")
    after = back(kernel, procedure, at, "z", to="a1")
    assert here(after) == ["a1"]
    assert dict(after.state.results) == {"o": "done", "b1": "done", "b2": "done"}
    assert here(on(kernel, procedure, after, "a1=done", "a2=done")) == ["z"]
    after = back(kernel, procedure, after, "a1", to="o")
    assert (here(after), after.state.waiting) == (["o"], ())
    assert sorted(here(on(kernel, procedure, after, "o=done"))) == ["a1", "b1"]


def a_return_into_and_out_of_a_sub_process(kernel: Any) -> None:
    procedure, at = run(kernel, nested(), "o=done", "x=done", "y=done")
    for keep in (False, True):
        after = back(kernel, procedure, at, "w", keep=keep)
        assert here(after) == ["x"]
        after = on(kernel, procedure, after, "x=done")
        assert here(after) == (["w"] if keep else ["y", "w"])
        out = back(kernel, procedure, at, "w", to="o", keep=keep)
        assert here(out) == ["o"]
        assert len(out.state.scopes) == keep
        out = on(kernel, procedure, out, "o=done")
        assert here(out) == (["w"] if keep else ["x"])
    procedure, at = run(kernel, nested(), "o=done", "x=done", "y=done", "w=done")
    into = back(kernel, procedure, at, "z", to="x", keep=True)
    assert here(into) == ["x"]
    into = on(kernel, procedure, into, "x=done")
    assert (here(into), into.state.scopes) == (["z"], ())
    assert on(kernel, procedure, into, "z=done").ended
    into = back(kernel, procedure, at, "z", to="x")
    assert sorted(here(on(kernel, procedure, into, "x=done"))) == ["w", "y"]
    assert here(on(kernel, procedure, into, "x=done", "y=done", "w=done")) == ["z"]


def a_return_from_one_of_two_runs_leaves_the_other(kernel: Any) -> None:
    inner = node("startEvent", "b0") + user("x") + user("y") + node("endEvent", "e1")
    inner += flow("b0", "x") + flow("x", "y") + flow("y", "e1")
    xml = definitions(
        S,
        E,
        node("parallelGateway", "f"),
        node("subProcess", "p", inner, name="p"),
        user("z"),
        flow("s", "f"),
        flow("f", "p", id_="f1"),
        flow("f", "p", id_="f2"),
        flow("p", "z"),
        flow("z", "e"),
    )
    procedure, at = run(kernel, xml, "x=done", "x=done")
    assert [task.scope for task in at.state.open_tasks] == [1, 2]
    after = kernel.send_back(procedure, at.state, at.state.open_tasks[1].token, {})
    assert [(task.node, task.scope) for task in after.state.open_tasks] == [("y", 1), ("x", 2)]


def a_countersigning_survives_returns_from_it(kernel: Any) -> None:
    for sequential in ("false", "true"):
        procedure, at = signing(kernel, countersigned(sequential=sequential), "发改局=agree")
        mine = next(task for task in at.state.open_tasks if task.item == "规划局")
        kept = kernel.send_back(procedure, at.state, mine.token, UNITS, keep=True)
        assert "a" in here(kept)
        assert items(kept) == [item for item in items(at) if item != "规划局"]
        again = on(kernel, procedure, kept, "a=done", data=UNITS)
        assert sorted(items(again)) == sorted(items(at))
        assert len(again.state.groups[0].votes) == 1
        dropped = kernel.send_back(procedure, at.state, mine.token, UNITS)
        assert here(dropped) == ["a"]
        assert dropped.state.groups == ()
        again = on(kernel, procedure, dropped, "a=done", data=UNITS)
        assert items(again) == (UNITS["units"] if sequential == "false" else ["发改局"])
        for unit in ("规划局", "环保局", "消防队"):
            if sequential == "false" or unit == "规划局":
                one = on(kernel, procedure, kept, "a=done", data=UNITS)
                assert unit in items(one)


def a_countersigning_survives_returns_to_it(kernel: Any) -> None:
    for sequential in ("false", "true"):
        votes = [f"{unit}=agree" for unit in UNITS["units"]]
        procedure, at = signing(kernel, countersigned(sequential=sequential), *votes)
        assert here(at) == ["b"]
        for keep in (False, True):
            after = back(kernel, procedure, at, "b", keep=keep, data=UNITS)
            assert items(after) == (UNITS["units"] if sequential == "false" else ["发改局"])
            for vote in votes:
                item = vote.split("=")[0]
                mine = next(task.token for task in after.state.open_tasks if task.item == item)
                after = kernel.complete(procedure, after.state, mine, "agree", UNITS)
            assert here(after) == ["b"]
            assert (after.state.kept, after.state.groups) == ((), ())
        after = back(kernel, procedure, at, "b", keep=True, data=UNITS)
        while not after.ended:
            mine = next(task.token for task in after.state.open_tasks)
            after = kernel.complete(procedure, after.state, mine, "deny", UNITS)
        assert after.state.open_tasks == ()


def a_group_that_ends_takes_its_returned_turn_with_it(kernel: Any) -> None:
    procedure, at = signing(kernel, countersigned("1/2"), "发改局=agree")
    mine = next(task for task in at.state.open_tasks if task.item == "规划局")
    kept = kernel.send_back(procedure, at.state, mine.token, UNITS, keep=True)
    other = next(task for task in kept.state.open_tasks if task.item == "消防队")
    after = kernel.complete(procedure, kept.state, other.token, "agree", UNITS)
    assert here(after) == ["b"]
    assert after.state.kept == ()
    assert sorted(task.node for task in after.closed) == ["a", "m"]


CHECKS = [
    check
    for check in list(globals().values())
    if getattr(check, "__module__", "") == __name__
    and callable(check)
    and check.__code__.co_varnames[: check.__code__.co_argcount] == ("kernel",)
]
