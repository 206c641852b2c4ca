"""Names beside codes: of units, places, procedures, items, limits; what a code stands for, which code has a name."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

from yimen.contexts.catalogue.api import base_names, prerequisites_meant, prerequisites_said
from yimen.contexts.identity.api import units, units_by_code
from yimen.contexts.limits.api import limits
from yimen.contexts.places.api import NoSuchRegion, full_name
from yimen.contexts.procedures.api import NoSuchProcedure, in_force, public_list

STEPS = "step"  # among the silences: steps may lapse too
_STEPS_NAME = "各步骤"
CODED = {"prerequisites": "item", "silence": "limit", "statutory.rule": "limit"}  # columns that say name and code
_BOTH = re.compile(r"(.*?)[（(]([0-9A-Za-z_.-]{1,60})[)）]")
_LONGEST = 160  # characters of a name with its code
_SHOWN = 3  # of several that are meant, those that a fault names
OF = {"unit": "unit", "centre": "unit", "region": "region", "procedure_key": "procedure"}  # field → what its code names


class Names:
    """Names as they are on a day; each is looked up once."""

    def __init__(self, on: date) -> None:
        self._on = on
        self._known: dict[tuple[str, str], str] = {}
        self._meant: dict[str, tuple[str, str]] = {}  # what cells say of items → the code, or why there is none
        self._said: dict[str, str] = {}  # items' codes → how they stand in a cell

    def name(self, kind: str, code: str) -> str:
        """Returns the name that a code of a kind stands for, "" where there is none."""
        if (kind, code) not in self._known:
            self._known[kind, code] = self._looked_up(kind, code)
        return self._known[kind, code]

    def codes(self, kind: str, name: str) -> list[str]:
        """Returns the codes of a kind that have a name."""
        return [code for code, each in self._all(kind).items() if each == name]

    def beside(self, content: Mapping[str, Any]) -> dict[str, str]:
        """Returns the names beside the codes of an item, by the columns that show them; and codes with their names."""
        found: dict[str, Any] = {
            f"{key}_name": self.name(kind, str(content.get(key) or "")) for key, kind in OF.items()
        }
        for key in ("prerequisites", "silence"):
            found |= {key: [self.said(CODED[key], code) for code in content[key]]} if content.get(key) else {}
        law = content.get("statutory")
        if isinstance(law, Mapping) and law.get("rule"):
            found["statutory"] = {**law, "rule": self.said("limit", str(law["rule"]))}
        return found

    def said(self, kind: str, code: str) -> str:
        """Returns how a code stands in a cell: its name with the code in brackets; the code where it has no name."""
        if kind == "item":
            if code not in self._said:
                (self._said[code],) = prerequisites_said(codes=[code])
            return self._said[code]
        name = self.name(kind, code)
        return f"{name}（{code}）" if name else code

    def meant(self, kind: str, text: str) -> str:
        """Returns the code that a cell means by a name, a code, or both; raises ValueError where they do not agree."""
        return self._item_meant(text) if kind == "item" else self._limit_meant(text)

    def _item_meant(self, text: str) -> str:
        if text not in self._meant:
            (self._meant[text],) = prerequisites_meant(texts=[text])
        code, wrong = self._meant[text]
        if wrong:
            raise ValueError(wrong)
        return code

    def _limit_meant(self, text: str) -> str:
        if len(text) > _LONGEST:
            raise ValueError(f"“{text[:20]}…”太长，不会是法定期限的名称。请写“名称（编号）”，一行一项。")
        both = _BOTH.fullmatch(text)
        if both:
            stands, name = self.name("limit", both[2]), both[1].strip()
            if stands and stands != name:
                words = f"“{both[2]}”是“{stands[:60]}”，不是“{name[:60]}”。请改正其中一样，或只写一样。"
                raise ValueError(f"名称和括号里的编号不符：{words}")
            if stands or not self.codes("limit", text):
                return both[2]
        elif text.isascii():  # a code; whether it is one is asked when the item is examined
            return text
        found = self.codes("limit", text)
        if len(found) > 1:
            words = "、".join(f"“{self.said('limit', code)}”" for code in found[:_SHOWN])
            raise ValueError(f"名称为“{text[:40]}”的法定期限有 {len(found)} 项。请写明编号，如 {words}。")
        if not found and not text.isascii():
            raise ValueError(f"没有名称为“{text[:40]}”的法定期限。请核对名称，或写编号。")
        return found[0] if found else text

    def _looked_up(self, kind: str, code: str) -> str:
        if not code or not code.isprintable():
            return ""
        if kind == "limit":
            return self._limits.get(code, "")
        if kind == "item":
            return base_names(codes=[code]).get(code, "")
        if kind == "unit":
            found = units_by_code(codes=[code]).get(code)
            return found.name if found else ""
        try:
            return full_name(code=code) if kind == "region" else in_force(key=code, on=self._on).name
        except (NoSuchRegion, NoSuchProcedure):
            return ""

    def _all(self, kind: str) -> Mapping[str, str]:
        known = {"unit": lambda: self._units, "procedure": lambda: self._procedures, "limit": lambda: self._limits}
        return known[kind]() if kind in known else {}

    @cached_property
    def _limits(self) -> Mapping[str, str]:
        return {STEPS: _STEPS_NAME} | {rule.code: rule.limit.name_zh for rule in limits(on=self._on)}

    @cached_property
    def _units(self) -> Mapping[str, str]:
        return {each.code: each.name for each in units()}

    @cached_property
    def _procedures(self) -> Mapping[str, str]:
        return {each.key: each.name for each in public_list(on=self._on)}
