"""A layout for a file that has none (BPMN DI): from left to right in layers, sub-processes around what they hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from xml.sax.saxutils import quoteattr

from .model import TASKS, Flow, Node, Procedure
from .paths import forward

GAP_X, GAP_Y, EDGE, EVENT = 100, 60, 40, 36
TASK, GATE = (100, 80), (50, 50)
LETTER, ROW = 13, 16  # the width and the height of a letter of a name


@dataclass(slots=True)
class Place:
    """Where a shape is: its upper left corner, its width, its height, and the lower edge of the row it stands in."""

    x: float
    y: float
    w: float
    h: float
    floor: float = 0


def diagram(procedure: Procedure) -> str:
    """Returns a BPMNDiagram element for the procedure; what is called is drawn as one box."""
    places = dict[str, Place]()
    _scope(procedure, "", {id_: number for number, id_ in enumerate(forward(procedure))}, places)
    shapes = "".join(_shape(procedure.nodes[id_], place) for id_, place in places.items())
    drawn = [flow for flow in procedure.flows.values() if flow.source in places]
    edges = "".join(_edge(procedure, flow, places, number) for number, flow in enumerate(drawn))
    plane = f'<bpmndi:BPMNPlane id="plane" bpmnElement={quoteattr(procedure.key)}>{shapes}{edges}</bpmndi:BPMNPlane>'
    return f'<bpmndi:BPMNDiagram id="diagram">{plane}</bpmndi:BPMNDiagram>'


def _scope(procedure: Procedure, scope: str, order: dict[str, int], places: dict[str, Place]) -> tuple[float, float]:
    """Places what is in a scope from (0, 0) on, and returns its width and height."""
    nodes = [node for node in procedure.nodes.values() if node.scope == scope]
    hanging = [node for node in nodes if node.kind == "boundary"]
    layers = dict[int, list[Node]]()
    for node, layer in _layered(procedure, [node for node in nodes if node.kind != "boundary"], order):
        layers.setdefault(layer, []).append(node)
    sizes = {node.id: _size(procedure, node, order, places) for node in nodes}
    rows = [0.0] * max(map(len, layers.values()), default=0)
    for here in layers.values():
        rows = [max(high, sizes[node.id][1]) for high, node in zip(rows, here, strict=False)] + rows[len(here) :]
    x, high = float(EDGE), EDGE + sum(high + GAP_Y for high in rows)
    for layer in sorted(layers):
        y, wide = float(EDGE), 0.0
        for node, row in zip(layers[layer], rows, strict=False):
            w, h = sizes[node.id]
            top = y + (row - h) / 2
            _shift(procedure, node.id, places, x, top)
            places[node.id] = Place(x, top, w, h, y + row)
            y, wide = y + row + GAP_Y, max(wide, w)
        x = x + wide + GAP_X
    for number, node in enumerate(hanging):
        host = places.get(node.host, Place(0, 0, 0, 0))
        before = sum(1 for other in hanging[:number] if other.host == node.host)
        x_, y_ = host.x + 10 + before * (EVENT + 8), host.y + host.h - EVENT / 2
        places[node.id] = Place(x_, y_, EVENT, EVENT, host.floor)
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
    return _size_of(node)


def _size_of(node: Node) -> tuple[int, int]:
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
            place.x, place.y, place.floor = place.x + x, place.y + y, place.floor + y


def _shape(node: Node, place: Place) -> str:
    words = f"id={quoteattr(f'{node.id}_di')} bpmnElement={quoteattr(node.id)}"
    more = ' isExpanded="true"' if node.kind == "subprocess" and not node.calls else ""
    more += ' isMarkerVisible="true"' if node.kind == "exclusive" else ""
    bounds = f'<dc:Bounds x="{place.x:g}" y="{place.y:g}" width="{place.w:g}" height="{place.h:g}"/>'
    return f"<bpmndi:BPMNShape {words}{more}>{bounds}</bpmndi:BPMNShape>"


def _edge(procedure: Procedure, flow: Flow, places: dict[str, Place], number: int) -> str:
    points = _points(procedure, flow, places, number)
    way = "".join(f'<di:waypoint x="{x:g}" y="{y:g}"/>' for x, y in points)
    way += _label(flow.name, points) if flow.name else ""
    words = f"id={quoteattr(f'{flow.id}_di')} bpmnElement={quoteattr(flow.id)}"
    return f"<bpmndi:BPMNEdge {words}>{way}</bpmndi:BPMNEdge>"


def _label(name: str, points: list[tuple[float, float]]) -> str:
    """Returns where a flow's name stands: above the last of its level parts that is long enough, else the longest."""
    level = [(min(a[0], b[0]), abs(b[0] - a[0]), a[1]) for a, b in pairwise(points) if a[1] == b[1]]
    x, room, y = next((one for one in reversed(level) if one[1] >= GAP_X - LETTER), max(level, key=lambda one: one[1]))
    wide = min(len(name) * LETTER + 4, max(room, GAP_X) - 8)
    high = ROW * ceil(len(name) * LETTER / wide)
    bounds = f'x="{x + (room - wide) / 2:g}" y="{y - high - 3:g}" width="{wide:g}" height="{high:g}"'
    return f"<bpmndi:BPMNLabel><dc:Bounds {bounds}/></bpmndi:BPMNLabel>"


def _points(procedure: Procedure, flow: Flow, places: dict[str, Place], number: int) -> list[tuple[float, float]]:
    """Returns an arrow's corners: straight on, or by a step before its end; below the row where a shape is in the way.

    From an event that hangs on a step it goes that way always. ``number`` keeps arrows beside each other apart.
    """
    source, target = places[flow.source], places[flow.target]
    end = (target.x, target.y + target.h / 2)
    aside = 8 * (number % 3 - 1)
    turn = target.x - GAP_X / 2 + aside
    begin = (source.x + source.w, source.y + source.h / 2)
    hangs = procedure.nodes[flow.source].kind == "boundary"
    if trunk := _trunk(procedure, flow, places):
        return trunk
    if not hangs and turn > begin[0] and not _met(procedure, flow, places, turn):
        return [begin, end] if begin[1] == end[1] else [begin, (turn, begin[1]), (turn, end[1]), end]
    under = source.floor + GAP_Y / 2 + aside
    below = source.x + source.w / 2
    return [(below, source.y + source.h), (below, under), (turn, under), (turn, end[1]), end]


def _trunk(procedure: Procedure, flow: Flow, places: dict[str, Place]) -> list[tuple[float, float]]:
    """Returns the way from a gateway down and then across to a shape of a lower row, [] where something stands there.

    All that goes down from one gateway shares a trunk, so that names have the level parts to themselves.
    """
    source, target, node = places[flow.source], places[flow.target], procedure.nodes[flow.source]
    x, y = source.x + source.w / 2, target.y + target.h / 2
    if _size_of(node) != GATE or target.x < source.x + source.w or target.y <= source.floor:
        return []
    boxes = [
        place
        for id_, place in places.items()
        if procedure.nodes[id_].scope == node.scope and id_ not in {flow.source, flow.target}
    ]
    upright = any(one.x < x < one.x + one.w and one.y < y and one.y + one.h > source.y + source.h for one in boxes)
    level = any(one.y < y < one.y + one.h and one.x < target.x and one.x + one.w > x for one in boxes)
    return [] if upright or level else [(x, source.y + source.h), (x, y), (target.x, y)]


def _met(procedure: Procedure, flow: Flow, places: dict[str, Place], turn: float) -> bool:
    """Tells whether a shape stands on the way straight on from a flow's source."""
    source, scope = places[flow.source], procedure.nodes[flow.source].scope
    y, begin = source.y + source.h / 2, source.x + source.w
    beside = [place for id_, place in places.items() if procedure.nodes[id_].scope == scope and id_ != flow.source]
    return any(one.x < turn and one.x + one.w > begin and one.y < y < one.y + one.h for one in beside)
