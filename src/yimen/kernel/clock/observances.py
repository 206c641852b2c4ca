"""Festivals of a region by rule: civil, lunar and Islamic days, and days that an almanac gives year by year."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from .errors import ClockError
from .festivals import FIRST, LAST, lunar

RuleKind = Literal["civil", "lunar", "hijri", "table"]
Confidence = Literal["high", "medium", "low"]
_NEEDED = {"region", "name", "rule", "days", "document", "confidence", "enabled"}
_ALLOWED = _NEEDED | {"from", "until", "announced", "note"}
_MOST = {"civil": (12, 31), "lunar": (12, 30), "hijri": (12, 29)}  # the last month and day that a rule may name
_LONGEST = 10
_HIJRA = date(622, 7, 19).toordinal()  # the first day of the Islamic era, Friday 16 July 622 of the Julian calendar


@dataclass(frozen=True, slots=True)
class Observance:
    """A festival on which a region is off: where its days fall, for how many, by which document, in which years.

    ``month`` and ``day`` belong to the civil, lunar and Islamic rules, ``table`` gives the first day off of each year.
    ``announced``: an authority announces the days each year, so those of the rule may turn out otherwise. Disabled
    ones are known but not used. Years are civil ones.
    """

    region: str
    name: str
    kind: RuleKind
    days: int
    document: str
    month: int = 0
    day: int = 0
    table: tuple[date, ...] = ()
    since: int = FIRST
    until: int = LAST
    announced: bool = False
    confidence: Confidence = "low"
    enabled: bool = True
    note: str = ""

    def starts(self) -> tuple[date, ...]:
        """Returns the first day off of every year in force within 2008–2049; an Islamic one may come twice a year."""
        years = self._in_force()
        return tuple(day for day in sorted(self._found()) if day.year in years)

    def unknown(self) -> frozenset[int]:
        """Returns the years in force within 2008–2049 of which the table says nothing."""
        years = frozenset(self._in_force()) if self.kind == "table" else frozenset()
        return years - {day.year for day in self.table}

    @property
    def text(self) -> str:
        """Returns the rule in words, such as 农历3月3日起2天."""
        where = {"civil": "公历", "lunar": "农历", "hijri": "伊斯兰历"}.get(self.kind)
        return f"{where}{self.month}月{self.day}日起{self.days}天" if where else f"逐年按历书公布，每次{self.days}天"

    def _in_force(self) -> range:
        return range(max(self.since, FIRST), min(self.until, LAST) + 1)

    def _found(self) -> Iterator[date]:
        if self.kind == "table":
            yield from self.table
        elif self.kind == "civil":
            yield from (date(year, self.month, self.day) for year in range(FIRST, LAST + 1))
        elif self.kind == "lunar":
            yield from (lunar(year, self.month, self.day) for year in range(FIRST - 1, LAST + 1))
        else:
            yield from (hijri(year, self.month, self.day) for year in range(FIRST - 580, LAST - 574))


def hijri(year: int, month: int, day: int) -> date:
    """Returns the day of the tabular Islamic calendar: 30 years of which 2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29 leap.

    The moon that is seen may begin a month a day earlier or later.
    """
    passed = (year - 1) * 354 + (11 * year + 3) // 30 + 29 * (month - 1) + month // 2
    return date.fromordinal(_HIJRA + passed + day - 1)


def observance_from_data(data: Mapping[str, object]) -> Observance:
    """Returns an observance from its JSON shape; raises ClockError naming the key that is wrong.

    The shape: ``{"region": "450000000000", "name": "三月三", "rule": {"kind": "lunar", "month": 3, "day": 3},
    "days": 2, "document": "…", "confidence": "high", "enabled": true}``; also ``from``, ``until`` (years),
    ``announced``, ``note``. A table's rule: ``{"kind": "table", "dates": ["2025-02-27", …]}``, the first day off of
    each year.
    """
    if not isinstance(data, Mapping) or not _NEEDED <= set(data) <= _ALLOWED:
        raise ClockError(
            f"地方节日应有这些项：{'、'.join(sorted(_NEEDED))}；可有 announced、from、note、until。请按样例改正。"
        )
    region, name, document = data["region"], data["name"], data["document"]
    if not isinstance(region, str) or not re.fullmatch(r"[0-9]{12}", region):
        raise ClockError(f"地方节日的区划（region）“{region}”不对，应为 12 位区划代码。请改正。")
    if not isinstance(name, str) or not name.strip():
        raise ClockError("地方节日没有名称（name）。请写明节日的名称。")
    if not isinstance(document, str) or not document.strip():
        raise ClockError(f"地方节日“{name}”没有依据（document）。请写明规定放假的文件。")
    days = data["days"]
    if isinstance(days, bool) or not isinstance(days, int) or not 1 <= days <= _LONGEST:
        raise ClockError(f"地方节日“{name}”的天数（days）“{days}”不对，应为 1 至 {_LONGEST} 的整数。请改正。")
    if data["confidence"] not in ("high", "medium", "low"):
        raise ClockError(f"地方节日“{name}”的可信度（confidence）应为 high、medium 或 low。请改正。")
    for key, what in (("enabled", "启用"), ("announced", "逐年公布")):
        if not isinstance(data.get(key, False), bool):
            raise ClockError(f"地方节日“{name}”的{what}（{key}）应为 true 或 false。请改正。")
    kind, month, day, table = _rule(data["rule"], name)
    since, until = _years(data, name)
    return Observance(
        region=region,
        name=name.strip(),
        kind=kind,
        days=days,
        document=document.strip(),
        month=month,
        day=day,
        table=table,
        since=since,
        until=until,
        announced=bool(data.get("announced", kind == "hijri")),
        confidence=data["confidence"],
        enabled=bool(data["enabled"]),
        note=str(data.get("note", "")),
    )


def _years(data: Mapping[str, object], name: str) -> tuple[int, int]:
    found = []
    for key, what, plain in (("from", "起始年份", FIRST), ("until", "终止年份", LAST)):
        year = data.get(key, plain)
        if isinstance(year, bool) or not isinstance(year, int) or not 1949 <= year <= 2200:
            raise ClockError(f"地方节日“{name}”的{what}（{key}）“{year}”不对，应为 1949 至 2200 的整数。请改正。")
        found.append(year)
    if found[0] > found[1]:
        raise ClockError(f"地方节日“{name}”的起始年份（from）晚于终止年份（until）。请核对起止年份。")
    return found[0], found[1]


def _rule(raw: object, name: str) -> tuple[RuleKind, int, int, tuple[date, ...]]:
    kind = raw.get("kind") if isinstance(raw, Mapping) else None
    if not isinstance(raw, Mapping) or kind not in ("civil", "lunar", "hijri", "table"):
        raise ClockError(f"地方节日“{name}”的规则（rule）应有 kind：civil、lunar、hijri 或 table。请改正。")
    if kind == "table":
        return "table", 0, 0, _table(raw, name)
    if set(raw) != {"kind", "month", "day"}:
        raise ClockError(f"地方节日“{name}”的规则（rule）应恰好有 kind、month、day。请改正。")
    months, days = _MOST[kind]
    for key, what, most in (("month", "月", months), ("day", "日", days)):
        value = raw[key]
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
            raise ClockError(f"地方节日“{name}”的{what}（{key}）“{value}”不对，应为 1 至 {most} 的整数。请改正。")
    if kind == "civil":
        try:
            date(2023, raw["month"], raw["day"])
        except ValueError:
            raise ClockError(f"地方节日“{name}”的日（day）不对：不是每年都有这一天。请改正。") from None
    return kind, raw["month"], raw["day"], ()


def _table(raw: Mapping[str, object], name: str) -> tuple[date, ...]:
    dates = raw.get("dates")
    if set(raw) != {"kind", "dates"} or not isinstance(dates, list):
        raise ClockError(f"地方节日“{name}”的规则（rule）应恰好有 kind 和日期列表 dates。请改正。")
    found: dict[int, date] = {}
    for text in dates:
        try:
            plain = isinstance(text, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text)
            day = date.fromisoformat(text) if plain else None
        except ValueError:
            day = None
        if day is None:
            raise ClockError(f"地方节日“{name}”的日期（dates）里“{text}”不是日期。请写成 2025-02-27 的样子。")
        if found.setdefault(day.year, day) != day:
            raise ClockError(f"地方节日“{name}”的日期（dates）里 {day.year} 年列了两次。请删去一个。")
    return tuple(sorted(found.values()))
