"""The way to a fault: told in words to whoever draws, and marked in the drawing, the stuck join above all."""

import pytest

from yimen.kernel.procedure import Position, check, compile_bpmn, draw

from .bpmn import definitions, flow, node, user

pytestmark = pytest.mark.pure

STUCK = compile_bpmn(
    definitions(
        node("startEvent", "s"),
        user("look", "agree", "back", name="审查"),
        user("weigh", "agree", name="审核"),
        node("exclusiveGateway", "x", default="on"),
        node("parallelGateway", "join", name="汇合"),
        node("endEvent", "e", name="办结"),
        flow("s", "look"),
        flow("look", "x"),
        flow("x", "weigh", "", "同意", "on"),
        flow("x", "join", "outcome == 'back'", "另办"),
        flow("weigh", "join"),
        flow("join", "e"),
    )
)


def test_the_way_is_marked_and_numbered_up_to_the_join_where_it_stops() -> None:
    faults = [one for one in check(STUCK) if one.path]
    assert faults
    assert all("流程管理员" not in one.message_zh for one in faults)
    fault = next(one for one in faults if one.path[-1] == "weigh")
    assert fault.path == ("look", "weigh")
    svg = draw(STUCK, Position(path=fault.path, stuck=fault.stops, flows=frozenset(fault.flows)))
    assert "走法 1" in svg
    assert "走法 2" in svg
    stuck = [part for part in svg.split("<g ") if "pf-stuck" in part]
    assert len(stuck) == 1
    assert 'data-node="join"' in stuck[0]
    assert "✕ 停在这里" in stuck[0]
    assert svg.count('class="pf-way"') >= 3
