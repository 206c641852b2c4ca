"""The door of exchange."""

from .displays import Display, DisplayRefused, Other, displays, report_display
from .exporting import TooMany, template, workbook
from .importing import Checked, Import, ImportRefused, NoSuchImport, apply_import, check_import, one_import
from .packaging import dictionary, package
from .reading import Wrong
from .saying import joint_read
from .sheetreading import MOST_BYTES, SheetRefused

__all__ = [
    "MOST_BYTES",
    "Checked",
    "Display",
    "DisplayRefused",
    "Import",
    "ImportRefused",
    "NoSuchImport",
    "Other",
    "SheetRefused",
    "TooMany",
    "Wrong",
    "apply_import",
    "check_import",
    "dictionary",
    "displays",
    "joint_read",
    "one_import",
    "package",
    "report_display",
    "template",
    "workbook",
]
