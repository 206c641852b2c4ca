"""What the exchange's tests stand on: the demonstration's places, units and items."""

import copy
import itertools
import json
import uuid
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.grounds import ground

from yimen.contexts.catalogue.api import load_items
from yimen.contexts.identity.api import Unit, load_units
from yimen.contexts.journal.api import SYSTEM, Act
from yimen.contexts.limits.api import load_limits
from yimen.contexts.places.api import load_regions
from yimen.contexts.procedures.api import publish

DEMO = Path(__file__).parents[5] / "demo"
LIMITS = Path(__file__).parents[3] / "data" / "limits"
START, DAY = date(2026, 1, 1), date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
_NUMBERS = itertools.count(10_000_000)


class Mint:
    """Gives ids in order, and salts."""

    def id(self) -> uuid.UUID:
        return uuid.UUID(int=next(_NUMBERS) << 64)

    def salt(self) -> bytes:
        return bytes(16)


@pytest.fixture
def act() -> Act:
    return Act(actor=SYSTEM, now=NOW, mint=Mint())


@pytest.fixture(scope="session")
def all_items() -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads((DEMO / "items.json").read_text("utf-8"))
    return items


@pytest.fixture
def items(all_items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return copy.deepcopy(all_items)


@ground()
def exchange_places() -> None:
    """Loads places, units, limits and procedures."""
    act = Act(actor=SYSTEM, now=NOW, mint=Mint())
    load_regions(act=act, folder=DEMO / "regions", valid_from=START)
    data = json.loads((DEMO / "organisations.json").read_text("utf-8"))
    load_units(act=act, units=[Unit(**each) for each in data])
    load_limits(act=act, folder=LIMITS)
    drawn = [path.read_bytes() for path in sorted((DEMO / "procedures").glob("*.bpmn"))]
    for xml in sorted(drawn, key=lambda xml: b"calledElement" in xml):  # what is called comes before what calls it
        publish(act=act, xml=xml, valid_from=START)


@ground(on="exchange_places")
def exchange_items() -> None:
    """Loads the items."""
    act = Act(actor=SYSTEM, now=NOW, mint=Mint())
    load_items(act=act, items=json.loads((DEMO / "items.json").read_text("utf-8")), valid_from=START)


@pytest.fixture(name="ground")
def _ground(exchange_places: None) -> None:
    """Gives places, units, limits and procedures."""


@pytest.fixture
def loaded(exchange_items: None) -> None:
    """Gives the items beside them."""
