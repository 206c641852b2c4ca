"""How many steps wait for a reader in each room, for the counts beside the links to it."""

from collections import Counter

from yimen.contexts.complaints.api import waiting
from yimen.contexts.identity.api import Reader
from yimen.contexts.matters.api import worklist

from .offering import ROOMS


def waits(who: Reader) -> dict[str, int]:
    """Returns the number of steps that the reader may do, by the address of the room where it is done."""
    found = Counter(work.matter.kind for work in worklist(reader=who))
    if found["complaint"]:  # none about the reader is the reader's to do
        found["complaint"] = len(waiting(reader=who))
    return {url: found[kind] for kind, url in ROOMS.items()}
