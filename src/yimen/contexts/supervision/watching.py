"""Raises findings from the stream of acts: also time's own acts are entries, so supervision needs no clock."""

from dataclasses import dataclass
from uuid import UUID

from yimen.contexts.identity.api import ROLES, NoSuchUnit
from yimen.contexts.identity.api import unit as unit_of
from yimen.contexts.journal.api import Act, Entry, record
from yimen.contexts.matters.api import Matter, Task, by_ids, steps
from yimen.contexts.powers.api import baseline
from yimen.kernel.clock import local_date

from .comparing import compared
from .judging import breaches
from .keys import marks
from .models import FindingRow
from .rules import Breach

_UNEXTENDED = "没有办理延长期限。"


@dataclass(frozen=True, slots=True)
class _Seen:
    """What an entry is about: whose turn it was, at which step, by which post, and why it is key."""

    unit: str
    step: str
    post: str
    key: str


def judge(entry: Entry, act: Act) -> None:
    """Judges one journal entry by the rules and writes what it finds, in the follower's transaction."""
    if entry.verb == "powers.decide_penalty":
        _judge_decision(entry, act)
        return
    likely = breaches(entry, key=True) + breaches(entry)
    if not likely and not entry.verb.endswith((".correct", ".grant", ".refuse", ".return")):
        return
    matter = by_ids(ids=[entry.subject]).get(entry.subject)
    if matter is None:
        return
    every = steps(matter=matter.id)
    plain = _seen(entry, matter, every, "")
    key = bool(plain.key)
    for breach in (*breaches(entry, key=key), *compared(entry, matter, key=key)):
        _raise(act, matter, breach, _seen(entry, matter, every, breach.token))


def _seen(entry: Entry, matter: Matter, every: tuple[Task, ...], token: str) -> _Seen:
    """Returns whose step it was: that of a token, the one the entry names, or those that stand open."""
    task = str(entry.facts.get("task", ""))
    mine = [one for one in every if str(one.token) == token] or [one for one in every if task and one.name == task][-1:]
    mine = mine or [one for one in every if one.done_at is None]
    unit = str(entry.facts.get("unit", "")) or (mine[0].unit if mine else matter.unit)
    tried = str(entry.facts.get("by_unit", "")) if entry.verb.endswith(".attempt") else ""  # whose official tried
    person = entry.actor.get("kind") in ("officer", "client") and not token
    posts = dict.fromkeys(f"{_name(one.unit)}{ROLES.get(one.role, '')}" for one in mine)
    found = marks(
        region=matter.region,
        on=local_date(entry.at),
        unit=unit,
        procedure=matter.procedure.key,
        nodes=[one.node for one in mine],
    )
    return _Seen(
        unit=tried or unit,
        step="、".join(dict.fromkeys(one.name for one in mine))[:80],
        post=(entry.actor["label"] if person else "、".join(posts))[:120],
        key="；".join(found)[:400],
    )


def _name(code: str) -> str:
    try:
        return unit_of(code=code).name
    except NoSuchUnit:
        return ""


def _raise(act: Act, matter: Matter, breach: Breach, seen: _Seen) -> None:
    known = FindingRow.objects.filter(matter_id=matter.id, rule=breach.rule.code, occasion=breach.occasion)
    if known.exists():
        return
    detail = breach.detail + (_UNEXTENDED if breach.rule.code == "statute" and _unextended(matter) else "")
    row = FindingRow(matter_id=matter.id, unit=seen.unit, region=matter.region, step=seen.step, post=seen.post)
    row.key, row.detail = seen.key, detail
    _save(act, row, breach, matter.number)


def _unextended(matter: Matter) -> bool:
    """Tells whether the law let the limit be made longer and nobody did."""
    ledgers = [timer.ledger for timer in matter.timers if timer.role == "statutory"]
    return bool(ledgers) and ledgers[-1].limit.extending is not None and not ledgers[-1].extensions


def _judge_decision(entry: Entry, act: Act) -> None:
    """Judges a decision under a baseline, which is no matter."""
    unit = str(entry.facts.get("unit", ""))
    for breach in breaches(entry):
        if FindingRow.objects.filter(matter=None, rule=breach.rule.code, occasion=breach.occasion).exists():
            continue
        found = marks(region=entry.region, on=local_date(entry.at), unit=unit, procedure="", nodes=())
        row = FindingRow(subject=entry.subject, unit=unit, region=entry.region, post=entry.actor["label"][:120])
        row.number, row.step = str(entry.facts["number"]), "处罚决定"
        row.title = baseline(id=UUID(entry.facts["baseline"])).name[:200]
        row.key, row.detail = "；".join(found)[:400], breach.detail
        _save(act, row, breach, row.number)


def _save(act: Act, row: FindingRow, breach: Breach, number: str) -> None:
    basis = breach.basis or breach.rule.basis
    row.id, row.rule, row.card, row.occasion = act.mint.id(), breach.rule.code, breach.rule.card, breach.occasion
    row.basis, row.found_at = basis[:120], act.now
    row.save(force_insert=True)
    facts = {"number": number, "rule": breach.rule.name, "card": breach.rule.card, "detail": row.detail}
    facts |= {"step": row.step, "post": row.post, "key": row.key}
    record(
        act=act,
        verb="supervision.find",
        subject=row.matter_id or row.subject or row.id,
        region=row.region,
        basis=basis,
        facts={name: fact for name, fact in facts.items() if fact},
    )
