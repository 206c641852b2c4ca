"""A layout for a file that does not compile: whoever opens it to put it right sees what stands where."""

from .diagram import diagram
from .errors import ProcedureError
from .model import Flow, Kind, Node, Procedure
from .reading import PREFIXES, Element, read_xml

_KINDS: dict[str, Kind] = {
    "startEvent": "start",
    "endEvent": "end",
    "intermediateCatchEvent": "catch",
    "intermediateThrowEvent": "catch",
    "boundaryEvent": "boundary",
    "exclusiveGateway": "exclusive",
}


def sketched(xml: bytes) -> bytes | None:
    """Returns a file with a layout of its first process, None where it has a layout, or nothing that can be laid out.

    Nothing else of the file changes. Elements that we do not run are laid out as tasks, sub-processes closed.
    """
    root = _root(xml)
    process = _process(root) if root else None
    if root is None or process is None or any(one.name == "BPMNDiagram" for one in root.children):
        return None
    end = xml.rfind(b"</")
    return xml[:end] + _declared(diagram(_sketch(process))).encode() + xml[end:]


def sketch(xml: bytes) -> Procedure | None:
    """Returns the first process of a file that does not compile as far as it can be drawn, None where it cannot be.

    It is to look at, not to run: elements that we do not run are steps, sub-processes closed, conditions left out.
    """
    root = _root(xml)
    process = _process(root) if root else None
    drawn = _sketch(process) if process else None
    return drawn if drawn and any(node.kind == "start" for node in drawn.nodes.values()) else None


def _root(xml: bytes) -> Element | None:
    try:
        xml.decode()
        return read_xml(xml)
    except (ProcedureError, UnicodeDecodeError):
        return None


def _process(root: Element) -> Element | None:
    return next((one for one in root.children if one.name == "process" and one.get("id") and _nodes(one)), None)


def _declared(drawn: str) -> str:
    spaces = "".join(f' xmlns:{prefix}="{space}"' for space, prefix in PREFIXES.items() if prefix in drawn)
    head = "<bpmndi:BPMNDiagram"
    return f"{head}{spaces}{drawn.removeprefix(head)}"


def _nodes(process: Element) -> dict[str, Node]:
    """Returns what arrows can lead to and from, by id."""
    named = {one.get("id"): one for one in process.children if one.get("id")}
    arrows = [one for one in process.children if one.name == "sequenceFlow"]
    ends = {one.get(end) for one in arrows for end in ("sourceRef", "targetRef")} - {one.get("id") for one in arrows}
    drawn = {id_: one for id_, one in named.items() if id_ in ends or _is_drawn(one.name)}
    hosts = {id_: one.get("attachedToRef") for id_, one in drawn.items()}
    found = {id_: Node(id_, _kind(one.name), one.get("name"), host=hosts[id_]) for id_, one in drawn.items()}
    return {id_: one for id_, one in found.items() if one.kind != "boundary" or one.host in found}


def _is_drawn(name: str) -> bool:
    return name.lower().endswith(("task", "event", "gateway", "activity", "process"))


def _kind(name: str) -> Kind:
    if name in _KINDS:
        return _KINDS[name]
    return "parallel" if name.endswith("Gateway") else "catch" if name.endswith("Event") else "user"


def _sketch(process: Element) -> Procedure:
    hung = _nodes(process)
    flows = {
        one.get("id"): Flow(one.get("id"), one.get("sourceRef"), one.get("targetRef"), one.get("name"))
        for one in process.children
        if one.name == "sequenceFlow" and one.get("id") and {one.get("sourceRef"), one.get("targetRef")} <= hung.keys()
    }
    first = next((id_ for id_, one in hung.items() if one.kind == "start"), next(iter(hung)))
    return Procedure(
        key=process.get("id"),
        name=process.get("name"),
        nodes=hung,
        out={id_: tuple(flow for flow in flows.values() if flow.source == id_) for id_ in hung},
        into={id_: tuple(flow for flow in flows.values() if flow.target == id_) for id_ in hung},
        starts={"": first},
        flows=flows,
    )
