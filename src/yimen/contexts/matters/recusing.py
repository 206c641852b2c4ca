"""Who keeps away from a matter (回避): its room says so, and every verb asks before anyone acts or is chosen."""

from collections.abc import Collection

from yimen.contexts.identity.api import Officer, Reader
from yimen.contexts.procedures.api import version
from yimen.kernel.procedure import Node

from . import views
from .kinds import room
from .models import MatterRow
from .refusals import NotYours


def check_apart(reader: Reader, row: MatterRow, node: str = "") -> None:
    """Raises NotYours where the reader must keep away from a step, '' standing for the whole matter."""
    words = kept_apart(reader=reader, matter=views.matter(row), node=node)
    if words:
        raise NotYours(words)


def kept_apart(*, reader: Reader, matter: views.Matter, node: str = "") -> str:
    """Returns why the reader must keep away from a step, '' where nothing says so; no ``node``: the whole matter."""
    return _apart(matter, str(reader.account), (), node)


def chosen_apart(officer: Officer, matter: views.Matter, node: str) -> str:
    """Returns why an officer cannot be chosen for a step, '' where nothing says so."""
    return _apart(matter, str(officer.account), {post.unit for post in officer.posts}, node)


def _apart(matter: views.Matter, account: str, units: Collection[str], node: str) -> str:
    step: Node | None = version(id=matter.procedure_id).procedure.nodes[node] if node else None
    return room(matter.kind).apart(account=account, units=units, matter=matter, step=step)
