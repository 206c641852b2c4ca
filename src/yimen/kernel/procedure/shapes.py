"""What a flowchart shows of a procedure: its steps, beginnings and ends, and under which words one leads to another.

Choices and sub-processes are not boxes of their own: a reader sees the step, and on every arrow the outcome to take it.
"""

from dataclasses import dataclass

from .conditions import Compare, Condition, Join
from .model import Flow, Node, Procedure
from .naming import condition_words
from .paths import Ways, flat, forward, main_path, shown


@dataclass(frozen=True, slots=True)
class Arrow:
    """One arrow of the chart; ``label`` says when it is taken, "" where it always is.

    ``ways``: the ids of the flows that it stands for, one after another, in each way past what is not drawn.
    """

    source: str
    target: str
    label: str
    ways: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """The shapes in reading order, the main path among them, and the arrows."""

    shapes: tuple[Node, ...]
    spine: tuple[str, ...]
    arrows: tuple[Arrow, ...]


def chart(procedure: Procedure) -> Chart:
    """Returns what to draw of a procedure; elements that nothing leads to are left out."""
    shapes = [procedure.nodes[id_] for id_ in forward(procedure) if shown(procedure, procedure.nodes[id_])]
    words: dict[tuple[str, str], list[str]] = {}
    along: dict[tuple[str, str], list[tuple[str, ...]]] = {}
    ways = flat(procedure)
    for node in shapes:
        for target, label, flows in _targets(procedure, ways, node):
            labels = words.setdefault((node.id, target), [])
            along.setdefault((node.id, target), []).append(flows)
            if label and label not in labels:
                labels.append(label)
    arrows = tuple(Arrow(*ends, "／".join(labels), tuple(along[ends])) for ends, labels in words.items())
    spine = tuple(node.id for node in main_path(procedure) if shown(procedure, node))
    return Chart(tuple(shapes), spine, arrows)


def flow_words(procedure: Procedure, flow: Flow, source: Node) -> str:
    """Returns when a flow is taken, in words: its name, the outcomes that its condition asks for, or the condition."""
    return flow.name or "／".join(_asked(flow.condition, source)) or condition_words(procedure, flow)


def _asked(condition: Condition | None, source: Node) -> list[str]:
    if isinstance(condition, Compare) and condition.sign == "==" and condition.name in {"outcome", source.id}:
        return [outcome.name for outcome in source.outcomes if outcome.code == condition.value]
    if isinstance(condition, Join) and condition.word == "or":
        asked = [_asked(part, source) for part in condition.parts]
        return [word for words in asked for word in words] if all(asked) else []
    return []


def _targets(procedure: Procedure, ways: Ways, node: Node) -> list[tuple[str, str, tuple[str, ...]]]:
    """Returns the shapes one arrow away, each with its label and its flows, past everything that is not drawn."""
    found: list[tuple[str, str, tuple[str, ...]]] = []
    seen = {node.id}
    todo = [(node, "", tuple[str, ...]())]
    while todo:
        at, label, before = todo.pop(0)
        choosing = at.kind in {"exclusive", "inclusive"} and len(ways[at.id]) > 1
        for flow in ways[at.id]:
            word = (flow_words(procedure, flow, node) or "其他情况") if choosing else flow.name
            target, words = procedure.nodes[flow.target], "，".join(filter(None, (label, word)))
            flows = (*before, flow.id) if flow.id else before
            if shown(procedure, target):
                every = "／".join(item.name for item in node.outcomes) if len(node.outcomes) > 1 else ""
                found.append((target.id, words or every, flows))
            elif target.id not in seen:
                seen.add(target.id)
                todo.append((target, words, flows))
    return found
