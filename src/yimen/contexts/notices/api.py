"""The door of notices."""

from .reading import NoSuchNotice, Notice, mark_read, mine, unread_count
from .sending import send

__all__ = ["NoSuchNotice", "Notice", "mark_read", "mine", "send", "unread_count"]
