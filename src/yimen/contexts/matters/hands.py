"""What becomes of a turn that changes hands: its row is closed, the next one says how it came and from whom."""

from django.db.models import QuerySet

from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act
from yimen.kernel.procedure import Step, state_from_data

from . import views
from .models import MatterRow, TaskRow
from .moving import Moved
from .views import HANDED, Task

ENTRUSTED = "entrust"  # delegated with the power to decide; else who delegated it confirms


def close_handed(act: Act, task: TaskRow, outcome: str, *, post: str) -> None:
    """Closes a turn that nobody did; ``outcome`` is one of HANDED."""
    task.done_at, task.done_by = act.now, post
    task.outcome, task.outcome_name = outcome, HANDED[outcome]
    task.save(update_fields=["done_at", "done_by", "outcome", "outcome_name"])


def received(row: MatterRow, moved: Moved, step: Step, *, by: str, how: str | None = None, terms: str = "") -> None:
    """Writes how the turns came that opened under a line of their own; a step that opened anew came by no gesture.

    ``how``: by which gesture; without it by what happened before: a signer's, its holder's own again, a
    delegate's to be confirmed.
    A turn that is still delegated keeps the terms of its delegation.
    """
    handed = [one for one in moved.opened if one.token != one.line]
    for one in handed:
        before = TaskRow.objects.filter(matter=row, line=one.line, token__lt=one.token).order_by("-token")
        lent = before.filter(holder=one.holder, until=one.until).first() if one.until and not terms else None
        if lent is not None:
            one.came, one.came_by, one.terms = lent.came, lent.came_by, lent.terms
        else:
            one.came, one.came_by, one.terms = _how(step, before, one) if how is None else how, by, terms
    TaskRow.objects.bulk_update(handed, ["came", "came_by", "terms"])


def _how(step: Step, before: QuerySet[TaskRow], turn: TaskRow) -> str:
    if any(event.kind == "resubmitted" and event.node == turn.node for event in step.events):
        return "resubmit"
    last = before.first()
    if last is not None and last.until is not None and turn.until is None:
        return "confirm"
    return "signed" if before.filter(holder=turn.holder).exists() else "after"


def next_hand(*, task: views.Task) -> views.Task | None:
    """Returns the open turn at the same step that follows one that ended, None where the step itself has ended.

    Whoever calls has just ended it.
    """
    after = TaskRow.objects.filter(matter=task.matter, line=task.line, token__gt=task.token, done_at=None)
    row = after.order_by("token").first()
    return views.task(row) if row is not None else None


def goes_on(*, task: views.Task) -> bool:
    """Tells whether an open turn may leave its step open: another confirms it, signs after it, or has a voice too."""
    state = state_from_data(MatterRow.objects.values_list("state", flat=True).get(id=task.matter))
    mine = next((one for one in state.open_tasks if one.token == task.token), None)
    return mine is not None and (bool(mine.group) or len(mine.then) > int(task.came == ENTRUSTED))


def suffix(task: TaskRow) -> str:
    """Returns by whom a turn was entrusted, as it stands behind the post that did it; '' where it was not."""
    return f"（受{task.came_by}委托）" if task.until is not None else ""


def may_do(*, reader: Reader, task: Task | TaskRow, owner: str, centre: str) -> bool:
    """Tells whether a turn is the reader's; an applicant's too is the counter's, on the applicant's behalf."""
    if task.holder:
        return str(reader.account) == task.holder and bool(reader.posts)
    if task.role == "applicant":
        return owner in reader.keys or reader.holds("window", centre)
    return reader.holds(task.role, task.unit)
