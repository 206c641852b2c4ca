"""Loads the yearly notices of days off: all or nothing."""

from collections.abc import Iterable, Mapping
from typing import Any

from yimen.contexts.journal.api import Act

from .changing import calendar_now, changed, changes_in_turn
from .models import NoticeRow
from .taking import taken_notice


def load_holidays(*, act: Act, notices: Iterable[Mapping[str, Any]], expected: int | None = None) -> int:
    """Loads yearly notices (shape of the files under ``data/holidays``) and returns how many said something new.

    A notice takes the place of the one there of the same year and region, which is kept as replaced; one that is there
    already changes nothing.
    Raises LoadError where a make-up day is no weekend day, a day is listed twice, a date is outside its year, a
    statutory day is forgotten, or the region is none; CalendarMoved where a calendar changed after ``expected``.
    """
    count = 0
    with changes_in_turn(expected):
        for data in notices:
            notice = taken_notice(data)
            there = NoticeRow.objects.filter(year=notice.year, region=notice.region, replaced_at=None)
            if any(row.data == dict(data) for row in there):
                continue
            before = calendar_now(notice.region)
            replaced = bool(there.update(replaced_at=act.now))
            NoticeRow(year=notice.year, region=notice.region, document=notice.document, data=dict(data)).save()
            facts = {"year": notice.year, "off": len(notice.off), "work": len(notice.work), "half": len(notice.half)}
            changed(
                act=act,
                verb="places.load_holidays",
                region=notice.region,
                document=notice.document,
                reason=f"{notice.year} 年放假通知{'更正' if replaced else '载入'}",
                before=before,
                facts=facts,
            )
            count += 1
    return count
