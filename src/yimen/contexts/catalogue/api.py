"""The door of the catalogue."""

from .bases import base_history, base_in_force, bases_on, load_bases, publish_base
from .changes import CHANGES, PROPOSED, Change
from .checks import AUDIENCES, DISCLOSURES, OWN_MOTION
from .commenting import comment, settle_comment
from .comparing import WEIGHTY, compared, content_told, item_names
from .comparing import Line as Difference
from .content import (
    AREAS,
    BODY_KINDS,
    DEPTHS,
    ONLINE,
    POWER_SOURCES,
    RESULT_KINDS,
    SUBJECTS,
    Basis,
    Fee,
    Question,
    asked_for,
)
from .covering import Coverage, Stale, coverage
from .describing import Column, columns
from .differing import Divergence, divergences, items_compared
from .digests import RESPECTS
from .discarding import discard_draft
from .drafts import (
    STATES,
    Comment,
    Draft,
    DraftMoved,
    DraftRefused,
    Finding,
    NoSuchDraft,
    comments,
    draft,
    draft_history,
    drafts,
    drafts_of,
)
from .elements import Completeness, Listed, completeness
from .ending import Ended, Successor, ended
from .examining import draft_completeness, draft_values, findings
from .fields import LABELS
from .guides import COMING, IN_USE, Edition, Guide, NoSuchItem, coming, guide, guide_version, history, missing
from .handing import ADDED, CHANGED, SAME, Handed, changes_in_words, draft_items, hand_in
from .indexing import indexed, reindex
from .inheriting import INHERITED, Base
from .joining import HANDLINGS, INSTANT, JOINT, PROMISED, PROXY, UPWARD, Chosen, Partner, chosen
from .listing import Department, departments, flags, guides_on, own_items
from .listing import Listed as ListedItem
from .misses import Miss, misses, note_miss
from .naming import Naming, check_naming, naming
from .posts import NotYourItem, may_write
from .prerequisites import circle, needed
from .publishing import cancel, load_items, publish
from .refusals import ItemRefused
from .releasing import hold_again, hold_drafts, publish_drafts, release_drafts
from .saving import Proposal, save_draft
from .searching import Found, Line, browse, find, units
from .starting import Beginning, start_draft
from .streaming import Published, published, versions_in_force
from .synonyms import SynonymsRefused, load_synonyms
from .wanting import Facets, Wanted, facets

__all__ = [
    "ADDED",
    "AREAS",
    "AUDIENCES",
    "BODY_KINDS",
    "CHANGED",
    "CHANGES",
    "COMING",
    "DEPTHS",
    "DISCLOSURES",
    "HANDLINGS",
    "INHERITED",
    "INSTANT",
    "IN_USE",
    "JOINT",
    "LABELS",
    "ONLINE",
    "OWN_MOTION",
    "POWER_SOURCES",
    "PROMISED",
    "PROPOSED",
    "PROXY",
    "RESPECTS",
    "RESULT_KINDS",
    "SAME",
    "STATES",
    "SUBJECTS",
    "UPWARD",
    "WEIGHTY",
    "Base",
    "Basis",
    "Beginning",
    "Change",
    "Chosen",
    "Column",
    "Comment",
    "Completeness",
    "Coverage",
    "Department",
    "Difference",
    "Divergence",
    "Draft",
    "DraftMoved",
    "DraftRefused",
    "Edition",
    "Ended",
    "Facets",
    "Fee",
    "Finding",
    "Found",
    "Guide",
    "Handed",
    "ItemRefused",
    "Line",
    "Listed",
    "ListedItem",
    "Miss",
    "Naming",
    "NoSuchDraft",
    "NoSuchItem",
    "NotYourItem",
    "Partner",
    "Proposal",
    "Published",
    "Question",
    "Stale",
    "Successor",
    "SynonymsRefused",
    "Wanted",
    "asked_for",
    "base_history",
    "base_in_force",
    "bases_on",
    "browse",
    "cancel",
    "changes_in_words",
    "check_naming",
    "chosen",
    "circle",
    "columns",
    "coming",
    "comment",
    "comments",
    "compared",
    "completeness",
    "content_told",
    "coverage",
    "departments",
    "discard_draft",
    "divergences",
    "draft",
    "draft_completeness",
    "draft_history",
    "draft_items",
    "draft_values",
    "drafts",
    "drafts_of",
    "ended",
    "facets",
    "find",
    "findings",
    "flags",
    "guide",
    "guide_version",
    "guides_on",
    "hand_in",
    "history",
    "hold_again",
    "hold_drafts",
    "indexed",
    "item_names",
    "items_compared",
    "load_bases",
    "load_items",
    "load_synonyms",
    "may_write",
    "misses",
    "missing",
    "naming",
    "needed",
    "note_miss",
    "own_items",
    "publish",
    "publish_base",
    "publish_drafts",
    "published",
    "reindex",
    "release_drafts",
    "save_draft",
    "settle_comment",
    "start_draft",
    "units",
    "versions_in_force",
]
