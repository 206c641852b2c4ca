"""How many steps wait for a reader in each room, for the counts beside the links to it."""

from yimen.contexts.complaints.api import waiting
from yimen.contexts.identity.api import Reader
from yimen.contexts.matters.api import waiting_kinds

from .kindwords import KINDS


def waits(who: Reader) -> dict[str, int]:
    """Returns the number of steps that the reader may do, by the address of the room where it is done."""
    found = waiting_kinds(reader=who)
    if found.get("complaint"):  # none about the reader is the reader's to do
        found["complaint"] = len(waiting(reader=who, limit=found["complaint"]))
    return {words.page: found.get(kind, 0) for kind, words in KINDS.items() if words.page}
