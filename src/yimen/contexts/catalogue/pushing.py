"""Presses on with handing down: which items are fit for towns, who has them, whom to ask for it."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from yimen.contexts.identity.api import Reader, Unit, units
from yimen.contexts.journal.api import Act, Entry, record, trail
from yimen.kernel.clock import local_date, said
from yimen.kernel.codes import region_prefix

from .drafts import DraftRefused
from .guides import Guide, guides
from .models import VersionRow
from .posts import REVIEWING, NotYourItem, reading
from .saving import line

_VERB = "catalogue.push_down"
_MARKED = '"delegable": true'  # as content is written (publishing)
_MOST, _WORDS = 2_000, 200


@dataclass(frozen=True, slots=True)
class Pushed:
    """When a department was last asked to settle an item, by which post, in which words, and by when."""

    on: date
    post: str
    words: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Delegable:
    """An item that is marked as fit for towns and streets. ``below``: the lower units that have it already."""

    guide: Guide
    below: tuple[str, ...]
    pushed: Pushed | None


def delegable(*, on: date, region: str = "", unit: str = "") -> tuple[Delegable, ...]:
    """Returns the items of a region, or of a unit, that are marked as fit for towns and streets, by unit and code."""
    rows = _in_force(on).filter(content__contains=_MARKED)
    rows = rows.filter(unit_id=unit) if unit else rows.filter(region__startswith=region_prefix(region))
    marked = list(rows.order_by("unit_id", "code")[:_MOST])
    having: dict[str, list[tuple[str, str]]] = {}
    same = _in_force(on).filter(base_code__in={row.base_code for row in marked})
    for base, code, place in same.values_list("base_code", "unit_id", "region"):
        having.setdefault(base, []).append((code, place))
    found = []
    for row, guide in zip(marked, guides(marked, on=on), strict=True):
        inside = region_prefix(row.region)
        below = tuple(sorted(c for c, p in having[row.base_code] if p.startswith(inside) and p != row.region))
        found.append(Delegable(guide, below, _last(trail(subject=row.id))))
    return tuple(found)


def towns(*, region: str) -> tuple[Unit, ...]:
    """Returns the towns and streets of a region, by code."""
    return tuple(sorted((one for one in units(region=region) if one.kind == "township"), key=lambda one: one.code))


def push_down(*, act: Act, reader: Reader, code: str, words: str, due_on: date) -> Delegable:
    """Asks the department of an item that is marked so to settle by a day whether it is handed down, and returns it.

    It sees that among its items. Raises NotYourItem, DraftRefused.
    """
    today = local_date(act.now)
    with transaction.atomic():
        row = _in_force(today).select_for_update().filter(code=code, content__contains=_MARKED).first()
        if row is None:
            raise DraftRefused("没有这个标明可下放的在用事项。请从列表选择。")
        post = reading(reader, row.unit_id, row.region)
        if post.role not in REVIEWING:
            raise NotYourItem("推送由法制、编制部门或政府审定岗办理。您没有这些岗位。")
        if due_on <= today:
            raise DraftRefused(f"“梳理期限”{said(due_on)}不在今天以后。请改为以后的日期。")
        text = line(words, "推送说明", _WORDS)
        facts = {"code": row.code, "name": row.name, "words": text, "due": due_on.isoformat(), "post": post.label}
        record(act=act, verb=_VERB, subject=row.id, region=row.region, facts=facts)
    return next(one for one in delegable(on=today, unit=row.unit_id) if one.guide.code == code)


def _last(entries: tuple[Entry, ...]) -> Pushed | None:
    asked = [one for one in entries if one.verb == _VERB]
    if not asked:
        return None
    facts = asked[-1].facts
    due = date.fromisoformat(facts["due"])
    return Pushed(local_date(asked[-1].at), facts["post"], facts["words"], due)


def _in_force(on: date) -> "QuerySet[VersionRow]":
    return VersionRow.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)
