"""A procedure as BPMN 2.0 again: what is read back is the same procedure."""

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from .conditions import text_of
from .diagram import diagram
from .legal import ATTRIBUTES, LIMIT
from .model import HUMAN, Flow, Node, Procedure
from .reading import PREFIXES

_TAGS = {
    "start": "startEvent",
    "end": "endEvent",
    "terminate": "endEvent",
    "user": "userTask",
    "manual": "manualTask",
    "service": "serviceTask",
    "exclusive": "exclusiveGateway",
    "inclusive": "inclusiveGateway",
    "parallel": "parallelGateway",
    "subprocess": "subProcess",
    "catch": "intermediateCatchEvent",
    "boundary": "boundaryEvent",
}


def to_xml(procedure: Procedure) -> bytes:
    """Returns the procedure as a BPMN 2.0 file in UTF-8, with its own layout, or one made here where it has none.

    Called procedures stay calls. Line numbers are those of the new file.
    """
    spaces = " ".join(f"xmlns:{prefix}={quoteattr(space)}" for space, prefix in PREFIXES.items())
    key = quoteattr(f"{procedure.key}-definitions")
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<bpmn:definitions {spaces} id={key} targetNamespace="urn:yimen:procedures">',
        *(f"  <bpmn:message{_words({'id': id_, 'name': name})}/>" for id_, name in procedure.messages.items()),
        f"  <bpmn:process{_words(_process(procedure))}>",
        *_documentation(procedure.documentation, "    "),
        *_scope(procedure, "", "    "),
        "  </bpmn:process>",
        f"  {procedure.diagram or diagram(procedure)}",
        "</bpmn:definitions>",
        "",
    ]
    return "\n".join(lines).encode()


def _process(procedure: Procedure) -> dict[str, str]:
    words = {"id": procedure.key, "name": procedure.name, "isExecutable": "true"}
    labels = "；".join(f"{name}={label}" for name, label in procedure.labels.items())
    return {**words, "yimen:duties": " ".join(procedure.duties), "yimen:data": labels}


def _scope(procedure: Procedure, scope: str, indent: str) -> Iterator[str]:
    nodes = [node for node in procedure.nodes.values() if node.scope == scope]
    inside = {node.id for node in nodes}
    for node in nodes:
        yield from _node(procedure, node, indent)
    for flow in procedure.flows.values():
        if flow.source in inside:
            yield from _flow(flow, indent)
    if procedure.notes.get(scope):
        yield f"{indent}{procedure.notes[scope]}"


def _node(procedure: Procedure, node: Node, indent: str) -> Iterator[str]:
    tag = "callActivity" if node.calls else _TAGS[node.kind]
    words = {"id": node.id, "name": node.name, "default": node.default, "calledElement": node.calls}
    words |= {"attachedToRef": node.host, "cancelActivity": "" if node.cancels else "false"}
    words |= {f"yimen:{name}": getattr(node, name) for name in sorted(ATTRIBUTES) if node.kind in HUMAN}
    if LIMIT.fullmatch(node.duration):
        words["yimen:limit"] = node.duration
    inner = [*_documentation(node.documentation, f"{indent}  "), *_inside(node, f"{indent}  ")]
    if node.kind == "subprocess" and not node.calls:
        inner += _scope(procedure, node.id, f"{indent}  ")
    head = f"{indent}<bpmn:{tag}{_words(words)}"
    yield from [f"{head}>", *inner, f"{indent}</bpmn:{tag}>"] if inner else [f"{head}/>"]


def _inside(node: Node, indent: str) -> Iterator[str]:
    if node.outcomes and node.kind in HUMAN:
        yield f"{indent}<bpmn:extensionElements>"
        for item in node.outcomes:
            words = {"code": item.code, "name": item.name, "effect": item.effect, "opinion": item.opinion}
            yield f"{indent}  <yimen:outcome{_words(words)}/>"
        yield f"{indent}</bpmn:extensionElements>"
    if node.loop:
        words = {"isSequential": _truth(node.loop.sequential), "yimen:instances": node.loop.items}
        words |= {"yimen:rule": node.loop.rule, "yimen:agree": node.loop.agree, "yimen:veto": _truth(node.loop.veto)}
        words["yimen:again"] = node.loop.again
        yield f"{indent}<bpmn:multiInstanceLoopCharacteristics{_words(words)}/>"
    if node.kind == "terminate":
        yield f"{indent}<bpmn:terminateEventDefinition/>"
    if node.message:
        yield f"{indent}<bpmn:messageEventDefinition{_words({'messageRef': node.message})}/>"
    if LIMIT.fullmatch(node.duration):
        yield f"{indent}<bpmn:timerEventDefinition/>"
    elif node.duration:
        duration = f'<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">{node.duration}</bpmn:timeDuration>'
        yield f"{indent}<bpmn:timerEventDefinition>{duration}</bpmn:timerEventDefinition>"


def _flow(flow: Flow, indent: str) -> Iterator[str]:
    words = {"id": flow.id, "name": flow.name, "sourceRef": flow.source, "targetRef": flow.target}
    head = f"{indent}<bpmn:sequenceFlow{_words(words)}"
    inner = [*_documentation(flow.documentation, f"{indent}  ")]
    if flow.condition:
        text = escape(text_of(flow.condition))
        tag = "bpmn:conditionExpression"
        inner.append(f'{indent}  <{tag} xsi:type="bpmn:tFormalExpression">{text}</{tag}>')
    yield from [f"{head}>", *inner, f"{indent}</bpmn:sequenceFlow>"] if inner else [f"{head}/>"]


def _documentation(text: str, indent: str) -> Iterator[str]:
    if text:
        yield f"{indent}<bpmn:documentation>{escape(text)}</bpmn:documentation>"


def _words(words: dict[str, str]) -> str:
    """Returns attributes; those without a value are left out."""
    return "".join(f" {name}={quoteattr(value)}" for name, value in words.items() if value)


def _truth(value: bool) -> str:  # noqa: FBT001 - a word for a truth
    return "true" if value else "false"
