"""The door of procedures."""

from .publishing import ProcedureRefused, publish
from .reading import NoSuchProcedure, Version, in_force, public_list, version, versions

__all__ = [
    "NoSuchProcedure",
    "ProcedureRefused",
    "Version",
    "in_force",
    "public_list",
    "publish",
    "version",
    "versions",
]
