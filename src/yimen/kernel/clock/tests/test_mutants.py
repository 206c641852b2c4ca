"""Bugs planted one by one in a copy of the package: the battery of plain dates must catch every one."""

import importlib
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from . import battery, battery_days

pytestmark = pytest.mark.pure

CHECKS = (*battery.CHECKS, *battery_days.CHECKS)
PACKAGE = Path(__file__).resolve().parents[1]
MUTANTS = [
    ("times.py", "hours=8", "hours=7"),
    ("times.py", "moment.utcoffset() is None", "False"),
    ("calendar.py", "given if not notice.region)", "given)"),
    ("calendar.py", "in sorted(regions):", "in sorted(regions, reverse=True):"),
    ("calendar.py", "if year not in self._noticed:", "if True:"),
    ("calendar.py", "(ordinal + 6) % 7 < 5", "(ordinal + 6) % 7 < 6"),
    ("calendar.py", "(ordinal + 6) % 7 < 5", "(ordinal + 5) % 7 < 5"),
    ("calendar.py", "for day in notice.work}", "for day in ()}"),
    ("calendar.py", "day.weekday() < 5", "day.weekday() < 6"),
    ("calendar.py", '("work", "makeup", "half")', '("work", "half")'),
    ("calendar.py", '("work", "makeup", "half")', '("work", "makeup")'),
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
    ("notices.py", 'set(data) - {"half"} != _KEYS', 'not _KEYS >= set(data) - {"half"}'),
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
    ("calendar.py", "for rule in observances if rule.enabled", "for rule in observances"),
    ("calendar.py", "key=lambda rule: rule.name", "key=lambda rule: ''"),
    ("calendar.py", "key=lambda one: (one.region,", "key=lambda one: (one.first,"),
    ("calendar.py", "one.region, one.ordered_on)", "one.region)"),
    ("calendar.py", "if rule.region == region:", "if rule.region >= region:"),
    ("calendar.py", "rule.unknown() - _said(rule, given)", "rule.unknown()"),
    ("calendar.py", "or year in self._unknown", ""),
    ("calendar.py", "bisect_right(self._unsure, high)", "bisect_left(self._unsure, high)"),
    ("calendar.py", "bisect_left(self._unsure, low) <", "bisect_right(self._unsure, low) <"),
    ("calendar.py", "for year in range(first.year, last.year + 1)", "for year in (first.year,)"),
    ("calendar.py", "for year in range(first.year, last.year + 1)", "for year in (last.year,)"),
    ("calendar.py", "set(before.workdays) ^ set(after.workdays)", "set(before.workdays) - set(after.workdays)"),
    ("calendar.py", "set(before.uncertain_days) ^ set(after.uncertain_days)", "[]"),
    ("calendar.py", "if before.unsettled(year) != after.unsettled(year):", "if False:"),
    ("calendar.py", "notice.region >= rule.region and", ""),
    ("calendar.py", "notice.region >= rule.region and", "notice.region == rule.region and"),
    ("calendar.py", "notice.year\n        for", "rule.since\n        for"),
    ("calendar.py", "if start.year in said:", "if False:"),
    ("calendar.py", 'if found.kind != "holiday":', "if True:"),
    ("calendar.py", "rule.document, rule.announced)", "rule.document)"),
    ("calendar.py", "left += not found.working", "left += 0"),
    ("calendar.py", "if rule.announced:", "if True:"),
    ("calendar.py", "[start - _ONE]", "[]"),
    ("calendar.py", "left -= _plain(marked, day).working", "left -= 1"),
    ("calendar.py", 'Day("half", name, notice.document)', 'Day("work", name, notice.document)'),
    ("calendar.py", 'closure.kind == "closed" or _plain(marked, day).working', "True"),
    ("calendar.py", 'closure.kind == "closed" or _plain(marked, day).working', "_plain(marked, day).working"),
    ("calendar.py", "closure.reason, closure.document", "closure.reason"),
    ("festivals.py", "day = min(day, days)", "day = min(day, 30)"),
    ("notices.py", "if day in taken:", "if False:"),
    ("notices.py", "if day.weekday() >= 5:", "if day.weekday() > 5:"),
    ("notices.py", "if notice.region or not", "if not"),
    ("notices.py", "not FIRST <= notice.year <= LAST", "not FIRST < notice.year <= LAST"),
    ("notices.py", "not FIRST <= notice.year <= LAST", "not FIRST <= notice.year < LAST"),
    ("notices.py", "if day not in notice.off", "if name not in notice.off.values()"),
    ("observances.py", "month // 2", "(month - 1) // 2"),
    ("observances.py", "(11 * year + 3)", "(11 * year + 14)"),
    ("observances.py", "date(622, 7, 19)", "date(622, 7, 18)"),
    ("observances.py", "LAST - 574", "LAST - 590"),
    ("observances.py", "FIRST - 579", "FIRST - 570"),
    ("observances.py", "if self.month == 12:", "if False:"),
    ("observances.py", "_LAST_OF_2019 + timedelta(self.day - 1)", "_LAST_OF_2019 + timedelta(self.day)"),
    ("observances.py", "max(self.since, FIRST)", "FIRST"),
    ("observances.py", "min(self.until, LAST)", "LAST"),
    ("observances.py", "- {day.year for day in self.table}", ""),
    ("observances.py", 'data.get("announced", kind == "hijri")', 'data.get("announced", False)'),
    ("observances.py", "if found[0] > found[1]:", "if False:"),
    ("observances.py", "found.setdefault(day.year, day) != day", "False"),
    ("observances.py", "date(2023,", "date(2024,"),
    ("observances.py", "1 <= days <= _LONGEST", "0 <= days <= _LONGEST"),
    ("observances.py", "isinstance(days, bool) or ", ""),
    ("observances.py", '"hijri": (12, 29)', '"hijri": (12, 30)'),
    ("observances.py", "<= set(data) <= _ALLOWED", "<= set(data)"),
    ("closures.py", "(self.last - self.first).days + 1", "(self.last - self.first).days"),
    ("closures.py", "if last < first:", "if False:"),
    ("closures.py", "(last - first).days >= _LONGEST", "(last - first).days > _LONGEST"),
    ("closures.py", "if ordered_on > last:", "if ordered_on > first:\n        pass\n    if False:"),
    ("closures.py", "if not FIRST <= day.year <= LAST:", "if not FIRST <= day.year:"),
    ("closures.py", "if not FIRST <= day.year <= LAST:", "if not day.year <= LAST:"),
    ("closures.py", "set(data) != _KEYS", "not _KEYS <= set(data)"),
    ("closures.py", r'"[0-9]{12}"', r'"[0-9]*"'),
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
        assert any(fails(check, mutant) for check in CHECKS), f"{file}: {sound} → {bug} lives"
    finally:
        for module in [one for one in sys.modules if one.split(".")[0] == name]:
            del sys.modules[module]


def fails(check: Callable[[Any], None], mutant: ModuleType) -> bool:
    try:
        check(mutant)
    except Exception:  # noqa: BLE001 - a bug may show as any error
        return True
    return False
