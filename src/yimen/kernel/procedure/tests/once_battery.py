"""All that can be found in a file is told at once: what the drawing hides is not told in a second round."""

from typing import Any

from .bpmn import definitions, flow, line, node, user
from .lawful_battery import MORE, NO, ON, licence, step

DATA = node("dataObject", "odd")  # a fault of the drawing that touches no step
ASKING = 'isExecutable="true" yimen:duties="expert"'


def told(kernel: Any, xml: bytes, files: Any = None) -> str:
    try:
        kernel.compile_bpmn(xml, (files or {}).get)
    except kernel.ProcedureError as error:
        return "\n".join(one.in_file for one in error.every)
    return ""


def beside(xml: bytes, *parts: str) -> bytes:
    return xml.replace(b"</bpmn:process>", "".join(parts).encode() + b"</bpmn:process>")


def a_drawing_at_fault_hides_neither_law_nor_duties_nor_calls(kernel: Any) -> None:
    careless = licence(NO, MORE, ON, decide=step("decide", ("grant", "grant"), ("refuse", "refuse")))
    calls = [node("callActivity", f"c{n}", name=f"调用{n}", calledElement=f"gone-{n}") for n in (1, 2)]
    words = told(kernel, beside(careless, DATA))
    assert "不支持数据对象" in words
    assert "不予许可的决定要说明理由" in words
    words = told(kernel, beside(line(user("a"), ids=["a"]).replace(b'isExecutable="true"', ASKING.encode()), DATA))
    assert "没有“专家论证”这一必经程序" in words
    words = told(kernel, beside(line(user("a"), ids=["a"]), DATA, *calls))
    assert "找不到被调用的流程“gone-1”" in words
    assert "找不到被调用的流程“gone-2”" in words


def a_stage_is_not_missed_where_a_step_could_not_be_read(kernel: Any) -> None:
    asked = line(user("a"), ids=["a"]).replace(b'isExecutable="true"', ASKING.encode())
    assert "必经程序" not in told(kernel, beside(asked, node("sendTask", "odd")))
    call = node("callActivity", "c", calledElement="inner")
    assert "必经程序" not in told(kernel, beside(asked, DATA, call), {"inner": line(user("x"), ids=["x"])})


def what_is_wrong_with_steps_stands_beside_a_call_that_cannot_be_had(kernel: Any) -> None:
    bare = user("a", legal='yimen:stage="审查" yimen:limit="2wd" yimen:basis="x"')
    calls = [node("callActivity", id_, calledElement="gone") for id_ in ("c", "d")]
    words = told(kernel, line(bare, *calls, ids=["a", "c", "d"]))
    assert words.count("找不到被调用的流程“gone”") == 2
    assert "由哪个岗位办理" in words


def an_arrow_that_leads_nowhere_stands_beside_a_call_that_can_be_had(kernel: Any) -> None:
    called = {"inner": line(user("x"), ids=["x"]).replace(b'process id="test"', b'process id="inner"')}
    whole = line(node("callActivity", "c", calledElement="inner"), ids=["c"])
    for target in ("nowhere", ""):
        words = told(kernel, beside(whole, flow("c", target, id_="loose")), called)
        assert "两端必须在同一流程" in words


def calls_that_cannot_be_had_are_told_to_a_number(kernel: Any) -> None:
    ids = [f"c{number}" for number in range(260)]
    asked, found = list[str](), 0
    try:
        kernel.compile_bpmn(
            line(*(node("callActivity", id_, calledElement=f"no-{id_}") for id_ in ids), ids=ids), asked.append
        )
    except kernel.ProcedureError as error:
        found = len(error.findings)
    assert found == 201
    assert len(asked) < len(ids)


def what_parts_may_not_hold_is_told_beside_the_drawing(kernel: Any) -> None:
    inner = [node("startEvent", "is"), user("i").replace("/>", ' effect="grant"/>', 1), node("endEvent", "ie")]
    loop = '<bpmn:multiInstanceLoopCharacteristics yimen:instances="units"/>'
    whole = node("subProcess", "p", "".join([loop, *inner, flow("is", "i"), flow("i", "ie")]), name="并联")
    assert "不能有法律效力" in told(kernel, beside(line(whole, ids=["p"]), DATA))


def the_one_process_that_holds_steps_is_read_among_others(kernel: Any) -> None:
    bare = line(user("a", legal='yimen:stage="审查" yimen:limit="2wd" yimen:basis="x"'), ids=["a"])
    two = bare.replace(b"</bpmn:definitions>", b'<bpmn:process id="other"/></bpmn:definitions>')
    words = told(kernel, two)
    assert "文件里有 2 个流程" in words
    assert "由哪个岗位办理" in words


def stuck(legal: str) -> bytes:
    """A join that waits for a branch which may not come, behind a step with this of the law."""
    parts = [user("a", "yes", "no", legal=legal), node("exclusiveGateway", "x", default="on"), user("b")]
    parts += [node("startEvent", "s"), node("parallelGateway", "join"), node("endEvent", "e")]
    ways = [flow("s", "a"), flow("a", "x"), flow("x", "b", id_="on"), flow("x", "join", "outcome == 'no'")]
    made: bytes = definitions(*parts, *ways, flow("b", "join"), flow("join", "e"))
    return made


def a_way_that_gets_stuck_is_told_beside_a_step_without_a_limit(kernel: Any) -> None:
    found = kernel.check(kernel.compile_bpmn(stuck('yimen:role="examiner" yimen:stage="审查" yimen:basis="x"')))
    words = "".join(one.message_zh for one in found)
    assert "没有写明办理时限" in words
    assert "走不下去" in words or "不能办结" in words


def runs_are_not_judged_by_the_law_where_a_step_says_not_who_does_it(kernel: Any) -> None:
    nobody = licence(NO, MORE, ON, supply="refused").replace(b'yimen:role="applicant" ', b"", 1)
    found = [one for one in kernel.check(kernel.compile_bpmn(nobody)) if one.severity == "error"]
    assert {one.message_zh.split("，")[1][:6] for one in found} == {"请填写“岗位", "请填写“时限"}
    idle = user("a").replace('<yimen:outcome code="done" name="done"/>', "")
    found = [
        one
        for one in kernel.check(kernel.compile_bpmn(line(idle, user("b"), ids=["a", "b"])))
        if one.severity == "error"
    ]
    assert [one.message_zh[:10] for one in found] == ["没有写明办理结果，请"]


def parted(*more: str, end: str = "e") -> bytes:
    """Two branches to a join, one of which may end elsewhere instead; then a step."""
    parts = [node("startEvent", "s"), node("parallelGateway", "p"), node("parallelGateway", "join", name="汇合")]
    parts += [user("a", "yes", "back"), user("b"), node("exclusiveGateway", "x", default="x-join"), user("c")]
    parts += [node("endEvent", "e"), node("endEvent", "off")]
    ways = [("s", "p"), ("p", "a"), ("p", "b"), ("a", "x"), ("x", "join"), ("b", "join"), ("join", "c"), ("c", end)]
    made: bytes = definitions(*parts, *more, *(flow(*way) for way in ways))
    return made


def only(kernel: Any, xml: bytes) -> Any:
    (found,) = [one for one in kernel.check(kernel.compile_bpmn(xml)) if one.severity == "error"]
    return found


def the_way_that_is_drawn_is_the_way_that_was_gone(kernel: Any) -> None:
    xml = parted(flow("x", "off", "outcome == 'back'", "退回"))
    found = only(kernel, xml)  # in either order it is one fault
    assert set(found.flows) == {"s-p", "p-a", "p-b", "a-x", "x-off", "b-join"}
    assert (found.stops, found.path) == ("join", ("b", "a"))  # told of the step that went elsewhere
    assert "“汇合”等的另一路永远不会到达" in found.message_zh
    way = kernel.Position(path=found.path, stuck=found.stops, flows=frozenset(found.flows))
    assert kernel.draw(kernel.compile_bpmn(xml), way).count('class="pf-way"') == 5


def a_way_goes_on_behind_a_join_that_all_came_to(kernel: Any) -> None:
    parts = [node("startEvent", "s"), node("parallelGateway", "p"), user("a"), user("b"), user("c", "yes", "no")]
    parts += [node("parallelGateway", "j"), node("exclusiveGateway", "x", default="x-d"), user("d")]
    parts += [node("parallelGateway", "k"), node("endEvent", "e"), flow("x", "k", "outcome == 'no'", "直接")]
    ways = ["sp", "pa", "pb", "aj", "bj", "jc", "cx", "xd", "dk", "ke"]
    procedure = kernel.compile_bpmn(definitions(*parts, *(flow(*way) for way in ways)))
    short, long = [one for one in kernel.check(procedure) if one.severity == "error"]
    assert short.flows == ("s-p", "p-a", "p-b", "a-j", "b-j", "j-c", "c-x", "x-k")
    assert long.flows == (*short.flows[:-1], "x-d", "d-k")
    assert short.stops == long.stops == "k"
    assert "后面汇合的地方等的另一路永远不会到达" in short.message_zh


def a_ring_is_told_where_it_begins_with_what_data_chose(kernel: Any) -> None:
    parts = [node("startEvent", "s"), user("a"), node("exclusiveGateway", "x", default="x-e"), node("endEvent", "e")]
    parts += [user("before"), node("exclusiveGateway", "m"), user("b"), user("c"), user("d")]
    ways = [("s", "a"), ("a", "x"), ("x", "e"), ("before", "m"), ("m", "b"), ("b", "c"), ("c", "d"), ("d", "m")]
    found = only(kernel, definitions(*parts, *(flow(*way) for way in ways), flow("x", "before", "size > 3", "大件")))
    assert (found.element, found.moves) == ("b b", ("a（done，大件）", "before（done）"))
    assert set(found.flows) == {"s-a", "a-x", "x-before", "before-m", "m-b"}


CHECKS = [
    check
    for name, check in list(globals().items())
    if callable(check)
    and getattr(check, "__module__", "") == __name__
    and check.__code__.co_varnames[:1] == ("kernel",)
    and check.__code__.co_argcount == 1
]
