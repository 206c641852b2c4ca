"""A layout for a file that has none (BPMN DI): from left to right in layers, sub-processes around what they hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from .model import TASKS, Flow, Node, Procedure
from .paths import forward

GAP_X, GAP_Y, EDGE, EVENT = 60, 40, 40, 36
TASK, GATE = (100, 80), (50, 50)


@dataclass(slots=True)
class Place:
    """Where a shape is: its upper left corner, its width and its height."""

    x: float
    y: float
    w: float
    h: float


def diagram(procedure: Procedure) -> str:
    """Returns a BPMNDiagram element for the procedure; what is called is drawn as one box."""
    places = dict[str, Place]()
    _scope(procedure, "", {id_: number for number, id_ in enumerate(forward(procedure))}, places)
    shapes = "".join(_shape(procedure.nodes[id_], place) for id_, place in places.items())
    edges = "".join(_edge(procedure, flow, places) for flow in procedure.flows.values() if flow.source in places)
    plane = f'<bpmndi:BPMNPlane id="plane" bpmnElement={quoteattr(procedure.key)}>{shapes}{edges}</bpmndi:BPMNPlane>'
    return f'<bpmndi:BPMNDiagram id="diagram">{plane}</bpmndi:BPMNDiagram>'


def _scope(procedure: Procedure, scope: str, order: dict[str, int], places: dict[str, Place]) -> tuple[float, float]:
    """Places what is in a scope from (0, 0) on, and returns its width and height."""
    nodes = [node for node in procedure.nodes.values() if node.scope == scope]
    hanging = [node for node in nodes if node.kind == "boundary"]
    layers = dict[int, list[Node]]()
    for node, layer in _layered(procedure, [node for node in nodes if node.kind != "boundary"], order):
        layers.setdefault(layer, []).append(node)
    x, high = float(EDGE), 0.0
    for layer in sorted(layers):
        y, wide = float(EDGE), 0.0
        for node in layers[layer]:
            w, h = _size(procedure, node, order, places)
            _shift(procedure, node.id, places, x, y)
            places[node.id] = Place(x, y, w, h)
            y, wide = y + h + GAP_Y, max(wide, w)
        x, high = x + wide + GAP_X, max(high, y)
    for number, node in enumerate(hanging):
        host = places.get(node.host, Place(0, 0, 0, 0))
        before = sum(1 for other in hanging[:number] if other.host == node.host)
        places[node.id] = Place(host.x + 10 + before * (EVENT + 8), host.y + host.h - EVENT / 2, EVENT, EVENT)
    return x - GAP_X + EDGE, high + EDGE


def _layered(procedure: Procedure, nodes: list[Node], order: dict[str, int]) -> Iterator[tuple[Node, int]]:
    """Yields each node with its layer: one more than the deepest that leads to it, loops left out."""
    layer = dict[str, int]()
    for node in sorted(nodes, key=lambda node: order.get(node.id, len(order))):
        sources = [flow.source for flow in procedure.into[node.id]]
        sources = [procedure.nodes[id_].host or id_ for id_ in sources]
        layer[node.id] = 1 + max((layer[id_] for id_ in sources if id_ in layer), default=-1)
        yield node, layer[node.id]


def _size(procedure: Procedure, node: Node, order: dict[str, int], places: dict[str, Place]) -> tuple[float, float]:
    if node.kind == "subprocess" and not node.calls:
        return _scope(procedure, node.id, order, places)
    if node.kind in TASKS or node.calls:
        return TASK
    return GATE if node.kind in {"exclusive", "inclusive", "parallel"} else (EVENT, EVENT)


def _shift(procedure: Procedure, scope: str, places: dict[str, Place], x: float, y: float) -> None:
    """Moves what is in a scope, and within, by a distance."""
    for id_, place in places.items():
        inside = procedure.nodes[id_].scope
        while inside and inside != scope:
            inside = procedure.nodes[inside].scope
        if inside == scope:
            place.x, place.y = place.x + x, place.y + y


def _shape(node: Node, place: Place) -> str:
    words = f"id={quoteattr(f'{node.id}_di')} bpmnElement={quoteattr(node.id)}"
    more = ' isExpanded="true"' if node.kind == "subprocess" and not node.calls else ""
    more += ' isMarkerVisible="true"' if node.kind == "exclusive" else ""
    bounds = f'<dc:Bounds x="{place.x:g}" y="{place.y:g}" width="{place.w:g}" height="{place.h:g}"/>'
    return f"<bpmndi:BPMNShape {words}{more}>{bounds}</bpmndi:BPMNShape>"


def _edge(procedure: Procedure, flow: Flow, places: dict[str, Place]) -> str:
    """Returns an arrow: straight on, or by a step halfway; from an event that hangs on a task, downward first."""
    source, target = places[flow.source], places[flow.target]
    end = (target.x, target.y + target.h / 2)
    if procedure.nodes[flow.source].kind == "boundary":
        begin = (source.x + source.w / 2, source.y + source.h)
        points = [begin, (begin[0], end[1]), end]
    else:
        begin = (source.x + source.w, source.y + source.h / 2)
        middle = (begin[0] + end[0]) / 2
        points = [begin, end] if begin[1] == end[1] else [begin, (middle, begin[1]), (middle, end[1]), end]
    way = "".join(f'<di:waypoint x="{x:g}" y="{y:g}"/>' for x, y in points)
    words = f"id={quoteattr(f'{flow.id}_di')} bpmnElement={quoteattr(flow.id)}"
    return f"<bpmndi:BPMNEdge {words}>{way}</bpmndi:BPMNEdge>"
