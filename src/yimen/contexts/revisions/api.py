"""The door of revisions."""

from .reading import Revision, revision, waiting
from .room import KIND, PUBLISHED, REFUSED, RESUBMIT, RETURN
from .soundness import all_findings, step_days
from .submitting import PROCEDURE, submit_drafts, withdraw_drafts

__all__ = [
    "KIND",
    "PROCEDURE",
    "PUBLISHED",
    "REFUSED",
    "RESUBMIT",
    "RETURN",
    "Revision",
    "all_findings",
    "revision",
    "step_days",
    "submit_drafts",
    "waiting",
    "withdraw_drafts",
]
