"""The door of cases."""

from .applications import Answers, Application, ApplicationRefused, Upload, WalkIn
from .conf import address
from .drafting import Draft, discard_draft, draft, drafts, remove_upload, save_draft
from .joint import Partner, partners
from .limits import APPLYING, RENEWING, allowed
from .lodging import Receipt, lodge
from .papers import PAPER_NAMES, Paper, promise, read_paper
from .rating import SCORES, RatingRefused, rate
from .reading import Answer, Case, NoPurpose, Result, case, material, result, results, reveal
from .room import METHODS
from .uploading import hand_in
from .withdrawing import withdraw

__all__ = [
    "APPLYING",
    "METHODS",
    "PAPER_NAMES",
    "RENEWING",
    "SCORES",
    "Answer",
    "Answers",
    "Application",
    "ApplicationRefused",
    "Case",
    "Draft",
    "NoPurpose",
    "Paper",
    "Partner",
    "RatingRefused",
    "Receipt",
    "Result",
    "Upload",
    "WalkIn",
    "address",
    "allowed",
    "case",
    "discard_draft",
    "draft",
    "drafts",
    "hand_in",
    "lodge",
    "material",
    "partners",
    "promise",
    "rate",
    "read_paper",
    "remove_upload",
    "result",
    "results",
    "reveal",
    "save_draft",
    "withdraw",
]
