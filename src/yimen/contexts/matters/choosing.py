"""To whom a turn may be given by a gesture: the list that an officer chooses from and the verb ask one rule."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from yimen.contexts.identity.api import Officer, Reader, officers
from yimen.kernel import procedure as kernel
from yimen.kernel.procedure import State, Step, TransitionError, state_from_data

from . import views
from .models import TaskRow
from .recusing import chosen_apart, lacks_post, would_do_both
from .refusals import StepRefused

HANDLING = ("window", "examiner", "reviewer", "decider", "issuer")  # the posts that have a desk
Hand = Literal["transfer", "delegate", "before", "after"]  # 转办, 委托, 加签 before or after the holder of a turn
_SIGNING = ("before", "after")


@dataclass(frozen=True, slots=True)
class Giving:
    """A turn that is to be given by a gesture; ``until``: the last day of a delegation, as an ISO date, ``by`` whom."""

    how: Hand
    matter: views.Matter
    task: TaskRow
    state: State
    until: str = ""
    by: str = ""


def takers(*, reader: Reader, matter: views.Matter, task: views.Task, on: date, how: Hand) -> tuple[Officer, ...]:
    """Returns whom the reader can give a turn on a day by a gesture: those whom its verb accepts, and nobody else.

    Of its unit; of all of the matter's place where they only sign. Whoever calls has checked the reader.
    """
    row = TaskRow.objects.select_related("matter").get(id=task.id)
    giving = Giving(how, matter, row, state_from_data(row.matter.state), on.isoformat(), str(reader.account))
    return tuple(one for one in _near(giving, reader, on) if _may(giving, one))


def given(giving: Giving, reader: Reader, to: UUID, on: date) -> tuple[Officer, Step]:
    """Returns the officer chosen, and the kernel's step that gives the turn; raises StepRefused for anyone else."""
    officer = next((one for one in _near(giving, reader, on) if one.account == to), None)
    if officer is None:
        where = "本地各承办单位和政务中心" if giving.how in _SIGNING else "本单位"
        raise StepRefused(f"没有选定可以接手的人。请在名单里选一位{where}现在有岗位的经办人。")
    return officer, _step(giving, officer)


def _near(giving: Giving, reader: Reader, on: date) -> tuple[Officer, ...]:
    """Returns who has a desk near enough: but whoever has the turn, and the reader, who hands on to nobody but others.

    A turn that another has may be taken, though.
    """
    task, matter = giving.task, giving.matter
    roles = _rooms_posts(matter, task.role)
    own = officers(on=on, roles=roles, unit=task.unit)
    seen = {one.account for one in own}
    others = officers(on=on, roles=roles, region=matter.region) if giving.how in _SIGNING else ()
    takes = giving.how == "transfer" and task.holder
    out = {task.holder} if takes else {task.holder, str(reader.account)}
    found = (*own, *(one for one in others if one.account not in seen))
    return tuple(one for one in found if str(one.account) not in out)


def _rooms_posts(matter: views.Matter, role: str) -> tuple[str, ...]:
    """Returns the posts whose holders have a desk for the step: all that handle cases, else those of the procedure."""
    if role in HANDLING:
        return HANDLING
    return tuple({node.role for node in matter.procedure.procedure.nodes.values()} - {"", "applicant"})


def _may(giving: Giving, officer: Officer) -> bool:
    try:
        _step(giving, officer)
    except StepRefused:
        return False
    return True


def _step(giving: Giving, officer: Officer) -> Step:
    """Returns the kernel's step by which an officer gets a turn; raises StepRefused where that one may not have it."""
    how, matter, task = giving.how, giving.matter, giving.task
    _refuse(chosen_apart(officer, matter, task.node, opinion=how == "before"))
    if how not in _SIGNING:
        _refuse(lacks_post(officer, matter, task))
    if how in ("transfer", "after"):
        _has_power(giving, officer)
    if how == "after":
        _refuse(would_do_both(officer, matter, task.node))
    _signs_once(giving, officer)
    try:
        return _handed(giving, str(officer.account))
    except TransitionError as error:
        raise StepRefused(str(error)) from error


def _refuse(why: str) -> None:
    if why:
        raise StepRefused(f"{why}。请另选一位。")


def _has_power(giving: Giving, officer: Officer) -> None:
    """Raises StepRefused where an outcome with an effect in law would come to one who has not the step's own post.

    Nor does anybody of another unit say the last word of a unit that takes part with others.
    """
    task, procedure = giving.task, giving.matter.procedure.procedure
    node = procedure.nodes[task.node]
    if kernel.several(procedure, node.id) and all(post.unit != task.unit for post in officer.posts):
        words = f"“{node.name}”是各单位各自的意见，最后签的人应是本单位的，“{officer.name}”不是"
        raise StepRefused(f"{words}。请选本单位的人；要听别的单位的意见，请选“在经办人之前签”。")
    own = any((post.role, post.unit) == (task.role, task.unit) for post in officer.posts)
    if not own and node.loop is None and any(one.effect != "none" for one in node.outcomes):
        raise StepRefused(
            f"“{node.name}”的结果有法律效果，只能交给本单位同一岗位的人。请选有此岗位的人；需要别人代办的，请用委托。"
        )


def _signs_once(giving: Giving, officer: Officer) -> None:
    """Raises StepRefused where one person would have two voices among several who sign."""
    task, state = giving.task, giving.state
    group = next((one.group for one in state.open_tasks if one.token == task.token), 0)
    if not group:
        return
    others = [one for one in state.open_tasks if one.group == group and one.token != task.token]
    voices = {who for one in others for who in (one.who or one.item, *(then.who or one.item for then in one.then))}
    cast = next((one.votes for one in state.groups if one.token == group), ())
    voted = TaskRow.objects.filter(matter=task.matter_id, token__in=[vote.token for vote in cast])
    voices |= {vote.item for vote in cast} | set(voted.values_list("holder", flat=True))
    if str(officer.account) in voices:
        raise StepRefused(f"“{officer.name}”已经在这次会签里，一个人只签一次。请另选一位。")


def _handed(giving: Giving, who: str) -> Step:
    procedure, state, token = giving.matter.procedure.procedure, giving.state, giving.task.token
    if giving.how == "transfer":
        return kernel.transfer(procedure, state, token, who)
    if giving.how == "delegate":
        return kernel.delegate(procedure, state, token, who, giving.until, by=giving.by)
    return kernel.add_signer(procedure, state, token, who, giving.how)
