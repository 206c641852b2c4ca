"""What a refused question says."""


class ForesightError(ValueError):
    """A question that cannot be answered; says in Chinese what is wrong and what to do."""
