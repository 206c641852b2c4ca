"""Holiday notices: what the State Council's office, or a region's government, publishes for a year."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from .errors import ClockError

_KEYS = {"year", "region", "document", "off", "work"}


@dataclass(frozen=True, slots=True)
class Notice:
    """One year's notice: ``off`` gives each day off its holiday's name, ``work`` the weekend days worked instead.

    ``region`` is '' for the whole country, else 12 digits; ``document`` is the notice's number or title.
    """

    year: int
    region: str
    document: str
    off: Mapping[date, str]
    work: frozenset[date]


def notice_from_data(data: Mapping[str, object]) -> Notice:
    """Returns a notice from its JSON shape; raises ClockError naming the day or key that is wrong.

    The shape: ``{"year": 2026, "region": "", "document": "…", "off": [{"date": "2026-01-01", "name": "元旦"}, …],
    "work": ["2026-01-04", …]}``.
    """
    if not isinstance(data, Mapping) or set(data) != _KEYS:
        raise ClockError(f"放假通知应恰好有这些项：{'、'.join(sorted(_KEYS))}。请按样例改正。")
    year, region, document = data["year"], data["region"], data["document"]
    if isinstance(year, bool) or not isinstance(year, int) or not 1949 <= year <= 2200:
        raise ClockError(f"放假通知的年份“{year}”不对，应为 1949 至 2200 的整数。请改正。")
    if not isinstance(region, str) or not re.fullmatch(r"([0-9]{12})?", region):
        raise ClockError(f"放假通知的区划“{region}”不对。全国请留空，地方请写 12 位区划代码。")
    if not isinstance(document, str) or not document.strip():
        raise ClockError(f"{year} 年放假通知没有文号。请写明依据的文件。")
    off, work = _off(data["off"], year), _work(data["work"], year)
    both = sorted(set(off) & work)
    if both:
        raise ClockError(f"{both[0]} 既列为放假又列为上班。请核对通知原文。")
    return Notice(year, region, document.strip(), off, work)


def _off(raw: object, year: int) -> dict[date, str]:
    if not isinstance(raw, list):
        raise ClockError("放假日 off 应为列表。请按样例改正。")
    found: dict[date, str] = {}
    for item in raw:
        if not isinstance(item, Mapping) or set(item) != {"date", "name"} or not str(item["name"]).strip():
            raise ClockError("放假日 off 的每一项应有 date 和 name。请按样例改正。")
        day = _day(item["date"], year)
        if day in found:
            raise ClockError(f"放假日 {day} 列了两次。请删去一个。")
        found[day] = str(item["name"])
    return found


def _work(raw: object, year: int) -> frozenset[date]:
    if not isinstance(raw, list):
        raise ClockError("上班日 work 应为列表。请按样例改正。")
    days = [_day(item, year) for item in raw]
    for day in days:
        if days.count(day) > 1:
            raise ClockError(f"上班日 {day} 列了两次。请删去一个。")
        if day.weekday() < 5:
            raise ClockError(f"上班日 {day} 不是周末：调休上班只能在周六、周日。请核对通知原文。")
    return frozenset(days)


def _day(text: object, year: int) -> date:
    if not isinstance(text, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ClockError(f"“{text}”不是日期。请写成 {year}-01-01 的样子。")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ClockError(f"“{text}”这一天不存在。请核对通知原文。") from None
    if day.year != year:
        raise ClockError(f"{text} 不在 {year} 年内。跨年的日子请写进那一年的通知。")
    return day
