"""The door of procedures."""

from .discarding import discard_draft
from .drafts import STATES, Draft, DraftRefused, NoSuchDraft, draft, draft_history, drafts, findings
from .fitting import check_fit
from .keeping import MOST_REVISIONS, Revision, revision, revisions
from .locking import DraftMoved
from .models import LONGEST_NAME
from .posts import NotYourProcedure, may_draft, may_review
from .publishing import ProcedureRefused, publish
from .reading import Call, NoSuchProcedure, Version, coming, in_force, newest, public_list, version, versions
from .releasing import publish_draft
from .restoring import restore_draft
from .reviewing import review_draft
from .saving import LARGEST, Saved, save_draft
from .starting import copy_anew, copy_version, start_draft
from .submitting import hindrances, submit_draft

__all__ = [
    "LARGEST",
    "LONGEST_NAME",
    "MOST_REVISIONS",
    "STATES",
    "Call",
    "Draft",
    "DraftMoved",
    "DraftRefused",
    "NoSuchDraft",
    "NoSuchProcedure",
    "NotYourProcedure",
    "ProcedureRefused",
    "Revision",
    "Saved",
    "Version",
    "check_fit",
    "coming",
    "copy_anew",
    "copy_version",
    "discard_draft",
    "draft",
    "draft_history",
    "drafts",
    "findings",
    "hindrances",
    "in_force",
    "may_draft",
    "may_review",
    "newest",
    "public_list",
    "publish",
    "publish_draft",
    "restore_draft",
    "review_draft",
    "revision",
    "revisions",
    "save_draft",
    "start_draft",
    "submit_draft",
    "version",
    "versions",
]
