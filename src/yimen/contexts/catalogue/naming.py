"""Which items name a procedure (办理流程), and whether it fits them: the room above, which knows both, says."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from yimen.kernel.forms import Form

from .content import Content
from .guides import Guide, guides_since
from .models import NamedRow, VersionRow
from .variants import soonest

MOST = 20  # items that one refusal names
_AT_ONCE = 500  # items that are read together


@dataclass(frozen=True, slots=True)
class Naming:
    """A version of an item and the procedure that it names; ``promised`` in working days, ``instant``: 即办件.

    ``form``: what it asks, of an item that is being examined; None of one that is published.
    """

    code: str
    name: str
    procedure_key: str
    promised: int
    instant: bool
    valid_from: date
    form: Form | None = None


Check = Callable[[Naming], str]
_checks: list[Check] = []
_advice: list[Check] = []


def check_naming(*, check: Check) -> None:
    """Registers what says why an item does not fit its procedure, "" where it does; called once, by an app."""
    if check not in _checks:
        _checks.append(check)


def advise_naming(*, check: Check) -> None:
    """Registers what says how an item and its procedure could fit better, and stops nothing; called once, by an app."""
    if check not in _advice:
        _advice.append(check)


def enter(version: VersionRow, content: Content) -> None:
    """Writes which procedure a version of an item names, and the shortest promise that it has to keep."""
    NamedRow.objects.create(
        version=version,
        procedure_key=content.procedure_key,
        promised=soonest(content.promised, content.variants),
        instant=content.instant,
    )


def misfits(versions: Iterable[VersionRow]) -> Iterable[tuple[VersionRow, str]]:
    """Yields the versions of items that do not fit the procedures that they name, each with the words."""
    rows = {row.id: row for row in versions}
    for row in NamedRow.objects.filter(version__in=rows).select_related("version"):
        for check in _checks:
            words = check(_naming(row))
            if words:
                yield rows[row.version_id], words


def unfit(item: Naming) -> Iterable[str]:
    """Yields why an item, published or not yet, does not fit the procedure that it names."""
    return filter(None, (check(item) for check in _checks))


def loose(item: Naming) -> Iterable[str]:
    """Yields why an item, published or not yet, could fit the procedure that it names better."""
    return filter(None, (check(item) for check in _advice))


def naming(*, key: str, on: date, below: int | None = None) -> tuple[Naming, ...]:
    """Returns the items that name a procedure on a day or later and promise less than so many days, 20 at most.

    The shortest promises come first. ``below``: None for whatever they promise.
    """
    rows = _lasting(key, on) if below is None else _lasting(key, on).filter(promised__lt=below)
    return tuple(_naming(row) for row in rows[:MOST])


def guides_naming(*, key: str, on: date) -> Iterator[Guide]:
    """Yields every item that names a procedure on a day or later, as it stands then, the shortest promises first.

    Of an item that changes later, each version from its first day on.
    """
    found: list[VersionRow] = []
    for row in _lasting(key, on).iterator(chunk_size=_AT_ONCE):
        found.append(row.version)
        if len(found) == _AT_ONCE:
            yield from guides_since(found, on)
            found = []
    yield from guides_since(found, on)


def _lasting(key: str, on: date) -> "QuerySet[NamedRow, NamedRow]":
    lasting = Q(version__valid_to=None) | Q(version__valid_to__gte=on)
    never = Q(version__valid_to__lt=F("version__valid_from"))  # replaced on its own first day, or before
    rows = NamedRow.objects.filter(lasting, procedure_key=key).exclude(never)
    return rows.select_related("version").order_by("promised", "version__code", "version__valid_from")


def _naming(row: NamedRow) -> Naming:
    item = row.version
    return Naming(item.code, item.name, row.procedure_key, row.promised, row.instant, item.valid_from)
