"""The settings of the catalogue."""

from datetime import date

from django.conf import settings


def stale_days() -> int:
    """Returns after how many days without a new version an item counts as not looked after."""
    return int(settings.YIMEN_STALE_DAYS)


def publishing_dates() -> dict[int, date]:
    """Returns by when the catalogue of each level is to be public in full; a level that is not there has no day."""
    return {int(level): date.fromisoformat(day) for level, day in settings.YIMEN_PUBLISH_BY.items()}


def undated_levels() -> frozenset[int]:
    """Returns the levels whose day of publishing no source gives."""
    return frozenset(int(level) for level in settings.YIMEN_PUBLISH_BY_DEMO)
