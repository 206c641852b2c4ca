"""A change of a calendar before it is made: what it would do, and, once confirmed, the verb that does it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act
from yimen.contexts.matters.api import Foreseen, preview_redating
from yimen.contexts.places.api import (
    DayChange,
    LoadError,
    Ordered,
    Preview,
    calendar,
    calendar_if,
    closures,
    load_holidays,
    order_closure,
    preview,
    revoke_closure,
    set_observance,
)
from yimen.kernel.clock import Calendar, changed_days, changed_span, closure_from_data

KINDS = {"notice": "放假通知", "closure": "停工命令", "observance": "地方节日", "revoked": "撤销停工命令"}
_MOVES = 100  # matters shown of those that would move
_LONGEST = 60_000  # characters of a proposal on its way through the form


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is to be done: one of KINDS, its data (of a revocation the closure's number), and the reason where asked."""

    kind: str
    data: Any
    reason: str = ""

    @property
    def text(self) -> str:
        """Returns the data as the confirming form carries it."""
        return json.dumps(self.data, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a proposal would do: days that count otherwise, the span that is surer or less sure, matters that move.

    ``marked``: days that count as before, but get a mark, such as half a day off.
    """

    region: str
    document: str
    days: tuple[DayChange, ...]
    first: date | None
    last: date | None
    moves: Foreseen
    marked: tuple[DayChange, ...] = ()


def proposal_of(kind: str, text: str, reason: str) -> Proposal:
    """Returns the proposal that a form carried; raises LoadError where the form was tampered with."""
    try:
        data = json.loads(text[:_LONGEST])
    except ValueError:
        data = None
    if kind not in KINDS or not isinstance(data, int if kind == "revoked" else dict):
        raise LoadError("要确认的内容不完整。请回到上一页重新预览。")
    return Proposal(kind, data, reason)


def region_of(proposal: Proposal) -> str:
    """Returns the region whose calendar would change; raises LoadError for what cannot be."""
    if proposal.kind == "revoked":
        return _standing(proposal.data).closure.region
    return _preview(proposal).region


def look(reader: Reader, proposal: Proposal) -> Effect:
    """Returns what a proposal would do; nothing is written. Raises LoadError."""
    if proposal.kind == "revoked":
        order = _standing(proposal.data).closure
        now, then = calendar(region=order.region), _calendar(proposal, order.region)
        days = tuple(DayChange(day, now.day(day), then.day(day)) for day in changed_days(now, then))
        first, last = changed_span(now, then) or (None, None)
        region, document = order.region, order.document
    else:
        seen = _preview(proposal)
        days, first, last, region, document = seen.days, seen.first, seen.last, seen.region, seen.document
    if first is None:
        nothing = Foreseen(0, exact=True, moves=())
        return Effect(region, document, days, None, None, nothing, _marked(proposal, region))
    moves = preview_redating(
        reader=reader,
        region=region,
        first_day=first,
        last_day=last or first,
        days=lambda place: _calendar(proposal, place),
        limit=_MOVES,
    )
    return Effect(region, document, days, first, last, moves)


def _marked(proposal: Proposal, region: str) -> tuple[DayChange, ...]:
    """Returns the days of an order that would be called otherwise though they count as before."""
    if proposal.kind != "closure":
        return ()
    order = closure_from_data(proposal.data)
    now, then = calendar(region=region), _calendar(proposal, region)
    days = zip(now.days(order.first, order.last), then.days(order.first, order.last), strict=True)
    return tuple(DayChange(day, before, after) for (day, before), (_, after) in days if before != after)


def carry_out(act: Act, proposal: Proposal, seen: int) -> None:
    """Does what was proposed, by one verb of places; ``seen``: the newest change when it was previewed.

    Raises LoadError, nothing changed; CalendarMoved where a calendar changed after that.
    """
    if proposal.kind == "notice":
        load_holidays(act=act, notices=[proposal.data], expected=seen)
    elif proposal.kind == "closure":
        order_closure(act=act, data=proposal.data, expected=seen)
    elif proposal.kind == "observance":
        set_observance(act=act, data=proposal.data, reason=proposal.reason, expected=seen)
    else:
        revoke_closure(act=act, closure=proposal.data, reason=proposal.reason, expected=seen)


def _given(proposal: Proposal) -> Mapping[str, Any]:
    return {proposal.kind: proposal.data}


def _preview(proposal: Proposal) -> Preview:
    return preview(**_given(proposal))


def _calendar(proposal: Proposal, region: str) -> Calendar:
    return calendar_if(region=region, **_given(proposal))


def _standing(number: int) -> Ordered:
    found = next((one for one in closures(region="") if one.id == number and not one.revoked), None)
    if found is None:
        raise LoadError("没有这份停工命令，或者它已经撤销。请刷新后再试。")
    return found
