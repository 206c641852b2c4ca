"""Bugs planted in what a step of several keeps and draws: the battery of joint steps must catch every one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.planting import fails, planted

from yimen.kernel import procedure

from .joint_battery import CHECKS

pytestmark = pytest.mark.pure

PACKAGE = Path(__file__).resolve().parents[1]
MUTANTS = [
    ("instances.py", "not in {loop.agree, loop.again}", "!= loop.agree"),
    ("instances.py", "not in {loop.agree, loop.again}", "!= loop.again"),
    ("instances.py", "if loop.again and said[loop.again]:", "if False:"),
    ("instances.py", "if not whole and (", "if ("),
    ("instances.py", "(loop.again or last != loop.agree", "(last != loop.agree"),
    ("instances.py", "(loop.again or last != loop.agree", "(True"),
    ("instances.py", "vote.item in items and vote.outcome != again", "vote.outcome != again"),
    ("instances.py", "vote.item in items and vote.outcome != again", "vote.item in items"),
    ("instances.py", "return found if len(found) < len(items) else ()", "return found"),
    ("instances.py", "left[:1] if node.loop", "items[:1] if node.loop"),
    ("instances.py", "left[len(now) :]", "items[len(now) :]"),
    ("instances.py", "len(items), left", "len(left), left"),
    ("instances.py", "left[len(now) :], stands, ticket", "left[len(now) :], (), ticket"),
    ("instances.py", "if (one.node, one.scope) != (node.id, group.scope)]", "]"),
    ("instances.py", "node.loop.again and outcome == node.loop.again", "node.loop.again"),
    ("instances.py", "run.heard.append(Heard(node.id, group.scope, group.votes))", "pass"),
    ("tokens.py", "instances.remember(self, node, group, outcome)", "pass"),
    ("holding.py", "self.heard = [item for item in self.heard if item.scope != scope.id]", "pass"),
    ("dropping.py", "run.heard = [item for item in run.heard", "[item for item in run.heard"),
    ("tokens.py", "tuple(self.heard),", "(),"),
    ("storing.py", "    if state.heard:", "    if False:"),
    (
        "storing.py",
        "return Heard(node, scope, tuple([Vote(*vote) for vote in votes]))",
        "return Heard(node, scope, ())",
    ),
    ("migrating.py", "rules[0] != rules[1] or node.loop is None or agree != node.loop.agree or (", "("),
    ("migrating.py", " or agree != node.loop.agree or (again", " or (again"),
    ("migrating.py", ' or (again or "") != node.loop.again', ""),
    ("legal.py", 'item.opinion == "required" and item.code != agree', "item.code != agree"),
    ("legal.py", 'item.opinion == "required" and item.code != agree', 'item.opinion == "required" or True'),
    ("writing.py", 'words["yimen:again"] = node.loop.again', "pass"),
    ("model.py", '"一家即定" if node.loop.veto else "计入结果"', '"计入结果" if node.loop.veto else "一家即定"'),
    ("model.py", "return outcomes[0].code if", "return outcomes[-1].code if"),
    ("model.py", "return self.loop.agree if self.loop else agreement", "return agreement"),
    ("model.py", "code != self.agree and any(", "any("),
    ("model.py", 'one.code == code and one.opinion == "required" for', "one.code == code for"),
    ("model.py", "code not in {node.loop.agree, node.loop.again}", "code != node.loop.agree"),
    ("model.py", "if not node.lapse or node.ground:", "if True:"),
    ("model.py", "if not node.lapse or node.ground:", "if not node.lapse:"),
    ("drawing.py", "(taking, *loop_effects(node, lapses=self.position.lapses))", "(taking,)"),
    ("drawing.py", "(taking, *loop_effects(node, lapses=self.position.lapses))", "loop_effects(node)"),
    ("drawing.py", 'if state == "pf-now" and self.position.halted is not None:', "if False:"),
    ("lettering.py", "for words in several:", "for words in ():"),
    ("lettering.py", "for line in wrap_words(note, SMALL, room)", "for line in wrap(note, SMALL, room)"),
    ("lettering.py", "if lines and width(", "if width("),
    ("lettering.py", "for at in range(word.start() + 1, word.end())}", "for at in ()}"),
    ("lettering.py", "size) < min(share, room) / 2:", "size) < 0:"),
    ("lettering.py", "[lines[-2][:-1], lines[-2][-1] + lines[-1]]", "lines[-2:]"),
    ("naming.py", 'named != node.loop.items else ""', 'True else ""'),
    ("drawing.py", "before, *place.branches.get(node.id, ()))", "before)"),
    (
        "drawing.py",
        '"；".join(one.translate(_UNSIGNED).strip() for one in self.position.branches.get(node.id, ()))',
        '""',
    ),
    ("drawing.py", "(loop_words(node), *self.several(node), *self", "(loop_words(node), *self"),
    ("model.py", "if lapses is None:", "if True:"),
    ("model.py", "if lapses else f", "if not lapses else f"),
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_kernel_does_as_worked_out(check: Callable[[Any], None]) -> None:
    check(procedure)


@pytest.mark.parametrize(("file", "sound", "bug"), MUTANTS, ids=range(len(MUTANTS)))
def test_the_battery_catches_a_planted_bug(file: str, sound: str, bug: str, tmp_path: Path) -> None:
    with planted(PACKAGE, tmp_path, (file, sound, bug)) as copy:
        assert any(fails(check, copy) for check in CHECKS), f"{file}: {sound} → {bug} lives"
