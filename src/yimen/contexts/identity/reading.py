"""Reads units, and what of a person the person (or the room that checked the reader) may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from yimen import swift
from yimen.kernel.codes import region_prefix

from .appointing import Unit
from .models import Account, PostRow, UnitRow
from .readers import Post
from .registering import stored_login
from .vault import lookup_digest, open_text


@dataclass(frozen=True, slots=True)
class Person:
    """A natural person's own data, plain: only for the person's own pages and forms."""

    account: UUID
    name: str
    citizen_id: str
    phone: str
    verified: bool


class NoSuchUnit(LookupError):
    """No unit has this code."""


def unit(*, code: str) -> Unit:
    """Returns a unit; units are public. Raises NoSuchUnit."""
    rows = swift.rows(UnitRow, "WHERE code = %s", code) if code.isprintable() else []
    if not rows:
        raise NoSuchUnit(f"没有代码为 {code} 的单位。请核对代码。")
    return Unit(**{name: getattr(rows[0], name) for name in Unit.__slots__})


def units_by_code(*, codes: Iterable[str]) -> dict[str, Unit]:
    """Returns units by their codes; a code that no unit has is left out."""
    wanted = sorted(set(codes))
    rows = swift.rows(UnitRow, f"WHERE code IN {swift.marks(len(wanted))}", *wanted) if wanted else ()
    return {row.code: Unit(**{name: getattr(row, name) for name in Unit.__slots__}) for row in rows}


def units(*, region: str = "") -> tuple[Unit, ...]:
    """Returns the units whose region code begins with ``region``'s significant part, in the order of their codes."""
    rows = UnitRow.objects.filter(region__startswith=region_prefix(region)) if region else UnitRow.objects.all()
    return tuple(Unit(**{n: getattr(row, n) for n in Unit.__slots__}) for row in rows.order_by("region", "code"))


def person(*, account: UUID) -> Person:
    """Returns a person's own data. The caller shows it to that person only."""
    row = Account.objects.get(id=account, kind="person")
    return Person(
        account=row.id,
        name=open_text(row.name, purpose="name"),
        citizen_id=open_text(row.citizen_id, purpose="citizen_id"),
        phone=open_text(row.phone, purpose="phone"),
        verified=row.verified_at is not None,
    )


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody who can be given a step: the account, the name, and the posts in force in one unit."""

    account: UUID
    name: str
    posts: tuple[Post, ...]

    @property
    def label(self) -> str:
        """Returns the first post, as the trail names it."""
        return self.posts[0].label


def officers(*, on: date, roles: Iterable[str], unit: str = "", region: str = "") -> tuple[Officer, ...]:
    """Returns the officers who hold a post of some role on a day, in a unit or in all units of a region, by post.

    For officers' own pages: names are theirs to know, and the trail has posts only.
    """
    where = Q(unit_id=unit) if unit else Q(unit__region__startswith=region_prefix(region))
    return _officers(where & Q(role__in=list(roles)), on)


def officer(*, account: UUID, on: date) -> Officer | None:
    """Returns an officer with all posts held on a day, None where there is none; for officers' own pages too."""
    return next(iter(_officers(Q(account_id=account), on)), None)


def _officers(where: Q, on: date) -> tuple[Officer, ...]:
    in_force = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))
    rows = PostRow.objects.filter(in_force, where, account__active=True, account__kind="officer")
    held: dict[UUID, list[PostRow]] = {}
    for row in rows.select_related("unit", "account").order_by("unit_id", "role", "account_id"):
        held.setdefault(row.account_id, []).append(row)
    return tuple(
        Officer(
            account=account,
            name=open_text(posts[0].account.name, purpose="name"),
            posts=tuple(Post(p.unit_id, p.unit.name, p.unit.region, p.role, p.title) for p in posts),
        )
        for account, posts in held.items()
    )


def account_of(*, citizen_id: str) -> UUID | None:
    """Returns the account whose owner showed the card with this identity number, or None."""
    digest = lookup_digest(citizen_id, purpose="citizen_id")
    found = Account.objects.filter(citizen_digest=digest, verified_at__isnull=False, active=True)
    return found.values_list("id", flat=True).first()


def account_named(*, login: str) -> UUID | None:
    """Returns the account of a staff name, an outside system's name or a mobile number, or None."""
    return Account.objects.filter(login=stored_login(login)).values_list("id", flat=True).first()


@dataclass(frozen=True, slots=True)
class Client:
    """An outside system: its account and the public key (PEM) its tokens are signed with."""

    account: UUID
    public_key: str


def client(*, login: str) -> Client | None:
    """Returns an active outside system, or None."""
    row = Account.objects.filter(login=login, kind="client", active=True).first()
    return Client(account=row.id, public_key=row.public_key) if row else None
