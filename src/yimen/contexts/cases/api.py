"""The door of cases."""

from .applications import Answers, Application, ApplicationRefused, Upload, WalkIn
from .askable import Askable, askable
from .beyond import beyond_guide
from .conf import address
from .drafting import Draft, discard_draft, draft, drafts, remove_upload, save_draft
from .grounds import Ground, Grounds, grounds
from .inspection import (
    FIXED,
    MOST_DAYS,
    Able,
    Inspection,
    answer_dates,
    arranging,
    fix_date,
    inspections,
    propose_dates,
    unanswered,
)
from .joint import SEVERAL, Partner, demands, partners
from .limits import APPLYING, RENEWING, allowed
from .lodging import Receipt, lodge
from .openness import Course, Kept, Stage, course
from .papers import PAPER_NAMES, Paper, promise, read_paper
from .projects import (
    BESIDE,
    STAGES,
    TOTAL,
    NoSuchProject,
    Part,
    Project,
    ProjectRefused,
    add_to_project,
    my_projects,
    open_cases,
    open_project,
    project,
    project_of,
    projects,
    stage_of,
    too_long,
)
from .rating import SCORES, RatingRefused, rate
from .reading import Answer, Case, NoPurpose, Result, case, material, result, results, reveal
from .room import METHODS
from .uploading import hand_in
from .withdrawing import withdraw

__all__ = [
    "APPLYING",
    "BESIDE",
    "FIXED",
    "METHODS",
    "MOST_DAYS",
    "PAPER_NAMES",
    "RENEWING",
    "SCORES",
    "SEVERAL",
    "STAGES",
    "TOTAL",
    "Able",
    "Answer",
    "Answers",
    "Application",
    "ApplicationRefused",
    "Askable",
    "Case",
    "Course",
    "Draft",
    "Ground",
    "Grounds",
    "Inspection",
    "Kept",
    "NoPurpose",
    "NoSuchProject",
    "Paper",
    "Part",
    "Partner",
    "Project",
    "ProjectRefused",
    "RatingRefused",
    "Receipt",
    "Result",
    "Stage",
    "Upload",
    "WalkIn",
    "add_to_project",
    "address",
    "allowed",
    "answer_dates",
    "arranging",
    "askable",
    "beyond_guide",
    "case",
    "course",
    "demands",
    "discard_draft",
    "draft",
    "drafts",
    "fix_date",
    "grounds",
    "hand_in",
    "inspections",
    "lodge",
    "material",
    "my_projects",
    "open_cases",
    "open_project",
    "partners",
    "project",
    "project_of",
    "projects",
    "promise",
    "propose_dates",
    "rate",
    "read_paper",
    "remove_upload",
    "result",
    "results",
    "reveal",
    "save_draft",
    "stage_of",
    "too_long",
    "unanswered",
    "withdraw",
]
