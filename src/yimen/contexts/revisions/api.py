"""The door of revisions."""

from .accounting import TARGET, Measure, Saved, account
from .issues import ISSUES, Issue, NewIssue, answer_issue, issues, look_at_issue, raise_issue
from .reading import Revision, revision, waiting
from .room import KIND, PUBLISHED, REFUSED
from .rounds import (
    OUTCOMES,
    PRINCIPLES,
    Judgement,
    NewRound,
    NoSuchRound,
    NotYourRound,
    Round,
    RoundRefused,
    Verdict,
    agree_verdict,
    judge_item,
    may_lead,
    open_round,
    round_of,
    rounds,
    verdicts,
)
from .soundness import all_findings
from .submitting import PROCEDURE, submit_drafts, withdraw_drafts

__all__ = [
    "ISSUES",
    "KIND",
    "OUTCOMES",
    "PRINCIPLES",
    "PROCEDURE",
    "PUBLISHED",
    "REFUSED",
    "TARGET",
    "Issue",
    "Judgement",
    "Measure",
    "NewIssue",
    "NewRound",
    "NoSuchRound",
    "NotYourRound",
    "Revision",
    "Round",
    "RoundRefused",
    "Saved",
    "Verdict",
    "account",
    "agree_verdict",
    "all_findings",
    "answer_issue",
    "issues",
    "judge_item",
    "look_at_issue",
    "may_lead",
    "open_round",
    "raise_issue",
    "revision",
    "round_of",
    "rounds",
    "submit_drafts",
    "verdicts",
    "waiting",
    "withdraw_drafts",
]
