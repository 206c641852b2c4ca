"""Words that found nothing, for editors: which words, where, how often. Who asked is never kept."""

import logging
import re
from dataclasses import dataclass, replace
from datetime import date

from django.db import DatabaseError, transaction
from django.db.models import Count, F, Max, QuerySet, Sum

from . import asking
from .models import MissRow
from .places import path
from .searching import answered, find
from .wanting import Wanted

_LOG = logging.getLogger(__name__)
_WORDS = 20  # characters that are kept
_A_DAY = 2_000  # different words of a place that are kept a day: more is no search but a flood
_PINYIN = 8  # letters of what may be pinyin or its initials
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_NUMBER = re.compile(r"\d{5,}")  # a telephone, identity or case number: somebody's


@dataclass(frozen=True, slots=True)
class Miss:
    """Words that found nothing, how often in a place over some days, and on which of them last.

    ``means``: the official words that they are known to stand for, or the item elsewhere that they find, () where
    nobody knows them; ``offered``: whether the place has an item for them on the last of the days.
    """

    words: str
    region: str
    count: int
    last: date
    means: tuple[str, ...] = ()
    offered: bool = False


@dataclass(frozen=True, slots=True)
class MissOfDay:
    """How many searches found nothing on a day, and of how many different words."""

    day: date
    words: int
    count: int


def note_miss(*, on: date, region: str, text: str) -> None:
    """Counts words that found nothing in a place on a day; what may name a person by number is left out.

    Called when the answer has been sent. Never fails: a count lost is better than a page lost.
    """
    words = missed_words(text=text)
    if not words or path(region) == "-":
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


def missed_words(*, text: str) -> str:
    """Returns the words as which a search that found nothing is counted, "" where it is not."""
    question = asking.read(text)
    words = question.names[0][:_WORDS] if question else ""
    return words if _is_word(words) and not _NUMBER.search(text) and not _NUMBER.search(words) else ""


def _is_word(words: str) -> bool:
    """Tells whether somebody may have meant something: Chinese that is not one sign over and over, or short pinyin.

    At least half of it is Chinese, each sign on average no more than twice; or it is at most eight letters and nothing
    else. The rest, such as a scanner's markup or a hand on the keyboard, helps no editor.
    """
    chinese = _CHINESE.findall(words)
    if not chinese:
        return words.isascii() and words.isalpha() and len(words) <= _PINYIN
    return len(chinese) * 2 >= len(words) and len(set(words)) * 2 >= len(words)


def misses(*, since: date, until: date, region: str = "", most: int = 50, newest: bool = False) -> tuple[Miss, ...]:
    """Returns what found nothing in a region and the places in it, from a day to a day, the most frequent first.

    ``newest``: what was looked for last comes first.
    """
    order = ("-last", "-times") if newest else ("-times", "-last")
    rows = _rows(since, until, region).values("words", "region").annotate(times=Sum("count"), last=Max("day"))
    counted = rows.order_by(*order, "words", "region")[:most]
    return tuple(_told(Miss(each["words"], each["region"], each["times"], each["last"]), until) for each in counted)


def _told(miss: Miss, on: date) -> Miss:
    question = asking.read(miss.words)
    wanted = Wanted(text=miss.words)
    if question is None or not (question.meant or answered(on=on, region="", wanted=wanted)):
        return miss
    means = question.meant or tuple(one.name for one in find(on=on, wanted=wanted, size=1, loose=False).lines)
    return replace(miss, means=means, offered=answered(on=on, region=miss.region, wanted=wanted))


def misses_by_day(*, since: date, until: date, region: str = "") -> tuple[MissOfDay, ...]:
    """Returns how much found nothing on each day on which anything did, the newest day first."""
    rows = _rows(since, until, region).values("day").annotate(times=Sum("count"), kinds=Count("words", distinct=True))
    return tuple(MissOfDay(each["day"], each["kinds"], each["times"]) for each in rows.order_by("-day"))


def _rows(since: date, until: date, region: str) -> QuerySet[MissRow]:
    here = path(region)
    rows = MissRow.objects.filter(day__gte=since, day__lte=until)
    return rows.filter(region__gte=here.ljust(12, "0"), region__lte=here.ljust(12, "9")) if here else rows
