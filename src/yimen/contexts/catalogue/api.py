"""The door of the catalogue."""

from .asking import life_events_meant
from .basedrafts import BASE_CHANGES, BASE_KEYS, BaseBeginning, scope_of, start_base_draft
from .bases import base_history, base_in_force, bases_on, end_base, load_bases, publish_base
from .changes import CHANGES, PROPOSED, Change
from .checks import AUDIENCES, DISCLOSURES, OWN_MOTION
from .coding import base_scopes, code_parts
from .commenting import comment, settle_comment
from .comparing import WEIGHTY, compared, content_told, item_names
from .comparing import Line as Difference
from .conf import stale_days
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
from .delegating import Delegated, delegated
from .describing import Column, columns
from .differing import EXPLAINED, OPEN, Divergence, Tally, difference, divergences, items_compared, tally
from .digests import RESPECTS
from .discarding import discard_draft
from .drafts import (
    ENDING,
    STATES,
    CodeTaken,
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
from .explaining import (
    LONGEST_EXPLAINED,
    DifferenceMoved,
    ExplanationRefused,
    NoSuchDifference,
    explain_difference,
    explanations,
    may_explain,
    withdraw_explanation,
)
from .fields import LABELS
from .gathered import MOST_SAMPLES, SAMPLE_KINDS, Channel, Reference, Sample
from .guides import COMING, IN_USE, Edition, Guide, NoSuchItem, coming, guide, guide_version, handled, history, missing
from .handing import ADDED, CHANGED, SAME, Handed, changes_in_words, draft_items, hand_in
from .indexing import indexed, reindex
from .inheriting import INHERITED, Base
from .joining import HANDLINGS, INSTANT, JOINT, PROMISED, PROXY, UPWARD, Chosen, Partner, always_asked, chosen
from .kinds import Kind, kind_of, kinds
from .lifeevents import LifeEvent, life_events
from .listing import Department, departments, flags, guides_on, own_items, publishing_due, unpublished
from .listing import Listed as ListedItem
from .marks import Explained
from .misses import Miss, MissOfDay, misses, misses_by_day, note_miss
from .moving import Movement, movements
from .naming import Naming, advise_naming, check_naming, guides_naming, naming
from .posts import NotYourItem, may_write
from .prerequisites import base_codes, base_names, circle, circles_of, needed
from .previewing import draft_base, draft_guide
from .publishing import cancel, load_items, publish
from .pushing import Delegable, Pushed, delegable, push_down, towns
from .refusals import ItemRefused
from .releasing import hold_again, hold_drafts, publish_drafts, release_drafts
from .samples import (
    NewSample,
    SampleFile,
    attach_sample,
    detach_sample,
    draft_sample_file,
    sample_file,
    sample_sizes,
)
from .saving import Proposal, save_draft
from .searching import Found, Line, browse, find, units
from .starting import Beginning, start_draft
from .streaming import Published, published, versions_in_force
from .suggesting import suggested_words
from .synonyms import (
    Loaded,
    Synonym,
    SynonymsRefused,
    add_synonym,
    load_synonyms,
    refresh_synonyms,
    remove_synonym,
    synonym_counts,
    synonyms,
)
from .variants import FREE, Variant
from .wanting import Facets, Wanted, facets

__all__ = [
    "ADDED",
    "AREAS",
    "AUDIENCES",
    "BASE_CHANGES",
    "BASE_KEYS",
    "BODY_KINDS",
    "CHANGED",
    "CHANGES",
    "COMING",
    "DEPTHS",
    "DISCLOSURES",
    "ENDING",
    "EXPLAINED",
    "FREE",
    "HANDLINGS",
    "INHERITED",
    "INSTANT",
    "IN_USE",
    "JOINT",
    "LABELS",
    "LONGEST_EXPLAINED",
    "MOST_SAMPLES",
    "ONLINE",
    "OPEN",
    "OWN_MOTION",
    "POWER_SOURCES",
    "PROMISED",
    "PROPOSED",
    "PROXY",
    "RESPECTS",
    "RESULT_KINDS",
    "SAME",
    "SAMPLE_KINDS",
    "STATES",
    "SUBJECTS",
    "UPWARD",
    "WEIGHTY",
    "Base",
    "BaseBeginning",
    "Basis",
    "Beginning",
    "Change",
    "Channel",
    "Chosen",
    "CodeTaken",
    "Column",
    "Comment",
    "Completeness",
    "Coverage",
    "Delegable",
    "Delegated",
    "Department",
    "Difference",
    "DifferenceMoved",
    "Divergence",
    "Draft",
    "DraftMoved",
    "DraftRefused",
    "Edition",
    "Ended",
    "Explained",
    "ExplanationRefused",
    "Facets",
    "Fee",
    "Finding",
    "Found",
    "Guide",
    "Handed",
    "ItemRefused",
    "Kind",
    "LifeEvent",
    "Line",
    "Listed",
    "ListedItem",
    "Loaded",
    "Miss",
    "MissOfDay",
    "Movement",
    "Naming",
    "NewSample",
    "NoSuchDifference",
    "NoSuchDraft",
    "NoSuchItem",
    "NotYourItem",
    "Partner",
    "Proposal",
    "Published",
    "Pushed",
    "Question",
    "Reference",
    "Sample",
    "SampleFile",
    "Stale",
    "Successor",
    "Synonym",
    "SynonymsRefused",
    "Tally",
    "Variant",
    "Wanted",
    "add_synonym",
    "advise_naming",
    "always_asked",
    "asked_for",
    "attach_sample",
    "base_codes",
    "base_history",
    "base_in_force",
    "base_names",
    "base_scopes",
    "bases_on",
    "browse",
    "cancel",
    "changes_in_words",
    "check_naming",
    "chosen",
    "circle",
    "circles_of",
    "code_parts",
    "columns",
    "coming",
    "comment",
    "comments",
    "compared",
    "completeness",
    "content_told",
    "coverage",
    "delegable",
    "delegated",
    "departments",
    "detach_sample",
    "difference",
    "discard_draft",
    "divergences",
    "draft",
    "draft_base",
    "draft_completeness",
    "draft_guide",
    "draft_history",
    "draft_items",
    "draft_sample_file",
    "draft_values",
    "drafts",
    "drafts_of",
    "end_base",
    "ended",
    "explain_difference",
    "explanations",
    "facets",
    "find",
    "findings",
    "flags",
    "guide",
    "guide_version",
    "guides_naming",
    "guides_on",
    "hand_in",
    "handled",
    "history",
    "hold_again",
    "hold_drafts",
    "indexed",
    "item_names",
    "items_compared",
    "kind_of",
    "kinds",
    "life_events",
    "life_events_meant",
    "load_bases",
    "load_items",
    "load_synonyms",
    "may_explain",
    "may_write",
    "misses",
    "misses_by_day",
    "missing",
    "movements",
    "naming",
    "needed",
    "note_miss",
    "own_items",
    "publish",
    "publish_base",
    "publish_drafts",
    "published",
    "publishing_due",
    "push_down",
    "refresh_synonyms",
    "reindex",
    "release_drafts",
    "remove_synonym",
    "sample_file",
    "sample_sizes",
    "save_draft",
    "scope_of",
    "settle_comment",
    "stale_days",
    "start_base_draft",
    "start_draft",
    "suggested_words",
    "synonym_counts",
    "synonyms",
    "tally",
    "towns",
    "units",
    "unpublished",
    "versions_in_force",
    "withdraw_explanation",
]
