"""Steps that several do (会签), and sub-processes that several run: one instance for each, one outcome for all."""

from collections import Counter
from collections.abc import Iterable
from math import ceil

from .errors import TransitionError
from .holding import Holding
from .model import Loop, Node
from .parts import last_steps
from .piles import plus
from .state import Event, Group, Heard, OpenTask, Scope, Vote

MOST_INSTANCES, MOST_PARTS = 10_000, 500
LONGEST_ITEM = 64  # characters


def items_of(node: Node, value: object, called: str) -> tuple[str, ...]:
    """Returns the units or persons that a value of the data lists, or raises TransitionError saying what is wrong.

    ``called``: what a reader calls that list.
    """
    parts = node.kind == "subprocess"
    what, most = ("各办一遍", MOST_PARTS) if parts else ("会签", MOST_INSTANCES)
    words = f"“{node.name}”要{what}的名单“{called}”"
    if not isinstance(value, list | tuple) or not value:
        raise TransitionError(f"{words}还没有填写，请先选定{what}的单位或人员。")
    if len(value) > most:
        larger = f"；只办一步的“会签”最多 {MOST_INSTANCES} 项" if parts else ""
        raise TransitionError(f"{words}有 {len(value)} 项，“{what}”最多 {most} 项{larger}。请分批办理。")
    if not all(isinstance(item, str) and item.strip() and len(item) <= LONGEST_ITEM for item in value):
        raise TransitionError(f"{words}里有空白或过长的项，请核对，每项 1 至 {LONGEST_ITEM} 个字。")
    if len(set(value)) != len(value):
        twice = next(item for item, times in Counter(value).items() if times > 1)
        raise TransitionError(f"{words}里“{twice}”重复，请删去多余的。")
    return tuple(value)


def open_group(run: Holding, node: Node, scope: int, items: tuple[str, ...], ticket: int) -> None:
    """Opens a step or a part for each item, or for the first one where they come one after the other.

    Those whose voice stands from the round before are not asked again.
    """
    token = run.token()
    stands = standing(run, node, scope, items)
    heard = {vote.item for vote in stands}
    left = tuple([item for item in items if item not in heard])
    now = left[:1] if node.loop and node.loop.sequential else left
    group = Group(token, node.id, scope, len(items), left[len(now) :], stands, ticket)
    run.groups.append(group)
    _open(run, node, group, now)
    run.arm(node, token, scope)


def _open(run: Holding, node: Node, group: Group, items: Iterable[str]) -> None:
    for item in items:
        run.events.append(Event("opened", node.id))
        if node.kind == "subprocess":
            run.go(run.procedure.starts[node.id], run.open_scope(node.id, group.scope, item, group.token).id)
        else:
            run.tasks.append(OpenTask(run.token(), node.id, group.scope, item, group.token))


def standing(run: Holding, node: Node, scope: int, items: tuple[str, ...]) -> tuple[Vote, ...]:
    """Returns the voices that stand from the round before; none where that would leave nobody to ask."""
    last = next((one for one in run.heard if (one.node, one.scope) == (node.id, scope)), None)
    again = node.loop.again if node.loop else ""
    found = tuple([vote for vote in last.votes if vote.item in items and vote.outcome != again]) if last else ()
    return found if len(found) < len(items) else ()


def remember(run: Holding, node: Node, group: Group, outcome: str) -> None:
    """Keeps the voices of a step that ended by asking for more, and forgets those of the round before."""
    run.heard = [one for one in run.heard if (one.node, one.scope) != (node.id, group.scope)]
    if node.loop and node.loop.again and outcome == node.loop.again:
        run.heard.append(Heard(node.id, group.scope, group.votes))


def vote(run: Holding, task: OpenTask, node: Node, outcome: str) -> tuple[Group, str]:
    """Counts what an instance ended with; returns its group, and the outcome of all once that is certain, else ""."""
    after, found = counted(run.groups, task, node, outcome)
    return _next(run, node, after, found), found


def ended(run: Holding, part: Scope, node: Node) -> tuple[Group, str]:
    """Ends a part with what a last step gave last; returns its group with all voices, and the outcome of all or "".

    The part stays, with what was done in it, until all end: till then its last turn can be taken back. Raises
    TransitionError where no last step gave an outcome: nobody is taken to have agreed, or refused.
    """
    last = last_steps(run.procedure, node.id)
    outcome = next((one.outcome for one in reversed(run.own) if one.scope == part.id and one.node in last), "")
    if not outcome:
        words = f"“{node.name or node.id}”里“{part.item}”还没有人给出最后一步的结果，就要走到结束"
        raise TransitionError(f"{words}。请联系流程管理员核对流程文件。")
    run.events.append(Event("voted", node.id, outcome))
    run.scopes[run.scopes.index(part)] = part._replace(outcome=outcome)
    group = next(item for item in run.groups if item.token == part.group)
    over = [item for item in run.scopes if item.group == group.token and item.outcome and item.id != part.id]
    votes = [Vote(0, item.item, item.outcome) for item in (*over, part._replace(outcome=outcome))]
    voiced = group._replace(votes=(*group.votes, *votes))
    found = verdict(node.loop or Loop(""), voiced, [item.code for item in node.outcomes])
    _next(run, node, group, found)
    return voiced, found


def _next(run: Holding, node: Node, group: Group, found: str) -> Group:
    """Puts a group back, the next instance opened where they come one after the other; returns it."""
    place = next(at for at, one in enumerate(run.groups) if one.token == group.token)
    if not found and node.loop and node.loop.sequential:
        _open(run, node, group, group.items[:1])
        group = group._replace(items=group.items[1:])
    run.groups[place] = group
    return group


def counted(groups: Iterable[Group], task: OpenTask, node: Node, outcome: str) -> tuple[Group, str]:
    """Returns an instance's group with its voice, and the outcome of all once that is certain, else ""."""
    group = next(item for item in groups if item.token == task.group)
    after = group._replace(votes=plus(group.votes, Vote(task.token, task.item, outcome, task.line)))
    return after, verdict(node.loop or Loop(""), after, [item.code for item in node.outcomes])


def verdict(loop: Loop, group: Group, codes: list[str]) -> str:
    """Returns the outcome of a group, "" while it is open.

    Where any may ask for more, all are heard before they agree, so that what they ask for is asked once.
    """
    heard, last = len(group.votes), group.votes[-1].outcome
    whole, enough = heard == group.size, needed(loop.rule, group.size)
    if loop.veto and last not in {loop.agree, loop.again}:
        return last
    if not whole and (loop.again or last != loop.agree or heard < enough):
        return ""  # certain without counting: with many to ask, they are counted when it can matter
    said = Counter([item.outcome for item in group.votes])
    if loop.again and said[loop.again]:
        return loop.again
    if said[loop.agree] >= enough:
        return loop.agree
    if not whole:
        return ""
    return max((code for code in codes if code != loop.agree), key=lambda code: said[code])


def needed(rule: str, size: int) -> int:
    """Returns how many of a group must agree: whole persons, so a share is rounded up."""
    if rule in {"all", "any"}:
        return size if rule == "all" else 1
    part, whole = rule.split("/")
    return ceil(size * int(part) / int(whole))


def unvote(run: Holding, group: Group, token: int) -> OpenTask:
    """Takes a vote back and opens its instance again; raises TransitionError where the next has already acted."""
    place, cast = run.groups.index(group), next(item for item in group.votes if item.token == token)
    loop, items = run.procedure.nodes[group.node].loop, group.items
    if loop and loop.sequential:
        after = next((item for item in run.tasks if item.group == group.token), None)
        if cast != group.votes[-1] or after is None or after.root or after.who or after.then:
            raise TransitionError("下一位已经在办，不能撤回。需要改动的，请请下一位退回。")
        run.tasks.remove(after)
        items = (after.item, *items)
    votes = tuple(item for item in group.votes if item != cast)
    run.groups[place] = group._replace(items=items, votes=votes)
    task = OpenTask(run.token(), group.node, group.scope, cast.item, group.token, root=cast.root)
    run.tasks.append(task)
    return task
