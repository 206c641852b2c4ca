"""Legal time: calendars of working days, limits, ledgers with pauses, explained due days, lights."""

from .calendar import Calendar, Day
from .data import ledger_from_data, ledger_to_data, limit_from_data, limit_to_data
from .errors import ClockError
from .explaining import Line
from .ledger import Due, Extension, Ledger
from .lights import Light, LightDates, Thresholds
from .limits import Extending, Ground, Limit, Silence, Unit
from .notices import Notice, notice_from_data
from .pauses import Pause
from .times import CHINA, local_date

__all__ = [
    "CHINA",
    "Calendar",
    "ClockError",
    "Day",
    "Due",
    "Extending",
    "Extension",
    "Ground",
    "Ledger",
    "Light",
    "LightDates",
    "Limit",
    "Line",
    "Notice",
    "Pause",
    "Silence",
    "Thresholds",
    "Unit",
    "ledger_from_data",
    "ledger_to_data",
    "limit_from_data",
    "limit_to_data",
    "local_date",
    "notice_from_data",
]
