"""Words that found nothing, for editors: which words, where, how often. Who asked is never kept."""

import logging
import re
from dataclasses import dataclass
from datetime import date

from django.db import DatabaseError, transaction
from django.db.models import F, Sum

from . import asking
from .models import MissRow
from .places import path

_LOG = logging.getLogger(__name__)
_WORDS = 20  # characters that are kept
_A_DAY = 2_000  # different words of a place that are kept a day: more is no search but a flood
_NUMBER = re.compile(r"\d{5,}")  # a telephone, identity or case number: somebody's


@dataclass(frozen=True, slots=True)
class Miss:
    """Words that found nothing, and how often in a place over some days."""

    words: str
    region: str
    count: int


def note_miss(*, on: date, region: str, text: str) -> None:
    """Counts words that found nothing in a place on a day; what may name a person by number is left out.

    Called when the answer has been sent. Never fails: a count lost is better than a page lost.
    """
    question = asking.read(text)
    words = question.names[0][:_WORDS] if question else ""
    if not words or _NUMBER.search(text) or _NUMBER.search(words) or path(region) == "-":
        return
    place = path(region).ljust(12, "0") if path(region) else ""
    try:
        with transaction.atomic():
            known = MissRow.objects.filter(day=on, region=place, words=words)
            if known.update(count=F("count") + 1) or MissRow.objects.filter(day=on, region=place).count() >= _A_DAY:
                return
            MissRow.objects.bulk_create([MissRow(day=on, region=place, words=words)], ignore_conflicts=True)
            known.update(count=F("count") + 1)
    except DatabaseError:
        _LOG.warning("a search without an answer was not counted", exc_info=True)


def misses(*, since: date, until: date, region: str = "", most: int = 50) -> tuple[Miss, ...]:
    """Returns what found nothing in a region and the places in it, from a day to a day, the most frequent first."""
    here = path(region)
    rows = MissRow.objects.filter(day__gte=since, day__lte=until)
    if here:
        rows = rows.filter(region__gte=here.ljust(12, "0"), region__lte=here.ljust(12, "9"))
    counted = rows.values("words", "region").annotate(times=Sum("count")).order_by("-times", "words", "region")[:most]
    return tuple(Miss(words=each["words"], region=each["region"], count=each["times"]) for each in counted)
