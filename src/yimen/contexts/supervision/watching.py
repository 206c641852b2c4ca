"""Raises findings from the stream of acts: also time's own acts are entries, so supervision needs no clock."""

from yimen.contexts.journal.api import Act, Entry, record
from yimen.contexts.matters.api import Matter, by_ids

from .models import FindingRow
from .rules import Breach, breaches


def judge(entry: Entry, act: Act) -> None:
    """Judges one journal entry by the rules and writes what it finds, in the follower's transaction."""
    found = breaches(entry)
    if not found:
        return
    matter = by_ids(ids=[entry.subject]).get(entry.subject)
    if matter is not None:
        unit = str(entry.facts.get("unit", "")) or matter.unit  # whose turn it was
        for breach in found:
            _raise(act, matter, breach, unit)


def _raise(act: Act, matter: Matter, breach: Breach, unit: str) -> None:
    known = FindingRow.objects.filter(matter_id=matter.id, rule=breach.rule.code, occasion=breach.occasion)
    if known.exists():
        return
    FindingRow(
        id=act.mint.id(),
        rule=breach.rule.code,
        card=breach.rule.card,
        matter_id=matter.id,
        occasion=breach.occasion,
        unit=unit,
        region=matter.region,
        detail=breach.detail,
        basis=(breach.basis or breach.rule.basis)[:120],
        found_at=act.now,
    ).save(force_insert=True)
    record(
        act=act,
        verb="supervision.find",
        subject=matter.id,
        region=matter.region,
        basis=breach.basis or breach.rule.basis,
        facts={"number": matter.number, "rule": breach.rule.name, "card": breach.rule.card, "detail": breach.detail},
    )
