"""The limits every case runs against: receiving, deciding (promised and statutory), delivering; all of them data."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from yimen.contexts.catalogue.api import Guide, Line
from yimen.contexts.limits.api import limit, thresholds
from yimen.contexts.matters.api import Clock
from yimen.contexts.places.api import calendar
from yimen.kernel.clock import Ledger, Limit, Unit
from yimen.kernel.procedure import Procedure

from . import law

RECEIVING, DECIDING, DELIVERING = "xk.one_time_notice", "xk.decide", "xk.deliver"
JOINT = "xk.joint"
RENEWING, APPLYING = "xk.renew.decide", "xk.renew.apply"


def receiving(guide: Guide, received: date, answers: Mapping[str, Any], *, applied: date) -> Clock:
    """Returns the clock from receipt: accept, refuse, or tell everything missing (行政许可法 第三十二条).

    ``applied``: the day the application first came, where ``received`` is that of what was corrected.
    """
    return Clock(
        name="收件",
        ledger=Ledger(_borrowed(guide, RECEIVING, received), received),
        others=_renewing(guide, applied, received, answers),
        lights=thresholds(kind="receiving", on=received, region=guide.region),
        silence=frozenset(guide.silence),
    )


def deciding(guide: Guide, accepted: date, answers: Mapping[str, Any], *, applied: date) -> Clock:
    """Returns the clock from acceptance: the alarm is on the promised days, illegality on the statutory ones."""
    promise, legal = allowed(guide=guide, on=accepted)
    return Clock(
        name="办理",
        ledger=Ledger(promise, accepted),
        statutory=Ledger(legal, accepted),
        others=_renewing(guide, applied, accepted, answers),
        lights=thresholds(kind="instant" if guide.instant else "promised", on=accepted, region=guide.region),
        silence=frozenset(guide.silence),
    )


def delivering(guide: Guide, decided: date) -> Clock:
    """Returns the clock from the decision: issue and serve (行政许可法 第四十四条)."""
    return Clock(
        name="送达",
        ledger=Ledger(_borrowed(guide, DELIVERING, decided), decided),
        lights=thresholds(kind="delivering", on=decided, region=guide.region),
    )


def unknown_grounds(guide: Guide, procedure: Procedure, on: date) -> list[str]:
    """Returns the steps whose ground to stop the clock is none of the item's limit, as people read them; [] if right.

    Item and procedure meet here only: the catalogue does not know how matters run, nor procedures what they are for.
    """
    known = {ground.name for ground in statutory(guide=guide, on=on).grounds}
    return [
        f"{node.name}（{node.ground}）" for node in procedure.nodes.values() if node.ground and node.ground not in known
    ]


def _borrowed(guide: Guide, code: str, on: date) -> Limit:
    """Returns a limit of the licence law; other items borrow it until their own law says, and it says so."""
    rule = limit(code=code, on=on, region=guide.region)
    found = rule.limit
    if guide.type == law.LICENCE:
        return found
    if rule.region:  # the place's document says it for every item
        return replace(found, off=found.off and f"参照{found.off}")
    return replace(found, law=law.source(guide.type), off=found.off and f"参照{found.off}")


def allowed(*, guide: Guide | Line, on: date) -> tuple[Limit, Limit]:
    """Returns the promised and the statutory limit of deciding: no promise is longer than the law of the day."""
    legal = statutory(guide=guide, on=on)
    most = legal.length if legal.unit is Unit.WORKING_DAY else guide.promised
    return legal.promised(min(guide.promised, most)), legal


def statutory(*, guide: Guide | Line, on: date) -> Limit:
    """Returns the item's own statutory limit with what stops and lengthens it: by the rule it names, else none.

    Licences follow 行政许可法 第四十二条 and 第四十五条; a shorter local version of the rule holds for the item too.
    """
    own = guide.statutory
    code = own.id or (DECIDING if guide.type == law.LICENCE else "")
    if not code:
        return own
    found = limit(code=code, on=on, region=guide.region)
    rule = found.limit
    if (own.unit, own.law) == (rule.unit, found.law.name) and rule.length < own.length:
        own = replace(own, length=rule.length)
        own = replace(own, law=rule.law, article=rule.article) if found.region else own  # the place's document says so
    same = own.unit is rule.unit and own.unit is not Unit.WORKING_DAY  # which never ends on a day off
    return replace(
        own,
        id=code,
        counts_first=rule.counts_first,
        rolls=rule.rolls if same else own.rolls,
        grounds=rule.grounds,
        extending=rule.extending,
        silence=rule.silence,
        off=rule.off,
        fewer=rule.fewer,
    )


def too_late(guide: Guide, applied: date, answers: Mapping[str, Any]) -> str:
    """Returns what to tell whoever asked for a renewal too late to be deemed granted by silence; '' for anyone else."""
    last = _expiry(guide, answers)
    if last is None:
        return ""
    latest = _latest(guide, last, applied)
    if latest is None or applied <= latest:
        return ""
    words = f"有效期{_words(last)}届满，应在{_words(latest)}以前申请延续；这份申请晚于这一天"
    return f"{words}，届满前没有作出决定的，不视为准予延续（《行政许可法》第五十条）。请尽早向办理机关了解进度。"


def _words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _expiry(guide: Guide, answers: Mapping[str, Any]) -> date | None:
    expires = str(answers.get(guide.renews, "")) if guide.renews else ""
    return date.fromisoformat(expires) if expires else None


def _latest(guide: Guide, last: date, applied: date) -> date | None:
    """Returns the last day on which the renewal of a licence that ends on a day may be asked for."""
    in_time = limit(code=APPLYING, on=applied, region=guide.region).limit
    return Ledger(in_time, last).due(calendar(region=guide.region)).date


def _renewing(guide: Guide, applied: date, on: date, answers: Mapping[str, Any]) -> tuple[Ledger, ...]:
    """Returns the limit of a renewal asked for in time: decided before the licence expires (行政许可法 第五十条).

    One asked for too late has none: the law ties no effect to silence on it. Nor has one that was complete, or was
    accepted, only after that day: nothing can be decided before it any more.
    """
    last = _expiry(guide, answers)
    if last is None:
        return ()
    latest = _latest(guide, last, applied)
    if latest is None or applied > latest or on > last:
        return ()
    return (Ledger(limit(code=RENEWING, on=on, region=guide.region).limit, last),)
