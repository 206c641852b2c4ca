"""The door of the catalogue."""

from .content import Basis, Fee, Question
from .guides import Change, Edition, Guide, NoSuchItem, guide, guide_version, history, missing
from .publishing import CHANGES, ItemRefused, cancel, load_items, publish
from .searching import Facets, browse, facets, units

__all__ = [
    "CHANGES",
    "Basis",
    "Change",
    "Edition",
    "Facets",
    "Fee",
    "Guide",
    "ItemRefused",
    "NoSuchItem",
    "Question",
    "browse",
    "cancel",
    "facets",
    "guide",
    "guide_version",
    "history",
    "load_items",
    "missing",
    "publish",
    "units",
]
