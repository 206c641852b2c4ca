"""A run that stands still, is ended, or is stored, and what time does to it meanwhile."""

import json
from typing import Any

from .bpmn import definitions, flow, line, node, user
from .flow_battery import UNITS, bounded, countersigned, timer
from .gesture_battery import DONE, back, chain, nested, on
from .lapse_battery import E, S, here, refused, run, step, token
from .sign_battery import signing


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
