"""Presses on with handing down: which items are fit for towns, who has them, whom to ask for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from yimen.contexts.identity.api import Reader, Unit, units, units_by_code
from yimen.contexts.journal.api import Act, Entry, record, trails
from yimen.kernel.clock import local_date, said
from yimen.kernel.codes import region_prefix

from .drafts import DraftRefused
from .guides import Guide, guides
from .models import VersionRow
from .posts import NotYourItem, reviewing
from .saving import line

_VERB = "catalogue.push_down"
_MARKED = '"delegable": true'  # as content is written (publishing)
MOST_DELEGABLE = 2_000  # items that are told at once
_WORDS = 200
_TOWN = "township"  # the kind of units of towns and streets


@dataclass(frozen=True, slots=True)
class Pushed:
    """When a department was last asked to settle an item, by which post, in which words, and by when."""

    on: date
    post: str
    words: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Delegable:
    """An item that is marked as fit for towns and streets. ``below``: the towns and streets that have it already."""

    guide: Guide
    below: tuple[str, ...]
    pushed: Pushed | None


def delegable(*, on: date, region: str = "", unit: str = "") -> tuple[Delegable, ...]:
    """Returns the items of a region, or of a unit, that are marked as fit for towns and streets, by unit and code.

    No more than MOST_DELEGABLE.
    """
    rows = _in_force(on).filter(content__contains=_MARKED)
    rows = rows.filter(Q(unit_id=unit) if unit else _within(region_prefix(region)))
    return _told(list(rows.order_by("unit_id", "code")[:MOST_DELEGABLE]), on)


def _told(marked: list[VersionRow], on: date) -> tuple[Delegable, ...]:
    """Returns versions with the towns that have the same, and with how they were pushed, asking once for all."""
    if not marked:
        return ()
    places = {region_prefix(row.region) for row in marked}
    same = _in_force(on).filter(base_code__in={row.base_code for row in marked})
    same = same.filter(region__gte=min(one.ljust(12, "0") for one in places))
    same = same.filter(region__lte=max(one.ljust(12, "9") for one in places))
    having: dict[str, list[tuple[str, str]]] = {}
    for base, code, place in same.values_list("base_code", "unit_id", "region"):
        having.setdefault(base, []).append((code, place))
    kinds = units_by_code(codes={code for each in having.values() for code, _ in each})
    pushes = _pushes(row.code for row in marked)
    found = []
    for row, guide in zip(marked, guides(marked, on=on), strict=True):
        inside = region_prefix(row.region)
        below = {
            code
            for code, place in having.get(row.base_code, ())
            if kinds[code].kind == _TOWN and place.startswith(inside) and place != row.region
        }
        found.append(Delegable(guide, tuple(sorted(below)), pushes.get(row.code)))
    return tuple(found)


def towns(*, region: str) -> tuple[Unit, ...]:
    """Returns the towns and streets of a region, by code."""
    return tuple(sorted((one for one in units(region=region) if one.kind == _TOWN), key=lambda one: one.code))


def push_down(*, act: Act, reader: Reader, code: str, words: str, due_on: date) -> Delegable:
    """Asks the department of an item that is marked so to settle by a day whether it is handed down, and returns it.

    It sees that among its items. Raises NotYourItem, DraftRefused.
    """
    today = local_date(act.now)
    with transaction.atomic():
        row = _in_force(today).select_for_update().filter(code=code, content__contains=_MARKED).first()
        if row is None:
            raise DraftRefused("没有这个标明可下放的在用事项。请从列表选择。")
        post = reviewing(reader, row.region)
        if post is None:
            raise NotYourItem("推送由法制、编制部门或政府审定岗办理。您没有这些岗位。")
        if due_on <= today:
            raise DraftRefused(f"“梳理期限”{said(due_on)}不在今天以后。请改为以后的日期。")
        text = line(words, "推送说明", _WORDS)
        facts = {"code": row.code, "name": row.name, "words": text, "due": due_on.isoformat(), "post": post.label}
        record(act=act, verb=_VERB, subject=row.id, region=row.region, facts=facts)
        return _told([row], today)[0]


def _pushes(codes: Iterable[str]) -> dict[str, Pushed]:
    """Returns by code how items were last pushed, whichever version of them was in force then."""
    of = dict(VersionRow.objects.filter(code__in=list(codes)).values_list("id", "code"))
    return {of[one.subject]: _pushed(one) for one in trails(subjects=of, verb=_VERB)}


def _pushed(asked: Entry) -> Pushed:
    due = date.fromisoformat(asked.facts["due"])
    return Pushed(local_date(asked.at), asked.facts["post"], asked.facts["words"], due)


def _within(prefix: str) -> Q:
    return Q(region__gte=prefix.ljust(12, "0"), region__lte=prefix.ljust(12, "9"))


def _in_force(on: date) -> "QuerySet[VersionRow]":
    return VersionRow.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)
