"""Reads reviews of drafts, for the unit that submitted them and those who decide."""

from dataclasses import dataclass
from uuid import UUID

from yimen.contexts.catalogue.api import Draft, drafts_of
from yimen.contexts.identity.api import Reader
from yimen.contexts.matters.api import Matter, NoSuchMatter, Task, Work, matter, matter_by_id, tasks, worklist

from .room import KIND


@dataclass(frozen=True, slots=True)
class Revision:
    """A review: its matter, the drafts it decides on, and its steps; ``mine``: the open step that the reader may do."""

    matter: Matter
    drafts: tuple[Draft, ...]
    tasks: tuple[Task, ...]
    mine: Task | None


def revision(*, reader: Reader, number: str = "", id: UUID | None = None) -> Revision:  # noqa: A002 - the plain word
    """Returns a review by its number or id; raises NoSuchMatter where there is none for the reader."""
    found = matter_by_id(reader=reader, id=id) if id else matter(reader=reader, number=number)
    if found.kind != KIND:
        raise NoSuchMatter(f"“{found.number}”不是事项变更。请从列表进入。")
    steps = tasks(reader=reader, matter=found)
    mine = next((one for one in steps if one.done_at is None and _may(reader, one)), None)
    return Revision(found, drafts_of(review=found.id), steps, mine)


def _may(reader: Reader, task: Task) -> bool:
    return str(reader.account) == task.holder if task.holder else reader.holds(task.role, task.unit)


def waiting(*, reader: Reader) -> tuple[Work, ...]:
    """Returns the steps of reviews that the reader may do, the most urgent first."""
    return worklist(reader=reader, kind=KIND)
