"""Who decides a matter: the post of its own procedure's deciding step, and the deciding post of the unit in charge."""

from collections.abc import Iterable

from yimen.contexts.identity.api import Post, Reader
from yimen.kernel.procedure import several

from . import views

STAGE = "决定"


def decides(*, reader: Reader, matter: views.Matter) -> bool:
    """Tells whether the reader holds a post that decides the matter: only that one suspends, resumes, terminates it."""
    return deciding_post(reader=reader, matter=matter) is not None


def deciding_post(*, reader: Reader, matter: views.Matter) -> Post | None:
    """Returns the reader's post that decides the matter, None where none does."""
    found = _post(reader, "decider", (matter.unit,))
    if found is not None:
        return found
    for node in matter.procedure.procedure.nodes.values():
        if node.stage == STAGE and node.role not in ("", "applicant", "decider"):
            whole = several(matter.procedure.procedure, node.id)
            named = matter.data.get(whole.loop.items, ()) if whole and whole.loop else ()
            found = _post(reader, node.role, named or (matter.unit,))
            if found is not None:
                return found
    return None


def _post(reader: Reader, role: str, units: Iterable[str]) -> Post | None:
    wanted = {(role, unit) for unit in units}
    return next((post for post in reader.posts if (post.role, post.unit) in wanted), None)
