"""Reads procedures. All are public (流程公开)."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from django.db.models import QuerySet

from yimen import swift
from yimen.kernel.clock import said
from yimen.kernel.procedure import Procedure, compile_bpmn

from .calling import Bound
from .models import VersionRow


@dataclass(frozen=True, slots=True)
class Version:
    """One published version: ``procedure`` is compiled, ``xml`` the file as published, ``valid_from`` its first day.

    ``calls``: the versions whose steps are among those of ``procedure``, as bound when it was published.
    ``unit``: whose it is, "" the platform's own; ``author``, ``reviewer``, ``publisher``: posts, "" where the
    administrator published it; ``justification``: why its chain is longer than one examiner and one checker.
    """

    id: UUID
    key: str
    number: int
    name: str
    procedure: Procedure
    xml: bytes
    valid_from: date
    published_at: datetime
    unit: str = ""
    author: str = ""
    reviewer: str = ""
    publisher: str = ""
    reason: str = ""
    justification: str = ""
    calls: tuple["Call", ...] = ()


_POSTS = ("unit", "author", "reviewer", "publisher", "reason", "justification")


@dataclass(frozen=True, slots=True)
class Call:
    """A version that another one calls."""

    id: UUID
    key: str
    number: int


class NoSuchProcedure(LookupError):
    """No such procedure, or none in force on the day."""


def in_force(*, key: str, on: date) -> Version:
    """Returns the version of a procedure in force on a day; raises NoSuchProcedure."""
    rest = "WHERE key = %s AND valid_from <= %s ORDER BY number DESC LIMIT 1"
    newest = swift.keys(VersionRow, rest, key, on) if key.isprintable() else []
    if not newest:
        raise NoSuchProcedure(f"{said(on)}没有生效的流程“{key}”。请核对流程名，或先发布流程。")
    return version(id=newest[0])


@lru_cache(maxsize=256)
def version(*, id: UUID) -> Version:  # noqa: A002 - the consumers' word
    """Returns a version by its id; raises NoSuchProcedure. Kept in memory: a published version never changes."""
    row = VersionRow.objects.filter(id=id).first()
    if row is None:
        raise NoSuchProcedure(f"没有编号为 {id} 的流程版本。请核对编号。")
    return as_version(row)


def versions(*, key: str) -> tuple[Version, ...]:
    """Returns every version of a procedure, newest first; raises NoSuchProcedure where there is none."""
    found = tuple(version(id=each) for each in _ids(key))
    if not found:
        raise NoSuchProcedure(f"没有流程“{key}”。请核对流程名，或在流程公开页选择。")
    return found


def coming(*, key: str, on: date) -> tuple[Version, ...]:
    """Returns the version in force on a day and those that follow it, newest first; () where there is none."""
    # Asked of every item of a sheet.
    first = "SELECT COALESCE(MAX(number), 0) FROM procedures_version WHERE key = %s AND valid_from <= %s"
    rest = f"WHERE key = %s AND number >= ({first}) ORDER BY number DESC"
    return tuple(version(id=each) for each in swift.keys(VersionRow, rest, key, key, on)) if key.isprintable() else ()


def _ids(key: str) -> QuerySet[VersionRow, UUID]:
    """Returns the ids of a procedure's versions, newest first; none for what no key looks like (it may hold a NUL)."""
    rows = VersionRow.objects.filter(key=key) if key.isprintable() else VersionRow.objects.none()
    return rows.order_by("-number").values_list("id", flat=True)


def public_list(*, on: date) -> tuple[Version, ...]:
    """Returns the procedures in force on a day, one version each, in the order of their keys."""
    rows = VersionRow.objects.filter(valid_from__lte=on).order_by("key", "number").values_list("key", "id")
    return tuple(version(id=newest) for newest in dict(rows).values())


def newest() -> tuple[Version, ...]:
    """Returns the newest version of every procedure, in force or yet to be, in the order of their keys."""
    rows = VersionRow.objects.order_by("key", "number").values_list("key", "id")
    return tuple(version(id=last) for last in dict(rows).values())


def as_version(row: VersionRow) -> Version:
    """Returns a row as a version, compiled."""
    xml = bytes(row.xml)
    called = Bound(row.calls)
    procedure = compile_bpmn(xml, called)
    return Version(
        id=row.id,
        key=row.key,
        number=row.number,
        name=procedure.name,
        procedure=procedure,
        xml=xml,
        valid_from=row.valid_from,
        published_at=row.published_at,
        calls=tuple(Call(one.id, key, one.number) for key, one in sorted(called.found.items())),
        **{name: getattr(row, name) for name in _POSTS},
    )
