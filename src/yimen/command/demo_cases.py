"""The cases of the demonstration: handled on past days, so that lights, clocks and trails have something to show."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from yimen.contexts.cases.api import (
    Application,
    Upload,
    add_to_project,
    case,
    grounds,
    lodge,
    my_projects,
    open_project,
)
from yimen.contexts.catalogue.api import guide
from yimen.contexts.identity.api import Reader, account_named, account_of, reader_of
from yimen.contexts.journal.api import SYSTEM, Act
from yimen.contexts.matters.api import (
    Completion,
    begin_special,
    complete_task,
    extend,
    finish_special,
    matter_by_id,
    specials,
    tick,
    worklist,
)
from yimen.kernel.clock import CHINA, local_date
from yimen.kernel.forms import materials_missing

from .demo_history import past_scripts
from .demo_inspection import arrange, inspected_scripts


@dataclass(frozen=True, slots=True)
class _Turn:
    """One thing that somebody did: when, in which case, and what."""

    at: datetime
    case: int
    what: Mapping[str, Any]


def load_cases(*, act: Act, folder: Path, people: Mapping[str, Any]) -> int:
    """Plays ``cases.json`` in order of time, ending before ``act.now``, and returns the number of cases.

    Time itself acts in between, as it would have.
    """
    return _play(act, json.loads((folder / "cases.json").read_text("utf-8")), folder, people)


def load_past(*, act: Act, folder: Path, people: Mapping[str, Any]) -> int:
    """Plays cases of months ago to their end, like the first of ``cases.json``, and returns their number.

    One is like the last of them: a joint inspection.
    """
    open_ones = json.loads((folder / "cases.json").read_text("utf-8"))
    scripts = list(past_scripts(act=act, like=open_ones[0], citizen=people["citizens"][-1]))
    scripts += inspected_scripts(act=act, like=open_ones[-1])
    return _play(act, scripts, folder, people)


def _play(act: Act, scripts: list[dict[str, Any]], folder: Path, people: Mapping[str, Any]) -> int:
    sample = (folder / "sample.pdf").read_bytes()
    ids: dict[int, UUID] = {}
    for turn in sorted(_turns(scripts, act.now), key=lambda turn: (turn.at, turn.case)):
        tick(act=replace(act, actor=SYSTEM, now=turn.at))
        if "item" in turn.what:
            ids[turn.case] = _lodge(act, turn, people, sample)
            if "project" in turn.what:
                _put_into(act, turn, people, ids[turn.case])
        else:
            _do(act, turn, ids[turn.case])
    tick(act=act)
    return len(ids)


def _turns(scripts: list[dict[str, Any]], now: datetime) -> Iterator[_Turn]:
    for number, script in enumerate(scripts):
        yield _Turn(_at(now, script["ago"], 0), number, script)
        for place, what in enumerate(script["acts"], 1):
            yield _Turn(_at(now, what["ago"], place), number, what)


def _at(now: datetime, ago: int, place: int) -> datetime:
    """Returns a moment of office hours so many days ago."""
    day = local_date(now) - timedelta(ago)
    return datetime.combine(day, time(9 + place // 6, 10 * (place % 6)), CHINA)


def _citizen(turn: _Turn, people: Mapping[str, Any]) -> Reader:
    who = next(one for one in people["citizens"] if one["name"] == turn.what["who"])
    account = account_of(citizen_id=who["citizen_id"])
    if account is None:
        raise ValueError(f"演示办件的申请人“{who['name']}”还没有载入。请先载入演示人员。")
    return reader_of(account=account, on=local_date(turn.at))


def _lodge(act: Act, turn: _Turn, people: Mapping[str, Any], sample: bytes) -> UUID:
    reader = _citizen(turn, people)
    form = guide(code=turn.what["item"], on=local_date(turn.at)).form
    missing = materials_missing(form, turn.what["answers"], [])
    application = Application(
        id=act.mint.id(),
        item=turn.what["item"],
        answers=turn.what["answers"],
        uploads=tuple(Upload(one.code, f"{one.name}.pdf", sample) for one in missing),
        uscc=turn.what["answers"].get("uscc", ""),
    )
    return lodge(act=replace(act, actor=reader.actor, now=turn.at), reader=reader, application=application).id


def _put_into(act: Act, turn: _Turn, people: Mapping[str, Any], matter: UUID) -> None:
    """Puts a case into the project that its script names, opened with its first case."""
    reader = _citizen(turn, people)
    own = replace(act, actor=reader.actor, now=turn.at)
    found = matter_by_id(reader=reader, id=matter)
    mine = my_projects(reader=reader, today=local_date(turn.at))
    project = next((one for one in mine if one.name == turn.what["project"]), None) or open_project(
        act=own, reader=reader, name=turn.what["project"], region=found.region, uscc=turn.what["answers"]["uscc"]
    )
    add_to_project(act=own, reader=reader, code=project.code, number=found.number)


def _do(act: Act, turn: _Turn, matter: UUID) -> None:
    account = account_named(login=turn.what["by"])
    if account is None:
        raise ValueError(f"演示办件的经办人“{turn.what['by']}”还没有载入。请先载入演示人员。")
    reader = reader_of(account=account, on=local_date(turn.at))
    own = replace(act, actor=reader.actor, now=turn.at)
    what = turn.what
    if "special" in what:
        begin_special(act=own, reader=reader, matter=matter, **what["special"])
    elif "finish" in what:
        standing = specials(matter=matter_by_id(reader=reader, id=matter))[-1]
        finish_special(act=own, reader=reader, matter=matter, special=standing.id, result=what["finish"])
    elif "extend" in what:
        extend(act=own, reader=reader, matter=matter, **what["extend"])
    elif not arrange(act=own, reader=reader, number=matter_by_id(reader=reader, id=matter).number, what=what):
        _complete(own, reader, matter, what)


def _complete(act: Act, reader: Reader, matter: UUID, what: Mapping[str, Any]) -> None:
    task = next(work.task for work in worklist(reader=reader) if work.matter.id == matter)
    form = {**_picked(reader, task.matter, what["outcome"]), **what.get("form", {})}
    done = Completion(task.id, what["outcome"], what.get("opinion", ""), form)
    complete_task(act=act, reader=reader, completion=done)


def _picked(reader: Reader, matter: UUID, outcome: str) -> dict[str, list[str]]:
    """Returns the conditions that a grant of the demonstration confirms, or on what it does not accept a case."""
    if outcome not in ("grant", "refuse_acceptance"):
        return {}
    number = matter_by_id(reader=reader, id=matter).number
    found = grounds(guide=case(reader=reader, number=number).guide)
    if outcome == "grant":
        return {"met": [one.code for one in found.grant]}
    return {"grounds": [one.code for one in found.refuse_acceptance][:1]}
