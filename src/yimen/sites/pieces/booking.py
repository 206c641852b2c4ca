"""Days that a window offers for booking, as table.html takes them."""

from collections.abc import Iterable
from typing import Any

from yimen.contexts.appointments.api import Slot

from .templatetags.words import day


def slot_table(slots: Iterable[Slot]) -> dict[str, Any] | None:
    """Returns the days with their room as a table, None where none is offered."""
    heads = ("日期", "名额", "剩余")
    rows = [(day(one.day), str(one.capacity), str(one.free) if one.free else "约满") for one in slots]
    plain = {"url": None, "light": None}
    shown = [
        [{"text": text, "label": heads[at], "number": at > 0, "head": at == 0, **plain} for at, text in enumerate(row)]
        for row in rows
    ]
    titles = [{"label": head, "number": at > 0} for at, head in enumerate(heads)]
    return {"caption": "可以预约的日子", "heads": titles, "rows": shown} if rows else None
