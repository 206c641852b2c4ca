"""Legal time: calendars of working days, limits, ledgers with pauses, explained due days, lights."""

from .calendar import Calendar, Day, changed_days, changed_span
from .closures import Closure, closure_from_data
from .data import ledger_from_data, ledger_to_data, limit_from_data, limit_to_data
from .errors import ClockError
from .explaining import Line
from .ledger import Due, Extension, Ledger
from .lights import Light, LightDates, Thresholds
from .limits import Extending, Ground, Limit, Silence, Unit
from .notices import Notice, forgotten, notice_from_data, worked
from .observances import Observance, observance_from_data
from .pauses import Pause
from .times import CHINA, local_date, said

__all__ = [
    "CHINA",
    "Calendar",
    "ClockError",
    "Closure",
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
    "Observance",
    "Pause",
    "Silence",
    "Thresholds",
    "Unit",
    "changed_days",
    "changed_span",
    "closure_from_data",
    "forgotten",
    "ledger_from_data",
    "ledger_to_data",
    "limit_from_data",
    "limit_to_data",
    "local_date",
    "notice_from_data",
    "observance_from_data",
    "said",
    "worked",
]
