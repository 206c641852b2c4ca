"""The rules that supervision holds every matter to. They are data that a supervisor can read: data/watching.json."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Card = Literal["yellow", "red"]
_DATA: Mapping[str, Any] = json.loads((Path(__file__).parents[2] / "data" / "watching.json").read_text("utf-8"))
SORTS: Mapping[str, str] = _DATA["sorts"]
NOTE: str = _DATA["note"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its code, its sort (不作为, 乱作为), the card it shows, its name, its legal basis, what it looks for.

    ``most``: how often is still right, ``key_most``: the same where a matter is key; 0 where a rule counts nothing.
    """

    code: str
    sort: str
    card: Card
    name: str
    basis: str
    what: str
    most: int = 0
    key_most: int = 0


RULES: Mapping[str, Rule] = {one["code"]: Rule(**one) for one in _DATA["rules"]}
MOST: Mapping[str, int] = {code: rule.most for code, rule in RULES.items() if rule.most}


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule broken by one act: the rule, on what occasion, and in what words.

    ``basis``: where the rule's own does not say it all; ``token``: of the step whose limit ran out.
    """

    rule: Rule
    occasion: str
    detail: str
    basis: str = ""
    token: str = ""
