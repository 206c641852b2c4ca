"""Every element of BPMN 2.0 at every place it may stand: it runs and is written out again, or is refused by line."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.interchange.comparing import lost
from tests.miwg import tell
from yimen.kernel.procedure import Finding, ProcedureError, compile_bpmn, to_xml
from yimen.kernel.procedure.tests.bpmn import blocks, workflow
from yimen.kernel.procedure.tests.wide import inner_workflow, wide, wide_workflow

pytestmark = pytest.mark.pure

ROOT = Path(__file__).resolve().parents[2]
STANDARD = ROOT / "node_modules" / "bpmn-moddle" / "resources" / "bpmn" / "json" / "bpmn.json"
LINE = "<!--here-->"
FILE = f"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:yimen="urn:yimen:bpmn">
{LINE}definitions
<bpmn:message id="m" name="消息">
{LINE}message
</bpmn:message>
<bpmn:process id="test" name="测试">
{LINE}process
<bpmn:startEvent id="s">
{LINE}startEvent
</bpmn:startEvent>
<bpmn:sequenceFlow id="f" sourceRef="s" targetRef="a">
{LINE}sequenceFlow
</bpmn:sequenceFlow>
<bpmn:userTask id="a" name="办理" yimen:role="window">
<bpmn:extensionElements>
<yimen:outcome code="done" name="已办">
{LINE}outcome
</yimen:outcome>
{LINE}extensionElements
</bpmn:extensionElements>
{LINE}userTask
</bpmn:userTask>
<bpmn:sequenceFlow id="g" sourceRef="a" targetRef="p"/>
<bpmn:subProcess id="p" name="部分">
{LINE}subProcess
<bpmn:startEvent id="b"/>
<bpmn:sequenceFlow id="h" sourceRef="b" targetRef="z"/>
<bpmn:endEvent id="z"/>
</bpmn:subProcess>
<bpmn:sequenceFlow id="i" sourceRef="p" targetRef="x"/>
<bpmn:exclusiveGateway id="x" default="j">
{LINE}exclusiveGateway
</bpmn:exclusiveGateway>
<bpmn:sequenceFlow id="j" sourceRef="x" targetRef="w"/>
<bpmn:sequenceFlow id="l" sourceRef="x" targetRef="t">
<bpmn:conditionExpression>
{LINE}conditionExpression
outcome == 'done'
</bpmn:conditionExpression>
</bpmn:sequenceFlow>
<bpmn:endEvent id="t">
<bpmn:terminateEventDefinition>
{LINE}terminateEventDefinition
</bpmn:terminateEventDefinition>
</bpmn:endEvent>
<bpmn:intermediateCatchEvent id="w" yimen:limit="5wd">
<bpmn:timerEventDefinition>
{LINE}timerEventDefinition
</bpmn:timerEventDefinition>
{LINE}intermediateCatchEvent
</bpmn:intermediateCatchEvent>
<bpmn:sequenceFlow id="k" sourceRef="w" targetRef="e"/>
<bpmn:endEvent id="e">
{LINE}endEvent
</bpmn:endEvent>
</bpmn:process>
</bpmn:definitions>
"""
PLACES = re.findall(f"{LINE}(\\w+)", FILE)


AT_ITS_HOLDER = {
    "process",
    "startEvent",
    "messageEventDefinition",
    "timerEventDefinition",
}  # one too many: told at its holder


def verdict(xml: bytes) -> tuple[tuple[Finding, ...], object]:
    """Returns why a file is refused, or, of one that is not, what it said and says no more when it is written out."""
    try:
        procedure = compile_bpmn(xml, {"inner": inner_workflow()}.get)
    except ProcedureError as error:
        return error.findings, None
    return (), lost(xml, to_xml(procedure))


def types() -> list[str]:
    """Returns the name of every element that the standard knows, as the drawing library's own table lists them."""
    found = json.loads(STANDARD.read_text("utf-8"))["types"]
    return sorted({one["name"][0].lower() + one["name"][1:] for one in found} - {"definitions"})


def at(place: str, element: str) -> tuple[bytes, int]:
    """Returns the file with an element at a place, and its line."""
    xml = FILE.replace(f"{LINE}{place}\n", f"{element}\n")
    line = xml[: xml.index(element)].count("\n") + 1
    return re.sub(f"{LINE}\\w+", "", xml).encode(), line


def test_the_file_that_all_stand_in_runs() -> None:
    xml = re.sub(f"{LINE}\\w+", "", FILE).encode()
    assert tell("plain", xml).result == "runs"


@pytest.mark.parametrize("place", PLACES)
def test_whatever_the_standard_knows_is_refused_by_line_or_kept(place: Any) -> None:
    known = types()
    assert len(known) > 130
    for name in known:
        xml, line = at(place, f'<bpmn:{name} id="odd"/>')
        found, gone = verdict(xml)
        assert not gone, (place, name)
        if found:
            told = "\n".join(f"{one.element} {one.mending}" for one in found)
            assert line in {one.line for one in found} or name in AT_ITS_HOLDER, (place, name, told)
            assert name in told or "odd" in told, (place, name, told)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", ["documentation", "extensionElements", "incoming", "text", "sequenceFlow"])
def test_elements_of_other_tools_are_refused_by_line(place: Any, name: Any) -> None:
    xml, line = at(place, f'<v:{name} xmlns:v="urn:vendor" id="odd" v:colour="red"/>')
    with pytest.raises(ProcedureError) as told:
        compile_bpmn(xml)
    assert (line, f"{name} odd") in {(finding.line, finding.element) for finding in told.value.findings}


@pytest.mark.parametrize(
    "tag", ["process", "startEvent", "userTask", "subProcess", "exclusiveGateway", "intermediateCatchEvent", "endEvent"]
)
@pytest.mark.parametrize("words", ['v:assignee="x"', 'yimen:colour="x"', 'odd="x"'])
def test_attributes_of_other_tools_are_refused_by_line(tag: Any, words: Any) -> None:
    xml, _ = at("process", "")
    marked = xml.replace(f"<bpmn:{tag} ".encode(), f'<bpmn:{tag} xmlns:v="urn:vendor" {words} '.encode(), 1)
    line = marked[: marked.index(words.encode())].count(b"\n") + 1
    with pytest.raises(ProcedureError) as told:
        compile_bpmn(marked)
    assert line in {finding.line for finding in told.value.findings}


@settings(max_examples=60, deadline=None)
@given(block=st.one_of(blocks.map(workflow), wide.map(wide_workflow)))
def test_nothing_that_a_random_procedure_says_is_lost(block: Any) -> None:
    resolve = {"inner": inner_workflow()}.get
    procedure = compile_bpmn(block, resolve)
    written = to_xml(procedure)
    assert not lost(block, written)
    assert not lost(written, block)
    assert to_xml(compile_bpmn(written, resolve)) == written


@settings(max_examples=80, deadline=None)
@given(block=wide.map(wide_workflow), name=st.sampled_from(types()), cut=st.integers(0, 10_000))
def test_an_element_put_anywhere_into_a_random_procedure_is_refused_or_kept(block: Any, name: Any, cut: Any) -> None:
    ends = [found.end() for found in re.finditer(rb"<bpmn:[^?/]*?[^/]>|/>|</bpmn:\w+>", block)][:-1]
    place = ends[cut % len(ends)]
    odd = block[:place] + f'<bpmn:{name} id="odd"/>'.encode() + block[place:]
    found, gone = verdict(odd)
    assert not gone
    assert all(one.line and one.element for one in found)


def test_the_reference_files_are_told_of_one_by_one() -> None:
    """The table that ``python -m tests.miwg`` made of the working group's 21 files."""
    told = json.loads((ROOT / "tests" / "interchange" / "miwg.json").read_text("utf-8"))["files"]
    assert len({one["sha256"] for one in told}) == len(told) == 21
    for one in told:
        assert one["result"] == "runs" or (one["line"] > 0 and one["element"] and one["first"]), one["name"]
