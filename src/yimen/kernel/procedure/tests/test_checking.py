"""Before publication: every planted fault is found at its line, and what is sound passes."""

from pathlib import Path
from typing import Any

import pytest

from yimen.kernel.procedure import check, compile_bpmn, outline

from .bpmn import definitions, flow, line, node, user

pytestmark = pytest.mark.pure

DEMO = Path(__file__).resolve().parents[5] / "demo" / "procedures"
S, E = node("startEvent", "s"), node("endEvent", "e")
LEGAL = 'yimen:role="examiner" yimen:stage="{}" yimen:limit="{}" yimen:basis="x"'


def found(xml: Any, **words: Any) -> Any:
    return check(compile_bpmn(xml), **words)


def one(xml: Any, severity: Any = "error", **words: Any) -> Any:
    (finding,) = (item for item in found(xml, **words) if item.severity == severity)
    return finding


def test_a_sound_procedure_has_no_findings() -> None:
    assert found(line(user("a"), ids=["a"])) == ()


@pytest.mark.parametrize(
    ("left_out", "severity", "words"),
    [
        ("role", "error", "yimen:role"),
        ("limit", "error", "yimen:limit"),
        ("stage", "warning", "yimen:stage"),
        ("basis", "warning", "yimen:basis"),
    ],
)
def test_a_human_step_says_who_and_how_long(left_out: Any, severity: Any, words: Any) -> None:
    legal = " ".join(part for part in LEGAL.format("审查", "2wd").split() if left_out not in part)
    xml = line("\n\n", user("a", legal=legal), ids=["a"])
    finding = one(xml, severity)
    assert words in finding.mending
    assert finding.element == "a a"
    assert b"userTask" in xml.split(b"\n")[finding.line - 1]


def test_an_applicant_needs_no_limit() -> None:
    assert found(line(user("a", legal='yimen:role="applicant" yimen:stage="受理"'), ids=["a"])) == ()


def test_a_human_step_has_outcomes() -> None:
    xml = line(user("a"), ids=["a"]).replace(b'<yimen:outcome code="done" name="done"/>', b"")
    assert "yimen:outcome" in one(xml).mending


def test_what_nothing_leads_to_is_found() -> None:
    finding = one(line(user("a"), user("b"), flow("b", "e"), ids=["a"]))
    assert finding.element == "b b"
    assert "走不到" in finding.message_zh


def choice(*flows: Any, default: Any = "x-e") -> Any:
    """A step with outcomes yes and no, a gateway, and a step b that leads to the end."""
    return definitions(
        S,
        E,
        user("a", "yes", "no"),
        node("exclusiveGateway", "x", default=default),
        user("b"),
        flow("s", "a"),
        flow("a", "x"),
        flow("b", "e"),
        *flows,
    )


def test_an_outcome_that_is_misspelt_in_a_condition_is_found() -> None:
    findings = found(choice(flow("x", "b", "outcome == 'yess'", "是"), flow("x", "e", "", "否")))
    assert {(item.element, item.severity) for item in findings} == {("b b", "error"), ("sequenceFlow x-b", "warning")}


def test_an_outcome_that_leads_nowhere_is_found() -> None:
    finding = one(
        choice(flow("x", "b", "outcome == 'yes'", "是"), flow("x", "e", "outcome == 'maybe'", "否"), default="")
    )
    assert finding.element == "a a"
    assert "选择“no”后走不下去" in finding.message_zh


def test_data_that_may_lead_nowhere_is_found() -> None:
    assert (
        "默认出线" in one(choice(flow("x", "b", "n > 3", "是"), flow("x", "e", "n < 3", "否"), default="")).message_zh
    )


def test_a_condition_of_the_wrong_type_is_found() -> None:
    assert "类型不同" in found(choice(flow("x", "b", "outcome == 3", "是"), flow("x", "e", "", "否")))[0].message_zh


def test_a_way_without_words_is_pointed_out() -> None:
    assert (
        one(choice(flow("x", "b", "outcome == 'yes'"), flow("x", "e", "", "否")), "warning").element
        == "sequenceFlow x-b"
    )


def test_a_join_that_cannot_fire_is_found() -> None:
    """A choice is joined as if both ways were taken: the usual mistake."""
    xml = choice(
        flow("x", "j", "outcome == 'yes'", "是"),
        flow("x", "b", "", "否"),
        node("parallelGateway", "j"),
        user("c"),
        flow("c", "e"),
        flow("j", "c"),
        default="x-b",
    ).replace(b'sourceRef="b" targetRef="e"', b'sourceRef="b" targetRef="j"')
    findings = [item for item in found(xml) if item.severity == "error"]
    assert {"a a", "b b"} <= {item.element for item in findings}
    assert any("停住" in item.message_zh for item in findings)


def test_a_loop_without_a_way_out_is_found() -> None:
    xml = choice(
        flow("x", "c", "outcome == 'yes'", "是"),
        flow("x", "e", "", "否"),
        user("c"),
        user("d"),
        flow("c", "d"),
        flow("d", "c"),
    )
    elements = {item.element for item in found(xml) if "永远不能办结" in item.message_zh}
    assert elements == {"c c"}  # where it is entered


def test_parallel_steps_that_grow_without_end_are_found() -> None:
    xml = definitions(
        S,
        E,
        node("parallelGateway", "f"),
        node("exclusiveGateway", "m"),
        user("a"),
        flow("s", "m"),
        flow("m", "f"),
        flow("f", "a", id_="f1"),
        flow("f", "a", id_="f2"),
        flow("a", "x"),
        node("exclusiveGateway", "x", default="xe"),
        flow("x", "m", "outcome == 'again'", "再来"),
        flow("x", "e", "", "完", id_="xe"),
    ).replace(b'code="done" name="done"', b'code="again" name="again"')
    finding = one(xml)
    assert (finding.element, "永远不能办结" in finding.message_zh) == ("a a", True)


def test_automatic_steps_in_a_circle_are_found() -> None:
    xml = definitions(
        S,
        E,
        user("a"),
        node("exclusiveGateway", "m"),
        node("serviceTask", "t", name="t"),
        flow("s", "m"),
        flow("m", "t"),
        flow("t", "m"),
        flow("a", "e"),
    )
    assert any("打转" in item.message_zh for item in found(xml))


def days(*limits: Any) -> Any:
    ids = [f"t{number}" for number in range(len(limits))]
    steps = [user(id_, legal=LEGAL.format(*limit)) for id_, limit in zip(ids, limits, strict=True)]
    return line(*steps, ids=ids)


@pytest.mark.parametrize(("promised", "faulty"), [(6, False), (5, True), (None, False)])
def test_steps_from_acceptance_to_decision_fit_the_promise(promised: Any, faulty: Any) -> None:
    """受理 and 送达 have limits of their own (行政许可法 第三十二、四十四条); only 4 + 2 days count here."""
    findings = found(days(("受理", "5wd"), ("审查", "4wd"), ("决定", "2wd"), ("送达", "10wd")), promised_days=promised)
    assert [("6 个工作日" in item.message_zh, item.severity) for item in findings] == [(True, "error")] * faulty


def test_the_longest_way_counts_and_a_parallel_branch_counts_once() -> None:
    xml = definitions(
        S,
        E,
        node("parallelGateway", "f"),
        node("parallelGateway", "j"),
        flow("s", "f"),
        flow("f", "a"),
        flow("f", "b"),
        flow("a", "j"),
        flow("b", "j"),
        flow("j", "e"),
        user("a", legal=LEGAL.format("审查", "3wd")),
        user("b", legal=LEGAL.format("审查", "5wd")),
    )
    assert found(xml, promised_days=5) == ()
    assert "合计 5 个工作日" in found(xml, promised_days=4)[0].message_zh


@pytest.mark.parametrize(("limit", "working"), [("7wd", 7), ("7cd", 5), ("30cd", 22), ("1mo", 23), ("1yr", 262)])
def test_limits_in_other_units_count_the_working_days_that_they_may_hold(limit: Any, working: Any) -> None:
    xml = days(("审查", limit))
    assert found(xml, promised_days=working) == ()
    assert f"合计 {working} 个工作日" in one(xml, promised_days=working - 1).message_zh


def legal_effects(*effects: Any) -> Any:
    ids = [f"t{number}" for number in range(len(effects))]
    steps = [
        user(id_).replace('code="done"', f'code="done" effect="{effect}" opinion="required"')
        for id_, effect in zip(ids, effects, strict=True)
    ]
    return [item.message_zh for item in found(line(*steps, ids=ids))]


@pytest.mark.parametrize(
    ("effects", "words"),
    [
        (("accept", "grant", "deliver"), ""),
        (("accept", "none", "refuse", "deliver"), ""),
        (("refuse_acceptance",), ""),
        (("grant", "deliver"), "没有受理"),
        (("accept", "grant"), "没有送达"),
        (("accept", "grant", "refuse", "deliver"), "两次决定"),
    ],
)
def test_the_order_that_the_law_fixes_is_kept(effects: Any, words: Any) -> None:
    findings = legal_effects(*effects)
    assert [words in message for message in findings] == [True] * bool(words)


@pytest.mark.parametrize(
    ("key", "plan", "promised"),
    [
        ("highway-licence", ["受理", "审查", "审核", "决定", "送达"], 7),
        ("township-service", ["受理", "审查（一审）", "核定（一核）", "送达"], 3),
        ("registration", ["受理", "审查", "核准", "制发证照", "送达"], 2),
        ("instant", ["受理", "当场决定", "送达"], 1),
    ],
)
def test_the_demo_procedures_pass_through_the_named_stages(key: Any, plan: Any, promised: Any) -> None:
    procedure = compile_bpmn((DEMO / f"{key}.bpmn").read_bytes())
    assert procedure.key == key
    assert check(procedure, promised_days=promised) == ()
    assert check(procedure, promised_days=promised - 1) != ()
    places = outline(procedure)
    assert [place.name for place in places] == plan
    order = ["受理", "审查", "决定", "制证", "送达"]
    stages = [order.index(place.stage) for place in places]
    assert stages == sorted(stages)
    assert {"受理", "决定", "送达"} <= {place.stage for place in places}
    first = procedure.nodes[places[0].node]
    assert (first.role, first.unit, first.stage, first.limit) == ("window", "centre", "受理", "5wd")
    assert [(item.effect, item.opinion) for item in first.outcomes] == [
        ("accept", "optional"),
        ("correct", "optional"),
        ("refuse_acceptance", "required"),
    ]
