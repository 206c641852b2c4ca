"""What refused time says."""


class ClockError(ValueError):
    """A date, notice, limit or pause that cannot be: one Chinese sentence says what is wrong and what to do."""
