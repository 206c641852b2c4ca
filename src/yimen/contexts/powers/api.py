"""The door of powers."""

from .above import Compared, compared_above
from .agencies import Activity, Agency, Element, agencies, agency
from .approving import approve_baseline, end_baseline, return_baseline
from .baselines import (
    DESK_PAGE,
    STATES,
    Version,
    baseline,
    baseline_history,
    baselines,
    coming_baselines,
    desk_baselines,
    desk_counts,
    past_baselines,
    usable_baselines,
)
from .bringing import Decision
from .casefile import PenaltyCase, Stated, cases_to_do, open_cases, penalty_case, reveal_party
from .caselaw import CLOSED, EVIDENCE, GRAVE, INVESTIGATORS, LARGE, REVIEWED, SERVED, SOURCES, SPARED, SUMMARY
from .caselaw import KIND as CASE_KIND
from .caselaw import KINDS as PENALTY_KINDS
from .deciding import GROUNDS, decide_penalty, judge_penalty
from .deviating import allow_deviation
from .directory import EXPIRED, Intermediary, Service, intermediaries, rules, services, topics, units_with_rules
from .drafting import discard_baseline, save_baseline, start_baseline, submit_baseline
from .entering import NewEntry
from .entries import Adjustment, Entry, adjustments, entries, entry, entry_history, entry_version
from .errors import NoSuchPower, NotYourPower, OutsideTier, PowerMoved, PowerRefused
from .filing import Filing, open_penalty_case
from .fitting import Fit, fits, procedure_name
from .inspecting import COUNTS, Inspection, figures, inspection, inspections, publish_inspection
from .kinds import ACTIVITIES, KINDS, Field, Kind
from .lists import Body, Power, bodies, power, power_names, powers
from .penalties import STATES as PENALTY_STATES
from .penalties import Penalty, Reasons, desk_penalties, penalty, public_penalties
from .posts import may_write
from .proposals import STATES as PROPOSAL_STATES
from .proposals import (
    Proposal,
    Review,
    open_proposal,
    proposal_review,
    proposals,
    proposals_to_do,
)
from .proposing import CHANGES_BY, NewProposal, correct_proposal, propose_entry, withdraw_proposal
from .proposing import KIND as LIST_KIND
from .proposing import PROCEDURE as LIST_PROCEDURE
from .register import end_entry, preview_entry, publish_entry
from .repeating import Repeat, repeats
from .statistics import FEWEST_TOLD, Unusual, Use, percent, usage
from .under import power_baselines, power_running
from .waiting import Waiting, to_answer

__all__ = [
    "ACTIVITIES",
    "CASE_KIND",
    "CHANGES_BY",
    "CLOSED",
    "COUNTS",
    "DESK_PAGE",
    "EVIDENCE",
    "EXPIRED",
    "FEWEST_TOLD",
    "GRAVE",
    "GROUNDS",
    "INVESTIGATORS",
    "KINDS",
    "LARGE",
    "LIST_KIND",
    "LIST_PROCEDURE",
    "PENALTY_KINDS",
    "PENALTY_STATES",
    "PROPOSAL_STATES",
    "REVIEWED",
    "SERVED",
    "SOURCES",
    "SPARED",
    "STATES",
    "SUMMARY",
    "Activity",
    "Adjustment",
    "Agency",
    "Body",
    "Compared",
    "Decision",
    "Element",
    "Entry",
    "Field",
    "Filing",
    "Fit",
    "Inspection",
    "Intermediary",
    "Kind",
    "NewEntry",
    "NewProposal",
    "NoSuchPower",
    "NotYourPower",
    "OutsideTier",
    "Penalty",
    "PenaltyCase",
    "Power",
    "PowerMoved",
    "PowerRefused",
    "Proposal",
    "Reasons",
    "Repeat",
    "Review",
    "Service",
    "Stated",
    "Unusual",
    "Use",
    "Version",
    "Waiting",
    "adjustments",
    "agencies",
    "agency",
    "allow_deviation",
    "approve_baseline",
    "baseline",
    "baseline_history",
    "baselines",
    "bodies",
    "cases_to_do",
    "coming_baselines",
    "compared_above",
    "correct_proposal",
    "decide_penalty",
    "desk_baselines",
    "desk_counts",
    "desk_penalties",
    "discard_baseline",
    "end_baseline",
    "end_entry",
    "entries",
    "entry",
    "entry_history",
    "entry_version",
    "figures",
    "fits",
    "inspection",
    "inspections",
    "intermediaries",
    "judge_penalty",
    "may_write",
    "open_cases",
    "open_penalty_case",
    "open_proposal",
    "past_baselines",
    "penalty",
    "penalty_case",
    "percent",
    "power",
    "power_baselines",
    "power_names",
    "power_running",
    "powers",
    "preview_entry",
    "procedure_name",
    "proposal_review",
    "proposals",
    "proposals_to_do",
    "propose_entry",
    "public_penalties",
    "publish_entry",
    "publish_inspection",
    "repeats",
    "return_baseline",
    "reveal_party",
    "rules",
    "save_baseline",
    "services",
    "start_baseline",
    "submit_baseline",
    "to_answer",
    "topics",
    "units_with_rules",
    "usable_baselines",
    "usage",
    "withdraw_proposal",
]
