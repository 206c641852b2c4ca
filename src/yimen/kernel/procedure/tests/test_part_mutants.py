"""Bugs planted in what several run, each its own part: the battery of parts must catch every one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.planting import fails, planted

from yimen.kernel import procedure

from .parts_battery import CHECKS

pytestmark = pytest.mark.pure

PACKAGE = Path(__file__).resolve().parents[1]
MUTANTS = [
    ("instances.py", "one.outcome for one in reversed(run.own)", "one.outcome for one in run.own"),
    ("instances.py", " if one.scope == part.id and one.node in last)", " if one.node in last)"),
    ("instances.py", "item.outcome and item.id != part.id]", "item.id != part.id]"),
    ("instances.py", "item.group == group.token and item.outcome", "item.outcome"),
    ("instances.py", "(*over, part._replace(outcome=outcome))", "over"),
    ("instances.py", "(*group.votes, *votes)", "(*votes,)"),
    ("instances.py", "    _next(run, node, group, found)\n    return voiced", "    return voiced"),
    ("instances.py", "_open(run, node, group, group.items[:1])", "_open(run, node, group, group.items)"),
    ("instances.py", '"各办一遍", MOST_PARTS', '"各办一遍", MOST_INSTANCES'),
    ("instances.py", "group.scope, item, group.token).id", "group.scope, '', group.token).id"),
    ("instances.py", "run.scopes[run.scopes.index(part)] = part._replace(outcome=outcome)", "pass"),
    ("holding.py", "if (item.scope, item.node) != (part.id, node)]", "if item.node != node]"),
    ("holding.py", "for item in self.own if item.scope == part.id}", "for item in self.own}"),
    ("holding.py", "{**self.results, **{item.node", "{**{}, **{item.node"),
    ("holding.py", "self.own = [item for item in self.own if item.scope != scope.id]", "pass"),
    ("holding.py", "            *[item.id for item in self.scopes if item.outcome],\n", ""),
    ("holding.py", "            self.clear(part.id)\n", ""),
    ("holding.py", "            self.close_scope(part)", "            pass"),
    ("holding.py", "            if found.group:\n", "            if True:\n"),
    (
        "holding.py",
        "            scope = found.parent\n        return None",
        "            scope = 0\n        return None",
    ),
    ("tokens.py", "part.item if part else", "'' if part else"),
    ("tokens.py", "        self.outcome = outcome\n        self.note(node.id, scope", "        self.note(node.id, 0"),
    ("tokens.py", "            self.end_part(ended)\n            return", "            pass"),
    ("tokens.py", " and moves > MOST + MOST_MORE * len(self.scopes)", ""),
    ("tokens.py", 'node.kind == "subprocess" and node.loop:', 'node.kind == "nothing" and node.loop:'),
    ("tokens.py", "            tuple(self.own),\n", "            (),\n"),
    ("running.py", "run.known(scope) if scope else run.results", "known = run.results"),
    ("returning.py", "set(run.known(task.scope))", "set(run.results)"),
    ("returning.py", "set(run.known(task.scope))", "{one.node for one in run.own} | set(run.results)"),
    ("returning.py", "run.known(task.scope)[target.id]", "run.results.get(target.id, '')"),
    ("returning.py", "forward(procedure, whole)", "forward(procedure)"),
    ("returning.py", "or (one.loop and one.id != here)", ""),
    ("returning.py", "if target and around and around.id", "if False and around and around.id"),
    ("returning.py", "run.groups, run.kept, run.own", "run.groups, run.kept, []"),
    ("returning.py", "node = settled(mine, undo.took)", "node = undo.node"),
    ("undoing.py", 'result, node = "", settled(task, took)', 'result, node = "", task.node'),
    ("undoing.py", "            own=_less(before.own, run.own),\n", ""),
    ("undoing.py", "            own=_less(run.own, before.own),\n", ""),
    ("dropping.py", "if item.node not in after or item.scope not in kin]\n    run.pending", "]\n    run.pending"),
    ("dropping.py", "[item for item in run.own if item.node not in after or", "[item for item in run.own if"),
    ("storing.py", "list(scope) if scope.group else list(scope[:_PLAIN])", "list(scope[:_PLAIN])"),
    ("storing.py", "    if state.own:", "    if False:"),
    ("storing.py", "        [list(item) for item in marking.own],\n", ""),
    (
        "exploring.py",
        "asked = sorted(item for item in own if item.node in self.watched",
        "asked = sorted(item for item in ()",
    ),
    ("exploring.py", "return (*asked, *last.values())", "return (*asked,)"),
    ("running.py", "data_title(procedure, name))\n\n\ndef begin", "name)\n\n\ndef begin"),
    ("exploring.py", "{**run.known(scope), **", "{**run.results, **"),
    (
        "exploring.py",
        "for node in procedure.nodes.values() if node.kind in HUMAN}\n    return",
        "for node in procedure.nodes.values()}\n    return",
    ),
    ("exploring.py", "if item.group and item.id not in left", "if False"),
    ("parts.py", "if node.kind in HUMAN:\n            found.add(at)", "if False:\n            found.add(at)"),
    ("parts.py", "replace(one, effect", "replace(one, code='x', effect"),
    ("instances.py", " and one.node in last)", ")"),
    ("exploring.py", "for item in own if item.node in self.last}", "for item in own}"),
    ("exploring.py", "for group in state.groups for vote in group.votes]", "for group in () for vote in group.votes]"),
    ("exploring.py", "for part in state.scopes if part.outcome]", "for part in () if part.outcome]"),
    ("exploring.py", "self.said.get(group.node, ())", "()"),
    ("exploring.py", "            if group.items and self", "            if False and self"),
    ("parts.py", "            yield from _unsaid(procedure, node)\n", "            pass\n"),
    ("parts.py", "(procedure.starts[whole.id], *stops)", "stops"),
    ("parts.py", "(procedure.starts[whole.id], *stops)", "(procedure.starts[whole.id],)"),
    ("parts.py", "[node.id for node in events if not node.cancels]", "[]"),
    ("parts.py", "[node.id for node in events if not node.cancels]", "[node.id for node in events]"),
    ("parts.py", "whole, others, closing=False)", "whole, others)"),
    ("parts.py", "whole, [at for begin in begins.values() for at in begin])", "whole, [])"),
    ("parts.py", "whole, begin, among=silent)", "whole, begin)"),
    ("parts.py", "nodes[at].kind in _CLOSES and nodes[at].scope == whole.id", "nodes[at].kind in _CLOSES"),
    ("parts.py", "node.id in seen or node.kind in HUMAN or", "node.id in seen or"),
    ("parts.py", "            todo.append(procedure.starts[node.id])\n", "            pass\n"),
    ("parts.py", "            ways = procedure.out[node.scope]\n", "            pass\n"),
    ("parts.py", "        taken |= {flow.id for flow in ways}\n", ""),
    ("parts.py", "    if node.loop:\n", "    if False:\n"),
    ("parts.py", "    if node.message:\n", "    if False:\n"),
    ("parts.py", "    if node.duty:\n", "    if False:\n"),
    ("parts.py", 'if one.effect != "none":', "if False:"),
    ("parts.py", "if loop.agree not in names_:", "if False:"),
    ("parts.py", "{*names_} - {loop.agree}", "{*names_}"),
    ("parts.py", "if loop is None or not node.outcomes:", "if loop is None:"),
    ("parts.py", "if node and whole and (here", "if False and (here"),
    ("parts.py", "(here is None or here.id != whole.id)", "True"),
    ("compiling.py", "self.fault(child, CALLED_ONCE)", "pass"),
    ("writing.py", "if node.outcomes and node.kind in HUMAN:", "if node.outcomes:"),
    ("migrating.py", "if bool(scope.group) != bool(node.loop):", "if False:"),
    ("migrating.py", "one._replace(outcome=self.outcome(one.node, one.outcome)) if", "one if"),
    ("migrating.py", "            own=here.own,\n", ""),
    ("migrating.py", "self.outcome(settled(mine, undo.took), undo.result)", "self.outcome(undo.node, undo.result)"),
    ("migrating.py", "self.outcome(settled(mine, undo.took), undo.result)", "undo.result"),
    ("standing.py", " | {one.node for one in state.own}", ""),
    ("standing.py", "if not one.ticket and one.node not in parts}", "if not one.ticket}"),
    ("standing.py", "if whole and whole.id in done}", "if False}"),
    ("standing.py", "frozenset(onward(ways, id_) - {id_}) if", "frozenset(onward(ways, id_)) if"),
    ("model.py", '"各办一遍" if node.kind == "subprocess" else "会签"', '"会签"'),
    ("model.py", "return (other, more) if node.loop.again else (other,)", "return (other, more)"),
    ("drawing.py", 'words = "，".join(filter(None, (part, loop_words(whole) if whole else "")))', "words = part"),
    ("drawing.py", "taking_part(self.procedure, self.first.get(node.id, node))", "taking_part(self.procedure, node)"),
    ("drawing.py", "(*ending, silence_words(node, lapses=self.position.lapses)) if", "ending if"),
    ("drawing.py", "reversed(self.chart.shapes)", "self.chart.shapes"),
    ("drawing.py", "*self.several(node), *self.joint(node))", "*self.several(node))"),
    ("drawing.py", "(*self.joint(node), *now", "(*now"),
    ("drawing.py", "if whole and codes & {item.code for item in node.outcomes} else", "if whole else"),
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_kernel_does_as_worked_out(check: Callable[[Any], None]) -> None:
    check(procedure)


@pytest.mark.parametrize(("file", "sound", "bug"), MUTANTS, ids=range(len(MUTANTS)))
def test_the_battery_catches_a_planted_bug(file: str, sound: str, bug: str, tmp_path: Path) -> None:
    with planted(PACKAGE, tmp_path, (file, sound, bug)) as copy:
        assert any(fails(check, copy) for check in CHECKS), f"{file}: {sound} → {bug} lives"
