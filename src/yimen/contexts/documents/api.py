"""The door of documents."""

from .keeping import Document, DocumentLost, NoSuchDocument, content, listed, remove, store
from .papers import PaperRefused, paper
from .sorts import DocumentRefused

__all__ = [
    "Document",
    "DocumentLost",
    "DocumentRefused",
    "NoSuchDocument",
    "PaperRefused",
    "content",
    "listed",
    "paper",
    "remove",
    "store",
]
