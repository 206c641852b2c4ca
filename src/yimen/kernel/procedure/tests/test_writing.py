"""Out and in again: the same procedure, whatever tool it came from."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.kernel.procedure import ProcedureError, compile_bpmn, to_xml
from yimen.kernel.procedure.conditions import ConditionError, parse_condition, text_of

from .bpmn import blocks, definitions, flow, line, node, user, workflow
from .call_battery import called
from .flow_battery import awaits, bounded, countersigned, inclusive, timer, with_messages
from .gesture_battery import forked, nested

pytestmark = pytest.mark.pure

DEMO = sorted((Path(__file__).resolve().parents[5] / "demo" / "procedures").glob("*.bpmn"))
SPACES = {"bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL", "di": "http://www.omg.org/spec/BPMN/20100524/DI"}
NOTES = (
    "<bpmn:documentation>说明 &lt;一&gt;</bpmn:documentation>"
    '<bpmn:textAnnotation id="n"><bpmn:text>注：&amp;</bpmn:text></bpmn:textAnnotation>'
    '<bpmn:association id="o" sourceRef="n" targetRef="a"/>'
)
DIAGRAM = (
    '<x:BPMNDiagram xmlns:x="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:v="urn:vendor" id="d"><x:BPMNPlane id="p" '
    'bpmnElement="test"><x:BPMNShape id="q" bpmnElement="a" v:colour="r&quot;d"/></x:BPMNPlane></x:BPMNDiagram>'
)
FILES = {
    "inclusive": inclusive(),
    "bounded": bounded("true"),
    "beside": bounded("false"),
    "countersigned": countersigned("2/3", veto="true", agree="unsure"),
    "in turn": countersigned(sequential="true"),
    "nested": nested(),
    "forked": forked(),
    "hands": line(user("a"), ids="a").replace(b"userTask", b"manualTask"),
    "waits": with_messages(
        line(awaits("q", "fee"), timer("t", "P1DT2H"), timer("u", "5wd"), ids=["q", "t", "u"]), "fee"
    ),
    "notes": line(user("a", extra="<bpmn:documentation>办 &amp; 看</bpmn:documentation>"), NOTES, ids="a"),
    "drawn": line(user("a"), ids="a").replace(b"</bpmn:definitions>", f"{DIAGRAM}</bpmn:definitions>".encode()),
    "odd words": line(user("a", name="甲 \"乙\" & '丙' <丁>"), ids="a"),
}


def parts(procedure: Any) -> Any:
    """Returns all of a procedure but its layout and the lines of its file."""
    nodes = {id_: replace(one, line=0) for id_, one in procedure.nodes.items()}
    out, into = (
        {id_: [replace(way, line=0) for way in ways] for id_, ways in table.items()}
        for table in (procedure.out, procedure.into)
    )
    words = (procedure.key, procedure.name, procedure.documentation, procedure.messages, procedure.notes)
    return words, list(nodes.items()), out, into, procedure.starts, procedure.boundaries, procedure.reach


def round_trip(xml: Any, resolve: Any = None) -> Any:
    before = compile_bpmn(xml, resolve)
    written = to_xml(before)
    after = compile_bpmn(written, resolve)
    assert parts(after) == parts(before)
    if before.diagram:
        assert after.diagram == before.diagram
    assert to_xml(after) == written
    return written


@pytest.mark.parametrize("name", FILES)
def test_what_is_written_is_read_as_the_same(name: Any) -> None:
    round_trip(FILES[name])


@pytest.mark.parametrize("path", DEMO, ids=lambda path: path.stem)
def test_the_demo_procedures_survive(path: Any) -> None:
    round_trip(path.read_bytes())


@settings(max_examples=60, deadline=None)
@given(block=blocks)
def test_whatever_is_built_of_blocks_survives(block: Any) -> None:
    round_trip(workflow(block))


def test_a_call_stays_a_call() -> None:
    inner = called(line(user("b", "yes", "no"), ids="b"))
    written = round_trip(line(node("callActivity", "c", calledElement="inner"), ids="c"), {"inner": inner}.get)
    assert b"callActivity" in written
    assert b"c.b" not in written


def test_a_layout_of_its_own_is_kept_to_the_letter() -> None:
    written = to_xml(compile_bpmn(FILES["drawn"]))
    shape = ET.fromstring(written).find(".//di:BPMNShape", SPACES)
    assert shape is not None
    assert shape.attrib == {"id": "q", "bpmnElement": "a", "{urn:vendor}colour": 'r"d'}


@pytest.mark.parametrize("name", FILES)
def test_a_file_without_a_layout_gets_one(name: Any) -> None:
    """Every element and every arrow is drawn once, and no two boxes overlap but where one holds the other."""
    root = ET.fromstring(to_xml(replace(compile_bpmn(FILES[name]), diagram="")))
    process = root.find("bpmn:process", SPACES)
    assert process is not None
    kinds = {one.get("id"): one.tag.rpartition("}")[2] for one in process.iter() if one.get("id")}
    drawn = [one.get("bpmnElement") for one in root.iter() if one.get("bpmnElement")]
    notes = {id_ for id_, kind in kinds.items() if kind in {"textAnnotation", "association"}}  # stand nowhere
    assert sorted(map(str, drawn)) == sorted(map(str, {*kinds, "test"} - notes))
    boxes = {}
    for shape in root.iterfind(".//di:BPMNShape", SPACES):
        bounds = {key: float(value) for key, value in shape[0].attrib.items()}
        x, y = bounds["x"], bounds["y"]
        boxes[str(shape.get("bpmnElement"))] = (x, y, x + bounds["width"], y + bounds["height"])
    solid = {id_: box for id_, box in boxes.items() if kinds[id_] not in {"boundaryEvent", "subProcess"}}
    for id_, box in solid.items():
        for other, at in solid.items():
            apart = box[2] <= at[0] or at[2] <= box[0] or box[3] <= at[1] or at[3] <= box[1]
            assert id_ == other or apart, (id_, other)


@given(st.text("abn()'\" =<>!.0123456789andornttruefals_", max_size=60))
@settings(max_examples=300)
def test_a_condition_is_written_as_it_is_meant(text: Any) -> None:
    try:
        condition = parse_condition(text)
    except ConditionError:
        return
    assert parse_condition(text_of(condition)) == condition


@pytest.mark.parametrize(
    "text",
    [
        "a == 'x' and (b or not c) or d",
        "not (a and b) and (c and d)",
        "(a or b) or c",
        "not not a",
        'a == "it\'s"',
        "n >= 0.000000001 and n != -3 and t == false and t != true",
        "(" * 20 + "a and b" + ")" * 20,
        " or ".join(["a==1"] * 62),
    ],
)
def test_conditions_survive(text: Any) -> None:
    condition = parse_condition(text)
    assert parse_condition(text_of(condition)) == condition


def test_what_was_refused_cannot_be_written() -> None:
    with pytest.raises(ProcedureError):
        compile_bpmn(definitions(flow("a", "b")))
