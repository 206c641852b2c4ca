"""Bugs planted one by one in the baselines: the battery must catch every one."""

import importlib
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from . import battery

pytestmark = pytest.mark.pure

PACKAGE = Path(__file__).resolve().parents[1]
MUTANTS = [
    ("amounts.py", "value == self.least and not self.over", "value == self.least"),
    ("amounts.py", "value == self.most and not self.under", "value == self.most and self.under"),
    ("amounts.py", "return found + step if self.over", "return found if self.over"),
    ("amounts.py", "return found - step if self.under", "return found if self.under"),
    ("amounts.py", "ceil(self.least / step)", "floor(self.least / step)"),
    ("amounts.py", "floor(self.most / step)", "ceil(self.most / step)"),
    ("amounts.py", "else self.most * base", "else self.most"),
    ("amounts.py", '"不超过": "most"', '"不超过": "under"'),
    ("amounts.py", '"低于": "under"', '"低于": "most"'),
    ("amounts.py", '"以上": "least"', '"以上": "over"'),
    ("amounts.py", "(10_000 if part", "(1_000 if part"),
    ("amounts.py", "key in ends or part", "part"),
    ("amounts.py", 'part["unit"] not in ("", unit)', "False"),
    ("amounts.py", " and not (self.over or self.under)", ""),
    ("amounts.py", "Fraction(1, 100), Measure", "Fraction(1), Measure"),
    ("table.py", "(value / self.step).denominator == 1", "True"),
    ("table.py", "found.get(level, found.get(0))", "found.get(0, found.get(level))"),
    ("checking.py", "after.setdefault(held & mask, (*case, value))", "after.setdefault(held | mask, (*case, value))"),
    ("checking.py", "if () in sets and default is None", "if () in sets"),
    ("checking.py", "if default is not None and () not in sets", "if default is not None and () in sets"),
    ("checking.py", "if len(places) > 1]", "if len(places) > 2]"),
    ("checking.py", "if not any(held >> at & 1 for held in met)", "if not all(held >> at & 1 for held in met)"),
    ("checking.py", "for span in (*spans, fact.range)", "for span in (fact.range,)"),
    ("checking.py", "if between is not None and fact.may_be(between)", "if between is not None"),
    ("checking.py", "        if fact.may_be(cut):\n            yield cut\n", ""),
    ("checking.py", "if low < one < high", "if low < one <= high"),
    ("checking.py", "if high is not None and low > high:", "if high is not None and low >= high:"),
    ("checking.py", "high if high >= least", "high if high > least"),
    ("checking.py", "    if low < least:\n        return low\n", ""),
    ("checking.py", "high <= most):\n        return None", "high < most):\n        return None"),
    ("checking.py", "max(low, most + step)", "most + step"),
    ("checking.py", "if len(kinds) == 1 or NONE in kinds", "if len(kinds) == 1"),
    ("checking.py", "if low > least or (most", "if low >= least or (most"),
    ("checking.py", "high > most)):", "high >= most)):"),
    ("checking.py", "both, pair = max(low, least)", "both, pair = min(low, least)"),
    ("checking.py", "both <= high) and", "both < high) and"),
    ("checking.py", "high + step)", "high)"),
    ("checking.py", "if most is None or next_one <= most:", "if most is None or next_one < most:"),
    ("checking.py", "next_one = least or step", "next_one = least"),
    ("judging.py", "found = found or [place", "found = [place"),
    ("judging.py", "span, law = span.times(base), law.times(base)", "span = span.times(base)"),
    ("judging.py", "if tier.kind in (NONE, LESSENED) else least", "if tier.kind == NONE else least"),
    ("judging.py", "return amount - low", "return low - amount"),
    ("judging.py", "return amount - high if", "return amount - low if"),
    ("judging.py", "(amount / decided.step).denominator != 1", "False"),
    ("judging.py", "if law_by else", "if by else"),
    ("judging.py", "base is None or base <= 0", "False"),
    ("judging.py", "or level not in baseline.levels", "or False"),
    ("outlying.py", "if not found.low <= one <= found.high", "if not found.low <= one <= found.median"),
    ("outlying.py", "away[abs(value - middle)]", "away[value - middle]"),
    ("outlying.py", "count < FEWEST", "count < FEWEST - 1"),
    ("outlying.py", "mad * _MAD if mad else", "mad * _MAD if True else"),
    ("outlying.py", "sorted(counted.items())", "list(counted.items())"),
    ("outlying.py", "(_nth(ordered, (count - 1) // 2) + _nth(ordered, count // 2)) / 2", "_nth(ordered, count // 2)"),
    ("outlying.py", "(amount - low) / (high - low)", "(amount - low) / high"),
    ("data.py", "sum(tier.otherwise for tier in tiers) > 1", "False"),
    ("data.py", "or title in found", ""),
    ("data.py", "if (kind == NONE) == bool(given)", "if kind == NONE and given"),
    ("data.py", "or len(set(given)) < len(given)", ""),
]


@pytest.mark.parametrize(("file", "sound", "bug"), MUTANTS)
def test_a_planted_bug_is_caught(
    file: str, sound: str, bug: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"mutant_{tmp_path.name}"
    shutil.copytree(PACKAGE, tmp_path / name, ignore=shutil.ignore_patterns("tests", "__pycache__"))
    source = (tmp_path / name / file).read_text("utf-8")
    assert source.count(sound) == 1, "the planted bug no longer fits the source"
    (tmp_path / name / file).write_text(source.replace(sound, bug), "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()
    try:
        assert not passes(importlib.import_module(name)), f"{file}: {sound} → {bug} lives"
    finally:
        for module in [one for one in sys.modules if one.split(".")[0] == name]:
            del sys.modules[module]


def passes(kit: Any) -> bool:
    """Tells whether the battery passes on a copy of the package."""
    try:
        for shown in battery.PLAIN:
            shown(kit)
        for seeded in battery.SEEDED:
            for seed in range(60):
                seeded(kit, seed)
    except Exception:  # noqa: BLE001 - a bug may show as any error
        return False
    return True


def test_without_a_bug_the_battery_passes() -> None:
    assert passes(importlib.import_module("yimen.kernel.discretion"))
