"""Discretion baselines (裁量基准) as decision tables: read, checked for gaps and overlaps, applied to one decision."""

from .amounts import Measure, Span, amount_of, number_words, span_of
from .checking import ERRORS, Finding, findings, sound
from .data import baseline_from_data
from .errors import DiscretionError
from .judging import Judgement, facts_of, judge, wrong_facts
from .narrowing import UNLIKE, WIDER, widenings
from .outlying import FEWEST, Spread, median, median_of, place_in, spread, spread_of
from .table import KINDS, LESSENED, NONE, Baseline, Fact, Tier, condition_words

__all__ = [
    "ERRORS",
    "FEWEST",
    "KINDS",
    "LESSENED",
    "NONE",
    "UNLIKE",
    "WIDER",
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
    "median_of",
    "number_words",
    "place_in",
    "sound",
    "span_of",
    "spread",
    "spread_of",
    "widenings",
    "wrong_facts",
]
