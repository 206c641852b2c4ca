"""Ledgers as data: plain JSON shapes to and from ledgers. What has its usual value is left out."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from .ledger import Extension, Ledger
from .limits import Extending, Ground, Limit, Silence, Unit
from .pauses import Pause

_PLAIN = ("id", "direction", "bound", "starts", "counts_first", "rolls", "fewer", "off")
_USUAL = {field.name: field.default for field in fields(Limit)}


def limit_to_data(limit: Limit) -> dict[str, Any]:
    """Returns a limit as JSON-able data."""
    data: dict[str, Any] = {"limit": [limit.length, limit.unit.value, limit.name_zh, limit.law, limit.article]}
    data |= {name: getattr(limit, name) for name in _PLAIN if getattr(limit, name) != _USUAL[name]}
    if limit.fixed is not None:
        data["fixed"] = list(limit.fixed)
    if limit.grounds:
        data["grounds"] = _grouped(limit.grounds)
    if limit.extending is not None:
        rule = limit.extending
        data["extending"] = [rule.length, rule.by, rule.law, rule.article, rule.times]
    if limit.silence is not None:
        data["silence"] = [limit.silence.effect, limit.silence.words, limit.silence.law, limit.silence.article]
    return data


def _grouped(grounds: tuple[Ground, ...]) -> list[list[Any]]:
    """Returns grounds by the article that gives them: eight of one article are one row, for every matter keeps it."""
    found: list[list[Any]] = []
    for one in grounds:
        by = [one.effect, one.law, one.article]
        if found and found[-1][1:] == by:
            found[-1][0].append(one.name)
        else:
            found.append([[one.name], *by])
    return found


def limit_from_data(data: Mapping[str, Any]) -> Limit:
    """Returns the limit that ``limit_to_data`` wrote; raises ClockError where it cannot be."""
    length, unit, name, law, article = data["limit"]
    return Limit(
        length,
        Unit(unit),
        name,
        law,
        article,
        fixed=tuple(data["fixed"]) if "fixed" in data else None,
        grounds=tuple(Ground(name, *by) for names, *by in data.get("grounds", ()) for name in names),
        extending=Extending(*data["extending"]) if "extending" in data else None,
        silence=Silence(*data["silence"]) if "silence" in data else None,
        **{key: data[key] for key in _PLAIN if key in data},
    )


def ledger_to_data(ledger: Ledger) -> dict[str, Any]:
    """Returns a ledger as JSON-able data."""
    data: dict[str, Any] = {**limit_to_data(ledger.limit), "start": ledger.start.isoformat()}
    if ledger.pauses:
        data["pauses"] = [
            [one.begin.isoformat(), one.end and one.end.isoformat(), one.ground, one.document, one.told]
            for one in ledger.pauses
        ]
    if ledger.extensions:
        data["extensions"] = [
            [one.length, one.by, one.document, one.on and one.on.isoformat()] for one in ledger.extensions
        ]
    if ledger.moment is not None:
        data["moment"] = ledger.moment.isoformat()
    return data


def ledger_from_data(data: Mapping[str, Any]) -> Ledger:
    """Returns the ledger that ``ledger_to_data`` wrote; raises ClockError where it cannot be."""
    return Ledger(
        limit=limit_from_data(data),
        start=date.fromisoformat(data["start"]),
        pauses=tuple(
            Pause(date.fromisoformat(begin), date.fromisoformat(end) if end else None, *words)
            for begin, end, *words in data.get("pauses", ())
        ),
        extensions=tuple(
            Extension(length, by, document, date.fromisoformat(on) if on else None)
            for length, by, document, on in data.get("extensions", ())
        ),
        moment=datetime.fromisoformat(data["moment"]) if "moment" in data else None,
    )
