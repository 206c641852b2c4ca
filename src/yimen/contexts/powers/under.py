"""Which baselines a power is exercised by, and how it runs: as matters of an item, or as cases of penalties."""

import re
from datetime import date
from uuid import UUID

from yimen.contexts.matters.api import Running
from yimen.contexts.matters.api import running as run_by

from .baselines import Version, applied_by, standing, versions_of
from .lists import Power, power
from .models import BaselineRow, CaseRow

_OPEN = "主动公开"
_REMARK = re.compile("（[^）]*）")
_WHOLE, _BASE = 31, 19  # digits of the code of a power that is an item, and where its base code begins


def power_baselines(*, code: str, on: date) -> tuple[Version, ...]:
    """Returns the baselines in force on a day by which a body exercises a power, by name; public. Raises NoSuchPower.

    The body's own and those of the places above it, as it decides by them: those that name the power's code, and those
    of the act that the power's name names (对…的处罚).
    """
    found, _ = power(code=code, on=on)
    listed = versions_of(standing(on).filter(applied_by([found.unit])).order_by("name", "id"))
    return tuple(one for one in listed if one.table and _of(found, one.table.power, one.table.type, one.name))


def power_running(*, code: str, on: date) -> Running:
    """Returns how a power runs now (运行过程动态公开); of an item whose results are kept back the numbers only.

    Raises NoSuchPower. A penalty runs as the cases under all versions of its baselines, those that have ended too; one
    that is not yet published is counted only.
    """
    found, item = power(code=code, on=on)
    cases = CaseRow.objects.filter(unit_id=found.unit.code, baseline__family__in=_families(found))
    under = cases.values_list("matter_id", flat=True)
    run = run_by(region=found.region, unit=found.unit.code, title=found.name, beside=under)
    if item is not None and item.disclosure != _OPEN:
        return Running(run.open, run.closed, run.late, ())
    return run


def _families(found: Power) -> set[UUID]:
    """Returns the baselines by which the body of a power exercises it or ever did."""
    rows = BaselineRow.objects.filter(applied_by([found.unit]), state="approved")
    stated = rows.values_list("family", "name", "content__power", "content__type")
    return {family for family, name, code, kind in stated if _of(found, code or "", kind or "", name)}


def _of(found: Power, code: str, kind: str, name: str) -> bool:
    """Tells whether a baseline is of a power: by the code that it names, else by its type and the whole of its act."""
    if code == found.code or (len(code) == len(found.code) == _WHOLE and code[_BASE:] == found.code[_BASE:]):
        return True
    act = _act(name, found.type)
    return kind in ("", found.type) and bool(act) and act == _act(found.name, found.type)


def _act(name: str, kind: str) -> str:
    """Returns the act that a name names, without 对…的处罚 around it and remarks in brackets."""
    bare = re.sub(f"的(?:行政)?{kind.removeprefix('行政')}$", "", _REMARK.sub("", name).strip())
    return bare.removeprefix("对").removesuffix("的行为").removesuffix("行为")
