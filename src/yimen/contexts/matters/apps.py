"""Matters as a Django app."""

from django.apps import AppConfig


class MattersConfig(AppConfig):
    """Names the app."""

    name = "yimen.contexts.matters"
    label = "matters"
    verbose_name = "在办事件"

    def ready(self) -> None:
        """Registers the followers that re-date and keep deeds (their modules need the loaded tables)."""
        from yimen.contexts.journal.api import follow

        from .deeds import keep_deed
        from .redating import open_redating

        follow("matters.deeds", handler=keep_deed)
        follow("matters.redate", handler=open_redating)
