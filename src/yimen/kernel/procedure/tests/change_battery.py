"""What changes between two versions, and which running matter may move, in plain cases for ours and for mutants."""

from itertools import pairwise
from typing import Any

from .bpmn import definitions, flow, node, user
from .lapse_battery import E, S, forked, inside, renewal, run, step

LOOP = '<bpmn:multiInstanceLoopCharacteristics isSequential="false" yimen:instances="units" yimen:rule="{}"/>'
TIMER = "<bpmn:timerEventDefinition><bpmn:timeDuration>{}</bpmn:timeDuration></bpmn:timerEventDefinition>"
UNITS = {"units": ["甲局", "乙局"]}


def row(*ids: Any, **more: Any) -> Any:
    """Writes start → steps in a row → end, each that ends with "ok" or "no"; ``more`` says otherwise of a step."""
    chain = ["s", *ids, "e"]
    flows = [flow(a, b) for a, b in pairwise(chain)]
    return definitions(S, E, *(more.get(id_) or step(id_, "ok", "no") for id_ in ids), *flows)


def voted(rule: Any = "all", ok: Any = "ok", *extra: Any) -> Any:
    """Writes a step that several do, between a step and a step."""
    many = user("many", ok, "no", legal='yimen:role="examiner" yimen:limit="2wd"', extra=LOOP.format(rule))
    return row("a", "many", "z", many=many)


def hung(duration: Any = "5wd", host: Any = "a", cancels: Any = "true") -> Any:
    """Writes two steps, with a timer that hangs on one of them and leads to a third."""
    event = node("boundaryEvent", "t", TIMER.format(duration), attachedToRef=host, cancelActivity=cancels)
    flows = [flow("s", "a"), flow("a", "b"), flow("b", "e"), flow("t", "late"), flow("late", "e2")]
    steps = [step(id_, "ok", "no") for id_ in ("a", "b", "late")]
    return definitions(S, E, node("endEvent", "e2"), *steps, event, *flows)


def waited(duration: Any = "5wd", message: Any = "") -> Any:
    """Writes a step, then a wait for a time or a message, then a step."""
    inner = f'<bpmn:messageEventDefinition messageRef="{message}"/>' if message else TIMER.format(duration)
    xml = row("a", "w", "z", w=node("intermediateCatchEvent", "w", inner))
    heads = "".join(f'<bpmn:message id="{id_}" name="{id_}"/>' for id_ in ("m1", "m2"))
    return xml.replace(b"<bpmn:process ", heads.encode() + b"<bpmn:process ", 1)


def differs(kernel: Any, old: Any, new: Any) -> Any:
    """Returns what changes, by element and what."""
    found = kernel.compare(kernel.compile_bpmn(old), kernel.compile_bpmn(new))
    return {(change.element, change.what): change for change in found.changes}


def moves(kernel: Any, old: Any, new: Any, *outcomes: Any, data: Any = None, **more: Any) -> Any:
    """Returns the state that a run on the old version has after some outcomes, and that moved to the new one."""
    before, at = run(kernel, old, *outcomes, data=data)
    after = kernel.compile_bpmn(new)
    return at.state, kernel.move_state(before, after, at.state, data or (), **more)


def stays(kernel: Any, word: Any, element: Any, old: Any, new: Any, *outcomes: Any, **more: Any) -> None:
    """Asserts that a run may not move, for a reason that names the element and says what to do."""
    text = ""
    try:
        moves(kernel, old, new, *outcomes, **more)
    except kernel.TransitionError as error:
        text = str(error)
    assert word in text, text or f"moved: {word}"
    assert element in text, text
    assert "请" in text, text
    assert "。。" not in text, text


def a_version_compared_with_itself_changes_nothing(kernel: Any) -> None:
    for xml in (renewal(), inside(), forked(), voted(), hung(), waited(), waited(message="m1")):
        assert differs(kernel, xml, xml) == {}


FIELDS = (
    ("examine", "岗位", 'yimen:role="examiner"', 'yimen:role="decider"', "权限"),
    ("examine", "单位", 'yimen:stage="审查"', 'yimen:stage="审查" yimen:unit="centre"', "权限"),
    ("examine", "阶段", 'yimen:stage="审查"', 'yimen:stage="决定"', ""),
    ("examine", "时限", 'yimen:limit="2wd"', 'yimen:limit="3wd"', "延长"),
    ("examine", "时限", 'yimen:limit="2wd"', 'yimen:limit="1wd"', ""),
    ("examine", "时限", 'yimen:limit="2wd"', 'yimen:limit="1mo"', "单位"),
    ("examine", "依据", 'yimen:basis="x"', 'yimen:basis="y"', ""),
    ("examine", "名称", 'name="examine"', 'name="细看"', ""),
    ("examine", "超时默认", 'yimen:lapse="agree"', "", "后果"),
    ("examine", "特别程序", 'yimen:stage="审查"', 'yimen:stage="审查" yimen:special="survey"', "特别"),
    ("examine", "暂停事由", 'yimen:stage="审查"', 'yimen:stage="审查" yimen:ground="听证"', "停下"),
    ("examine", "办理结果", 'code="deny" name="deny" opinion="required"', 'code="deny" name="deny"', "理由"),
    ("examine", "办理结果", 'code="deny" name="deny"', 'code="deny" name="劝退"', ""),
    ("examine", "办理结果", 'code="deny" name="deny"', 'code="back" name="deny"', "结果"),
    ("decide", "办理结果", 'effect="grant"', 'effect="deliver"', "结果"),
    ("examine", "种类", "userTask", "manualTask", "类型"),
)


def part(xml: Any, id_: Any) -> Any:
    """Returns the text of one step in a file."""
    text = xml.decode()
    begin = text.index(f'<bpmn:userTask id="{id_}"')
    return text[begin : text.index("</bpmn:userTask>", begin) + len("</bpmn:userTask>")]


def all_that_is_said_of_a_step_is_compared(kernel: Any) -> None:
    xml = renewal()
    for id_, what, old, new, weighs in FIELDS:
        was = part(xml, id_)
        assert old in was, (id_, old)
        found = differs(kernel, xml, xml.decode().replace(was, was.replace(old, new)).encode())
        assert (id_, what) in found, (id_, what)
        change = found[id_, what]
        assert weighs in change.weighs, (what, change)
        assert bool(weighs) == bool(change.weighs), (what, change)
        assert change.old != change.new
        others = [key for key in found if key[0] != id_ or key[1] not in {what, "是否必经"}]
        assert others == [] or what == "办理结果", others


def a_limit_taken_away_weighs_and_one_given_does_not(kernel: Any) -> None:
    bare = row("a", a=step("a", "ok", "no", limit=""))
    assert "取消" in differs(kernel, row("a"), bare)["a", "时限"].weighs
    assert not differs(kernel, bare, row("a"))["a", "时限"].weighs


def several_and_how_they_agree_are_compared(kernel: Any) -> None:
    assert differs(kernel, voted(), voted("any"))["many", "会签"].weighs
    sequential = voted().replace(b'isSequential="false"', b'isSequential="true"')
    assert differs(kernel, voted(), sequential)["many", "会签"].weighs
    veto = voted().replace(b'yimen:rule="all"', b'yimen:rule="all" yimen:veto="true"')
    assert differs(kernel, voted(), veto)["many", "会签"].weighs
    other = voted().replace(b'"units"', b'"bureaus"')
    assert differs(kernel, voted(), other)["many", "会签"].weighs
    agree = voted().replace(b'yimen:rule="all"', b'yimen:rule="all" yimen:agree="no"')
    assert differs(kernel, voted(), agree)["many", "会签"].weighs


def what_is_agreed_is_told_by_its_code(kernel: Any) -> None:
    alike = voted().replace(b'code="no" name="no"', b'code="no" name="ok"')
    other = alike.replace(b'yimen:rule="all"', b'yimen:rule="all" yimen:agree="no"')
    assert differs(kernel, alike, other)["many", "会签"].weighs


def the_list_of_those_asked_is_told(kernel: Any) -> None:
    other = voted().replace(b'yimen:instances="units"', b'yimen:instances="bureaus"')
    change = differs(kernel, voted(), other)["many", "会签"]
    assert ("名单：事项列明的协办部门" in change.old, "名单：bureaus" in change.new) == (True, True)


def what_data_is_called_is_compared(kernel: Any) -> None:
    named = row("a").replace(b'isExecutable="true"', 'isExecutable="true" yimen:data="area=面积"'.encode())
    change = differs(kernel, row("a"), named)["", "数据的名称"]
    assert (change.old, change.new) == ("无", "面积")


def what_is_called_is_compared(kernel: Any) -> None:
    files = {key: definitions(S, E, step("k", "ok"), flow("s", "k"), flow("k", "e"), key=key) for key in ("one", "two")}
    xml = row("a", "c", c=node("callActivity", "c", calledElement="one"))
    old, new = (kernel.compile_bpmn(each, files.get) for each in (xml, xml.replace(b'"one"', b'"two"')))
    found = {(change.element, change.what): change for change in kernel.compare(old, new).changes}
    assert found["c", "调用的流程"].weighs


def what_is_waited_for_is_compared(kernel: Any) -> None:
    assert set(differs(kernel, waited(), waited("6wd"))) == {("w", "等什么")}
    assert set(differs(kernel, waited("P1D"), waited("1cd"))) == {("w", "等什么")}
    assert set(differs(kernel, waited(message="m1"), waited(message="m2"))) == {("w", "等什么")}
    assert ("t", "附在哪个环节上") in differs(kernel, hung(), hung(host="b"))
    assert set(differs(kernel, hung(), hung(cancels="false"))) == {("t", "到时是否停下所附的环节")}


def steps_that_come_and_go_weigh(kernel: Any) -> None:
    found = differs(kernel, row("a", "b"), row("a", "c", "b"))
    assert found["c", "增加"].mark == "added"
    assert "增加环节" in found["c", "增加"].weighs
    assert "2 个工作日" in found["c", "增加"].new
    found = differs(kernel, row("a", "c", "b"), row("a", "b"))
    assert found["c", "删去"].mark == "removed"
    assert "减少环节" in found["c", "删去"].weighs
    deciding = row("a", "c", "b", c=step("c", "yes:grant"))
    assert "可作决定" in differs(kernel, row("a", "b"), deciding)["c", "增加"].weighs
    auto = row("a", "c", "b", c=node("serviceTask", "c", name="c"))
    assert not differs(kernel, row("a", "b"), auto)["c", "增加"].weighs
    assert not differs(kernel, auto, row("a", "b"))["c", "删去"].weighs


def a_way_round_a_step_weighs(kernel: Any) -> None:
    old = renewal()
    extra = flow("x", "decide", "outcome == 'quick'", "快办").encode()
    new = old.replace(b"</bpmn:process>", extra + b"</bpmn:process>")
    new = new.replace(b'code="fix" name="fix"', b'code="quick" name="quick"/><yimen:outcome code="fix" name="fix"')
    found = differs(kernel, old, new)
    assert "绕过" in found["examine", "是否必经"].weighs
    assert "必须经过" in differs(kernel, new, old)["examine", "是否必经"].weighs
    assert ("decide", "是否必经") not in found
    assert ("accept", "是否必经") not in found
    plain = definitions(
        S, E, step("a", "ok", "no"), step("b", "ok"), *(flow(*w) for w in (("s", "a"), ("a", "b"), ("b", "e")))
    )
    gate = node("exclusiveGateway", "x", default="x-b")
    around = definitions(
        S, E, step("a", "ok", "no"), step("b", "ok"), gate, flow("s", "a"), flow("a", "x"), flow("x", "b", name="细看"),
        flow("x", "e", "outcome == 'ok'", "了结"), flow("b", "e"),
    )  # fmt: skip
    assert "绕过" in differs(kernel, plain, around)["b", "是否必经"].weighs
    after = renewal().replace(b'sourceRef="decide" targetRef="hand"', b'sourceRef="decide" targetRef="e2"')
    assert "绕过" in differs(kernel, renewal(), after)["hand", "是否必经"].weighs


def arrows_are_compared(kernel: Any) -> None:
    old = renewal()
    found = differs(kernel, old, old.replace(b"outcome == 'no'", b"outcome != 'yes'"))
    (change,) = found.values()
    assert (change.element, change.name) == ("x", "accept之后的选择")
    assert "条件" in change.weighs
    assert "结果为“no”" in change.old
    assert "结果不为“yes”" in change.new
    found = differs(
        kernel, old, old.replace(b'sourceRef="mend" targetRef="m"', b'sourceRef="mend" targetRef="examine"')
    )
    assert {change.element for change in found.values() if change.what == "去向"} == {"mend"}
    ways = [flow("x", "y", name="其他"), flow("x", "e", "outcome == 'ok'", "其他"), flow("y", "e")]
    gate = node("exclusiveGateway", "x", default="x-y")
    one = definitions(S, E, step("a", "ok", "no"), step("y", "ok"), gate, flow("s", "a"), flow("a", "x"), *ways)
    two = one.replace(b'default="x-y"', b'default="x-e"')
    inner = b"<bpmn:conditionExpression>outcome == 'ok'</bpmn:conditionExpression>"
    two = two.replace(inner, b"").replace(b'sourceRef="x" targetRef="y">', b'sourceRef="x" targetRef="y">' + inner)
    found = kernel.compare(kernel.compile_bpmn(one), kernel.compile_bpmn(two)).changes
    assert [(change.element, bool(change.weighs)) for change in found] == [("x", True), ("x", True)]


def the_order_of_choice_is_compared(kernel: Any) -> None:
    old = renewal()
    ways = [flow("x", "examine", "outcome == 'yes'", "受理"), flow("x", "e2", "outcome == 'no'", "不予受理")]
    first, second = (way.encode() for way in ways)
    swapped = old.replace(first, b"@").replace(second, first).replace(b"@", second)
    (change,) = differs(kernel, old, swapped).values()
    assert (change.element, change.what, bool(change.weighs)) == ("x", "先看哪条路", True)


def the_procedure_itself_is_compared(kernel: Any) -> None:
    found = differs(kernel, row("a"), row("a").replace('name="测试"'.encode(), b'name="other"'))
    assert {change.what for change in found.values()} == {"名称"}
    found = differs(kernel, row("a"), row("a").replace(b'process id="test"', b'process id="other"'))
    assert {change.what for change in found.values()} == {"流程编号"}


def a_move_into_a_sub_process_is_seen(kernel: Any) -> None:
    core = node("startEvent", "b") + step("a", "ok", "no") + node("endEvent", "z") + flow("b", "a") + flow("a", "z")
    deep = definitions(S, E, node("subProcess", "p", core, name="p"), flow("s", "p"), flow("p", "e"))
    assert ("a", "所在子流程") in differs(kernel, row("a"), deep)


def the_weighty_come_first_and_limits_are_added_up(kernel: Any) -> None:
    old = row("a", "b", b=step("b", "ok", limit="24h"))
    new = row("a", "b", "c", b=step("b", "ok", limit="12h")).replace(b'yimen:basis="x"', b'yimen:basis="y"')
    found = kernel.compare(kernel.compile_bpmn(old), kernel.compile_bpmn(new))
    assert (found.limits_before, found.limits_after) == ("24 小时、2 个工作日", "12 小时、4 个工作日")
    assert found.changes == (*found.weighty, *found.others)
    assert {change.what for change in found.weighty} == {"增加"}
    assert {"依据", "时限", "去向"} <= {change.what for change in found.others}


def marks_stand_where_a_reader_looks(kernel: Any) -> None:
    old, new = kernel.compile_bpmn(row("a", "b")), kernel.compile_bpmn(row("a", "c", "b"))
    found = kernel.compare(old, new)
    assert kernel.marks(found, old).get("c") is None
    assert kernel.marks(found, new)["c"] == "added"
    assert kernel.marks(found, old)["a"] == "changed"
    gone = kernel.compare(new, old)
    assert kernel.marks(gone, new)["c"] == "removed"
    assert "c" not in kernel.marks(gone, old)
    xml = renewal()
    one, two = kernel.compile_bpmn(xml), kernel.compile_bpmn(xml.replace(b"outcome == 'no'", b"outcome != 'yes'"))
    assert kernel.marks(kernel.compare(one, two), two) == {"accept": "changed"}
    drawn = kernel.draw(new, kernel.Position(marks=kernel.marks(found, new)))
    assert "＋ 增加" in drawn
    assert "△ 有改动" in drawn
    assert 'class="pf-node pf-step pf-added"' in drawn
    assert "－ 删去" in kernel.draw(new, kernel.Position(marks=kernel.marks(gone, new)))


def mandatory_stages_are_compared_and_kept(kernel: Any) -> None:
    decides = step("b", "yes:grant", role="decider")
    plain = row("a", "b", b=decides)
    bound = row("r", "a", "b", r=step("r", "ok", duty="risk"), b=decides)
    bound = bound.replace(b'isExecutable="true"', b'isExecutable="true" yimen:duties="risk"')
    assert differs(kernel, plain, bound)["", "必经程序"].weighs
    assert differs(kernel, bound, bound.replace(b' yimen:duty="risk"', b""))["r", "必经程序"].weighs
    stays(kernel, "风险评估", "b", plain, bound)
    assert moves(kernel, bound, bound, "r=ok")[0].results


def chain(*ids: Any, **more: Any) -> Any:
    """Writes acceptance, examiners' steps, decision and delivery in a row; ``more`` says otherwise of a step."""
    ends = {"take": step("take", "in:accept", role="window"), "decide": step("decide", "give:grant", role="decider")}
    return row("take", *ids, "decide", "hand", **ends, hand=step("hand", "h:deliver", role="reviewer"), **more)


def too_many(kernel: Any, xml: Any) -> Any:
    return [node.id for node in kernel.beyond_one_review(kernel.compile_bpmn(xml))]


def one_examiner_and_one_checker_are_within(kernel: Any) -> None:
    checks = step("b", "ok", "no", role="reviewer")
    for xml in (chain("a", b=checks), chain("a", "b", b=checks), chain("b", b=checks), chain()):
        assert too_many(kernel, xml) == []
    between = kernel.approvals(kernel.compile_bpmn(chain("a", "b", b=checks)))
    assert [node.id for node in between] == ["a", "b"]


def a_longer_chain_is_told(kernel: Any) -> None:
    checks, again = step("b", "ok", role="reviewer"), step("c", "ok", role="reviewer")
    assert too_many(kernel, chain("a", "b", "c", b=checks, c=again)) == ["a", "b", "c"]
    assert too_many(kernel, chain("a", "b")) == ["a", "b"]
    assert too_many(kernel, chain("a", "b", b=step("b", "ok", role="leader"))) == ["a", "b"]
    several = user("a", "ok", legal='yimen:role="examiner" yimen:limit="2wd"', extra=LOOP.format("all"))
    assert too_many(kernel, chain("a", a=several)) == ["a"]
    hearing = step("b", "ok", special="hearing", ground="听证")
    assert too_many(kernel, chain("a", "b", b=hearing)) == []
    assert too_many(kernel, chain("a", "b", b=step("b", "ok", ground="鉴定"))) == []
    assert too_many(kernel, chain("a", "b", b=step("b", "ok", special="survey"))) == []
    assert too_many(kernel, chain("a", "b", b=step("b", "ok", role="applicant", limit=""))) == []


def steps_before_acceptance_and_after_the_decision_are_none_of_it(kernel: Any) -> None:
    early = chain("a").replace(b'sourceRef="s" targetRef="take"', b'sourceRef="s" targetRef="p"')
    more = step("p", "ok") + step("q", "ok") + flow("p", "q") + flow("q", "take")
    assert too_many(kernel, early.replace(b"</bpmn:process>", more.encode() + b"</bpmn:process>")) == []
    late = chain("a").replace(b'sourceRef="hand" targetRef="e"', b'sourceRef="hand" targetRef="p"')
    more = step("p", "ok") + step("q", "ok") + flow("p", "q") + flow("q", "e")
    assert too_many(kernel, late.replace(b"</bpmn:process>", more.encode() + b"</bpmn:process>")) == []

    aside = definitions(
        S, E, node("endEvent", "e2"), step("first", "ok", "no"), step("take", "in:accept", "out"), step("a", "ok"),
        step("decide", "give:grant", role="decider"), step("hand", "h:deliver"),
        node("exclusiveGateway", "x", default="x-take"), node("exclusiveGateway", "y", default="y-a"),
        *(step(id_, "ok") for id_ in ("p", "q", "m", "n")),
        flow("s", "first"), flow("first", "x"), flow("x", "take", name="受理"),
        flow("x", "p", "outcome == 'no'", "另办"),
        flow("p", "q"), flow("q", "decide"), flow("take", "y"), flow("y", "a", name="受理"),
        flow("y", "m", "outcome == 'out'", "不受理"), flow("m", "n"), flow("n", "e2"), flow("a", "decide"),
        flow("decide", "hand"), flow("hand", "e"),
    )  # fmt: skip
    assert [node.id for node in kernel.approvals(kernel.compile_bpmn(aside))] == ["a"]


CHECKS = [
    check
    for name, check in sorted(globals().items())
    if callable(check)
    and getattr(check, "__module__", "") == __name__
    and check.__code__.co_varnames[: check.__code__.co_argcount] == ("kernel",)
]
