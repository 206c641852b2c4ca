"""Mandatory stages: of every order and every gap, only what the law allows may be published."""

from itertools import pairwise, permutations
from pathlib import Path
from typing import Any

import pytest

from yimen.kernel import procedure as package

from .bpmn import definitions, flow, node

pytestmark = pytest.mark.pure

DEMO = Path(__file__).resolve().parents[5] / "demo" / "procedures" / "major-decision.bpmn"
FIVE = ("participation", "expert", "risk", "legality", "discussion")
DECIDES = 'yimen:role="decider" yimen:stage="决定" yimen:limit="2wd" yimen:basis="x"'


@pytest.fixture
def kit() -> Any:
    """Gives the package as it is; ``test_duty_mutants`` gives the tests copies with bugs planted."""
    return package


def step(duty: Any, id_: Any = "", effect: Any = "none") -> Any:
    said = f' yimen:duty="{duty}"' if duty in FIVE else ""
    outcome = f'<yimen:outcome code="done" name="完成" effect="{effect}"/>'
    id_ = id_ or duty
    return (
        f'<bpmn:userTask id="{id_}" name="{id_}" {DECIDES}{said}><bpmn:extensionElements>{outcome}'
        "</bpmn:extensionElements></bpmn:userTask>"
    )


def decision(order: Any, duties: Any = FIVE, *, adopts: Any = "discussion") -> Any:
    """Writes start → the stages in an order → end; one of them adopts the decision."""
    chain = ["s", *order, "e"]
    parts = [step(one, effect="grant" if one == adopts else "none") for one in order]
    xml = definitions(
        node("startEvent", "s"),
        *parts,
        node("endEvent", "e"),
        *(flow(a, b) for a, b in pairwise(chain)),
    )
    return xml.replace(b'isExecutable="true"', f'isExecutable="true" yimen:duties="{" ".join(duties)}"'.encode())


def errors(kit: Any, xml: Any) -> Any:
    return [one for one in kit.check(kit.compile_bpmn(xml)) if one.severity == "error"]


@pytest.mark.req("DEC-001")
@pytest.mark.parametrize("order", list(permutations(FIVE)), ids="-".join)
def test_of_all_orders_those_of_the_law_pass(kit: Any, order: Any) -> None:
    """The first three in any order, then the examination of legality, then the discussion (条例 第二十五、三十条)."""
    assert (errors(kit, decision(order)) == []) == (order[3:] == ("legality", "discussion"))


@pytest.mark.req("DEC-001")
@pytest.mark.parametrize("left", FIVE)
def test_a_stage_left_out_is_named(kit: Any, left: Any) -> None:
    order = [one for one in FIVE if one != left]
    words = [one.mending for one in errors(kit, decision(order, adopts=order[-1]))]
    assert any(f'yimen:duty="{left}"' in one for one in words)


@pytest.mark.req("DEC-002")
def test_a_place_that_asks_for_four_needs_four(kit: Any) -> None:
    four = [one for one in FIVE if one != "risk"]
    assert errors(kit, decision(four, four)) == []
    assert errors(kit, decision(["participation", "legality", "discussion"], four)) != []


@pytest.mark.req("DEC-001")
def test_a_way_around_a_stage_is_found_with_the_way(kit: Any) -> None:
    gate = node("exclusiveGateway", "g", default="skip")
    parts = [step(one, effect="grant" if one == "discussion" else "none") for one in FIVE]
    flows = [flow("s", "participation"), flow("participation", "expert"), flow("expert", "g")]
    flows += [flow("g", "risk", "expert == 'done'"), flow("g", "legality", id_="skip")]
    flows += [flow("risk", "legality"), flow("legality", "discussion"), flow("discussion", "e")]
    xml = definitions(node("startEvent", "s"), *parts, gate, node("endEvent", "e"), *flows)
    xml = xml.replace(b"expert == 'done'", b"n &gt; 3").replace(
        b'isExecutable="true"', f'isExecutable="true" yimen:duties="{" ".join(FIVE)}"'.encode()
    )
    early = [one for one in errors(kit, xml) if "风险评估" in one.message_zh]
    assert {one.element for one in early} == {"legality legality", "discussion discussion"}
    assert all(one.moves for one in early)


@pytest.mark.req("DEC-001")
def test_a_discussion_follows_the_examination_whoever_adopts(kit: Any) -> None:
    found = errors(kit, decision((*FIVE[:3], "discussion", "legality"), adopts="legality"))
    assert [(one.element, "合法性审查" in one.message_zh) for one in found if one.element.startswith("disc")] == [
        ("discussion discussion", True)
    ]


def test_a_decision_has_an_outcome_that_adopts_it(kit: Any) -> None:
    assert 'effect="grant"' in errors(kit, decision(FIVE, adopts=""))[0].mending


@pytest.mark.parametrize("duties", ["fun", "risk risk", "participation expert nothing"])
def test_unknown_and_repeated_stages_are_refused(kit: Any, duties: Any) -> None:
    xml = decision(FIVE).replace(" ".join(FIVE).encode(), duties.encode())
    with pytest.raises(ValueError, match="yimen:duties"):
        kit.compile_bpmn(xml)


def test_an_unknown_stage_of_a_step_is_refused(kit: Any) -> None:
    with pytest.raises(ValueError, match="yimen:duty"):
        kit.compile_bpmn(decision(FIVE).replace(b'yimen:duty="risk"', b'yimen:duty="fun"'))


def test_stages_are_kept_by_writing(kit: Any) -> None:
    procedure = kit.compile_bpmn(DEMO.read_bytes())
    again = kit.compile_bpmn(kit.to_xml(procedure))
    assert again.duties == procedure.duties == FIVE
    assert {one.duty for one in again.nodes.values()} - {""} == set(FIVE)


@pytest.mark.req("DEC-001", "PWR-006")
def test_the_shipped_procedure_passes_and_cannot_be_cut_short(kit: Any) -> None:
    procedure = kit.compile_bpmn(DEMO.read_bytes())
    assert kit.check(procedure) == ()
    state = kit.complete(procedure, kit.start(procedure, {}).state, 1, "ready", {}).state
    reached = [task.node for task in state.open_tasks]
    assert sorted(reached) == ["expert", "participation", "risk"]
    for task in state.open_tasks[:2]:
        state = kit.complete(procedure, state, task.token, "done", {}).state
    assert [task.node for task in state.open_tasks] == ["risk"]  # neither legality nor discussion is open yet
    state = kit.complete(procedure, state, state.open_tasks[0].token, "done", {}).state
    assert [task.node for task in state.open_tasks] == ["legality"]


def test_the_drawing_names_them(kit: Any) -> None:
    svg = kit.draw(kit.compile_bpmn(DEMO.read_bytes()))
    for words in ("公众参与", "专家论证", "风险评估", "合法性审查", "集体讨论决定"):
        assert f"必经程序 {words}" in svg
