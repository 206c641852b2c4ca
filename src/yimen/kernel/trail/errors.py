"""What the trail refuses."""


class TrailError(ValueError):
    """Something of the trail is not as it must be; the text says what, where, and what to do."""
