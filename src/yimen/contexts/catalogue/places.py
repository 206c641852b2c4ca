"""Which items a place's residents use: its own, those of the places in it, those of the places it lies in."""

from dataclasses import dataclass
from datetime import date

from yimen.kernel.codes import CodeError, parse_region

from .statements import Sql, among, both, either, rows

FEW = 5_000  # entries of a place that are looked at one by one
_NATION = parse_region("100000").value


@dataclass(frozen=True, slots=True)
class Stretch:
    """Places that are equally near: from a region to a region; the first of them only if it is the last as well."""

    near: int
    first: str
    last: str

    @property
    def within(self) -> Sql:
        """Returns the condition that an entry's place is one of these."""
        if self.first == self.last:
            return Sql("catalogue_entry.region = %s", (self.first,))
        return Sql("catalogue_entry.region > %s AND catalogue_entry.region <= %s", (self.first, self.last))


def stretches_of(region: str) -> tuple[Stretch, ...]:
    """Returns a region's places, the nearest first: itself, those in it, those it lies in; none for no such place."""
    here = path(region)
    if here == "-":
        return ()
    own, last = here.ljust(12, "0"), here.ljust(12, "9")
    over = (Stretch(near, place, place) for near, place in enumerate(above(here), 2))
    return (*((Stretch(0, own, own),) if here else ()), Stretch(1, own, last), *over)


def in_force(on: date) -> Sql:
    """Returns the condition that an entry is in force on a day."""
    day = on.isoformat()
    return Sql(
        "catalogue_entry.valid_from <= %s AND (catalogue_entry.valid_to IS NULL OR catalogue_entry.valid_to >= %s)",
        (day, day),
    )


def used(region: str) -> Sql:
    """Returns the condition that an entry's place is one whose items a region's residents use."""
    here = path(region)
    if here == "-":
        return Sql("1 = 0")
    within = Sql("catalogue_entry.region BETWEEN %s AND %s", (here.ljust(12, "0"), here.ljust(12, "9")))
    return either([within, among("catalogue_entry.region", above(here))]) if here else within


def around(region: str, on: date) -> Sql:
    """Returns the condition that an entry is one of a region's items, in force on a day."""
    return both([used(region), in_force(on)])


def few(region: str) -> bool:
    """Tells whether a region has few entries, in force or not.

    Few are looked at one by one: of 1,390 entries those with a common word are found sooner so than by the nation's
    index. Of many, the words lead to the entries, or the entries are gone through in order until there are enough.
    """
    here = used(region)
    sql = f"SELECT count(*) FROM (SELECT 1 AS one FROM catalogue_entry WHERE {here.text} LIMIT %s) AS few"  # noqa: S608 - as in statements
    return bool(rows(Sql(sql, (*here.given, FEW + 1)))[0][0] <= FEW)


def path(region: str) -> str:
    """Returns the digits that the region's places begin with; "" for the whole country, "-" where there is no such."""
    try:
        found = parse_region(region) if region else None
    except CodeError:
        return "-"
    return found.short if found and found.level > 1 else ""


def above(here: str) -> list[str]:
    """Returns the codes of the places that a path lies in, the nearest first, the nation last."""
    over = [here[:length].ljust(12, "0") for length in (9, 6, 4, 2) if length < len(here)]
    return [*over, _NATION] if here else []


def holding(region: str) -> list[str]:
    """Returns the codes of a region's place and of the places that it lies in, the nearest first, the nation last."""
    here = path(region)
    return [here.ljust(12, "0"), *above(here)] if here else [_NATION]
