"""What limits says of a version that it does not publish."""


class LimitRefused(ValueError):
    """Says why a version was not published and what to do; nothing was changed. ``field``: what of it is wrong, or ''.

    The fields are the keys of a limit's row, and region, valid_from, valid_to, reason and document.
    """

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class NotYourLaw(PermissionError):
    """The reader holds no law post for that region (HTTP 403)."""
