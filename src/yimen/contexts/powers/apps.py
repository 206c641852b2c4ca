"""Powers as a Django app: registers the room of its cases."""

from django.apps import AppConfig


class PowersConfig(AppConfig):
    """Names the app; on start, cases of penalties claim their kind of matter."""

    name = "yimen.contexts.powers"
    label = "powers"
    verbose_name = "权责清单和裁量基准"

    def ready(self) -> None:
        """Registers the room (its module needs the loaded tables)."""
        from yimen.contexts.matters.api import register

        from .caselaw import KIND
        from .caseroom import PenaltyRoom

        register(KIND, room=PenaltyRoom())
