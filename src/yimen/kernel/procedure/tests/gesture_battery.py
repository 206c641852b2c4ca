"""What each gesture means, in plain cases that any copy of the package can be asked. Each was worked out on paper."""

import json
from typing import Any

from .bpmn import definitions, flow, line, node, user
from .flow_battery import UNITS, bounded, countersigned, inclusive, items, signing, timer
from .lapse_battery import E, S, here, refused, run, step, token


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


def another_signs_before(kernel: Any) -> None:
    procedure, at = run(kernel, chain(), "a=on")
    added = kernel.add_signer(procedure, at.state, token(at, "b"), "王律师", "before")
    (task,) = added.state.open_tasks
    assert (task.node, task.who, task.line) == ("b", "王律师", at.opened[0].token)
    refused(kernel, "刷新", lambda: kernel.complete(procedure, added.state, at.opened[0].token, "done", {}))
    signed = kernel.complete(procedure, added.state, task.token, "done", {})
    assert signed.events[0] == ("signed", "b", "done")
    (task,) = signed.state.open_tasks
    assert (task.node, task.who, task.then) == ("b", "", ())
    assert "b" not in dict(signed.state.results)
    assert here(kernel.complete(procedure, signed.state, task.token, "done", {})) == ["c"]


def another_signs_after_and_that_outcome_counts(kernel: Any) -> None:
    procedure, at = run(kernel, chain())
    added = kernel.add_signer(procedure, at.state, token(at, "a"), "李局长", "after")
    (task,) = added.state.open_tasks
    assert (task.who, [turn.who for turn in task.then]) == ("", ["李局长"])
    signed = on(kernel, procedure, added, "a=on")
    assert signed.state.open_tasks[0].who == "李局长"
    assert on(kernel, procedure, signed, "a=off").ended
    assert here(on(kernel, procedure, signed, "a=on")) == ["b"]


def signers_come_in_their_order(kernel: Any) -> None:
    procedure, at = run(kernel, chain())
    for who, when in (("乙", "after"), ("丙", "after"), ("甲", "before"), ("零", "before")):
        at = kernel.add_signer(procedure, at.state, token(at, "a"), who, when)
    seen = []
    for _ in range(5):
        seen.append(at.state.open_tasks[0].who)
        at = on(kernel, procedure, at, "a=on")
    assert seen == ["零", "甲", "", "丙", "乙"]
    assert here(at) == ["b"]
    procedure, at = run(kernel, chain())
    for number in range(20):
        at = kernel.add_signer(procedure, at.state, token(at, "a"), f"第{number}人", "after")
    refused(kernel, "20 位", lambda: kernel.add_signer(procedure, at.state, token(at, "a"), "再一人", "after"))
    refused(kernel, "20 位", lambda: kernel.delegate(procedure, at.state, token(at, "a"), "再一人", "2025-01-01"))


def a_turn_is_handed_to_another_for_good(kernel: Any) -> None:
    procedure, at = run(kernel, chain())
    after = kernel.transfer(procedure, at.state, token(at, "a"), "赵科员")
    (task,) = after.state.open_tasks
    assert (task.who, task.then, task.line) == ("赵科员", (), 1)
    assert task.token != 1
    assert after.events == (("transferred", "a", "赵科员"),)
    assert here(on(kernel, procedure, after, "a=on")) == ["b"]
    refused(kernel, "另选", lambda: kernel.transfer(procedure, after.state, task.token, "赵科员"))
    for who in ("", "  ", "人" * 65):
        refused(kernel, "经办人", lambda who=who: kernel.transfer(procedure, after.state, task.token, who))
    refused(kernel, "刷新", lambda: kernel.transfer(procedure, after.state, 1, "钱科员"))
    added = kernel.add_signer(procedure, after.state, task.token, "李局长", "before")
    moved = kernel.transfer(procedure, added.state, token(added, "a"), "冯局长").state.open_tasks[0]
    assert (moved.who, [turn.who for turn in moved.then]) == ("冯局长", ["赵科员"])


def a_lent_turn_comes_back_once_done_or_when_its_day_has_passed(kernel: Any) -> None:
    procedure, at = run(kernel, chain())
    lent = kernel.delegate(procedure, at.state, 1, "孙科员", "2025-03-31")
    (task,) = lent.state.open_tasks
    assert (task.who, task.until) == ("孙科员", "2025-03-31")
    done = on(kernel, procedure, lent, "a=on")
    assert (here(done), done.state.open_tasks[0].who, done.state.open_tasks[0].until) == (["a"], "", "")
    assert here(on(kernel, procedure, done, "a=on")) == ["b"]
    assert kernel.recall(procedure, lent.state, "2025-03-31").state.open_tasks == lent.state.open_tasks
    passed = kernel.recall(procedure, lent.state, "2025-04-01")
    (task,) = passed.state.open_tasks
    assert (task.who, task.until, task.then) == ("", "", ())
    assert passed.events == (("recalled", "a", ""),)
    twice = kernel.delegate(procedure, lent.state, token(lent, "a"), "周科员", "2025-03-01")
    assert kernel.recall(procedure, twice.state, "2025-03-02").state.open_tasks[0].who == "孙科员"
    assert kernel.recall(procedure, twice.state, "2025-04-02").state.open_tasks[0].who == ""
    for day in ("", "2025-3-1", "20250301", "2025-02-30", "明天"):
        refused(kernel, "日期", lambda day=day: kernel.delegate(procedure, at.state, 1, "孙科员", day))
        refused(kernel, "日期", lambda day=day: kernel.recall(procedure, at.state, day))


def hands_change_within_a_countersigning(kernel: Any) -> None:
    procedure, at = signing(kernel, countersigned())
    mine = next(task for task in at.state.open_tasks if task.item == "规划局")
    refused(kernel, "另选", lambda: kernel.transfer(procedure, at.state, mine.token, "规划局"))
    lent = kernel.delegate(procedure, at.state, mine.token, "吴科员", "2025-03-31")
    held = next(task for task in lent.state.open_tasks if task.who)
    assert (held.item, held.group) == ("规划局", mine.group)
    refused(kernel, "另选", lambda: kernel.transfer(procedure, lent.state, held.token, "规划局"))
    done = kernel.complete(procedure, lent.state, held.token, "agree", UNITS)
    assert done.state.groups[0].votes == ()
    held = next(task for task in done.state.open_tasks if task.item == "规划局")
    done = kernel.complete(procedure, done.state, held.token, "agree", UNITS)
    assert [vote.item for vote in done.state.groups[0].votes] == ["规划局"]


def a_done_turn_is_taken_back(kernel: Any) -> None:
    procedure, at = run(kernel, chain(), "a=on")
    taken = kernel.withdraw(procedure, at.state, 1)
    assert here(taken) == ["a"]
    assert [task.node for task in taken.closed] == ["b"]
    assert taken.opened[0].line == 1
    assert taken.opened[0].token not in {1, 2}
    assert taken.state.results == ()
    assert taken.events == (("withdrawn", "a", ""),)
    assert on(kernel, procedure, taken, "a=off").ended
    refused(kernel, "不能撤回", lambda: kernel.withdraw(procedure, taken.state, 1))
    refused(kernel, "不能撤回", lambda: kernel.withdraw(procedure, at.state, 2))
    urged = kernel.urge(procedure, at.state, token(at, "b"))
    assert here(kernel.withdraw(procedure, urged.state, 1)) == ["a"]
    acted = (
        on(kernel, procedure, at, "b=done"),
        kernel.transfer(procedure, at.state, token(at, "b"), "钱"),
        back(kernel, procedure, at, "b", keep=True),
        back(kernel, procedure, at, "b"),
    )
    for after in acted:
        refused(kernel, "不能撤回", lambda after=after: kernel.withdraw(procedure, after.state, 1))


def taking_back_restores_the_outcome_before(kernel: Any) -> None:
    procedure, at = run(kernel, chain(), "a=on", "b=done")
    again = on(kernel, procedure, back(kernel, procedure, at, "c", to="a", keep=True), "a=on")
    mine = next(undo.token for undo in again.state.undo)
    taken = kernel.withdraw(procedure, again.state, mine)
    assert (here(taken), dict(taken.state.results)) == (["a"], {"a": "on", "b": "done"})
    assert here(on(kernel, procedure, taken, "a=on")) == ["c"]


def what_has_an_effect_in_law_is_not_taken_back(kernel: Any) -> None:
    procedure, at = run(kernel, line(step("a", "go:accept"), user("b"), ids="ab"), "a=go")
    refused(kernel, "不能撤回", lambda: kernel.withdraw(procedure, at.state, 1))
    auto = node("serviceTask", "auto", name="通知")
    procedure, at = run(kernel, line(user("a"), auto, user("b"), ids=["a", "auto", "b"]), "a=done")
    refused(kernel, "不能撤回", lambda: kernel.withdraw(procedure, at.state, 1))
    procedure, at = run(kernel, line(user("a"), ids="a"), "a=done")
    refused(kernel, "已经办结", lambda: kernel.withdraw(procedure, at.state, 1))
    procedure, at = run(kernel, nested(), "o=done", "x=done", "y=done", "w=done")
    assert at.state.undo
    assert on(kernel, procedure, at, "z=done").state.undo == ()


def taking_back_at_a_join_and_out_of_a_branch(kernel: Any) -> None:
    procedure, at = run(kernel, forked(), "o=done", "a1=done", "b1=done", "b2=done")
    done = next(undo for undo in at.state.undo if undo.node == "b2")
    taken = kernel.withdraw(procedure, at.state, done.token)
    assert (sorted(here(taken)), taken.state.waiting) == (["a2", "b2"], ())
    done = next(undo for undo in at.state.undo if undo.node == "a1")
    taken = kernel.withdraw(procedure, at.state, done.token)
    assert here(taken) == ["a1"]
    assert here(on(kernel, procedure, taken, "a1=done", "a2=done")) == ["z"]
    joined = on(kernel, procedure, at, "a2=done")
    taken = kernel.withdraw(procedure, joined.state, token(at, "a2"))
    assert here(taken) == ["a2"]
    assert taken.state.waiting == at.state.waiting
    assert here(on(kernel, procedure, taken, "a2=done")) == ["z"]
    refused(kernel, "不能撤回", lambda: kernel.withdraw(procedure, joined.state, done.token))


def taking_back_beside_an_inclusive_join_only_at_once(kernel: Any) -> None:
    data = {"n": 2}
    procedure, at = run(kernel, inclusive(), "a=done", data=data)
    assert sorted(here(kernel.withdraw(procedure, at.state, 1))) == ["a", "b"]
    done = kernel.complete(procedure, at.state, token(at, "b"), "done", data)
    taken = kernel.withdraw(procedure, done.state, token(at, "b"))
    assert here(taken) == ["b"]
    assert here(kernel.complete(procedure, taken.state, token(taken, "b"), "done", data)) == ["d"]


def taking_back_into_a_sub_process_that_has_ended(kernel: Any) -> None:
    procedure, at = run(kernel, nested(), "o=done", "x=done", "y=done", "w=done")
    done = at.state.undo[-1]
    taken = kernel.withdraw(procedure, at.state, done.token)
    assert (here(taken), len(taken.state.scopes)) == (["w"], 1)
    assert here(on(kernel, procedure, taken, "w=done")) == ["z"]


def a_voice_is_taken_back(kernel: Any) -> None:
    procedure, at = signing(kernel, countersigned(), "发改局=agree", "规划局=deny")
    first = at.state.groups[0].votes[0]
    taken = kernel.withdraw(procedure, at.state, first.token)
    assert sorted(items(taken)) == sorted(["环保局", "消防队", "发改局"])
    assert [vote.item for vote in taken.state.groups[0].votes] == ["规划局"]
    assert taken.opened[0].line == first.root
    procedure, at = signing(kernel, countersigned("1/2"), "发改局=agree", "规划局=agree")
    last = at.state.undo[-1].token
    taken = kernel.withdraw(procedure, at.state, last)
    assert sorted(items(taken)) == sorted(["规划局", "环保局", "消防队"])
    assert len(taken.state.groups[0].votes) == 1
    assert "m" not in dict(taken.state.results)


def a_voice_is_taken_back_while_the_next_has_not_acted(kernel: Any) -> None:
    procedure, at = signing(kernel, countersigned(sequential="true"), "发改局=agree", "规划局=agree")
    first, second = at.state.groups[0].votes
    refused(kernel, "不能撤回", lambda: kernel.withdraw(procedure, at.state, first.token))
    taken = kernel.withdraw(procedure, at.state, second.token)
    assert items(taken) == ["规划局"]
    after = taken
    for unit in ("规划局", "环保局", "消防队"):
        assert items(after) == [unit]
        after = kernel.complete(procedure, after.state, token(after, "m"), "agree", UNITS)
    assert here(after) == ["b"]
    moved = kernel.transfer(procedure, at.state, token(at, "m"), "别人")
    refused(kernel, "不能撤回", lambda: kernel.withdraw(procedure, moved.state, second.token))


def an_urge_is_remembered_until_the_step_is_done(kernel: Any) -> None:
    procedure, at = run(kernel, chain(), "a=on", "b=done")
    for _ in range(2):
        at = kernel.urge(procedure, at.state, token(at, "c"))
    assert at.events == (("urged", "c", ""),)

    def times(step_: Any) -> Any:
        return [kernel.urged(step_.state, task) for task in step_.state.open_tasks if task.node == "c"]

    assert times(at) == [2]
    moved = kernel.transfer(procedure, at.state, token(at, "c"), "钱")
    assert times(moved) == [2]
    kept = on(kernel, procedure, back(kernel, procedure, moved, "c", keep=True), "b=done")
    assert times(kept) == [2]
    again = on(kernel, procedure, back(kernel, procedure, kept, "c", to="a"), "a=on", "b=done")
    assert times(again) == [2]
    done = on(kernel, procedure, again, "c=done")
    assert done.state.urged == ()
    taken = kernel.withdraw(procedure, done.state, token(again, "c"))
    assert times(taken) == [2]
    fresh = on(kernel, procedure, back(kernel, procedure, done, "d", to="b"), "b=done")
    assert times(fresh) == [0]


def each_voice_is_urged_for_itself(kernel: Any) -> None:
    procedure, at = signing(kernel, countersigned())
    one, two = at.state.open_tasks[:2]
    at = kernel.urge(procedure, at.state, one.token)
    assert [kernel.urged(at.state, task) for task in (one, two)] == [1, 0]
    at = kernel.complete(procedure, at.state, two.token, "agree", UNITS)
    assert kernel.urged(at.state, one) == 1
    three = at.state.open_tasks[-1]
    at = kernel.urge(procedure, at.state, three.token)
    assert [kernel.urged(at.state, task) for task in (one, three)] == [1, 1]


def nothing_moves_while_suspended(kernel: Any) -> None:
    procedure, at = run(kernel, bounded("true"))
    rest = kernel.suspend(procedure, at.state, "听证")
    assert rest.events == (("suspended", "", "听证"),)
    assert rest.state.open_tasks == at.state.open_tasks
    one = token(at, "a")
    acts = [
        lambda s: kernel.complete(procedure, s, one, "done", {}),
        lambda s: kernel.lapse(procedure, s, one, {}),
        lambda s: kernel.deem(procedure, s, "grant", {}),
        lambda s: kernel.fire(procedure, s, s.pending[0].token, {}),
        lambda s: kernel.receive(procedure, s, "m", {}),
        lambda s: kernel.send_back(procedure, s, one, {}),
        lambda s: kernel.add_signer(procedure, s, one, "甲", "before"),
        lambda s: kernel.transfer(procedure, s, one, "甲"),
        lambda s: kernel.delegate(procedure, s, one, "甲", "2025-01-01"),
        lambda s: kernel.recall(procedure, s, "2025-01-01"),
        lambda s: kernel.withdraw(procedure, s, one),
        lambda s: kernel.urge(procedure, s, one),
        lambda s: kernel.suspend(procedure, s, "听证"),
    ]
    for act in acts:
        refused(kernel, "因“听证”中止", lambda act=act: act(rest.state))
    woken = kernel.resume(procedure, rest.state)
    assert woken.state == at.state
    assert woken.events == (("resumed", "", "听证"),)
    assert here(kernel.complete(procedure, woken.state, one, "done", {})) == ["b"]
    refused(kernel, "没有中止", lambda: kernel.resume(procedure, at.state))
    for ground in ("", " ", "由" * 501):
        refused(kernel, "事由", lambda ground=ground: kernel.suspend(procedure, at.state, ground))


def a_run_is_ended_with_a_reason(kernel: Any) -> None:
    procedure, at = run(kernel, bounded("true"))
    for state in (at.state, kernel.suspend(procedure, at.state, "听证").state):
        over = kernel.terminate(procedure, state, "申请人撤回申请")
        assert over.ended
        assert over.closed == at.state.open_tasks
        assert over.disarmed == at.state.pending
        assert over.events == (("terminated", "", "申请人撤回申请"),)
        assert (over.state.open_tasks, over.state.pending, over.state.ground) == ((), (), "")
        refused(kernel, "已经办结", lambda over=over: kernel.terminate(procedure, over.state, "再来"))
        refused(kernel, "已经办结", lambda over=over: kernel.suspend(procedure, over.state, "再来"))
    refused(kernel, "理由", lambda: kernel.terminate(procedure, at.state, " "))


def timers_start_anew_with_their_step(kernel: Any) -> None:
    event = timer("t", "3wd", "boundaryEvent", attachedToRef="c") + node("endEvent", "e9") + flow("t", "e9")
    procedure, at = run(kernel, chain(event), "a=on", "b=done")
    for keep in (True, False):
        gone = back(kernel, procedure, at, "c", keep=keep)
        assert gone.state.pending == ()
        again = on(kernel, procedure, gone, "b=done")
        (wait,) = again.state.pending
        assert wait.token != at.state.pending[0].token
        assert kernel.fire(procedure, again.state, wait.token, {}).ended
    moved = kernel.transfer(procedure, at.state, token(at, "c"), "甲")
    assert moved.state.pending == at.state.pending
    assert kernel.fire(procedure, moved.state, moved.state.pending[0].token, {}).ended
    taken = kernel.withdraw(procedure, at.state, next(undo.token for undo in at.state.undo))
    assert taken.state.pending == ()
    done = on(kernel, procedure, at, "c=done")
    taken = kernel.withdraw(procedure, done.state, token(at, "c"))
    assert here(taken) == ["c"]
    assert kernel.fire(procedure, taken.state, taken.state.pending[0].token, {}).ended


def a_timer_voids_what_a_return_had_kept(kernel: Any) -> None:
    event = timer("t", "3wd", "boundaryEvent", attachedToRef="b") + user("late") + node("endEvent", "e9")
    procedure, at = run(kernel, chain(event, flow("t", "late"), flow("late", "e9")), *DONE)
    kept = back(kernel, procedure, at, "d", to="b", keep=True)
    after = kernel.fire(procedure, kept.state, kept.state.pending[0].token, {})
    assert (here(after), after.state.kept) == (["late"], ())


def silence_ends_the_whole_line(kernel: Any) -> None:
    xml = line(step("a", "go", lapse="go"), user("b"), ids="ab")
    procedure, at = run(kernel, xml)
    added = kernel.add_signer(procedure, at.state, 1, "甲", "before")
    assert here(kernel.lapse(procedure, added.state, token(added, "a"), {})) == ["b"]


def all_of_a_state_survives_storing(kernel: Any) -> None:
    procedure, at = signing(kernel, countersigned(), "发改局=agree")
    mine = next(task for task in at.state.open_tasks if task.item == "规划局")
    states = [at.state]
    acts: list[Any] = [
        lambda s: kernel.delegate(procedure, s, mine.token, "甲", "2025-01-01"),
        lambda s: kernel.add_signer(procedure, s, next(t.token for t in s.open_tasks if t.who), "乙", "after"),
        lambda s: kernel.send_back(procedure, s, next(t.token for t in s.open_tasks if t.who), UNITS, keep=True),
        lambda s: kernel.urge(procedure, s, s.open_tasks[-1].token),
        lambda s: kernel.complete(procedure, s, s.open_tasks[-1].token, "done", UNITS),
        lambda s: kernel.suspend(procedure, s, "听证"),
    ]
    for act in acts:
        states.append(act(states[-1]).state)
    procedure, at = run(kernel, chain())
    states.append(on(kernel, procedure, kernel.urge(procedure, at.state, 1), "a=on").state)
    procedure, at = run(kernel, bounded("false"))
    states += [at.state, run(kernel, nested(), "o=done", "x=done", "y=done", "w=done")[1].state]
    for state in states:
        data = kernel.state_to_data(state)
        assert kernel.state_from_data(json.loads(json.dumps(data))) == state
    old = {"tasks": [[1, "a", 0]], "waiting": [], "scopes": [], "results": {}, "next": 2, "ended": False}
    assert kernel.state_to_data(kernel.state_from_data(old)) == old


def a_voice_leaves_alone_what_runs_beside_it(kernel: Any) -> None:
    loop = '<bpmn:multiInstanceLoopCharacteristics yimen:instances="units"/>'
    gates = [node("parallelGateway", "f"), node("parallelGateway", "j")]
    steps = [user("p"), user("q"), user("m", "agree", "deny", extra=loop)]
    ways = [("s", "f"), ("f", "p"), ("p", "q"), ("q", "j"), ("f", "m"), ("m", "j"), ("j", "e")]
    xml = definitions(S, E, *steps, *gates, *(flow(*way) for way in ways))
    procedure, at = run(kernel, xml, "p=done", data={"units": ["甲", "乙", "丙"]})
    first, second, third = (task for task in at.state.open_tasks if task.node == "m")
    at = kernel.urge(procedure, at.state, second.token)
    voted = kernel.complete(procedure, at.state, second.token, "agree", {})
    assert (voted.opened, voted.closed, voted.ended) == ((), (), False)
    assert [task.token for task in voted.state.open_tasks if task.node == "m"] == [first.token, third.token]
    assert kernel.urged(voted.state, first) == 0
    assert voted.state.urged == ()
    assert here(kernel.withdraw(procedure, voted.state, 1)) == ["m", "m", "p"]
    done = kernel.complete(procedure, voted.state, third.token, "deny", {})
    assert here(kernel.complete(procedure, done.state, first.token, "agree", {})) == ["q"]


CHECKS = [
    check
    for check in list(globals().values())
    if getattr(check, "__module__", "") == __name__
    and callable(check)
    and check.__code__.co_varnames[: check.__code__.co_argcount] == ("kernel",)
]
