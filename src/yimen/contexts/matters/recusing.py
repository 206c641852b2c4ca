"""Who keeps away from a matter (回避): its room says so, and every verb asks before anyone acts or is chosen."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from yimen import swift
from yimen.contexts.identity.api import ROLES, Officer, Post, Reader, officer
from yimen.contexts.procedures.api import version
from yimen.kernel.clock import local_date
from yimen.kernel.procedure import Node

from . import views
from .kinds import room
from .models import MatterRow, TaskRow
from .refusals import NotYours
from .rows import known_nodes
from .special_steps import kind_of

_EXAMINER, _EXAMINING = "examiner", "审查"  # the post, and the stage of a procedure
_NOT_OWN = {*views.HANDED, views.CLOSED, views.ENDED, ""}  # whose the turn was did not end it with an outcome
_APART = "同一件的审查、审核、决定由不同的人办理"


def check_apart(reader: Reader, row: MatterRow, node: str = "", *, opinion: bool = False) -> None:
    """Raises NotYours where the reader must keep away from a step, '' standing for the whole matter."""
    words = kept_apart(reader=reader, matter=views.matter(row), node=node, opinion=opinion)
    if words:
        raise NotYours(words)


def kept_apart(*, reader: Reader, matter: views.Matter, node: str = "", opinion: bool = False) -> str:
    """Returns why the reader must keep away from a step, '' where nothing says so; no ``node``: the whole matter.

    ``opinion``: the reader only signs before the holder of the step, who gives it its outcome. An outside system acts
    for many people, whom it keeps apart itself.
    """
    account = str(reader.account)
    words = _apart(matter, account, (), node)
    done = "" if words or opinion or reader.kind == "client" else _did_other(matter, account, reader.posts, node)
    if not done:
        return words
    found = f"本件的“{done}”是您办的，不能又办“{_named(matter, node)}”：{_APART}"
    return f"{found}。请由本单位有此岗位的其他人办理；没有的，请系统管理员先任命。"


def examiners(*, matter: views.Matter) -> frozenset[str]:
    """Returns the accounts that examined a matter, or do now: by a post that examines, or at any step of that stage.

    Who only handed a step on is none, nor who holds its hearing. A step of a version that the matter has left counts as
    it stood there.
    """
    turns = TaskRow.objects.filter(matter=matter.id).exclude(outcome__in=views.HANDED).exclude(role="applicant")
    found = list(turns.values_list("node", "role", "doer", "holder", "done_at"))
    nodes = known_nodes(procedure=matter.procedure_id, wanted={node for node, *_ in found})
    return frozenset(
        who
        for node, role, doer, holder, at in found
        if _examines(nodes.get(node), role) and (who := doer or (holder if at is None else ""))
    )


def _examines(node: Node | None, role: str) -> bool:
    """Tells whether a step examines; a survey does where an examiner does it, a hearing never."""
    if node is None or node.special == "hearing":
        return node is None and role == _EXAMINER
    return role == _EXAMINER or (node.stage == _EXAMINING and not kind_of(node))


def chosen_apart(chosen: Officer, matter: views.Matter, node: str, *, opinion: bool = False) -> str:
    """Returns why an officer cannot be chosen for a step, '' where nothing says so; ``opinion`` as above."""
    account = str(chosen.account)
    if _apart(matter, account, {post.unit for post in chosen.posts}, node):
        return f"“{chosen.name}”按回避的规定不能办理这一步"
    done = "" if opinion else _did_other(matter, account, chosen.posts, node)
    return f"“{chosen.name}”办过本件的“{done}”，不能又办“{_named(matter, node)}”：{_APART}" if done else ""


def would_do_both(chosen: Officer, matter: views.Matter, node: str) -> str:
    """Returns why an officer cannot end a step whose post it has not: its own post does another one, kept separate."""
    step, others = _separate(matter, node)
    posts = {post.role for post in chosen.posts}
    if step is None or step.role in posts or not posts & others:
        return ""
    own = "、".join(ROLES[role] for role in sorted(posts & others))
    return f"“{chosen.name}”是{own}，在本件里另有自己的一步，不能又办“{step.name}”：{_APART}"


def lacks_post(chosen: Officer, matter: views.Matter, task: views.Task | TaskRow) -> str:
    """Returns why an officer of the unit is not given a step that different people do: it has not the step's post."""
    if task.role not in room(matter.kind).separate:
        return ""
    if any((post.role, post.unit) == (task.role, task.unit) for post in chosen.posts):
        return ""
    return f"“{chosen.name}”没有本单位{ROLES[task.role]}的岗位，不能办“{task.name}”：{_APART}"


def _did_other(matter: views.Matter, account: str, posts: Collection[Post], node: str) -> str:
    """Returns the name of a step, kept separate from this one, that somebody ended before; '' where there is none.

    Whatever post or gesture brought it. A signature before the holder's is an opinion. Whoever had the posts of both
    when that step ended, and has them now, was appointed to both.
    """
    step, others = _separate(matter, node)
    if step is None or not others:
        return ""
    nodes, roles = version(id=matter.procedure_id).procedure.nodes, {post.role for post in posts}
    for turn in _ended_by(account, matter.id):
        role = nodes[turn.node].role if turn.node in nodes and nodes[turn.node].loop is None else ""
        both, at = {role, step.role}, turn.done_at
        if role in others and not (at and both <= roles and _appointed(account, both, local_date(at))):
            return turn.name
    return ""


def _ended_by(account: str, matter: UUID) -> list[TaskRow]:
    """Returns the turns of a matter that somebody ended with an outcome of their own; every step asks for them."""
    # Before it was kept who ended a turn, only whose it was.
    mine = "WHERE matter_id = %s AND done_at IS NOT NULL AND (doer = %s OR (doer = '' AND holder = %s)) ORDER BY token"
    turns = swift.rows(TaskRow, mine, swift.key(MatterRow, matter), account, account)
    return [
        turn
        for turn in turns
        if turn.came != "before" and turn.outcome not in _NOT_OWN and not turn.done_by.endswith(views.BY_SILENCE)
    ]


def _appointed(account: str, roles: set[str], on: date) -> bool:
    """Tells whether somebody had several posts on a day, the last of them not only since that day."""
    found, before = (_roles(account, day) for day in (on, on - timedelta(1)))
    return roles <= found and (roles <= before or not roles & before)


def _roles(account: str, on: date) -> set[str]:
    found = officer(account=UUID(account), on=on)
    return {post.role for post in found.posts} if found is not None else set()


def _named(matter: views.Matter, node: str) -> str:
    return version(id=matter.procedure_id).procedure.nodes[node].name


def _separate(matter: views.Matter, node: str) -> tuple[Node | None, frozenset[str]]:
    """Returns a step that is kept separate, and the roles of the others; (None, none) for any other step."""
    roles, nodes = room(matter.kind).separate, version(id=matter.procedure_id).procedure.nodes if node else {}
    step = nodes.get(node)
    if step is None or step.loop is not None or step.role not in roles:
        return None, frozenset()
    return step, frozenset(one.role for one in nodes.values() if one.loop is None and one.role in roles) - {step.role}


def _apart(matter: views.Matter, account: str, units: Collection[str], node: str) -> str:
    step: Node | None = version(id=matter.procedure_id).procedure.nodes[node] if node else None
    return room(matter.kind).apart(account=account, units=units, matter=matter, step=step)
