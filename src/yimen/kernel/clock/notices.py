"""Holiday notices: what the State Council's office, or a region's government, publishes for a year."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from .errors import ClockError
from .festivals import FIRST, LAST, statutory
from .times import said

LONGEST_NAME = 40  # signs of a day's name
_KEYS = {"year", "region", "document", "off", "work"}


@dataclass(frozen=True, slots=True)
class Notice:
    """One year's notice: ``off`` gives each day off its holiday's name, ``work`` the weekend days worked instead.

    ``half`` names the days on which offices are open for half the day.

    ``region`` is '' for the whole country, else 12 digits; ``document`` is the notice's number or title; ``note`` says
    what else is known of it, such as that its number was not checked.
    """

    year: int
    region: str
    document: str
    off: Mapping[date, str]
    work: frozenset[date]
    half: Mapping[date, str] = field(default_factory=dict)
    note: str = ""


def notice_from_data(data: Mapping[str, object]) -> Notice:
    """Returns a notice from its JSON shape; raises ClockError naming the day or key that is wrong.

    The shape: ``{"year": 2026, "region": "", "document": "…", "off": [{"date": "2026-01-01", "name": "元旦"}, …],
    "work": ["2026-01-04", …]}``, where there are half days ``"half"`` in the shape of ``off``, and a ``"note"`` if any.
    """
    if not isinstance(data, Mapping) or set(data) - {"half", "note"} != _KEYS:
        keys = "、".join(sorted(_KEYS))
        raise ClockError(f"放假通知应恰好有这些项：{keys}，有半天的可加 half，有说明的可加 note。请按样例改正。")
    year, region, document = data["year"], data["region"], data["document"]
    if isinstance(year, bool) or not isinstance(year, int) or not 1949 <= year <= 2200:
        raise ClockError(f"放假通知的年份“{year}”不对，应为 1949 至 2200 的整数。请改正。")
    if not isinstance(region, str) or not re.fullmatch(r"([0-9]{12})?", region):
        raise ClockError(f"放假通知的区划“{region}”不对。全国请留空，地方请写 12 位区划代码。")
    if not isinstance(document, str) or not document.strip():
        raise ClockError(f"{year} 年放假通知没有文号。请写明依据的文件。")
    off, work = _named(data["off"], year, "放假日（off）"), _work(data["work"], year)
    both = sorted(set(off) & work)
    if both:
        raise ClockError(f"{said(both[0])}既列为放假又列为上班。请核对通知原文。")
    half, note = _half(data.get("half", []), year, set(off)), data.get("note", "")
    if not isinstance(note, str):
        raise ClockError(f"{year} 年放假通知的说明（note）应为文字。请改正。")
    return Notice(year, region, document.strip(), off, work, half, note.strip())


def forgotten(notice: Notice) -> str:
    """Returns the first statutory day that a notice of the country does not give off, such as 国庆节（2026年10月3日）.

    '' where none is missing (全国年节及纪念日放假办法 第二条), for a region's notice, and outside 2008–2049.
    """
    if notice.region or not FIRST <= notice.year <= LAST:
        return ""
    return next((f"{name}（{said(day)}）" for day, name in statutory(notice.year) if day not in notice.off), "")


def worked(notice: Notice) -> str:
    """Returns the first statutory day that a notice has people work on, such as 劳动节（2027年5月1日）; '' where none.

    No notice may, not a region's either (全国年节及纪念日放假办法 第二条). '' outside 2008–2049 too.
    """
    if notice.year not in range(FIRST, LAST + 1):
        return ""
    return next((f"{name}（{said(day)}）" for day, name in statutory(notice.year) if day in notice.work), "")


def _named(raw: object, year: int, what: str) -> dict[date, str]:
    if not isinstance(raw, list):
        raise ClockError(f"{what}应为列表。请按样例改正。")
    found: dict[date, str] = {}
    for item in raw:
        if not isinstance(item, Mapping) or set(item) != {"date", "name"}:
            raise ClockError(f"{what}的每一项应有日期（date）和名称（name）。请按样例改正。")
        name = item["name"]
        if not isinstance(name, str) or not name.strip() or not name.isprintable() or len(name) > LONGEST_NAME:
            least = f"名称（name）应是 1 至 {LONGEST_NAME} 字的文字"
            raise ClockError(f"{what}的“{item['date']}”的{least}。请按样例改正。")
        day = _day(item["date"], year)
        if day in found:
            raise ClockError(f"{what}的{said(day)}列了两次。请删去一个。")
        found[day] = name.strip()
    return found


def _half(raw: object, year: int, taken: set[date]) -> dict[date, str]:
    found = _named(raw, year, "半天（half）")
    for day in sorted(found):
        if day in taken:
            raise ClockError(f"{said(day)}既列为半天又列为放假。请核对通知原文。")
        if day.weekday() >= 5:
            raise ClockError(f"半天{said(day)}是周末：周末不上班，调休上班的日子不排半天。请核对通知原文。")
    return found


def _work(raw: object, year: int) -> frozenset[date]:
    if not isinstance(raw, list):
        raise ClockError("上班日（work）应为列表。请按样例改正。")
    days = [_day(item, year) for item in raw]
    for day in days:
        if days.count(day) > 1:
            raise ClockError(f"上班日{said(day)}列了两次。请删去一个。")
        if day.weekday() < 5:
            raise ClockError(f"上班日{said(day)}不是周末：调休上班只能在周六、周日。请核对通知原文。")
    return frozenset(days)


def _day(text: object, year: int) -> date:
    if not isinstance(text, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ClockError(f"“{text}”不是日期。请写成 {year}-01-01 的样子。")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ClockError(f"“{text}”这一天不存在。请核对通知原文。") from None
    if day.year != year:
        raise ClockError(f"{said(day)}不在 {year} 年内。跨年的日子请写进那一年的通知。")
    return day
