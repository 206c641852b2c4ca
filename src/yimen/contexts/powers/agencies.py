"""The enforcement page of a body: ten elements, and of three activities the basis, the procedure and the results."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from yimen.contexts.identity.api import NoSuchUnit, Unit
from yimen.contexts.identity.api import unit as unit_of

from .baselines import Version, baselines
from .caselaw import PROCEDURE as CASE_PROCEDURE
from .entries import Entry, entries
from .errors import NoSuchPower
from .kinds import ACTIVITIES
from .lists import Power, bodies, powers, powers_by_unit
from .penalties import Penalty, newest_penalties, public_penalties

_OfUnit = TypeVar("_OfUnit", Entry, Version, Penalty)
_RESULTS = 20  # decisions of a body that its page tells
ENFORCING = ("行政处罚", "行政强制", "行政征收", "行政检查")


@dataclass(frozen=True, slots=True)
class Element:
    """One of the ten elements: its name and what is said of it, one a line; nothing said: it is missing.

    ``lacking``: of what the body exercises, for which of it there is nothing.
    """

    name: str
    lines: tuple[str, ...]
    lacking: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Tells whether all that is to be public of it is."""
        return bool(self.lines) and not self.lacking


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity: basis, procedures (keys) and results, each maybe none."""

    name: str
    basis: tuple[str, ...]
    procedures: tuple[str, ...]
    results: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """The enforcement page of a body. ``said``: what the body has published beside what the registers give."""

    unit: Unit
    elements: tuple[Element, ...]
    activities: tuple[Activity, ...]
    powers: tuple[Power, ...]
    rules: tuple[Entry, ...]

    @property
    def complete(self) -> int:
        """Returns how many of the ten elements are there."""
        return sum(one.whole for one in self.elements)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """What the page of one body is made of."""

    powers: tuple[Power, ...]
    said: tuple[Entry, ...]
    rules: tuple[Entry, ...]
    outcomes: tuple[Entry, ...]
    baselines: tuple[Version, ...]
    penalties: tuple[Penalty, ...]


def agency(*, unit: str, on: date) -> Agency:
    """Returns the enforcement page of a body as it stands on a day; raises NoSuchPower."""
    try:
        body = unit_of(code=unit)
    except NoSuchUnit as error:
        raise NoSuchPower(str(error)) from error
    given = _Given(
        powers=powers(on=on, region=body.region, unit=unit),
        said=entries(kind="agency", on=on, unit=unit),
        rules=entries(kind="rule", on=on, unit=unit),
        outcomes=entries(kind="outcome", on=on, unit=unit),
        baselines=baselines(on=on, region=body.region, unit=unit),
        penalties=public_penalties(region=body.region, unit=unit, limit=_RESULTS),
    )
    return _page(body, given)


def agencies(*, on: date, region: str) -> tuple[Agency, ...]:
    """Returns the enforcement pages of the bodies of a region that have a list, by region and code, read together."""
    listed = [one.unit for one in bodies(on=on, region=region)]
    own = powers_by_unit(on=on, region=region, units=listed)
    said, rules, outcomes = (
        _by_unit(entries(kind=kind, on=on, region=region)) for kind in ("agency", "rule", "outcome")
    )
    tables, made = _by_unit(baselines(on=on, region=region)), _by_unit(newest_penalties(region=region, each=_RESULTS))
    return tuple(
        _page(
            body,
            _Given(
                powers=own[body.code],
                said=said.get(body.code, ()),
                rules=rules.get(body.code, ()),
                outcomes=outcomes.get(body.code, ()),
                baselines=tables.get(body.code, ()),
                penalties=made.get(body.code, ()),
            ),
        )
        for body in listed
    )


def _by_unit(found: Iterable[_OfUnit]) -> dict[str, tuple[_OfUnit, ...]]:
    groups: dict[str, list[_OfUnit]] = {}
    for one in found:
        groups.setdefault(one.unit.code, []).append(one)
    return {unit: tuple(every) for unit, every in groups.items()}


def _page(body: Unit, given: _Given) -> Agency:
    enforcing = tuple(one for one in given.powers if one.type in ENFORCING)
    said = next(iter(given.said), None)
    stated = dict(said.content) if said else {}
    rules = given.rules
    activities = tuple(_activity(name, given) for name in ACTIVITIES)
    running = {kind: _procedures(kind, enforcing) for kind in dict.fromkeys(one.type for one in enforcing)}
    results = [line for one in activities for line in one.results]
    bare = tuple(kind for kind, keys in running.items() if not keys)
    phone = f"监督电话：{body.supervision_phone}" if body.supervision_phone else ""
    elements = (
        ("执法主体", _lines(body.name, body.address, f"电话：{body.phone}" if body.phone else "")),
        ("执法依据", tuple(dict.fromkeys(line for one in enforcing for line in one.basis))),
        ("执法程序", tuple(dict.fromkeys(key for keys in running.values() for key in keys))),
        ("执法结果", tuple(results)),
        ("执法监督", _lines(phone, *stated.get("supervision", ()))),
        ("当事人权利", tuple(stated.get("rights", ()))),
        ("执法责任制", _lines(*stated.get("responsibility", ()), *_named(rules, "执法责任制"))),
        ("行政复议规定", _lines(*stated.get("review", ()), *_named(rules, "行政复议规定"))),
        ("执法队伍建设", tuple(stated.get("team", ()))),
        ("依法治理情况", tuple(stated.get("governance", ()))),
    )
    return Agency(
        unit=body,
        elements=tuple(Element(name, lines, bare if name == "执法程序" else ()) for name, lines in elements),
        activities=activities,
        powers=enforcing,
        rules=rules,
    )


def _lines(*lines: str) -> tuple[str, ...]:
    return tuple(line for line in lines if line)


def _named(rules: tuple[Entry, ...], sort: str) -> tuple[str, ...]:
    return tuple(f"{one.name}（{one.content['document']}）" for one in rules if one.content["sort"] == sort)


def _procedures(kind: str, every: tuple[Power, ...]) -> list[str]:
    """Returns the procedures of the powers of a kind. Only penalties run by that of penalties, whoever names it."""
    fining = {CASE_PROCEDURE, *(one.procedure for one in every if one.type == "行政处罚")}
    named = [one.procedure for one in every if one.type == kind and one.procedure]
    return list(dict.fromkeys(key for key in named if kind == "行政处罚" or key not in fining))


def _activity(name: str, given: _Given) -> Activity:
    every = given.powers
    kinds = {"行政收费": ("行政征收",)}.get(name, (name,))
    mine = [one for one in every if one.type in kinds]
    basis = [line for one in mine for line in one.basis]
    procedures = _procedures(kinds[0], every)
    outcomes = [one for one in given.outcomes if one.content["activity"] == name]
    results = [f"{one.content['document']}：{one.content['result']}" for one in outcomes]
    if name == "行政处罚":
        basis += [one.table.source for one in given.baselines if one.table]
        results += [f"{one.number}：{one.baseline_name}，“{one.tier_name}”档" for one in given.penalties]
    if name == "行政收费":
        basis += [fee for one in every for fee in one.fees]
        procedures += [one.procedure for one in every if one.fees]
    return Activity(name, *(tuple(dict.fromkeys(lines)) for lines in (basis, procedures, results)))
