"""Enters items into the index by which they are found: what they say, in plain characters, and where they are."""

import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from hashlib import sha256

from django.db import transaction
from django.db.models import F, Q

from yimen.kernel.codes import parse_region

from . import digests, pinyin, words
from .checks import OWN_MOTION
from .content import ONLINE, Content, asked_for
from .guides import content_of
from .inheriting import bases_of, stretches
from .models import DigestRow, EntryRow, NameRow, TextRow, VersionRow

_NAME, _INITIALS = 120, 400  # widths of the columns
_BATCH = 500


def plain(text: str) -> str:
    """Returns a text as it is compared: half-width, lower case, letters, digits and characters only."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).lower() if c.isalnum())


def enter(versions: Iterable[VersionRow]) -> None:
    """Enters published versions, so that they are found from the day they are in force by what they say then.

    What nobody applies for (依职权) is not looked for here: it stands in the power list.
    """
    rows = list(versions)
    bases = bases_of(row.base_code for row in rows)
    digests.enter(rows, bases)
    said: list[tuple[VersionRow, date, date | None, Content]] = []
    for row in rows:
        known = bases.get(row.base_code, ())
        said += [
            (row, first, last, content)
            for first, last, _ in stretches(known, row.valid_from, row.valid_to)
            if asked_for((content := content_of(row, known, first)).type)
        ]
    texts = _texts([content for *_, content in said])
    EntryRow.objects.bulk_create(
        EntryRow(
            version=row,
            text_id=text,
            name_id=name,
            code=row.code,
            region=row.region,
            level=parse_region(row.region).level,
            unit=row.unit_id,
            type=content.type,
            online=ONLINE.index(content.online),
            instant=content.instant,
            valid_from=first,
            valid_to=last,
        )
        for (row, first, last, content), (text, name) in zip(said, texts, strict=True)
    )


def enter_again(base_code: str, day: date) -> int:
    """Enters anew what items of a base item say from a day on, and returns how many versions these are."""
    rows = list(VersionRow.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day), base_code=base_code))
    EntryRow.objects.filter(version__in=rows).delete()
    enter(rows)
    return len(rows)


def close(version: VersionRow, last_day: date) -> None:
    """Notes the last day of a version in the index."""
    digests.close(version, last_day)
    entries = EntryRow.objects.filter(version=version)
    entries.filter(valid_from__gt=max(last_day, version.valid_from)).delete()
    entries.filter(Q(valid_to=None) | Q(valid_to__gt=last_day)).update(valid_to=last_day)


def reindex(*, progress: Callable[[int], None] = lambda _: None) -> int:
    """Builds the whole index anew from the published versions and returns how many there are.

    Needed after an upgrade that changes what is indexed; what is published stays as it is.
    """
    count = 0
    with transaction.atomic():
        EntryRow.objects.all().delete()
        TextRow.objects.all().delete()
        NameRow.objects.all().delete()
        DigestRow.objects.all().delete()
        rows: list[VersionRow] = []
        for row in VersionRow.objects.order_by("region", "code", "number").iterator(_BATCH):
            rows.append(row)
            if len(rows) == _BATCH:
                count += _again(rows, progress)
                rows = []
        count += _again(rows, progress)
    return count


def _again(rows: list[VersionRow], progress: Callable[[int], None]) -> int:
    enter(rows)
    progress(len(rows))
    return len(rows)


def indexed() -> bool:
    """Tells whether every published version stands in the index by which items are found."""
    looked_for = VersionRow.objects.exclude(type__in=OWN_MOTION)
    never = Q(valid_to__lt=F("valid_from"))  # replaced on its own first day, or before
    return not looked_for.exclude(never).exclude(id__in=EntryRow.objects.values("version")).exists()


def _texts(contents: list[Content]) -> list[tuple[int, int]]:
    """Returns the ids of what items say and of their names, in their order; what none has said before is added.

    On PostgreSQL another transaction may add the same text meanwhile: its row is taken, its tokens are the same.
    """
    rows = [_text(content) for content in contents]
    wanted = {row.digest: row for row in rows}
    known = set(TextRow.objects.filter(digest__in=wanted).values_list("digest", flat=True))
    fresh = {digest: row for digest, row in wanted.items() if digest not in known}
    TextRow.objects.bulk_create(fresh.values(), ignore_conflicts=True)
    ids = dict(TextRow.objects.filter(digest__in=wanted).values_list("digest", "id"))
    words.add((ids[digest], tokens(row)) for digest, row in fresh.items())
    names = named(rows)
    return [(ids[row.digest], names[row.name]) for row in rows]


def named(rows: Iterable[TextRow]) -> dict[str, int]:
    """Returns the ids of the names of texts; what is new among them is added."""
    wanted = {row.name: NameRow(name=row.name, initials=row.initials, sounds=row.sounds) for row in rows}
    known = set(NameRow.objects.filter(name__in=wanted).values_list("name", flat=True))
    NameRow.objects.bulk_create((row for name, row in wanted.items() if name not in known), ignore_conflicts=True)
    return dict(NameRow.objects.filter(name__in=wanted).values_list("name", "id"))


def _text(content: Content) -> TextRow:
    """Returns what an item says as a row, not yet stored."""
    lines = dict.fromkeys(filter(None, (plain(text) for text in _said(content))))
    body, name = "\n".join(lines), plain(content.name)[:_NAME]
    kinds = (("a", content.audience), ("t", content.themes), ("e", content.events))
    marks = words.marked(words.Sign(kind, value) for kind, values in kinds for value in dict.fromkeys(values))
    initials, sounds = pinyin.said(name)
    digest = sha256(json.dumps([name, body, marks]).encode()).hexdigest()
    return TextRow(digest=digest, name=name, body=body, initials=initials[:_INITIALS], sounds=sounds, marks=marks)


def tokens(row: TextRow) -> str:
    """Returns the tokens of a text for the index of words."""
    return words.tokens(body=row.body, initials=row.initials, sounds=row.sounds, marks=row.marks)


def said_as(item: str, name: str) -> str:
    """Returns the line by which a handling item is found: its item's name and its own, and the initials of both."""
    whole = plain(f"{item}{name}")
    return f"{whole}{pinyin.said(whole)[0]}"


def _said(content: Content) -> Iterator[str]:
    """Yields what names an item: its name, what people say when they mean it, its themes, paper, and form's choices.

    Not its life events: each is that of many items, and words.marked finds by them. A handling item is named behind its
    item's name, as people say both in one, and that is followed by its initials (``said_as``).
    """
    yield from (content.name, *content.life_events, *(each.question for each in content.faq))
    yield from (content.result, *content.themes)
    for one in content.variants:
        yield from (one.name, said_as(content.name, one.name))
    for field in content.form.fields:
        yield from (choice.label for choice in field.element.choices)
