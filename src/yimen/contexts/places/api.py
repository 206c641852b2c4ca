"""The door of places."""

from .calendars import calendar, calendar_if
from .changing import hold_calendars, holding_calendars, newest_change
from .closing import load_closures, order_closure, revoke_closure
from .errors import LOADING, CalendarMoved, LoadError
from .holidays import load_holidays
from .loading import load_regions, region_files
from .observing import load_observances, set_observance
from .reading import NoSuchRegion, Region, children, full_name, lineage, named, region, search
from .showing import (
    Change,
    DayChange,
    NoSuchChange,
    NoSuchYear,
    Observed,
    Ordered,
    Preview,
    Replaced,
    Source,
    Year,
    change,
    changes,
    closures,
    festivals_off,
    notices,
    observances,
    preview,
    replaced_notices,
    year,
)
from .taking import YEARS

__all__ = [
    "LOADING",
    "YEARS",
    "CalendarMoved",
    "Change",
    "DayChange",
    "LoadError",
    "NoSuchChange",
    "NoSuchRegion",
    "NoSuchYear",
    "Observed",
    "Ordered",
    "Preview",
    "Region",
    "Replaced",
    "Source",
    "Year",
    "calendar",
    "calendar_if",
    "change",
    "changes",
    "children",
    "closures",
    "festivals_off",
    "full_name",
    "hold_calendars",
    "holding_calendars",
    "lineage",
    "load_closures",
    "load_holidays",
    "load_observances",
    "load_regions",
    "named",
    "newest_change",
    "notices",
    "observances",
    "order_closure",
    "preview",
    "region",
    "region_files",
    "replaced_notices",
    "revoke_closure",
    "search",
    "set_observance",
    "year",
]
