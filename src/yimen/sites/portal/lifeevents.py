"""Life events as ways in: a row of drawings for people, one for enterprises, and those that typed words are about."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from yimen.contexts.catalogue.api import Facets, Wanted, find, life_events, life_events_meant
from yimen.sites.pieces.shapes import Piece

_ROWS = (("自然人", "人生大事"), ("法人", "企业大事"))
_NONE: Mapping[str, str] = {}
_MOST = 3  # events that words are about


def entries(found: Facets, current: str = "", place: Mapping[str, str] = _NONE) -> list[Piece]:
    """Returns the rows as events.html takes them: the events that a place's items belong to, with their numbers.

    In a place with too many items to count all events stand there, without numbers.
    ``current``: the one that was chosen; ``place``: what an address says of the place.
    """
    counts = dict(found.events)
    rows = [
        {
            "label": label,
            "events": [
                {
                    "url": _address(one.name, place),
                    "name": one.name,
                    "icon": one.icon,
                    "count": counts.get(one.name),
                    "current": one.name == current,
                }
                for one in life_events()
                if one.audience == audience and (one.name in counts or one.name == current)
            ],
        }
        for audience, label in _ROWS
    ]
    return [row for row in rows if row["events"]]


def about(text: str, on: date, region: str, place: Mapping[str, str]) -> list[Piece]:
    """Returns the events that words are about and that the place has items for, each with how many."""
    meant = life_events_meant(text=text)[:_MOST]
    found = [(one, find(on=on, region=region, wanted=Wanted(event=one.name), size=1)) for one in meant]
    return [
        {
            "url": _address(one.name, place),
            "icon": one.icon,
            "label": f"与“{one.name}”有关的事，一共{'超过 ' if items.more else ' '}{items.total} 项，都在这里",
        }
        for one, items in found
        if items.total
    ]


def _address(name: str, place: Mapping[str, str]) -> str:
    return f"/items/?{urlencode({'event': name, **place})}"
