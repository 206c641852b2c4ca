"""The limits every case runs against: receiving, deciding (promised and statutory), delivering; all of them data."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from yimen.contexts.catalogue.api import Guide
from yimen.contexts.limits.api import limit, thresholds
from yimen.contexts.matters.api import Clock
from yimen.kernel.clock import Ledger, Limit, Unit
from yimen.kernel.procedure import Procedure

from . import law

RECEIVING, DECIDING, DELIVERING = "xk.one_time_notice", "xk.decide", "xk.deliver"
RENEWING = "xk.renew.decide"


def receiving(guide: Guide, received: date, answers: Mapping[str, Any]) -> Clock:
    """Returns the clock from receipt: accept, refuse, or tell everything missing (行政许可法 第三十二条)."""
    return Clock(
        name="收件",
        ledger=Ledger(_borrowed(guide, RECEIVING, received), received),
        others=_renewing(guide, received, answers),
        lights=thresholds(kind="receiving", on=received, region=guide.region),
        silence=frozenset(guide.silence),
    )


def deciding(guide: Guide, accepted: date, answers: Mapping[str, Any]) -> Clock:
    """Returns the clock from acceptance: the alarm is on the promised days, illegality on the statutory ones."""
    legal = statutory(guide=guide, on=accepted)
    most = legal.length if legal.unit is Unit.WORKING_DAY else guide.promised
    return Clock(
        name="办理",
        ledger=Ledger(legal.promised(min(guide.promised, most)), accepted),
        statutory=Ledger(legal, accepted),
        others=_renewing(guide, accepted, answers),
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
    found = limit(code=code, on=on, region=guide.region).limit
    return replace(found, law=law.source(guide.type)) if guide.type != law.LICENCE else found


def statutory(*, guide: Guide, on: date) -> Limit:
    """Returns the item's own statutory limit with what stops and lengthens it: by the rule it names, else none.

    Licences follow 行政许可法 第四十二条 and 第四十五条; a shorter local version of the rule holds for the item too.
    """
    own = guide.statutory
    code = own.id or (DECIDING if guide.type == law.LICENCE else "")
    if not code:
        return own
    rule = limit(code=code, on=on, region=guide.region).limit
    shorter = min(own.length, rule.length) if (own.unit, own.law) == (rule.unit, rule.law) else own.length
    return replace(own, id=code, length=shorter, grounds=rule.grounds, extending=rule.extending, silence=rule.silence)


def _renewing(guide: Guide, on: date, answers: Mapping[str, Any]) -> tuple[Ledger, ...]:
    """Returns the limit of a renewal: decided before the licence expires (行政许可法 第五十条)."""
    expires = str(answers.get(guide.renews, "")) if guide.renews else ""
    if not expires:
        return ()
    return (Ledger(limit(code=RENEWING, on=on, region=guide.region).limit, date.fromisoformat(expires)),)
