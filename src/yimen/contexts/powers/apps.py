"""Powers as a Django app: registers the rooms of its cases and of its lists."""

from django.apps import AppConfig


class PowersConfig(AppConfig):
    """Names the app; on start, cases of penalties and changes of the lists claim their kinds of matter."""

    name = "yimen.contexts.powers"
    label = "powers"
    verbose_name = "权责清单和裁量基准"

    def ready(self) -> None:
        """Registers the rooms (their modules need the loaded tables)."""
        from yimen.contexts.matters.api import register

        from .caselaw import KIND
        from .caseroom import PenaltyRoom
        from .listroom import ListRoom
        from .proposing import KIND as LISTING

        register(KIND, room=PenaltyRoom())
        register(LISTING, room=ListRoom())
