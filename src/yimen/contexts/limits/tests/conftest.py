"""What the tests of limits share: an act that can wait, the shipped data loaded, law offices of three levels."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.grounds import ground

import yimen
from yimen.contexts.identity.api import Post, Reader
from yimen.contexts.journal.api import SYSTEM, Act, newest
from yimen.contexts.limits.api import Rule, load_limits, publish_limit
from yimen.contexts.places.api import load_regions

DATA = Path(yimen.__file__).parent / "data" / "limits"
REGIONS = Path(__file__).resolve().parents[5] / "demo" / "regions"
LILING, ZHUZHOU, HUNAN, QIXING = "430281000000", "430200000000", "430000000000", "450305000000"
NATION = "100000000000"
TODAY = date(2026, 11, 23)


_NUMBERS = count(1)  # never twice in a session: the loaded ones stay


class Counting:
    """Mints 1, 2, 3 … as ids that look like UUIDv7."""

    def __init__(self) -> None:
        self._numbers = _NUMBERS

    def id(self) -> UUID:
        return UUID(int=next(self._numbers) << 84 | 7 << 76 | 2 << 62)

    def salt(self) -> bytes:
        return bytes(16)


def officer(region: str, role: str = "law") -> Reader:
    """Returns an officer with one post in a unit of a region."""
    post = Post(unit="11430281MB9900144X", unit_name="某司法局", region=region, role=role, title="法制岗")
    return Reader(kind="officer", account=UUID(int=9), name="某人", posts=(post,))


@dataclass
class Office:
    """The installation with the shipped limits; versions come by one call each."""

    act: Act

    def wait(self, **time: Any) -> None:
        self.act = replace(self.act, now=self.act.now + timedelta(**time))

    def publish(self, code: str, region: str = LILING, reader: Reader | None = None, **more: Any) -> Rule:
        stated: dict[str, Any] = {"change": {"length": 15}, "valid_from": TODAY + timedelta(1), "reason": "提速"}
        stated |= {"document": "醴政办发〔2026〕1号"} | more
        who = reader or officer(region or NATION)
        return publish_limit(act=self.act, reader=who, code=code, region=region, **stated)

    def entries(self) -> list[Any]:
        return list(newest(limit=50))


def _act() -> Act:
    return Act(actor=SYSTEM, now=datetime(2026, 11, 23, 1, 2, 3, tzinfo=UTC), mint=Counting())


@ground()
def limits_shipped() -> None:
    """Loads places and the limits as they ship."""
    load_regions(act=_act(), folder=REGIONS, valid_from=date(2026, 1, 1))
    load_limits(act=_act(), folder=DATA)


@pytest.fixture
def act() -> Act:
    return _act()


@pytest.fixture
def empty(db: None, act: Act) -> Office:
    return Office(act)


@pytest.fixture
def office(limits_shipped: None, empty: Office) -> Office:
    return empty
