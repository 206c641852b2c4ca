"""Bugs planted one by one in the rules of mandatory stages: the tests of them must catch every one."""

from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from tests.planting import planted

from . import test_duties as tests

pytestmark = pytest.mark.pure

PACKAGE = Path(__file__).resolve().parents[1]
MUTANTS = [
    ("duties.py", 'LAST = ("legality", "discussion")', 'LAST = ("discussion", "legality")'),
    ("duties.py", 'LAST = ("legality", "discussion")', 'LAST = ("discussion",)'),
    ("duties.py", "if duty not in had:", "if False:"),
    ("duties.py", "if procedure.duties and not any", "if False and not any"),
    ("duties.py", "and duty not in done]", "and duty in done]"),
    ("duties.py", "and duty not in done]", "]"),
    ("duties.py", "if duty in _before(procedure, node) and", "if"),
    ("duties.py", "return set(procedure.duties) - {node.duty}", "return set()"),
    ("duties.py", "return set(procedure.duties) - {node.duty}", "return set(procedure.duties)"),
    ("duties.py", "if node.duty not in LAST:", "if True:"),
    ("duties.py", "LAST[LAST.index(node.duty) :]}", "LAST}"),
    ("duties.py", "LAST[LAST.index(node.duty) :]}", "LAST[LAST.index(node.duty) + 1 :]}"),
    ("duties.py", 'outcome.effect == "grant" for', 'outcome.effect == "refuse" for'),
    ("exploring.py", "if node.duty or any(outcome", "if any(outcome"),
    ("checking.py", "duties.breaches(procedure, state) if procedure.duties else lawful.breaches", "lawful.breaches"),
    ("legal.py", "if duty not in DUTIES or named.count(duty) > 1:", "if duty not in DUTIES:"),
    ("legal.py", "if duty not in DUTIES or named.count(duty) > 1:", "if named.count(duty) > 1:"),
    ("legal.py", "tuple(duty for duty in DUTIES if duty in named)", "()"),
    ("legal.py", '"duty": (re.compile("|".join(DUTIES))', '"duty": (re.compile(".*")'),
    ("writing.py", '"yimen:duties": " ".join(procedure.duties)', '"yimen:duties": ""'),
    ("drawing.py", 'if node.duty else ""', 'if False else ""'),
]


@pytest.mark.parametrize(("file", "sound", "bug"), MUTANTS, ids=range(len(MUTANTS)))
def test_a_planted_bug_is_caught(file: str, sound: str, bug: str, tmp_path: Path) -> None:
    with planted(PACKAGE, tmp_path, (file, sound, bug)) as copy:
        assert not passes(copy), f"{file}: {sound} → {bug} lives"


def passes(kit: Any) -> bool:
    """Tells whether all tests of mandatory stages pass on a copy of the package."""
    try:
        for order in permutations(tests.FIVE):
            tests.test_of_all_orders_those_of_the_law_pass(kit, order)
        for left in tests.FIVE:
            tests.test_a_stage_left_out_is_named(kit, left)
        for duties in ("fun", "risk risk"):
            tests.test_unknown_and_repeated_stages_are_refused(kit, duties)
        tests.test_a_place_that_asks_for_four_needs_four(kit)
        tests.test_a_way_around_a_stage_is_found_with_the_way(kit)
        tests.test_a_discussion_follows_the_examination_whoever_adopts(kit)
        tests.test_a_decision_has_an_outcome_that_adopts_it(kit)
        tests.test_an_unknown_stage_of_a_step_is_refused(kit)
        tests.test_stages_are_kept_by_writing(kit)
        tests.test_the_shipped_procedure_passes_and_cannot_be_cut_short(kit)
        tests.test_the_drawing_names_them(kit)
    except (Exception, pytest.fail.Exception):  # noqa: BLE001 - a bug may show as any error
        return False
    return True
