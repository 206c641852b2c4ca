"""A year of random acts: every last day is found again, day by day, from plain facts and without the kernel's code."""

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

import pytest
from tests.legal_time.articles import Case, Days, Stop, due

from yimen.contexts.matters.api import (
    Matter,
    begin_special,
    end_matter,
    extend,
    finish_special,
    open_tasks,
    redate,
    specials,
    tick,
)

from .conftest import ROOT, Desk, entries, now, officer

MATTERS, SEED = 300, 20260302
DECIDER = officer("decider")


@dataclass
class Facts:
    """What happened to one matter, in plain words: when limits began, when they stood still, what was added."""

    matter: Matter
    begun: date
    stops: list[tuple[str, date, date | None]] = field(default_factory=list)
    added: int = 0
    closed: bool = False

    def last(self, length: int, days: Days, *, extra: bool) -> date | None:
        stops = tuple(Stop(begin, end, "suspend") for _, begin, end in self.stops)
        added = (self.added,) if self.added and extra else ()
        return due(Case(self.begun, length, "wd", stops=stops, added=added), days)


def _days(extra: set[date]) -> Days:
    off, worked = {*extra, date(2027, 1, 1)}, set[date]()  # 元旦, of which no notice of 2027 tells yet
    for year in (2025, 2026):
        notice = json.loads((ROOT / f"src/yimen/data/holidays/{year}.json").read_text("utf-8"))
        off |= {date.fromisoformat(one["date"]) for one in notice["off"]}
        worked |= {date.fromisoformat(one) for one in notice["work"]}
    return Days(off=off, worked=worked - extra)


def _check(every: list[Facts], days: Days) -> None:
    for one in every:
        if one.closed:
            continue
        matter = now(one.matter)
        found = {timer.role: timer.due for timer in matter.running}
        assert found["promised"] == one.last(7, days, extra=True), (one, matter.timers)
        assert found["statutory"] == one.last(20, days, extra=True), (one, matter.timers)
        assert (matter.due_on, matter.statutory_due_on) == (found["promised"], found["statutory"])
        assert matter.paused is any(end is None for _, _, end in one.stops)


@pytest.mark.pure
@pytest.mark.req("PRC-010")
def test_a_year_of_an_office(desk: Desk) -> None:
    chance, every = Random(SEED), list[Facts]()
    day = date(2026, 1, 5)
    while day < date(2026, 12, 20):
        today = desk.at(f"{day}T10:00")
        tick(act=desk.at(f"{day}T00:10").act())
        for _ in range(chance.choice((0, 0, 1, 1, 2)) if len(every) < MATTERS else 0):
            every.append(Facts(today.accepted(), day))
        running = [one for one in every if not one.closed]
        for one in chance.sample(running, k=min(3, len(running))):
            _act(today, one, day, chance)
        day += timedelta(1)
    assert len(every) > 250
    _check(every, _days(set()))
    extra = {date(2026, 12, 8), date(2026, 12, 15), date(2026, 11, 18)}
    frozen = {one.matter.id: now(one.matter).timers for one in every if one.closed}
    before = {one.matter.id: now(one.matter).due_on for one in every}
    end = desk.at("2026-12-20T10:00")
    end.closes(*(str(each) for each in sorted(extra)))
    while redate(act=end.act()) is not None:
        pass
    _check(every, _days(extra))
    for one in every:
        if one.closed:
            assert now(one.matter).timers == frozen[one.matter.id]
        moved = now(one.matter).due_on != before[one.matter.id]
        assert moved <= bool(entries(one.matter, "redate"))


def _act(desk: Desk, one: Facts, day: date, chance: Random) -> None:
    """Does something that may be done to a matter today, and writes it down in plain words."""
    matter, open_ = now(one.matter), [kind for kind, _, end in one.stops if end is None]
    (task,) = open_tasks(matter=matter.id)
    who = officer(task.role, task.unit)
    deed = chance.choice(("begin", "begin", "finish", "finish", "extend", "step", "end"))
    running = {timer.role: timer.due for timer in matter.running}
    in_time = all(last is None or day <= last for last in (running["promised"], running["statutory"]))
    if deed == "begin" and in_time:
        kind = chance.choice(("鉴定", "检测"))
        if kind not in open_:
            begin_special(act=desk.act(who), reader=who, matter=matter.id, kind=kind, document="文书", days=9)
            one.stops.append((kind, day, None))
    elif deed == "finish" and open_:
        (special,) = [each for each in specials(matter=matter) if each.kind == open_[0] and each.ended_on is None]
        finish_special(act=desk.act(who), reader=who, matter=matter.id, special=special.id, result="有结果")
        one.stops = [(k, b, day if k == open_[0] and e is None else e) for k, b, e in one.stops]
    elif deed == "extend" and in_time and not one.added:
        one.added = chance.randint(1, 10)
        words = {"approved_by": "局长", "document": "文书", "reason": "复杂"}
        extend(act=desk.act(DECIDER), reader=DECIDER, matter=matter.id, length=one.added, **words)
    elif deed == "step" and not open_ and task.node in ("examine", "check"):
        desk.does(matter, "agree")
    elif deed == "end" and chance.random() < 0.3:
        end_matter(act=desk.act(), matter=matter.id, outcome="撤回", verb="withdraw", opinion="")
        one.closed = True
