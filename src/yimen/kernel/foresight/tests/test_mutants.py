"""Bugs planted one by one in the play: the battery must catch every one."""

import importlib
from pathlib import Path
from typing import Any

import pytest
from tests.planting import planted

from . import battery
from .test_foresight import PLAIN

pytestmark = pytest.mark.pure

PACKAGE = Path(__file__).resolve().parents[1]
MUTANTS = [
    ("playing.py", "or self._returned(job, now):", ":"),
    ("playing.py", "if aim is None or left >= 0:", "if aim is None:"),
    ("playing.py", "data, to=to, keep=keep)", "data, to=to)"),
    ("playing.py", "data, to=to, keep=keep)", "data, keep=keep)"),
    ("playing.py", "job.outcome = RETURNED", "pass"),
    ("playing.py", "if job.closed >= 0 or self.matters[job.matter].stuck:", "if False:"),
    ("playing.py", "if self.scene.silence and node.lapse", "if node.lapse"),
    ("scene.py", "not sum(shares.values()) < 1", "False"),
    ("scene.py", "any(share < 0 for share in shares.values()) or", ""),
    ("hours.py", "return (minute - 1) // DAY", "return minute // DAY"),
    ("hours.py", "return opened + number\n", "return opened + number - 1\n"),
    ("hours.py", "> number * 60", ">= number * 60"),
    ("hours.py", "+ 1) * DAY", ") * DAY"),
    ("hours.py", "start.toordinal() + number)", "start.toordinal() + number - 1)"),
    ("hours.py", "max(of_day - _OPENS, 0)", "max(of_day, 0)"),
    ("lots.py", "map(str, (seed, *question))", "map(str, question)"),
    ("scene.py", "(1 - drawn) * (high - low) * (high - peak)", "drawn * (high - low) * (high - peak)"),
    ("scene.py", "int(drawn * len(self.samples))", "0"),
    ("playing.py", "job = queue.popleft()", "job = queue.pop()"),
    ("playing.py", "if job.closed < 0:\n                job.officer", "if True:\n                job.officer"),
    ("playing.py", "heappush(self.free[job.role], job.officer)", "pass"),
    (
        "playing.py",
        "            heappush(self.free[job.role]",
        "            self.free[job.role] += [0, 0]; heappush(self.free[job.role]",
    ),
    ("playing.py", "        self._dispatch(job.role, now)\n\n    def _returned", "\n    def _returned"),
    ("playing.py", 'effect == "accept" and matter.accepted < 0', 'effect == "grant" and matter.accepted < 0'),
    ("playing.py", '_DECIDING = frozenset({"grant", "refuse"})', '_DECIDING = frozenset({"accept"})'),
    ("playing.py", "days <= scene.promise", "days < scene.promise"),
    ("playing.py", "- begun_on(matter.accepted) - matter.paused)", "- begun_on(matter.accepted))"),
    ("playing.py", 'return "late" if ended_on(end)', 'return "open" if ended_on(end)'),
    (
        "playing.py",
        "_taken((self.matters[number].key, self.matters[number].state,",
        "_taken((self.matters[number].state,",
    ),
    ("playing.py", "self.matters[number].state, what, token)", "self.matters[number].state, token)"),
    ("playing.py", "drawn * sum(weights.values())", "drawn"),
    ("playing.py", "if node.role == APPLICANT:", "if False:"),
    ("playing.py", "any(item.token == token for item in state.pending)", "True"),
    ("playing.py", "matter.moves > MOVES", "False"),
    ("measuring.py", "min(work.done if work.done >= 0 else close, close)", "work.done"),
    ("measuring.py", "change[begun_on(left)] -= 1", "change[ended_on(left)] -= 1"),
    ("measuring.py", "(self.on_time + self.late + stuck)", "(self.on_time + stuck)"),
    ("measuring.py", "ceil(share * len(spans)) - 1", "ceil(share * len(spans)) - 2"),
    ("measuring.py", "one.opened, one.done)", "one.begun, one.done)"),
    ("measuring.py", "played(scene, waiting=False)[1]", "works"),
    ("measuring.py", "asked[role]) / close", "asked[role]) / (scene.days * DAY)"),
    ("playing.py", "count if waiting else MATTERS", "count"),
    ("measuring.py", "w.done if w.done >= 0 else close", "w.done"),
    ("measuring.py", "for limit in (node.limit, ANSWER))", "for limit in (ANSWER, node.limit))"),
    ("measuring.py", "for one in node.outcomes} & _ANSWERS", "for one in node.outcomes}"),
    ("scene.py", "min(_USUAL, max", "max(_USUAL, max"),
    ("arriving.py", "int(lot(seed,", "int(lot(1,"),
]


@pytest.mark.parametrize(("file", "sound", "bug"), MUTANTS, ids=range(len(MUTANTS)))
def test_a_planted_bug_is_caught(file: str, sound: str, bug: str, tmp_path: Path) -> None:
    with planted(PACKAGE, tmp_path, (file, sound, bug)) as copy:
        assert not passes(copy), f"{file}: {sound} → {bug} lives"


def passes(kit: Any) -> bool:
    """Tells whether the battery passes on a copy of the package."""
    try:
        for shown in PLAIN:
            shown(kit)
        gaps = [0, 30, 5, 200, 0, 0, 90, 7]
        battery.one_officer_obeys_lindley(kit, gaps, 20, 150, 4)
        battery.several_officers_obey_kiefer_and_wolfowitz(kit, gaps, 2, [100, 7, 300])
        battery.nothing_is_lost_and_nobody_is_in_two_places(kit, "highway-licence", 2, 3, (4, 1, 1))
        battery.nothing_is_lost_and_nobody_is_in_two_places(kit, "highway-review", 1, 5, (2, 1, 1))
        battery.more_staff_is_never_later(kit, gaps * 3, (60, 200, 90))
    except Exception:  # noqa: BLE001 - a bug may show as any error
        return False
    return True


def test_without_a_bug_the_battery_passes() -> None:
    assert passes(importlib.import_module("yimen.kernel.foresight"))
