"""Data elements and forms: forms as data, one form for several items, prefilling, checking."""

from .answers import Answer
from .checking import Checked, FieldError, materials_missing, prefill, validate
from .data import form_from_data, form_to_data
from .errors import FormError
from .merging import Merged, answers_for, merge
from .parts import AnyOf, Choice, Condition, Element, Field, Form, Material, Section, When
from .patterns import PATTERNS, Pattern

__all__ = [
    "PATTERNS",
    "Answer",
    "AnyOf",
    "Checked",
    "Choice",
    "Condition",
    "Element",
    "Field",
    "FieldError",
    "Form",
    "FormError",
    "Material",
    "Merged",
    "Pattern",
    "Section",
    "When",
    "answers_for",
    "form_from_data",
    "form_to_data",
    "materials_missing",
    "merge",
    "prefill",
    "validate",
]
