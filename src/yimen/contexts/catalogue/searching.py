"""Finds items: by place, audience, theme, unit, type, and in everyday words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

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
    for kind, value in (("audience", audience), ("theme", theme)):
        if value:
            rows = rows.filter(id__in=IndexRow.objects.filter(kind=kind, value=value).values("version"))
    if unit:
        rows = rows.filter(unit_id=unit)
    if type:
        rows = rows.filter(type=type)
    order = _by_nearness(region)
    places = list(rows.values_list("id", "region", "code"))
    if text.strip():
        scores = _scores(rows, text)
        found = sorted((p for p in places if p[0] in scores), key=lambda p: (-scores[p[0]], order(p[1]), p[2]))
    else:
        found = sorted(places, key=lambda p: (order(p[1]), p[2]))
    ids = [place[0] for place in found[(page - 1) * size : page * size]]
    chosen = {row.id: row for row in VersionRow.objects.filter(id__in=ids)}
    return guides([chosen[each] for each in ids], on=on), len(found)


def _in_force(region: str, on: date) -> QuerySet[VersionRow]:
    rows = VersionRow.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)
    path = _path(region)
    above = [path[:length].ljust(12, "0") for length in (2, 4, 6, 9) if length < len(path)]
    return rows.filter(Q(region__startswith=path) | Q(region__in=above)) if path else rows


def _path(region: str) -> str:
    """Returns the digits that the region's places begin with; '' for the whole country, "-" where there is no such."""
    try:
        found = parse_region(region) if region else None
    except CodeError:
        return "-"
    return found.short if found and found.level > 1 else ""


def _by_nearness(region: str) -> Callable[[str], tuple[int, str]]:
    """Returns the order of places seen from one: itself, what lies in it, what it lies in."""
    own = _path(region).ljust(12, "0")

    def order(place: str) -> tuple[int, str]:
        if place == own:
            return 0, place
        return (1, place) if place > own else (2, place)

    return order


def _scores(rows: QuerySet[VersionRow], text: str) -> dict[object, float]:
    """Returns how well each version answers, by id: the best over what was typed and what it stands for.

    Where nothing holds enough of the question, what comes closest is returned rather than nothing.
    """
    answers: dict[object, float] = {}
    near: dict[object, float] = {}
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
    order = _by_nearness(region)
    pairs = {(order(place), code) for place, code in _in_force(region, on).values_list("region", "unit_id")}
    return tuple(unit(code=code) for code in dict.fromkeys(code for _, code in sorted(pairs)))
