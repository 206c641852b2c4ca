"""The door of limits."""

from .loading import LimitsLoadError, load_limits
from .publishing import LimitRefused, NotYourLaw, preview_limit, preview_thresholds, publish_limit, publish_thresholds
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
    stricter,
    thresholds,
)
from .reckoning import GroundNeeded, Question, Reckoning, reckon
from .rows import Bound, Law

__all__ = [
    "Bound",
    "GroundNeeded",
    "Law",
    "LimitRefused",
    "LimitsLoadError",
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
