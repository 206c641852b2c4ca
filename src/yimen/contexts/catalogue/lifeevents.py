"""Life events (人生事件): what happens to people and to enterprises, a closed list that is data (data/events.json)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parents[2] / "data" / "events.json"
_AUDIENCES = ("自然人", "法人")
_LOW = "low"
_SAID = 12  # characters at most, as of other everyday words


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeEvent:
    """A life event by its plain ``name``: whose it is, what the document calls it (``official``), and which that is.

    ``source``: title, number and place of the document, "" where none was found; ``conf``: high, medium or low, which
    what has no source is. ``icon``: the drawing beside its name. ``said``: everyday words that lead to it.
    """

    name: str
    audience: str
    official: str
    source: str
    conf: str
    icon: str
    said: tuple[str, ...] = ()


def read_life_events(text: str) -> tuple[LifeEvent, ...]:
    """Returns the life events of a table (JSON); raises ValueError for one that is not as it must be."""
    table: Mapping[str, Any] = json.loads(text)
    found: dict[str, LifeEvent] = {}
    for row in table["events"]:
        name, source = str(row.get("name", "")), str(row.get("source", ""))
        whole = set(row) == {"name", "audience", "official", "source", "icon", "said"} and bool(name)
        whole = whole and row["audience"] in _AUDIENCES and bool(source) == bool(row["official"])
        if not whole or name in found or not _plain(row["said"]):
            raise ValueError(f"人生事件“{name[:20]}”的写法不对。请对照其他几项改正。")
        if source and source not in table["sources"]:
            raise ValueError(f"人生事件“{name[:20]}”的来源“{source[:20]}”没有列出。请在 sources 里补上。")
        of = table["sources"].get(source)
        told = f"《{of['title']}》（{of['number']}）{of['place']}" if of else ""
        found[name] = LifeEvent(
            **{**row, "source": told, "conf": of["conf"] if of else _LOW, "said": tuple(row["said"])}
        )
    return tuple(found.values())


def _plain(said: Any) -> bool:
    """Tells whether everyday words are as they are compared: letters, digits and characters only, no longer than 12."""
    return isinstance(said, list) and all(isinstance(one, str) and one.isalnum() and len(one) <= _SAID for one in said)


@cache
def life_events() -> tuple[LifeEvent, ...]:
    """Returns the life events in the order of the table: people's first, from birth to death, then enterprises'."""
    return read_life_events(_FILE.read_text("utf-8"))


@cache
def names() -> tuple[str, ...]:
    """Returns the names of the life events, in their order."""
    return tuple(one.name for one in life_events())


@cache
def said() -> tuple[tuple[str, str], ...]:
    """Returns everyday words, each with the name of a life event that it leads to."""
    return tuple((word, one.name) for one in life_events() for word in one.said)
