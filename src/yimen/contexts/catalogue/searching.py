"""Finds items: by place, audience, theme, unit, type, and in everyday words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, Count, Q, QuerySet, SmallIntegerField, Sum, When

from yimen.contexts.identity.api import Unit, unit
from yimen.kernel.codes import CodeError, parse_region

from .guides import Guide, guides
from .indexing import needles
from .models import IndexRow, VersionRow

_ENOUGH, _NEAR = 0.6, 0.3  # share of what was asked for that must be found in an item; that comes near


@dataclass(frozen=True, slots=True)
class Facets:
    """What a region's items can be narrowed by: each value with the number of its items, most first."""

    audiences: tuple[tuple[str, int], ...]
    themes: tuple[tuple[str, int], ...]
    types: tuple[tuple[str, int], ...]


def browse(
    *,
    on: date,
    region: str = "",
    text: str = "",
    audience: str = "",
    theme: str = "",
    unit: str = "",
    type: str = "",  # noqa: A002 - the plain word
    page: int = 1,
    size: int = 20,
) -> tuple[tuple[Guide, ...], int]:
    """Returns one page of the items in force on a day, and how many there are in all.

    A region's items are its own, those of the places in it, and those of the places it lies in, which its residents
    use too: nearest first. With ``text`` the best match comes first.
    """
    rows = _in_force(region, on)
    if not f"{audience}{theme}{unit}{type}".isprintable():  # no value looks so, and a database may choke on it
        return (), 0
    for kind, value in (("audience", audience), ("theme", theme)):
        if value:
            rows = rows.filter(id__in=IndexRow.objects.filter(kind=kind, value=value).values("version"))
    if unit:
        rows = rows.filter(unit_id=unit)
    if type:
        rows = rows.filter(type=type)
    nearest = _nearest(rows, region).values_list("id", flat=True)
    ids, total = _best(rows, nearest, text) if text.strip() else (nearest, rows.count())
    first = (max(page, 1) - 1) * size
    shown = list(ids[first : first + size])
    chosen = {row.id: row for row in VersionRow.objects.filter(id__in=shown)}
    return guides([chosen[each] for each in shown], on=on), total


def _in_force(region: str, on: date) -> QuerySet[VersionRow]:
    rows = VersionRow.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)
    path = _path(region)
    return rows.filter(Q(region__startswith=path) | Q(region__in=_above(path))) if path else rows


def _path(region: str) -> str:
    """Returns the digits that the region's places begin with; '' for the whole country, "-" where there is no such."""
    try:
        found = parse_region(region) if region else None
    except CodeError:
        return "-"
    return found.short if found and found.level > 1 else ""


def _above(path: str) -> list[str]:
    """Returns the codes of the places that a place lies in, the nearest first."""
    return [path[:length].ljust(12, "0") for length in (9, 6, 4, 2) if length < len(path)]


def _nearest(rows: QuerySet[VersionRow], region: str) -> QuerySet[VersionRow]:
    """Returns the rows in the order of their places: the region itself, what lies in it, what it lies in."""
    path = _path(region)
    ranks = [When(region=place, then=rank) for rank, place in enumerate(_above(path), 2)]
    nearness = Case(When(region=path.ljust(12, "0"), then=0), *ranks, default=1, output_field=SmallIntegerField())
    return rows.order_by(nearness, "region", "code")


def _best(rows: QuerySet[VersionRow], nearest: Iterable[UUID], text: str) -> tuple[list[UUID], int]:
    """Returns the ids of the rows that answer a text, the best first and of equals the nearest, and how many."""
    scores = _scores(rows, text)
    found = sorted((each for each in nearest if each in scores), key=lambda each: -scores[each])
    return found, len(found)


def _scores(rows: QuerySet[VersionRow], text: str) -> dict[UUID, float]:
    """Returns how well each version answers, by id: the best over what was typed and what it stands for.

    Where nothing holds enough of the question, what comes closest is returned rather than nothing.
    """
    answers: dict[UUID, float] = {}
    near: dict[UUID, float] = {}
    for wanted, worth in needles(text):
        hits = IndexRow.objects.filter(kind="gram", value__in=wanted, version__in=rows.values("id"))
        for hit in hits.values("version").annotate(found=Count("id"), weight=Sum("weight")):
            share, score = hit["found"] / len(wanted), hit["weight"] / len(wanted) * worth
            for scores, least in ((answers, _ENOUGH), (near, _NEAR)):
                if share >= least:
                    scores[hit["version"]] = max(score, scores.get(hit["version"], 0.0))
    best = max(near.values(), default=0.0)
    return answers or {version: score for version, score in near.items() if score > best / 2}


def facets(*, on: date, region: str = "") -> Facets:
    """Returns what the region's items on a day can be narrowed by."""
    rows = _in_force(region, on)
    marks = IndexRow.objects.filter(version__in=rows.values("id"))
    return Facets(
        audiences=_counted(marks.filter(kind="audience"), "value"),
        themes=_counted(marks.filter(kind="theme"), "value"),
        types=_counted(rows, "type"),
    )


def _counted(rows: "QuerySet[IndexRow] | QuerySet[VersionRow]", column: str) -> tuple[tuple[str, int], ...]:
    counts = rows.values(column).annotate(count=Count("id")).order_by("-count", column)
    return tuple((each[column], each["count"]) for each in counts)


def units(*, on: date, region: str = "") -> tuple[Unit, ...]:
    """Returns the units that have items for the region on a day, nearest first."""
    codes = _nearest(_in_force(region, on), region).values_list("unit_id", flat=True)
    return tuple(unit(code=code) for code in dict.fromkeys(codes))
