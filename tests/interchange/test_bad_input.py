"""Files that are wrong, or meant to do harm: refused by name, before they cost time or memory."""

import tracemalloc
from contextlib import suppress
from typing import Any
from xml.parsers import expat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.kernel.procedure import (
    Finding,
    ProcedureError,
    TransitionError,
    check,
    compile_bpmn,
    complete,
    draw,
    exploring,
    start,
    to_xml,
)
from yimen.kernel.procedure.tests.bpmn import HEAD, definitions, flow, line, node, user
from yimen.kernel.procedure.tests.flow_battery import countersigned

pytestmark = pytest.mark.pure

LARGEST = 512 * 1024
MOST = 96 * 1024**2  # bytes that the worst file of that size may take while it is read
PLAIN = line(user("a"), ids=["a"])


def refused(xml: bytes, resolve: Any = None) -> tuple[Finding, ...]:
    with pytest.raises(ProcedureError) as told:
        compile_bpmn(xml, resolve)
    found = told.value.findings
    assert 1 <= len(found) <= 201
    assert all(one.message_zh and one.element and len(one.element) + len(one.mending) < 800 for one in found)
    return found


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        (b"", "XML"),
        (b"   \n", "XML"),
        (b'{"process": 1}', "XML"),
        (b"PK\x03\x04\x14\x00\x06\x00", "XML"),
        (b"\x00\x01\x02", "XML"),
        (b"<!doctype html><html></html>", "XML"),
        (b"<html><body>x</body></html>", "BPMN 2.0"),
        (b"<a><b></a>", "XML"),
        (PLAIN + PLAIN, "XML"),
        (PLAIN.replace(b"utf-8", b"x-unheard-of").replace(b"UTF-8", b"x-unheard-of"), "UTF-8"),
        (b"\xff\xfe" + "<流程/>".encode("utf-16-le"), "BPMN 2.0"),
        (PLAIN[:-40], "XML"),
        (b'<definitions xmlns="urn:other"/>', "BPMN 2.0"),
    ],
)
def test_what_is_no_bpmn_is_said_to_be_none(xml: Any, words: Any) -> None:
    (finding,) = refused(xml)
    assert words in finding.mending


@settings(max_examples=300)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_any_bytes_at_all_are_refused(xml: Any) -> None:
    refused(xml)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(PLAIN) - 1), st.binary(min_size=1, max_size=4))
def test_a_file_with_some_bytes_changed_is_read_or_refused(place: Any, by: Any) -> None:
    with suppress(ProcedureError):
        compile_bpmn(PLAIN[:place] + by + PLAIN[place + len(by) :])


ENTITIES = {
    "external": '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    "parameter": '<!DOCTYPE d [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]>',
    "external subset": '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/d.dtd">',
    "laughs": "<!DOCTYPE d [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
    + "]>",
    "quadratic": f"<!DOCTYPE d [<!ENTITY x '{'y' * 50_000}'>]>",
    "plain": "<!DOCTYPE d>",
}


@pytest.mark.parametrize("kind", ENTITIES)
def test_declared_entities_are_refused_where_they_are_declared(kind: Any, monkeypatch: Any) -> None:
    opened: list[str] = []
    monkeypatch.setattr("builtins.open", lambda *words, **_: opened.append(str(words)))
    monkeypatch.setattr("socket.socket.connect", lambda *words: opened.append(str(words)))
    body = PLAIN.decode().partition("?>")[2] if b"?>" in PLAIN else PLAIN.decode()
    name = {"laughs": "&a11;", "external": "&x;", "quadratic": "&x;" * 1000}.get(kind, "")
    body = body.replace("</bpmn:process>", f"<bpmn:documentation>{name}</bpmn:documentation></bpmn:process>")
    (finding,) = refused(f'<?xml version="1.0"?>\n\n{ENTITIES[kind]}{body}'.encode())
    assert (finding.line, "DOCTYPE" in finding.mending) == (3, True)
    assert opened == []


def test_an_entity_that_nobody_declared_is_refused() -> None:
    assert "XML" in refused(PLAIN.replace(b'name="a"', b'name="&amp;&nbsp;"', 1))[0].mending


def test_a_file_too_large_is_never_parsed(monkeypatch: Any) -> None:
    def parsed(*_: object, **__: object) -> None:
        raise AssertionError("the parser was made")

    monkeypatch.setattr(expat, "ParserCreate", parsed)
    for size in (LARGEST + 1, 50 * 1024**2):
        (finding,) = refused(PLAIN + b" " * (size - len(PLAIN)))
        assert (finding.line, f"最多 {LARGEST // 1024} KB" in finding.mending) == (0, True)


def filled(unit: str, room: int = LARGEST - 2000) -> str:
    """Returns a piece of a file repeated as often as a file may hold it, with ``{}`` as its number."""
    count = room // (len(unit.encode()) + 6 * unit.count("{}"))
    return "".join(unit.replace("{}", str(number)) for number in range(count))


CONDITION = "<bpmn:conditionExpression>((</bpmn:conditionExpression>"
JOIN = '<bpmn:inclusiveGateway id="g{}"/><bpmn:sequenceFlow id="f{}" sourceRef="g{}" targetRef="g0"/>'
ATTRIBUTES = {"attributes": " b{}='x'", "namespaces": " xmlns:b{}='u{}'", "both": " xmlns:b{}='u{}' b{}:c='x'"}
FULL = {
    "unknown": definitions(node("startEvent", "s"), filled("<b/>")),
    "unknown of BPMN": definitions(node("startEvent", "s"), filled("<bpmn:task/>")),
    "nameless": definitions(filled("<bpmn:userTask/>")),
    "one id": definitions(filled('<bpmn:userTask id="a" name="a"/>')),
    **{kind: definitions(f'<bpmn:userTask id="a" name="a"{filled(one)}/>') for kind, one in ATTRIBUTES.items()},
    "outcomes": PLAIN.replace(b"<yimen:outcome", filled("<yimen:outcome/>").encode() + b"<yimen:outcome", 1),
    "arrows": definitions(user("a"), filled('<bpmn:sequenceFlow id="f{}" sourceRef="a" targetRef="a"/>')),
    "conditions": definitions(filled(f'<bpmn:sequenceFlow id="f{{}}">{CONDITION}</bpmn:sequenceFlow>')),
    "messages": PLAIN.replace(b"<bpmn:process", filled('<bpmn:message id="m"/>').encode() + b"<bpmn:process", 1),
    "processes": definitions(filled("</bpmn:process><bpmn:process>")),
    "text": definitions(node("startEvent", "s"), f"<bpmn:documentation>{'字' * 150_000}</bpmn:documentation>"),
    "long name": PLAIN.replace(b'name="a"', b'name="' + b"x" * 400_000 + b'"', 1),
    "long id": PLAIN.replace(b'id="a"', b'id="' + b"x" * 400_000 + b'"', 1),
    "inclusive": definitions(filled(JOIN)),
    "sub-processes": definitions(filled('<bpmn:subProcess id="p{}"><bpmn:startEvent id="s{}"/></bpmn:subProcess>')),
}


@pytest.mark.parametrize("kind", FULL)
def test_a_file_full_of_anything_is_refused_within_bounds(kind: Any) -> None:
    xml = FULL[kind]
    assert len(xml) <= LARGEST
    tracemalloc.start()
    try:
        refused(xml)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < MOST, peak


@pytest.mark.parametrize("tag", ["subProcess", "x"])
def test_what_is_nested_too_deep_is_refused_where_it_is(tag: Any) -> None:
    deep = "".join(f'\n<bpmn:{tag} id="p{number}">' for number in range(200)) + f"</bpmn:{tag}>" * 200
    (finding,) = refused(definitions(deep))
    assert "层" in finding.mending
    assert 30 < finding.line < 60


@pytest.mark.parametrize(
    "tag", ["startEvent", "userTask", "subProcess", "exclusiveGateway", "sequenceFlow", "endEvent"]
)
def test_an_element_without_an_id_is_named_by_its_line(tag: Any) -> None:
    found = refused(definitions(f"\n\n<bpmn:{tag}/>"))
    at = HEAD.count("\n") + 4
    assert any("缺少编号" in one.mending for one in found if (one.line, one.element) == (at, tag)), found


def calling(key: str, *keys: str) -> bytes:
    ids = [f"c{number}" for number in range(len(keys))]
    calls = [node("callActivity", id_, calledElement=called) for id_, called in zip(ids, keys, strict=True)]
    return line(*calls, ids=ids).replace(b'id="test"', f'id="{key}"'.encode(), 1)


def test_calls_in_a_circle_are_refused_with_the_circle() -> None:
    files = {"a": calling("a", "b"), "b": calling("b", "c"), "c": calling("c", "a")}
    (finding,) = refused(files["a"], files.get)
    assert "a → b → c → a" in finding.mending
    assert finding.element == "callActivity c0"
    (finding,) = refused(calling("a", "a"), files.get)
    assert "a → a" in finding.mending


def test_calls_that_multiply_are_bounded() -> None:
    """Six levels of ten calls each would be a million copies: it stops at the first that are too many."""
    asked: list[str] = []

    def resolve(key: str) -> bytes:
        asked.append(key)
        if int(key[1:]) < 4:
            return calling(key, *[f"k{int(key[1:]) + 1}"] * 10)
        return PLAIN.replace(b'id="test"', f'id="{key}"'.encode(), 1)

    (finding,) = refused(calling("k0", *["k1"] * 10), resolve)
    assert "2000" in finding.mending
    assert len(asked) < 400
    (finding,) = refused(calling("k-", "k-1"), lambda key: calling(key, f"{key}1"))
    assert "5 层" in finding.mending


def test_a_call_of_what_is_not_there_or_is_wrong_itself_is_told_at_the_call() -> None:
    assert "找不到" in refused(calling("a", "b"))[0].mending
    (finding,) = refused(calling("a", "b"), lambda _: b"<!DOCTYPE x><x/>")
    assert (finding.element, "DOCTYPE" in finding.mending) == ("callActivity c0", True)


def test_a_list_of_too_many_is_refused_when_it_comes() -> None:
    procedure = compile_bpmn(countersigned("all"))
    first = start(procedure, {}).state
    many = [f"单位{number}" for number in range(10_001)]
    assert len(complete(procedure, first, 1, "done", {"units": many[:10_000]}).opened) == 10_000
    for units in (["甲"] * 2, [], "甲", many, ["x" * 65], [""], 7, None):
        with pytest.raises(TransitionError) as told:
            complete(procedure, first, 1, "done", {"units": units})
        assert "“事项列明的协办部门”" in str(told.value)


@pytest.mark.parametrize("cardinality", ["3", "1000000000", "${n}"])
def test_a_number_of_instances_in_the_file_is_refused(cardinality: Any) -> None:
    inner = f"<bpmn:loopCardinality>{cardinality}</bpmn:loopCardinality>"
    loop = f"<bpmn:multiInstanceLoopCharacteristics>{inner}</bpmn:multiInstanceLoopCharacteristics>"
    found = refused(line(user("a", extra=loop), ids=["a"]))
    assert any(one.element == "loopCardinality" for one in found)


def test_a_name_at_the_limit_is_drawn_and_written() -> None:
    procedure = compile_bpmn(PLAIN.replace(b'name="a"', b'name="' + "字".encode() * 200 + b'"', 1))
    assert compile_bpmn(to_xml(procedure)).nodes["a"].name == "字" * 200
    assert draw(procedure)
    check(procedure)


def beside(count: int) -> bytes:
    """Returns a procedure whose steps are all open at once: 2 to the power of their number states."""
    ids = [f"t{number}" for number in range(count)]
    ways = [part for id_ in ids for part in (user(id_, "a", "b"), flow("f", id_), flow(id_, "j"))]
    ends = [node("startEvent", "s"), node("endEvent", "e"), flow("s", "f"), flow("j", "e")]
    return definitions(*ends, node("parallelGateway", "f"), node("parallelGateway", "j"), *ways)


def tangled(count: int) -> bytes:
    """Returns a procedure of gateways that all lead to each other, by values that nobody knows."""
    ids = [f"x{number}" for number in range(count)]
    ways = [flow(a, b, f"n == {number}") for a in ids for number, b in enumerate(ids) if a != b]
    ways += [flow(id_, "e", id_=f"{id_}-e") for id_ in ids]
    gates = [node("exclusiveGateway", id_, default=f"{id_}-e") for id_ in ids]
    ends = [node("startEvent", "s"), node("endEvent", "e"), user("a"), flow("s", "a"), flow("a", "x0")]
    return definitions(*ends, *gates, *ways)


@pytest.mark.parametrize("xml", [beside(40), tangled(6)])
def test_what_has_too_many_states_is_given_up_after_so_much_work(xml: Any, monkeypatch: Any) -> None:
    """The work is counted in turns and elements looked at, not in states alone: many open steps make each dear."""
    runs: list[int] = []
    move = exploring.move

    def counted(procedure: Any, state: Any, *words: Any) -> Any:
        runs.append(1 + len(state.open_tasks))
        return move(procedure, state, *words)

    monkeypatch.setattr(exploring, "move", counted)
    found = check(compile_bpmn(xml))
    assert any(one.severity == "error" for one in found)
    assert 0 < sum(runs) <= 210_000


MANY = '<bpmn:multiInstanceLoopCharacteristics yimen:instances="units"/>'


def test_many_runs_of_a_call_are_refused_at_their_line_with_what_to_do() -> None:
    (told,) = refused(line(node("callActivity", "p", MANY, name="p", calledElement="other"), ids=["p"]))
    assert told.element.startswith("multiInstanceLoopCharacteristics")
    assert told.line == 5
    assert "放进一个子流程" in told.mending


def test_many_runs_of_a_sub_process_that_nobody_works_on_are_refused_at_its_line() -> None:
    inside = MANY + node("startEvent", "b") + node("endEvent", "c") + flow("b", "c")
    (told,) = refused(line(node("subProcess", "p", inside, name="p"), ids=["p"]))
    assert told.line == 5
    assert "没有人办理的环节" in told.mending
