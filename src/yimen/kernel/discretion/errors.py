"""What a refused baseline or decision says."""


class DiscretionError(ValueError):
    """Says in Chinese what is wrong and what to do. ``field``: the part of a baseline, or the fact, that is wrong."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field
