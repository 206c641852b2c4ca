"""What the tests of identity share: acts that can wait, two units, people and officers."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest

from yimen.contexts.identity.api import (
    Applicant,
    Reader,
    Unit,
    add_mandate,
    add_officer,
    appoint,
    load_units,
    reader_of,
    register_person,
    sign_in,
)
from yimen.contexts.journal.api import SYSTEM, Act, Entry, advance, seal, trail

CENTRE, ROADS = "11430281MB9900128C", "11430281MB990011XC"
COMPANY = "91430281MB9990012G"
NUMBER = "430281199003070013"
PASSWORD = "correct-horse-7"
START = date(2026, 1, 1)


class Counting:
    """Mints 1, 2, 3 … as ids."""

    def __init__(self) -> None:
        self._numbers: Iterator[int] = count(1000)

    def id(self) -> UUID:
        return UUID(int=next(self._numbers))

    def salt(self) -> bytes:
        return bytes(16)


@dataclass
class Town:
    """An installation with two units; people and officers come by one call each."""

    act: Act
    _phones: Iterator[int] = field(default_factory=lambda: count(13800000000))

    def wait(self, **time: Any) -> None:
        self.act = replace(self.act, now=self.act.now + timedelta(**time))

    def by(self, reader: Reader) -> Act:
        return replace(self.act, actor=reader.actor)

    def person(self, number: str = NUMBER, *, name: str = "张三演", verified: bool = False) -> UUID:
        stated = Applicant(name, number, str(next(self._phones)), PASSWORD)
        return register_person(act=self.act, applicant=stated, verified=verified)

    def officer(self, login: str, *roles: str, unit: str = CENTRE) -> UUID:
        account = add_officer(act=self.act, login=login, name="刘晓芳", password=PASSWORD)
        for role in roles:
            appoint(act=self.act, account=account, unit=unit, role=role, title=f"{role}岗", valid_from=START)
        return account

    def window(self) -> Reader:
        return self.reads(self.officer("window", "window"))

    def reads(self, account: UUID, on: date = date(2026, 11, 23)) -> Reader:
        return reader_of(account=account, on=on)

    def mandate(self, account: UUID, role: str = "经办人", name: str = "演示建设有限公司", **more: Any) -> UUID:
        stated = {"uscc": COMPANY, "name": name, "role": role, "valid_from": START, **more}
        return add_mandate(act=self.act, account=account, **stated)

    def enter(self, login: str, password: str = PASSWORD, address: str = "10.0.0.1") -> UUID:
        return sign_in(act=self.act, login=login, password=password, address=address).account

    def trail(self, subject: UUID) -> list[Entry]:
        while seal(act=self.act) + advance(act=self.act):
            pass
        return list(trail(subject=subject))


@pytest.fixture
def town(db: None) -> Town:
    town = Town(Act(actor=SYSTEM, now=datetime(2026, 11, 23, 1, 2, 3, tzinfo=UTC), mint=Counting()))
    units = [
        Unit(CENTRE, "醴陵市政务服务中心", "醴政务", "centre", "430281000000"),
        Unit(ROADS, "醴陵市公路局", "醴公路", "department", "430281000000"),
    ]
    load_units(act=town.act, units=units)
    return town
