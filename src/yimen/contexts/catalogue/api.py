"""The door of the catalogue."""

from .differing import Difference, compared, differences
from .content import Basis, Fee, Question
from .describing import Column, columns
from .digests import RESPECTS
from .guides import Change, Edition, Guide, NoSuchItem, guide, guide_version, history, missing
from .indexing import indexed, reindex
from .joining import HANDLINGS, INSTANT, JOINT, PROMISED, PROXY, UPWARD, Chosen, Partner, chosen
from .misses import Miss, misses, note_miss
from .prerequisites import circle, needed
from .publishing import CHANGES, ItemRefused, cancel, load_items, publish
from .searching import Found, Line, browse, find, units
from .streaming import Published, published
from .synonyms import SynonymsRefused, load_synonyms
from .wanting import Facets, Wanted, facets

__all__ = [
    "CHANGES",
    "HANDLINGS",
    "INSTANT",
    "JOINT",
    "PROMISED",
    "PROXY",
    "RESPECTS",
    "UPWARD",
    "Basis",
    "Change",
    "Chosen",
    "Column",
    "Difference",
    "Edition",
    "Facets",
    "Fee",
    "Found",
    "Guide",
    "ItemRefused",
    "Line",
    "Miss",
    "NoSuchItem",
    "Partner",
    "Published",
    "Question",
    "SynonymsRefused",
    "Wanted",
    "browse",
    "cancel",
    "chosen",
    "circle",
    "columns",
    "compared",
    "differences",
    "facets",
    "find",
    "guide",
    "guide_version",
    "history",
    "indexed",
    "load_items",
    "load_synonyms",
    "misses",
    "missing",
    "needed",
    "note_miss",
    "publish",
    "published",
    "reindex",
    "units",
]
