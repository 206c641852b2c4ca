"""The settings of the catalogue."""

from django.conf import settings


def stale_days() -> int:
    """Returns after how many days without a new version an item counts as not looked after."""
    return int(settings.YIMEN_STALE_DAYS)
