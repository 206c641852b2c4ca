"""A finding as lists of it show it: its address, its facts in a line, why it is key."""

from yimen.contexts.supervision.api import SORTS, Finding

from .shapes import Piece
from .templatetags.words import moment

_DECISION = "/powers/desk/penalties/{}/"


def shown(one: Finding, url: str, *, decisions: bool = True) -> Piece:
    """Returns a finding; ``url``: of its matter, "" where the reader has no page for it.

    A decision has a page of its own, which ``decisions`` tells whether the reader may open.
    """
    facts = (one.title, one.step, one.post or one.unit_name, moment(one.found_at), f"依据：{one.basis}")
    return {
        "one": one,
        "sort": SORTS[one.sort],
        "url": (_DECISION.format(one.subject) if decisions else "") if one.subject else url,
        "facts": " · ".join(filter(None, facts)),
    }
