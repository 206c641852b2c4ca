"""Bugs planted one by one in what moves a run: the batteries of flows and gestures must catch every one."""

import importlib
import shutil
import sys
from pathlib import Path

import pytest

from . import flow_battery, gesture_battery
from .test_lapse_mutants import PACKAGE, fails

pytestmark = pytest.mark.pure

CHECKS = [*flow_battery.CHECKS, *gesture_battery.CHECKS]
MUTANTS = [
    (
        "gateways.py",
        'if node.kind == "inclusive":\n        return False',
        'if node.kind == "inclusive":\n        return True',
    ),
    ("gateways.py", "and not any(place in reach[other] for other in full)", ""),
    (
        "gateways.py",
        "for way in full:\n            run.waiting.remove",
        "for way in full[:1]:\n            run.waiting.remove",
    ),
    ("gateways.py", "for wait in needed:", "for wait in needed[:1]:"),
    (
        "running.py",
        'if node.kind == "exclusive":\n                        break',
        "if True:\n                        break",
    ),
    ("running.py", "if flow.id == node.default]", "if not flow.id]"),
    ("running.py", 'if task.then and ending == "done":', "if task.then:"),
    ("running.py", 'if task.then and ending == "done":', "if False:"),
    ("running.py", "task.then[1:]", "()"),
    ("running.py", "run.disarm(task.line)", "pass"),
    ("running.py", "(one.node, one.item) != (node.id, task.item)", "True"),
    ("running.py", "(one.node, one.item) != (node.id, task.item)", "one.node != node.id"),
    ("running.py", 'undo=task if outcome.effect == "none" else None', "undo=task"),
    ("running.py", "if not combined:", "if True:"),
    ("running.py", "run.close_group(group)", "pass"),
    ("running.py", "group.ticket", "0"),
    ("running.py", "if state.ground:\n        awake(state)", "if False:\n        awake(state)"),
    (
        "running.py",
        "run.end_step(node, task.scope, outcome_code, ending, task.ticket)",
        "run.end_step(node, task.scope, outcome_code, ending)",
    ),
    ("timers.py", "run.pending.remove(item)", "pass"),
    ("timers.py", "if item.host and node.cancels:", "if item.host:"),
    ("timers.py", "if item.host and node.cancels:", "if False:"),
    ("timers.py", "not procedure.nodes[item.node].duration", "False"),
    ("timers.py", "if procedure.nodes[item.node].message == message", "if message"),
    ("timers.py", "(item for item in state.pending if item.token == token)", "iter(state.pending)"),
    ("instances.py", "ceil(size", "int(size"),
    ("instances.py", 'size if rule == "all" else 1', "size"),
    ("instances.py", 'size if rule == "all" else 1', "1"),
    ("instances.py", "if loop.veto and", "if"),
    ("instances.py", "if loop.veto and", "if False and"),
    ("instances.py", "code != loop.agree), key", "code), key"),
    ("instances.py", "len(group.votes) == group.size", "len(group.votes) >= group.size - 1"),
    ("instances.py", "left[len(now) :]", "left"),
    ("instances.py", "after = after._replace(items=after.items[1:])", "pass"),
    ("instances.py", "left[:1] if node.loop and node.loop.sequential else left", "left"),
    ("instances.py", "if len(value) > MOST_INSTANCES:", "if False:"),
    ("instances.py", "if len(set(value)) != len(value):", "if False:"),
    ("instances.py", "MOST_INSTANCES = 1000", "MOST_INSTANCES = 999"),
    ("instances.py", "isinstance(item, str) and", ""),
    ("instances.py", "items = (after.item, *items)", "pass"),
    ("instances.py", "run.tasks.remove(after)", "pass"),
    ("instances.py", "if cast != group.votes[-1] or", "if"),
    ("instances.py", "or after.root or after.who or after.then", ""),
    ("instances.py", "if item != cast)", ")"),
    ("instances.py", "root=cast.root)", ")"),
    ("dropping.py", "_refuse_final(run, after)", "pass"),
    ("dropping.py", '"issue": "制证", ', ""),
    ("dropping.py", "run.results.pop(id_, None)", "pass"),
    ("dropping.py", "if flow.source not in after:", "if False:"),
    ("dropping.py", "if flow.source not in after:", "if True:"),
    ("dropping.py", "and seen_from in onward(ways, node)", ""),
    ("dropping.py", "return not child or place == 0 or", "return True or"),
    (
        "dropping.py",
        "if not task.group:\n            run.disarm(task.line)",
        "if False:\n            run.disarm(task.line)",
    ),
    ("dropping.py", "flows[item.flow].source not in after or", "True or"),
    (
        "dropping.py",
        "for group in [item for item in run.groups if item.node in after and item.scope in kin]:",
        "for group in ():",
    ),
    ("dropping.py", "if kept in run.kept:", "if False:"),
    ("dropping.py", "run.close_scope(scope)", "pass"),
    ("returning.py", "if not keep:\n        drop", "if True:\n        drop"),
    ("returning.py", "if not keep:\n        drop", "if False:\n        drop"),
    ("returning.py", "run.open_step(target, scope, ticket)", "run.open_step(target, scope)"),
    ("returning.py", "run.around(target, task.scope)[target.scope]", "task.scope"),
    ("returning.py", "run.around(target, task.scope)", "run.around(target)"),
    ("returning.py", "and node.id in onward(ways, id_)", ""),
    ("returning.py", "id_ in done and ", ""),
    ("returning.py", "if len(found) > 1:", "if False:"),
    ("returning.py", "_take(run, undo.gave)", "pass"),
    ("returning.py", "_give(run, undo.took)", "run.tasks += undo.took.tasks[:1]"),
    ("returning.py", "token=run.token(), root=task.line", "root=task.line"),
    ("returning.py", "token=run.token(), root=task.line", "token=run.token()"),
    ("returning.py", "run.results[undo.node] = undo.result", "run.results.pop(undo.node)"),
    ("returning.py", "run.results.pop(undo.node, None)", "pass"),
    ("returning.py", "if undo.urged:", "if False:"),
    ("tokens.py", "if kept is None or kept.outcome != outcome:", "if kept is None:"),
    (
        "tokens.py",
        "self.kept.remove(kept)\n        self.reopen(kept.task)\n        return True",
        "self.reopen(kept.task)\n        return True",
    ),
    ("tokens.py", "self.void(task.node, task.scope, task.ticket)", "pass"),
    ("tokens.py", "self.clear(-host)", "pass"),
    ("tokens.py", "self.fold(scope)", "pass"),
    ("tokens.py", "self.arm(node, -run.id, scope)", "pass"),
    ("tokens.py", "            self.ground,", '            "",'),
    (
        "holding.py",
        "token=self.token(), who=who, until=until, then=then, root=task.line",
        "who=who, until=until, then=then",
    ),
    ("holding.py", "then=then, root=task.line", "then=then"),
    ("holding.py", "token=self.token(), root=task.line", "token=self.token()"),
    ("holding.py", "if not task.group:\n            self.arm", "if False:\n            self.arm"),
    ("holding.py", "here.sort(key=lambda item: item.id not in mine)", "pass"),
    ("holding.py", "for kept in [item for item in self.kept if item.task.group == group.token]:", "for kept in ():"),
    ("gestures.py", "run.hand(task, who, task.until, task.then)", "run.hand(task, who, task.until, ())"),
    ("gestures.py", "now.until < today", "now.until <= today"),
    ("gestures.py", "while now.until and", "if now.until and"),
    (
        "gestures.py",
        "run.hand(task, who, until, (Turn(task.who, task.until), *task.then))",
        "run.hand(task, who, until, task.then)",
    ),
    ("gestures.py", 'if when == "before":', 'if when == "after":'),
    ("gestures.py", "(Turn(who), *task.then)", "(*task.then, Turn(who))"),
    ("gestures.py", "if not who.strip() or", "if"),
    ("gestures.py", "if who in {task.who or task.item,", "if who in {task.who,"),
    ("gestures.py", "len(task.then) >= LONGEST_LINE", "False"),
    ("gestures.py", "urged(state, task) + 1", "1"),
    ("gestures.py", "(one.node, one.item) != (node.id, task.item)]\n    run.urged", "False]\n    run.urged"),
    ("gestures.py", "if not state.ground or state.ended:", "if False:"),
    ("gestures.py", "run.before, run.ended = state, True", "run.ended = True"),
    ("gestures.py", "date.fromisoformat(text).isoformat() == text", "bool(date.fromisoformat(text))"),
    ("undoing.py", 'if event.kind == "passed" and nodes[event.node].kind == "service":', "if False:"),
    ("undoing.py", "        if task not in run.tasks:", "        if False:"),
    ("undoing.py", "if run.dropped:", "if False:"),
    ("undoing.py", "if not any(gave):", "if False:"),
    ("undoing.py", "waiting=_less(before.waiting, run.waiting)", "waiting=()"),
    ("undoing.py", "scopes=_less(before.scopes, run.scopes)", "scopes=()"),
    ("undoing.py", "            pending=disarmed,", "            pending=(),"),
    ("storing.py", "if any(took[1:]) or any(gave[1:]) or undo.urged:", "if any(took[1:]) or any(gave[1:]):"),
    ("storing.py", "if any(took[1:]) or any(gave[1:]) or undo.urged:", "if False:"),
    ("returning.py", "elif id_ not in undone:", "else:"),
    ("undoing.py", "tuple([item for item in before.groups if item not in run.groups])", "()"),
    ("storing.py", 'data.get("ground", "")', '""'),
    ("storing.py", "tuple([Turn(*turn) for turn in turns])", "()"),
    ("storing.py", "    if state.kept:", "    if False:"),
    ("calling.py", "if node.calls in path:", "if False:"),
    ("calling.py", "if len(path) > DEEPEST:", "if len(path) > 9:"),
    ("calling.py", "if self.count > MOST_ELEMENTS:", "if False:"),
    ("calling.py", "if condition.name in nodes else condition", "if False else condition"),
    ("calling.py", "if found.key != node.calls:", "if False:"),
    ("events.py", 're.search("[1-9]", texts[0])', "True"),
    ("events.py", "if len(texts) != 1:", "if not texts:"),
    ("compiling.py", "host is None or host.scope != node.scope or", "host is None or"),
    ("compiling.py", 'if node.kind == "boundary" and list(into):', "if False:"),
    ("exploring.py", "for item in state.pending:", "for item in ():"),
    ("exploring.py", "self.found.came.setdefault(after, (before, where))", "self.found.came[after] = (None, where)"),
]


@pytest.mark.parametrize(("file", "sound", "bug"), MUTANTS, ids=range(len(MUTANTS)))
def test_the_batteries_catch_a_planted_bug(
    file: str, sound: str, bug: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"gesture_mutant_{tmp_path.name}"
    shutil.copytree(PACKAGE, tmp_path / name, ignore=shutil.ignore_patterns("tests", "__pycache__"))
    source = (tmp_path / name / file).read_text("utf-8")
    assert source.count(sound) == 1, f"the planted bug no longer fits the source: {source.count(sound)}"
    (tmp_path / name / file).write_text(source.replace(sound, bug), "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()
    mutant = importlib.import_module(name)
    try:
        assert any(fails(check, mutant) for check in CHECKS), f"{file}: {sound} → {bug} lives"
    finally:
        for module in [one for one in sys.modules if one.split(".")[0] == name]:
            del sys.modules[module]
