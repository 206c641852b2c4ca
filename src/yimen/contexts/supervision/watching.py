"""Raises findings: from the stream of acts as they happen, and from the clock as days pass."""

from datetime import date

from django.db import transaction

from yimen.contexts.journal.api import Act, Entry, record
from yimen.contexts.matters.api import Matter, by_ids, overdue
from yimen.kernel.clock import local_date

from .models import FindingRow
from .rules import PROMISE, STATUTE, Breach, breaches


def judge(entry: Entry, act: Act) -> None:
    """Judges one journal entry by the rules and writes what it finds, in the follower's transaction."""
    found = breaches(entry)
    if not found:
        return
    matter = by_ids(ids=[entry.subject]).get(entry.subject)
    if matter is not None:
        for breach in found:
            _raise(act, matter, breach)


PAGE = 500


def watch(*, act: Act) -> int:
    """Raises a finding for each open matter past its promised or statutory day; returns how many are new.

    Found through an index, page by page to the last; what was found on the same day of expiry is not found again.
    """
    today, new = local_date(act.now), 0
    after = None
    while page := overdue(today=today, after=after, limit=PAGE):
        known = set(
            FindingRow.objects.filter(matter__in=[matter.id for matter in page]).values_list(
                "matter_id", "rule", "occasion"
            )
        )
        for matter in page:
            fresh = [b for b in _expired(matter, today) if (matter.id, b.rule.code, b.occasion) not in known]
            with transaction.atomic():
                new += sum(_raise(act, matter, breach) for breach in fresh)
        after = (page[-1].red_from or today, page[-1].id)
    return new


def _expired(matter: Matter, today: date) -> list[Breach]:
    found = []
    if matter.due_on is not None and today > matter.due_on:
        rule = PROMISE if matter.statutory_due_on is not None else STATUTE  # receiving and serving have the law's limit
        detail = f"“{matter.clock_name}”时限应于 {matter.due_on.isoformat()} 前完成，已超过。"
        limit = matter.ledger.limit if matter.ledger else None
        basis = f"{limit.law}{limit.article}" if limit and rule is STATUTE else ""
        found.append(Breach(rule, f"{matter.clock_name}/{matter.due_on}", detail, basis))
    if matter.statutory_due_on is not None and today > matter.statutory_due_on:
        detail = f"法定时限 {matter.statutory_due_on.isoformat()} 已过，本件仍未办结。"
        found.append(Breach(STATUTE, f"{matter.clock_name}/{matter.statutory_due_on}", detail))
    return found


def _answering(matter: Matter) -> str:
    """Returns the unit that answers for a matter now: whose step is waiting, the centre at its two ends."""
    return matter.centre if matter.open and matter.statutory is None else matter.unit


def _raise(act: Act, matter: Matter, breach: Breach) -> int:
    finding = FindingRow(
        id=act.mint.id(),
        rule=breach.rule.code,
        card=breach.rule.card,
        matter_id=matter.id,
        occasion=breach.occasion,
        unit=_answering(matter),
        region=matter.region,
        detail=breach.detail,
        basis=breach.basis or breach.rule.basis,
        found_at=act.now,
    )
    known = FindingRow.objects.filter(matter_id=matter.id, rule=breach.rule.code, occasion=breach.occasion)
    if known.exists():
        return 0
    finding.save(force_insert=True)
    record(
        act=act,
        verb="supervision.find",
        subject=matter.id,
        region=matter.region,
        basis=breach.basis or breach.rule.basis,
        facts={"number": matter.number, "rule": breach.rule.name, "card": breach.rule.card, "detail": breach.detail},
    )
    return 1
