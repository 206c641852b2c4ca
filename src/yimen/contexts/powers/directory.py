"""Intermediary services: which items need which, and the bodies that give them, with licences that end. All public."""

from dataclasses import dataclass
from datetime import date, timedelta

from yimen.contexts.catalogue.api import NoSuchItem, guide
from yimen.contexts.identity.api import Unit, units

from .entries import Entry, entries
from .kinds import RULE_SORTS, SERVICE_RULES, TOPICS

VALID, ENDING, EXPIRED = "有效", "即将到期", "已过期"
_SOON = timedelta(30)


@dataclass(frozen=True, slots=True)
class Intermediary:
    """A body of the directory, and whether its licence is valid, about to end or over on the day."""

    entry: Entry
    ends: date
    state: str


@dataclass(frozen=True, slots=True)
class Service:
    """A service with the items that need it (code, name) and the bodies that give it."""

    entry: Entry
    items: tuple[tuple[str, str], ...]
    bodies: tuple[Intermediary, ...]


def intermediaries(*, on: date, region: str) -> tuple[Intermediary, ...]:
    """Returns the bodies of a place's directory, those with a valid licence first."""
    found = [_body(one, on) for one in entries(kind="body", on=on, region=region)]
    order = [VALID, ENDING, EXPIRED]
    return tuple(sorted(found, key=lambda one: (order.index(one.state), one.entry.name)))


def services(*, on: date, region: str) -> tuple[Service, ...]:
    """Returns the intermediary services of a place, by name."""
    every = intermediaries(on=on, region=region)
    return tuple(
        Service(
            entry=one,
            items=tuple(found for code in one.content["items"] if (found := _item(code, on))),
            bodies=tuple(body for body in every if one.name in body.entry.content["services"]),
        )
        for one in sorted(entries(kind="service", on=on, region=region), key=lambda one: one.name)
    )


def _body(one: Entry, on: date) -> Intermediary:
    begins, ends = (date.fromisoformat(one.content[key]) for key in ("licence_from", "licence_to"))
    state = EXPIRED if not begins <= on <= ends else ENDING if ends - on <= _SOON else VALID
    return Intermediary(one, ends, state)


def _item(code: str, on: date) -> tuple[str, str] | None:
    """Returns an item that is still in force, None for one that has gone."""
    try:
        return code, guide(code=code, on=on).name
    except NoSuchItem:
        return None


def rules(*, on: date, region: str, sort: str = "") -> tuple[Entry, ...]:
    """Returns the local rules and service rules of a place, by sort, unit and name."""
    found = [one for one in entries(kind="rule", on=on, region=region) if sort in ("", one.content["sort"])]
    return tuple(sorted(found, key=lambda one: (RULE_SORTS.index(one.content["sort"]), one.unit.code, one.name)))


def units_with_rules(*, on: date, region: str) -> tuple[tuple[Unit, Entry | None], ...]:
    """Returns the units of a region and all within it, each with its service rules, None where it has none."""
    found = {one.unit.code: one for one in rules(on=on, region=region, sort=SERVICE_RULES)}
    return tuple((each, found.get(each.code)) for each in units(region=region))


def topics(*, on: date, region: str) -> tuple[tuple[str, Entry | None], ...]:
    """Returns the five topics of reform with how each stands in a place, None where nobody has begun."""
    found = {one.content["topic"]: one for one in entries(kind="topic", on=on, region=region)}
    return tuple((topic, found.get(topic)) for topic in TOPICS)
