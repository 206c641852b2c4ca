"""Bugs planted one by one in a copy of the package: the battery of plain dates must catch every one."""

import importlib
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from . import battery

pytestmark = pytest.mark.pure

PACKAGE = Path(__file__).resolve().parents[1]
MUTANTS = [
    ("times.py", "hours=8", "hours=7"),
    ("times.py", "moment.utcoffset() is None", "False"),
    ("calendar.py", "if not notice.region)", ")"),
    ("calendar.py", "key=lambda notice: notice.region", "key=lambda notice: -notice.year"),
    ("calendar.py", "if year not in self._noticed:", "if True:"),
    ("calendar.py", "(ordinal + 6) % 7 < 5", "(ordinal + 6) % 7 < 6"),
    ("calendar.py", "(ordinal + 6) % 7 < 5", "(ordinal + 5) % 7 < 5"),
    ("calendar.py", "for day in notice.work}", "for day in ()}"),
    ("calendar.py", "day.weekday() < 5", "day.weekday() < 6"),
    ("calendar.py", 'in ("work", "makeup")', 'in ("work",)'),
    ("calendar.py", "return year not in self._noticed", "return False"),
    ("calendar.py", "self._before[_place(after) + 1], 0)", "self._before[_place(after)], 0)"),
    ("calendar.py", "max(self._before[_place(before)] -", "(lambda x, y: x)(self._before[_place(before)] -"),
    ("calendar.py", "+ count - 1 if count > 0", "+ count if count > 0"),
    ("calendar.py", "self._before[place + 1] +", "self._before[place] +"),
    ("calendar.py", "else self._before[place] + count", "else self._before[place + 1] + count"),
    ("calendar.py", "if not 0 <= index <", "if not index <"),
    ("calendar.py", "if count == 0:", "if False:"),
    ("calendar.py", "<= ordinal <= _END", "<= ordinal < _END"),
    ("festivals.py", "+ day - 1)", "+ day)"),
    ("festivals.py", "4.81", "5.81"),
    ("festivals.py", "year >= 2025", "year > 2025"),
    ("festivals.py", "-1 if since_2025 else 0", "0"),
    ("festivals.py", "if day in found or day.weekday() >= 5:", "if day.weekday() >= 5:"),
    ("festivals.py", "if day in found or day.weekday() >= 5:", "if day in found:"),
    ("festivals.py", "while free in found or", "while"),
    ("festivals.py", "if month == leap:", "if False:"),
    ("notices.py", "day.weekday() < 5", "day.weekday() < 6 and day.weekday() > 0"),
    ("notices.py", "if days.count(day) > 1:", "if False:"),
    ("notices.py", "if day in found:", "if False:"),
    ("notices.py", "if day.year != year:", "if day.year > year:"),
    ("notices.py", "if both:", "if False:"),
    ("notices.py", "set(data) != _KEYS", "not _KEYS >= set(data)"),
    ("notices.py", r"([0-9]{12})?", r"([0-9]{2})?([0-9]{10})?"),
    ("limits.py", "0 <= self.days", "-1 <= self.days"),
    ("limits.py", "isinstance(self.days, bool) or ", ""),
    ("limits.py", "Unit.YEAR: 20", "Unit.YEAR: 30"),
    ("pauses.py", '"检测", ', ""),
    ("pauses.py", '"专家评审")', '"专家评审", "补正")'),
    ("pauses.py", "self.end < self.begin", "False"),
    ("pauses.py", "day < self.end", "day <= self.end"),
    ("pauses.py", "self.begin <= day", "self.begin < day"),
    ("pauses.py", "not self.document.strip()", "not self.document"),
    ("counting.py", "if left <= there:", "if left < there:"),
    ("counting.py", "left -= there", "left -= 0"),
    ("counting.py", "pause.end - DAY", "pause.end"),
    ("counting.py", "max(place, pause.end - DAY)", "pause.end - DAY"),
    ("counting.py", "max(pause.begin, start + DAY)", "pause.begin"),
    ("counting.py", "if first > calendar.next_working_day(free):", "if first > free:"),
    ("counting.py", "if first > calendar.next_working_day(free):", "if False:"),
    ("counting.py", "if first <= reached:", "if first < start:"),
    ("counting.py", "max(pause.end - first, timedelta(0))", "(pause.end - first)"),
    ("counting.py", "free = max(reached, pause.end)", "free = reached"),
    ("counting.py", "free = max(reached, pause.end)", "free = pause.end"),
    ("counting.py", "Span(reached, calendar.next_working_day(free))", "Span(reached, free)"),
    ("counting.py", "start.month - 1 +", "start.month +"),
    ("counting.py", "12 if unit is Unit.YEAR else 1", "1"),
    ("counting.py", "min(start.day, ", "min(28, "),
    ("counting.py", "    calendar.day(start)", "    str(start)"),
    ("counting.py", "calendar.day(pause.end)", "str(pause.end)"),
    ("counting.py", "start + count * DAY", "start + (count - 1) * DAY"),
    ("counting.py", "Span(last, last)", "Span(last, calendar.next_working_day(last + DAY))"),
    ("calendar.py", "place = _place(day)", "place = (day - date(2020, 1, 1)).days"),
    ("festivals.py", "if number == month:", "if number > month:"),
    ("festivals.py", "(code >> 16)", "0"),
    ("festivals.py", "for day in (1, 2, 3)]", "for day in (1, 2)]"),
    ("notices.py", "[0-9]{4}-", r"\d{4}-"),
    ("notices.py", "{12})?", "{12})?.*"),
    ("explaining.py", 'else "。"', 'else "！"'),
    ("explaining.py", "if due.provisional", "if due.date is None"),
    ("explaining.py", "if working:", "if not working:"),
    ("ledger.py", "not isinstance(self.days, int) or ", ""),
    ("ledger.py", "1 <= self.days <= 10", "1 <= self.days <= 15"),
    ("ledger.py", "1 <= self.days <= 10", "0 <= self.days <= 10"),
    ("ledger.py", "not self.by.strip() or ", ""),
    ("ledger.py", "begin < self.start:", "begin < date.min:"),
    ("ledger.py", "if other.begin < one.end:", "if other.begin <= one.end:"),
    ("ledger.py", "if one.end is None:", "if other.end is not None and one.end is None:"),
    ("ledger.py", "len(self.extensions) > 1", "len(self.extensions) > 2"),
    ("ledger.py", "self.limit.unit is not Unit.WORKING_DAY:", "self.limit.unit is Unit.MONTH:"),
    ("ledger.py", "sum(extension.days for extension in self.extensions)", "0"),
    ("ledger.py", "if not self.paused:", "if not self.pauses:"),
    ("ledger.py", "range(self.start.year, last.year + 1)", "range(self.start.year, last.year)"),
    ("ledger.py", "range(self.start.year, last.year + 1)", "(last.year,)"),
    ("ledger.py", "range(self.start.year, last.year + 1)", "(self.start.year,)"),
    ("ledger.py", "LightDates(max(yellow, self.start), due + DAY)", "LightDates(max(yellow, self.start), due)"),
    ("ledger.py", "LightDates(max(yellow, self.start), due + DAY)", "LightDates(yellow, due + DAY)"),
    ("ledger.py", "thresholds.percent // 100, thresholds.least)", "thresholds.percent // 100, 0)"),
    ("ledger.py", "self.total - left, self", "self.limit.days - left, self"),
    ("ledger.py", "min(share, calendar", "max(share, calendar"),
    ("lights.py", "percent: int = 20", "percent: int = 25"),
    ("explaining.py", "if day > reached:", "if day >= reached:"),
    ("explaining.py", "number > ledger.limit.days", "number >= ledger.limit.days"),
    ("explaining.py", "number = line.number or number", "number = line.number or 0"),
    ("explaining.py", "and pause.end is not None", ""),
    ("explaining.py", "found.due or ledger.pauses[-1].begin", "found.due or found.reached"),
    ("explaining.py", "day.year == year", "True"),
    ("data.py", "if ledger.extensions:", "if False:"),
    ("data.py", "pause.end.isoformat() if pause.end else None", "pause.begin.isoformat()"),
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


def fails(check: Callable[[Any], None], mutant: ModuleType) -> bool:
    try:
        check(mutant)
    except Exception:  # noqa: BLE001 - a bug may show as any error
        return True
    return False
