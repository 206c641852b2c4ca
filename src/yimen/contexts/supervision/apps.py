"""Supervision as a Django app: registers its follower."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """Names the app; on start, supervision takes its place in the stream."""

    name = "yimen.contexts.supervision"
    label = "supervision"
    verbose_name = "电子监察"

    def ready(self) -> None:
        """Registers the follower (its module needs the loaded tables)."""
        from yimen.contexts.journal.api import follow

        from .watching import judge

        follow("supervision.judge", handler=judge)
