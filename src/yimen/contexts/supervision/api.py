"""The door of supervision."""

from .answering import AnswerRefused, close, reply
from .judging import breaches
from .keys import KEY_SORTS, Key, KeyRefused, NewKey, end_key, keys, set_key
from .reading import CASES, Board, Finding, board, findings
from .rules import NOTE, RULES, SORTS, Rule

__all__ = [
    "CASES",
    "KEY_SORTS",
    "NOTE",
    "RULES",
    "SORTS",
    "AnswerRefused",
    "Board",
    "Finding",
    "Key",
    "KeyRefused",
    "NewKey",
    "Rule",
    "board",
    "breaches",
    "close",
    "end_key",
    "findings",
    "keys",
    "reply",
    "set_key",
]
