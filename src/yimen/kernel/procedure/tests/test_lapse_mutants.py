"""Bugs planted one by one in a copy of the package: the battery of silences must catch every one."""

import importlib
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from . import lapse_battery as battery

pytestmark = pytest.mark.pure

PACKAGE = Path(__file__).resolve().parents[1]
MUTANTS = [
    ("lapsing.py", "if not node.lapse:", "if False:"),
    ("lapsing.py", "node.id: node.lapse}", "}"),
    ("lapsing.py", ', ending="lapsed"', ""),
    ("lapsing.py", "if state.ended:", "if False:"),
    ("lapsing.py", "if any(task.node not in procedure.nodes for task in state.open_tasks):", "if False:"),
    ("lapsing.py", "next((rivals for rivals in RIVALS if effect in rivals), {effect})", "{effect}"),
    ("lapsing.py", 'frozenset({"accept", "refuse_acceptance"})', 'frozenset({"accept"})'),
    ("lapsing.py", 'frozenset({"grant", "refuse"})', 'frozenset({"grant"})'),
    ("lapsing.py", "item.code == code and item.effect in barred", "item.effect in barred"),
    ("lapsing.py", "item.code == code and item.effect in barred", "False"),
    ("lapsing.py", "node.id: outcome.code}", "}"),
    ("lapsing.py", "if not always_ends(procedure, step.state, data.keys()):", "if False:"),
    ("lapsing.py", "data.keys()", "()"),
    ("lapsing.py", 'effect == "none" or ', ""),
    ("lapsing.py", "effect not in EFFECTS", "False"),
    ("lapsing.py", "if len(deciding) != 1:", "if not deciding:"),
    ("lapsing.py", "if len(said) != 1:", "if False:"),
    ("lapsing.py", "if item.code == deciding[0].lapse] or outcomes", "] or outcomes"),
    ("lapsing.py", "if item.code == deciding[0].lapse] or outcomes", "if item.code == deciding[0].lapse]"),
    ("running.py", "self.tasks, self.waiting = [], []", "self.waiting = []"),
    ("running.py", "self.tasks, self.waiting = [], []", "self.tasks = []"),
    ("running.py", "self.scopes = kept", "self.scopes = self.scopes"),
    ("running.py", "found or self.open(id_, parent)", "self.open(id_, parent)"),
    ("running.py", "== (id_, parent)", "== (id_, 0)"),
    ("running.py", "chain.insert(0, around)", "chain.append(around)"),
    ("running.py", "parent = kept[-1].id", "parent = 0"),
    ("running.py", "Event(ending, node.id, outcome_code)", 'Event("done", node.id, outcome_code)'),
    ("running.py", 'Event("deemed", node.id', 'Event("done", node.id'),
    (
        "running.py",
        "choose)\n    scope = run.alone(node)\n    run.results[node.id] = outcome_code",
        "choose)\n    scope = run.alone(node)",
    ),
    ("exploring.py", "found.after.keys() <= found.ending()", "bool(found.ending())"),
    ("exploring.py", ' if node.kind == "user"} - set(given)', ' if node.kind == "user"} - set(procedure.nodes)'),
    ("exploring.py", "name in self.undone and name not in values", "name in self.undone"),
    ("compiling.py", "if outcome is None:", "if False:"),
    ("compiling.py", 'outcome.opinion == "required" or ', ""),
    ("compiling.py", "or outcome.effect not in SILENT", ""),
    ("compiling.py", '("none", "accept", "grant")', '("none", "accept", "grant", "refuse")'),
    ("compiling.py", '("none", "accept", "grant")', '("none", "accept", "grant", "correct")'),
    ("compiling.py", '("none", "accept", "grant")', '("none", "accept", "grant", "deliver")'),
    ("compiling.py", '("none", "accept", "grant")', '("none", "grant")'),
    ("compiling.py", "        if not node.limit:", "        if False:"),
    ("compiling.py", 'if node.role == "applicant":', "if False:"),
    ("compiling.py", "if node.special and not node.limit:", "if False:"),
    ("compiling.py", "if node.special and not node.limit:", 'if node.special == "hearing" and not node.limit:'),
    ("compiling.py", 're.compile("|".join(SPECIALS))', 're.compile(".*")'),
    ("compiling.py", 'and element.name == "userTask"', ""),
    ("model.py", '"h": "小时", ', ""),
    ("model.py", '"h": "小时"', '"h": "时"'),
    ("checking.py", "if node.special in EXCEPTED and not node.ground:", "if node.special and not node.ground:"),
    ("checking.py", "if node.special in EXCEPTED and not node.ground:", "if node.special in EXCEPTED:"),
    ("checking.py", ', "expert": "专家评审"}', "}"),
    ("checking.py", "or node.ground", ""),
    ("checking.py", '"h": 0', '"h": 1'),
    ("outlining.py", "node.special, node.ground", "node.ground, node.special"),
    ("lettering.py", "SPECIALS[node.special], SMALL", "node.special, SMALL"),
    ("drawing.py", "if node.special else", "if False else"),
    ("drawing.py", 'state == "pf-done" and node.id', "node.id"),
    ("drawing.py", 'return _LAPSED if state == "pf-done" and node.id in self.position.lapsed else', "return"),
]


@pytest.mark.parametrize(("file", "sound", "bug"), MUTANTS, ids=range(len(MUTANTS)))
def test_the_battery_catches_a_planted_bug(
    file: str, sound: str, bug: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"mutant_{tmp_path.name}"
    shutil.copytree(PACKAGE, tmp_path / name, ignore=shutil.ignore_patterns("tests", "__pycache__"))
    source = (tmp_path / name / file).read_text("utf-8")
    assert source.count(sound) == 1, "the planted bug no longer fits the source"
    (tmp_path / name / file).write_text(source.replace(sound, bug), "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()
    mutant = importlib.import_module(name)
    try:
        assert any(fails(check, mutant) for check in battery.CHECKS), f"{file}: {sound} → {bug} lives"
    finally:
        for module in [one for one in sys.modules if one.split(".")[0] == name]:
            del sys.modules[module]


def test_the_battery_passes_an_unharmed_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"mutant_{tmp_path.name}"
    shutil.copytree(PACKAGE, tmp_path / name, ignore=shutil.ignore_patterns("tests", "__pycache__"))
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()
    unharmed = importlib.import_module(name)
    assert [check.__name__ for check in battery.CHECKS if fails(check, unharmed)] == []


def fails(check: Callable[[Any], None], mutant: ModuleType) -> bool:
    try:
        check(mutant)
    except Exception:  # noqa: BLE001 - a bug may show as any error
        return True
    return False
