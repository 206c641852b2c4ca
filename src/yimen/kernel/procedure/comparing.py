"""What changes from one version of a procedure to another, in words, and what of it touches who may decide what."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from .conditions import text_of
from .duties import DUTIES
from .fields import EFFECT_NAMES, FIELDS, OFFICES
from .model import HUMAN, SPECIALS, UNITS, Flow, Node, Outcome, Procedure, duration_words, limit_words, loop_words
from .naming import KINDS, condition_words, data_title, drawn_at, title
from .paths import event_words
from .weighing import guarded, passes, ways_kept, weigh, weigh_gone, weigh_new

Mark = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: at which element, of what, the old words and the new ones.

    ``element``: an id, "" for the procedure itself. ``weighs``: why it widens or narrows who may decide, makes a limit
    longer, or adds a step (流程固化), "" where it does none of these.
    """

    element: str
    name: str
    mark: Mark
    what: str
    old: str
    new: str
    weighs: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All differences, the weighty first, and the limits of all steps added up, in words."""

    changes: tuple[Change, ...]
    limits_before: str
    limits_after: str

    @property
    def weighty(self) -> tuple[Change, ...]:
        """Returns what touches who may decide, makes limits longer, or adds a step."""
        return tuple(change for change in self.changes if change.weighs)

    @property
    def others(self) -> tuple[Change, ...]:
        """Returns all other differences."""
        return tuple(change for change in self.changes if not change.weighs)


def compare(old: Procedure, new: Procedure, role_names: Mapping[str, str] | None = None) -> Comparison:
    """Returns what changes from an old version of a procedure to a new one; where things are drawn is no change.

    ``role_names`` gives roles their names in Chinese.
    """
    found = [*_own(old, new), *_nodes(old, new, role_names or {}), *_guards(old, new), *_arrows(old, new)]
    found.sort(key=lambda change: not change.weighs)
    return Comparison(tuple(found), limits_added(old), limits_added(new))


def marks(comparison: Comparison, procedure: Procedure) -> dict[str, Mark]:
    """Returns what to mark in the drawing of one of the two versions; a choice at the steps that lead to it."""
    found: dict[str, Mark] = {}
    for change in comparison.changes:
        for id_ in drawn_at(procedure, change.element):
            if found.get(id_, "changed") == "changed":  # what is all new has no changes of its own
                found[id_] = change.mark if id_ == change.element else "changed"
    return found


def _own(old: Procedure, new: Procedure) -> Iterator[Change]:
    for name in ("key", "name", "documentation"):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Change("", new.name, "changed", FIELDS[name], before or "无", after or "无")
    for name in dict.fromkeys((*old.labels, *new.labels)):
        before, after = old.labels.get(name, "无"), new.labels.get(name, "无")
        if before != after:
            yield Change("", new.name, "changed", FIELDS["data"], before, after)
    duties = ["、".join(DUTIES[duty] for duty in each.duties) for each in (old, new)]
    if duties[0] != duties[1]:
        words = "作决定前必须经过的程序变了"
        yield Change("", new.name, "changed", FIELDS["duties"], duties[0] or "无", duties[1] or "无", words)


def _nodes(old: Procedure, new: Procedure, roles: Mapping[str, str]) -> Iterator[Change]:
    for id_ in dict.fromkeys((*old.nodes, *new.nodes)):
        before, after = old.nodes.get(id_), new.nodes.get(id_)
        if before is None and after is not None:
            words = _whole(new, after, roles)
            yield Change(id_, title(new, id_), "added", "增加", "没有", words, weigh_new(after))
        elif after is None and before is not None:
            words = _whole(old, before, roles)
            yield Change(id_, title(old, id_), "removed", "删去", words, "没有", weigh_gone(before))
        elif before is not None and after is not None:
            facts, anew = _facts(old, before, roles), _facts(new, after, roles)
            exact, changed = _exact(before), _exact(after)
            for what, was in facts.items():
                both = (was or "无", anew[what] or "无")
                if both[0] == both[1] and exact.get(what) != changed.get(what):  # nothing else tells them apart
                    both = (f"{was}（{exact[what]}）", f"{was}（{changed[what]}）")
                if both[0] != both[1]:
                    yield Change(id_, title(new, id_), "changed", _WHAT[what], *both, weigh(what, before, after))


def _exact(node: Node) -> dict[str, str]:
    """Returns the codes behind the words of an element: another code with the same name is a change as well."""
    codes = "、".join(item.code for item in node.outcomes)
    several = f"{node.loop.items},{node.loop.agree},{node.loop.again}" if node.loop else ""
    waits = f"{node.duration}{node.message}"
    return {"outcome": f"{FIELDS['code']} {codes}", "lapse": node.lapse, "loop": several, "waits": waits}


def _facts(procedure: Procedure, node: Node, roles: Mapping[str, str]) -> dict[str, str]:
    """Returns all that is said of an element, in words, by what it is: see ``_WHAT``."""
    awaited = duration_words(node.duration) or procedure.messages.get(node.message) or node.message
    waits = event_words(procedure, node) if awaited else ""
    waits += f"（{awaited}）" if waits and awaited not in waits else ""
    lapse = next((item.name for item in node.outcomes if item.code == node.lapse), "")
    return {
        "name": node.name,
        "kind": KINDS[node.kind],
        "role": roles.get(node.role, node.role),
        "unit": OFFICES.get(node.unit, node.unit),
        "stage": node.stage,
        "limit": limit_words(node.limit),
        "basis": node.basis,
        "outcome": "；".join(_outcome(item) for item in node.outcomes),
        "lapse": f"视为“{lapse}”" if node.lapse else "",
        "special": SPECIALS.get(node.special, ""),
        "duty": DUTIES.get(node.duty, node.duty),
        "ground": node.ground,
        "loop": _several(procedure, node),
        "waits": waits,
        "host": title(procedure, node.host) if node.host else "",
        "cancels": "" if node.kind != "boundary" else "停下" if node.cancels else "不停下",
        "calls": node.calls,
        "scope": title(procedure, node.scope) if node.scope else "",
        "documentation": node.documentation,
    }


_WHAT = FIELDS | {
    "kind": "种类",
    "loop": "会签",
    "waits": "等什么",
    "host": "附在哪个环节上",
    "cancels": "到时是否停下所附的环节",
    "scope": "所在子流程",
}


def _several(procedure: Procedure, node: Node) -> str:
    """Returns how several do a step, with all that the drawing does not say of it."""
    if not node.loop:
        return ""
    named = {item.code: item.name for item in node.outcomes}
    again = f"{FIELDS['again']}“{named.get(node.loop.again, '')}”" if node.loop.again else ""
    listed = f"{FIELDS['instances']}：{data_title(procedure, node.loop.items)}"
    return "，".join(filter(None, (loop_words(node), listed, FIELDS["veto"] if node.loop.veto else "", again)))


def _outcome(item: Outcome) -> str:
    """Returns an outcome by its name, with its effect in law where the name does not say it, and its reasons."""
    effect = EFFECT_NAMES[item.effect] if item.effect != "none" and EFFECT_NAMES[item.effect] != item.name else ""
    words = [f"{FIELDS['effect']}：{effect}" if effect else "", FIELDS["opinion"] if item.opinion == "required" else ""]
    said = "，".join(filter(None, words))
    return f"{item.name}（{said}）" if said else item.name


def _whole(procedure: Procedure, node: Node, roles: Mapping[str, str]) -> str:
    facts = _facts(procedure, node, roles)
    told = [facts[what] for what in ("kind", "role", "unit", "limit", "special", "loop", "waits") if facts[what]]
    return "，".join(told)


def _guards(old: Procedure, new: Procedure) -> Iterator[Change]:
    """Finds steps that a matter had to pass and now need not, or the other way round."""
    before, after = guarded(old), guarded(new)
    for id_ in before & new.nodes.keys() - after:
        words = "原来必须经过的环节，现在可以绕过"
        yield Change(id_, title(new, id_), "changed", "是否必经", "必须经过", "可以不经过", words)
    for id_ in after & old.nodes.keys() - before:
        words = "增加了必须经过的环节"
        yield Change(id_, title(new, id_), "changed", "是否必经", "可以不经过", "必须经过", words)


def _arrows(old: Procedure, new: Procedure) -> Iterator[Change]:
    """Finds arrows that came, went, or are taken under another condition; between the same two, they are one."""
    was, is_ = Counter(_pairs(old)), Counter(_pairs(new))
    gone, come = list((was - is_).elements()), list((is_ - was).elements())
    told, anew, kept = _told(old), _told(new), old.nodes.keys() & new.nodes.keys()
    before, after = ways_kept(old, kept), ways_kept(new, kept)
    for one in gone:
        source, target, _ = one
        again = next((other for other in come if other[:2] == (source, target)), None)
        at = new if source in new.nodes else old
        if again is not None:
            come.remove(again)
            weighs = "走到下一步的条件变了"
            both = (told[one] or "总是", anew[again] or "总是")
            both = both if both[0] != both[1] else (one[2] or "总是", again[2] or "总是")
            yield Change(source, title(at, source), "changed", f"到“{title(at, target)}”", *both, weighs)
        else:
            weighs = "走到下一步的路变了" if passes(old, kept, source, target) - after else ""
            words = f"到“{title(old, target)}”{_so(told[one])}"
            yield Change(source, title(at, source), "changed", "去向", words, "没有", weighs)
    for one in come:
        source, target, _ = one
        weighs = "走到下一步的路变了" if passes(new, kept, source, target) - before else ""
        words = f"到“{title(new, target)}”{_so(anew[one])}"
        yield Change(source, title(new, source), "changed", "去向", "没有", words, weighs)
    yield from _order(old, new)


def _order(old: Procedure, new: Procedure) -> Iterator[Change]:
    """Finds choices whose ways are tried in another order: where two may be open, the first is taken."""
    for id_, node in new.nodes.items():
        if node.kind != "exclusive" or id_ not in old.nodes:
            continue
        was, is_ = ([one[1:] for one in _pairs(each) if one[0] == id_] for each in (old, new))
        if was != is_ and sorted(was) == sorted(is_):
            before, after = (" → ".join(title(new, one[0]) for one in ways) for ways in (was, is_))
            yield Change(id_, title(new, id_), "changed", "先看哪条路", before, after, "走到下一步的条件变了")


def _pairs(procedure: Procedure) -> list[tuple[str, str, str]]:
    return [
        (flow.source, flow.target, _taken(procedure, flow, text_of(flow.condition) if flow.condition else ""))
        for flow in procedure.flows.values()
    ]


def _told(procedure: Procedure) -> dict[tuple[str, str, str], str]:
    """Returns for each arrow of ``_pairs`` when it is taken, in words."""
    flows = procedure.flows.values()
    return {
        pair: _taken(procedure, flow, condition_words(procedure, flow))
        for pair, flow in zip(_pairs(procedure), flows, strict=True)
    }


def _taken(procedure: Procedure, flow: Flow, condition: str) -> str:
    """Returns when an arrow is taken: its name, its condition, whether it is the default, what is said of it."""
    default = "其他情况" if procedure.nodes[flow.source].default == flow.id else ""
    return "，".join(filter(None, (flow.name, condition, default, flow.documentation)))


def _so(words: str) -> str:
    return f"（{words}）" if words else ""


def limits_added(procedure: Procedure) -> str:
    """Returns in words the limits of all steps added up, each unit by itself."""
    sums = Counter[str]()
    for node in procedure.nodes.values():
        if node.kind in HUMAN and node.limit:
            unit = node.limit.lstrip("0123456789")
            sums[unit] += int(node.limit.removesuffix(unit))
    return "、".join(f"{sums[unit]} {words}" for unit, words in UNITS.items() if sums[unit]) or "没有时限"
