"""Which rules an entry breaks beside the other acts on its matter: who else acted, what was said, what is asked."""

from collections.abc import Iterator

from yimen.contexts.cases.api import beyond_guide
from yimen.contexts.journal.api import Entry, trail
from yimen.contexts.matters.api import Matter, reasons

from .rules import RULES, Breach

_EXAMINING = frozenset({"examiner", "reviewer"})
_LISTED = 5


def compared(entry: Entry, matter: Matter, *, key: bool) -> tuple[Breach, ...]:
    """Returns the breaches that show only beside a matter's other acts."""
    return (*_alone(entry, matter), *_same_ground(entry, matter, key=key), *_beyond(entry, matter))


def _alone(entry: Entry, matter: Matter) -> Iterator[Breach]:
    """Finds a decision by a person who has examined the matter: what was to be two people's was one's."""
    if not entry.verb.endswith((".grant", ".refuse")) or entry.actor["kind"] != "officer":
        return
    roles = {node.name: node.role for node in matter.procedure.procedure.nodes.values()}
    if roles.get(str(entry.facts.get("task", ""))) in _EXAMINING:
        return  # the procedure itself has the examiner decide
    for other in trail(subject=matter.id):
        own = other.id < entry.id and other.actor["id"] == entry.actor["id"]
        task = str(other.facts.get("task", ""))
        if own and other.facts.get("outcome") and roles.get(task) in _EXAMINING:
            words = f"作出“{entry.facts['outcome']}”的人也办了“{task}”，审查和决定没有分开。"
            yield Breach(RULES["alone"], f"alone/{entry.id}", words)
            return


def _same_ground(entry: Entry, matter: Matter, *, key: bool) -> Iterator[Breach]:
    """Finds a return to one step with words used before."""
    if not entry.verb.endswith(".return"):
        return
    rule, node = RULES["same-ground"], entry.facts["node"]
    told = {one.at: "".join(one.text.split()) for one in reasons(matter=matter) if one.what == "退回"}
    back = [
        (told.get(one.at, ""), one.id)
        for one in trail(subject=matter.id)
        if one.verb == entry.verb and one.facts.get("node") == node and one.id <= entry.id
    ]
    alike = [each for words, each in back if words and words == back[-1][0]]  # the first of them is the occasion
    times = len(alike)
    if times > (rule.key_most if key else rule.most):
        words = f"第 {times} 次用同样的理由退回到“{entry.facts['to_step']}”，应核实上次为何没有解决。"
        yield Breach(rule, f"ground/{str(node)[:18]}/{alike[0].hex}", words)


def _beyond(entry: Entry, matter: Matter) -> Iterator[Breach]:
    """Finds what a correction notice asks for that the item's guide does not list."""
    if entry.verb != "case.correct":
        return
    lines = beyond_guide(matter=matter.id, round=int(entry.facts.get("round", 1)))
    if lines:
        said = f"有 {len(lines)} 条补正内容不在办事指南列明的材料和填写项里，应核实是否额外要求。"
        yield Breach(RULES["beyond"], str(entry.id), said)
