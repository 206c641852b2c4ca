"""Reads cases of penalties: those of one's own units and of those one oversees, and what each step stated."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from yimen.contexts.identity.api import NoPurpose, Reader, open_person, open_text, reveal, seal_text
from yimen.contexts.identity.api import unit as unit_of
from yimen.contexts.journal.api import Act
from yimen.contexts.matters.api import (
    OVERSEEING,
    Matter,
    Task,
    Work,
    by_ids,
    matter,
    may_do,
    people_masked,
    person_labels,
    steps,
    tasks,
    worklist,
)
from yimen.kernel.codes import mask_name, mask_text

from .caselaw import INVESTIGATORS, KIND, RECEIVER, SIGNED, WITHOUT_PENALTY
from .errors import NoSuchPower, NotYourPower, PowerRefused
from .models import CaseRow, PenaltyRow
from .penalties import STANDS, Penalty, penalties_of
from .posts import covers, places

_CASEWORK = ("examiner", "reviewer", "decider", "issuer")  # whose posts at the unit work on its cases
_NOT_YOURS = "只有办案岗位和监督岗位看得到"


@dataclass(frozen=True, slots=True)
class Stated:
    """What one step stated: its name, by which post and when, and pairs of label and text."""

    step: str
    post: str
    at: str
    told: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PenaltyCase:
    """A case as its officers see it; whoever stands in it is masked unless ``plain``, which is asked for by a verb.

    ``mine``: the open step that the reader may do. ``may_reveal``: the reader may ask for it. ``hearing``: whether
    the party may ask for one; ``told_on``: since when it knows. ``decision``: the one that holds or waits.
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
    may_reveal: bool
    plain: bool

    def may_end_by(self, outcome: str) -> bool:
        """Tells whether an outcome can be: once a penalty is decided or waits, none that ends the case without one."""
        return self.decision is None or outcome not in WITHOUT_PENALTY


def penalty_case(*, reader: Reader, number: str) -> PenaltyCase:
    """Returns a case to a reader who may see its matter, its party masked; raises NoSuchMatter, NoSuchPower."""
    return _case(reader, *_row(reader, number), plain=False)


def reveal_party(*, act: Act, reader: Reader, number: str, reason: str) -> PenaltyCase:
    """Returns a case with its party in plain, and writes into the journal who looked and why.

    For the posts that work on it and those that oversee it. Raises NotYourPower, PowerRefused without a purpose.
    """
    row, found = _row(reader, number)
    if not _works_on(reader, found):
        raise NotYourPower("当事人的信息由本案的办案岗位和监督岗位查看。您没有这些岗位。")
    try:
        reveal(
            act=act,
            verb="penalty.reveal",
            subject=found.id,
            region=found.region,
            number=number,
            whom="当事人",
            reason=reason,
        )
    except NoPurpose as error:
        raise PowerRefused(str(error), "reason") from error
    return _case(reader, row, found, plain=True)


def _row(reader: Reader, number: str) -> tuple[CaseRow, Matter]:
    found = matter(reader=reader, number=number)
    row = CaseRow.objects.filter(matter_id=found.id).select_related("unit", "baseline").first()
    if row is None:
        raise NoSuchPower(f"“{number}”不是处罚案件。请从案件列表进入。")
    return row, found


def _case(reader: Reader, row: CaseRow, found: Matter, *, plain: bool) -> PenaltyCase:
    done = tasks(reader=reader, matter=found)
    may = partial(may_do, reader=reader, owner=found.owner, centre=found.centre)
    mine = next(
        (one for one in done if one.done_at is None and may(task=one)),
        None,
    )
    name = open_text(row.name, purpose="name")
    works = mine is not None or _works_on(reader, found)
    words = _Words(name, plain=plain, open=works)
    held = PenaltyRow.objects.filter(matter_id=found.id).exclude(state="denied").first()
    return PenaltyCase(
        matter=found,
        unit_name=unit_of(code=row.unit_id).name,
        act_name=row.baseline.name,
        family=row.baseline.family,
        source=row.source,
        party=open_person(row.name, purpose="name", plain=plain),
        number=open_person(row.identifier, purpose="identifier", plain=plain),
        happened_on=row.happened_on,
        found=words.of(open_text(row.found, purpose="reasons")),
        told_on=row.told_on,
        hearing=row.hearing,
        open=row.open,
        stated=tuple(Stated(**{**one, "told": words.pairs(one["told"])}) for one in log_of(row)),
        tasks=tuple(replace(one, opinion=words.of(one.opinion)) for one in done),
        mine=mine,
        decision=penalties_of([held])[0] if held else None,
        may_reveal=not plain and works,
        plain=plain,
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """How the free words of a case are shown: its party's name and all numbers of persons masked unless ``plain``."""

    name: str
    plain: bool
    open: bool  # to who works on the case

    def of(self, text: str) -> str:
        if not text or self.plain:
            return text
        return mask_text(text.replace(self.name, mask_name(self.name))) if self.open else _NOT_YOURS

    def pairs(self, told: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        masked = not self.plain
        people = person_labels() if masked else frozenset()
        return tuple(
            (a, mask_name(b) if masked and a == RECEIVER else self.of(people_masked(b) if a in people else b))
            for a, b in told
        )


def _works_on(reader: Reader, found: Matter) -> bool:
    """Tells whether a post of the reader works on a case or oversees it, or a turn of it is or was the reader's."""
    for post in reader.posts:
        if post.unit == found.unit and post.role in _CASEWORK:
            return True
        if post.role in OVERSEEING and covers(post, found.region):
            return True
    return any(one.holder == str(reader.account) for one in steps(matter=found.id))


def investigators(found: Matter) -> frozenset[str]:
    """Returns the accounts that investigate a case, and those that ever signed its investigation."""
    signed = {one.holder for one in steps(matter=found.id) if one.outcome == SIGNED and one.holder}
    return frozenset({*signed, *map(str, found.data.get(INVESTIGATORS, ()))})


def cases_to_do(*, reader: Reader) -> tuple[Work, ...]:
    """Returns the open steps of cases that the reader may do, the most urgent first."""
    return worklist(reader=reader, kind=KIND)


def open_cases(*, reader: Reader, limit: int = 200) -> tuple[Matter, ...]:
    """Returns the open cases of the reader's units and those the reader oversees, the newest first."""
    rows = CaseRow.objects.filter(open=True)
    own = rows.filter(unit_id__in=[post.unit for post in reader.posts])
    seen = own | rows.filter(places(post.region for post in reader.posts if post.role in OVERSEEING))
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
    return PenaltyRow.objects.filter(matter_id=row.matter_id, state__in=STANDS).first()
