"""Which baselines a power is exercised by, and how it runs: as matters of an item, or as cases of penalties."""

import re
from datetime import date

from yimen.contexts.matters.api import Running
from yimen.contexts.matters.api import running as run_by

from .baselines import Version, baselines
from .filing import title_of
from .lists import Power, power

_OPEN = "主动公开"
_REMARK = re.compile("（[^）]*）")


def power_baselines(*, code: str, on: date) -> tuple[Version, ...]:
    """Returns the baselines in force on a day by which a body exercises a power, by name; public. Raises NoSuchPower.

    Those that name the power's code, and those of an act that the power's name names (对…的处罚).
    """
    return _under(power(code=code, on=on)[0], on)


def power_running(*, code: str, on: date) -> Running:
    """Returns how a power runs now (运行过程动态公开); of an item whose results are kept back the numbers only.

    Raises NoSuchPower. A penalty runs as the cases under its baselines; one that is not yet published is counted only.
    """
    found, item = power(code=code, on=on)
    names = {one.name for one in _under(found, on)} if item is None else set()
    titles = [found.name, *(title_of(name) for name in sorted(names))]
    runs = [run_by(region=found.region, unit=found.unit.code, title=title) for title in titles]
    listed = tuple(one for run in runs for one in run.runs)
    if item is not None and item.disclosure != _OPEN:
        listed = ()
    counts = (sum(run.open for run in runs), sum(run.closed for run in runs), sum(run.late for run in runs))
    return Running(*counts, listed)


def _under(found: Power, on: date) -> tuple[Version, ...]:
    listed = baselines(on=on, region=found.region, unit=found.unit.code)
    return tuple(one for one in listed if one.table and _of(found, one.table.power, one.name))


def _of(found: Power, code: str, act: str) -> bool:
    name = _REMARK.sub("", act).strip()
    return code == found.code or (bool(name) and name in found.name)
