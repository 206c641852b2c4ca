"""Where everything in a flowchart goes: top-down, the main path as a spine, what branches off it beside its step.

Arrows are orthogonal. From one step of the spine to the next they run straight down; to and from a shape beside,
straight across; between other steps of the spine through channels on the left; all others through channels on the right
and lanes between the rows. Channels, lanes and labels have rooms apart from the boxes, so nothing overlaps.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from .lettering import LINE, SMALL, Row, width, wrap
from .model import TASKS, Node
from .shapes import Arrow, Chart

SPINE, ALONE, SIDE, PILL = 136, 216, 96, 112  # widths: of the spine beside others or alone, of shapes beside, of ends
EDGE, TRACK, GAP, STACK = 4, 14, 36, 16  # margin, distance of channels, least distance of rows and of stacked shapes
REACH = 20  # how much higher a step is than what leads across from it
LABEL, NARROW = 52, 26  # the room of labels: four characters, and two where a channel on the left leaves a step
_SIDES = ("left", "across", "right")


@dataclass(slots=True)
class Box:
    """A shape's place and its lines of text."""

    node: Node
    rows: list[Row]
    x: float = 0
    y: float = 0
    w: float = 0
    h: float = 0

    @property
    def middle(self) -> float:
        """Returns the x of its middle."""
        return self.x + self.w / 2


@dataclass(frozen=True, slots=True)
class Label:
    """Lines of small text; ``x`` and ``y`` are those of the first line's baseline, ``anchor`` is SVG's text-anchor."""

    lines: tuple[str, ...]
    x: float
    y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Track:
    """An arrow's way from shape to shape, and its label."""

    arrow: Arrow
    points: tuple[tuple[float, float], ...]
    label: Label | None


@dataclass(slots=True)
class Layout:
    """A finished layout, in units of the drawing."""

    boxes: dict[str, Box]
    tracks: list[Track] = field(default_factory=list)
    width: float = 0
    height: float = 0


@dataclass(slots=True)
class _Port:
    """Where an arrow meets a shape: on a side, or (below, above) by a lane of the gap there, ``shift`` off the middle.

    ``lines`` is the label above it, ``y`` the height of the port or of the lane.
    """

    side: Literal["left", "across", "right", "below", "above"]
    at: str
    arrow: Arrow
    lines: list[str]
    y: float = 0
    shift: float = 0

    @property
    def need(self) -> int:
        """Returns the height that the port takes, with its label."""
        return 12 + LINE * len(self.lines)

    def label(self, x: float, anchor: str) -> Label:
        """Returns the label, standing above the arrow."""
        return Label(tuple(self.lines), x, self.y - 5 - LINE * (len(self.lines) - 1), anchor)


def arrange(chart: Chart) -> list[list[str]]:
    """Returns the shapes in rows: each begins with a shape of the spine, followed by those that branch off it."""
    rows = [[id_] for id_ in chart.spine]
    placed = {id_: place for place, id_ in enumerate(chart.spine)}
    leaving: dict[str, list[Arrow]] = {}
    for arrow in chart.arrows:
        leaving.setdefault(arrow.source, []).append(arrow)
    todo = list(chart.spine)
    while todo:
        at = todo.pop(0)
        for arrow in leaving.get(at, ()):
            if arrow.target not in placed:
                placed[arrow.target] = placed[at]
                rows[placed[at]].append(arrow.target)
                todo.append(arrow.target)
    return rows


def lay_out(chart: Chart, rows: list[list[str]], contents: Mapping[str, list[Row]]) -> Layout:
    """Returns the layout of shapes arranged in rows, each with its lines of text."""
    return _Layout(chart, rows, contents).done()


class _Layout:
    def __init__(self, chart: Chart, rows: list[list[str]], contents: Mapping[str, list[Row]]) -> None:
        self.rows, self.spine = rows, {row[0] for row in rows}
        self.row = {id_: place for place, row in enumerate(rows) for id_ in row}
        self.layout = Layout({node.id: Box(node, contents[node.id]) for node in chart.shapes})
        self.boxes = self.layout.boxes
        self.beside = any(len(row) > 1 for row in rows)
        self.down: dict[int, Arrow] = {}  # by the row it leaves
        self.ports: list[_Port] = []
        self.pairs: list[tuple[_Port, _Port]] = []  # the two ends of an arrow that runs through a channel
        for arrow in chart.arrows:
            self.sort(arrow)
        self.met: dict[tuple[str, str], list[_Port]] = {}  # by side and shape
        self.lanes: dict[tuple[str, int], list[_Port]] = {}  # by side and row
        self.wide: dict[str, float] = {}  # the widest label, by side
        for port in self.ports:
            self.met.setdefault((port.side, port.at), []).append(port)
            self.lanes.setdefault((port.side, self.row[port.at]), []).append(port)
            self.wide[port.side] = max([self.wide.get(port.side, 0), *(width(line, SMALL) for line in port.lines)])

    def sort(self, arrow: Arrow) -> None:
        """Puts an arrow where it will run."""
        source, target = self.row[arrow.source], self.row[arrow.target]
        from_spine, to_spine = arrow.source in self.spine, arrow.target in self.spine
        lines = wrap(arrow.label, SMALL, NARROW if from_spine and to_spine else LABEL)
        if from_spine and to_spine and target == source + 1:
            self.down[source] = arrow
        elif source == target and from_spine != to_spine:
            self.ports.append(_Port("across", arrow.target if from_spine else arrow.source, arrow, lines))
        else:
            inner = from_spine and to_spine
            out = _Port("left" if inner else "below" if from_spine else "right", arrow.source, arrow, lines)
            back = _Port("left" if inner else "above" if to_spine else "right", arrow.target, arrow, [])
            self.pairs.append((out, back))
            self.ports += [out, back]

    def done(self) -> Layout:
        self.rise()
        left = _tracks(pair for pair in self.pairs if pair[0].side == "left")
        right = _tracks(pair for pair in self.pairs if pair[0].side != "left")
        self.columns(max(left.values(), default=0))
        self.run_down()
        self.run_across()
        for pair in self.pairs:
            if pair[0].side == "left":
                self.run_left(*pair, left[pair[0].arrow])
            else:
                self.run_right(*pair, right[pair[0].arrow])
        self.layout.width += TRACK * max(right.values(), default=0)
        return self.layout

    def rise(self) -> None:
        """Sets the height of everything, row by row.

        The spine and what stands beside it go down apart, unless a lane runs between them: so no step grows with those
        beside it further than their arrows ask.
        """
        spine, beside = float(EDGE), float(EDGE)  # how far down each of the two is taken
        for place, row in enumerate(self.rows):
            if place:
                crossed = bool(self.lanes.get(("below", place - 1)) or self.lanes.get(("above", place)))
                spine = max(spine, beside) if crossed else spine
                spine += self.gap(place, spine)
                beside = spine if crossed else beside + STACK
            spine, beside = self.stand(row, spine, beside)
        end = max(spine, beside)
        self.layout.height = end + self.gap(len(self.rows), end, least=0) + EDGE

    def stand(self, row: list[str], spine: float, beside: float) -> tuple[float, float]:
        """Sets a row's boxes, none above where its column is free; returns where the columns are free below them."""
        first, *others = (self.boxes[id_] for id_ in row)
        for box in (first, *others):
            sides = [sum(port.need for port in self.on(side, box.node.id)) for side in _SIDES]
            room = 18 if box.node.kind in TASKS else 12
            box.h = max(sum(line.height for line in box.rows) + room, max(sides) + 6)
        top = 0.0
        for box in others:
            box.y = top
            top += box.h + STACK
        met = [port for box in others for port in self.meeting(box)]
        high, low = min((port.y for port in met), default=0), max((port.y for port in met), default=0)
        first.h = max(first.h, low - high + REACH)
        above = (high + low - first.h) / 2 if met else 0  # of the first box, seen from the top of those beside it
        first.y = max(spine, beside + above) if others else spine
        for box in others:
            box.y += first.y - above
            self.meeting(box)
        self.meeting(first)
        return first.y + first.h, first.y - above + top - STACK if others else beside - STACK

    def meeting(self, box: Box) -> list[_Port]:
        """Spreads the ports of a box over its sides, and returns those that lead across."""
        for side in _SIDES:
            _spread(self.on(side, box.node.id), box)
        return self.on("across", box.node.id)

    def gap(self, place: int, y: float, least: int = GAP) -> float:
        """Returns the distance between a row and the one above, and sets the lanes that run there."""
        above, below = self.lanes.get(("below", place - 1), []), self.lanes.get(("above", place), [])
        step = min(TRACK, 64 / max(len(above), len(below), 1))
        lane = y + 6
        for number, port in enumerate([*above, *below]):
            lane += port.need
            port.y = lane
            port.shift = step * (len(above) - number if number < len(above) else number - len(above) + 1)
        down = self.down.get(place - 1)
        label = LINE * len(self.down_lines(down)) + 20 if down and down.label else 0
        return max(least, label, lane - y + 16 if above or below else 0)

    def down_lines(self, arrow: Arrow) -> list[str]:
        return wrap(arrow.label, SMALL, (SPINE if self.beside else ALONE) / 2 - 8)

    def on(self, side: str, id_: str) -> list[_Port]:
        """Returns a shape's ports on one side from top to bottom, in the order in which the fewest lines cross.

        Near ends above come first, then far ends below; outcomes before what comes back.
        """

        def order(port: _Port) -> tuple[int, int, int]:
            other = port.arrow.target if port.arrow.source == id_ else port.arrow.source
            away = self.row[other] - self.row[id_]
            return (
                int(away > 0),
                abs(away) if away < 0 else -away,
                int((port.arrow.target == id_) != (port.side == "across")),
            )

        return sorted(self.met.get((side, id_), ()), key=order)

    def columns(self, channels: int) -> None:
        """Sets x and width of every box, from the room that channels and labels need on either side."""
        room = self.widest("left")
        spine_x = EDGE + TRACK * channels + (room + 8 if room else 0)
        spine_w = SPINE if self.beside else ALONE
        side_x = spine_x + spine_w + max(self.widest("across"), 24) + 18
        busy = {port.at for port in self.ports if port.side == "left"} | {row[0] for row in self.rows if len(row) > 1}
        for id_, box in self.boxes.items():
            box.x, box.w = (spine_x, spine_w) if id_ in self.spine else (side_x, SIDE)
            if box.node.kind in {"start", "end", "terminate"} and id_ in self.spine - busy:
                box.x, box.w = box.middle - PILL / 2, PILL
        outer = self.widest("right")
        self.layout.width = (side_x + SIDE if self.beside else spine_x + spine_w) + (outer + 8 if outer else 0) + EDGE

    def run_down(self) -> None:
        for place, arrow in self.down.items():
            source, target = self.boxes[arrow.source], self.boxes[arrow.target]
            top, bottom, lines = source.y + source.h, target.y, self.down_lines(arrow)
            first = (top + self.boxes[self.rows[place + 1][0]].y) / 2 - LINE * len(lines) / 2 + 8
            label = Label(tuple(lines), source.middle - 8, first, "end")
            self.add(arrow, [(source.middle, top), (source.middle, bottom)], label)

    def run_across(self) -> None:
        for port in (port for port in self.ports if port.side == "across"):
            spine, beside = self.boxes[self.rows[self.row[port.at]][0]], self.boxes[port.at]
            points = [(spine.x + spine.w, port.y), (beside.x, port.y)]
            middle = (points[0][0] + points[1][0]) / 2
            out = port.arrow.target == port.at
            self.add(port.arrow, points if out else points[::-1], port.label(middle, "middle"))

    def run_left(self, out: _Port, back: _Port, track: int) -> None:
        first, last, room = self.boxes[out.at], self.boxes[back.at], self.widest("left")
        channel = first.x - (room + 8 if room else 0) - TRACK * track
        points = [(first.x, out.y), (channel, out.y), (channel, back.y), (last.x, back.y)]
        self.add(out.arrow, points, out.label(first.x - 6, "end"))

    def run_right(self, out: _Port, back: _Port, track: int) -> None:
        first, last = self.boxes[out.at], self.boxes[back.at]
        channel = self.layout.width - EDGE + TRACK * track
        lane_x, enter_x, edge = first.middle + out.shift, last.middle + back.shift, first.x + first.w
        begin = [(lane_x, first.y + first.h), (lane_x, out.y)] if out.side == "below" else [(edge, out.y)]
        end = [(enter_x, back.y), (enter_x, last.y)] if back.side == "above" else [(last.x + last.w, back.y)]
        points = [*begin, (channel, out.y), (channel, back.y), *end]
        self.add(out.arrow, points, out.label((lane_x if out.side == "below" else edge) + 6, "start"))

    def widest(self, side: str) -> float:
        """Returns the width of the widest label on a side of the shapes, 0 where there is none."""
        return self.wide.get(side, 0)

    def add(self, arrow: Arrow, points: list[tuple[float, float]], label: Label) -> None:
        self.layout.tracks.append(Track(arrow, tuple(points), label if label.lines else None))


def _spread(ports: list[_Port], box: Box) -> None:
    y = box.y + (box.h - sum(port.need for port in ports)) / 2
    for port in ports:
        y += port.need
        port.y = y - 6


def _tracks(pairs: Iterable[tuple[_Port, _Port]]) -> dict[Arrow, int]:
    """Returns the channel of every arrow, counted from 1 beside the boxes: short arrows inside, none upon another."""
    taken: list[list[tuple[float, float]]] = []
    found: dict[Arrow, int] = {}
    for out, back in sorted(pairs, key=lambda pair: abs(pair[0].y - pair[1].y)):
        low, high = min(out.y, back.y) - 4, max(out.y, back.y) + 4
        track = next((n for n, spans in enumerate(taken) if all(high < a or low > b for a, b in spans)), len(taken))
        taken += [[]] if track == len(taken) else []
        taken[track].append((low, high))
        found[out.arrow] = track + 1
    return found
