"""The oracle against the figures of the sources, and against dates worked out by hand.

Each derivation stands beside its date: counted days, with the running count after "=". Weekdays are of the calendar.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from tests.legal_time import articles, year
from tests.legal_time.articles import Case, Days, Stop

pytestmark = pytest.mark.pure

DAYS = year.days()
D = date.fromisoformat


def limit(unit: str, start: str, length: int, **more: Any) -> Case:
    return Case(start=D(start), length=length, unit=unit, **more)


def suspend(begin: str, end: str | None = None) -> Stop:
    return Stop(D(begin), D(end) if end else None, "suspend")


def restart(begin: str, end: str | None = None) -> Stop:
    return Stop(D(begin), D(end) if end else None, "restart")


def same(case: Case, last: str | None) -> None:
    assert articles.due(case, DAYS) == (D(last) if last else None)


WORKING = [
    # The vectors of the sources.
    # Feb 11 12 13, Sat 14 (worked) =4; 15-23 off; 24 =5
    (limit("wd", "2026-02-10", 5), "2026-02-24"),
    # Sep Sun 20 (worked) =1; 21-24 =5; 28-30 =8; Oct 8 9, Sat 10 (worked) =11; 12-16 =16; 19-22 =20
    (limit("wd", "2026-09-18", 20), "2026-10-22"),
    # Sep 26 =1; Sun 28 (worked) 29 30 =4; Oct 9 10, Sat 11 (worked) =7; 13-17 =12; 20-24 =17; 27-29 =20
    (limit("wd", "2025-09-25", 20), "2025-10-29"),
    # 春节 in the middle: Feb 11-14 =4; 24-27 =8; Sat 28 (worked) =9; Mar 2-6 =14; 9-13 =19; 16 =20
    (limit("wd", "2026-02-10", 20), "2026-03-16"),
    # 许可法 42, with its 10 more: Mar 16 =20; 17-20 =24; 23-27 =29; 30 =30
    (limit("wd", "2026-02-10", 20, added=(10,)), "2026-03-30"),
    # 许可法 42(2): Mar 30 =30; 31 =31; Apr 1-3 =34; 4-6 off; 7-10 =38; 13-17 =43; 20 21 =45
    (limit("wd", "2026-02-10", 45), "2026-04-21"),
    # with its 15 more: Apr 22-24 =48; 27-30 =52; May 1-5 off; 6-8 =55; Sat 9 (worked) =56; 11-14 =60
    (limit("wd", "2026-02-10", 45, added=(15,)), "2026-05-14"),
    # two extensions make one longer limit: 20 + 4 + 1; Mar 16 =20; 17-20 =24; 23 =25
    (limit("wd", "2026-02-10", 20, added=(4, 1)), "2026-03-23"),
    # 许可法 32(四), from a Friday before 清明: Apr 4-6 off; 7-10 =4; 13 =5
    (limit("wd", "2026-04-03", 5), "2026-04-13"),
    # received on a Saturday: Mar 9-13 =5
    (limit("wd", "2026-03-07", 5), "2026-03-13"),
    # received on the Friday before: the same Mar 9-13 =5
    (limit("wd", "2026-03-06", 5), "2026-03-13"),
    # from a worked Saturday: Mar 1 is a Sunday; Mon 2 =1
    (limit("wd", "2026-02-28", 1), "2026-03-02"),
    # the first day counts: Mon 2 =1; 3-6 =5
    (limit("wd", "2026-03-02", 5, counts_first=True), "2026-03-06"),
    # the first day would count but is a Sunday: 2-6 =5
    (limit("wd", "2026-03-01", 5, counts_first=True), "2026-03-06"),
    # 120 wd (国办发〔2019〕11号): Jan 5-30 =20; Feb 2-6 9-13, 14 =31; 24-28 =36; Mar 22 wd =58; Apr 1-3 =61; 7-10 =65;
    # 13-17 20-24 =75; 27-30 =79; May 6-9 =83; 11-15 18-22 25-29 =98; Jun 1-5 8-12 15-18 =112; 22-26 29 30 =119; Jul 1
    (limit("wd", "2026-01-04", 120), "2026-07-01"),
    # 12345, from a worked Sunday: Sep 29 30 =2; Oct 9 10, Sat 11 (worked) =5
    (limit("wd", "2025-09-28", 5), "2025-10-11"),
    # with 5 more: Oct 13-17 =10
    (limit("wd", "2025-09-28", 5, added=(5,)), "2025-10-17"),
    # 除夕 was still worked in 2024: Feb Sun 4 (worked) =1; 5-8 =5
    (limit("wd", "2024-02-02", 5), "2024-02-08"),
    # 中秋 and 国庆 2024: Sep Sat 14 =1; 18-20 =4; 23-27 =9; Sun 29, 30 =11; Oct 8-11, Sat 12 =16; 14-17 =20
    (limit("wd", "2024-09-13", 20), "2024-10-17"),
    # over the new year: Jan 1 off; 2 3 =2; 6-8 =5
    (limit("wd", "2024-12-31", 5), "2025-01-08"),
    # 即办: no days, so the day itself
    (limit("wd", "2026-03-02", 0), "2026-03-02"),
    # 即办 on a Saturday: Monday
    (limit("wd", "2026-03-07", 0), "2026-03-09"),
]

CALENDAR = [
    # 处罚法 60: Jul 26 =26; Aug 31 =57; Sep 30 =87; Oct 3 =90, off until 7 (国庆); 8
    (limit("cd", "2026-07-05", 90), "2026-10-08"),
    # the same, not rolled
    (limit("cd", "2026-07-05", 90, rolls=False), "2026-10-03"),
    # Jun 8; Jul 31 =39; Aug 31 =70; Sep 20 =90: a Sunday, but worked, so nothing rolls
    (limit("cd", "2026-06-22", 90), "2026-09-20"),
    # 处罚法 67: 6 + 15 = Mar 21, a Saturday; Mon 23
    (limit("cd", "2026-03-06", 15), "2026-03-23"),
    # 信访 34: Jan 31 =1; Feb 28 =29; Mar 31 =60
    (limit("cd", "2026-01-30", 60), "2026-03-31"),
    # 60 + 30: Mar 31 =60; Apr 30 =90, a Thursday
    (limit("cd", "2026-01-30", 60, added=(30,)), "2026-04-30"),
    # 信访 22: 20 + 15 = May 5, off (劳动节); Wed 6
    (limit("cd", "2026-04-20", 15), "2026-05-06"),
    # 信访 35: Sep 27 =27; Oct 3 =30, off until 8; Thu 9
    (limit("cd", "2025-09-03", 30), "2025-10-09"),
    # 春节 2025: Jan 11 =11; Feb 4 =15, the last day off; Wed 5
    (limit("cd", "2025-01-20", 15), "2025-02-05"),
    # 复议法 20: Mar 25; Apr 30 =55; May 5 =60, off; Tue 6
    (limit("cd", "2025-03-06", 60), "2025-05-06"),
    # 8 + 7 = Feb 15, off until 23 (春节); Tue 24
    (limit("cd", "2026-02-08", 7), "2026-02-24"),
    # 7 + 10 = Sat Feb 17, the last day off of 春节 2024; Sun 18 is worked, so it rolls no further
    (limit("cd", "2024-02-07", 10), "2024-02-18"),
    # the first day counts: Mar 2 =1; 11 =10
    (limit("cd", "2026-03-02", 10, counts_first=True), "2026-03-11"),
]

MONTHS = [
    # no 30 Feb, so its last day (民法典 202): a Saturday, but worked
    (limit("mo", "2025-11-30", 3), "2026-02-28"),
    # 6 months from Aug 31: no 31 Feb; worked Saturday
    (limit("mo", "2025-08-31", 6), "2026-02-28"),
    # in another year: Fri 28 Feb 2025
    (limit("mo", "2024-08-31", 6), "2025-02-28"),
    # before a leap day: Thu 29 Feb 2024
    (limit("mo", "2023-08-31", 6), "2024-02-29"),
    # 行诉法 46: Thu 15 Oct
    (limit("mo", "2026-04-15", 6), "2026-10-15"),
    # Oct 3 is off until 7; 8
    (limit("mo", "2026-04-03", 6), "2026-10-08"),
    # Sep has no 31: Tue 30
    (limit("mo", "2025-03-31", 6), "2025-09-30"),
    # over the new year: month 10 + 6 = 16, April of the next year; Thu 30
    (limit("mo", "2025-10-30", 6), "2026-04-30"),
    # 3 + 1 make four months: Mon 30 Mar, not 28
    (limit("mo", "2025-11-30", 3, added=(1,)), "2026-03-30"),
    # Jan 1 to Feb 1 are 31 days; from Jan 1 itself the 31st is Jan 31
    (limit("mo", "2026-01-01", 1, counts_first=True, rolls=False), "2026-01-31"),
    # that is a Saturday: Mon 2 Feb
    (limit("mo", "2026-01-01", 1, counts_first=True), "2026-02-02"),
    # Dec 31; Jan 31 =62; Feb 28 =90 days; ten days (Dec 10-19) are out: Feb 28 + 10 = Tue 10 Mar
    (limit("mo", "2025-11-30", 3, stops=(suspend("2025-12-10", "2025-12-20"),)), "2026-03-10"),
    # 许可法 78, from a leap day: Fri 28 Feb 2025
    (limit("yr", "2024-02-29", 1), "2025-02-28"),
    # 许可法 79: May 3 is off until 5; Wed 6
    (limit("yr", "2023-05-03", 3), "2026-05-06"),
    # not rolled
    (limit("yr", "2023-05-03", 3, rolls=False), "2026-05-03"),
]

TEN = limit("wd", "2026-03-02", 10)  # 3-6 =4; 9-13 =9; 16 =10
PAUSES = [
    (TEN, "2026-03-16"),
    # over a holiday: Feb 11 =1; 12 to Mar 1 out; Mar 2-6 =6; 9-13 =11; 16-20 =16; 23-26 =20
    (limit("wd", "2026-02-10", 20, stops=(suspend("2026-02-12", "2026-03-02"),)), "2026-03-26"),
    # exactly the holiday: no working day is lost
    (limit("wd", "2026-02-10", 20, stops=(suspend("2026-02-15", "2026-02-24"),)), "2026-03-16"),
    # two that overlap, out 5 6 9 10 11: 3 4 =2; 12 13 =4; 16-20 =9; 23 =10
    (replace(TEN, stops=(suspend("2026-03-05", "2026-03-10"), suspend("2026-03-09", "2026-03-12"))), "2026-03-23"),
    # the same two, told in the other order
    (replace(TEN, stops=(suspend("2026-03-09", "2026-03-12"), suspend("2026-03-05", "2026-03-10"))), "2026-03-23"),
    # one within another adds nothing: out 5 6 9 10 11
    (replace(TEN, stops=(suspend("2026-03-05", "2026-03-12"), suspend("2026-03-06", "2026-03-10"))), "2026-03-23"),
    # one after another without a gap: out 5 6 9 10 11
    (replace(TEN, stops=(suspend("2026-03-05", "2026-03-10"), suspend("2026-03-10", "2026-03-12"))), "2026-03-23"),
    # two apart, out 4 and 11 12: 3 =1; 5 6 =3; 9 10 =5; 13 =6; 16-19 =10
    (replace(TEN, stops=(suspend("2026-03-04", "2026-03-05"), suspend("2026-03-11", "2026-03-13"))), "2026-03-19"),
    # begins on the start day, out 3 4: 5 6 =2; 9-13 =7; 16-18 =10
    (replace(TEN, stops=(suspend("2026-03-02", "2026-03-05"),)), "2026-03-18"),
    # began before the start, out 3: 4-6 =3; 9-13 =8; 16 17 =10
    (replace(TEN, stops=(suspend("2026-02-25", "2026-03-04"),)), "2026-03-17"),
    # was over before the start
    (replace(TEN, stops=(suspend("2026-02-10", "2026-02-25"),)), "2026-03-16"),
    # begins on the last day, out 16 17: 13 =9; 18 =10
    (replace(TEN, stops=(suspend("2026-03-16", "2026-03-18"),)), "2026-03-18"),
    # begins the day after the last: too late
    (replace(TEN, stops=(suspend("2026-03-17", "2026-03-30"),)), "2026-03-16"),
    # the second begins after the first last day, but not after the new one; out 12 13, 17: 11 =7; 16 =8; 18 19 =10
    (replace(TEN, stops=(suspend("2026-03-12", "2026-03-14"), suspend("2026-03-17", "2026-03-18"))), "2026-03-19"),
    # over a weekend only: nothing is lost
    (replace(TEN, stops=(suspend("2026-03-07", "2026-03-09"),)), "2026-03-16"),
    # of no length
    (replace(TEN, stops=(suspend("2026-03-09", "2026-03-09"),)), "2026-03-16"),
    # open, before the last day
    (replace(TEN, stops=(suspend("2026-03-10"),)), None),
    # open, from the last day
    (replace(TEN, stops=(suspend("2026-03-16"),)), None),
    # open, from the day after
    (replace(TEN, stops=(suspend("2026-03-17"),)), "2026-03-16"),
    # open, reached only because an earlier one moved the last day: 10 needs Mar 17
    (replace(TEN, stops=(suspend("2026-03-04", "2026-03-05"), suspend("2026-03-17"))), None),
    # the first day counts, but is in the stop: 3-6 =4; 9-13 =9; 16 =10
    (replace(TEN, counts_first=True, stops=(suspend("2026-03-02", "2026-03-03"),)), "2026-03-16"),
    # extended and paused, out 5 6: 3 4 =2; 9-13 =7; 16-20 =12; 23-25 =15
    (replace(TEN, added=(5,), stops=(suspend("2026-03-05", "2026-03-07"),)), "2026-03-25"),
    # 听证 in a penalty: Oct 3 + the ten days Jul 10-19 = Tue 13 Oct
    (limit("cd", "2026-07-05", 90, stops=(suspend("2026-07-10", "2026-07-20"),)), "2026-10-13"),
    # calendar days in two that overlap, Jul 10-21 are 12: Thu 15 Oct
    (
        limit("cd", "2026-07-05", 90, stops=(suspend("2026-07-10", "2026-07-20"), suspend("2026-07-15", "2026-07-22"))),
        "2026-10-15",
    ),
    # Mar 21 is a Saturday; 22 Sunday; 23 24 in the stop; Wed 25
    (limit("cd", "2026-03-06", 15, stops=(suspend("2026-03-22", "2026-03-25"),)), "2026-03-25"),
    # the stop is over when the limit has rolled on: Mon 23
    (limit("cd", "2026-03-06", 15, stops=(suspend("2026-03-22", "2026-03-23"),)), "2026-03-23"),
    # open since the Sunday: the last day would be Monday, so the limit has not run out
    (limit("cd", "2026-03-06", 15, stops=(suspend("2026-03-22"),)), None),
    # not rolled, the limit ran out on the Saturday
    (limit("cd", "2026-03-06", 15, rolls=False, stops=(suspend("2026-03-22"),)), "2026-03-21"),
    # open since the Tuesday: it ran out on Monday
    (limit("cd", "2026-03-06", 15, stops=(suspend("2026-03-24"),)), "2026-03-23"),
    # open, in a limit of months
    (limit("mo", "2026-04-15", 6, stops=(suspend("2026-10-15"),)), None),
]

REPLY = limit("wd", "2026-03-02", 20)  # 3-6 =4; 9-13 =9; 16-20 =14; 23-27 =19; 30 =20
CORRECTION = restart("2026-03-06", "2026-03-16")
DISCLOSURE = [
    (REPLY, "2026-03-30"),
    # 公开条例 32、33, a third party is asked Mar 9-24: 3-6 =4; 25-27 =7; 30 31, Apr 1-3 =12; 7-10 =16; 13-16 =20
    (replace(REPLY, stops=(suspend("2026-03-09", "2026-03-25"),)), "2026-04-16"),
    # 公开条例 30, corrected Mar 16: 17-20 =4; 23-27 =9; 30-Apr 3 =14; 7-10 =18; 13 14 =20
    (replace(REPLY, stops=(CORRECTION,)), "2026-04-14"),
    # a third party asked before is void with the rest
    (replace(REPLY, stops=(suspend("2026-03-03", "2026-03-05"), CORRECTION)), "2026-04-14"),
    # a third party asked after, Mar 23-Apr 6: 17-20 =4; Apr 7-10 =8; 13-17 =13; 20-24 =18; 27 28 =20
    (replace(REPLY, stops=(suspend("2026-03-23", "2026-04-07"), CORRECTION)), "2026-04-28"),
    # asked before and answered after the correction, out until 18: 19 20 =2; 23-27 =7; 30-Apr 3 =12; 7-10 =16; 13-16
    (replace(REPLY, stops=(suspend("2026-03-04", "2026-03-19"), CORRECTION)), "2026-04-16"),
    # extended by 20, the whole counts anew: Apr 14 =20; 15-17 =23; 20-24 =28; 27-30 =32; May 6-9 =36; 11-14 =40
    (replace(REPLY, added=(20,), stops=(CORRECTION,)), "2026-05-14"),
    # corrected, then a fee, paid Apr 1: 2 3 =2; 7-10 =6; 13-17 =11; 20-24 =16; 27-30 =20
    (replace(REPLY, stops=(CORRECTION, restart("2026-03-20", "2026-04-01"))), "2026-04-30"),
    # the fee begins after the first last day, but within the new count: the same
    (replace(REPLY, stops=(CORRECTION, restart("2026-03-31", "2026-04-01"))), "2026-04-30"),
    # two that overlap: counts from the later end, Mar 20: 23-27 =5; 30-Apr 3 =10; 7-10 =14; 13-17 =19; 20 =20
    (replace(REPLY, stops=(CORRECTION, restart("2026-03-12", "2026-03-20"))), "2026-04-20"),
    # one within another: counts from Mar 16
    (replace(REPLY, stops=(CORRECTION, restart("2026-03-09", "2026-03-11"))), "2026-04-14"),
    # not yet corrected
    (replace(REPLY, stops=(restart("2026-03-06"),)), None),
    # corrected once, asked again, not yet answered
    (replace(REPLY, stops=(CORRECTION, restart("2026-04-14"))), None),
    # asked for after it had run out: no effect
    (replace(REPLY, stops=(restart("2026-03-31", "2026-04-10"),)), "2026-03-30"),
    # and open: no effect either
    (replace(REPLY, stops=(restart("2026-03-31"),)), "2026-03-30"),
    # on the last day, from Apr 10: 13-17 =5; 20-24 =10; 27-30 =14; May 6-9 =18; 11 12 =20
    (replace(REPLY, stops=(restart("2026-03-30", "2026-04-10"),)), "2026-05-12"),
    # paid on the day of the notice, from Mar 10: 11-13 =3; 16-20 =8; 23-27 =13; 30-Apr 3 =18; 7 8 =20
    (replace(REPLY, stops=(restart("2026-03-10", "2026-03-10"),)), "2026-04-08"),
    # was over before the request came
    (replace(REPLY, stops=(restart("2026-02-10", "2026-02-25"),)), "2026-03-30"),
    # the first day counted once, not after the restart: corrected Mar 16, so Apr 14 as above
    (replace(REPLY, counts_first=True, stops=(CORRECTION,)), "2026-04-14"),
    # petition of 60 days counts anew from Mar 16: Mar 15; Apr 30 =45; May 15 =60, a Friday
    (limit("cd", "2026-03-02", 60, stops=(CORRECTION,)), "2026-05-15"),
    # months count anew from Mar 16, not from Mar 2: Wed 16 Sep
    (limit("mo", "2026-03-02", 6, stops=(CORRECTION,)), "2026-09-16"),
]

BEFORE = [
    # 许可法 48, hearing Fri 20 Mar: 19 18 17 16 =4; 13 12 11 =7
    (limit("wd", "2026-03-20", 7, direction="before"), "2026-03-11"),
    # over 春节, hearing Feb 27: 26 25 24 =3; Sat 14 (worked) =4; 13 12 11 =7
    (limit("wd", "2026-02-27", 7, direction="before"), "2026-02-11"),
    # 处罚法 64, over 国庆 and 中秋, hearing Oct 12: Sat 10, 9 8 =3; Sep 30 29 28 =6; 27-25 off; 24 =7
    (limit("wd", "2026-10-12", 7, direction="before"), "2026-09-24"),
    # over 春节 2025, hearing Feb 10: Sat 8, 7 6 5 =4; Jan 27, Sun 26 =6; 24 =7
    (limit("wd", "2025-02-10", 7, direction="before"), "2025-01-24"),
    # 许可法 50, expiry Oct 31: Oct 1, off, and stays
    (limit("cd", "2026-10-31", 30, direction="before"), "2026-10-01"),
    # 决策条例 16, hearing May 8: May 1, off, and stays
    (limit("cd", "2026-05-08", 7, direction="before"), "2026-05-01"),
    # three months before May 31: no 31 Feb
    (limit("mo", "2026-05-31", 3, direction="before"), "2026-02-28"),
    # and in a leap year
    (limit("mo", "2024-05-31", 3, direction="before"), "2024-02-29"),
    # over the new year: month 2 - 3 = November
    (limit("mo", "2026-02-15", 3, direction="before"), "2025-11-15"),
    # a year before a leap day
    (limit("yr", "2024-02-29", 1, direction="before"), "2023-02-28"),
    # a stop means nothing here
    (limit("wd", "2026-03-20", 7, direction="before", stops=(suspend("2026-03-16"),)), "2026-03-11"),
    # 公开条例 49(1): Jan 31 2026 is a Saturday, and stays
    (limit("md", "2026-01-01", 0, fixed=(1, 31)), "2026-01-31"),
    # strictly after: the next year
    (limit("md", "2026-01-31", 0, fixed=(1, 31)), "2027-01-31"),
    # the day before counts as well
    (limit("md", "2026-01-30", 0, fixed=(1, 31)), "2026-01-31"),
    # 公开条例 49(2)
    (limit("md", "2026-02-10", 0, fixed=(3, 31)), "2026-03-31"),
    # a leap day: the next is in 2028
    (limit("md", "2026-03-01", 0, fixed=(2, 29)), "2028-02-29"),
]


@pytest.mark.parametrize(("case", "last"), [*WORKING, *CALENDAR, *MONTHS, *PAUSES, *DISCLOSURE, *BEFORE])
def test_last_days(case: Case, last: str | None) -> None:
    same(case, last)


@pytest.mark.parametrize(
    ("case", "last"),
    [
        # 决策条例 15: Mar 29 days =31; Apr 1 =30
        (limit("cd", "2026-03-02", 30, rolls=False), "2026-04-01"),
        # 招标投标法 24, documents out Apr 12: May 2, off, and not rolled
        (limit("cd", "2026-04-12", 20, rolls=False), "2026-05-02"),
        # 决策条例 26, from Sep 30: Oct 8 9, Sat 10 =3; 12-15 =7
        (limit("wd", "2026-09-30", 7), "2026-10-15"),
        # 网络安全法, logs of Aug 31: Feb 28
        (limit("mo", "2025-08-31", 6, rolls=False), "2026-02-28"),
    ],
)
def test_bounds_protect_up_to_their_last_day(case: Case, last: str) -> None:
    assert articles.earliest(case, DAYS) == D(last)


def test_the_years_have_as_many_working_days_as_the_notices_give() -> None:
    for number, count in ((2024, 251), (2025, 248), (2026, 248)):
        ordinals = range(date(number, 1, 1).toordinal(), date(number + 1, 1, 1).toordinal())
        assert sum(DAYS.working(date.fromordinal(ordinal)) for ordinal in ordinals) == count


def test_without_a_notice_weekends_alone_are_off() -> None:
    assert [Days().working(date(2027, 3, day)) for day in range(1, 8)] == [True] * 5 + [False] * 2


@pytest.mark.parametrize(
    ("moment", "n", "end"),
    [
        # 民法典 201 第二款: the night of 除夕 counts like any other
        ("2026-02-15T22:30", 5, "2026-02-16T03:30"),
        ("2026-09-30T09:00", 24, "2026-10-01T09:00"),
        ("2024-02-28T23:15", 48, "2024-03-01T23:15"),
        ("2026-03-02T09:00", 0, "2026-03-02T09:00"),
    ],
)
def test_hours_run_from_the_moment(moment: str, n: int, end: str) -> None:
    assert articles.hours(datetime.fromisoformat(moment), n) == datetime.fromisoformat(end)


SPRING = limit("wd", "2026-02-10", 20)
YELLOW = [
    # 20% of 20 are 4 left, after the 16th: Mar 6 =14; 9 =15; 10 =16
    (SPRING, 20, 1, "2026-03-10"),
    # paused Feb 12-Mar 1: Mar 16-20 =12..16
    (replace(SPRING, stops=(suspend("2026-02-12", "2026-03-02"),)), 20, 1, "2026-03-20"),
    # extended to 30, 6 left after the 24th: Mar 16 =20; 20 =24
    (replace(SPRING, added=(10,)), 20, 1, "2026-03-20"),
    # 20% of 5 is 1 left, after the 4th: 3 4 5 6
    (limit("wd", "2026-03-02", 5), 20, 1, "2026-03-06"),
    # 20% of 3 is less than one, so 1 wd left decides: after the 2nd
    (limit("wd", "2026-03-02", 3), 20, 1, "2026-03-04"),
    # one day in all is left on the start
    (limit("wd", "2026-03-02", 1), 20, 1, "2026-03-02"),
    # over a holiday: 1 left after the 4th of 5, Sat 14, and the holiday after it changes nothing
    (limit("wd", "2026-02-10", 5), 20, 1, "2026-02-14"),
    # never by share, never by days: the last day, when nothing is left
    (limit("wd", "2026-03-02", 10), 0, 0, "2026-03-16"),
    # restarted: corrected Mar 16, the 16th of the new count: 20 =4; 27 =9; Apr 3 =14; 7 8 =16
    (replace(REPLY, stops=(CORRECTION,)), 20, 1, "2026-04-08"),
    # 90 days rolled to Oct 8 are 95; 19 left on Sep 19
    (limit("cd", "2026-07-05", 90), 20, 1, "2026-09-19"),
    # not rolled, 18 left of 90: Oct 3 - 18
    (limit("cd", "2026-07-05", 90, rolls=False), 20, 1, "2026-09-15"),
    # ten days out, last Oct 13; 18 left of 90: Oct 13 - 18
    (limit("cd", "2026-07-05", 90, stops=(suspend("2026-07-10", "2026-07-20"),)), 20, 1, "2026-09-25"),
    # last May 4, rolled to 6; by share 2 of 12 left on May 4, but one working day (6) is left on Apr 30 already
    (limit("cd", "2026-04-24", 10), 20, 1, "2026-04-30"),
    # 183 days to Oct 15, 36 left at most: Oct 15 - 36
    (limit("mo", "2026-04-15", 6), 20, 1, "2026-09-09"),
    # Mar 11, one working day left on Mar 10
    (limit("wd", "2026-03-20", 7, direction="before"), 20, 1, "2026-03-10"),
    # Oct 1 is off; Sep 30 is left on 29; 29 and 30 on 28, too many
    (limit("cd", "2026-10-31", 30, direction="before"), 20, 1, "2026-09-29"),
    # Jan 1 to 31 are 30 days, 6 left on 25, a Sunday; five working days left, more than one
    (limit("md", "2026-01-01", 0, fixed=(1, 31)), 20, 1, "2026-01-25"),
    # waiting without an end
    (replace(REPLY, stops=(restart("2026-03-06"),)), 20, 1, None),
]


@pytest.mark.parametrize(("case", "percent", "least", "first"), YELLOW)
def test_yellow_begins(case: Case, percent: int, least: int, first: str | None) -> None:
    assert articles.yellow(case, percent, least, DAYS) == (D(first) if first else None)


def test_red_is_the_day_after_the_last() -> None:
    assert articles.red(SPRING, DAYS) == date(2026, 3, 17)
    assert articles.red(limit("cd", "2026-07-05", 90), DAYS) == date(2026, 10, 9)
    assert articles.red(replace(REPLY, stops=(restart("2026-03-06"),)), DAYS) is None


ASKED = replace(REPLY, stops=(suspend("2026-03-09", "2026-03-25"),))  # last Apr 16; 4 left after the 16th, Apr 10


@pytest.mark.parametrize(
    ("case", "today", "finished", "colour"),
    [
        (SPRING, "2026-02-10", None, "green"),
        (SPRING, "2026-03-09", None, "green"),  # 5 left
        (SPRING, "2026-03-10", None, "yellow"),  # 4 left
        (SPRING, "2026-03-16", None, "yellow"),  # the last day
        (SPRING, "2026-03-17", None, "red"),
        (SPRING, "2026-03-20", "2026-03-13", "blue"),
        (SPRING, "2026-03-20", "2026-03-16", "yellow"),  # in time, but not early
        (SPRING, "2026-03-20", "2026-03-17", "red"),  # done, but late
        (SPRING, "2026-03-09", "2026-03-13", "green"),  # not finished yet
        (ASKED, "2026-03-08", None, "green"),
        (ASKED, "2026-03-09", None, "grey"),
        (ASKED, "2026-03-24", None, "grey"),
        (ASKED, "2026-03-25", None, "green"),
        (ASKED, "2026-04-10", None, "yellow"),
        (ASKED, "2026-04-17", None, "red"),
        (replace(REPLY, stops=(restart("2026-03-06"),)), "2026-06-01", None, "grey"),
        (replace(REPLY, stops=(restart("2026-03-06"),)), "2026-06-01", "2026-03-20", "blue"),  # withdrawn while waiting
        (replace(REPLY, stops=(CORRECTION,)), "2026-03-16", None, "green"),
        (replace(REPLY, stops=(suspend("2026-03-31", "2026-04-30"),)), "2026-04-10", None, "red"),  # paused too late
    ],
)
def test_lights(case: Case, today: str, finished: str | None, colour: str) -> None:
    assert articles.light(case, D(today), 20, 1, DAYS, finished=D(finished) if finished else None) == colour


@pytest.mark.parametrize(
    ("received", "rule"),
    [
        ("2008-05-01", ("2007", 15, 15)),
        ("2019-05-14", ("2007", 15, 15)),
        ("2019-05-15", ("2019", 20, 20)),
        ("2026-03-02", ("2019", 20, 20)),
    ],
)
def test_the_day_of_receipt_chooses_the_regulation(received: str, rule: tuple[str, int, int]) -> None:
    assert articles.reply_rule(D(received)) == rule


def test_no_regulation_before_the_first() -> None:
    with pytest.raises(ValueError, match="2008-05-01"):
        articles.reply_rule(date(2008, 4, 30))


def test_replies_under_each_regulation() -> None:
    # May 15-17 =3; 20-24 =8; 27-31 =13; Jun 3 4 =15; weekends only, for 端午 2019 comes later
    assert articles.due_by_reply_rule(date(2019, 5, 14), Days()) == date(2019, 6, 4)
    # May 16 17 =2; 20-24 =7; 27-31 =12; Jun 3-6 =16; 7 off (端午); 10-13 =20
    assert articles.due_by_reply_rule(date(2019, 5, 15), Days(off={date(2019, 6, 7)})) == date(2019, 6, 13)
    # 40 from Mar 2 2026: Mar 30 =20; 31, Apr 1-3 =24; 7-10 =28; 13-17 =33; 20-24 =38; 27 28 =40
    assert articles.due_by_reply_rule(date(2026, 3, 2), DAYS, extended=True) == date(2026, 4, 28)


@pytest.mark.parametrize(
    ("limit_id", "meaning"),
    [
        ("xk.one_time_notice", "accepted"),
        ("xk.renew.apply", "renewed"),
        ("xxgk.bz_notice", "abandoned"),
        ("xxgk.third_party", "agency decides"),
        ("xxgk.co_agency", "consent"),
        ("xxgk.fee_pay", "abandoned"),
        ("xk.decide", None),
        ("xxgk.reply", None),
    ],
)
def test_silence(limit_id: str, meaning: str | None) -> None:
    assert articles.silence(limit_id) == meaning


def festivals(spring: str, qingming: str, dragon: str, autumn: str) -> dict[str, date]:
    return {"春节": D(spring), "清明节": D(qingming), "端午节": D(dragon), "中秋节": D(autumn)}


FESTIVALS = {
    2024: festivals("2024-02-10", "2024-04-04", "2024-06-10", "2024-09-17"),
    2025: festivals("2025-01-29", "2025-04-04", "2025-05-31", "2025-10-06"),
    2026: festivals("2026-02-17", "2026-04-05", "2026-06-19", "2026-09-25"),
    2027: festivals("2027-02-06", "2027-04-05", "2027-06-09", "2027-09-15"),
}


def short(found: tuple[date, ...]) -> str:
    return " ".join(f"{day:%m-%d}" for day in found)


@pytest.mark.parametrize(
    ("number", "off"),
    [
        # the statutory days as the sources list them
        (2024, "01-01 02-10 02-11 02-12 04-04 05-01 06-10 09-17 10-01 10-02 10-03"),
        (2025, "01-01 01-28 01-29 01-30 01-31 04-04 05-01 05-02 05-31 10-01 10-02 10-03 10-06"),
        (2026, "01-01 02-16 02-17 02-18 02-19 04-05 05-01 05-02 06-19 09-25 10-01 10-02 10-03"),
    ],
)
def test_statutory_days(number: int, off: str) -> None:
    assert short(articles.festivals_off(number, FESTIVALS[number])) == off


@pytest.mark.parametrize(
    ("number", "instead"),
    [
        # Feb 10 Sat, 11 Sun; Mon 12 is off itself: 13 and 14
        (2024, {"2024-02-13", "2024-02-14"}),
        # May 31 Sat: Mon Jun 2
        (2025, {"2025-06-02"}),
        # Apr 5 Sun: Mon 6; May 2 Sat: Mon 4; Oct 3 Sat: Mon 5
        (2026, {"2026-04-06", "2026-05-04", "2026-10-05"}),
        # Feb 6 Sat, 7 Sun, Mon 8 off: 9, 10; May 1 Sat, 2 Sun: 3, 4; Oct 2 Sat, 3 Sun: 4, 5
        (2027, {"2027-02-09", "2027-02-10", "2027-05-03", "2027-05-04", "2027-10-04", "2027-10-05"}),
    ],
)
def test_weekends_are_given_back(number: int, instead: set[str]) -> None:
    found = set(articles.statutory_days(number, FESTIVALS[number]))
    assert found - set(articles.festivals_off(number, FESTIVALS[number])) == {D(day) for day in instead}
    assert number == 2027 or not any(DAYS.working(day) for day in found)  # the notices took just these


def test_a_year_of_an_office_repeats_itself_and_holds_together() -> None:
    cases = year.year(7, 1500)
    assert cases == year.year(7, 1500)
    assert cases != year.year(8, 1500)
    assert {limit.id for limit in year.LIMITS} == {limit_id for limit_id, _ in cases}
    for _, case in cases:
        holds(case)


def holds(case: Case) -> None:
    """What must be so of any limit, whatever its last day is."""
    last = articles.due(case, DAYS)
    if last is None:
        assert any(stop.end is None for stop in case.stops)
        return
    assert last <= case.start if case.direction == "before" else last >= case.start
    if case.direction == "after" and case.unit != "md":
        assert not any(stop.covers(last) for stop in case.stops if stop.effect == "suspend")
        assert DAYS.working(last) or not (case.rolls or case.unit == "wd")
        early = articles.due(replace(case, stops=()), DAYS)
        assert early is not None
        assert early <= last or case.counts_first


def test_a_year_holds_every_kind_of_stop() -> None:
    stops = [(case, stop) for _, case in year.year(7, 1500) for stop in case.stops]
    assert {(stop.effect, stop.end is None) for _, stop in stops} == {
        (effect, opened) for effect in ("suspend", "restart") for opened in (False, True)
    }
    assert any(stop.begin == case.start for case, stop in stops)
    assert any(other is not stop and other.covers(stop.begin) for case, stop in stops for other in case.stops)
    assert any(case.added and case.stops for case, _ in stops)
