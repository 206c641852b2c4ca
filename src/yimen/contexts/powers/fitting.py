"""Which procedures fit a power of a type: a penalty's for penalties, one that is applied for where one applies."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yimen.contexts.catalogue.api import OWN_MOTION
from yimen.contexts.procedures.api import NoSuchProcedure, Version, in_force, public_list
from yimen.kernel.codes import POWER_TYPES

from . import caselaw
from .errors import PowerRefused

_PENALTY = "行政处罚"
_HANDLING = {"applicant", "window", "examiner", "reviewer", "decider", "issuer"}  # who exercises a power
_JOINT = "units"  # the list of those who handle a case together: their procedure is of a joint case, not of one power


@dataclass(frozen=True, slots=True)
class Fit:
    """A procedure in force and the types of power that it fits."""

    key: str
    name: str
    types: tuple[str, ...]


def fits(*, on: date) -> tuple[Fit, ...]:
    """Returns the procedures in force on a day that fit a power of some type; not reviews, complaints, joint cases."""
    found = (Fit(one.key, one.name, _types(one)) for one in public_list(on=on))
    return tuple(one for one in found if one.types)


def procedure_name(*, key: str, on: date) -> str:
    """Returns what a procedure is called, its key where none of it is in force."""
    try:
        return in_force(key=key, on=on).name
    except NoSuchProcedure:
        return key


def check_fit(content: Mapping[str, Any], before: Mapping[str, Any], on: date) -> None:
    """Raises PowerRefused where a power is newly given a procedure that does not fit its type."""
    key, type_ = content.get("procedure", ""), content.get("type", "")
    kept = (before.get("procedure"), before.get("type")) == (key, type_)
    if not key or kept or any(one.key == key and type_ in one.types for one in fits(on=on)):
        return
    name = procedure_name(key=key, on=on)
    words = f"“{name}”不是{type_}用的流程。请选适合{type_}的"
    raise PowerRefused(f"{words}；还没有的，请流程编制岗先编好、发布。", "procedure")


def _types(version: Version) -> tuple[str, ...]:
    nodes = version.procedure.nodes.values()
    roles = {node.role for node in nodes if node.role}
    if version.key == caselaw.PROCEDURE:
        return (_PENALTY,)
    if not roles <= _HANDLING or any(node.loop and node.loop.items == _JOINT for node in nodes):
        return ()
    if "applicant" in roles:
        return tuple(one for one in POWER_TYPES if one not in OWN_MOTION)
    granted = any(one.effect == "grant" for node in nodes for one in node.outcomes)
    return () if granted else tuple(one for one in POWER_TYPES if one in OWN_MOTION and one != _PENALTY)
