"""The door of documents."""

from .keeping import Document, DocumentLost, NoSuchDocument, content, listed, remove, store
from .papers import PaperRefused, paper
from .sorts import DocumentRefused, checked
from .wordforms import word_form

__all__ = [
    "Document",
    "DocumentLost",
    "DocumentRefused",
    "NoSuchDocument",
    "PaperRefused",
    "checked",
    "content",
    "listed",
    "paper",
    "remove",
    "store",
    "word_form",
]
