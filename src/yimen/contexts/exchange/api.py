"""The door of exchange."""

from .exporting import TooMany, template, workbook
from .packaging import dictionary, package

__all__ = ["TooMany", "dictionary", "package", "template", "workbook"]
