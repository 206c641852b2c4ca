"""What the tests of matters stand on: a small procedure, and a room of their own that gives it limits."""

import itertools
import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from tests.grounds import ground

from yimen.contexts.identity.api import Post, Reader, Unit, load_units
from yimen.contexts.journal.api import SYSTEM, Act, Entry, advance, seal, trail
from yimen.contexts.matters.api import (
    Clock,
    Completion,
    Effect,
    Matter,
    Opening,
    Room,
    Task,
    by_ids,
    complete_task,
    open_matter,
    open_tasks,
    redate,
    register,
)
from yimen.contexts.places.api import load_holidays, load_regions
from yimen.contexts.procedures.api import in_force, publish
from yimen.kernel.clock import (
    CHINA,
    Extending,
    Ground,
    Ledger,
    Limit,
    Silence,
    Thresholds,
    local_date,
)
from yimen.kernel.clock import (
    Unit as Of,
)
from yimen.kernel.procedure import Outcome

ROOT = Path(__file__).parents[5]
UNIT, OTHER = "11430281MB990011XC", "11430281MB990012X9"
PLACE = "430281000000"
GROUNDS = tuple(Ground(name, "suspend", "行政许可法", "第四十五条") for name in ("听证", "鉴定", "检测"))
DECIDE = Limit(
    20,
    Of.WORKING_DAY,
    "法定时限",
    "行政许可法",
    "第四十二条",
    id="decide",
    grounds=GROUNDS,
    extending=Extending(10, "本行政机关负责人", "行政许可法", "第四十二条"),
)
RECEIVE = Limit(
    5,
    Of.WORKING_DAY,
    "一次告知",
    "行政许可法",
    "第三十二条",
    id="receive",
    silence=Silence("accepted", "逾期不告知的，自收到申请材料之日起即为受理", "行政许可法", "第三十二条"),
)
RENEW = Limit(
    0,
    Of.CALENDAR_DAY,
    "延续决定",
    "行政许可法",
    "第五十条",
    id="renew",
    rolls=False,
    silence=Silence("granted", "逾期未作决定的，视为准予延续", "行政许可法", "第五十条"),
)
_NUMBERS = itertools.count(1)


class Mint:
    """Gives ids in order, and salts."""

    def id(self) -> uuid.UUID:
        return uuid.UUID(int=7 << 76 | next(_NUMBERS) << 80)

    def salt(self) -> bytes:
        return bytes(16)


MINT = Mint()


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA).astimezone(UTC)


@dataclass
class _Room(Room):
    """Starts the limits of deciding with acceptance; a decision ends them. ``fault`` fails every silence."""

    promised: int = 7
    others: Callable[[], tuple[Ledger, ...]] = tuple
    silence: frozenset[str] = frozenset()
    fault: Exception | None = None
    data: Mapping[str, Any] = field(default_factory=dict)

    def completing(
        self, *, act: Act, matter: Matter, task: Task, outcome: Outcome, opinion: str, form: Mapping[str, Any]
    ) -> Effect:
        if outcome.effect == "accept":
            return Effect(clock=self.deciding(local_date(act.now)))
        return Effect(stop=True, outcome="准予") if outcome.effect == "grant" else Effect()

    def lapsing(self, *, act: Act, matter: Matter, effect: str, ledger: Ledger, due: date) -> Effect:
        if self.fault is not None:
            raise self.fault
        if effect == "accept":
            return Effect(clock=self.deciding(ledger.start), data=self.data)
        return Effect(stop=True, outcome="准予")

    def deciding(self, start: date) -> Clock:
        promised = Ledger(DECIDE.promised(self.promised), start)
        lights = Thresholds()
        return Clock("办理", promised, Ledger(DECIDE, start), others=self.others(), lights=lights, silence=self.silence)


ROOM = _Room()
register("test", room=ROOM)


def officer(role: str, unit: str = UNIT) -> Reader:
    post = Post(unit, "测试单位", PLACE, role, "测试岗")
    return Reader("officer", uuid.UUID(int=9), posts=(post,))


@dataclass(frozen=True)
class Desk:
    """Acts on matters at a moment."""

    now: datetime = field(default_factory=lambda: moment("2026-03-02T09:00"))

    def at(self, text: str) -> "Desk":
        return replace(self, now=moment(text))

    def act(self, reader: Reader | None = None) -> Act:
        return Act(reader.actor if reader else SYSTEM, self.now, MINT)

    def opened(self, *, region: str = PLACE, lapses: bool = False, silence: bool = False) -> Matter:
        """Opens a matter: received, its acceptance waits."""
        clock = Clock("收件", Ledger(RECEIVE, local_date(self.now)), silence=frozenset({"receive"} if silence else ()))
        opening = Opening(
            MINT.id(), "test", "测试", region, UNIT, UNIT, "owner", in_force(key="timed", on=date(2026, 3, 2)), clock,
            lapses=lapses,
        )  # fmt: skip
        with transaction.atomic():
            return open_matter(act=self.act(), opening=opening)

    def accepted(self, **more: Any) -> Matter:
        """Opens a matter and accepts it: promised 7 working days, 20 by law, its examination 3."""
        return self.does(self.opened(**more), "accept")

    def does(self, matter: Matter, outcome: str) -> Matter:
        (task,) = open_tasks(matter=matter.id)
        who = officer(task.role, task.unit)
        return complete_task(act=self.act(who), reader=who, completion=Completion(task.id, outcome))

    def follow(self) -> None:
        while seal(act=self.act()) + advance(act=self.act()):
            pass

    def closes(self, *days: str, region: str = "", **more: str) -> None:
        """Makes working days of 2026 days off by this year's notice, or by the region's own; none: as it was."""
        notice = json.loads((ROOT / "src/yimen/data/holidays/2026.json").read_text("utf-8"))
        notice["off"] += [{"date": day, "name": "更正"} for day in days]
        load_holidays(act=self.act(), notices=[notice | {"region": region, **more}])
        self.follow()


def now(matter: Matter) -> Matter:
    """Returns a matter as it stands."""
    return by_ids(ids=[matter.id])[matter.id]


def entries(matter: Matter, verb: str) -> list[Entry]:
    """Returns the entries of a matter of one verb."""
    return [entry for entry in trail(subject=matter.id) if entry.verb == f"test.{verb}"]


@ground()
def matters_places() -> None:
    """Loads places, units, holidays and the small procedure."""
    desk = Desk()
    act = desk.act()
    load_regions(act=act, folder=ROOT / "demo" / "regions", valid_from=date(2026, 1, 1))
    data = json.loads((ROOT / "demo" / "organisations.json").read_text("utf-8"))
    load_units(act=act, units=[Unit(**each) for each in data])
    for year in (2025, 2026):
        path = ROOT / f"src/yimen/data/holidays/{year}.json"
        load_holidays(act=act, notices=[json.loads(path.read_text("utf-8"))])
    publish(act=act, xml=Path(__file__).with_name("timed.bpmn").read_bytes(), valid_from=date(2026, 1, 1))
    desk.follow()
    while redate(act=act) is not None:
        pass


@pytest.fixture
def desk(matters_places: None, monkeypatch: pytest.MonkeyPatch) -> Desk:
    for name in ("promised", "others", "silence", "fault", "data"):
        monkeypatch.setattr(ROOM, name, getattr(_Room(), name))
    return Desk()
