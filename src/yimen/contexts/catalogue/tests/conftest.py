"""What the catalogue's tests stand on: the demonstration's places, units and items."""

import copy
import itertools
import json
import uuid
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.grounds import ground

from yimen.contexts.catalogue.api import Change, load_items, refresh_synonyms
from yimen.contexts.identity.api import Unit, load_units, units
from yimen.contexts.journal.api import SYSTEM, Act
from yimen.contexts.limits.api import load_limits
from yimen.contexts.places.api import load_regions

DEMO = Path(__file__).parents[5] / "demo"
LIMITS = Path(__file__).parents[3] / "data" / "limits"
START = date(2026, 1, 1)
ADDED = Change(kind="新增", reason="梳理目录", document="醴政发〔2026〕1号")


_NUMBERS = itertools.count(1)  # never twice in a session: versions are kept in memory by id


class Mint:
    """Gives ids in order, and salts."""

    def id(self) -> uuid.UUID:
        return uuid.UUID(int=next(_NUMBERS) << 64)

    def salt(self) -> bytes:
        return bytes(16)


def _act() -> Act:
    return Act(actor=SYSTEM, now=datetime(2026, 3, 2, 1, 0, tzinfo=UTC), mint=Mint())


@pytest.fixture
def act() -> Act:
    return _act()


@pytest.fixture(scope="session")
def all_items() -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads((DEMO / "items.json").read_text("utf-8"))
    return items


@pytest.fixture
def items(all_items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return copy.deepcopy(all_items)


@ground()
def catalogue_places() -> None:
    """Loads places, units and limits."""
    act = _act()
    load_regions(act=act, folder=DEMO / "regions", valid_from=START)
    data = json.loads((DEMO / "organisations.json").read_text("utf-8"))
    load_units(act=act, units=[Unit(**each) for each in data])
    load_limits(act=act, folder=LIMITS)


@ground(on="catalogue_places")
def catalogue_items() -> None:
    """Loads the items."""
    load_items(act=_act(), items=json.loads((DEMO / "items.json").read_text("utf-8")), valid_from=START)
    refresh_synonyms(act=_act())


@pytest.fixture(name="ground")
def _ground(catalogue_places: None) -> None:
    """Gives places, units and limits."""


@pytest.fixture
def loaded(catalogue_items: None) -> None:
    """Gives the items beside them."""


def unit_of(name: str) -> Unit:
    """The demonstration's unit of that name."""
    return next(each for each in units() if each.name == name)
