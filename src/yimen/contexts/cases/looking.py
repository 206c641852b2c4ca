"""Notes in the journal that an official opened what cannot be masked: a file, a paper."""

from collections.abc import Mapping
from typing import Any

from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act, record
from yimen.contexts.matters.api import Matter


def noted(act: Act, reader: Reader, found: Matter, what: Mapping[str, Any]) -> None:
    """Writes an entry that a reader opened something of another's case; nothing where it is the reader's own."""
    if found.owner in reader.keys:
        return
    record(
        act=act,
        verb="case.look",
        subject=found.id,
        region=found.region,
        basis="《个人信息保护法》第三十四条",
        facts={"number": found.number, **what},
    )
