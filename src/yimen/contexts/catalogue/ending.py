"""What became of an item that is no more: since when, why, and in which items it goes on, or who takes it over when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from yimen.contexts.identity.api import Unit, units_by_code

from .changes import Change, change_of
from .drafts import DONE
from .guides import NoSuchItem, guides
from .models import DraftRow, VersionRow


@dataclass(frozen=True, slots=True)
class Successor:
    """An item in which an ended one goes on. ``first_day``: since or from when; None while it is not taken over yet.

    ``due_on``: by when it is to be taken over, where that is under way.
    """

    code: str
    name: str
    unit: Unit
    first_day: date | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Ended:
    """An item that is no more after its last day, or will be."""

    code: str
    name: str
    unit: Unit
    last_day: date
    change: Change
    successors: tuple[Successor, ...]


def ended(*, code: str) -> Ended:
    """Returns what becomes of an item that has been ended, by its last version; raises NoSuchItem where it has not."""
    row = VersionRow.objects.filter(code=code).order_by("-number").first() if code.isprintable() else None
    if row is None or row.valid_to is None or not row.ending:
        raise NoSuchItem(f"编码为“{code[:40]}”的事项没有取消、合并或下放。请核对编码。")
    last = guides([row], on=row.valid_to if row.valid_to >= row.valid_from else row.valid_from)[0]
    heirs = tuple(_heirs(row.ending.get("successors", []), last.name, row.valid_to))
    return Ended(code, last.name, last.unit, row.valid_to, change_of(row.ending), heirs)


def _heirs(codes: list[str], name: str, last_day: date) -> Iterator[Successor]:
    units = units_by_code(codes=[code[:18] for code in codes])
    for code in codes:
        body = units.get(code[:18])
        if body is None:
            continue
        going = DraftRow.objects.filter(code=code, kind="承接").exclude(state__in=DONE).first()
        row = VersionRow.objects.filter(code=code).order_by("-number").first()
        if row is None:
            yield Successor(code, name, body, None, going.due_on if going else None)
            continue
        first = VersionRow.objects.filter(code=code).order_by("number").values_list("valid_from", flat=True)[0]
        yield Successor(code, guides([row])[0].name, body, max(first, last_day + timedelta(days=1)), None)
