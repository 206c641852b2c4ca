"""What a run asks of the data: the values that conditions compare, and the lists of those who countersign."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from .conditions import Compare, Condition, Not, Value
from .model import Procedure

Sort = Literal["text", "number", "truth", "list"]


@dataclass(frozen=True, slots=True)
class Input:
    """One value that a run looks up by ``name``; ``values`` are those that conditions compare it with."""

    name: str
    sort: Sort
    values: tuple[Value, ...] = ()


def inputs(procedure: Procedure) -> tuple[Input, ...]:
    """Returns what a run may ask of the data, in the order of their names.

    Outcomes are not asked for: the run knows them. A name that is compared with values of several sorts has the first.
    """
    found: dict[str, Input] = {}
    for node in procedure.nodes.values():
        if node.loop:
            found[node.loop.items] = Input(node.loop.items, "list")
    for flow in procedure.flows.values():
        for one in _compared(flow.condition) if flow.condition else ():
            if one.name == "outcome" or one.name in procedure.nodes:
                continue
            before = found.setdefault(one.name, Input(one.name, _sort(one.value)))
            if before.sort == _sort(one.value) and one.value not in before.values:
                found[one.name] = Input(one.name, before.sort, (*before.values, one.value))
    return tuple(found[name] for name in sorted(found))


def _compared(condition: Condition) -> Iterator[Compare]:
    if isinstance(condition, Compare):
        yield condition
        return
    for part in (condition.part,) if isinstance(condition, Not) else condition.parts:
        yield from _compared(part)


def _sort(value: Value) -> Sort:
    if isinstance(value, bool):
        return "truth"
    return "text" if isinstance(value, str) else "number"
