"""A run moved to another version: what keeps its place, and what is not moved."""

from typing import Any

from .bpmn import definitions, flow, node
from .change_battery import UNITS, hung, moves, row, stays, voted, waited
from .lapse_battery import E, S, forked, inside, refused, renewal, run, step, token


def a_state_moves_unchanged_to_the_same_version(kernel: Any) -> None:
    for xml, outcomes, data in (
        (renewal(), ("accept=fix", "mend=sent", "accept=yes"), {}),
        (inside(), ("first=go", "a=go", "b=go"), {}),
        (forked(), ("decide=give", "t=done"), {}),
        (voted(), ("a=ok", "many=ok"), UNITS),
        (hung(), (), {}),
        (waited(), ("a=ok",), {}),
    ):
        before, after = moves(kernel, xml, xml, *outcomes, data=data)
        assert before == after


def a_step_not_yet_come_may_change(kernel: Any) -> None:
    before, after = moves(kernel, row("a", "b"), row("a", "c"))
    assert before == after
    new = kernel.compile_bpmn(row("a", "c"))
    at = kernel.complete(new, after, 1, "ok", {})
    assert [task.node for task in at.state.open_tasks] == ["c"]


def what_is_done_or_open_keeps_its_place(kernel: Any) -> None:
    stays(kernel, "没有这个环节", "b", row("a", "b"), row("a", "c"), "a=ok")
    stays(kernel, "没有这个环节", "a", row("a", "b"), row("b"), "a=ok")
    manual = row("a", "b", b=step("b", "ok", "no").replace("userTask", "manualTask"))
    stays(kernel, "另一种环节", "b", row("a", "b"), manual, "a=ok")
    done = row("a", "b", a=step("a", "ok", "no").replace("userTask", "manualTask"))
    stays(kernel, "另一种环节", "a", row("a", "b"), done, "a=ok")


def an_outcome_given_is_still_there_or_has_another_name(kernel: Any) -> None:
    old, new = row("a", "b"), row("a", "b", a=step("a", "fine", "no"))
    stays(kernel, "已办结果“ok”", "a", old, new, "a=ok")
    _, after = moves(kernel, old, new, "a=ok", outcomes={("a", "ok"): "fine"})
    assert after.results == (("a", "fine"),)
    stays(kernel, "已办结果“ok”", "a", old, new, "a=ok", outcomes={("a", "ok"): "none"})
    stays(kernel, "效力", "a", old, row("a", "b", a=step("a", "ok:deliver", "no")), "a=ok")


def another_procedure_an_ended_run_a_suspended_one_stay(kernel: Any) -> None:
    other = row("a").replace(b'process id="test"', b'process id="other"')
    stays(kernel, "不是", "测试", row("a"), other)
    stays(kernel, "已经办结", "", row("a"), row("a"), "a=ok")
    procedure, at = run(kernel, row("a"))
    held = kernel.suspend(procedure, at.state, "不可抗力").state
    refused(kernel, "不可抗力", lambda: kernel.move_state(procedure, procedure, held))


def a_sub_process_keeps_its_place(kernel: Any) -> None:
    core = node("startEvent", "b") + "{}" + node("endEvent", "z")
    steps, ways = step("a", "ok") + step("c", "ok"), flow("b", "a") + flow("a", "c") + flow("c", "z")
    around = (flow("s", "p"), flow("p", "last"), flow("last", "e"))
    old = definitions(S, E, node("subProcess", "p", core.format(steps + ways), name="p"), step("last", "ok"), *around)
    less = step("c", "ok") + flow("b", "c") + flow("c", "z")
    out = definitions(
        S, E, node("subProcess", "p", core.format(less), name="p"), step("a", "ok"), step("last", "ok"),
        flow("s", "p"), flow("p", "a"), flow("a", "last"), flow("last", "e"),
    )  # fmt: skip
    stays(kernel, "子流程", "a", old, out)
    renamed = old.replace(b'"p"', b'"q"').replace(b'"s-p"', b'"s-q"')
    stays(kernel, "没有这个环节", "p", old, renamed)
    assert moves(kernel, old, old)[0].scopes


def branches_that_wait_keep_their_place(kernel: Any) -> None:
    old = forked()
    stays(kernel, "等待汇合", "j", old, old.replace(b'id="other-j"', b'id="other-join"'), "other=done")
    more = old.replace(
        b"</bpmn:process>",
        (step("third", "ok") + flow("f", "third") + flow("third", "j")).encode() + b"</bpmn:process>",
    )
    stays(kernel, "等待汇合", "j", old, more, "other=done")
    assert moves(kernel, old, old, "other=done")[1].waiting


def what_is_waited_for_keeps_its_place(kernel: Any) -> None:
    stays(kernel, "等的是别的", "w", waited(), waited(message="m1"), "a=ok")
    stays(kernel, "等的是别的", "w", waited(message="m1"), waited(message="m2"), "a=ok")
    before, after = moves(kernel, waited(), waited("6wd"), "a=ok")
    assert before == after
    assert after.pending[0].duration == "5wd"
    bare = row("a", "b")
    stays(kernel, "附着", "a", hung(), bare)
    stays(kernel, "附着", "a", bare, hung())
    stays(kernel, "", "a", hung(), hung(host="b"))
    stays(kernel, "到时的做法不同", "t", hung(), hung(cancels="false"))
    assert moves(kernel, hung(), hung("6wd"))[1].pending[0].duration == "5wd"


def those_who_vote_keep_their_rule(kernel: Any) -> None:
    stays(kernel, "会签的规则", "many", voted(), voted("any"), "a=ok", "many=ok", data=UNITS)
    stays(kernel, "会签", "many", voted(), row("a", "many", "z"), "a=ok", data=UNITS)
    stays(kernel, "会签", "many", row("a", "many", "z"), voted(), "a=ok", data=UNITS)
    stays(
        kernel,
        "会签的规则",
        "many",
        voted(),
        voted().replace(b'rule="all"', b'rule="all" yimen:veto="true"'),
        "a=ok",
        data=UNITS,
    )
    sequential = voted().replace(b'isSequential="false"', b'isSequential="true"')
    stays(kernel, "会签的规则", "many", voted(), sequential, "a=ok", data=UNITS)
    agree = voted().replace(b'yimen:rule="all"', b'yimen:rule="all" yimen:agree="no"')
    stays(kernel, "会签的规则", "many", voted(), agree, "a=ok", data=UNITS)
    _, after = moves(
        kernel, voted(), voted(ok="fine"), "a=ok", "many=ok", data=UNITS, outcomes={("many", "ok"): "fine"}
    )
    assert [vote.outcome for vote in after.groups[0].votes] == ["fine"]
    stays(kernel, "已办结果", "many", voted(), voted(ok="fine"), "a=ok", "many=ok", data=UNITS)
    assert moves(kernel, voted("any"), voted("all"), data=UNITS)[1].open_tasks[0].node == "a"


def a_turn_set_aside_keeps_its_place(kernel: Any) -> None:
    procedure, at = run(kernel, row("a", "b"), "a=ok")
    back = kernel.send_back(procedure, at.state, token(at, "b"), "a", keep=True).state
    new = kernel.compile_bpmn(row("a", "b", a=step("a", "fine", "no")))
    moved = kernel.move_state(procedure, new, back, outcomes={("a", "ok"): "fine"})
    assert moved.kept[0].outcome == "fine"
    again = kernel.complete(new, moved, moved.open_tasks[0].token, "fine", {})
    assert [task.node for task in again.state.open_tasks] == ["b"]
    less = kernel.compile_bpmn(row("a"))
    refused(kernel, "“b”", lambda: kernel.move_state(procedure, less, back))


def what_can_be_withdrawn_keeps_its_place(kernel: Any) -> None:
    old = row("a", "b", "c")
    procedure, at = run(kernel, old, "a=ok", "b=ok")
    assert [undo.node for undo in at.state.undo]
    new = kernel.compile_bpmn(row("a", "b", "c", b=step("b", "fine", "no")))
    moved = kernel.move_state(procedure, new, at.state, outcomes={("b", "ok"): "fine"})
    assert moved.undo
    assert kernel.withdraw(new, moved, moved.undo[-1].token).state.open_tasks[0].node == moved.undo[-1].node


def a_run_moves_only_where_it_can_still_end(kernel: Any) -> None:
    gate = node("exclusiveGateway", "x")
    asks = definitions(
        S, E, step("n", "ok", "no"), step("a", "ok", "no"), step("b", "ok", "no"), gate, flow("s", "n"), flow("n", "a"),
        flow("a", "b"), flow("b", "x"), flow("x", "e", "n == 'ok'", "了结"), flow("x", "a", "n == 'no'", "重来"),
    )  # fmt: skip
    stays(kernel, "走不下去", "b", row("a", "b"), asks, "a=ok")
    spin = definitions(
        S, E, step("a", "ok"), step("b", "ok"), node("exclusiveGateway", "m"), flow("s", "a"), flow("a", "m"),
        flow("m", "b"), flow("b", "m"), node("exclusiveGateway", "unused"), flow("unused", "e"),
    )  # fmt: skip
    stays(kernel, "永远不能办结", "b", row("a", "b"), spin, "a=ok")


def a_run_moves_only_where_the_law_is_kept(kernel: Any) -> None:
    old = row(
        "take", "yes", "c", take=step("take", "in:accept"), yes=step("yes", "give:grant"), c=step("c", "h:deliver")
    )
    twice = row(
        "take", "yes", "c", "again", "d", take=step("take", "in:accept"), yes=step("yes", "give:grant"),
        c=step("c", "h:deliver"), again=step("again", "no:refuse"), d=step("d", "h:deliver"),
    )  # fmt: skip
    stays(kernel, "两次决定", "again", old, twice, "take=in", "yes=give")
    never = row("take", "yes", "c", take=step("take", "in:accept"), yes=step("yes", "give:grant"), c=step("c", "h"))
    stays(kernel, "没有送达", "yes", old, never, "take=in", "yes=give")


def what_was_wrong_already_is_not_held_against_a_move(kernel: Any) -> None:
    never = row("take", "yes", "c", take=step("take", "in:accept"), yes=step("yes", "give:grant"), c=step("c", "h"))
    before, after = moves(kernel, never, never, "take=in", "yes=give")
    assert before == after


def a_second_run_of_a_sub_process_is_no_other_place(kernel: Any) -> None:
    def inner(id_: Any, asks: Any) -> Any:
        core = node("startEvent", f"b{id_}") + step(asks, "ok") + node("endEvent", f"z{id_}")
        return node("subProcess", id_, core + flow(f"b{id_}", asks) + flow(asks, f"z{id_}"), name=id_)

    parts = [S, E, inner("p", "a"), inner("q", "b"), flow("s", "p"), flow("p", "q"), flow("q", "e")]
    before, after = moves(kernel, definitions(*parts), definitions(*parts), "a=ok")
    assert before == after
    assert before.undo


CHECKS = [
    check
    for name, check in sorted(globals().items())
    if callable(check)
    and getattr(check, "__module__", "") == __name__
    and check.__code__.co_varnames[: check.__code__.co_argcount] == ("kernel",)
]
