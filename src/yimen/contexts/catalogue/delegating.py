"""Hands an item down without a gap in service: it ends here the day before the last of those that take it over begins.

Until then it goes on as it was, and whoever asks is told who is to take it over and by when.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from yimen.contexts.identity.api import unit as unit_of
from yimen.contexts.journal.api import Act, record
from yimen.kernel.clock import local_date

from .changes import Change
from .coding import code_at
from .ending import Successor, heirs
from .inheriting import base_code_of
from .models import DraftRow, VersionRow
from .plain import as_plain, with_phones
from .publishing import cancel
from .saving import put
from .starting import new_row

DAYS = 30  # within which what is delegated is to be taken over: demo, no source gives it
_OWN_PLACE = (
    *("centre", "in_centre", "address", "point", "hours", "section", "consult_phone", "complaint_phone"),
    *("channels", "window_authority"),
)  # who takes over has its own: they are left open, and its draft lists them as to be filled in


def delegate(act: Act, row: DraftRow, day: date) -> None:
    """Opens the draft of taking over at each unit that an item goes to, due some days after a day; ends what can end.

    ``row``: the draft by which it is decided, as it is published.
    """
    row.version, row.changed_at = row.based_on, act.now
    for target in row.targets:
        _take_over(act, row, target, day)
    _end(act, row, day)


def settle(act: Act, taken: VersionRow) -> None:
    """Ends the item that a published version takes over, where that was the last of those that take it over.

    The decisions are held before the versions are read: of two that take over at once, the second sees the first.
    """
    same = VersionRow.objects.filter(base_code=taken.base_code, valid_to=None)
    going = _decided(Q(code__in=same.values("code"))).order_by("id")
    for row in going.select_for_update(of=("self",)):
        if taken.unit_id in row.targets:
            _end(act, row, taken.valid_from)


@dataclass(frozen=True, slots=True)
class Delegated:
    """What is to be taken over and goes on until then: by which decision, and by whom by when."""

    change: Change
    heirs: tuple[Successor, ...]


def delegated(*, code: str, name: str) -> Delegated | None:
    """Returns by what decision an item that goes on here is to be taken over, and by whom; None where there is none."""
    row = _decided(Q(code=code)).first()
    if row is None or row.version is None:
        return None
    return Delegated(
        Change(row.kind, row.reason, row.document), tuple(heirs(_codes(row), name, row.version.valid_from))
    )


def pending(prefix: str, unit: str) -> list[tuple[VersionRow, DraftRow]]:
    """Returns the items of a place, or of a unit, that are to be taken over and go on, with the decision on each."""
    within = Q(region__gte=prefix.ljust(12, "0"), region__lte=prefix.ljust(12, "9"))
    rows = list(_decided(within & Q(unit=unit) if unit else within))
    going = VersionRow.objects.filter(code__in={row.code for row in rows}, valid_to=None).defer("content")
    newest = {version.code: version for version in going}
    return [(newest[row.code], row) for row in rows if row.code in newest]


def last_day_to_take_over(first_day: date) -> date:
    """Returns by when what is delegated from a day on is to be taken over."""
    return first_day + timedelta(days=DAYS)


def _decided(which: Q) -> "QuerySet[DraftRow]":
    """Returns the decisions to hand down that are not carried out yet, the newest first: by one question.

    One is carried out where its item has ended since it was decided.
    """
    since = VersionRow.objects.filter(code=OuterRef("code"), number__gte=Coalesce(OuterRef("version__number"), 0))
    going = Exists(since.filter(valid_to=None)) & ~Exists(since.filter(ending__isnull=False))
    rows = DraftRow.objects.filter(which, going, kind="下放", state="published").select_related("version")
    return rows.order_by("-changed_at", "-id")


def _codes(row: DraftRow) -> list[str]:
    return [code_at(target, row.code[19:]) for target in row.targets]


def _end(act: Act, row: DraftRow, day: date) -> None:
    """Ends an item the day before the last that takes it over begins, not before a day; not while one is missing."""
    version = VersionRow.objects.filter(code=row.code, valid_to=None).first()
    codes = _codes(row)
    firsts = _firsts(codes, local_date(row.changed_at))
    if version is None or not firsts.keys() >= set(codes):
        return
    last_day = max(max([day, *firsts.values()]) - timedelta(days=1), version.valid_from)
    change = Change(row.kind, row.reason, row.document)
    cancel(act=act, code=row.code, last_day=last_day, change=change, successors=codes)


def _firsts(codes: list[str], decided: date) -> dict[str, date]:
    """Returns from when each of some items takes over: its first version, and not what had ended when it was decided.

    Who has taken over has done so, however often its item was changed since, or though it was cancelled.
    """
    lasting = Q(valid_to=None) | Q(valid_to__gte=decided)
    rows = VersionRow.objects.filter(lasting, code__in=codes).order_by("-number")
    found: dict[str, date] = {}
    for code, first in rows.values_list("code", "valid_from"):
        found[code] = min(first, found.get(code, first))
    return found


def _take_over(act: Act, row: DraftRow, target: str, day: date) -> None:
    """Opens the draft by which a lower unit takes over what is delegated to it, with a day by which that is due."""
    body = unit_of(code=target)
    content = as_plain(row.based_on) if row.based_on else {}
    base = base_code_of(content)
    content = with_phones({key: value for key, value in content.items() if key not in _OWN_PLACE}, target)
    content["demo"] = [key for key in content.get("demo", ()) if key not in (*_OWN_PLACE, "power_source")]
    content |= {"unit": target, "region": body.region, "code": code_at(target, base), "power_source": "上级下放"}
    fresh = new_row(act, target, act.actor.label, kind="承接")
    fresh.editors = []
    fresh.origin, fresh.first_day, fresh.document = row.based_on, day, row.document
    fresh.reason = row.reason
    fresh.due_on = last_day_to_take_over(day)
    put(fresh, content)
    fresh.save(force_insert=True)
    facts = {"kind": "承接", "code": fresh.code, "name": fresh.name, "from": row.code, "due": fresh.due_on.isoformat()}
    record(act=act, verb="catalogue.start", subject=fresh.id, region=fresh.region, facts=facts)
