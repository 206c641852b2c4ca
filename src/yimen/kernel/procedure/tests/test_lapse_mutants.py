"""Bugs planted one by one in a copy of the package: the battery of silences must catch every one."""

from pathlib import Path

import pytest
from tests.planting import fails, planted

from . import lapse_battery, silence_battery

pytestmark = pytest.mark.pure

CHECKS = [*lapse_battery.CHECKS, *silence_battery.CHECKS]
PACKAGE = Path(__file__).resolve().parents[1]
MUTANTS = [
    ("lapsing.py", "if not node.lapse:", "if False:"),
    ("lapsing.py", ', ending="lapsed"', ""),
    ("lapsing.py", "if state.ended:", "if False:"),
    ("lapsing.py", "if any(task.node not in procedure.nodes for task in state.open_tasks):", "if False:"),
    ("lapsing.py", "next((rivals for rivals in RIVALS if effect in rivals), {effect})", "{effect}"),
    ("lapsing.py", 'frozenset({"accept", "refuse_acceptance"})', 'frozenset({"accept"})'),
    ("lapsing.py", 'frozenset({"grant", "refuse"})', 'frozenset({"grant"})'),
    ("lapsing.py", "item.code == code and item.effect in barred", "item.effect in barred"),
    ("lapsing.py", "item.code == code and item.effect in barred", "False"),
    ("lapsing.py", "if not always_ends(procedure, step.state, data.keys()):", "if False:"),
    ("lapsing.py", "data.keys()", "()"),
    ("lapsing.py", 'effect == "none" or ', ""),
    ("lapsing.py", "effect not in EFFECTS", "False"),
    ("lapsing.py", "if len(deciding) != 1:", "if not deciding:"),
    ("lapsing.py", "if len(said) != 1:", "if False:"),
    ("lapsing.py", "if item.code == deciding[0].lapse] or outcomes", "] or outcomes"),
    ("lapsing.py", "if item.code == deciding[0].lapse] or outcomes", "if item.code == deciding[0].lapse]"),
    ("holding.py", "self.tasks, self.waiting, self.pending", "_, self.waiting, self.pending"),
    ("holding.py", "self.tasks, self.waiting, self.pending", "self.tasks, _, self.pending"),
    ("holding.py", "self.scopes = [item for item in self.scopes if item.id in chain.values()]", "pass"),
    ("holding.py", "            if here:\n", "            if False:\n"),
    ("holding.py", "== (id_, parent)", "== (id_, 0)"),
    ("holding.py", "chain.insert(0, inside)", "chain.append(inside)"),
    ("holding.py", "parent = scope.id", "parent = 0"),
    ("holding.py", "return chain[node.scope]", "return 0"),
    ("tokens.py", "Event(ending, node.id, outcome)", 'Event("done", node.id, outcome)'),
    ("running.py", 'outcome_code, "deemed")', 'outcome_code, "done")'),
    ("tokens.py", "self.outcome = outcome\n        self.note(node.id, scope, outcome)", "self.outcome = outcome"),
    ("tokens.py", "self.outcome = outcome\n        self.note", "self.note"),
    ("exploring.py", "return found.whole and found.after.keys() <= found.ending()", "return bool(found.ending())"),
    ("exploring.py", " or node.loop} - set(given)", " or node.loop} - set(procedure.nodes)"),
    ("exploring.py", "name in self.undone and name not in values", "name in self.undone"),
    ("legal.py", "if outcome is None:", "if False:"),
    ("legal.py", 'outcome.opinion == "required" or ', ""),
    ("legal.py", "or outcome.effect not in SILENT", ""),
    ("legal.py", '("none", "accept", "grant")', '("none", "accept", "grant", "refuse")'),
    ("legal.py", '("none", "accept", "grant")', '("none", "accept", "grant", "correct")'),
    ("legal.py", '("none", "accept", "grant")', '("none", "accept", "grant", "deliver")'),
    ("legal.py", '("none", "accept", "grant")', '("none", "grant")'),
    ("legal.py", "        if not node.limit:", "        if False:"),
    ("legal.py", 'if node.role == "applicant":', "if False:"),
    ("compiling.py", "if node.special and not node.limit:", "if False:"),
    ("compiling.py", "if node.special and not node.limit:", 'if node.special == "hearing" and not node.limit:'),
    ("legal.py", 're.compile("|".join(SPECIALS))', 're.compile(".*")'),
    ("compiling.py", "ours = ATTRIBUTES if human else", "ours = ATTRIBUTES if True else"),
    ("model.py", '"h": "小时", ', ""),
    ("model.py", '"h": "小时"', '"h": "时"'),
    ("steps.py", "if node.special in EXCEPTED and not node.ground:", "if node.special and not node.ground:"),
    ("steps.py", "if node.special in EXCEPTED and not node.ground:", "if node.special in EXCEPTED:"),
    ("steps.py", ', "expert": "专家评审"}', "}"),
    ("checking.py", "or node.ground", ""),
    ("checking.py", '"h": 0', '"h": 1'),
    ("outlining.py", "node.special, node.ground", "node.ground, node.special"),
    ("lettering.py", "SPECIALS[node.special], SMALL", "node.special, SMALL"),
    ("drawing.py", "if node.special else", "if False else"),
    ("drawing.py", 'state == "pf-done" and node.id', "node.id"),
    ("drawing.py", 'return _LAPSED if state == "pf-done" and node.id in self.position.lapsed else', "return"),
]


@pytest.mark.parametrize(("file", "sound", "bug"), MUTANTS, ids=range(len(MUTANTS)))
def test_the_battery_catches_a_planted_bug(file: str, sound: str, bug: str, tmp_path: Path) -> None:
    with planted(PACKAGE, tmp_path, (file, sound, bug)) as copy:
        assert any(fails(check, copy) for check in CHECKS), f"{file}: {sound} → {bug} lives"


def test_the_battery_passes_an_unharmed_copy(tmp_path: Path) -> None:
    with planted(PACKAGE, tmp_path) as copy:
        assert [check.__name__ for check in CHECKS if fails(check, copy)] == []
