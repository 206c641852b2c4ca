"""What readers are told: by the names of steps, outcomes, data and fields, never by the codes of the file."""

import re
from typing import Any

import pytest

from yimen.kernel.procedure import FIELDS, ProcedureError, check, compare, compile_bpmn

from .bpmn import definitions, flow, line, node, user

pytestmark = pytest.mark.pure

SOUND = line(user("a", "yes", "no"), ids=["a"]).decode()
LIMIT = 'yimen:limit="2wd"'
LOOP = "multiInstanceLoopCharacteristics"
FAULTS = [  # what is written, and what a file calls that which is to be mended
    ('yimen:role="examiner"', "", "yimen:role"),
    ('yimen:stage="审查"', "", "yimen:stage"),
    (LIMIT, "", "yimen:limit"),
    ('yimen:basis="x"', "", "yimen:basis"),
    ('yimen:stage="审查"', 'yimen:stage="乱写"', "yimen:stage"),
    (LIMIT, 'yimen:limit="两天"', "yimen:limit"),
    (LIMIT, f'{LIMIT} yimen:unit="某单位"', "yimen:unit"),
    (LIMIT, f'{LIMIT} yimen:special="看看"', "yimen:special"),
    (LIMIT, f'{LIMIT} yimen:duty="看看"', "yimen:duty"),
    (LIMIT, f'{LIMIT} yimen:lapse="甲"', "yimen:lapse"),
    (LIMIT, f'{LIMIT} yimen:special="hearing"', "yimen:ground"),
    ('isExecutable="true"', 'isExecutable="true" yimen:duties="看看"', "yimen:duties"),
    ('isExecutable="true"', 'isExecutable="true" yimen:duties="risk"', "yimen:duty"),
    ('isExecutable="true"', 'isExecutable="true" yimen:data="建筑面积"', "yimen:data"),
    ('code="yes"', 'code="yes" effect="准"', "effect"),
    ('code="yes"', 'code="yes" opinion="要"', "opinion"),
    ("</bpmn:userTask>", "<bpmn:multiInstanceLoopCharacteristics/></bpmn:userTask>", "yimen:instances"),
    (
        "</bpmn:userTask>",
        f"<bpmn:{LOOP}><bpmn:loopCardinality>1000000000</bpmn:loopCardinality></bpmn:{LOOP}></bpmn:userTask>",
        "loopCardinality",
    ),
    ("</bpmn:process>", '<bpmn:callActivity id="c" name="甲"/></bpmn:process>', "calledElement"),
    ("</bpmn:process>", "<bpmn:laneSet/></bpmn:process>", "laneSet"),
]


def told(xml: str) -> Any:
    try:
        return check(compile_bpmn(xml.encode()))
    except ProcedureError as error:
        return error.every


@pytest.mark.parametrize(("sound", "faulty", "called"), FAULTS)
def test_findings_speak_chinese_and_name_the_file_last(sound: str, faulty: str, called: str) -> None:
    assert sound in SOUND
    named = SOUND.replace(sound, faulty, 1).replace('name="yes"', 'name="同意"').replace('name="no"', 'name="不行"')
    found = [one for one in told(named) if one.xml]
    assert any(called in one.xml for one in found)
    for one in found:
        shown = one.message_zh.replace("highway-licence", "").replace("area=", "").replace("units", "")
        assert not re.search("[a-z]{2}", shown), one.message_zh
        assert one.mending.removesuffix("。").endswith(f"（{one.xml}）")
        assert one.xml not in one.message_zh


def one_change(old: str, new: str, **more: Any) -> Any:
    (found,) = compare(compile_bpmn(old.encode()), compile_bpmn(new.encode()), **more).changes
    return found


def test_outcomes_are_compared_by_their_names() -> None:
    before = SOUND.replace('code="yes" name="yes"', 'code="accept" name="受理" effect="accept"')
    found = one_change(before, before.replace('name="no"', 'name="不行" effect="refuse" opinion="required"'))
    assert (found.what, found.old, found.new) == ("办理结果", "受理；no", "受理；不行（效力：不予，必须写意见）")


def test_another_code_under_the_same_name_is_told_all_the_same() -> None:
    found = one_change(SOUND, SOUND.replace('code="yes"', 'code="agreed"'))
    assert (found.what, found.weighs) == ("办理结果", "可作的办理结果变了")
    assert ("yes" in found.old, "agreed" in found.new, found.old == found.new) == (True, True, False)


def chosen(condition: str) -> str:
    parts = [user("a"), node("exclusiveGateway", "g", default="g-e"), user("b"), node("endEvent", "e")]
    flows = [flow("s", "a"), flow("a", "g"), flow("g", "b", condition, "大"), flow("g", "e", name="小"), flow("b", "e")]
    made: str = definitions(node("startEvent", "s"), *parts, *flows).decode()
    return made.replace('isExecutable="true"', 'isExecutable="true" yimen:data="area=建筑面积；big=大型"')


def test_data_is_called_by_its_label() -> None:
    found = one_change(chosen("area > 100"), chosen("area > 200 or big == 'yes'"))
    assert (found.old, found.new) == ("大，“建筑面积”大于100", "大，“建筑面积”大于200，或者“大型”为“是”")


def test_another_label_is_a_change() -> None:
    found = one_change(chosen("area > 100"), chosen("area > 100").replace("建筑面积", "用地面积"))
    assert (found.what, found.old, found.new) == (FIELDS["data"], "建筑面积", "用地面积")
