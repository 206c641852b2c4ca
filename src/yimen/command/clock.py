"""``yimen clock due``: a due date and how it came about; usable alone, also where nothing is set up."""

import argparse
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from yimen.kernel.clock import (
    Calendar,
    ClockError,
    Extension,
    Ground,
    Ledger,
    Limit,
    Pause,
    Unit,
    local_date,
    notice_from_data,
)

from .frame import Misused, Said, Wrong, django
