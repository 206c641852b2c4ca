"""The door of documents."""

from .keeping import Document, DocumentLost, NoSuchDocument, content, listed, remove, store
from .papers import PaperRefused, paper
from .sorts import DocumentRefused, checked

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
]
