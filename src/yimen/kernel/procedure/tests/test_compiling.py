"""Files: read safely, and what is not supported refused by name and line."""

import gzip
import re
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.kernel.procedure import ProcedureError, compile_bpmn

from .bpmn import definitions, flow, line, node, user

pytestmark = pytest.mark.pure

GOOD = line(user("a"), ids=["a"])
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]><d>&i;</d>"
).encode()


def refused(xml: Any) -> Any:
    with pytest.raises(ProcedureError) as caught:
        compile_bpmn(xml)
    assert all(re.search("[\u4e00-\u9fff]", finding.message_zh) for finding in caught.value.findings)
    assert all(finding.severity == "error" for finding in caught.value.findings)
    return caught.value.findings


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        (BOMB, "DOCTYPE"),
        (b'<!DOCTYPE d SYSTEM "file:///etc/passwd"><d/>', "DOCTYPE"),
        (b'<?xml version="1.0"?>\n<!DOCTYPE d [<!ENTITY x SYSTEM "http://127.0.0.1/">]><d>&x;</d>', "DOCTYPE"),
        (b"<!DOCTYPE d><d/>", "DOCTYPE"),
        (b"", "XML"),
        (b"\x00" * 100, "XML"),
        (b"<d>", "XML"),
        (b"<d>&nosuch;</d>", "XML"),
        (gzip.compress(GOOD), "XML"),
        (b'<?xml version="1.0" encoding="nosuch"?><d/>', "编码"),
        (b'<?xml version="1.0" encoding="rot13"?><d/>', "编码"),
        (b'<?xml version="1.0" encoding="gb18030"?><d/>', "编码"),
        (GOOD.decode().encode("gbk"), "XML"),
        (b"<d>" + b" " * 600_000 + b"</d>", "最多"),
        (b"<d/>" + b" " * 50_000_000, "最多"),
        (b"<d>" * 5000 + b"</d>" * 5000, "层以上"),
        (b"<d/>", "definitions"),
    ],
)
def test_hostile_files_are_refused_in_one_sentence(xml: Any, words: Any) -> None:
    (finding,) = refused(xml)
    assert words in finding.in_file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_encodings_read_the_same(encoding: Any) -> None:
    text = GOOD.decode().replace('encoding="UTF-8"', f'encoding="{encoding.removesuffix("-sig").upper()}"')
    assert compile_bpmn(text.encode(encoding)).nodes == compile_bpmn(GOOD).nodes


@settings(deadline=None)
@given(st.data())
def test_damaged_files_are_read_or_refused(data: Any) -> None:
    xml = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        xml[data.draw(st.integers(0, len(xml) - 1))] = data.draw(st.integers(0, 255))
    with suppress(ProcedureError):
        compile_bpmn(bytes(xml))


EVENTS = ("timer", "message", "signal", "error", "escalation", "cancel", "compensate", "conditional", "link")
REFUSED_ELEMENTS = """
    eventBasedGateway complexGateway intermediateThrowEvent task
    scriptTask sendTask receiveTask businessRuleTask adHocSubProcess transaction laneSet
    dataObject dataObjectReference dataStoreReference ioSpecification property group resourceRole auditing monitoring
"""


@pytest.mark.parametrize("tag", REFUSED_ELEMENTS.split())
@pytest.mark.parametrize("inside", [False, True])
def test_elements_that_are_not_run_are_refused_by_name_and_line(tag: Any, inside: Any) -> None:
    element = f'\n<bpmn:{tag} id="odd"/>'
    sub = node(
        "subProcess",
        "p",
        node("startEvent", "b") + node("endEvent", "z") + flow("b", "z") + (element if inside else ""),
    )
    xml = line(sub if inside else user("a") + element, ids=["p" if inside else "a"])
    (finding,) = refused(xml)
    at = next(number for number, text in enumerate(xml.decode().split("\n"), 1) if f"bpmn:{tag} " in text)
    assert (finding.line, finding.element) == (at, f"{tag} odd")
    assert tag in finding.mending


@pytest.mark.parametrize(
    "inner",
    [
        "<bpmn:standardLoopCharacteristics/>",
        "<bpmn:potentialOwner/>",
        "<bpmn:ioSpecification/>",
        '<x:outcome xmlns:x="urn:other"/>',
        "<script/>",
    ],
)
def test_what_a_task_may_not_hold_is_refused(inner: Any) -> None:
    (finding,) = refused(line(user("a", extra=inner), ids=["a"]))
    assert finding.message_zh.startswith("本平台不支持")


@pytest.mark.parametrize("tag", EVENTS)
@pytest.mark.parametrize("event", ["startEvent", "endEvent"])
def test_events_with_a_trigger_are_refused(tag: Any, event: Any) -> None:
    (finding,) = refused(
        line(user("a"), ids=["a"]).replace(
            f'<bpmn:{event} id="{event[0]}"></bpmn:{event}>'.encode(),
            f'<bpmn:{event} id="{event[0]}"><bpmn:{tag}EventDefinition/></bpmn:{event}>'.encode(),
        )
    )
    assert finding.element == f"{tag}EventDefinition"


@pytest.mark.parametrize(
    ("words", "by", "said"),
    [
        ('name="a"', 'name="a" isForCompensation="true"', "isForCompensation"),
        ('name="a"', 'name="a" xmlns:c="http://camunda.org/schema/1.0/bpmn" c:assignee="x"', "assignee"),
        ('name="a"', 'name="a" yimen:color="x"', "color"),
        ('name="a"', 'name=""', "名称"),
        ('yimen:role="examiner"', 'yimen:role="Examiner!"', "yimen:role"),
        ('yimen:role="examiner"', 'yimen:role="examiner" yimen:unit="somewhere"', "yimen:unit"),
        ('yimen:stage="审查"', 'yimen:stage="乱写"', "yimen:stage"),
        ('yimen:limit="2wd"', 'yimen:limit="2 days"', "yimen:limit"),
        ('yimen:limit="2wd"', 'yimen:limit="0wd"', "yimen:limit"),
        ('code="done"', 'code="Done"', "的代码"),
        ('code="done" name="done"', 'code="done"', "缺少名称"),
        ('code="done"', 'code="done" effect="explode"', "effect"),
        ('code="done"', 'code="done" opinion="maybe"', "opinion"),
        ('code="done"', 'code="done" onclick="x"', "onclick"),
        (
            '<yimen:outcome code="done" name="done"/>',
            '<yimen:outcome code="a" name="a"/><yimen:outcome code="a" name="b"/>',
            "不重复",
        ),
        ('targetRef="e"', 'targetRef="nowhere"', "两端"),
        ('id="test"', 'id="Test_1"', "流程编号"),
        ('name="测试"', 'name=""', "名称"),
        ('<bpmn:endEvent id="e"></bpmn:endEvent>', "", "没有结束事件"),
        ('<bpmn:endEvent id="e">', '<bpmn:endEvent id="a">', "重复"),
        ('<bpmn:startEvent id="s"></bpmn:startEvent>', "", "0 个开始事件"),
        ('<bpmn:endEvent id="e">', '<bpmn:startEvent id="s2"/><bpmn:endEvent id="e">', "2 个开始事件"),
        ("<bpmn:process ", '<bpmn:process id="other"/><bpmn:process ', "正好一个"),
    ],
)
def test_what_is_written_wrongly_is_named(words: Any, by: Any, said: Any) -> None:
    xml = GOOD.decode()
    assert words in xml
    assert any(said in finding.in_file for finding in refused(xml.replace(words, by, 1).encode()))


@pytest.mark.parametrize(
    ("parts", "element"),
    [
        ([flow("a", "e", id_="second")], "user a"),
        ([flow("s", "e", id_="second")], "start s"),
        ([flow("e", "a")], "end e"),
        ([flow("a", "s")], "start s"),
        ([node("exclusiveGateway", "x"), flow("x", "a", id_="f1"), flow("x", "e", id_="f2")], "sequenceFlow f1"),
        ([node("exclusiveGateway", "x", default="zzz"), flow("x", "a", id_="f1")], "exclusive x"),
        ([node("serviceTask", "dead", name="x")], "service dead"),
        (
            [node("parallelGateway", "p"), flow("p", "a", "outcome == 'x'", id_="f1"), flow("p", "e", id_="f2")],
            "sequenceFlow f1",
        ),
        (
            [node("exclusiveGateway", "x", default="f1"), flow("x", "a", "q", id_="f1"), flow("x", "e", "q", id_="f2")],
            "sequenceFlow f1",
        ),
    ],
)
def test_arrows_that_have_no_single_meaning_are_refused(parts: Any, element: Any) -> None:
    body = [node("startEvent", "s"), user("a"), node("endEvent", "e"), flow("s", "a"), flow("a", "e")]
    assert element in {finding.element for finding in refused(definitions(*body, *parts))}


@pytest.mark.parametrize(
    ("other", "source", "target", "said"),
    [
        (node("task", "t"), "t", "nowhere", "终点“nowhere”"),
        (node("task", "t"), "nowhere", "t", "起点“nowhere”"),
        (user("b").replace('id="b"', ""), "somewhere", "nowhere", "终点“nowhere”"),  # only one can be the step's
        ("<bpmn:dataObject/>", "a", "", "没有写明终点"),
    ],
)
def test_an_arrow_that_names_nothing_is_told_beside_other_faults(
    other: str, source: str, target: str, said: str
) -> None:
    body = [node("startEvent", "s"), user("a"), node("endEvent", "e"), flow("s", "a"), flow("a", "e")]
    xml = definitions(*body, other, flow(source, target, id_="loose"))
    found = refused(xml)
    (loose,) = [finding for finding in found if finding.element == "sequenceFlow loose"]
    assert said in loose.message_zh
    assert b'id="loose"' in xml.splitlines()[loose.line - 1]
    assert len(found) > 1


def test_conditions_in_another_language_are_refused() -> None:
    parts = [node("exclusiveGateway", "x", default="d"), flow("x", "a", id_="d"), flow("x", "e", "q", id_="f")]
    body = [node("startEvent", "s"), user("a"), node("endEvent", "e"), flow("s", "x"), flow("a", "e"), *parts]
    xml = definitions(*body)
    assert compile_bpmn(xml).starts == {"": "s"}
    (finding,) = refused(xml.replace(b"<bpmn:conditionExpression>", b'<bpmn:conditionExpression language="python">'))
    assert (finding.element, "language" in finding.mending) == ("sequenceFlow f", True)


def test_arrows_do_not_cross_the_border_of_a_sub_process() -> None:
    sub = node(
        "subProcess", "p", node("startEvent", "b") + user("t") + node("endEvent", "z") + flow("b", "t") + flow("t", "z")
    )
    assert "两端" in refused(line(sub, flow("p", "t"), ids=["p"]))[0].message_zh


def test_all_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    found = refused(line(user("a", "Bad"), "\n<bpmn:task id='x'/>", "\n<bpmn:group id='y'/>", ids=["a"]))
    assert len(found) == 3
    assert [finding.line for finding in found] == sorted(finding.line for finding in found)


def test_notes_and_diagrams_say_nothing_to_the_engine() -> None:
    extra = (
        "<bpmn:documentation>说明</bpmn:documentation>"
        "<bpmn:textAnnotation id='n'><bpmn:text>注</bpmn:text></bpmn:textAnnotation>"
        "<bpmn:association id='o' sourceRef='n' targetRef='a'/>"
    )
    xml = line(user("a", extra="<bpmn:incoming>s-a</bpmn:incoming>"), extra, ids=["a"]).decode()
    diagram = '<di:BPMNDiagram xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI"><di:BPMNPlane/></di:BPMNDiagram>'
    xml = xml.replace("</bpmn:definitions>", diagram + "</bpmn:definitions>")
    assert list(compile_bpmn(xml.encode()).nodes) == list("sae")


def test_the_legal_attributes_are_read_as_they_stand() -> None:
    legal = (
        'yimen:role="window" yimen:unit="centre" yimen:stage="受理" yimen:limit="5wd"'
        ' yimen:basis="《行政许可法》第三十二条"'
    )
    read = compile_bpmn(line(user("a", "go", legal=legal, name="收件"), ids=["a"])).nodes["a"]
    assert (read.name, read.role, read.unit, read.stage, read.limit) == ("收件", "window", "centre", "受理", "5wd")
    assert read.basis == "《行政许可法》第三十二条"
    assert [(item.code, item.effect, item.opinion) for item in read.outcomes] == [("go", "none", "optional")]
