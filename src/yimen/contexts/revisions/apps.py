"""Revisions as a Django app: registers its room."""

from django.apps import AppConfig


class RevisionsConfig(AppConfig):
    """Names the app; on start, revisions claim their kind of matter."""

    name = "yimen.contexts.revisions"
    label = "revisions"
    verbose_name = "事项变更"

    def ready(self) -> None:
        """Registers the room (its module needs the loaded tables)."""
        from yimen.contexts.matters.api import register

        from .room import KIND, RevisionRoom

        register(KIND, room=RevisionRoom())
