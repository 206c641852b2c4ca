"""The door of places."""

from .loading import LOADING, LoadError, load_holidays, load_regions, region_files
from .reading import NoSuchRegion, Region, calendar, children, full_name, lineage, notices, region, search

__all__ = [
    "LOADING",
    "LoadError",
    "NoSuchRegion",
    "Region",
    "calendar",
    "children",
    "full_name",
    "lineage",
    "load_holidays",
    "load_regions",
    "notices",
    "region",
    "region_files",
    "search",
]
