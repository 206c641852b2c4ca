"""Who decides a matter: the post of its own procedure's deciding step, and the deciding post of the unit in charge."""

from yimen.contexts.identity.api import Reader
from yimen.kernel.procedure import several

from . import views

STAGE = "决定"


def decides(*, reader: Reader, matter: views.Matter) -> bool:
    """Tells whether the reader holds a post that decides the matter: only that one suspends, resumes, terminates it."""
    if reader.holds("decider", matter.unit):
        return True
    for node in matter.procedure.procedure.nodes.values():
        if node.stage == STAGE and node.role not in ("", "applicant", "decider"):
            whole = several(matter.procedure.procedure, node.id)
            named = matter.data.get(whole.loop.items, ()) if whole and whole.loop else ()
            if any(reader.holds(node.role, unit) for unit in (named or (matter.unit,))):
                return True
    return False
