"""The limits every case runs against: receiving, deciding (promised and statutory), delivering."""

from datetime import date

from yimen.contexts.catalogue.api import Guide
from yimen.contexts.matters.api import Clock
from yimen.kernel.clock import Ledger, Limit, Unit

from . import law

RECEIVING, DELIVERING = 5, 10  # working days: 行政许可法 第三十二条, 第四十四条


def receiving(guide: Guide, received: date) -> Clock:
    """Returns the clock from receipt: accept, refuse, or tell everything missing within 5 working days (许可法 32)."""
    limit = Limit(RECEIVING, Unit.WORKING_DAY, "受理或一次性告知", law.source(guide.type), "第三十二条")
    return Clock(name="收件", ledger=Ledger(limit=limit, start=received))


def deciding(guide: Guide, accepted: date) -> Clock:
    """Returns the clock from acceptance: the alarm is on the promised days, illegality on the statutory ones."""
    promised = Limit(days=guide.promised, unit=Unit.WORKING_DAY, name_zh="承诺时限", law="办事指南", article="承诺时限")
    return Clock(
        name="办理",
        ledger=Ledger(limit=promised, start=accepted),
        statutory=Ledger(limit=guide.statutory, start=accepted),
    )


def delivering(guide: Guide, decided: date) -> Clock:
    """Returns the clock from the decision: serve within 10 working days (许可法 44)."""
    limit = Limit(DELIVERING, Unit.WORKING_DAY, "送达", law.source(guide.type), "第四十四条")
    return Clock(name="送达", ledger=Ledger(limit=limit, start=decided))
