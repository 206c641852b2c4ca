"""Cases as a Django app: registers its room and its followers."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Names the app; on start, cases claim their kind, their place in the stream and the check of what is published."""

    name = "yimen.contexts.cases"
    label = "cases"
    verbose_name = "办件"

    def ready(self) -> None:
        """Registers the room, the checks and the followers (their modules need the loaded tables)."""
        from yimen.contexts.catalogue.api import advise_naming, check_naming
        from yimen.contexts.journal.api import follow
        from yimen.contexts.matters.api import register
        from yimen.contexts.procedures.api import check_fit

        from .fitting import item_fits, item_spares, procedure_fits
        from .following import print_papers, publish, tell
        from .room import CaseRoom

        register("case", room=CaseRoom())
        check_naming(check=item_fits)
        advise_naming(check=item_spares)
        check_fit(check=procedure_fits)
        follow("cases.print", handler=print_papers)
        follow("cases.publish", handler=publish)
        follow("cases.tell", handler=tell)
