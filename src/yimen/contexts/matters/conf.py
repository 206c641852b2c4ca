"""The settings of matters: how long a step may be lent, and how often its applicant may urge."""

from django.conf import settings


def delegation_days() -> int:
    """Returns the longest delegation, in calendar days (a demonstration value)."""
    return int(settings.YIMEN_DELEGATION_DAYS)


def urge_days() -> int:
    """Returns after how many days an applicant may urge the same step again (a demonstration value)."""
    return int(settings.YIMEN_URGE_DAYS)
