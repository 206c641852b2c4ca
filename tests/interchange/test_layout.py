"""The layout made for a file that has none: no arrow runs through a shape that it does not belong to."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.kernel.procedure import compile_bpmn, to_xml
from yimen.kernel.procedure.tests.bpmn import blocks, workflow
from yimen.kernel.procedure.tests.wide import inner_workflow, wide, wide_workflow

pytestmark = pytest.mark.pure

DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
OPEN = ("subProcess", "boundaryEvent")  # arrows run within the one, and beside the other on the edge of its host


@settings(max_examples=100, deadline=None)
@given(block=st.one_of(blocks.map(workflow), wide.map(wide_workflow)))
def test_arrows_run_between_the_shapes(block: Any) -> None:
    root = ET.fromstring(to_xml(compile_bpmn(block, {"inner": inner_workflow()}.get)))
    said = {one.get("id"): one for one in root.iter() if one.get("id")}
    boxes = {}
    for shape in root.iter(f"{DI}BPMNShape"):
        id_, bounds = shape.get("bpmnElement"), {key: float(value) for key, value in shape[0].attrib.items()}
        if not said[id_].tag.endswith(OPEN):
            ends = (bounds["x"] + bounds["width"], bounds["y"] + bounds["height"])
            boxes[id_] = (bounds["x"], bounds["y"], *ends)
    for edge in root.iter(f"{DI}BPMNEdge"):
        flow = said[edge.get("bpmnElement")]
        mine = {flow.get("sourceRef"), flow.get("targetRef")}
        corners = [(float(one.attrib["x"]), float(one.attrib["y"])) for one in edge if "x" in one.attrib]
        for begin, end in pairwise(corners):
            met = [id_ for id_, box in boxes.items() if id_ not in mine and _meets(begin, end, box)]
            assert not met, (flow.get("id"), met)


def _meets(begin: tuple[float, float], end: tuple[float, float], box: tuple[float, float, float, float]) -> bool:
    """Tells whether a level or upright line runs through the inside of a box."""
    return all(
        max(min(begin[way], end[way]), box[way] + 1) <= min(max(begin[way], end[way]), box[way + 2] - 1)
        for way in (0, 1)
    )


def test_names_of_ways_stand_apart_and_side_steps_hang_on_a_trunk_of_their_gateway() -> None:
    demo = Path(__file__).resolve().parents[2] / "demo" / "procedures" / "highway-licence.bpmn"
    root = ET.fromstring(to_xml(replace(compile_bpmn(demo.read_bytes()), diagram="")))
    boxes = [
        tuple(float(label[0].attrib[key]) for key in ("x", "y", "width", "height"))
        for label in root.iter("{http://www.omg.org/spec/BPMN/20100524/DI}BPMNLabel")
    ]
    assert len(boxes) > 4
    for place, (ax, ay, aw, ah) in enumerate(boxes):
        for bx, by, bw, bh in boxes[:place]:
            assert ax >= bx + bw or bx >= ax + aw or ay >= by + bh or by >= ay + ah
