"""What several run, each its own part of a sub-process (各办一遍), in plain cases worked out on paper.

Any copy of the package can be asked: the tests run them on ours and on mutants.
"""

import re
from itertools import pairwise
from typing import Any

from .bpmn import definitions, flow, node, user
from .lapse_battery import E, S, faults, refused

UNITS = {"units": ["规划局", "消防队", "人防办"]}
MANY = {"units": [f"第{number}局" for number in range(500)]}


def marked(rule: Any = "all", *, sequential: Any = "false", agree: Any = "good", **more: Any) -> Any:
    words = {"instances": "units", "rule": rule, "agree": agree, **more}
    marks = " ".join(f'yimen:{name}="{value}"' for name, value in words.items() if value)
    return f'<bpmn:multiInstanceLoopCharacteristics isSequential="{sequential}" {marks}/>'


def core(extra: Any = "", *, check: Any = "", sign: Any = "") -> Any:
    """Writes a part: take; check, which may refuse at once; sign, with another outcome or asking for more."""
    return (
        node("startEvent", "b")
        + node("endEvent", "z")
        + node("endEvent", "y")
        + node("exclusiveGateway", "g", default="g-sign")
        + user("take")
        + user("check", "ok", "bad", extra=check)
        + (sign or user("sign", "good", "bad", "more"))
        + "".join(flow(*way) for way in (("b", "take"), ("take", "check"), ("check", "g"), ("sign", "z")))
        + flow("g", "sign", name="通过")
        + flow("g", "y", "check == 'bad'", "不通过")
        + extra
    )


def parted(rule: Any = "all", *outer: Any, inner: Any = "", looks: Any = "outcome", **more: Any) -> Any:
    """a; p by several (take, check, sign); more leads to mend and back to p; what is good to d; all else to the end."""
    return definitions(
        S,
        E,
        node("endEvent", "e2"),
        user("a"),
        node("subProcess", "p", marked(rule, **more) + (inner or core()), name="并联审查"),
        user("mend", "sent"),
        user("d"),
        node("exclusiveGateway", "x", default="x-e2"),
        node("exclusiveGateway", "n"),
        *(flow(*way) for way in ("sa", ("a", "n"), ("n", "p"), "px", ("mend", "n"), "de")),
        flow("x", "d", f"{looks} == 'good'", "同意"),
        flow("x", "mend", f"{looks} == 'more'", "补正"),
        flow("x", "e2", name="不同意"),
        *outer,
    )


class Walk:
    """A run, stored and read before every move."""

    def __init__(self, kernel: Any, xml: Any, *moves: Any, data: Any = None, resolve: Any = None) -> None:
        self.kernel, self.procedure, self.data = kernel, kernel.compile_bpmn(xml, resolve), data or UNITS
        self.at = kernel.start(self.procedure, self.data)
        self.done: dict[str, int] = {}
        self.go(*moves)

    @property
    def state(self) -> Any:
        stored = self.kernel.state_from_data(self.kernel.state_to_data(self.at.state))
        assert stored == self.at.state
        return stored

    def token(self, where: Any) -> Any:
        id_, _, unit = where.partition("/")
        return next(one.token for one in self.at.state.open_tasks if (one.node, one.item) == (id_, unit))

    def go(self, *moves: Any) -> Any:
        """Does steps such as "a=done" or "check/消防队=ok"."""
        for move in moves:
            where, code = move.split("=")
            self.done[where] = self.token(where)
            self.at = self.kernel.complete(self.procedure, self.state, self.done[where], code, self.data)
        return self

    def back(self, where: Any, **how: Any) -> Any:
        self.at = self.kernel.send_back(self.procedure, self.state, self.token(where), self.data, **how)
        return self

    def withdraw(self, where: Any) -> Any:
        self.at = self.kernel.withdraw(self.procedure, self.state, self.done[where])
        return self

    def here(self) -> Any:
        return sorted(f"{one.node}/{one.item}" if one.item else one.node for one in self.at.state.open_tasks)

    def result(self, id_: Any) -> Any:
        return dict(self.at.state.results).get(id_)


def whole(unit: Any, code: Any = "good") -> Any:
    return (f"take/{unit}=done", f"check/{unit}=ok", f"sign/{unit}={code}")


def each_goes_at_its_own_pace(kernel: Any) -> None:
    walk = Walk(kernel, parted(), "a=done")
    assert walk.here() == ["take/人防办", "take/消防队", "take/规划局"]
    walk.go("take/消防队=done", "check/消防队=ok", "take/规划局=done")
    assert walk.here() == ["check/规划局", "sign/消防队", "take/人防办"]
    walk.go("sign/消防队=good", *whole("人防办"), "check/规划局=ok")
    assert walk.here() == ["sign/规划局"]
    walk.go("sign/规划局=good")
    assert walk.here() == ["d"]
    state = walk.at.state
    assert (state.scopes, state.groups, state.own) == ((), (), ())
    assert state.results == (("a", "done"), ("p", "good"))
    assert walk.go("d=done").at.ended


def a_condition_within_looks_at_its_own_part(kernel: Any) -> None:
    walk = Walk(kernel, parted(), "a=done", "take/规划局=done", "take/消防队=done")
    walk.go("check/规划局=bad", "check/消防队=ok")
    assert walk.here() == ["sign/消防队", "take/人防办"]
    walk = Walk(kernel, parted(), "a=done", *(f"take/{unit}=done" for unit in UNITS["units"]))
    walk.go("check/消防队=ok", "check/规划局=ok", "check/人防办=bad")
    assert walk.here() == ["sign/消防队", "sign/规划局"]


def a_condition_within_sees_what_was_done_before_all(kernel: Any) -> None:
    xml = parted(inner=core().replace("check == 'bad'", "check == 'bad' and a == 'done'"))
    assert Walk(kernel, xml, "a=done", "take/规划局=done", "check/规划局=bad").here() == ["take/人防办", "take/消防队"]


def a_part_that_time_ends_has_its_own_last_outcome(kernel: Any) -> None:
    """take, check, then a day's wait and the end: what the others say meanwhile is theirs."""
    wait = node("intermediateCatchEvent", "w", "<bpmn:timerEventDefinition/>", **{"yimen:limit": "1wd"})
    inner = node("startEvent", "b") + node("endEvent", "z") + user("take") + user("check", "ok", "bad") + wait
    inner += "".join(flow(*way) for way in (("b", "take"), ("take", "check"), ("check", "w"), ("w", "z")))
    xml = parted(inner=inner, agree="ok").replace(b"== 'good'", b"== 'ok'").replace(b"== 'more'", b"== 'bad'")
    walk = Walk(kernel, xml, "a=done", *(f"take/{unit}=done" for unit in UNITS["units"]))
    walk.go("check/消防队=ok", "check/规划局=ok", "check/人防办=bad")
    for _ in UNITS["units"]:
        walk.at = kernel.fire(walk.procedure, walk.state, walk.at.state.pending[0].token, UNITS)
        ended = [one.outcome for one in walk.at.events if one.kind == "voted"]
        assert ended == ["bad" if not walk.at.state.pending else "ok"]
    assert walk.here() == ["mend"]
    assert [one.element for one in kernel.check(walk.procedure) if one.severity == "error"] == ["end e2"]


def a_condition_behind_looks_at_the_whole(kernel: Any) -> None:
    for looks in ("outcome", "p"):
        for codes, end in ((("good", "good"), ["d"]), (("good", "bad"), [])):
            walk = Walk(kernel, parted(looks=looks), "a=done", *whole("规划局"), *whole("消防队", codes[0]))
            assert walk.go(*whole("人防办", codes[1])).here() == end


def the_rule_ends_it_and_the_others_are_withdrawn(kernel: Any) -> None:
    walk = Walk(kernel, parted("any"), "a=done", "take/规划局=done", *whole("消防队"))
    assert walk.here() == ["d"]
    assert sorted(f"{one.node}/{one.item}" for one in walk.at.closed) == ["check/规划局", "take/人防办"]
    assert [(one.kind, one.node, one.outcome) for one in walk.at.events if one.kind in {"voted", "done"}] == [
        ("done", "sign", "good"),
        ("voted", "p", "good"),
        ("done", "p", "good"),
    ]
    walk = Walk(kernel, parted("2/3"), "a=done", *whole("消防队"), *whole("规划局", "bad"))
    assert walk.here() == ["take/人防办"]
    assert walk.go(*whole("人防办")).here() == ["d"]
    walk = Walk(kernel, parted("all", veto="true"), "a=done", *whole("消防队"), "take/规划局=done", "check/规划局=bad")
    assert walk.at.ended
    assert walk.result("p") == "bad"


def all_must_agree_and_are_heard(kernel: Any) -> None:
    walk = Walk(kernel, parted(), "a=done", *whole("消防队", "bad"), *whole("规划局"))
    assert walk.here() == ["take/人防办"]
    assert walk.go(*whole("人防办")).at.ended
    assert walk.result("p") == "bad"


def only_those_who_asked_run_their_part_again(kernel: Any) -> None:
    walk = Walk(kernel, parted(again="more"), "a=done", *whole("消防队", "more"), *whole("规划局"), *whole("人防办"))
    assert walk.here() == ["mend"]
    assert walk.go("mend=sent").here() == ["take/消防队"]
    assert walk.go(*whole("消防队")).here() == ["d"]
    assert walk.at.state.heard == ()


def one_after_the_other_opens_the_next_part(kernel: Any) -> None:
    walk = Walk(kernel, parted(sequential="true"), "a=done")
    for unit in UNITS["units"]:
        assert walk.here() == [f"take/{unit}"]
        walk.go(*whole(unit))
    assert walk.here() == ["d"]
    assert Walk(kernel, parted("any", sequential="true"), "a=done", *whole("规划局")).here() == ["d"]
    walk = Walk(kernel, parted(sequential="true"), "a=done", *whole("规划局")).withdraw("sign/规划局")
    assert walk.here() == ["sign/规划局"]
    assert walk.go("sign/规划局=bad").here() == ["take/消防队"]


def a_return_within_a_part_stays_in_it(kernel: Any) -> None:
    for to, left in (("take", "take/消防队"), ("check", "check/消防队"), ("previous", "check/消防队")):
        walk = Walk(kernel, parted(), "a=done", "take/消防队=done", "check/消防队=ok", "take/规划局=done")
        walk.back("sign/消防队", to=to)
        assert walk.here() == sorted(["check/规划局", left, "take/人防办"])
        mine = ["take"] if left.startswith("check") else []
        assert [(one.scope, one.node) for one in walk.at.state.own] == [*((2, id_) for id_ in mine), (1, "take")]
    walk = Walk(kernel, parted(), "a=done", *whole("规划局"), "take/消防队=done", "check/消防队=ok")
    walk.back("sign/消防队", keep=True)
    assert walk.here() == ["check/消防队", "take/人防办"]
    assert walk.go("check/消防队=ok").here() == ["sign/消防队", "take/人防办"]
    assert walk.at.opened[0].root
    assert walk.go("sign/消防队=good", *whole("人防办")).here() == ["d"]


def what_one_has_not_done_it_cannot_be_sent_back_to(kernel: Any) -> None:
    walk = Walk(kernel, parted(), "a=done", "take/消防队=done", "check/消防队=ok", "take/规划局=done")
    procedure, state = walk.procedure, walk.state
    refused(
        kernel, "没有办过", lambda: kernel.send_back(procedure, state, walk.token("check/规划局"), UNITS, to="sign")
    )
    assert walk.back("take/人防办").here() == ["a"]
    inner = core(user("look") + flow("h", "look", "take == 'look'", "看") + flow("look", "m") + flow("m", "check"))
    inner += node("exclusiveGateway", "h", default="h-m") + node("exclusiveGateway", "m") + flow("h", "m", name="不看")
    inner = inner.replace('sourceRef="take" targetRef="check"', 'sourceRef="take" targetRef="h"')
    inner = inner.replace(
        'code="done" name="done"', 'code="look" name="look"/><yimen:outcome code="done" name="done"', 1
    )
    one = Walk(kernel, parted(inner=inner), "a=done", "take/规划局=look", "look/规划局=done", "take/消防队=done")
    token = one.token("check/消防队")
    refused(kernel, "没有办过", lambda: kernel.send_back(one.procedure, one.state, token, UNITS, to="look"))


def a_return_across_the_border_closes_all_parts_or_keeps_them(kernel: Any) -> None:
    walk = Walk(kernel, parted(), "a=done", *whole("规划局"), "take/消防队=done")
    walk.back("check/消防队", to="a")
    assert walk.here() == ["a"]
    state = walk.at.state
    assert (state.scopes, state.groups, state.own, state.results) == ((), (), (), ())
    assert len(walk.go("a=done").at.state.open_tasks) == 3
    walk = Walk(kernel, parted(), "a=done", *whole("规划局"), "take/消防队=done")
    walk.back("check/消防队", to="a", keep=True)
    assert walk.here() == ["a", "take/人防办"]
    assert walk.go("a=done").here() == ["check/消防队", "take/人防办"]
    assert walk.go("check/消防队=ok", "sign/消防队=good", *whole("人防办")).here() == ["d"]
    walk = Walk(kernel, parted("any"), "a=done", "take/消防队=done")
    walk.back("check/消防队", to="a", keep=True).go(*whole("规划局"))
    assert walk.here() == ["d"]
    assert walk.at.state.kept == ()


def from_behind_it_is_one_step(kernel: Any) -> None:
    through = ("a=done", *whole("规划局"), *whole("消防队"), *whole("人防办"))
    walk = Walk(kernel, parted(), *through)
    procedure, state = walk.procedure, walk.state
    refused(kernel, "各办一遍", lambda: kernel.send_back(procedure, state, walk.token("d"), UNITS, to="check"))
    for how in ({}, {"to": "p"}):
        walk = Walk(kernel, parted(), *through).back("d", **how)
        assert walk.here() == ["take/人防办", "take/消防队", "take/规划局"]
        assert walk.result("p") is None
    walk = Walk(kernel, parted(), *through).back("d", keep=True)
    assert len(walk.here()) == 3
    walk.go(*whole("规划局"), *whole("消防队"), *whole("人防办"))
    assert walk.here() == ["d"]
    assert walk.at.opened[0].root
    walk = Walk(kernel, parted(), *through).back("d", keep=True)
    walk.go(*whole("规划局", "bad"), *whole("消防队"), *whole("人防办"))
    assert walk.at.ended
    assert Walk(kernel, parted(), *through).back("d", to="start").here() == ["a"]


def the_last_turn_of_a_part_can_be_taken_back(kernel: Any) -> None:
    walk = Walk(kernel, parted(), "a=done", *whole("规划局"), *whole("消防队")).withdraw("sign/规划局")
    assert walk.here() == ["sign/规划局", "take/人防办"]
    walk.go("sign/规划局=bad", *whole("人防办"))
    assert walk.result("p") == "bad"
    walk = Walk(kernel, parted("any"), "a=done", "take/规划局=done", *whole("消防队")).withdraw("sign/消防队")
    assert walk.here() == ["check/规划局", "sign/消防队", "take/人防办"]
    assert walk.result("p") is None
    walk.go("sign/消防队=bad", "check/规划局=ok", "sign/规划局=good")
    assert walk.here() == ["d"]
    walk = Walk(kernel, parted(), "a=done", "take/规划局=done", "check/规划局=bad").withdraw("check/规划局")
    assert walk.go("check/规划局=ok").here() == ["sign/规划局", "take/人防办", "take/消防队"]
    walk = Walk(kernel, parted(), "a=done", "take/规划局=done")
    refused(kernel, "撤回", lambda: kernel.withdraw(walk.procedure, walk.state, walk.done["a"]))


def what_is_taken_back_leaves_no_trace(kernel: Any) -> None:
    def kept(walk: Any) -> Any:
        state = walk.at.state
        return sorted(state.own), sorted(state.scopes), state.results, {one[1:] for one in state.groups}

    for rule, sequential in (("all", "false"), ("any", "false"), ("all", "true")):
        xml = parted(rule, again="more" if rule == "all" else "", sequential=sequential)
        walk = Walk(kernel, xml, "a=done", *whole("规划局", "more"))
        if rule == "all":
            walk.go(*whole("消防队", "more"), *whole("人防办"), "mend=sent")
            assert walk.result("p") == "more"
        unit = "规划局" if rule == "all" else "消防队"
        for move in (*whole(unit), *(whole("消防队") if rule == "all" else ())):
            before, where = kept(walk), move.split("=")[0]
            walk.go(move).withdraw(where)
            assert kept(walk) == before, (rule, sequential, move)
            walk.go(move)
        assert walk.here() == ["d"]


def every_gesture_of_a_turn_keeps_its_unit(kernel: Any) -> None:
    walk = Walk(kernel, parted(), "a=done", "take/规划局=done")
    token = walk.token("check/规划局")
    gestures: list[Any] = [
        lambda: kernel.transfer(walk.procedure, walk.state, token, "李四"),
        lambda: kernel.delegate(walk.procedure, walk.state, token, "李四", "2025-03-31"),
        lambda: kernel.add_signer(walk.procedure, walk.state, token, "李四", "before"),
        lambda: kernel.add_signer(walk.procedure, walk.state, token, "李四", "after"),
    ]
    for gesture in gestures:
        (turn,) = gesture().opened
        assert (turn.node, turn.item, turn.scope, turn.line) == ("check", "规划局", 1, token)
    urged = kernel.urge(kernel.compile_bpmn(parted()), walk.state, token).state
    assert [kernel.urged(urged, one) for one in urged.open_tasks] == [0, 0, 1]
    walk.at = kernel.suspend(walk.procedure, walk.state, "听证")
    walk.at = kernel.resume(walk.procedure, walk.state)
    assert len(walk.here()) == 3
    over = kernel.terminate(walk.procedure, walk.state, "申请人撤回")
    assert len(over.closed) == 3
    assert (over.state.scopes, over.state.groups, over.state.own) == ((), (), ())


def silence_and_timers_run_for_each_part(kernel: Any) -> None:
    sign = user("sign", "good", "bad").replace("<bpmn:userTask ", '<bpmn:userTask yimen:lapse="good" ')
    walk = Walk(kernel, parted(inner=core(sign=sign)), "a=done", "take/规划局=done", "check/规划局=ok")
    walk.at = kernel.lapse(walk.procedure, walk.state, walk.token("sign/规划局"), UNITS)
    assert walk.here() == ["take/人防办", "take/消防队"]
    timer = "<bpmn:timerEventDefinition/>"
    late = node("boundaryEvent", "w", timer, attachedToRef="check", **{"yimen:limit": "5wd"})
    late += user("urgent", "good") + flow("w", "urgent") + node("endEvent", "v") + flow("urgent", "v")
    walk = Walk(kernel, parted(inner=core(late)), "a=done", "take/规划局=done", "take/消防队=done")
    assert len(walk.at.state.pending) == 2
    walk.at = kernel.fire(walk.procedure, walk.state, walk.at.state.pending[1].token, UNITS)
    assert walk.here() == ["check/规划局", "take/人防办", "urgent/消防队"]
    assert len(walk.at.state.pending) == 1


def an_event_on_the_whole_ends_all_parts(kernel: Any) -> None:
    timer = "<bpmn:timerEventDefinition/>"
    late = node("boundaryEvent", "w", timer, attachedToRef="p", **{"yimen:limit": "5wd"})
    walk = Walk(kernel, parted("all", late, user("lead"), flow("w", "lead"), flow("lead", "e")), "a=done")
    walk.go(*whole("规划局"), "take/消防队=done")
    (pending,) = walk.at.state.pending
    walk.at = kernel.fire(walk.procedure, walk.state, pending.token, UNITS)
    assert walk.here() == ["lead"]
    assert (walk.at.state.scopes, walk.at.state.groups, walk.at.state.own) == ((), (), ())
    walk = Walk(kernel, parted("any", late, user("lead"), flow("w", "lead"), flow("lead", "e")), "a=done")
    assert walk.go(*whole("规划局")).at.state.pending == ()


def branches_within_a_part_join_in_it(kernel: Any) -> None:
    inner = node("startEvent", "b") + node("endEvent", "z") + user("x1") + user("x2") + user("last", "good", "bad")
    inner += node("parallelGateway", "f") + node("parallelGateway", "j")
    inner += "".join(
        flow(*way)
        for way in (("b", "f"), ("f", "x1"), ("f", "x2"), ("x1", "j"), ("x2", "j"), ("j", "last"), ("last", "z"))
    )
    walk = Walk(kernel, parted(inner=inner), "a=done", "x1/规划局=done", "x2/消防队=done")
    assert not [one for one in walk.here() if one.startswith("last")]
    assert "last/规划局" in walk.go("x2/规划局=done").here()
    assert "last/消防队" not in walk.here()


def an_end_that_ends_all_ends_the_part_alone(kernel: Any) -> None:
    inner = core().replace('<bpmn:endEvent id="y">', '<bpmn:endEvent id="y"><bpmn:terminateEventDefinition/>')
    walk = Walk(kernel, parted(inner=inner), "a=done", "take/规划局=done", "check/规划局=bad")
    assert walk.here() == ["take/人防办", "take/消防队"]
    assert walk.go(*whole("消防队"), *whole("人防办")).result("p") == "bad"


def what_is_called_runs_within_a_part(kernel: Any) -> None:
    called = definitions(S, E, user("k", "good", "bad", "more"), flow("s", "k"), flow("k", "e"), key="inner")
    inner = node("startEvent", "b") + node("endEvent", "z") + node("callActivity", "c", calledElement="inner")
    inner += flow("b", "c") + flow("c", "z")
    walk = Walk(kernel, parted(inner=inner), "a=done", resolve={"inner": called}.get)
    assert walk.here() == ["c.k/人防办", "c.k/消防队", "c.k/规划局"]
    walk.go("c.k/消防队=good", "c.k/规划局=good", "c.k/人防办=good")
    assert walk.here() == ["d"]
    assert kernel.check(walk.procedure) == ()


def twice_at_once_they_are_two(kernel: Any) -> None:
    xml = definitions(
        *(S, E, node("parallelGateway", "f"), node("subProcess", "p", marked() + core(), name="p"), flow("s", "f")),
        *(flow("f", "p", id_="f1"), flow("f", "p", id_="f2"), flow("p", "e")),
    )
    walk = Walk(kernel, xml)
    assert len(walk.here()) == 6
    for unit in UNITS["units"]:
        walk.go(*whole(unit))
    assert not walk.at.ended
    for unit in UNITS["units"]:
        walk.go(*whole(unit))
    assert walk.at.ended
    walk = Walk(kernel, xml.replace(b'yimen:rule="all"', b'yimen:rule="2/3"'))
    walk.go(*whole("规划局"), *whole("规划局"))
    assert len(walk.at.state.groups) == 2
    assert len(walk.go(*whole("消防队")).at.state.groups) == 1


def the_list_is_checked(kernel: Any) -> None:
    procedure, at = kernel.compile_bpmn(parted()), kernel.start(kernel.compile_bpmn(parted()), {})
    token = at.state.open_tasks[0].token
    for data, words in (
        ({}, "名单“事项列明的协办部门”还没有填写"),
        ({"units": []}, "还没有填写"),
        ({"units": ["甲", "甲"]}, "重复"),
        ({"units": [*MANY["units"], "多"]}, "“各办一遍”最多 500 项；只办一步的“会签”最多 10000 项"),
    ):
        refused(kernel, words, lambda data=data: kernel.complete(procedure, at.state, token, "done", data))
    chain = "".join(node("serviceTask", f"v{number}", name=f"v{number}") for number in range(5))
    chain += "".join(flow(f"v{number}", f"v{number + 1}") for number in range(4)) + flow("v4", "take")
    inner = core(chain).replace('sourceRef="b" targetRef="take"', 'sourceRef="b" targetRef="v0"')
    assert len(Walk(kernel, parted(inner=inner), "a=done", data=MANY).here()) == 500


def what_cannot_be_a_part_is_refused_by_line(kernel: Any) -> None:
    many = core(check=marked(agree="ok"))
    given = core().replace('code="good" name="good"', 'code="good" name="good" effect="grant"')
    duty = core().replace('<bpmn:userTask id="check"', '<bpmn:userTask yimen:duty="risk" id="check"')
    nobody = node("startEvent", "b") + node("endEvent", "z") + flow("b", "z")
    deeper = node("startEvent", "b") + node("endEvent", "z") + flow("b", "q") + flow("q", "z")
    deeper += node("subProcess", "q", marked() + core().replace('"b"', '"b1"').replace('"z"', '"z1"'))
    for xml, words in (
        (parted(inner=many), "不能再会签"),
        (parted(inner=deeper), "再各办一遍"),
        (parted(inner=given), "不能有法律效力"),
        (parted(inner=duty), "必经程序"),
        (parted(inner=nobody), "没有人办理"),
        (parted(agree="nothing"), "不是各家最后一步的结果"),
        (parted(agree="done"), "不是各家最后一步的结果"),
        (parted(again="good"), "同意以外"),
        (parted(looks="sign"), "没有一个共同的结果"),
        (parted("5/3"), "比例"),
    ):
        found = [one for one in faults(kernel, xml) if words in one.message_zh]
        assert found, words
        assert all(one.line for one in found)
    called = node("callActivity", "c", marked(), calledElement="inner")
    xml = definitions(S, E, called, flow("s", "c"), flow("c", "e"))
    assert ["放进一个子流程" in one.message_zh for one in faults(kernel, xml)] == [True]
    wait = node("intermediateCatchEvent", "w", '<bpmn:messageEventDefinition messageRef="m"/>')
    xml = parted(inner=core(wait + flow("w", "y")).replace('targetRef="take"', 'targetRef="w"'))
    xml = xml.replace(b"<bpmn:process ", b'<bpmn:message id="m" name="m"/><bpmn:process ', 1)
    assert any("不能等消息" in one.message_zh for one in faults(kernel, xml))


TIMER = "<bpmn:timerEventDefinition/>"


def late(host: Any, target: Any, *, id_: Any = "w", **more: Any) -> Any:
    """Writes a timer that hangs on a step and leads on from it."""
    event = node("boundaryEvent", id_, TIMER, attachedToRef=host, **{"yimen:limit": "5wd"}, **more)
    return event + flow(id_, target)


def chain(*ways: Any, inner: Any = "") -> Any:
    """Writes a part from its ways such as "b-check-z": y ends all, f and j are for branches, t waits."""
    kinds = {
        "b": node("startEvent", "b"),
        "z": node("endEvent", "z"),
        "o": node("endEvent", "o"),
        "y": node("endEvent", "y", "<bpmn:terminateEventDefinition/>"),
        "f": node("parallelGateway", "f"),
        "j": node("parallelGateway", "j"),
        "m": node("exclusiveGateway", "m"),
        "k": node("exclusiveGateway", "k"),
        "v": node("serviceTask", "v", name="v"),
        "t": node("intermediateCatchEvent", "t", TIMER, **{"yimen:limit": "1wd"}),
        "odd": user("odd", "odd"),
    }
    ids = [id_ for way in ways for id_ in way.split("-")]
    flows = "".join(flow(a, b) for way in ways for a, b in pairwise(way.split("-")))
    return "".join(kinds.get(id_, user(id_, "good", "bad")) for id_ in dict.fromkeys(ids) if id_ != "q") + flows + inner


def nested(*ways: Any, more: Any = "") -> Any:
    """Writes a sub-process q within a part; its elements are those of a part, with a 1 behind."""
    text = chain(*ways, inner=more)
    for name in ("id", "sourceRef", "targetRef", "attachedToRef"):
        text = re.sub(rf'( {name}="[^"]*)"', r'\g<1>1"', text)
    return node("subProcess", "q", text, name="q")


def a_part_ends_only_when_a_last_step_has_spoken(kernel: Any) -> None:
    """A timer is nobody: what ends without a word is refused, and not taken for consent or for refusal."""
    skips = chain("b-g", "check-z") + node("exclusiveGateway", "g", default="g-check") + node("endEvent", "u")
    skips = skips.replace(user("g", "good", "bad"), "") + flow("g", "u", "a == 'done'", "免办") + flow("g", "check")
    branches = ("b-f-one-m-j-z", "f-two-k-j")
    for inner, source in (
        (chain("b-check-z", "o", inner=late("check", "o")), "满 5 个工作日"),
        (chain("b-take-check-z", "o", inner=late("check", "o")), "满 5 个工作日"),
        (chain("b-check-z", "v-z", inner=late("check", "v")), "满 5 个工作日"),
        (chain("b-q-z", "o", inner=nested("b-odd-check-z") + late("q", "o")), "满 5 个工作日"),
        (chain("b-q-z", inner=nested("b-odd-check-z", "o", more=late("check", "o"))), "满 5 个工作日"),
        (skips, "开始"),
        (chain("b-f-check-z", "f-t-y"), "开始"),
        (chain("b-q-z", inner=nested("b-f-check-z", "f-t-y")), "开始"),
        (chain("b-check-z", "y", inner=late("check", "y", cancelActivity="false")), "满 5 个工作日"),
        (
            chain("b-q-z", inner=nested("b-check-z", "y", more=late("check", "y", cancelActivity="false"))),
            "满 5 个工作日",
        ),
        (chain(*branches, inner=late("one", "m") + late("two", "k", id_="w2")), "满 5 个工作日"),
    ):
        for more in ({}, {"veto": "true"}):
            found = [one for one in faults(kernel, parted(inner=inner, **more)) if "没有人给出结果" in one.message_zh]
            assert found, inner
            assert all(f"从“{source}" in one.message_zh and one.line for one in found), (found, inner)
    for inner in (
        chain("b-check-z", "o", inner=late("check", "o", cancelActivity="false")),
        chain("b-check-z", "lead-o", inner=late("check", "lead")),
        chain("b-f-check-j-z", "f-v-j"),
        chain(*branches, inner=late("one", "m")),
        chain("b-q-sign-z", inner=nested("b-check-z", "o", more=late("check", "o"))),
        chain("b-q-y", inner=nested("b-check-z", "o", more=late("check", "o", cancelActivity="false"))),
    ):
        walk = Walk(kernel, parted(inner=inner), "a=done")
        assert "bad" in {one.code for one in walk.procedure.nodes["p"].outcomes}


def what_a_last_step_gave_counts_whatever_is_done_beside_it(kernel: Any) -> None:
    """sign, a day's wait, and all ends; beside it odd, then check: odd says nothing for the part."""
    walk = Walk(kernel, parted(inner=chain("b-f-odd-check-z", "f-sign-t-y")), "a=done")
    for unit in UNITS["units"]:
        walk.go(f"sign/{unit}=good", f"odd/{unit}=odd")
        walk.at = kernel.fire(walk.procedure, walk.state, walk.at.state.pending[0].token, UNITS)
    assert (walk.here(), walk.result("p")) == (["d"], "good")
    assert not [one for one in kernel.check(walk.procedure) if "没有人给出" in one.message_zh]
    old, new = parted(inner=chain("b-take-t-z")), parted(inner=chain("b-take-check-t-z"))
    walk = Walk(kernel, old, "a=done", "take/规划局=good")
    later = kernel.compile_bpmn(new)
    refused(
        kernel, "还没有人给出最后一步的结果", lambda: kernel.move_state(walk.procedure, later, walk.state, ["units"])
    )


def it_is_written_and_read_the_same(kernel: Any) -> None:
    procedure = kernel.compile_bpmn(parted("2/3", veto="true", again="more"))
    again = kernel.compile_bpmn(kernel.to_xml(procedure))
    assert again.nodes["p"].loop == procedure.nodes["p"].loop
    assert [one.code for one in again.nodes["p"].outcomes] == ["ok", "bad", "good", "more"]
    assert kernel.to_xml(again) == kernel.to_xml(procedure)


def it_is_sound_and_what_is_not_is_found(kernel: Any) -> None:
    assert kernel.check(kernel.compile_bpmn(parted(again="more"))) == ()
    assert kernel.check(kernel.compile_bpmn(parted(looks="p", sequential="true"))) == ()
    stuck = core(user("side") + flow("side", "j") + node("parallelGateway", "j")).replace(
        'sourceRef="sign" targetRef="z"', 'sourceRef="sign" targetRef="j"'
    )
    stuck += node("endEvent", "z3") + flow("j", "z3")
    found = kernel.check(kernel.compile_bpmn(parted(inner=stuck)))
    assert any("停住" in one.message_zh or "走不到" in one.message_zh for one in found)
    later = core(node("exclusiveGateway", "k", default="k-z") + node("endEvent", "z4") + flow("k", "z", name="好"))
    later += flow("k", "z4", "take == 'bad'", "不好")
    later = later.replace('sourceRef="sign" targetRef="z"', 'sourceRef="sign" targetRef="k"')
    found = kernel.check(kernel.compile_bpmn(parted(inner=later, again="more")))
    assert [one.element for one in found if "不会走这条线" in one.message_zh] == ["sequenceFlow k-z4"]
    never = kernel.check(kernel.compile_bpmn(parted(looks="outcome").replace(b"== 'more'", b"== 'nothing'")))
    assert any("不会走这条线" in one.message_zh for one in never)


def what_is_drawn_says_how_it_is_run(kernel: Any) -> None:
    procedure = kernel.compile_bpmn(parted(veto="true", again="more"))
    _, lines = kernel.retell(procedure)
    assert "各办一遍，全部good" in lines[1]
    for words in ("各家办完不是good的：一家即定", "more：汇总后一次提出，只由提出的重办"):
        assert ["一" not in one or words in one for one in lines if one.startswith("sign")] == [True]
        assert words not in lines[1]
    drawn = re.sub(r"<[^>]+>|\s", "", kernel.draw(procedure).split("</desc>")[1])
    assert drawn.count("各办一遍，全部good") == drawn.count("参加：") == 1
    told = re.split(r"第 \d+ 步 ", kernel.draw(procedure).split("<desc")[1].split("</desc>")[0])
    (first,) = (line for line in told if "参加：" in line)
    assert first.startswith("take")
    assert sum("逾期：亮红灯，继续等待" in line for line in told) == 3
    assert kernel.draw(procedure).count('class="pf-part"') == 1
    assert "各家办完不是good的：一家即定" in drawn
    counted = kernel.retell(kernel.compile_bpmn(parted()))[1]
    assert any("计入结果" in one for one in counted)
    assert not any("汇总" in one for one in counted)


def where_it_stands_is_where_nobody_is(kernel: Any) -> None:
    walk = Walk(kernel, parted(), "a=done", *whole("规划局"))
    assert kernel.standing(walk.procedure, walk.state) == {"a"}
    walk.go("take/消防队=done", "take/人防办=done")
    assert kernel.standing(walk.procedure, walk.state) == {"a", "take"}
    walk.go("check/消防队=ok", "sign/消防队=good", "check/人防办=bad")
    assert {"a", "take", "check", "sign", "p"} <= kernel.standing(walk.procedure, walk.state)
    assert {"check", "sign"} <= kernel.behind(walk.procedure, "take")
    assert not kernel.behind(walk.procedure, "take") & {"a", "take"}


def a_running_one_moves_to_another_version(kernel: Any) -> None:
    walk = Walk(kernel, parted(), "a=done", *whole("规划局"), "take/消防队=done")
    new = kernel.compile_bpmn(parted().replace(b'name="d"', b'name="renamed"'))
    assert kernel.move_state(walk.procedure, new, walk.state, ["units"]) == walk.state
    renamed = kernel.compile_bpmn(parted(agree="fine").replace(b'"good"', b'"fine"').replace(b"'good'", b"'fine'"))
    names = {("sign", "good"): "fine", ("p", "good"): "fine"}
    moved = kernel.move_state(walk.procedure, renamed, walk.state, ["units"], names)
    assert [one.outcome for one in moved.scopes] == ["fine", "", ""]
    assert [one.outcome for one in moved.own] == ["done", "ok", "fine", "done"]
    many = {"units": [f"第{number}局" for number in range(12)]}
    walk = Walk(kernel, parted(), "a=done", data=many)
    for number, unit in enumerate(many["units"]):
        walk.go(*whole(unit)[: number % 3])
    assert kernel.move_state(walk.procedure, new, walk.state, ["units"]) == walk.state
    assert kernel.exploring.always_ends(walk.procedure, walk.state, ())
    walk = Walk(kernel, parted(), "a=done")
    plain = kernel.compile_bpmn(parted().replace(marked().encode(), b""))
    refused(kernel, "几家各办一遍", lambda: kernel.move_state(walk.procedure, plain, walk.state, ["units"]))


def agreeing(*, again: Any = "", **_: Any) -> Any:
    """Writes a part in which whoever has come to sign can only agree; check may ask for more where that is heard."""
    inner = core(sign=user("sign", "good"))
    if again:
        inner = inner.replace('code="bad" name="bad"', 'code="bad" name="bad"/><yimen:outcome code="more" name="more"')
    return inner.replace("check == 'bad'", "check != 'ok'")


def asking(*, first: Any = False, **more: Any) -> Any:
    """Writes parts whose sign is only good; what is bad asks for z0, a step before all that the old version lacks.

    ``first``: the parts ask for it where they begin, instead.
    """
    inner = agreeing(**more)
    if first:
        inner = inner.replace('sourceRef="b" targetRef="take"', 'sourceRef="b" targetRef="i"')
        inner += node("exclusiveGateway", "i", default="i-take") + flow("i", "take", name="照常")
        inner += flow("i", "sign", "z0 == 'no'", "简办")
    xml = parted("all", user("z0", "ok", "no"), user("tell"), inner=inner, **more).decode()
    xml = xml.replace('sourceRef="s" targetRef="a"', 'sourceRef="s" targetRef="z0"')
    ways = flow("z0", "a") + flow("tell", "e2") + node("exclusiveGateway", "l", default="l-e2") + flow("l", "e2")
    ways += flow("l", "tell", "p == 'good'" if first else "z0 == 'no'", "告知")
    xml = xml.replace('sourceRef="x" targetRef="e2"', 'sourceRef="x" targetRef="l"')
    return xml.replace("</bpmn:process>", f"{ways}</bpmn:process>").encode()


def without_asking(**more: Any) -> Any:
    return parted(inner=agreeing(**more), **more)


def what_has_been_given_already_is_followed_in_another_version(kernel: Any) -> None:
    """Where all that is open can only agree, what others gave may yet be the outcome of all."""
    given = ("take/规划局=done", "check/规划局=bad")
    at_sign = tuple(
        f"{id_}/{unit}={code}" for unit in UNITS["units"][1:] for id_, code in (("take", "done"), ("check", "ok"))
    )

    def moves(walk: Any, new: Any) -> Any:
        return kernel.move_state(walk.procedure, kernel.compile_bpmn(new), walk.state, ["units"])

    walk = Walk(kernel, without_asking(), "a=done", *given, *at_sign)
    assert walk.here() == ["sign/人防办", "sign/消防队"]
    refused(kernel, "z0", lambda: moves(walk, asking()))
    agreed = Walk(
        kernel, without_asking(), "a=done", "take/规划局=done", "check/规划局=ok", "sign/规划局=good", *at_sign
    )
    assert moves(agreed, asking()) == agreed.state
    assert moves(walk, asking(first=True)) == walk.state
    xml, later = without_asking(again="more"), asking(again="more")
    walk = Walk(
        kernel, xml, "a=done", *given, *at_sign[:2], "sign/消防队=good", "take/人防办=done", "check/人防办=more"
    )
    walk.go("mend=sent", *at_sign[2:])
    assert walk.here() == ["sign/人防办"]
    refused(kernel, "z0", lambda: moves(walk, later))


def what_is_still_to_open_is_followed_in_another_version(kernel: Any) -> None:
    """One after the other: the first is past the place that asks for what was not done, the next will come to it."""
    walk = Walk(kernel, without_asking(sequential="true"), "a=done", "take/规划局=done", "check/规划局=ok")
    assert walk.here() == ["sign/规划局"]
    new = kernel.compile_bpmn(asking(first=True, sequential="true"))
    refused(kernel, "z0", lambda: kernel.move_state(walk.procedure, new, walk.state, ["units"]))
    walk.go("sign/规划局=good", *whole("消防队"), "take/人防办=done")
    assert kernel.move_state(walk.procedure, new, walk.state, ["units"]) == walk.state


def what_can_be_taken_back_moves_with_the_outcome_of_the_whole(kernel: Any) -> None:
    """All ask for more; asked again, one refuses and so ends the whole: what it was before is said of the whole."""
    xml = parted(again="more", veto="true").replace(b'sourceRef="x" targetRef="e2"', b'sourceRef="x" targetRef="tell"')
    xml = xml.replace(b"</bpmn:process>", (user("tell") + flow("tell", "e2") + "</bpmn:process>").encode())
    walk = Walk(kernel, xml, "a=done", *(move for unit in UNITS["units"] for move in whole(unit, "more")), "mend=sent")
    walk.go("take/规划局=done", "check/规划局=bad")
    assert (walk.here(), walk.result("p")) == (["tell"], "bad")
    assert kernel.move_state(walk.procedure, kernel.compile_bpmn(xml), walk.state, ["units"]) == walk.state
    new = xml.replace(b'"more"', b'"mended"').replace(b"'more'", b"'mended'")
    walk.at = type(walk.at)(
        kernel.move_state(
            walk.procedure,
            kernel.compile_bpmn(new),
            walk.state,
            ["units"],
            {("sign", "more"): "mended", ("p", "more"): "mended"},
        ),
        *((),) * 3,
        ended=False,
    )
    walk.procedure = kernel.compile_bpmn(new)
    assert walk.withdraw("check/规划局").result("p") == "mended"


def a_decision_of_the_law_closes_all_parts(kernel: Any) -> None:
    xml = parted().replace(b'code="done" name="done"', b'code="done" name="done" effect="deliver"')
    xml = xml.replace(b'code="done" name="done" effect="deliver"', b'code="done" name="done"', 2)
    walk = Walk(kernel, xml, "a=done", *whole("规划局"))
    after = kernel.deem(walk.procedure, walk.state, "deliver", {})
    assert after.ended
    assert (after.state.scopes, after.state.groups, after.state.own) == ((), (), ())


CHECKS = [
    each_goes_at_its_own_pace,
    a_condition_within_looks_at_its_own_part,
    a_condition_within_sees_what_was_done_before_all,
    a_part_that_time_ends_has_its_own_last_outcome,
    a_condition_behind_looks_at_the_whole,
    the_rule_ends_it_and_the_others_are_withdrawn,
    all_must_agree_and_are_heard,
    only_those_who_asked_run_their_part_again,
    one_after_the_other_opens_the_next_part,
    a_return_within_a_part_stays_in_it,
    what_one_has_not_done_it_cannot_be_sent_back_to,
    a_return_across_the_border_closes_all_parts_or_keeps_them,
    from_behind_it_is_one_step,
    the_last_turn_of_a_part_can_be_taken_back,
    what_is_taken_back_leaves_no_trace,
    every_gesture_of_a_turn_keeps_its_unit,
    silence_and_timers_run_for_each_part,
    an_event_on_the_whole_ends_all_parts,
    branches_within_a_part_join_in_it,
    an_end_that_ends_all_ends_the_part_alone,
    what_is_called_runs_within_a_part,
    twice_at_once_they_are_two,
    the_list_is_checked,
    what_cannot_be_a_part_is_refused_by_line,
    a_part_ends_only_when_a_last_step_has_spoken,
    what_a_last_step_gave_counts_whatever_is_done_beside_it,
    it_is_written_and_read_the_same,
    it_is_sound_and_what_is_not_is_found,
    what_is_drawn_says_how_it_is_run,
    where_it_stands_is_where_nobody_is,
    a_running_one_moves_to_another_version,
    what_has_been_given_already_is_followed_in_another_version,
    what_is_still_to_open_is_followed_in_another_version,
    what_can_be_taken_back_moves_with_the_outcome_of_the_whole,
    a_decision_of_the_law_closes_all_parts,
]
