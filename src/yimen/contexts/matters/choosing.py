"""Whom an officer may choose: for a turn that is handed on, and for a step that several do (会签)."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from yimen.contexts.identity.api import Officer, Reader, officers
from yimen.contexts.journal.api import Act
from yimen.contexts.procedures.api import Version
from yimen.kernel.clock import local_date
from yimen.kernel.procedure import Loop, Node

from . import views
from .models import MatterRow, TaskRow
from .recusing import chosen_apart, lacks_post, would_do_both
from .refusals import StepRefused

HANDLING = ("window", "examiner", "reviewer", "decider", "issuer")  # the posts that have a desk


def takers(
    *, reader: Reader, matter: views.Matter, task: views.Task, on: date, wide: bool = False, back: bool = False
) -> tuple[Officer, ...]:
    """Returns whom the reader can give a turn on a day: officers of its unit; ``wide``: of all of the matter's place.

    Left out are whoever has the turn already, and the reader: nobody hands on to oneself; but ``back``: a turn that
    another has may be taken. And, unless ``wide``, who has not the post of a step that different people do.
    Whoever calls has checked the reader.
    """
    found = _takers(matter, task.unit, task.role, _out(reader, task.holder, back=back), on, wide=wide)
    free = (one for one in found if not chosen_apart(one, matter, task.node, opinion=wide))
    return tuple(one for one in free if wide or not lacks_post(one, matter, task))


def _out(reader: Reader, holder: str, *, back: bool) -> set[str]:
    return {holder} if back and holder else {holder, str(reader.account)}


def _takers(
    matter: views.Matter, unit: str, role: str, out: Container[str], on: date, *, wide: bool
) -> tuple[Officer, ...]:
    roles = _rooms_posts(matter, role)
    own = officers(on=on, roles=roles, unit=unit)
    seen = {one.account for one in own}
    others = officers(on=on, roles=roles, region=matter.region) if wide else ()
    found = (*own, *(one for one in others if one.account not in seen))
    return tuple(one for one in found if str(one.account) not in out)


def _rooms_posts(matter: views.Matter, role: str) -> tuple[str, ...]:
    """Returns the posts whose holders have a desk for the step: all that handle cases, else those of the procedure."""
    if role in HANDLING:
        return HANDLING
    return tuple({node.role for node in matter.procedure.procedure.nodes.values()} - {"", "applicant"})


def taker(
    act: Act, reader: Reader, row: MatterRow, task: TaskRow, to: UUID, *, wide: bool = False, back: bool = False
) -> Officer:
    """Returns the officer chosen; raises StepRefused where that one cannot be given the turn, as ``takers`` has it."""
    out, matter = _out(reader, task.holder, back=back), views.matter(row)
    for one in _takers(matter, task.unit, task.role, out, local_date(act.now), wide=wide):
        if one.account == to:
            if not wide:
                _refuse(chosen_apart(one, matter, task.node) or lacks_post(one, matter, task))
            _refuse(chosen_apart(one, matter, task.node, opinion=True))
            return one
    where = "本地各承办单位和政务中心" if wide else "本单位"
    raise StepRefused(f"没有选定可以接手的人。请在名单里选一位{where}现在有岗位的经办人。")


def check_not_both(officer: Officer, matter: views.Matter, node: str) -> None:
    """Raises StepRefused where one would end two steps that are kept separate, or ended the other one before."""
    _refuse(chosen_apart(officer, matter, node) or would_do_both(officer, matter, node))


def _refuse(why: str) -> None:
    if why:
        raise StepRefused(f"{why}。请另选一位。")


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
    return tuple(
        Wanted(node.loop.items, node.name, tuple(one for one in there if not chosen_apart(one, matter, node.id)))
        for node in found
        if node.loop
    )


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
        known = {str(one.account) for one in there if not chosen_apart(one, matter, node.id)} if chosen else set()
        if set(chosen) - known:
            raise StepRefused(f"“{node.name}”的名单里有人现在没有岗位，或者应当回避。请重新勾选会签的人。")
        if chosen:
            named[name] = list(dict.fromkeys(chosen))
    return named


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
