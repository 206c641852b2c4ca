"""What the catalogue refuses."""


class ItemRefused(ValueError):
    """Says which item and field is wrong and what to do; nothing was changed (HTTP 422)."""
