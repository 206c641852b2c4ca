"""Whom an officer names for a step that several do (会签): the lists that whoever does the step before is asked for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from yimen.contexts.identity.api import Officer, officers
from yimen.contexts.journal.api import Act
from yimen.contexts.procedures.api import Version
from yimen.kernel.clock import local_date
from yimen.kernel.procedure import Loop, Node

from . import views
from .choosing import HANDLING
from .models import MatterRow, TaskRow
from .recusing import chosen_apart
from .refusals import StepRefused


@dataclass(frozen=True, slots=True)
class Wanted:
    """A list that whoever does a step names for the 会签 that follows: its name, the step's, and who can be named."""

    name: str
    step: str
    officers: tuple[Officer, ...]


def wanted_lists(*, matter: views.Matter, task: views.Task, on: date) -> tuple[Wanted, ...]:
    """Returns the lists to be named with a step: those of the 会签 that come next, if no room names them."""
    found = list(_next_lists(matter.procedure, task.node, matter.data))
    there = officers(on=on, roles=HANDLING, region=matter.region) if found else ()
    return tuple(Wanted(node.loop.items, node.name, _free(there, matter, node)) for node in found if node.loop)


def named_lists(
    row: MatterRow, procedure: Version, task: TaskRow, form: Mapping[str, Any], act: Act
) -> dict[str, list[str]]:
    """Returns the lists that were named with a step, checked; raises StepRefused for anyone who has no post here."""
    given = form.get("lists", {})
    if not isinstance(given, Mapping) or not given:
        return {}
    there, matter = officers(on=local_date(act.now), roles=HANDLING, region=row.region), views.matter(row)
    named = dict[str, list[str]]()
    for node in _next_lists(procedure, task.node, row.data):
        name = node.loop.items if node.loop else ""
        chosen = given.get(name, [])
        if not isinstance(chosen, list) or not all(isinstance(one, str) for one in chosen):
            raise StepRefused(f"“{node.name}”的名单写法不对。请重新勾选会签的人。")
        known = {str(one.account) for one in _free(there, matter, node)} if chosen else set()
        if set(chosen) - known:
            raise StepRefused(f"“{node.name}”的名单里有人现在没有岗位，或者应当回避。请重新勾选会签的人。")
        if chosen:
            named[name] = list(dict.fromkeys(chosen))
    return named


def _free(there: Iterable[Officer], matter: views.Matter, node: Node) -> tuple[Officer, ...]:
    return tuple(one for one in there if not chosen_apart(one, matter, node.id))


def _next_lists(procedure: Version, start: str, data: Mapping[str, Any]) -> Iterable[Node]:
    """Returns the 会签 that a step can lead to before any other human step, whose lists are for officers to name."""
    nodes, out = procedure.procedure.nodes, procedure.procedure.out
    found, seen, todo = list[Node](), {start}, [start]
    while todo:
        for flow in out[todo.pop()]:
            node = nodes[flow.target]
            if node.id in seen:
                continue
            seen.add(node.id)
            if node.loop is not None and _named_here(data, node.loop):
                found.append(node)
            elif node.kind in ("exclusive", "inclusive", "parallel"):
                todo.append(node.id)
    return found


def _named_here(data: Mapping[str, Any], loop: Loop) -> bool:
    """Tells whether officers name a list: no room gave it, or they named it before, in persons."""
    given = data.get(loop.items)
    return not given or all(isinstance(one, str) and len(one) == len(str(UUID(int=0))) for one in given)
