"""What the tests share: the demonstration in the database, and signed-in clients."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.grounds import ground
from yimen.command import load
from yimen.command.setup import HOLIDAYS, LIMITS
from yimen.contexts.catalogue.api import refresh_synonyms
from yimen.contexts.journal.api import SYSTEM, advance, seal
from yimen.contexts.limits.api import load_limits
from yimen.contexts.places.api import load_holidays
from yimen.sites import _now

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "demo"


@dataclass(frozen=True)
class Demo:
    """The demonstration: its people by login or name, and its items by name."""

    people: dict[str, dict[str, Any]]
    items: dict[str, dict[str, Any]]

    def client(self, who: str) -> Client:
        """Returns a client signed in as an officer (staff name) or a citizen (name)."""
        person = self.people[who]
        client = Client()
        answer = client.post(
            "/login/", {"login": person.get("login") or person["phone"], "password": person["password"]}
        )
        assert answer.status_code == 302, answer.content.decode()
        return client

    def work(self) -> None:
        """Does what the worker would: seal, tell, publish, judge, until nothing is left."""
        while seal(act=_now.act(SYSTEM)) + advance(act=_now.act(SYSTEM)):
            pass


@ground()
def demonstration() -> None:
    """Loads what an installation begins with, and the demonstration."""
    act = _now.act(SYSTEM)
    load_holidays(act=act, notices=[json.loads(path.read_text("utf-8")) for path in sorted(HOLIDAYS.glob("*.json"))])
    load_limits(act=act, folder=LIMITS)
    refresh_synonyms(act=act)
    load.demo(DEMO, load.IN_FORCE)


def read_demo() -> Demo:
    """Reads who and what the demonstration loads."""
    data = json.loads((DEMO / "people.json").read_text("utf-8"))
    people = {who["login"]: who for who in data["officers"]} | {who["name"]: who for who in data["citizens"]}
    items: dict[str, dict[str, Any]] = {}
    for item in json.loads((DEMO / "items.json").read_text("utf-8")):
        items.setdefault(item["name"], item)  # two townships offer the same services: the first stands for both
    return Demo(people=people, items=items)


@pytest.fixture
def demo(demonstration: None) -> Demo:
    """Gives the demonstration."""
    return read_demo()


@pytest.fixture
def signed_in(demo: Demo) -> Callable[[str], Client]:
    """Returns how to get a signed-in client."""
    return demo.client
