"""Discretion baselines (裁量基准) as decision tables: read, checked for gaps and overlaps, applied to one decision."""

from .amounts import Measure, Span, amount_of, number_words, span_of
from .checking import ERRORS, Finding, findings, sound
from .data import baseline_from_data
from .errors import DiscretionError
from .judging import Judgement, facts_of, judge, wrong_facts
from .outlying import FEWEST, Spread, median, place_in, spread
from .table import KINDS, LESSENED, NONE, Baseline, Fact, Tier, condition_words

__all__ = [
    "ERRORS",
    "FEWEST",
    "KINDS",
    "LESSENED",
    "NONE",
    "Baseline",
    "DiscretionError",
    "Fact",
    "Finding",
    "Judgement",
    "Measure",
    "Span",
    "Spread",
    "Tier",
    "amount_of",
    "baseline_from_data",
    "condition_words",
    "facts_of",
    "findings",
    "judge",
    "median",
    "number_words",
    "place_in",
    "sound",
    "span_of",
    "spread",
    "wrong_facts",
]
