"""What must hold before a procedure is published: it says who and how long, and it always comes to an end."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import chain

from . import duties, lawful, synchrony
from .conditions import names
from .errors import Finding, Severity
from .exploring import Explored, Move, explore
from .model import DECIDING, HUMAN, Flow, Node, Procedure, limit_parts
from .naming import flow_title, title
from .paths import event_words, forward, longest
from .rings import rings
from .state import State
from .static import lawful_so_far, static_faults
from .tokens import STUCK
from .trails import Leg, trail

CHOICES = ("exclusive", "inclusive")

CONVERTED = "以日计的步骤按每 7 日 5 个工作日折算。"
COUNTED = ("审查", "决定")  # the promise runs from acceptance to decision (行政许可法 第四十二条)
_PILES = "从这里又走回来时，同一步会越开越多，永远不能办结。请让往回走的连线不留下还开着的步骤。"
_BACK = (
    "从这里分出的几路还没有汇合，就有一路又回到这里：每回来一次，同一步就多开一份，永远不能办结。"
    "请先用并行网关汇合再退回，或者让退回的连线不越过这里。"
)
_TO_OTHERS, _TO_DRAWER = "请联系流程管理员核对流程文件。", "请核对这里的连线和汇合，或补上通向结束的路。"


def check(procedure: Procedure, promised_days: int | None = None) -> tuple[Finding, ...]:
    """Returns the faults that forbid publication (errors) and those to look at (warnings), in the file's order.

    ``promised_days``: the promised limit of the item in working days; the limits of the steps from acceptance to
    decision may not exceed it on any path.
    """
    found = [
        replace(_at(procedure, node, words, severity), xml=xml)
        for node, words, severity, xml in static_faults(procedure)
    ]
    found += _ways(procedure)
    if all(node.outcomes for node in procedure.nodes.values() if node.kind in HUMAN):
        found += _runs(procedure)
    if promised_days is not None:
        found += _promise(procedure, promised_days)
    return tuple(sorted(set(found)))


def _at(procedure: Procedure, node: Node, message: str, severity: Severity = "error") -> Finding:
    called = title(procedure, node.id)
    return Finding(node.line, f"{node.name or node.kind} {node.id}", severity, message, called=called)


def _after(
    procedure: Procedure, node: Node, message: str, found: Explored, state: State | None, *, failed: Move | None = None
) -> Finding:
    """Returns an error that shows after a way, with the way in words, as ids of steps, and as those of arrows."""
    moves = (*found.moves(state), *([failed] if failed and failed[0] else []))
    flows, stops = trail(procedure, found.legs(state, failed))
    told = message.replace(_TO_OTHERS, _TO_DRAWER)
    if stops:
        name = procedure.nodes[stops].name
        where = f"“{name}”" if name else "后面汇合的地方"
        told = told.replace(STUCK, f"{where}等的另一路永远不会到达，流程停住。")
    path = tuple(id_ for id_, _ in moves)
    at = replace(_at(procedure, node, told), moves=_told(procedure, moves, found.legs(state, failed)), path=path)
    return replace(at, flows=flows, stops=stops, mark="停在这里" if stops else at.mark)


def _on(procedure: Procedure, flow: Flow, message: str) -> Finding:
    return Finding(flow.line, f"sequenceFlow {flow.id}", "warning", message, called=flow_title(procedure, flow))


def _told(procedure: Procedure, moves: tuple[Move, ...], legs: tuple[Leg, ...]) -> tuple[str, ...]:
    """Returns a counter-example in words: each step with its outcome and what data chose, each event that came."""
    told, chosen = [], [leg.chosen for leg in legs if leg.node]
    for (id_, code), ways in zip(moves, chosen, strict=True):
        node = procedure.nodes[id_]
        outcome = next((item.name for item in node.outcomes if item.code == code), "")
        words = node.name or (
            event_words(procedure, node) if node.kind in {"catch", "boundary"} else title(procedure, id_)
        )
        flows = (procedure.flows[way] for way in sorted(ways))
        data = [flow.name for flow in flows if flow.name and flow.condition and _asks_data(procedure, flow)]
        told.append(f"{words}（{'，'.join([outcome or '到时或收到', *data])}）")
    return tuple(told)


def _asks_data(procedure: Procedure, flow: Flow) -> bool:
    """Tells whether a condition looks at data, which no step of the way tells."""
    asked = names(flow.condition) if flow.condition else ()
    return any(name != "outcome" and name not in procedure.nodes for name in asked)


def _ways(procedure: Procedure) -> Iterator[Finding]:
    """Finds choices whose ways a reader of the flowchart could not tell apart."""
    for node in procedure.nodes.values():
        flows = procedure.out[node.id]
        for flow in flows if node.kind in CHOICES and len(flows) > 1 else ():
            if not flow.name:
                words = "这条出线没有名称，流程图上看不出何时走这里，请填写“名称”。"
                yield replace(_on(procedure, flow, words), xml="name")


def _runs(procedure: Procedure) -> Iterator[Finding]:
    found = explore(procedure)
    yield from _at_once(procedure, found)
    if not found.whole and found.grows is None:
        start = procedure.nodes[procedure.starts[""]]
        yield _at(
            procedure, start, "可能的办理状态太多，无法证明总能办结。请减少并行分支，或检查是否有不断增多的并行步骤。"
        )
    yield from _refused(procedure, found)
    for id_ in sorted(found.pathless):
        yield _at(procedure, procedure.nodes[id_], "条件可能都不成立，那时没有路可走。请设一条默认出线。")
    if found.whole and not found.refused:  # otherwise what follows is only its consequence
        yield from _unused(procedure, found)
        yield from _endless(procedure, found)
        if lawful_so_far(procedure):
            yield from _law(procedure, found)


def _at_once(procedure: Procedure, found: Explored) -> Iterator[Finding]:
    """Finds where ways that run at once meet without a join, each once, and what makes steps pile up without end."""
    growing, told = None, set[str]()
    if found.grows is not None:
        taken, _ = trail(procedure, found.legs(found.grows))
        growing = synchrony.met(procedure, taken, 1)
        if growing is None:
            yield _piling(procedure, found, found.grows, taken)
    for state in found.twice:
        parts = synchrony.met(procedure, trail(procedure, found.legs(state))[0])
        parts = growing if parts is None and state is found.grows else parts
        if parts and parts[1].id not in told:
            told.add(parts[1].id)
            words = _unjoined(procedure, *parts, synchrony.doubled(state), grows=parts == growing)
            yield replace(_after(procedure, parts[1], words, found, state), stops=parts[1].id, mark="各路没有等齐")


def _piling(procedure: Procedure, found: Explored, state: State, taken: Collection[str]) -> Finding:
    split = synchrony.returned(procedure, taken)
    at = split.id if split else synchrony.doubled(state)[0]
    node = procedure.nodes[at if at in procedure.nodes else procedure.flows[at].target]
    return replace(_after(procedure, node, _BACK if split else _PILES, found, state), stops=node.id, mark="越开越多")


def _unjoined(procedure: Procedure, split: Node, merge: Node, twice: Collection[str], *, grows: bool) -> str:
    """Returns a lost join in words: where the ways part, what then opens more than once, what to do."""
    names = [procedure.nodes[id_].name for id_ in twice if id_ in procedure.nodes]
    named = "、".join(f"“{name}”" for name in names if name) or "后面的步骤"
    deciding = [node.id for node in procedure.nodes.values() if any(one.effect in DECIDING for one in node.outcomes)]
    words = f"“{title(procedure, split.id)}”分出的几路到这里没有等齐就各自往下走，{named}会同时开出几份"
    words += (
        "，可能对同一件事作出两次决定" if any(synchrony.leads(procedure, merge.id, id_) for id_ in deciding) else ""
    )
    words += "；每退回一次又多开几份，永远不能办结" if grows else ""
    return f"{words}。请{'在这里' if merge.kind == 'exclusive' else '在它前面'}用并行网关汇合，等各路到齐再往下走。"


def _refused(procedure: Procedure, found: Explored) -> Iterator[Finding]:
    """Finds steps that lead nowhere, once for all outcomes of a step that do so for one reason."""
    alike: dict[tuple[str, str], list[str]] = {}
    told: dict[tuple[str, frozenset[Move]], Finding] = {}  # the same steps in another order are one fault
    for (id_, code), words in found.refused.items():
        alike.setdefault((id_, words), []).append(code)
    for (id_, words), codes in alike.items():
        failed = (id_, codes[0])
        before = found.refused_at[failed]
        same = (words, frozenset({*found.moves(before), failed}))
        node = procedure.nodes[id_ or procedure.starts[""]]
        chosen = "”或“".join(item.name for item in node.outcomes if item.code in codes)
        what = f"选择“{chosen}”后" if chosen else f"“{event_words(procedure, node)}”后" if id_ else "流程一开始就"
        fault = _after(procedure, node, f"{what}走不下去：{words}", found, before, failed=failed)
        if same not in told or not _comes(procedure, fault):
            told[same] = fault
    yield from told.values()


def _comes(procedure: Procedure, fault: Finding) -> bool:
    """Tells whether the last step of the way itself came to the join that waits: then another one went elsewhere."""
    return bool(fault.flows) and procedure.flows[fault.flows[-1]].target == fault.stops


def _unused(procedure: Procedure, found: Explored) -> Iterator[Finding]:
    for node in procedure.nodes.values():
        if node.id not in found.passed:
            yield _at(procedure, node, "无论怎样办理都走不到这里。请核对连线和条件。")
        elif node.kind in CHOICES:
            for flow in procedure.out[node.id]:
                if flow.id not in found.taken:
                    words = "无论怎样办理都不会走这条线。请核对条件里的结果。"
                    yield _on(procedure, flow, words)


def _endless(procedure: Procedure, found: Explored) -> Iterator[Finding]:
    """Finds where a matter may stand with no way left to its end: where it first comes to what it cannot leave."""
    ending, told = found.ending(), set[str]()
    order = {state: place for place, state in enumerate(found.after)}
    doomed = [state for state in found.after if state not in ending]
    for state in sorted(
        (min(ring, key=order.__getitem__) for ring in rings(found.after, doomed)), key=order.__getitem__
    ):
        here = {task.node for task in state.open_tasks} | {item.node for item in state.pending if not item.host}
        for id_ in sorted(here - told):
            told.add(id_)
            words = "走到这里后可能永远不能办结。请为它补上通向结束的路。"
            yield _after(procedure, procedure.nodes[id_], words, found, state)


def _law(procedure: Procedure, found: Explored) -> Iterator[Finding]:
    """Finds what may be decided too early, twice, or never, and other ways that the law does not know."""
    told = set[tuple[str, str]]()
    several = ((id_, words, state) for state in found.after for id_, words in breaches(procedure, state))
    for id_, words, state in chain(several, lawful.passages(procedure, found)):
        at = id_
        if words == lawful.UNDECIDED:  # seen at the last step before the end, not at the acceptance
            at = next((move for move, _ in reversed(found.moves(state)) if procedure.nodes[move].kind in HUMAN), id_)
        if (at, words) not in told and not _of_lost_join(procedure, found, state, at):
            told.add((at, words))
            yield _after(procedure, procedure.nodes[at], words, found, state)


def _of_lost_join(procedure: Procedure, found: Explored, state: State, id_: str) -> bool:
    """Tells whether what a state shows at an element follows from a lost join before it, which is told itself."""
    if not found.twice:
        return False
    parts = synchrony.met(procedure, trail(procedure, found.legs(state))[0])
    return parts is not None and synchrony.leads(procedure, parts[1].id, id_)


def breaches(procedure: Procedure, state: State) -> Iterator[tuple[str, str]]:
    """Yields where a state breaks the law, each with the node and the words."""
    return duties.breaches(procedure, state) if procedure.duties else lawful.breaches(procedure, state)


def _promise(procedure: Procedure, promised_days: int) -> Iterator[Finding]:
    path = counted_path(procedure)
    total = sum(days for _, days in path)
    if total > promised_days:
        words = f"受理后到作出决定，各步时限最多合计 {total} 个工作日（{path_words(path)}），"
        words += f"超过承诺的 {promised_days} 个工作日。请缩短步骤时限。"
        words += CONVERTED if any(node.limit.endswith("cd") for node, _ in path) else ""
        yield _at(procedure, max(path, key=lambda one: one[1])[0], words)


def counted_days(procedure: Procedure) -> int:
    """Returns the most working days that the limits of the steps from acceptance to decision add up to on any path."""
    return sum(days for _, days in counted_path(procedure))


def counted_path(procedure: Procedure) -> tuple[tuple[Node, int], ...]:
    """Returns the steps of that path in order, each with the working days of its limit."""
    days = {node.id: _days(node) for node in procedure.nodes.values() if node.stage in COUNTED}
    ways, here = forward(procedure), procedure.starts[""]
    sums, path = longest(ways, days), [here]
    while ways[here]:
        here = max((flow.target for flow in ways[here]), key=lambda id_: sums[id_])
        path.append(here)
    return tuple((procedure.nodes[id_], days[id_]) for id_ in path if days.get(id_))


def path_words(path: tuple[tuple[Node, int], ...]) -> str:
    """Returns the steps of a path with their days, in words."""
    return "、".join(f"{node.name} {days}" for node, days in path)


def _days(node: Node) -> int:
    """Returns the limit in working days; calendar days, a month or a year as many as they hold at most in usual weeks.

    Five of every seven calendar days are working days; of what is left over, five at most. Where days off are made up
    for on weekends (调休) they may hold a day or two more: no calendar is known here. Hours are left out: they
    pass within a day that is counted already, or through nights and days off. So is a step with a ground, while which
    the promise stands still.
    """
    if not node.limit or node.ground:
        return 0
    number, unit = limit_parts(node.limit)
    if unit == "cd":
        return number // 7 * 5 + min(number % 7, 5)
    return number * {"h": 0, "wd": 1, "mo": 23, "yr": 262}[unit]
