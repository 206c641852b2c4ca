"""Faults told at once, with the way to each: on our package, and on copies with a bug, each of which must be caught."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.planting import fails, planted

from yimen.kernel import procedure

from . import lost_battery, once_battery

pytestmark = pytest.mark.pure

CHECKS = [*once_battery.CHECKS, *lost_battery.CHECKS]
PACKAGE = Path(__file__).resolve().parents[1]
MUTANTS = [
    ("static.py", "for node, words, xml in outcome_faults(procedure):", "for node, words, xml in ():"),
    ("static.py", 'if whole and "" in procedure.starts:', 'if "" in procedure.starts:'),
    ("static.py", 'if whole and "" in procedure.starts:', "if False:"),
    ("static.py", "return all(node.role for node in steps) and not", "return not"),
    ("compiling.py", "not self.unread_steps and not any(", "not any("),
    ("compiling.py", "not self.unread_steps and not any(", "not self.unread_steps or any("),
    ("compiling.py", "yield from inside_faults(procedure)", "yield from ()"),
    ("compiling.py", "*(call_faults(procedure, resolve, _read) if procedure else ())", ""),
    ("calling.py", "wrong += error.findings", "raise"),
    ("calling.py", "_Calls(resolve, read).within(calls, (procedure.key,))", "call_in(procedure, resolve, read)"),
    ("calling.py", " or len(wrong) > MOST_FINDINGS", ""),
    ("trails.py", "or flow.id in self.leg.chosen", ""),
    ("trails.py", "return flow.id in self.leg.after", "return True"),
    ("trails.py", 'stops = next(iter([*walk.stopped, *waits]), "")', "pass"),
    ("trails.py", "<= came", "> came"),
    ("checking.py", "told[same] = fault", "told[same] = fault\n            yield fault"),
    ("checking.py", "if same not in told or not _comes(procedure, fault):", "if same not in told:"),
    ("checking.py", "min(ring, key=order", "max(ring, key=order"),
    ("rings.py", "if all(one in ring for", "if True or all(one in ring for"),
    ("rings.py", "low[at] = min(low[at], index[later])", "pass"),
    ("rings.py", "low[walk[-1][0]] = min(low[walk[-1][0]], low[at])", "pass"),
    ("checking.py", "and _asks_data(procedure, flow)", "and False"),
    ("checking.py", "if all(node.outcomes for node", "if True or all(node.outcomes for node"),
    ("exploring.py", "if grown(state, self.found.came):", "if False:"),
    ("exploring.py", "self.found.grows, self.found.whole = state, False\n                    break", "pass"),
    ("synchrony.py", "first.kind in _JOINS | _ENDS", "first.kind in _ENDS"),
    ("checking.py", "growing = synchrony.met(procedure, taken, 1)", "growing = None"),
    ("checking.py", "stops=parts[1].id, mark", "mark"),
    ("checking.py", "and not _of_lost_join(procedure, found, state, at)", ""),
    ("checking.py", "if parts and parts[1].id not in told:", "if parts:"),
    ("checking.py", "if merge.kind == 'exclusive' else", "if False else"),
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_all_is_told_at_once(check: Callable[[Any], None]) -> None:
    check(procedure)


@pytest.mark.parametrize("bug", MUTANTS, ids=range(len(MUTANTS)))
def test_a_planted_bug_is_caught(bug: tuple[str, str, str], tmp_path: Path) -> None:
    with planted(PACKAGE, tmp_path, bug) as copy:
        assert any(fails(check, copy) for check in CHECKS), bug
