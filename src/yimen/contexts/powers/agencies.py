"""The enforcement page of a body: ten elements, and of three activities the basis, the procedure and the results."""

from dataclasses import dataclass
from datetime import date

from yimen.contexts.identity.api import NoSuchUnit, Unit
from yimen.contexts.identity.api import unit as unit_of

from .baselines import baselines
from .caselaw import PROCEDURE as CASE_PROCEDURE
from .entries import Entry, entries
from .errors import NoSuchPower
from .kinds import ACTIVITIES
from .lists import Power, powers
from .penalties import public_penalties

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


def agency(*, unit: str, on: date) -> Agency:
    """Returns the enforcement page of a body as it stands on a day; raises NoSuchPower."""
    try:
        body = unit_of(code=unit)
    except NoSuchUnit as error:
        raise NoSuchPower(str(error)) from error
    every = powers(on=on, region=body.region, unit=unit)
    enforcing = tuple(one for one in every if one.type in ENFORCING)
    said = next(iter(entries(kind="agency", on=on, unit=unit)), None)
    stated = dict(said.content) if said else {}
    rules = entries(kind="rule", on=on, unit=unit)
    activities = tuple(_activity(name, body, every, on) for name in ACTIVITIES)
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


def _activity(name: str, body: Unit, every: tuple[Power, ...], on: date) -> Activity:
    kinds = {"行政收费": ("行政征收",)}.get(name, (name,))
    mine = [one for one in every if one.type in kinds]
    basis = [line for one in mine for line in one.basis]
    procedures = _procedures(kinds[0], every)
    outcomes = [one for one in entries(kind="outcome", on=on, unit=body.code) if one.content["activity"] == name]
    results = [f"{one.content['document']}：{one.content['result']}" for one in outcomes]
    if name == "行政处罚":
        basis += [one.table.source for one in baselines(on=on, region=body.region, unit=body.code) if one.table]
        made = public_penalties(region=body.region, unit=body.code, limit=20)
        results += [f"{one.number}：{one.baseline_name}，“{one.tier_name}”档" for one in made]
    if name == "行政收费":
        basis += [fee for one in every for fee in one.fees]
        procedures += [one.procedure for one in every if one.fees]
    return Activity(name, *(tuple(dict.fromkeys(lines)) for lines in (basis, procedures, results)))
