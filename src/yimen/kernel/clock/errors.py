"""What refused time says."""


class ClockError(ValueError):
    """A date, notice, limit or pause that cannot be: the text is one sentence in Chinese, what is wrong and what to do."""
