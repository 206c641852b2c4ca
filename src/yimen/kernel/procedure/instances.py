"""Steps that several do (会签): one instance for each unit or person, and one outcome for all of them."""

from collections import Counter
from collections.abc import Iterable
from math import ceil

from .errors import TransitionError
from .holding import Holding
from .model import Loop, Node
from .piles import plus
from .state import Event, Group, Heard, OpenTask, Vote

MOST_INSTANCES = 10_000
LONGEST_ITEM = 64  # characters


def items_of(node: Node, value: object) -> tuple[str, ...]:
    """Returns the units or persons that a value of the data lists, or raises TransitionError saying what is wrong."""
    name, words = (node.loop.items if node.loop else ""), f"“{node.name}”要会签的名单“{{}}”"
    words = words.format(name)
    if not isinstance(value, list | tuple) or not value:
        raise TransitionError(f"{words}还没有填写，请先选定会签的单位或人员。")
    if len(value) > MOST_INSTANCES:
        raise TransitionError(f"{words}有 {len(value)} 项，最多 {MOST_INSTANCES} 项，请分批办理。")
    if not all(isinstance(item, str) and item.strip() and len(item) <= LONGEST_ITEM for item in value):
        raise TransitionError(f"{words}里有空白或过长的项，请核对，每项 1 至 {LONGEST_ITEM} 个字。")
    if len(set(value)) != len(value):
        twice = next(item for item, times in Counter(value).items() if times > 1)
        raise TransitionError(f"{words}里“{twice}”重复，请删去多余的。")
    return tuple(value)


def open_group(run: Holding, node: Node, scope: int, items: tuple[str, ...], ticket: int) -> None:
    """Opens a step for each item, or for the first one where they come one after the other.

    Those whose voice stands from the round before are not asked again.
    """
    token = run.token()
    stands = standing(run, node, scope, items)
    heard = {vote.item for vote in stands}
    left = tuple([item for item in items if item not in heard])
    now = left[:1] if node.loop and node.loop.sequential else left
    run.groups.append(Group(token, node.id, scope, len(items), left[len(now) :], stands, ticket))
    run.tasks += [OpenTask(run.token(), node.id, scope, item, token) for item in now]
    run.events += [Event("opened", node.id)] * len(now)
    run.arm(node, token, scope)


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
    place = next(at for at, group in enumerate(run.groups) if group.token == task.group)
    if not found and node.loop and node.loop.sequential:
        run.tasks.append(OpenTask(run.token(), node.id, task.scope, after.items[0], after.token))
        run.events.append(Event("opened", node.id))
        after = after._replace(items=after.items[1:])
    run.groups[place] = after
    return after, found


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
