"""A finding as lists of it show it: its address, its facts in a line, why it is key."""

from collections.abc import Mapping

from yimen.contexts.supervision.api import SORTS, Finding

from .shapes import Piece
from .templatetags.words import moment

_PENALTY = "/powers/desk/penalties/{}/"


def shown(one: Finding, rooms: Mapping[str, str]) -> Piece:
    """Returns a finding; ``rooms``: addresses by the kind of its matter, which the number goes into."""
    room = rooms.get(one.kind, "")
    url = _PENALTY.format(one.subject) if one.subject else room.format(one.number) if room else ""
    facts = (one.title, one.step, one.post or one.unit_name, moment(one.found_at), f"依据：{one.basis}")
    return {"one": one, "sort": SORTS[one.sort], "url": url, "facts": " · ".join(filter(None, facts))}
