"""One step of a procedure: how long ours takes beside SpiffWorkflow, which runs the same file to the same places."""

import json
from pathlib import Path
from time import perf_counter

from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from yimen.kernel.procedure import (
    Procedure,
    State,
    compile_bpmn,
    complete,
    draw,
    send_back,
    start,
    state_from_data,
    state_to_data,
    to_xml,
)

FILE = Path(__file__).resolve().parents[1] / "demo" / "procedures" / "highway-licence.bpmn"
COURSE = ("correct", "submit", "accept", "agree", "return", "agree", "agree", "grant", "deliver")
ROUNDS = 200
MANY = 10_000  # instances of one step: as many as are allowed
OUTCOME = '<extensionElements><y:outcome code="agree" name="a"/></extensionElements>'
HEAD = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:y="urn:yimen:bpmn" targetNamespace="x">
 <process id="p" name="p"><startEvent id="s"/><endEvent id="e"/>"""
FOOT = "</process></definitions>"


def measure() -> dict[str, float]:
    """Returns microseconds per step, to and from stored state included for ours, and the ratio; the fastest of five."""
    xml = FILE.read_bytes()
    procedure = compile_bpmn(xml)
    ours = min(_time(lambda: _run(procedure), ROUNDS) for _ in range(5)) / len(COURSE)
    parser = BpmnParser()
    parser.add_bpmn_str(xml)
    spec = parser.get_spec(procedure.key)
    peer = min(_time(lambda: _run_peer(spec), ROUNDS // 20) for _ in range(5)) / len(COURSE)
    return {
        **_fourteen(),
        "step_us": ours,
        "step_us_spiffworkflow": peer,
        "times_faster": peer / ours,
        "compile_us": _time(lambda: compile_bpmn(xml), 20),
        "draw_us": _time(lambda: draw(procedure), 20),
        "to_xml_us": _time(lambda: to_xml(procedure), 20),
        "send_back_us": _time(lambda: _back(procedure), 20),
        **_many(),
    }


def _many() -> dict[str, float]:
    """Returns microseconds for each of many instances of a step, opened and ended: of a tenth of the most, and all."""
    loop = '<multiInstanceLoopCharacteristics y:instances="units"/>'
    procedure, found = compile_bpmn(_file(["t"], ["s-t", "t-e"], loop)), {}
    for count in (MANY // 10, MANY):
        data = {"units": [str(number) for number in range(count)]}
        state = start(procedure, data).state
        opening = min(_time(lambda data=data: start(procedure, data), 1) for _ in range(7))
        ending = min(_time(lambda state=state: _all(procedure, state), 1) for _ in range(3))
        found |= {f"open_each_of_{count}_us": opening / count, f"end_each_of_{count}_us": ending / count}
    return found


def _all(procedure: Procedure, state: State) -> None:
    """Lets all instances of a step end, the first first."""
    while state.open_tasks:
        state = complete(procedure, state, state.open_tasks[0].token, "agree", {}).state
    assert state.ended


def _fourteen() -> dict[str, float]:
    """Returns microseconds per transition and the largest state in bytes, for a flow of 14 nodes with two branches."""
    ids = ["accept", "check", "a1", "a2", "b1", "b2", "review", "countersign", "decide", "deliver"]
    ways = "s-accept accept-check check-f f-a1 a1-a2 a2-j f-b1 b1-b2 b2-j j-review review-countersign"
    ways += " countersign-decide decide-deliver deliver-e"
    procedure = compile_bpmn(_file(ids, ways.split()))
    assert len(procedure.nodes) == 14
    step, states = start(procedure, {}), []
    while not step.ended:
        states.append(step.state)
        step = complete(procedure, step.state, step.state.open_tasks[0].token, "agree", {})
    states.append(step.state)

    def through() -> None:
        for state in states[:-1]:
            complete(procedure, state, state.open_tasks[0].token, "agree", {})

    stored = [len(json.dumps(state_to_data(state), separators=(",", ":"))) for state in states]
    time = min(_time(through, ROUNDS) for _ in range(7)) / (len(states) - 1)
    peer, kept, size = _fourteen_peer(_file(ids, ways.split()), procedure.key)
    return {
        "transition_14_nodes_us": time,
        "transition_14_nodes_us_spiffworkflow": peer,
        "transition_14_nodes_us_spiffworkflow, state read and written": kept,
        "state_14_nodes_bytes": max(stored),
        "state_14_nodes_bytes_spiffworkflow": size,
    }


def _fourteen_peer(xml: bytes, key: str) -> tuple[float, float, float]:
    """Returns microseconds per step of the same flow there, without and with its state, and its largest state."""
    parser, serializer = BpmnParser(), BpmnWorkflowSerializer()
    parser.add_bpmn_str(xml)
    run = BpmnWorkflow(parser.get_spec(key))
    run.do_engine_steps()
    states = []
    while not run.is_completed():
        states.append(serializer.serialize_json(run))
        _step_peer(run)

    def through() -> tuple[float, float]:
        spent, whole = 0.0, perf_counter()
        for state in states:
            run = serializer.deserialize_json(state)
            begin = perf_counter()
            _step_peer(run)
            spent += perf_counter() - begin
            serializer.serialize_json(run)
        return spent, perf_counter() - whole

    spent, whole = (min(each) / len(states) * 1e6 for each in zip(*[through() for _ in range(5)], strict=True))
    return spent, whole, max(len(state.encode()) for state in states)


def _step_peer(run: BpmnWorkflow) -> None:
    run.get_next_task(manual=True, state=TaskState.READY).run()
    run.do_engine_steps()


def _file(ids: list[str], ways: list[str], loop: str = "") -> bytes:
    """Writes steps and arrows such as "s-a"; f and j are a fork and its join."""
    steps = "".join(f'<userTask id="{id_}" name="{id_}">{OUTCOME}{loop}</userTask>' for id_ in ids)
    used = {end for way in ways for end in way.split("-")}
    gates = "".join(f'<parallelGateway id="{id_}"/>' for id_ in "fj" if id_ in used)
    pairs = [way.split("-") for way in ways]
    flows = "".join(f'<sequenceFlow id="{a}-{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in pairs)
    return f"{HEAD}{steps}{gates}{flows}{FOOT}".encode()


def _back(procedure: Procedure) -> None:
    """Accepts, examines, and sends back from the review."""
    step = start(procedure, {})
    for outcome in ("accept", "agree"):
        step = complete(procedure, step.state, step.state.open_tasks[0].token, outcome, {})
    send_back(procedure, step.state, step.state.open_tasks[0].token, {})


def _time(run, rounds: int) -> float:
    begin = perf_counter()
    for _ in range(rounds):
        run()
    return (perf_counter() - begin) / rounds * 1e6


def _run(procedure: Procedure) -> None:
    step = start(procedure, {})
    for outcome in COURSE:
        state = state_from_data(state_to_data(step.state))
        step = complete(procedure, state, state.open_tasks[0].token, outcome, {})
    assert step.ended


def _run_peer(spec) -> None:
    run = BpmnWorkflow(spec)
    run.do_engine_steps()
    for outcome in COURSE:
        task = next(task for task in run.get_tasks(state=TaskState.READY) if task.task_spec.manual)
        task.data["outcome"] = outcome
        task.run()
        run.do_engine_steps()
    assert run.is_completed()
