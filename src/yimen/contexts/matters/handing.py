"""A turn given to another officer: for good (转办), until a day (委托), or for one more signature (加签)."""

from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from django.db import transaction

from yimen.contexts.identity.api import Officer, Reader
from yimen.contexts.journal.api import Act
from yimen.kernel import procedure as kernel
from yimen.kernel.clock import local_date
from yimen.kernel.clock import said as dated
from yimen.kernel.procedure import Step, state_from_data

from . import conf, views
from .choosing import Giving, Hand, given
from .gesture import Turn, open_turn, said, taken, written
from .hands import ENTRUSTED, close_handed
from .models import MatterRow, TaskRow
from .refusals import NotYours, StepRefused
from .running import matter_of, post_of
from .ticking import settle

When = Literal["before", "after"]  # where an added officer signs: before the holder of a turn, or after


def transfer(*, act: Act, reader: Reader, task: UUID, to: UUID, reason: str = "") -> views.Matter:
    """Hands a turn to another officer of its unit for good; whoever holds the step's own post may take it from anyone.

    Raises NotYours, StepGone or StepRefused, as all gestures do; then nothing has changed.
    """
    why = said(reason, "转办说明", needed=False)
    decided = settle(act=act, matter=matter_of(task))
    with transaction.atomic():
        turn = open_turn(act, reader, task, decided=decided, other=True)
        _not_lent(turn, "转办")
        officer, step = _chosen(turn, "transfer", to)
        post = post_of(reader, turn.task)
        close_handed(act, turn.task, "transferred", post=post)
        written(turn, step, "transfer", by=post, how="transfer", facts=_given(officer), reason=why)
    return views.matter(turn.row)


def delegate(
    *, act: Act, reader: Reader, task: UUID, to: UUID, until: date, terms: str, reason: str, decides: bool = False
) -> views.Matter:
    """Lends a turn to another officer of its unit until a day, with the limits of what is delegated.

    ``terms``: those limits. ``decides``: what the delegate decides within them counts at once; else it comes back to
    the reader to be confirmed, as it does after the day: the delegate may be of the same post. The authority that
    delegates is the post of the reader. Who has a delegated turn does not delegate it again (行政许可法 第二十四条).
    """
    limits, why = said(terms, "委托权限"), said(reason, "委托理由")
    today, most = local_date(act.now), conf.delegation_days()
    if not today <= until <= today + timedelta(most):
        last = today + timedelta(most)
        raise StepRefused(f"“委托至”应在今天{dated(today)}到{dated(last)}之间（最长 {most} 天）。请改日期。")
    decided = settle(act=act, matter=matter_of(task))
    with transaction.atomic():
        turn = open_turn(act, reader, task, decided=decided)
        _not_lent(turn, "再委托")
        day = until.isoformat()
        officer, step = _chosen(turn, "delegate", to, until=day)
        post = post_of(reader, turn.task)
        close_handed(act, turn.task, "delegated", post=post)
        facts = {**_given(officer), "authority": post, "terms": limits, "until": day, "decides": decides}
        how = ENTRUSTED if decides else "delegate"
        written(turn, step, "delegate", by=post, how=how, terms=limits, facts=facts, reason=why)
    return views.matter(turn.row)


def add_signer(*, act: Act, reader: Reader, task: UUID, to: UUID, when: When, reason: str = "") -> views.Matter:
    """Adds an officer of any unit of the place who signs before or after the holder of a turn.

    The last who signs gives the step its outcome: where that has an effect in law, only the step's own post does.
    """
    why = said(reason, "加签说明", needed=False)
    decided = settle(act=act, matter=matter_of(task))
    with transaction.atomic():
        turn = open_turn(act, reader, task, decided=decided)
        _not_lent(turn, "加签")
        officer, step = _chosen(turn, when, to)
        post = post_of(reader, turn.task)
        close_handed(act, turn.task, "added", post=post)
        facts = {**_given(officer), "when": {"before": "在经办人之前签", "after": "在经办人之后签"}[when]}
        # Where another signs after, the same holder goes on with the turn, as it had come.
        how, by = ("before", post) if when == "before" else (turn.task.came, turn.task.came_by)
        written(turn, step, "add", by=by, how=how, facts=facts, reason=why)
    return views.matter(turn.row)


def recall(*, act: Act, reader: Reader, task: UUID, reason: str = "") -> views.Matter:
    """Takes a delegated turn back before its last day, as ``may_recall`` has it.

    Raises as all gestures do.
    """
    why = said(reason, "收回说明", needed=False)
    decided = settle(act=act, matter=matter_of(task))
    with transaction.atomic():
        turn = open_turn(act, reader, task, decided=decided, other=True, mine=_recalls)
        if turn.task.until is None:
            raise StepRefused(f"“{turn.task.name}”没有委托给别人，不需要收回。")
        if not may_recall(reader=reader, task=turn.task):
            raise NotYours(f"这一步是委托给您办的，不能由您收回。请自己办理，或者请{turn.task.came_by}收回委托。")
        today = local_date(act.now).isoformat()
        token = turn.task.token
        step = taken(lambda: kernel.recall(turn.procedure.procedure, turn.state, today, token=token))
        post = post_of(reader, turn.task)
        close_handed(act, turn.task, "recalled", post=post)
        facts = {"authority": turn.task.came_by, "until": turn.task.until.isoformat()}
        written(turn, step, "recall", by=post, how="recall", facts=facts, reason=why)
    return views.matter(turn.row)


def _recalls(turn: Turn) -> bool:
    return may_recall(reader=turn.reader, task=turn.task)


def may_recall(*, reader: Reader, task: views.Task | TaskRow) -> bool:
    """Tells whether an open turn is lent and the reader may take it back: who lent it, or holds the step's own post.

    Never who has it: a delegate does it, or is relieved of it by others.
    """
    if task.done_at is not None or task.until is None or task.holder == str(reader.account):
        return False
    return reader.holds(task.role, task.unit) or _lent_by(reader, task)


def _lent_by(reader: Reader, task: views.Task | TaskRow) -> bool:
    """Tells whether the procedure has a turn that is lent return to the reader."""
    matter = task.matter if isinstance(task, views.Task) else task.matter_id
    state = state_from_data(MatterRow.objects.values_list("state", flat=True).get(id=matter))
    lent = next((one for one in state.open_tasks if one.token == task.token), None)
    return lent is not None and bool(lent.then) and (lent.then[0].who or lent.item) == str(reader.account)


def _chosen(turn: Turn, how: Hand, to: UUID, *, until: str = "") -> tuple[Officer, Step]:
    giving = Giving(how, views.matter(turn.row), turn.task, turn.state, until, str(turn.reader.account))
    return given(giving, turn.reader, to, local_date(turn.act.now))


def _given(officer: Officer) -> dict[str, str]:
    return {"to": officer.label, "account": str(officer.account)}


def _not_lent(turn: Turn, what: str) -> None:
    if turn.task.until is None:
        return
    if str(turn.reader.account) == turn.task.holder:
        raise StepRefused(f"这一步是受委托办理的，不能{what}。请自己办理，或者请{turn.task.came_by}收回委托。")
    raise StepRefused(f"这一步正在委托中，不能{what}。请先收回委托。")
