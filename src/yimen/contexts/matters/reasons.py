"""Keeps why a limit was corrected or made longer: the log holds only a digest of what an officer wrote."""

from dataclasses import dataclass
from datetime import datetime

from yimen.contexts.identity.api import Reader, open_text, seal_text
from yimen.contexts.journal.api import Act

from . import views
from .models import MatterRow, ReasonRow


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a post did something to the limits of a matter, in its words."""

    what: str
    post: str
    text: str
    at: datetime


def keep_reason(act: Act, reader: Reader, row: MatterRow, what: str, text: str) -> None:
    """Stores the reason of the deciding post, in the caller's transaction."""
    post = next(post for post in reader.posts if (post.role, post.unit) == ("decider", row.unit_id))
    keep_words(act, row, what, text, post=post.label)


def keep_words(act: Act, row: MatterRow, what: str, text: str, *, post: str) -> None:
    """Stores why a post did something, in the caller's transaction."""
    sealed = seal_text(text, purpose="reason")
    ReasonRow(id=act.mint.id(), matter=row, what=what, post=post, text=sealed, at=act.now).save(force_insert=True)


def reasons(*, matter: views.Matter) -> tuple[Reason, ...]:
    """Returns why the limits of a matter were changed, oldest first; whoever calls has checked the reader."""
    rows = ReasonRow.objects.filter(matter=matter.id).order_by("at", "id")
    return tuple(Reason(row.what, row.post, open_text(row.text, purpose="reason"), row.at) for row in rows)
