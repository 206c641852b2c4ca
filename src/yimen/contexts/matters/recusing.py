"""Who keeps away from a matter (回避): its room says so, and every verb asks before anyone acts or is chosen."""

from collections.abc import Collection

from yimen.contexts.identity.api import ROLES, Officer, Post, Reader
from yimen.contexts.procedures.api import version
from yimen.kernel.procedure import Node

from . import views
from .kinds import room
from .models import MatterRow, TaskRow
from .refusals import NotYours

_APART = "同一件的审查、审核、决定由不同的人办理"


def check_apart(reader: Reader, row: MatterRow, node: str = "") -> None:
    """Raises NotYours where the reader must keep away from a step, '' standing for the whole matter."""
    words = kept_apart(reader=reader, matter=views.matter(row), node=node)
    if words:
        raise NotYours(words)


def kept_apart(*, reader: Reader, matter: views.Matter, node: str = "") -> str:
    """Returns why the reader must keep away from a step, '' where nothing says so; no ``node``: the whole matter."""
    return _apart(matter, str(reader.account), (), node) or _did_other(matter, str(reader.account), reader.posts, node)


def chosen_apart(officer: Officer, matter: views.Matter, node: str) -> str:
    """Returns why an officer cannot be chosen for a step, '' where nothing says so."""
    account = str(officer.account)
    words = _apart(matter, account, {post.unit for post in officer.posts}, node)
    return words or _did_other(matter, account, officer.posts, node)


def would_do_both(officer: Officer, matter: views.Matter, node: str) -> str:
    """Returns why an officer cannot end a step whose post it has not: its own post does another one, kept separate."""
    step, others = _separate(matter, node)
    posts = {post.role for post in officer.posts}
    if step is None or step.role in posts or not posts & others:
        return ""
    own = "、".join(ROLES[role] for role in sorted(posts & others))
    return f"“{officer.name}”是{own}，在本件里另有自己的一步，不能又办“{step.name}”：{_APART}"


def _did_other(matter: views.Matter, account: str, posts: Collection[Post], node: str) -> str:
    """Returns why somebody keeps away who was given a step that is kept separate from this one, and ended it.

    A signature before the holder's is an opinion. Whoever has the posts of both was appointed to both.
    """
    step, others = _separate(matter, node)
    if step is None or not others:
        return ""
    nodes, roles = version(id=matter.procedure_id).procedure.nodes, {post.role for post in posts}
    given = TaskRow.objects.filter(matter=matter.id, holder=account, done_at__isnull=False).exclude(came="before")
    ended = given.exclude(outcome__in=[*views.HANDED, views.CLOSED, views.ENDED, ""])
    for done, name in ended.values_list("node", "name"):
        role = nodes[done].role if done in nodes and nodes[done].loop is None else ""
        if role in others and not {role, step.role} <= roles:
            words = f"本件的“{name}”是您办的，不能又办“{step.name}”：{_APART}"
            return f"{words}。请由本单位有此岗位的其他人办理；没有的，请系统管理员先任命。"
    return ""


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
