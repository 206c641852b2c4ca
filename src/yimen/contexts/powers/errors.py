"""What the room of powers says of what it does not do."""

from yimen.kernel.discretion import Finding


class PowerRefused(ValueError):
    """Says why nothing was changed and what to do. ``field``: what of it is wrong, or ''; ``found``: by the check.

    ``others``: what else of the same form is wrong.
    """

    def __init__(
        self, message: str, field: str = "", found: tuple[Finding, ...] = (), others: tuple["PowerRefused", ...] = ()
    ) -> None:
        super().__init__(message)
        self.others = others
        self.field = field
        self.found = found

    @property
    def every(self) -> tuple["PowerRefused", ...]:
        """Returns this and whatever else of the same form is wrong."""
        return (self, *self.others)


class PowerMoved(PowerRefused):
    """Somebody else changed it meanwhile: nothing was changed (HTTP 409)."""


class OutsideTier(PowerRefused):
    """A decision lies outside its tier: reasons and a higher post are needed, or another amount."""


class NotYourPower(PermissionError):
    """The reader holds no post that may do this (HTTP 403)."""


class NoSuchPower(LookupError):
    """There is no such baseline, entry or decision, or the reader may not see it."""
