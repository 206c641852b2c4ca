"""Whether somebody can do the steps of an item's procedure: roles that it asks of units, beside the posts in force."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from yimen.contexts.catalogue.api import LABELS, Draft, Finding
from yimen.contexts.identity.api import ROLES, officers, units_by_code
from yimen.contexts.procedures.api import NoSuchProcedure, Version, in_force, public_list
from yimen.kernel.procedure import Node

_KEY = "procedure_key"
_APPLICANT = "applicant"
_INSIDE = {"editor", "complaints"}  # who takes part in procedures that are not for items
_MOST = 3  # procedures that are named in place of one


def unmanned(draft: Draft, values: Mapping[str, Any], procedure: Version, day: date) -> Iterator[Finding]:
    """Yields advice for each unit at which nobody holds a role that a step of the procedure asks for on a day.

    ``values``: what could be read of the draft. Posts may still come: this stops no review.
    """
    held = _posts(day)
    missing = _missing(procedure, draft.unit, str(values.get("centre") or ""), held, day)
    if not missing:
        return
    names = {code: unit.name for code, unit in units_by_code(codes=missing).items()}
    others = _others(draft, values, procedure, held, day)
    other = f"，或改用{'、'.join(f'“{name}”' for name in others)}" if others else ""
    for unit, roles in missing.items():
        said = "、".join(ROLES.get(role, role) for role in roles)
        words = f"“{procedure.name}”的{said}在{names.get(unit, unit)}还没有人任职，办件会停在这一步。"
        yield Finding(_KEY, LABELS[_KEY], f"{words}请先任命{other}。", must=False)


def _posts(day: date) -> Any:
    @cache
    def held(unit: str) -> frozenset[str]:
        found = officers(on=day, roles=ROLES, unit=unit)
        return frozenset(post.role for officer in found for post in officer.posts)

    return held


def _missing(procedure: Version, unit: str, centre: str, held: Any, day: date) -> dict[str, list[str]]:
    """Returns the roles that nobody holds, by unit, in the order of the steps; a centre not yet named is not asked."""
    places = {"centre": centre, "lead": unit, "": unit}
    found: dict[str, list[str]] = {}
    for node in _steps(procedure, day, {procedure.key}):
        where = places.get(node.unit, node.unit)
        if where and node.role not in held(where) and node.role not in found.get(where, ()):
            found.setdefault(where, []).append(node.role)
    return found


def _steps(procedure: Version, day: date, seen: set[str]) -> Iterator[Node]:
    """Yields the steps that an officer of a known unit does, of called procedures too; a list of units is not known."""
    nodes = procedure.procedure.nodes
    for node in nodes.values():
        if node.calls and node.calls not in seen:
            try:
                yield from _steps(in_force(key=node.calls, on=day), day, seen | {node.calls})
            except NoSuchProcedure:
                continue
        scope = nodes.get(node.scope)
        each = node.loop or (scope and scope.loop)
        if node.role not in ("", _APPLICANT) and not each:
            yield node


def _others(draft: Draft, values: Mapping[str, Any], but: Version, held: Any, day: date) -> list[str]:
    """Returns the names of some procedures of the same sort whose steps somebody can do."""
    applied = _APPLICANT in _roles(but)
    centre = str(values.get("centre") or "")
    fit = (
        one.name
        for one in public_list(on=day)
        if one.key != but.key
        and (_APPLICANT in _roles(one)) == applied
        and not _INSIDE & _roles(one)
        and not _missing(one, draft.unit, centre, held, day)
    )
    return [name for name, _ in zip(fit, range(_MOST), strict=False)]


def _roles(procedure: Version) -> set[str]:
    return {node.role for node in procedure.procedure.nodes.values()}
