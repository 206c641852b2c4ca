"""The door of limits."""

from .errors import LimitRefused, NotYourLaw
from .loading import LimitsLoadError, load_limits
from .local import stricter
from .publishing import NewThreshold, NewVersion, preview_limit, preview_thresholds, publish_limit, publish_thresholds
from .reading import (
    NoSuchLimit,
    Rule,
    Threshold,
    all_thresholds,
    bound,
    bounds,
    history,
    limit,
    limits,
    promised,
    thresholds,
)
from .reckoning import GroundNeeded, Question, Reckoning, reckon
from .rows import SILENCES, Bound, Law

__all__ = [
    "SILENCES",
    "Bound",
    "GroundNeeded",
    "Law",
    "LimitRefused",
    "LimitsLoadError",
    "NewThreshold",
    "NewVersion",
    "NoSuchLimit",
    "NotYourLaw",
    "Question",
    "Reckoning",
    "Rule",
    "Threshold",
    "all_thresholds",
    "bound",
    "bounds",
    "history",
    "limit",
    "limits",
    "load_limits",
    "preview_limit",
    "preview_thresholds",
    "promised",
    "publish_limit",
    "publish_thresholds",
    "reckon",
    "stricter",
    "thresholds",
]
