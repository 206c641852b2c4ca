"""The flowchart: generated from the procedure that runs, so that what the public reads is what the officers do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from xml.sax.saxutils import escape, quoteattr

from .duties import DUTIES
from .layout import ALONE, SIDE, SPINE, Box, Label, Layout, Track, arrange, lay_out
from .lettering import LINE, NAME, SMALL, rows
from .model import HUMAN, SPECIALS, TASKS, Node, Procedure, limit_words, loop_effects, loop_words, shared, silence_words
from .naming import taking_part
from .paths import event_words
from .shapes import Chart, chart

CORNER = 7
ROUND = 9  # how far the frame of a part is from its shapes
_MARKS = {"pf-now": "● 正在办理", "pf-done": "✓ 已办", "pf-shut": "■ 未办，随流程结束"}
_COMPARED = {"added": "＋ 增加", "removed": "－ 删去", "changed": "△ 有改动"}
_UNSIGNED = str.maketrans("", "", "●✓■＋－△▲✕")  # what is told in words needs no signs
_LAPSED = "✓ 超时默认"
_UNNAMED = {"start": "开始", "end": "结束", "terminate": "结束", "parallel": "全部办完", "inclusive": "办完汇合"}
_FORKS = {"parallel": "同时办理", "inclusive": "按情况同时办理"}
_CLASSES = {
    "user": "pf-step",
    "manual": "pf-step",
    "service": "pf-auto",
    "catch": "pf-auto",
    "parallel": "pf-fork",
    "inclusive": "pf-fork",
}
STEPS = TASKS | {"catch"}


@dataclass(frozen=True, slots=True)
class Position:
    """Where a matter stands: ids of the nodes done and open, and a note to show at a node (such as a date).

    ``lapsed``: those of the nodes done that nobody did: silence or the law gave their outcome. ``marks``: where two
    versions are compared, the nodes that are "added", "removed" or "changed". ``branches``: at a step that several do,
    one line for each: who, and where that one stands. ``shut``: steps that were open when the run was ended from
    outside; ``broken``: by what, such as 终止. ``late``: by how much a step is or was over its limit, in words.
    ``past``: how long earlier passes through a step took, in words; ``once``: the steps that one of them was late at.
    ``lapses``: whether the matter's item lets silence count as an answer, None where no matter is looked at.
    ``halted``: on what ground the whole run is suspended, "" where that is not told, None where it is not.
    ``path``: the steps of a way to where the run gets ``stuck``, a counter-example, in order; ``flows``: its arrows;
    ``stuck_words``: what is said there.
    """

    done: frozenset[str] = frozenset()
    now: frozenset[str] = frozenset()
    notes: Mapping[str, str] = field(default_factory=dict)
    lapsed: frozenset[str] = frozenset()
    branches: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)
    shut: frozenset[str] = frozenset()
    broken: str = ""
    late: Mapping[str, str] = field(default_factory=dict)
    past: Mapping[str, str] = field(default_factory=dict)
    once: frozenset[str] = frozenset()
    lapses: bool | None = None
    halted: str | None = None
    path: tuple[str, ...] = ()
    stuck: str = ""
    stuck_words: str = "停在这里"
    flows: frozenset[str] = frozenset()


def draw(
    procedure: Procedure,
    position: Position | None = None,
    title: str = "",
    role_names: Mapping[str, str] | None = None,
) -> str:
    """Returns the flowchart as one SVG element with a text alternative, styled by classes only (flow.css).

    ``role_names`` gives roles their names in Chinese. Widths and heights are in units of which 16 make one em.
    """
    return _Drawing(procedure, position or Position(), title or procedure.name, role_names or {}).svg()


def halted_words(ground: str) -> str:
    """Returns that a run is suspended, and on what ground where that is told."""
    return f"已中止（{ground}）" if ground else "已中止"


def retell(
    procedure: Procedure, position: Position | None = None, role_names: Mapping[str, str] | None = None
) -> tuple[str, tuple[str, ...]]:
    """Returns what the flowchart shows in words: a sentence on its broken end, "" for none, then one item a step."""
    drawing = _Drawing(procedure, position or Position(), procedure.name, role_names or {})
    return drawing.broken(), drawing.lines()


class _Drawing:
    def __init__(self, procedure: Procedure, position: Position, title: str, role_names: Mapping[str, str]) -> None:
        self.procedure, self.position, self.title, self.role_names = procedure, position, title, role_names
        self.chart: Chart = chart(procedure)
        inner = ((node.id, shared(procedure, node)) for node in reversed(self.chart.shapes) if node.kind in HUMAN)
        first = {whole.id: id_ for id_, whole in inner if whole}
        self.first = {id_: procedure.nodes[whole] for whole, id_ in first.items()}  # the first step of what parts run
        arranged = arrange(self.chart)
        beside = {id_ for row in arranged for id_ in row[1:]}
        spine = SPINE if beside else ALONE
        contents = {}
        for node in self.chart.shapes:
            room = (SIDE if node.id in beside else spine) - 20
            contents[node.id] = rows(
                self.named(node), room, self.role(node), self.mark(node), self.notes(node), several=self.several(node)
            )
        self.layout: Layout = lay_out(self.chart, arranged, contents)

    def state(self, node: Node) -> str:
        """Returns the class of a shape's state; a step that is open again is open."""
        if node.id in self.position.marks:
            return f"pf-{self.position.marks[node.id]}"
        place = self.position
        if node.id == place.stuck or node.id in place.path:
            return "pf-stuck" if node.id == place.stuck else "pf-path"
        for name, ids in (("pf-now", place.now), ("pf-shut", place.shut), ("pf-done", place.done)):
            if node.id in ids:
                late = node.id in place.late and name != "pf-shut"
                return f"{name} pf-late" if late or node.id in place.once else name
        return "pf-shut" if self.unreached(node) else "pf-late" if node.id in place.once else ""

    def unreached(self, node: Node) -> bool:
        """Tells whether a shape is the end that a run ended from outside did not come to."""
        return bool(self.position.broken) and node.id == self.chart.spine[-1]

    def mark(self, node: Node) -> str:
        """Returns the words that say where a step stands; beginnings and ends need none."""
        if node.id in self.position.marks:
            return _COMPARED[self.position.marks[node.id]]
        numbers = "、".join(str(number) for number, id_ in enumerate(self.position.path, 1) if id_ == node.id)
        if numbers or node.id == self.position.stuck:
            where = f"✕ {self.position.stuck_words}" if node.id == self.position.stuck else ""
            return " ".join(filter(None, (f"走法 {numbers}" if numbers else "", where)))
        if self.unreached(node):
            return f"■ 本件已{self.position.broken}"
        if node.kind not in STEPS:
            return ""
        state = self.state(node).removesuffix("pf-late").strip()
        if state == "pf-now" and self.position.halted is not None:
            return f"■ {halted_words(self.position.halted)}"
        return _LAPSED if state == "pf-done" and node.id in self.position.lapsed else _MARKS.get(state, "")

    def notes(self, node: Node) -> tuple[str, ...]:
        """Returns the lines below: by how much a step is late, the note at it, where each of several stands."""
        late, place = self.late(node), self.position
        past = place.past.get(node.id, "")
        before = f"▲{past}" if past and node.id in place.once else past
        now = (f"▲{late}" if late else "", place.notes.get(node.id, ""))
        return tuple(filter(None, (*self.joint(node), *now, before, *place.branches.get(node.id, ()))))

    def late(self, node: Node) -> str:
        """Returns by how much a step is or was over its limit, "" where it is not."""
        return self.position.late.get(node.id, "") if self.state(node).endswith("pf-late") else ""

    def role(self, node: Node) -> str:
        """Returns who does a step, and the sub-process that it is part of; at its first how several run that."""
        part, whole = (self.procedure.nodes[node.scope].name if node.scope else ""), self.first.get(node.id)
        words = "，".join(filter(None, (part, loop_words(whole) if whole else "")))
        return self.role_names.get(node.role, node.role) + (f"（{words}）" if words else "")

    def joint(self, node: Node) -> tuple[str, ...]:
        """Returns what it does to all how one part ends, at the steps where a part may, and what silence does there."""
        whole = shared(self.procedure, node)
        codes = {item.code for item in whole.outcomes} if whole else set()
        ending = loop_effects(whole) if whole and codes & {item.code for item in node.outcomes} else ()
        return (*ending, silence_words(node, lapses=self.position.lapses)) if whole and node.kind in HUMAN else ()

    def several(self, node: Node) -> tuple[str, ...]:
        """Returns who do a step together, or run the sub-process that begins with it, and what one answer does."""
        taking = taking_part(self.procedure, self.first.get(node.id, node))
        return tuple(filter(None, (taking, *loop_effects(node, lapses=self.position.lapses))))

    def named(self, node: Node) -> Node:
        """Returns a shape with the name that is drawn: beginnings, ends and parallel gateways may have none."""
        if node.name:
            return node
        if node.kind == "catch":
            return replace(node, name=f"等待{event_words(self.procedure, node)}")
        forks = len(self.procedure.out[node.id]) > 1
        return replace(
            node, name=_FORKS[node.kind] if forks and node.kind in _FORKS else _UNNAMED.get(node.kind, node.id)
        )

    def svg(self) -> str:
        """Returns the whole drawing: arrows first, so that boxes lie upon them."""
        key, wide, high = self.procedure.key, self.layout.width, self.layout.height
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="pf" role="img" viewBox="0 0 {_n(wide)} {_n(high)}"'
            f' width="{_n(wide / 16)}em" height="{_n(high / 16)}em" aria-labelledby="pf-{key}-t pf-{key}-d">'
            f'<title id="pf-{key}-t">{escape(self.title)}</title><desc id="pf-{key}-d">{escape(self.told())}</desc>'
        )
        tracks = "".join(self.track(track) for track in self.layout.tracks)
        boxes = "".join(self.box(box) for box in self.layout.boxes.values())
        return f'{head}<g fill="none" stroke="currentColor">{"".join(self.frames())}{tracks}</g>{boxes}</svg>'

    def frames(self) -> Iterator[str]:
        """Yields a dashed frame around the steps that each of several runs, where nothing else is between."""
        for whole in self.first.values():
            own = [box for box in self.layout.boxes.values() if shared(self.procedure, box.node) is whole]
            left, top = min(box.x for box in own) - ROUND, min(box.y for box in own) - ROUND
            right, low = max(box.x + box.w for box in own) + ROUND, max(box.y + box.h for box in own) + ROUND
            others = (box for box in self.layout.boxes.values() if box not in own)
            if not any(b.x < right and b.x + b.w > left and b.y < low and b.y + b.h > top for b in others):
                left = max(left, 1)
                size = f'x="{_n(left)}" y="{_n(top)}" width="{_n(right - left)}" height="{_n(low - top)}"'
                yield f'<rect class="pf-part" {size} rx="12" stroke-dasharray="3 4"/>'

    def track(self, track: Track) -> str:
        """Returns an arrow, marked where the way of a counter-example goes along it."""
        drawn, passed = "".join(_arrow(track)), self.position.flows
        on_way = any(flows and passed.issuperset(flows) for flows in track.arrow.ways)
        return f'<g class="pf-way">{drawn}</g>' if on_way else drawn

    def box(self, box: Box) -> str:
        """Returns a shape with its lines of text, centred."""
        kind = _CLASSES.get(box.node.kind, "pf-end")
        classes = " ".join(filter(None, ("pf-node", kind, self.state(box.node))))
        round_ = 8 if box.node.kind in TASKS else min(box.h, 32) / 2
        frame = (
            f'<rect class="pf-box" x="{_n(box.x)}" y="{_n(box.y)}" width="{_n(box.w)}" height="{_n(box.h)}"'
            f' rx="{_n(round_)}" fill="none" stroke="currentColor"/>'
        )
        y, lines = box.y + (box.h - sum(row.height for row in box.rows)) / 2, []
        for row in box.rows:
            size = NAME if row.kind == "name" else SMALL
            base = y + row.height / 2 + size * 0.36
            if row.kind == "badge":
                lines.append(
                    f'<rect class="pf-badge-box" x="{_n(box.middle - row.width / 2 - 7)}" y="{_n(y + 2)}"'
                    f' width="{_n(row.width + 14)}" height="18" rx="9" fill="none" stroke="currentColor"/>'
                )
            lines.append(_text(f"pf-{row.kind}", Label((row.text,), box.middle, base, "middle"), size))
            y += row.height
        return f'<g class="{classes}" data-node={quoteattr(box.node.id)}>{frame}{"".join(lines)}</g>'

    def told(self) -> str:
        """Returns the drawing in words: every step in order, who does it, how long it may take, what follows."""
        lines = self.lines()
        steps = "".join(f"第 {number} 步 {line}" for number, line in enumerate(lines, 1))
        return f"{self.broken()}共 {len(lines)} 步。{steps}"

    def broken(self) -> str:
        """Returns that the run was ended before its procedure was, and where it stood; "" where it was not."""
        if not self.position.broken:
            return ""
        names = "、".join(self.named(node).name for node in self.chart.shapes if node.id in self.position.shut)
        return f"本件已{self.position.broken}，" + (f"停在“{names}”，以后的环节不再办理。" if names else "不再办理。")

    def lines(self) -> tuple[str, ...]:
        """Returns a sentence or two for each step, those beside the main way as well."""
        names = {node.id: self.named(node).name for node in self.chart.shapes}
        steps = [node for node in self.chart.shapes if node.kind in {*STEPS, "parallel", "inclusive"}]
        numbers = {node.id: number for number, node in enumerate(steps, 1)}
        told = []
        for node in steps:
            limit = f"时限 {limit_words(node.limit)}" if node.limit else ""
            kind = f"特殊环节 {SPECIALS[node.special]}" if node.special else ""
            duty = f"必经程序 {DUTIES[node.duty]}" if node.duty else ""
            several = (loop_words(node), *self.several(node), *self.joint(node))
            late, note, mark = (
                self.late(node),
                self.position.notes.get(node.id, ""),
                " ".join(self.mark(node).translate(_UNSIGNED).split()),
            )
            each = "；".join(one.translate(_UNSIGNED).strip() for one in self.position.branches.get(node.id, ()))
            facts = (
                names[node.id],
                self.role(node),
                kind,
                duty,
                *several,
                limit,
                mark,
                late,
                note,
                self.position.past.get(node.id, ""),
                each,
            )
            ways = [
                (f"{arrow.label}：" if arrow.label else "")
                + (f"到第 {numbers[arrow.target]} 步" if arrow.target in numbers else "")
                + names[arrow.target]
                for arrow in self.chart.arrows
                if arrow.source == node.id
            ]
            told.append(f"{'，'.join(filter(None, facts))}。之后，{'；'.join(ways)}。")
        return tuple(told)


def _arrow(track: Track) -> Iterator[str]:
    """Yields an arrow's line with rounded corners, its head, and its label."""
    points = track.points
    parts = [f"M{_n(points[0][0])} {_n(points[0][1])}"]
    for before, at, after in zip(points, points[1:], points[2:], strict=False):
        near, far = _toward(at, before), _toward(at, after)
        parts.append(f"L{_n(near[0])} {_n(near[1])}Q{_n(at[0])} {_n(at[1])} {_n(far[0])} {_n(far[1])}")
    parts.append(f"L{_n(points[-1][0])} {_n(points[-1][1])}")
    yield f'<path class="pf-edge" d="{"".join(parts)}"/>'
    (x, y), (back_x, back_y) = points[-1], _toward(points[-1], points[-2])
    dx, dy = (x - back_x) and (4 if x > back_x else -4), (y - back_y) and (4 if y > back_y else -4)
    corners = ((x, y), (x - 2 * dx - dy, y - 2 * dy - dx), (x - 2 * dx + dy, y - 2 * dy + dx))
    shape = " ".join(f"{_n(a)},{_n(b)}" for a, b in corners)
    yield f'<polygon class="pf-head" fill="currentColor" points="{shape}"/>'
    if track.label:
        yield _text("pf-label", track.label, SMALL)


def _toward(at: tuple[float, float], to: tuple[float, float]) -> tuple[float, float]:
    """Returns the point where a corner's rounding begins: a little way from it, at most half."""
    length = max(abs(to[0] - at[0]), abs(to[1] - at[1])) or 1
    share = min(CORNER, length / 2) / length
    return at[0] + (to[0] - at[0]) * share, at[1] + (to[1] - at[1]) * share


def _text(name: str, label: Label, size: int) -> str:
    return "".join(
        f'<text class="{name}" x="{_n(label.x)}" y="{_n(label.y + LINE * number)}" text-anchor="{label.anchor}"'
        f' font-size="{size}" fill="currentColor" stroke="none">{escape(line)}</text>'
        for number, line in enumerate(label.lines)
    )


def _n(number: float) -> str:
    """Returns a number with at most one decimal, the same on every machine."""
    return f"{number:.1f}".removesuffix(".0")
