"""A file that does not compile gets a layout too: every element stands somewhere, and nothing else changes."""

import xml.etree.ElementTree as ET
from itertools import combinations

import pytest

from yimen.kernel.procedure import sketched

pytestmark = pytest.mark.pure

DI = {"bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI", "dc": "http://www.omg.org/spec/DD/20100524/DC"}
HEAD = b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x">'
FOREIGN = (
    HEAD
    + '<process id="p"><startEvent id="s"/><task id="t" name="审查"/><scriptTask id="c"/><complexGateway id="g"/>'
    '<subProcess id="u"><startEvent id="us"/></subProcess><boundaryEvent id="b" attachedToRef="t"/><endEvent id="e"/>'
    '<boundaryEvent id="lost" attachedToRef="nobody"/><task name="没有编号"/>'
    '<sequenceFlow id="1" sourceRef="s" targetRef="t"/><sequenceFlow id="2" sourceRef="t" targetRef="g"/>'
    '<sequenceFlow id="3" sourceRef="g" targetRef="c"/><sequenceFlow id="4" sourceRef="g" targetRef="u"/>'
    '<sequenceFlow id="5" sourceRef="u" targetRef="e"/><sequenceFlow id="6" sourceRef="b" targetRef="e"/>'
    '<association id="n" sourceRef="a" targetRef="7"/><textAnnotation id="a"/>'
    '<sequenceFlow id="7" sourceRef="c" targetRef="t"/><sequenceFlow id="8" sourceRef="c" targetRef="nowhere"/>'
    "</process></definitions>".encode()
)


def boxes(xml: bytes) -> dict[str, tuple[float, ...]]:
    """Returns where each element stands: left, top, right, bottom."""
    found: dict[str, tuple[float, ...]] = {}
    for shape in ET.fromstring(xml).iter(f"{{{DI['bpmndi']}}}BPMNShape"):
        bounds = shape.find("dc:Bounds", DI)
        assert bounds is not None
        x, y, w, h = (float(bounds.attrib[key]) for key in ("x", "y", "width", "height"))
        found[shape.attrib["bpmnElement"]] = (x, y, x + w, y + h)
    return found


def test_everything_that_has_an_id_stands_apart() -> None:
    drawn = sketched(FOREIGN)
    assert drawn is not None
    found = boxes(drawn)
    assert found.keys() == {"s", "t", "c", "g", "u", "b", "e"}
    hanging = found.pop("b")
    assert hanging[1] < found["t"][3] < hanging[3]
    for one, other in combinations(found.values(), 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    edges = [one.attrib["bpmnElement"] for one in ET.fromstring(drawn).iter(f"{{{DI['bpmndi']}}}BPMNEdge")]
    assert edges == list("1234567")


def test_nothing_else_changes() -> None:
    drawn = sketched(FOREIGN)
    assert drawn is not None
    head, rest = FOREIGN[: FOREIGN.rfind(b"</")], FOREIGN[FOREIGN.rfind(b"</") :]
    assert drawn.startswith(head)
    assert drawn.endswith(rest)


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"no xml",
        HEAD + b"</definitions>",
        HEAD + b'<process id="p"/></definitions>',
        HEAD + b'<process><startEvent id="s"/></process></definitions>',
        HEAD + b'<process id="p"><textAnnotation id="a"/></process></definitions>',
        HEAD + b'<process id="p"><boundaryEvent id="b"/></process></definitions>',
        FOREIGN.decode().encode("utf-16"),
        b"<!DOCTYPE x>" + FOREIGN,
    ],
)
def test_where_there_is_nothing_to_lay_out_there_is_none(xml: bytes) -> None:
    assert sketched(xml) is None


def test_a_layout_of_its_own_stays() -> None:
    drawn = sketched(FOREIGN)
    assert drawn is not None
    assert sketched(drawn) is None
