"""A turn that changes hands, is taken back, or is urged."""

from typing import Any

from .bpmn import line, node, user
from .flow_battery import UNITS, countersigned, inclusive
from .gesture_battery import back, chain, forked, nested, on
from .lapse_battery import here, refused, run, step, token
from .sign_battery import items, signing


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
    named = kernel.delegate(procedure, at.state, 1, "孙科员", "2025-03-31", by="赵局长")
    assert on(kernel, procedure, named, "a=on").state.open_tasks[0].who == "赵局长"
    mine = kernel.transfer(procedure, at.state, 1, "李局长").state
    again = kernel.delegate(procedure, mine, mine.open_tasks[0].token, "孙科员", "2025-03-31", by="赵局长")
    assert kernel.recall(procedure, again.state, "2025-04-01").state.open_tasks[0].who == "李局长"
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


CHECKS = [
    check
    for check in list(globals().values())
    if getattr(check, "__module__", "") == __name__
    and callable(check)
    and check.__code__.co_varnames[: check.__code__.co_argcount] == ("kernel",)
]
