"""Picks what a decision rests on, for tests that are about something else."""

import re
from typing import Any

from django.test import Client

from yimen.contexts.cases.api import case, grounds
from yimen.contexts.identity.api import Reader
from yimen.contexts.matters.api import Matter

_BOX = r'<input type="checkbox" name="{name}" value="([^"]+)"'


def picked(reader: Reader, matter: Matter, outcome: str) -> dict[str, list[str]]:
    """Returns what an outcome picks: every condition to grant, the first ground to refuse or to ask again."""
    if matter.kind != "case" or outcome not in {"grant", "refuse", "refuse_acceptance", "correct"}:
        return {}
    offered = [one.code for one in getattr(grounds(guide=case(reader=reader, number=matter.number).guide), outcome)]
    names = {"grant": "met", "correct": "missing"}
    return {names.get(outcome, "grounds"): offered if outcome == "grant" else offered[:1]}


def ticked(client: Client, address: str, outcome: str) -> dict[str, Any]:
    """Returns the same as the page of a step offers it."""
    name = {"grant": "met", "correct": "missing", "refuse": "grounds", "refuse_acceptance": "grounds"}.get(outcome)
    if name is None:
        return {}
    codes = re.findall(_BOX.format(name=name), client.get(address).content.decode())
    return {name: codes if outcome == "grant" else codes[:1]} if codes else {}
