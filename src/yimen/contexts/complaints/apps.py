"""Complaints as a Django app: registers their room and who is told."""

from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    """Names the app; on start, complaints claim their kind of matter and their place in the stream."""

    name = "yimen.contexts.complaints"
    label = "complaints"
    verbose_name = "投诉"

    def ready(self) -> None:
        """Registers the room and the follower (their modules need the loaded tables)."""
        from yimen.contexts.journal.api import follow
        from yimen.contexts.matters.api import register

        from .following import tell
        from .kinds import KIND
        from .room import ComplaintRoom

        register(KIND, room=ComplaintRoom())
        follow("complaints.tell", handler=tell)
