"""What a round of cleaning up has brought, in numbers (三减少一优化): computed from what was in force on two days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from yimen.contexts.catalogue.api import Guide, guides_on
from yimen.contexts.identity.api import Unit
from yimen.contexts.procedures.api import NoSuchProcedure, in_force

_HUMAN = ("user", "manual")  # kinds of nodes that a person does
TARGET = 30  # percent by which promised days are to shrink


@dataclass(frozen=True, slots=True)
class Measure:
    """Items on one day, and over all of them: steps, promised working days, materials asked for, visits needed.

    ``unstated``: the items that do not state how many visits they need; they are not in the sum of visits.
    """

    items: int = 0
    steps: int = 0
    days: int = 0
    materials: int = 0
    visits: int = 0
    unstated: int = 0


@dataclass(frozen=True, slots=True)
class Saved:
    """What a department had before and has after. ``kept``: the promised days of the items that it has on both days.

    An item that is gone takes its steps and days with it: the share by which days shrink looks at those that stay.
    """

    unit: Unit | None
    before: Measure
    after: Measure
    kept: tuple[int, int]

    @property
    def compression(self) -> int:
        """Returns by how many percent the promised days of the items that stay have shrunk."""
        before, after = self.kept
        return (before - after) * 100 // before if before else 0

    @property
    def reached(self) -> bool:
        """Tells whether that is as much as is wanted."""
        return self.compression >= TARGET


def account(*, region: str, before_on: date, after_on: date) -> tuple[Saved, tuple[Saved, ...]]:
    """Returns what a region and all within it saved between two days, and each of its departments, by code."""
    before, after = (_by_unit(guides_on(on=day, region=region)) for day in (before_on, after_on))
    found = []
    for code in sorted({**before, **after}):
        old, new = before.get(code, []), after.get(code, [])
        unit = (new or old)[0].unit
        found.append(Saved(unit, measure(old, before_on), measure(new, after_on), _kept(old, new)))
    return _total(found), tuple(found)


def measure(items: Iterable[Guide], on: date) -> Measure:
    """Returns the numbers of some items as they are on a day; visits that nobody has stated are counted apart."""
    listed = list(items)
    return Measure(
        items=len(listed),
        steps=sum(_steps(one.procedure_key, on) for one in listed),
        days=sum(one.promised for one in listed),
        materials=sum(material.source == "asked" for one in listed for material in one.form.materials),
        visits=sum(one.visits or 0 for one in listed),
        unstated=sum(one.visits is None for one in listed),
    )


def _steps(key: str, on: date) -> int:
    try:
        nodes = in_force(key=key, on=on).procedure.nodes.values()
    except NoSuchProcedure:
        return 0
    return sum(node.kind in _HUMAN and node.role != "applicant" for node in nodes)


def _by_unit(found: Iterable[Guide]) -> dict[str, list[Guide]]:
    units: dict[str, list[Guide]] = {}
    for one in found:
        units.setdefault(one.unit.code, []).append(one)
    return units


def _kept(old: Iterable[Guide], new: Iterable[Guide]) -> tuple[int, int]:
    before, after = {one.code: one.promised for one in old}, {one.code: one.promised for one in new}
    both = before.keys() & after.keys()
    return sum(before[code] for code in both), sum(after[code] for code in both)


def _total(found: Iterable[Saved]) -> Saved:
    listed = list(found)

    def total(measures: Iterable[Measure]) -> Measure:
        rows = list(measures)
        return Measure(*(sum(getattr(row, name) for row in rows) for name in Measure.__slots__))

    kept = (sum(one.kept[0] for one in listed), sum(one.kept[1] for one in listed))
    return Saved(None, total(one.before for one in listed), total(one.after for one in listed), kept)
