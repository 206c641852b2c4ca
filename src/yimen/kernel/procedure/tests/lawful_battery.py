"""What the law on licences forbids, drawn: each is found at its element, with the article and what to do.

And what readers call the parts of a file, and a file under another id and name. Any copy of the package can be asked:
the tests run them on ours and on mutants.
"""

from typing import Any
from xml.etree import ElementTree as ET

from .bpmn import definitions, flow, node, user

WINDOW = 'yimen:role="window" yimen:stage="受理" yimen:limit="1wd" yimen:basis="x"'
APPLICANT = 'yimen:role="applicant" yimen:stage="受理"'


def step(id_: str, *outcomes: tuple[str, str], legal: str = "") -> str:
    """Writes a step; an outcome is its code, which is its name, and its effect, with "!" where reasons are a must."""
    made: str = user(id_, *(code for code, _ in outcomes), **({"legal": legal} if legal else {}))
    for code, effect in outcomes:
        required = ' opinion="required"' if effect.endswith("!") else ""
        written = f'name="{code}" effect="{effect.strip("!")}"{required}'
        made = made.replace(f'code="{code}" name="{code}"', f'code="{code}" {written}')
    return made


ACCEPT = step("accept", ("yes", "accept"), ("more", "correct"), ("no", "refuse_acceptance!"), legal=WINDOW)
DECIDE = step("decide", ("grant", "grant"), ("refuse", "refuse!"))


def licence(
    *ways: str, accept: str = ACCEPT, decide: str = DECIDE, default: str = "g-decide", supply: str = "accept"
) -> bytes:
    """Writes acceptance, correction, decision, delivery; the acceptance leads to ``ways``, the default among them."""
    made: bytes = definitions(
        node("startEvent", "s"),
        accept,
        node("exclusiveGateway", "g", default=default),
        step("supply", ("sent", "none"), legal=APPLICANT),
        decide,
        step("deliver", ("given", "deliver"), legal=WINDOW),
        node("endEvent", "e"),
        node("endEvent", "refused"),
        flow("s", "accept"),
        flow("accept", "g"),
        *ways,
        flow("supply", supply),
        flow("decide", "deliver"),
        flow("deliver", "e"),
    )
    return made


NO, MORE = flow("g", "refused", "outcome == 'no'", "不予受理"), flow("g", "supply", "outcome == 'more'", "补正")
ON = flow("g", "decide", name="受理")
LAWFUL = licence(NO, MORE, ON)


def errors(kernel: Any, xml: Any) -> list[Any]:
    return [one for one in kernel.check(kernel.compile_bpmn(xml)) if one.severity == "error"]


def said(kernel: Any, xml: Any) -> list[tuple[str, str]]:
    return [(one.element, one.message_zh) for one in errors(kernel, xml)]


def the_lawful_way_passes(kernel: Any) -> None:
    assert errors(kernel, LAWFUL) == []


def a_refusal_gives_reasons(kernel: Any) -> None:
    for step_id, code, effect, article in (
        ("decide", "refuse", "refuse", "三十八"),
        ("accept", "no", "refuse_acceptance", "三十二"),
    ):
        required = f'name="{code}" effect="{effect}" opinion="required"'
        assert required in LAWFUL.decode()
        bare = LAWFUL.decode().replace(required, required.replace(' opinion="required"', "")).encode()
        (found,) = errors(kernel, bare)
        assert (found.element, article in found.message_zh) == (f"{step_id} {step_id}", True)
        assert (f"“{code}”" in found.message_zh, "必须写意见" in found.message_zh) == (True, True)
        assert found.xml == 'opinion="required"'


def an_outcome_that_decides_by_name_alone_is_found(kernel: Any) -> None:
    for name, effect, code in (
        ("准予", "准予", "grant"),
        ("不予许可", "不予", "refuse"),
        ("不予受理", "不予受理", "refuse_acceptance"),
    ):
        odd = step("decide", ("grant", "grant"), ("refuse", "refuse!"), ("odd", "none"))
        (found,) = errors(kernel, licence(NO, MORE, ON, decide=odd.replace('name="odd"', f'name="{name}"')))
        assert (found.element, f"选“{effect}”" in found.message_zh) == ("decide decide", True)
        assert ("“效力”" in found.message_zh, found.xml) == (True, f'effect="{code}"')
    named = step("decide", ("grant", "grant"), ("refuse", "refuse!"), ("more", "none")).replace(
        'name="more"', 'name="免予准予"'
    )
    told = said(kernel, licence(NO, MORE, ON, decide=named))
    assert not any("没有法律效力" in words for _, words in told)


def an_outcome_that_has_its_effect_may_say_so(kernel: Any) -> None:
    decide = DECIDE.replace('name="grant"', 'name="准予"').replace('name="refuse"', 'name="不予"')
    assert errors(kernel, licence(NO, MORE, ON, decide=decide)) == []


def an_accepted_matter_that_data_leads_to_the_end_is_found_with_its_way(kernel: Any) -> None:
    big = flow("g", "decide", "outcome == 'yes' and area > 100", "大")
    (found,) = errors(kernel, licence(MORE, big, flow("g", "refused", name="其他"), default="g-refused"))
    assert (found.element, found.path) == ("accept accept", ("accept",))
    assert ("没有作出准予或不予的决定" in found.message_zh, "默认出线" in found.message_zh) == (True, True)


def an_accepted_matter_that_falls_into_correction_by_default_is_found(kernel: Any) -> None:
    big = flow("g", "decide", "outcome == 'yes' and area > 100", "大")
    found = said(kernel, licence(NO, big, flow("g", "supply", name="其他"), default="g-supply"))
    assert {element for element, _ in found} == {"accept accept"}
    last = step("accept", ("no", "refuse_acceptance!"), ("more", "correct"), ("yes", "accept"), legal=WINDOW)
    again = said(kernel, licence(NO, big, flow("g", "supply", name="其他"), default="g-supply", accept=last))
    assert sorted(again) == sorted(found)
    (fallen,) = [words for _, words in found if "不经一次告知就落到“supply”" in words]
    assert ("选择“yes”后" in fallen, "效力为“一次告知补正”的结果" in fallen) == (True, True)
    assert any("又回到这一步" in words for _, words in found)


def a_correction_that_a_person_notifies_after_acceptance_is_lawful(kernel: Any) -> None:
    decide = step("decide", ("grant", "grant"), ("refuse", "refuse!"), ("more", "correct"))
    ways = (
        flow("g", "decide", name="受理"), NO, MORE,
        node("exclusiveGateway", "h", default="h-deliver"), flow("decide", "h"), flow("h", "deliver"),
        flow("h", "ask", "outcome == 'more'", "补正"), step("ask", ("sent", "none"), legal=APPLICANT),
        flow("ask", "decide"),
    )  # fmt: skip
    after = licence(*ways, decide=decide).decode().replace(flow("decide", "deliver"), "").encode()
    assert errors(kernel, after) == []


def only_what_was_accepted_and_only_what_was_told_to_the_applicant_counts(kernel: Any) -> None:
    """Before acceptance nothing falls back; what is mended inside the office is no correction by the applicant."""
    answers = [("yes", "accept"), ("more", "correct"), ("no", "refuse_acceptance!"), ("later", "none")]
    accept = step("accept", *answers, legal=WINDOW)
    later = flow("g", "supply", "outcome == 'later'", "再交", "g-later")
    assert errors(kernel, licence(NO, MORE, later, ON, accept=accept)) == []
    decide = step("decide", ("grant", "grant"), ("refuse", "refuse!"), ("tell", "correct"), ("back", "none"))
    inside = (
        node("exclusiveGateway", "h", default="h-deliver"), flow("decide", "h"), flow("h", "deliver"),
        flow("h", "mend", "outcome == 'tell' or outcome == 'back'", "修改"), step("mend", ("done", "none")),
        flow("mend", "decide"),
    )  # fmt: skip
    whole = licence(NO, MORE, ON, *inside, decide=decide).decode().replace(flow("decide", "deliver"), "")
    assert not any("不经一次告知" in words for _, words in said(kernel, whole.encode()))


def a_refused_matter_may_come_to_correction_without_notice(kernel: Any) -> None:
    """What was never accepted, or is decided, is no accepted matter that falls into correction."""
    early = step("supply", ("sent", "none"), legal=APPLICANT)
    later = node("exclusiveGateway", "k", default="k-e") + flow("deliver", "k") + flow("k", "e", name="了结")
    more = step("thank", ("sent", "none"), legal=APPLICANT) + flow("k", "thank", "gift", "送意见") + flow("thank", "e")
    whole = licence(NO, MORE, ON, later, more).decode().replace(flow("deliver", "e"), "").encode()
    assert early in whole.decode()
    assert errors(kernel, whole) == []


def an_end_without_any_answer_is_found_but_a_withdrawal_is_not(kernel: Any) -> None:
    answers = [("yes", "accept"), ("more", "correct"), ("no", "refuse_acceptance!"), ("lost", "none")]
    accept = step("accept", *answers, legal=WINDOW)
    (found,) = errors(kernel, licence(NO, MORE, flow("g", "e", "outcome == 'lost'", "不办"), ON, accept=accept))
    assert (found.element, "没有受理，也没有不予受理" in found.message_zh) == ("accept accept", True)
    assert errors(kernel, licence(NO, MORE, ON, supply="e")) == []


def what_never_decides_is_found(kernel: Any) -> None:
    for effect in ("issue", "deliver"):
        found = said(
            kernel, licence(NO, MORE, ON, decide=step("decide", ("done", "issue" if effect == "issue" else "none")))
        )
        assert any(element == "deliver deliver" and "没有作出准予或不予的决定" in words for element, words in found)


def what_is_decided_is_delivered(kernel: Any) -> None:
    away = LAWFUL.decode().replace(flow("decide", "deliver"), flow("decide", "e")).encode()
    found = said(kernel, away)
    assert {element for element, words in found if "没有送达就办结" in words} == {"decide decide"}


def nothing_is_decided_before_acceptance_or_twice(kernel: Any) -> None:
    early = LAWFUL.decode().replace(flow("s", "accept"), flow("s", "decide")).encode()
    assert ("decide decide", True) in {
        (element, "没有受理就作出决定" in words) for element, words in said(kernel, early)
    }
    decide = DECIDE + step("again", ("grant", "grant"), ("refuse", "refuse!"))
    twice = LAWFUL.decode().replace(DECIDE, decide).replace(flow("decide", "deliver"), flow("decide", "again"))
    twice = twice.replace(flow("deliver", "e"), flow("deliver", "e") + flow("again", "deliver"))
    found = said(kernel, twice.encode())
    assert {element for element, words in found if "作出两次决定" in words} == {"again again"}


def what_is_no_licence_is_held_to_none_of_it(kernel: Any) -> None:
    bare = step("decide", ("准予", "none"), ("refuse", "refuse")).replace('code="准予"', 'code="grant"')
    without = step("accept", ("yes", "none"), ("more", "none"), ("no", "none"), legal=WINDOW)
    plain = licence(NO, MORE, ON, accept=without, decide=bare)
    words = " ".join(words for _, words in said(kernel, plain))
    assert ("理由" in words, "没有法律效力" in words) == (False, False)
    accepts = licence(NO, MORE, ON).decode()
    for effect in ("grant", "refuse", "deliver"):
        accepts = accepts.replace(f'effect="{effect}"', 'effect="none"')
    assert not any("没有作出准予或不予的决定" in words for _, words in said(kernel, accepts.encode()))
    duties = LAWFUL.decode().replace('isExecutable="true"', 'isExecutable="true" yimen:duties="risk"')
    assert not kernel.licensing(kernel.compile_bpmn(duties.encode()))
    decides = LAWFUL.replace(b'effect="deliver"', b'effect="none"')
    assert kernel.licensing(kernel.compile_bpmn(decides))
    assert kernel.licensing(kernel.compile_bpmn(LAWFUL))


FILE = """<?xml version="1.0" encoding="UTF-8"?>
<!-- <process id="old" name="no"> -->
<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:d="http://www.omg.org/spec/BPMN/20100524/DI">
<b:process xmlns:x="urn:x" x:id="mine" id='old' isExecutable="true" name="旧&gt;的"><b:startEvent id="old"/></b:process>
<d:BPMNDiagram><d:BPMNPlane id="plane" bpmnElement="old"/></d:BPMNDiagram>
</b:definitions>"""


def a_renamed_file_says_the_new_and_nothing_else_of_it_changes(kernel: Any) -> None:
    new = kernel.renamed(FILE.encode(), "new-key", '新 "<名>"').decode()
    process = next(one for one in ET.fromstring(new) if one.tag.endswith("}process"))
    assert (process.get("id"), process.get("name"), process.get("{urn:x}id")) == ("new-key", '新 "<名>"', "mine")
    plane = next(one for one in ET.fromstring(new).iter() if one.tag.endswith("}BPMNPlane"))
    assert (plane.get("bpmnElement"), plane.get("id"), plane.get("name")) == ("new-key", "plane", None)
    assert [line for line in new.splitlines() if line not in FILE.splitlines()] == [
        new.splitlines()[3],
        new.splitlines()[4],
    ]
    assert new.splitlines()[3].endswith(
        'isExecutable="true" name=\'新 "&lt;名&gt;"\'><b:startEvent id="old"/></b:process>'
    )
    assert kernel.renamed(new.encode(), "old", "旧>的").decode() == FILE.replace("id='old'", 'id="old"')


def only_what_points_at_the_process_points_at_its_new_id(kernel: Any) -> None:
    pool = '<b:collaboration id="c"><b:participant id="p" processRef="old"/><b:participant id="q"/></b:collaboration>'
    file = FILE.replace("<b:process ", f"{pool}<b:process ").replace('bpmnElement="old"', 'bpmnElement="c"')
    inner = '<d:BPMNDiagram><d:BPMNPlane id="inner" bpmnElement="sub"/></d:BPMNDiagram>'
    file = file.replace("</b:definitions>", f"{inner}</b:definitions>")
    new = kernel.renamed(file.encode(), "k", "名").decode()
    assert new == file.replace('processRef="old"', 'processRef="k"').replace(
        'id=\'old\' isExecutable="true" name="旧&gt;的"', 'id="k" isExecutable="true" name="名"'
    )


def a_file_without_a_name_is_given_one(kernel: Any) -> None:
    for sign in (">", " >", "\n>"):
        bare = FILE.replace(' isExecutable="true" name="旧&gt;的">', sign)
        new = kernel.renamed(bare.encode(), "k", "名").decode()
        assert next(one for one in ET.fromstring(new) if one.tag.endswith("}process")).get("name") == "名"
    empty = FILE.replace(' isExecutable="true" name="旧&gt;的"><b:startEvent id="old"/></b:process>', "/>")
    new = kernel.renamed(empty.encode(), "k", "名").decode()
    process = next(one for one in ET.fromstring(new) if one.tag.endswith("}process"))
    assert (process.get("id"), process.get("name")) == ("k", "名")


def what_looks_like_the_tag_or_its_id_within_a_value_is_no_end_and_no_id(kernel: Any) -> None:
    for name in ('name="旧>的"', "name=\"旧 id='q' 的\"", "name='旧/>的'"):
        new = kernel.renamed(FILE.replace('name="旧&gt;的"', name).encode(), "k", "名").decode()
        process = next(one for one in ET.fromstring(new) if one.tag.endswith("}process"))
        assert (process.get("id"), process.get("name"), process.text, len(process)) == ("k", "名", None, 1)


def what_is_no_file_with_one_process_is_left_as_it_is(kernel: Any) -> None:
    two = FILE.replace("<d:BPMNDiagram>", '<b:process id="other"/><d:BPMNDiagram>')
    none = FILE.replace("b:process", "b:procedure")
    wide = FILE.replace("UTF-8", "UTF-16")
    for odd in (
        two.encode(),
        none.encode(),
        wide.encode("utf-16"),
        FILE.encode("gbk"),
        b"plain",
        b"",
        FILE[:-9].encode(),
    ):
        assert kernel.renamed(odd, "new", "新") == odd


def each_part_has_its_chinese_name_everywhere(kernel: Any) -> None:
    """One word for a thing: in what is refused, in what is compared, in what conditions say."""
    for sound, wrong, words in (
        ('yimen:limit="1wd"', 'yimen:limit="两天"', "时限“两天”不对"),
        ('yimen:stage="受理"', 'yimen:stage="乱写"', "阶段“乱写”不对，应当是受理、审查、决定、制证、送达之一"),
        (
            'yimen:limit="1wd"',
            'yimen:limit="1wd" yimen:unit="某"',
            "单位“某”不对，应当是主办单位、政务服务中心或另一单位",
        ),
    ):
        assert words in refusal(kernel, LAWFUL.decode().replace(sound, wrong, 1)), wrong
    assert not {name for name in (*kernel.FIELDS.values(), *kernel.EFFECT_NAMES.values()) if name.isascii()}
    assert set(kernel.EFFECT_NAMES) == set(kernel.EFFECTS)
    assert len(set(kernel.EFFECT_NAMES.values())) == len(kernel.EFFECTS)


def a_condition_is_told_in_the_words_of_its_data(kernel: Any) -> None:
    for condition, words in (
        ("area > 100", "“建筑面积”大于100"),
        ("kind == 'new'", "“建设类别”为“新建”"),
        ("kind != 'odd'", "“建设类别”不为“odd”"),
        ("heard == 'yes'", "数据“heard”为“是”"),
        ("audience == '法人'", "“申请人身份”为“法人”"),
        ("variant == '01'", "“业务办理项”为“01”"),
        ("granted", "“已作出准予决定”为是"),
        ("not granted and area <= 5", "不是（“已作出准予决定”为是），并且“建筑面积”不大于5"),
        ("(area < 5 or area >= 9) and outcome == 'yes'", "（“建筑面积”小于5，或者“建筑面积”不小于9），并且结果为“yes”"),
        ("outcome == 'yes' or area > 1", "结果为“yes”，或者“建筑面积”大于1"),
        ("outcome == 'yes' or outcome == 'more'", "yes／more"),
    ):
        way = flow("g", "decide", condition)
        xml = licence(way, flow("g", "refused"), default="g-refused").decode()
        xml = xml.replace(
            'isExecutable="true"', 'isExecutable="true" yimen:data="area=建筑面积；kind=建设类别；kind.new=新建"'
        )
        procedure = kernel.compile_bpmn(xml.encode())
        told = next(line for line in kernel.retell(procedure)[1] if line.startswith("accept"))
        assert f"{words}：到第" in told, (condition, told)
        assert "其他情况：结束" in told
        again = kernel.compile_bpmn(kernel.to_xml(procedure))
        assert (again.labels, kernel.retell(again)) == (procedure.labels, kernel.retell(procedure))


def labels_of_another_shape_are_refused(kernel: Any) -> None:
    for labels in (
        "area", "area=", "=面积", "1area=面积", ".new=新建", "kind.=新建", "a b=面积", "a=一；a=二", f"a={'面' * 41}",
    ):  # fmt: skip
        xml = LAWFUL.decode().replace('isExecutable="true"', f'isExecutable="true" yimen:data="{labels}"')
        assert "数据的名称" in refusal(kernel, xml), labels


def refusal(kernel: Any, xml: str) -> str:
    """Returns why a file is refused, "" where it is not."""
    try:
        kernel.compile_bpmn(xml.encode())
    except kernel.ProcedureError as error:
        return "".join(one.message_zh for one in error.findings)
    return ""


CHECKS = [
    the_lawful_way_passes,
    a_refusal_gives_reasons,
    an_outcome_that_decides_by_name_alone_is_found,
    an_outcome_that_has_its_effect_may_say_so,
    an_accepted_matter_that_data_leads_to_the_end_is_found_with_its_way,
    an_accepted_matter_that_falls_into_correction_by_default_is_found,
    a_correction_that_a_person_notifies_after_acceptance_is_lawful,
    only_what_was_accepted_and_only_what_was_told_to_the_applicant_counts,
    a_refused_matter_may_come_to_correction_without_notice,
    an_end_without_any_answer_is_found_but_a_withdrawal_is_not,
    what_never_decides_is_found,
    what_is_decided_is_delivered,
    nothing_is_decided_before_acceptance_or_twice,
    what_is_no_licence_is_held_to_none_of_it,
    a_renamed_file_says_the_new_and_nothing_else_of_it_changes,
    only_what_points_at_the_process_points_at_its_new_id,
    a_file_without_a_name_is_given_one,
    what_looks_like_the_tag_or_its_id_within_a_value_is_no_end_and_no_id,
    what_is_no_file_with_one_process_is_left_as_it_is,
    each_part_has_its_chinese_name_everywhere,
    a_condition_is_told_in_the_words_of_its_data,
    labels_of_another_shape_are_refused,
]
