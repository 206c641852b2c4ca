"""Days and moments as people read them: in Chinese, by China's time."""

from datetime import date, datetime

from django import template

from yimen.kernel.clock import CHINA, local_date

register = template.Library()


@register.filter
def day(value: date | datetime | None) -> str:
    """Returns a day such as 2026年11月23日 (of a moment: China's day), "" for none."""
    if not value:
        return ""
    found = local_date(value) if isinstance(value, datetime) else value
    return f"{found.year}年{found.month}月{found.day}日"


@register.filter
def moment(value: datetime | None) -> str:
    """Returns a moment such as 2026年11月23日 10:03 in China's time, "" for none."""
    if not value:
        return ""
    return f"{day(value)} {value.astimezone(CHINA):%H:%M}"
