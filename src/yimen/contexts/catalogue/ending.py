"""What became of an item that is no more: since when, why, and in which items it goes on, or who takes it over when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from yimen.contexts.identity.api import Unit, units_by_code

from .changes import Change, change_of
from .drafts import DONE
from .guides import NoSuchItem, content_of, guides
from .inheriting import bases_of
from .models import DraftRow, VersionRow


@dataclass(frozen=True, slots=True)
class Successor:
    """An item in which an ended one goes on. ``first_day``: since or from when; None while it is not taken over yet.

    ``due_on``: by when it is to be taken over, where that is under way; ``demo``: it was counted from the decision
    by a number of days that no source gives (delegating.DAYS).
    """

    code: str
    name: str
    unit: Unit
    first_day: date | None
    due_on: date | None
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Ended:
    """An item that is no more after its last day, or will be."""

    code: str
    name: str
    unit: Unit
    last_day: date
    change: Change
    successors: tuple[Successor, ...]

    @property
    def since(self) -> date:
        """Returns the first day on which the item is no more."""
        return self.last_day + timedelta(days=1)


def ended(*, code: str, on: date | None = None) -> Ended:
    """Returns what becomes of an item that has been ended, by its last version; raises NoSuchItem where it has not.

    ``on``: by the last version that has begun on a day, since what is ended may be published again from a later day.
    """
    rows = VersionRow.objects.filter(code=code).order_by("-number") if code.isprintable() else VersionRow.objects.none()
    row = (rows.filter(valid_from__lte=on) if on else rows).first()
    if row is None or row.valid_to is None or not row.ending:
        raise NoSuchItem(f"编码为“{code[:40]}”的事项没有取消、合并或下放。请核对编码。")
    last = guides([row], on=row.valid_to if row.valid_to >= row.valid_from else row.valid_from)[0]
    into = tuple(heirs(row.ending.get("successors", []), last.name, row.valid_to))
    return Ended(code, last.name, last.unit, row.valid_to, change_of(row.ending), into)


def heirs(codes: list[str], name: str, last_day: date) -> Iterator[Successor]:
    """Yields where an item goes on, asking for all of them at once."""
    units = units_by_code(codes=[code[:18] for code in codes])
    going = DraftRow.objects.filter(code__in=codes, kind="承接").exclude(state__in=DONE).order_by("-id")
    due = {code: (day, origin is not None) for code, day, origin in going.values_list("code", "due_on", "origin")}
    firsts: dict[str, date] = {}
    newest: dict[str, UUID] = {}
    known = VersionRow.objects.filter(code__in=codes).order_by("code", "number")
    for code, id_, first in known.values_list("code", "id", "valid_from"):
        firsts.setdefault(code, first)
        newest[code] = id_
    rows = {row.code: row for row in VersionRow.objects.filter(id__in=newest.values())}
    bases = bases_of(row.base_code for row in rows.values())
    for code in codes:
        body, row = units.get(code[:18]), rows.get(code)
        if body is None:
            continue
        if row is None:
            yield Successor(code, name, body, None, *due.get(code, (None, False)))
            continue
        called = content_of(row, bases.get(row.base_code, ()), row.valid_from).name
        yield Successor(code, called, body, max(firsts[code], last_day + timedelta(days=1)), None)
