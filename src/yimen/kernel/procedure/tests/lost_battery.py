"""Lost joins: told where the ways meet, with what it leads to, however the states multiply."""

from typing import Any

from .bpmn import definitions, flow, node, user
from .lawful_battery import step

SPLIT = node("parallelGateway", "split", name="分头办")


def errors(kernel: Any, xml: bytes) -> list[Any]:
    return [one for one in kernel.check(kernel.compile_bpmn(xml)) if one.severity == "error"]


def licence(meeting: str, *ways: tuple[str, ...], back: bool = False) -> bytes:
    """A licence with two looks at once between examination and review; ``meeting``: what they come to."""
    codes = ("agree", "return") if back else ("agree",)
    parts = [node("startEvent", "s"), step("accept", ("accept", "accept")), user("examine"), SPLIT]
    parts += [user("one"), user("two"), meeting, user("review", *codes, name="审核")]
    parts += [node("exclusiveGateway", "x", default="x-decide"), step("decide", ("grant", "grant"))]
    parts += [step("deliver", ("deliver", "deliver")), node("endEvent", "e")]
    names = ["s-accept", "accept-examine", "examine-split", "split-one", "split-two", "review-x", "x-decide"]
    flows = [flow(*name.split("-")) for name in [*names, "decide-deliver", "deliver-e"]]
    flows += [flow("x", "examine", "outcome == 'return'", "退回重审")] if back else []
    made: bytes = definitions(*parts, *flows, *(flow(*way) for way in ways))
    return made


MET = (("one", "meet"), ("two", "meet"), ("meet", "review"))
LOST, JOINED = node("exclusiveGateway", "meet"), node("parallelGateway", "meet")


def a_lost_join_is_told_where_the_ways_meet(kernel: Any) -> None:
    (found,) = errors(kernel, licence(LOST, *MET))
    assert (found.element.split()[-1], found.stops, found.mark) == ("meet", "meet", "各路没有等齐")
    assert found.message_zh.startswith(
        "“分头办”分出的几路到这里没有等齐就各自往下走，“审核”会同时开出几份，可能对同一件"
    )
    assert found.message_zh.endswith("请在这里用并行网关汇合，等各路到齐再往下走。")
    assert "退回" not in found.message_zh
    assert {"one-meet", "two-meet", "meet-review"} <= set(found.flows)
    way = kernel.Position(path=found.path, stuck=found.stops, flows=frozenset(found.flows), stuck_words=found.mark)
    drawn = kernel.draw(kernel.compile_bpmn(licence(LOST, *MET)), way)
    assert "停在这里" not in drawn


def with_a_way_back_it_is_told_there_and_that_it_never_ends(kernel: Any) -> None:
    (found,) = errors(kernel, licence(LOST, *MET, back=True))
    assert (found.element.split()[-1], found.path[-2:]) == ("meet", ("one", "two"))
    assert "每退回一次又多开几份，永远不能办结" in found.message_zh
    assert errors(kernel, licence(JOINED, *MET, back=True)) == []


def ways_that_meet_at_a_step_are_told_to_be_joined_before_it(kernel: Any) -> None:
    (found,) = errors(kernel, licence("", ("one", "review"), ("two", "review")))
    assert found.element.split()[-1] == "review"
    assert "请在它前面用并行网关汇合" in found.message_zh


def what_the_law_forbids_elsewhere_is_told_beside_a_lost_join(kernel: Any) -> None:
    xml = licence(LOST, *MET).replace(b'effect="accept"', b"")
    early = xml.replace(b'code="done" name="done"', b'code="done" name="done" effect="grant"', 1)
    assert [one.element.split()[-1] for one in errors(kernel, xml)] == ["meet", "decide"]
    assert [one.element.split()[-1] for one in errors(kernel, early)] == ["examine", "meet", "decide", "decide"]


def a_join_that_waits_for_all_is_not_taken_for_a_lost_one(kernel: Any) -> None:
    before = [node("parallelGateway", "f"), user("a"), user("b"), node("parallelGateway", "j")]
    ways = ["s-f", "f-a", "f-b", "a-j", "b-j", "j-split", "split-c", "split-d", "c-meet", "d-meet", "meet-x", "x-e"]
    after = [user("c"), user("d"), LOST, user("x"), node("startEvent", "s"), node("endEvent", "e")]
    (found,) = errors(kernel, definitions(*before, SPLIT, *after, *(flow(*way.split("-")) for way in ways)))
    assert found.stops == "meet"


def branching(*flows: bytes, kind: str = "parallelGateway") -> bytes:
    parts = [node("startEvent", "s"), node("exclusiveGateway", "m"), SPLIT, user("a", "on", "back"), user("b")]
    parts += [node("exclusiveGateway", "x", default="x-j"), node(kind, "j"), node("endEvent", "e")]
    ways = ["s-m", "m-split", "split-a", "split-b", "a-x", "x-j", "b-j", "j-e"]
    made: bytes = definitions(*parts, *(flow(*way.split("-")) for way in ways), *flows)
    return made


def a_branch_that_goes_back_before_the_parting_is_told_there(kernel: Any) -> None:
    (found,) = errors(kernel, branching(flow("x", "m", "outcome == 'back'", "退回")))
    assert (found.element.split()[-1], found.stops) == ("split", "split")
    assert "请先用并行网关汇合再退回" in found.message_zh
    inner = branching(flow("x", "again", "outcome == 'back'", "退回"), node("exclusiveGateway", "again"))
    inner = inner.replace(b'sourceRef="split" targetRef="a"', b'sourceRef="split" targetRef="again"')
    inner = inner.replace(b"</bpmn:process>", flow("again", "a").encode() + b"</bpmn:process>")
    assert errors(kernel, inner) == []


def ways_that_end_each_by_itself_are_no_lost_join(kernel: Any) -> None:
    assert errors(kernel, branching(kind="exclusiveGateway")) == []
    apart = branching(flow("x", "e", "outcome == 'back'", "完"))
    apart = apart.replace(b'sourceRef="b" targetRef="j"', b'sourceRef="b" targetRef="e"').replace(
        b'sourceRef="x" targetRef="j"', b'sourceRef="x" targetRef="e"'
    )
    assert [one for one in errors(kernel, apart) if "没有等齐" in one.message_zh] == []


def a_reminder_beside_an_open_step_that_meets_its_way_is_told(kernel: Any) -> None:
    timer = node(
        "boundaryEvent",
        "late",
        node("timerEventDefinition", "t", "<bpmn:timeDuration>P1D</bpmn:timeDuration>"),
        attachedToRef="a",
        cancelActivity="false",
    )
    parts = [
        node("startEvent", "s"),
        user("a", name="审查"),
        timer,
        node("exclusiveGateway", "m"),
        user("b"),
        node("endEvent", "e"),
    ]
    ways = ["s-a", "a-m", "late-m", "m-b", "b-e"]
    xml = definitions(*parts, *(flow(*way.split("-")) for way in ways))
    (found,) = errors(kernel, xml)
    assert (found.element.split()[-1], "“审查”分出的几路" in found.message_zh) == ("m", True)
    assert errors(kernel, xml.replace(b'cancelActivity="false"', b"")) == []


CHECKS = [
    check
    for name, check in list(globals().items())
    if callable(check)
    and getattr(check, "__module__", "") == __name__
    and check.__code__.co_varnames[:1] == ("kernel",)
    and check.__code__.co_argcount == 1
]
