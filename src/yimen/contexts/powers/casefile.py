"""Reads cases of penalties: those of one's own units and of those one oversees, and what each step stated."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from yimen.contexts.identity.api import Reader, open_text, seal_text
from yimen.contexts.identity.api import unit as unit_of
from yimen.contexts.matters.api import Matter, Task, Work, by_ids, matter, tasks, worklist
from yimen.kernel.codes import mask_citizen_id, mask_name

from .caselaw import KIND
from .errors import NoSuchPower
from .models import CaseRow, PenaltyRow
from .penalties import Penalty, penalties_of
from .posts import places

_CITIZEN = 18
_OVERSEEING = ("supervisor", "leader", "audit")  # who sees whole matters of a region (matters.may_read)
_DONE = ("within", "allowed")


@dataclass(frozen=True, slots=True)
class Stated:
    """What one step stated: its name, by which post and when, and pairs of label and text."""

    step: str
    post: str
    at: str
    told: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PenaltyCase:
    """A case as its officers see it; the party's name and number are masked but for who decides and serves.

    ``mine``: the open step that the reader may do. ``hearing``: whether the party may ask for one; ``told_on``: since
    when it knows. ``decision``: the one that holds or waits.
    """

    matter: Matter
    unit_name: str
    act_name: str
    family: UUID
    source: str
    party: str
    number: str
    happened_on: date
    found: str
    told_on: date | None
    hearing: bool
    open: bool
    stated: tuple[Stated, ...]
    tasks: tuple[Task, ...]
    mine: Task | None
    decision: Penalty | None


def penalty_case(*, reader: Reader, number: str) -> PenaltyCase:
    """Returns a case to a reader who may see its matter; raises NoSuchMatter, NoSuchPower."""
    found = matter(reader=reader, number=number)
    row = CaseRow.objects.filter(matter_id=found.id).select_related("unit", "baseline").first()
    if row is None:
        raise NoSuchPower(f"“{number}”不是处罚案件。请从案件列表进入。")
    done = tasks(reader=reader, matter=found)
    mine = next((one for one in done if one.done_at is None and _may(reader, one)), None)
    plain = mine is not None
    name, identifier = open_text(row.name, purpose="name"), open_text(row.identifier, purpose="identifier")
    masked = (
        mask_citizen_id(identifier) if len(identifier) == _CITIZEN and not identifier[-2:].isalpha() else identifier
    )
    held = PenaltyRow.objects.filter(matter_id=found.id).exclude(state="denied").first()
    return PenaltyCase(
        matter=found,
        unit_name=unit_of(code=row.unit_id).name,
        act_name=row.baseline.name,
        family=row.baseline.family,
        source=row.source,
        party=name if plain else mask_name(name),
        number=identifier if plain else masked,
        happened_on=row.happened_on,
        found=open_text(row.found, purpose="reasons"),
        told_on=row.told_on,
        hearing=row.hearing,
        open=row.open,
        stated=tuple(Stated(**{**one, "told": tuple((a, b) for a, b in one["told"])}) for one in log_of(row)),
        tasks=done,
        mine=mine,
        decision=penalties_of([held])[0] if held else None,
    )


def _may(reader: Reader, task: Task) -> bool:
    if task.holder:
        return str(reader.account) == task.holder
    return reader.holds(task.role, task.unit)


def cases_to_do(*, reader: Reader) -> tuple[Work, ...]:
    """Returns the open steps of cases that the reader may do, the most urgent first."""
    return tuple(work for work in worklist(reader=reader) if work.matter.kind == KIND)


def open_cases(*, reader: Reader, limit: int = 200) -> tuple[Matter, ...]:
    """Returns the open cases of the reader's units and those the reader oversees, the newest first."""
    rows = CaseRow.objects.filter(open=True)
    own = rows.filter(unit_id__in=[post.unit for post in reader.posts])
    seen = own | rows.filter(places(post.region for post in reader.posts if post.role in _OVERSEEING))
    ids = list(seen.order_by("-matter_id").values_list("matter_id", flat=True)[:limit])
    found = by_ids(ids=ids)
    return tuple(found[each] for each in ids)


def log_of(row: CaseRow) -> list[dict[str, Any]]:
    """Returns what each step of a case stated, in order."""
    found: list[dict[str, Any]] = json.loads(open_text(row.log, purpose="reasons")) if row.log else []
    return found


def add_to_log(row: CaseRow, stated: Mapping[str, Any]) -> None:
    """Adds what a step stated, sealed; the caller saves."""
    row.log = seal_text(json.dumps([*log_of(row), dict(stated)], ensure_ascii=False), purpose="reasons")


def decided(row: CaseRow) -> PenaltyRow | None:
    """Returns the decision of a case that holds, None where there is none."""
    return PenaltyRow.objects.filter(matter_id=row.matter_id, state__in=_DONE).first()
