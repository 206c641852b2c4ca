"""Who has an open turn that changed hands (转办、委托、加签), by the post that it went to; and whether all rests."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yimen.contexts.identity.api import Officer, officer
from yimen.kernel.clock import local_date

from . import views
from .models import MatterRow

_WORDS: Mapping[str, str] = {
    "transfer": "转办：由{to}办理",
    "delegate": "委托：由{to}办理",
    "entrust": "委托：由{to}办理",
    "before": "加签：先由{to}签署意见",
    "after": "加签：等{to}签署",
}


@dataclass(frozen=True, slots=True)
class Hand:
    """Who has a turn that changed hands: ``to`` a post, never a person; ``until`` None where it is not lent."""

    how: str
    to: str
    until: date | None

    @property
    def words(self) -> str:
        """Returns it in a few words."""
        until = f"，至{self.until.year}年{self.until.month}月{self.until.day}日" if self.until else ""
        return f"{_WORDS[self.how].format(to=self.to)}{until}"


def hand_of(task: views.Task) -> Hand | None:
    """Returns who has an open turn that changed hands, None where its own post has it. Whoever calls has checked."""
    if task.done_at is not None or task.came not in _WORDS or not task.holder:
        return None
    found = officer(account=UUID(task.holder), on=local_date(task.opened_at))
    return Hand(task.came, _post(found, task), task.until) if found else None


def _post(found: Officer, task: views.Task) -> str:
    """Returns the post in which an officer has a turn: of its role and unit, else of its unit, else the first."""
    mine = [one for one in found.posts if one.unit == task.unit]
    return next((one.label for one in mine if one.role == task.role), mine[0].label if mine else found.label)


def ground_of(matter: views.Matter) -> str | None:
    """Returns on what ground a matter is suspended, None where it is not."""
    if not matter.suspended:
        return None
    return str(MatterRow.objects.values_list("state", flat=True).get(id=matter.id)["ground"])
