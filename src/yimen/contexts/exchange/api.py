"""The door of exchange."""

from .exporting import TooMany, template, workbook
from .importing import Checked, Import, ImportRefused, NoSuchImport, apply_import, check_import, one_import
from .packaging import dictionary, package
from .reading import Wrong
from .sheetreading import MOST_BYTES, SheetRefused

__all__ = [
    "MOST_BYTES",
    "Checked",
    "Import",
    "ImportRefused",
    "NoSuchImport",
    "SheetRefused",
    "TooMany",
    "Wrong",
    "apply_import",
    "check_import",
    "dictionary",
    "one_import",
    "package",
    "template",
    "workbook",
]
