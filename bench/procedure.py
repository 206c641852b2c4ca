"""One step of a procedure: how long ours takes beside SpiffWorkflow, which runs the same file to the same places."""

from pathlib import Path
from time import perf_counter

from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from yimen.kernel.procedure import Procedure, compile_bpmn, complete, draw, start, state_from_data, state_to_data

FILE = Path(__file__).resolve().parents[1] / "demo" / "procedures" / "highway-licence.bpmn"
COURSE = ("correct", "submit", "accept", "agree", "return", "agree", "agree", "grant", "deliver")
ROUNDS = 200


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
        "step_us": ours,
        "step_us_spiffworkflow": peer,
        "times_faster": peer / ours,
        "compile_us": _time(lambda: compile_bpmn(xml), 20),
        "draw_us": _time(lambda: draw(procedure), 20),
    }


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
