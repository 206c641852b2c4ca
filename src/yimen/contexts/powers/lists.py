"""The power list: what each body may do, from the catalogue where it is an item, else from the register. All public."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from yimen.contexts.catalogue.api import Guide, NoSuchItem, browse, facets, guide, guides_of, last_names
from yimen.contexts.identity.api import Unit, units_by_code
from yimen.kernel.codes import POWER_TYPES, region_prefix

from .entries import Entry, entries, entry
from .errors import NoSuchPower

_MOST = 500  # items read at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Power:
    """One power. ``item``: it is one of the catalogue, whose code it has; ``basis``: law and article, one a line.

    ``supervision``, ``duties``, ``accountability``: what the item says, else what the register says; empty where nobody
    has written them.
    """

    code: str
    name: str
    type: str
    unit: Unit
    region: str
    basis: tuple[str, ...]
    procedure: str
    supervision: tuple[str, ...]
    duties: tuple[str, ...]
    accountability: tuple[str, ...]
    valid_from: date
    item: bool
    demo: bool
    fees: tuple[str, ...] = ()  # the documents by which it charges

    @property
    def lacking(self) -> tuple[str, ...]:
        """Returns which of the elements that every power states are missing (职权法定、程序合法、有监督)."""
        stated = {
            "法律依据": self.basis, "运行流程": self.procedure, "监督措施": self.supervision,
            "责任事项": self.duties, "追责情形": self.accountability,
        }  # fmt: skip
        return tuple(name for name, value in stated.items() if not value)


def powers(*, on: date, region: str, unit: str = "", text: str = "", type: str = "") -> tuple[Power, ...]:  # noqa: A002
    """Returns the powers in force in a region and all that lies in it, by type and name: of a body, or by a name."""
    listed = {one.code: one for one in entries(kind="power", on=on, region=region, unit=unit)}
    found = _items(on, region, unit, text, type)
    prefix = region_prefix(region)
    items = [one for one in found if one.region.startswith(prefix) and one.type in POWER_TYPES]
    own = [_own(one) for one in listed.values() if not one.content.get("item") and text in one.name]
    every = [*(_of_item(one, listed.get(one.code)) for one in items), *own]
    return _sorted(one for one in every if type in ("", one.type))


def powers_by_unit(*, on: date, region: str, units: Sequence[Unit]) -> dict[str, tuple[Power, ...]]:
    """Returns the powers in force of bodies of a region, each body's as ``powers`` gives them, read once for all."""
    listed = {(one.unit.code, one.code): one for one in entries(kind="power", on=on, region=region)}
    found: dict[str, list[Power]] = {body.code: [] for body in units}
    for item in guides_of(on=on, units=found):
        if item.type in POWER_TYPES:
            found[item.unit.code].append(_of_item(item, listed.get((item.unit.code, item.code))))
    for (unit, _), one in listed.items():
        if unit in found and not one.content.get("item"):
            found[unit].append(_own(one))
    within = {body.code: region_prefix(body.region) for body in units}
    return {code: _sorted(one for one in every if one.region.startswith(within[code])) for code, every in found.items()}


def _sorted(found: Iterable[Power]) -> tuple[Power, ...]:
    order = {kind: place for place, kind in enumerate(POWER_TYPES)}
    return tuple(sorted(found, key=lambda one: (order[one.type], one.name, one.code)))


def _items(on: date, region: str, unit: str, text: str, kind: str) -> list[Guide]:
    """Returns the items of a body, all of them; of a whole place only the first, the best answers to a name."""
    found: list[Guide] = []
    page = 1
    while True:
        listed, _ = browse(on=on, region=region, text=text, unit=unit, type=kind, page=page, size=_MOST)
        found += listed
        if not unit or len(listed) < _MOST:
            return found
        page += 1


def power(*, code: str, on: date) -> tuple[Power, Guide | None]:
    """Returns a power as it stands on a day, with its guide where it is an item; raises NoSuchPower."""
    try:
        item = guide(code=code, on=on) if len(code) == 31 else None
    except NoSuchItem:
        item = None
    try:
        listed: Entry | None = entry(kind="power", code=code, on=on)
    except NoSuchPower:
        listed = None
    if item is not None and item.type in POWER_TYPES:
        return _of_item(item, listed), item
    if listed is None or listed.content.get("item"):
        raise NoSuchPower("没有找到这项职权，或者它现在没有施行。请从权力清单进入。")
    return _own(listed), None


def power_names(*, codes: Iterable[str], on: date) -> tuple[dict[str, str], dict[str, str]]:
    """Returns the names of those of some powers that stand on a day, and the last names of items that do not."""
    wanted = set(codes)
    listed = (one for one in entries(kind="power", on=on, codes=wanted) if not one.content.get("item"))
    standing = {one.code: one.name for one in listed}
    standing |= {one.code: one.name for one in guides_of(on=on, codes=wanted) if one.type in POWER_TYPES}
    return standing, last_names(codes=wanted - standing.keys())


@dataclass(frozen=True, slots=True)
class Body:
    """A body with powers, and how many: items of the catalogue (None: not counted), others, negative entries."""

    unit: Unit
    items: int | None
    others: int
    negative: int


def bodies(*, on: date, region: str) -> tuple[Body, ...]:
    """Returns the bodies of a region that have a list, by region and code."""
    counted: Mapping[str, int | None] = dict(facets(on=on, region=region).units)
    own = [one.unit.code for one in entries(kind="power", on=on, region=region) if not one.content.get("item")]
    negative = [one.unit.code for one in entries(kind="negative", on=on, region=region)]
    prefix = region_prefix(region)
    known = units_by_code(codes={*counted, *own, *negative})
    here = sorted(
        (one for one in known.values() if one.region.startswith(prefix)), key=lambda one: (one.region, one.code)
    )
    return tuple(Body(one, counted.get(one.code, 0), own.count(one.code), negative.count(one.code)) for one in here)


def _of_item(item: Guide, listed: Entry | None) -> Power:
    content = listed.content if listed else {}
    return Power(
        code=item.code,
        name=item.name,
        type=item.type,
        unit=item.unit,
        region=item.region,
        basis=tuple(f"《{one.law}》{one.article}" for one in item.basis),
        procedure=item.procedure_key,
        supervision=item.supervision or tuple(content.get("supervision", ())),
        duties=item.duties or tuple(content.get("duties", ())),
        accountability=item.accountability or tuple(content.get("accountability", ())),
        valid_from=item.valid_from,
        item=True,
        fees=tuple(fee.basis for fee in item.fees if fee.basis.strip()),
        demo=bool(item.demo) or bool(listed and listed.demo),
    )


def _own(listed: Entry) -> Power:
    content = listed.content
    return Power(
        code=listed.code,
        name=listed.name,
        type=content["type"],
        unit=listed.unit,
        region=listed.region,
        basis=tuple(content["basis"]),
        procedure=content["procedure"],
        supervision=tuple(content["supervision"]),
        duties=tuple(content["duties"]),
        accountability=tuple(content["accountability"]),
        valid_from=listed.valid_from,
        item=False,
        demo=listed.demo,
    )
