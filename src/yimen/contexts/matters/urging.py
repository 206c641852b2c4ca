"""Somebody who waits urges whoever has a turn (催办)."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act, trail
from yimen.contexts.procedures.api import version
from yimen.kernel import procedure as kernel
from yimen.kernel.clock import local_date
from yimen.kernel.clock import said as dated
from yimen.kernel.codes import region_prefix
from yimen.kernel.procedure import state_from_data, state_to_data

from . import conf, views
from .gesture import enter, taken
from .models import MatterRow, TaskRow
from .recusing import check_apart
from .refusals import NotYours, StepGone, StepRefused
from .running import check_open, lock, matter_of
from .ticking import DECIDED, settle, silent


def urge(*, act: Act, reader: Reader, task: UUID) -> views.Matter:
    """Urges an open turn: by the applicant, once in so many days a step, the window of the centre, or who oversees.

    Raises NotYours, StepGone or StepRefused; then nothing has changed.
    """
    decided = settle(act=act, matter=matter_of(task))
    with transaction.atomic():
        found, row = lock(task=task)
        if decided or silent(row, act.now):
            raise StepGone(DECIDED)
        if not may_urge(reader, row):
            raise NotYours("只有申请人、收件的政务中心窗口和电子监察岗可以催办。请核对登录的账号和岗位。")
        check_open(found)
        check_apart(reader, row, found.node)
        if found.role == "applicant":
            raise StepRefused("这一步由申请人办理，不能催办。需要提醒时请电话联系申请人。")
        own = row.owner in reader.keys
        if own:
            _not_too_often(act, row, found)
        procedure, state = version(id=row.procedure_id), state_from_data(row.state)
        step = taken(lambda: kernel.urge(procedure.procedure, state, found.token))
        row.state = state_to_data(step.state)
        row.save(update_fields=["state"])
        turn = next(one for one in step.state.open_tasks if one.token == found.token)
        times = kernel.urged(step.state, turn)
        facts = {"task": found.name, "unit": found.unit, "token": str(found.line), "urged": times, "applicant": own}
        enter(act, row, "urge", facts)
    return views.matter(row)


def may_urge(reader: Reader, row: MatterRow) -> bool:
    """Tells whether a reader may urge those who handle a matter."""
    if row.owner in reader.keys or reader.holds("window", row.centre_id):
        return True
    overseers = [post for post in reader.posts if post.role in ("supervisor", "leader")]
    return any(row.region.startswith(region_prefix(post.region)) for post in overseers)


def _not_too_often(act: Act, row: MatterRow, task: TaskRow) -> None:
    day = urged_on(matter=views.matter(row), now=act.now).get(task.line)
    if day is not None:
        raise StepRefused(f"“{task.name}”您已在{dated(day)}催办过，经办人能看到。请隔天再催，或拨打咨询电话。")


def urged_on(*, matter: views.Matter, now: datetime) -> dict[int, date]:
    """Returns the lines of open turns that the applicant has urged and may not urge again yet, each with the day."""
    since = local_date(now) - timedelta(conf.urge_days())
    own = (one for one in trail(subject=matter.id) if one.verb == f"{matter.kind}.urge" and one.facts.get("applicant"))
    return {int(one.facts["token"]): local_date(one.at) for one in own if local_date(one.at) > since}


def urges(*, matter: views.Matter) -> dict[int, tuple[int, str]]:
    """Returns how often each open turn of a matter was urged since its step was last done, and by whom last, by token.

    Only those that were urged. Whoever calls has checked the reader.
    """
    row = MatterRow.objects.only("state", "kind").get(id=matter.id)
    state = state_from_data(row.state)
    if not state.urged:
        return {}
    entries = [one for one in trail(subject=matter.id) if one.verb == f"{row.kind}.urge"]
    found = {}
    for task in state.open_tasks:
        times = kernel.urged(state, task)
        if times:
            last = [one.actor["label"] for one in entries if one.facts["token"] == str(task.line)]
            found[task.token] = (times, last[-1] if last else "")
    return found
