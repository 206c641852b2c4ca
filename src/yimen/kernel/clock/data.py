"""Ledgers as data: plain JSON shapes to and from ledgers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from .ledger import Extension, Ledger
from .limits import Limit, Unit
from .pauses import Pause


def ledger_to_data(ledger: Ledger) -> dict[str, Any]:
    """Returns a ledger as JSON-able data."""
    limit = ledger.limit
    data: dict[str, Any] = {
        "limit": [limit.days, limit.unit.value, limit.name_zh, limit.law, limit.article],
        "start": ledger.start.isoformat(),
    }
    if ledger.pauses:
        data["pauses"] = [
            [pause.begin.isoformat(), pause.end.isoformat() if pause.end else None, pause.ground, pause.document]
            for pause in ledger.pauses
        ]
    if ledger.extensions:
        data["extensions"] = [[extension.days, extension.by, extension.document] for extension in ledger.extensions]
    return data


def ledger_from_data(data: Mapping[str, Any]) -> Ledger:
    """Returns the ledger that ``ledger_to_data`` wrote."""
    days, unit, *words = data["limit"]
    return Ledger(
        limit=Limit(days, Unit(unit), *words),
        start=date.fromisoformat(data["start"]),
        pauses=tuple(
            Pause(date.fromisoformat(begin), date.fromisoformat(end) if end else None, ground, document)
            for begin, end, ground, document in data.get("pauses", ())
        ),
        extensions=tuple(Extension(*extension) for extension in data.get("extensions", ())),
    )
