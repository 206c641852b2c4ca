"""Marks that explain differences: which of them hold on a day, for which words of both sides."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from .models import ExplainedRow

Sides = tuple[str, str, int, int]  # the item, the respect, and the digests of what it and its standard say


@dataclass(frozen=True, slots=True)
class Explained:
    """Why a difference is as it is: the words, the document, the last day, by which post and when; or withdrawn."""

    id: UUID
    code: str
    respect: str
    why: str
    document: str
    until: date
    post: str
    at: datetime
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawn_why: str


def holding(on: date) -> "QuerySet[ExplainedRow]":
    """Returns the marks that hold on a day, as far as nobody has said anything else since."""
    standing = Q(withdrawn_on=None) | Q(withdrawn_on__gt=on)
    return ExplainedRow.objects.filter(standing, first_day__lte=on, until__gte=on)


def marks(codes: Iterable[str], on: date) -> Mapping[Sides, Explained]:
    """Returns the marks of items that hold on a day, by what both sides said."""
    rows = holding(on).filter(code__in=set(codes)).order_by("at", "id")
    return {(row.code, row.respect, row.said, row.standard_said): as_explained(row) for row in rows}


def as_explained(row: ExplainedRow) -> Explained:
    """Returns a mark as it is read."""
    return Explained(**{name: getattr(row, name) for name in Explained.__slots__})
