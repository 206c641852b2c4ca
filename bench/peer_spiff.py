"""SpiffWorkflow: five user tasks in a row, state serialised and read back at each step, as a server must."""

import io
import json
from itertools import pairwise

from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from bench.peers import timed

STEPS = 5
NAMES = ["s", *(f"t{n}" for n in range(1, STEPS + 1)), "e"]
FLOW = "".join(
    f'<sequenceFlow id="f{n}" sourceRef="{one}" targetRef="{other}"/>' for n, (one, other) in enumerate(pairwise(NAMES))
)
XML = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x">'
    '<process id="p" isExecutable="true"><startEvent id="s"><outgoing>f0</outgoing></startEvent>'
    + "".join(
        f'<userTask id="t{n}" name="t{n}"><incoming>f{n - 1}</incoming><outgoing>f{n}</outgoing></userTask>'
        for n in range(1, STEPS + 1)
    )
    + f'<endEvent id="e"><incoming>f{STEPS}</incoming></endEvent>{FLOW}</process></definitions>'
)


def main(cases: int) -> None:
    parser = BpmnParser()
    parser.add_bpmn_io(io.BytesIO(XML.encode()))
    spec = parser.get_spec("p")
    serializer = BpmnWorkflowSerializer()

    def one_case() -> None:
        workflow = BpmnWorkflow(spec)
        workflow.do_engine_steps()
        state = serializer.serialize_json(workflow)
        for _ in range(STEPS):
            workflow = serializer.deserialize_json(state)
            task = workflow.get_next_task(manual=True, state=TaskState.READY)
            task.run()
            workflow.do_engine_steps()
            state = serializer.serialize_json(workflow)
        assert workflow.is_completed()

    print(json.dumps({"spiffworkflow: cpu ms a case (5 steps, no database)": timed(one_case, cases)}))
