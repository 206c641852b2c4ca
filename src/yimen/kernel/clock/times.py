"""China's time: legal days begin at midnight in Beijing, wherever the server stands."""

from datetime import date, datetime, timedelta, timezone

from .errors import ClockError

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")


def local_date(moment: datetime) -> date:
    """Returns China's date of an aware moment; raises ClockError for a naive one."""
    if moment.utcoffset() is None:
        raise ClockError("时刻没有时区，不能确定是哪一天。请带上时区，如 +08:00。")
    return moment.astimezone(CHINA).date()
