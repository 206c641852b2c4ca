"""Matters as a Django app."""

from django.apps import AppConfig


class MattersConfig(AppConfig):
    """Names the app."""

    name = "yimen.contexts.matters"
    label = "matters"
    verbose_name = "在办事件"

    def ready(self) -> None:
        """Registers the follower that re-dates (its module needs the loaded tables)."""
        from yimen.contexts.journal.api import follow

        from .redating import open_redating

        follow("matters.redate", handler=open_redating)
