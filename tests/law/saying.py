"""What a limit says, in a few words that a test can write out by hand from the text of the law."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from yimen.contexts.limits.api import Rule, bound, bounds, limit, limits

TODAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Says:
    """One limit: ``20 wd``, ``least 5 cd``, ``before 7 wd`` or ``01-31``; its event; law and article; the rest if any.

    ``longer``: how much, how often, by whom (the words it begins with). ``stops``: what, and where it is written.
    ``silence``: effect and where. ``party``: it binds the citizen. ``rolls`` only where it is not as the unit has it.
    """

    length: str
    starts: str
    source: str
    longer: tuple[int, int, str] | None = None
    stops: tuple[tuple[str, str, str], ...] = ()
    silence: tuple[str, str] | None = None
    party: bool = False
    rolls: bool | None = None
    setting: bool = False
    confidence: str = "high"


def said(rule: Rule) -> Says:
    """Returns what a rule says in the same few words."""
    law = rule.limit
    assert not law.counts_first
    assert law.id == rule.code
    assert (law.direction, law.bound) != ("before", "least")
    kind = "least " if law.bound == "least" else "before " if law.direction == "before" else ""
    text = f"{kind}{law.length} {law.unit.value}" if law.fixed is None else f"{law.fixed[0]:02}-{law.fixed[1]:02}"
    usual = law.direction == "after" and law.unit.value in ("cd", "mo", "yr")
    more = law.extending
    return Says(
        text,
        law.starts,
        f"{law.law}{law.article}",
        longer=(more.length, more.times, more.by) if more else None,
        stops=tuple((ground.name, ground.effect, f"{ground.law}{ground.article}") for ground in law.grounds),
        silence=(law.silence.effect, f"{law.silence.law}{law.silence.article}") if law.silence else None,
        party=rule.binds == "party",
        rolls=None if law.rolls == usual else law.rolls,
        setting=rule.setting,
        confidence=rule.confidence,
    )


def stands(code: str, on: date = TODAY) -> Says:
    return said(limit(code=code, on=on))


def parts(code: str) -> set[str]:
    """Returns the codes of all limits and bounds that a rule of the papers was divided into."""
    codes = [rule.code for rule in limits(on=TODAY)] + [found.code for found in bounds(on=TODAY)]
    return {found for found in codes if found == code or found.startswith(f"{code}.")}


def edge(code: str) -> tuple[str, Fraction, str, str]:
    """Returns a bound as ``>=`` or ``<=``, its number, its unit (``odd`` for odd numbers only), its source."""
    found = bound(code=code, on=TODAY)
    assert (found.at_least is None) != (found.at_most is None)
    sign, number = ("<=", found.at_most) if found.at_least is None else (">=", found.at_least)
    assert number is not None
    return sign, number, found.unit + (" odd" if found.odd else ""), f"{found.law.name}{found.article}"
