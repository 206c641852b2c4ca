"""China's time: legal days begin at midnight in Beijing, wherever the server stands."""

from datetime import date, datetime, timedelta, timezone

from .errors import ClockError

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")


def said(day: date) -> str:
    """Returns a day as people read it, such as 2026年3月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def local_date(moment: datetime) -> date:
    """Returns China's date of an aware moment; raises ClockError for a naive one, or one at the end of all days."""
    if moment.utcoffset() is None:
        raise ClockError("时刻没有时区，不能确定是哪一天。请带上时区，如 +08:00。")
    try:
        return moment.astimezone(CHINA).date()
    except OverflowError:
        raise ClockError(f"时刻 {moment} 没有北京时间的日期。请核对年份。") from None
