"""Cases as a Django app: registers its room and its followers."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Names the app; on start, cases claim their kind of matter and their place in the stream."""

    name = "yimen.contexts.cases"
    label = "cases"
    verbose_name = "办件"

    def ready(self) -> None:
        """Registers the room and the followers (their modules need the loaded tables)."""
        from yimen.contexts.journal.api import follow
        from yimen.contexts.matters.api import register

        from .following import print_papers, publish, tell
        from .room import CaseRoom

        register("case", room=CaseRoom())
        follow("cases.print", handler=print_papers)
        follow("cases.publish", handler=publish)
        follow("cases.tell", handler=tell)
