"""What complaints are about: kinds with their grounds and limits, kept as data that an official can read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from yimen.contexts.journal.api import Actor
from yimen.contexts.limits.api import Rule, limit
from yimen.contexts.matters.api import Clock
from yimen.kernel.clock import Ledger

from .refusals import ComplaintRefused

COMPLAINANT = Actor(kind="applicant", id="complainant", label="投诉人")  # the trail never says who complained
KIND = "complaint"
PROCEDURE = "complaint"
RECEIVING, FINISHING = "投诉受理", "投诉办理"  # what the limits are called; supervision knows them by these names
RECEIVER, INQUIRER, PUBLISHER = "complaints", "inquirer", "law"
REFUSED = "不予受理"
_DATA: Mapping[str, Any] = json.loads((Path(__file__).parents[2] / "data" / "complaints.json").read_text("utf-8"))
REFUSALS: tuple[str, ...] = tuple(_DATA["refusals"])
NOTE: str = _DATA["note"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of complaint: what it may be about, and the codes of the limits that it runs against."""

    code: str
    name: str
    hint: str
    receive: str
    finish: str
    grounds: tuple[str, ...]


KINDS: Mapping[str, Kind] = {one["code"]: Kind(**{**one, "grounds": tuple(one["grounds"])}) for one in _DATA["kinds"]}


def kind_of(code: str) -> Kind:
    """Returns a kind; raises ComplaintRefused."""
    if code not in KINDS:
        names = "、".join(one.name for one in KINDS.values())
        raise ComplaintRefused(f"请选择投诉的种类：{names}。", "kind")
    return KINDS[code]


def limits_of(*, code: str, on: date, region: str) -> tuple[Rule, Rule]:
    """Returns the limits of a kind on a day in a region: until it is accepted or refused, and until it is answered."""
    kind = kind_of(code)
    return limit(code=kind.receive, on=on, region=region), limit(code=kind.finish, on=on, region=region)


def receiving(code: str, on: date, region: str) -> Clock:
    """Returns the clock from receipt: accept, pass on or refuse, and say so."""
    return Clock(name=RECEIVING, ledger=Ledger(limits_of(code=code, on=on, region=region)[0].limit, on))


def finishing(code: str, on: date, region: str) -> Clock:
    """Returns the clock from acceptance: investigate and answer."""
    return Clock(name=FINISHING, ledger=Ledger(limits_of(code=code, on=on, region=region)[1].limit, on))
