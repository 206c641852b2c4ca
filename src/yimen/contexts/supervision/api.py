"""The door of supervision."""

from .answering import AnswerRefused, close, reply
from .reading import Board, Finding, board, findings
from .rules import RULES, Rule, breaches

__all__ = [
    "RULES",
    "AnswerRefused",
    "Board",
    "Finding",
    "Rule",
    "board",
    "breaches",
    "close",
    "findings",
    "reply",
]
