"""What inclusive gateways, timers, messages, called procedures and countersigning do, in plain cases.

Any copy of the package can be asked: the tests run them on ours and on mutants. Each was worked out on paper.
"""

from typing import Any

from .bpmn import definitions, flow, line, node, user
from .lapse_battery import E, S, faults, here, refused, run, step, token

TIMER, MESSAGE = "bpmn:timerEventDefinition", "bpmn:messageEventDefinition"


def timer(id_: Any, duration: Any, tag: Any = "intermediateCatchEvent", **attributes: Any) -> Any:
    inner = f"<{TIMER}><bpmn:timeDuration>{duration}</bpmn:timeDuration></{TIMER}>"
    return node(tag, id_, inner, **attributes)


def awaits(id_: Any, message: Any, tag: Any = "intermediateCatchEvent", **attributes: Any) -> Any:
    return node(tag, id_, f'<{MESSAGE} messageRef="{message}"/>', **attributes)


def with_messages(xml: Any, *ids: Any) -> Any:
    words = "".join(f'<bpmn:message id="{id_}" name="{id_}到账"/>' for id_ in ids)
    return xml.replace(b"<bpmn:process ", words.encode() + b"<bpmn:process ", 1)


def inclusive(*more: Any, join: Any = "inclusiveGateway") -> Any:
    """Split to a (n >= 1), b (n >= 2), c (default); join; d."""
    ways = [("s", "i"), ("a", "j"), ("b", "j"), ("c", "j"), ("j", "d"), ("d", "e")]
    return definitions(
        S,
        E,
        node("inclusiveGateway", "i", default="i-c"),
        node(join, "j"),
        *(user(id_) for id_ in "abcd"),
        flow("i", "a", "n >= 1", "甲"),
        flow("i", "b", "n >= 2", "乙"),
        flow("i", "c", "", "丙"),
        *(flow(*way) for way in ways),
        *more,
    )


def an_inclusive_split_takes_all_open_ways_or_the_default(kernel: Any) -> None:
    for n, expected in ((0, ["c"]), (1, ["a"]), (2, ["a", "b"])):
        _, at = run(kernel, inclusive(), data={"n": n})
        assert here(at) == expected


def an_inclusive_join_waits_for_the_ways_that_were_taken(kernel: Any) -> None:
    for n, ids in ((0, "c"), (1, "a"), (2, "ab"), (2, "ba")):
        procedure, at = run(kernel, inclusive(), data={"n": n})
        for id_ in ids:
            assert "d" not in here(at)
            at = kernel.complete(procedure, at.state, token(at, id_), "done", {"n": n})
        assert here(at) == ["d"]
        assert kernel.complete(procedure, at.state, token(at, "d"), "done", {}).ended


def an_inclusive_split_without_an_open_way_is_refused(kernel: Any) -> None:
    xml = (
        inclusive()
        .replace(b' default="i-c"', b"")
        .replace(
            b'sourceRef="i" targetRef="c"></bpmn:sequenceFlow>',
            b'sourceRef="i" targetRef="c"><bpmn:conditionExpression>n == 9</bpmn:conditionExpression>'
            b"</bpmn:sequenceFlow>",
        )
    )
    refused(kernel, "没有一条出线", lambda: run(kernel, xml, data={"n": 0}))
    refused(kernel, "还没有值", lambda: run(kernel, xml))


def an_inclusive_join_waits_for_what_may_still_come_from_afar(kernel: Any) -> None:
    """Two branches run before the split; one may turn away from the join, then the other goes on alone."""
    xml = definitions(
        S,
        E,
        node("endEvent", "e2"),
        node("parallelGateway", "f"),
        user("a"),
        step("b", "come", "away"),
        user("b2"),
        node("exclusiveGateway", "x", default="x-b2"),
        node("inclusiveGateway", "j"),
        user("d"),
        *(flow(*way) for way in ("sf", "fa", "fb", "aj", "bx", ("x", "b2"), ("b2", "j"), "jd", "de")),
        flow("x", "e2", "outcome == 'away'", "离开"),
    )
    _, at = run(kernel, xml, "a=done")
    assert here(at) == ["b"]
    _, at = run(kernel, xml, "a=done", "b=away")
    assert here(at) == ["d"]
    _, at = run(kernel, xml, "a=done", "b=come")
    assert here(at) == ["b2"]
    _, at = run(kernel, xml, "a=done", "b=come", "b2=done")
    assert here(at) == ["d"]
    _, at = run(kernel, xml, "b=come", "b2=done", "a=done")
    assert here(at) == ["d"]


def an_inclusive_join_goes_on_if_what_may_come_could_come_where_one_is(kernel: Any) -> None:
    """BPMN 2.0, 13.4.3: c may come along an empty arrow, but as well along the one where a's token is."""
    ways = ["sf", "fa", "fc", "am", "mj", "cx", "xm", "jd", "de"]
    gates = [node("parallelGateway", "f"), node("exclusiveGateway", "m"), node("inclusiveGateway", "j")]
    gates += [node("exclusiveGateway", "x", default="x-m"), flow("x", "j", "outcome == 'other'", "另一路")]
    xml = definitions(S, E, user("a"), step("c", "same", "other"), user("d"), *gates, *(flow(*way) for way in ways))
    _, at = run(kernel, xml, "a=done")
    assert sorted(here(at)) == ["c", "d"]


def an_inclusive_join_does_not_wait_for_what_can_come_only_past_it(kernel: Any) -> None:
    """A loop back into the split: the second round counts for itself."""
    xml = definitions(
        S,
        E,
        node("inclusiveGateway", "i", default="i-b"),
        node("inclusiveGateway", "j"),
        node("exclusiveGateway", "m"),
        node("exclusiveGateway", "x", default="x-e"),
        user("a"),
        user("b"),
        step("q", "again", "enough"),
        flow("i", "a", "n >= 1", "甲"),
        flow("i", "b", "", "乙"),
        *(flow(*way) for way in ("sm", "mi", "aj", "bj", "jq", "qx", "xe")),
        flow("x", "m", "outcome == 'again'", "再来"),
    )
    procedure, at = run(kernel, xml, "a=done", data={"n": 1})
    assert here(at) == ["q"]
    at = kernel.complete(procedure, at.state, token(at, "q"), "again", {"n": 0})
    assert here(at) == ["b"]
    at = kernel.complete(procedure, at.state, token(at, "b"), "done", {"n": 0})
    assert here(at) == ["q"]


def the_work_of_hands_is_a_step_like_any_other(kernel: Any) -> None:
    xml = line(user("a"), ids=["a"]).replace(b"userTask", b"manualTask")
    procedure, at = run(kernel, xml)
    assert (here(at), procedure.nodes["a"].kind, procedure.nodes["a"].limit) == (["a"], "manual", "2wd")
    assert [item for item in kernel.check(procedure) if item.severity == "error"] == []
    assert [place.node for place in kernel.outline(procedure)] == ["a"]
    assert kernel.complete(procedure, at.state, 1, "done", {}).ended


def a_run_waits_at_a_timer_until_it_is_fired(kernel: Any) -> None:
    xml = line(user("a"), timer("t", "5wd"), user("b"), ids=["a", "t", "b"])
    procedure, at = run(kernel, xml, "a=done")
    assert here(at) == []
    assert not at.ended
    (wait,) = at.armed
    assert (wait.node, wait.duration, wait.host) == ("t", "5wd", 0)
    assert at.state.pending == at.armed
    refused(kernel, "刷新", lambda: kernel.fire(procedure, at.state, wait.token + 1, {}))
    after = kernel.fire(procedure, at.state, wait.token, {})
    assert here(after) == ["b"]
    assert after.disarmed == at.armed
    assert after.events[0] == ("fired", "t", "")
    refused(kernel, "刷新", lambda: kernel.fire(procedure, after.state, wait.token, {}))


def durations_are_limits_of_ours_or_of_the_standard(kernel: Any) -> None:
    for text in ("5wd", "24h", "1mo", "P5D", "PT24H", "P1Y2M3W4DT5H6M7S"):
        assert kernel.compile_bpmn(line(timer("t", text), ids=["t"])).nodes["t"].duration == text
    for text in ("", "5", "0wd", "P", "PT", "P0D", "P5", "5 days", "R3/P1D", "2025-01-01", "P1D'", "now()", "-P1D"):
        assert faults(kernel, line(timer("t", text), ids=["t"])), text
    xml = line(node("intermediateCatchEvent", "t", f"<{TIMER}/>"), ids=["t"])
    assert faults(kernel, xml)
    xml = xml.replace(b'id="t"', b'id="t" yimen:limit="5wd"')
    assert kernel.compile_bpmn(xml).nodes["t"].duration == "5wd"
    assert faults(kernel, line(timer("t", "5wd"), ids=["t"]).replace(b'id="t"', b'id="t" yimen:limit="5wd"'))
    for tag in ("timeDate", "timeCycle"):
        (fault,) = [
            one
            for one in faults(kernel, line(timer("t", "5wd"), ids=["t"]).replace(b"timeDuration", tag.encode()))
            if tag in one.mending
        ]
        assert fault.element == tag
    said = kernel.duration_words
    assert (said("5wd"), said("P1Y2M"), said("P1DT12H")) == ("5 个工作日", "1 年 2 个月", "1 日 12 小时")


def bounded(cancel: Any, *more: Any, what: Any = "") -> Any:
    """A step a with a timer on it that leads to late; a leads to b."""
    host = what or user("a")
    event = timer("t", "3wd", "boundaryEvent", attachedToRef="a", cancelActivity=cancel)
    ways = [flow(*way) for way in (("s", "a"), ("a", "b"), ("b", "e"), ("t", "late"), ("late", "e2"))]
    return definitions(S, E, node("endEvent", "e2"), host, event, user("b"), user("late"), *ways, *more)


def an_interrupting_timer_closes_its_step(kernel: Any) -> None:
    procedure, at = run(kernel, bounded("true"))
    (wait,) = at.state.pending
    assert (wait.node, wait.host) == ("t", token(at, "a"))
    after = kernel.fire(procedure, at.state, wait.token, {})
    assert here(after) == ["late"]
    assert [task.node for task in after.closed] == ["a"]
    assert after.state.pending == ()
    assert kernel.complete(procedure, after.state, token(after, "late"), "done", {}).ended


def a_timer_that_does_not_interrupt_adds_a_branch_once(kernel: Any) -> None:
    procedure, at = run(kernel, bounded("false"))
    after = kernel.fire(procedure, at.state, at.state.pending[0].token, {})
    assert sorted(here(after)) == ["a", "late"]
    assert after.state.pending == ()
    after = kernel.complete(procedure, after.state, token(after, "late"), "done", {})
    assert not after.ended
    assert here(after) == ["a"]


def a_step_that_ends_stops_its_timers(kernel: Any) -> None:
    procedure, at = run(kernel, bounded("true"))
    after = kernel.complete(procedure, at.state, token(at, "a"), "done", {})
    assert (here(after), after.state.pending, after.disarmed) == (["b"], (), at.armed)


def a_step_taken_back_waits_for_its_timers_again(kernel: Any) -> None:
    """They come back under their old tokens: the run waits for them from now on, so they are among those armed."""
    procedure, at = run(kernel, bounded("true"))
    waits = at.state.pending
    done = kernel.complete(procedure, at.state, token(at, "a"), "done", {})
    taken = kernel.withdraw(procedure, done.state, token(at, "a"))
    assert (here(taken), taken.state.pending, taken.disarmed) == (["a"], waits, ())
    assert taken.armed == waits
    held = kernel.transfer(procedure, taken.state, token(taken, "a"), "赵科员")
    assert (held.armed, held.disarmed) == ((), ())


def a_timer_on_a_sub_process_closes_all_within(kernel: Any) -> None:
    inner = node("startEvent", "b0") + node("parallelGateway", "f") + user("x") + user("y") + node("endEvent", "z")
    inner += node("endEvent", "z2") + "".join(flow(*way) for way in (("b0", "f"), "fx", "fy", "xz", ("y", "z2")))
    inner += timer("own", "1wd", "boundaryEvent", attachedToRef="x") + node("endEvent", "z3") + flow("own", "z3")
    xml = bounded("true", what=node("subProcess", "a", inner, name="a"))
    procedure, at = run(kernel, xml)
    assert sorted(item.node for item in at.state.pending) == ["own", "t"]
    wait = next(item for item in at.state.pending if item.node == "t")
    after = kernel.fire(procedure, at.state, wait.token, {})
    assert (here(after), after.state.pending, after.state.scopes) == (["late"], (), ())
    procedure, at = run(kernel, xml, "x=done", "y=done")
    assert (here(at), at.state.pending) == (["b"], ())
    procedure, at = run(kernel, xml)
    own = next(item for item in at.state.pending if item.node == "own")
    after = kernel.fire(procedure, at.state, own.token, {})
    assert here(after) == ["y"]


def a_message_goes_to_the_one_that_has_waited_longest(kernel: Any) -> None:
    ways = ("sf", "fp", "fq", ("p", "a"), ("q", "b"), ("a", "e"), ("b", "e2"))
    xml = with_messages(
        definitions(
            S,
            E,
            node("endEvent", "e2"),
            node("parallelGateway", "f"),
            user("a"),
            user("b"),
            awaits("q", "fee"),
            awaits("p", "fee"),
            *(flow(*way) for way in ways),
        ),
        "fee",
        "other",
    )
    procedure, at = run(kernel, xml)
    refused(kernel, "fee", lambda: kernel.receive(procedure, at.state, "other", {}))
    refused(kernel, "没有步骤在等", lambda: kernel.receive(procedure, at.state, "", {}))
    refused(kernel, "消息", lambda: kernel.fire(procedure, at.state, at.state.pending[0].token, {}))
    after = kernel.receive(procedure, at.state, "fee", {})
    assert here(after) == ["a"]
    assert after.events[0] == ("received", "p", "")
    after = kernel.receive(procedure, after.state, "fee", {})
    assert here(after) == ["a", "b"]
    refused(kernel, "没有在等", lambda: kernel.receive(procedure, after.state, "fee", {}))


def events_that_have_no_single_meaning_are_refused(kernel: Any) -> None:
    xml = with_messages(line(awaits("q", "fee"), ids=["q"]), "fee")
    assert not faults(kernel, xml)
    assert faults(kernel, xml.replace(b'messageRef="fee"', b'messageRef="nosuch"'))
    assert faults(kernel, line(node("intermediateCatchEvent", "q"), ids=["q"]))
    both = f"<{TIMER}><bpmn:timeDuration>5wd</bpmn:timeDuration></{TIMER}><{TIMER}/>"
    assert faults(kernel, line(node("intermediateCatchEvent", "q", both), ids=["q"]))
    assert faults(kernel, with_messages(xml, "fee"))
    for tag in ("signal", "error", "conditional", "escalation", "compensate", "link", "cancel"):
        found = faults(kernel, line(node("intermediateCatchEvent", "q", f"<bpmn:{tag}EventDefinition/>"), ids=["q"]))
        assert f"{tag}EventDefinition" in {one.element for one in found}
    good = bounded("true")
    assert not faults(kernel, good)
    for old, new in (
        (b'attachedToRef="a"', b'attachedToRef="nosuch"'),
        (b'attachedToRef="a"', b'attachedToRef="s"'),
        (b'sourceRef="a" targetRef="b"', b'sourceRef="a" targetRef="t"'),
        (b'sourceRef="t"', b'sourceRef="a"'),
        (b'id="b"', b'id="b9"'),
    ):
        assert old in good
        assert faults(kernel, good.replace(old, new)), new


def an_event_hangs_on_its_own_level_only(kernel: Any) -> None:
    inner = node("startEvent", "b0") + user("x") + node("endEvent", "z") + flow("b0", "x") + flow("x", "z")
    event = timer("t", "3wd", "boundaryEvent", attachedToRef="x") + node("endEvent", "e2") + flow("t", "e2")
    xml = line(node("subProcess", "p", inner, name="p"), event, ids="p")
    assert "同一层" in faults(kernel, xml)[0].mending


def countersigned(
    rule: Any = "all", *, sequential: Any = "false", codes: Any = ("agree", "deny", "unsure"), **more: Any
) -> Any:
    words = {"instances": "units", "rule": rule, **more}
    marks = " ".join(f'yimen:{name}="{value}"' for name, value in words.items() if value)
    loop = f'<bpmn:multiInstanceLoopCharacteristics isSequential="{sequential}" {marks}/>'
    return definitions(
        S,
        E,
        node("endEvent", "e2"),
        user("a"),
        user("m", *codes, extra=loop),
        user("b"),
        node("exclusiveGateway", "x", default="x-b"),
        *(flow(*way) for way in ("sa", "am", "mx", "xb", "be")),
        flow("x", "e2", "outcome == 'deny'", "不同意"),
    )


UNITS = {"units": ["发改局", "规划局", "环保局", "消防队"]}


def what_cannot_end_is_shown_by_its_moves(kernel: Any) -> None:
    xml = definitions(
        S,
        E,
        step("a", "go", "stay"),
        timer("t", "1wd", name="等一天"),
        user("c"),
        user("d"),
        node("exclusiveGateway", "x", default="x-e"),
        *(flow(*way) for way in ("sa", "at", "tx", "xe", "cd", "dc")),
        flow("x", "c", "a == 'stay'", "留"),
    )
    found = [one for one in kernel.check(kernel.compile_bpmn(xml)) if "永远不能办结" in one.mending]
    assert {one.element: one.moves for one in found} == {
        "c c": ("a（stay）", "等一天（到时或收到）"),
    }
    join = inclusive(join="parallelGateway")
    found = [one for one in kernel.check(kernel.compile_bpmn(join)) if one.severity == "error"]
    assert any("停住" in one.mending for one in found)
    assert [one for one in kernel.check(kernel.compile_bpmn(inclusive())) if one.severity == "error"] == []
    for xml in (bounded("true"), bounded("false"), countersigned(), countersigned(sequential="true")):
        assert [one for one in kernel.check(kernel.compile_bpmn(xml)) if one.severity == "error"] == []


def a_gateway_too_wide_to_be_looked_at_whole_is_said_to_be(kernel: Any) -> None:
    ids = [f"t{number}" for number in range(30)]
    gates = [
        node("inclusiveGateway", "i", default="i-t0"),
        node("inclusiveGateway", "j"),
        flow("s", "i"),
        flow("j", "e"),
    ]
    ways = [flow("i", id_, f"n > {number}" if number else "", id_) for number, id_ in enumerate(ids)]
    xml = definitions(S, E, *gates, *(user(id_) for id_ in ids), *ways, *(flow(id_, "j") for id_ in ids))
    assert any("太多" in one.mending for one in kernel.check(kernel.compile_bpmn(xml)))


def all_of_it_is_drawn(kernel: Any) -> None:
    for xml in (inclusive(), bounded("true"), countersigned("2/3"), line(timer("t", "5wd"), ids=["t"])):
        assert kernel.draw(kernel.compile_bpmn(xml)).startswith("<svg")
    assert "会签，2/3agree" in kernel.draw(kernel.compile_bpmn(countersigned("2/3")))
    assert "满 3 个工作日" in kernel.draw(kernel.compile_bpmn(bounded("true")))
    assert "等待满 5 个工作日" in kernel.draw(kernel.compile_bpmn(line(timer("t", "5wd"), ids=["t"])))


CHECKS = [
    check
    for name, check in list(globals().items())
    if callable(check)
    and getattr(check, "__module__", "") == __name__
    and check.__code__.co_varnames[:1] == ("kernel",)
    and check.__code__.co_argcount == 1
]
