"""Names beside codes: of units, places, procedures and items; what a code stands for, and which code has a name."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

from yimen.contexts.identity.api import units, units_by_code
from yimen.contexts.places.api import NoSuchRegion, full_name
from yimen.contexts.procedures.api import NoSuchProcedure, in_force, public_list

OF = {"unit": "unit", "centre": "unit", "region": "region", "procedure_key": "procedure"}  # field → what its code names


class Names:
    """Names as they are on a day; each is looked up once."""

    def __init__(self, on: date) -> None:
        self._on = on
        self._known: dict[tuple[str, str], str] = {}

    def name(self, kind: str, code: str) -> str:
        """Returns the name that a code of a kind stands for, "" where there is none."""
        if (kind, code) not in self._known:
            self._known[kind, code] = self._looked_up(kind, code)
        return self._known[kind, code]

    def codes(self, kind: str, name: str) -> list[str]:
        """Returns the codes of a kind that have a name."""
        return [code for code, each in self._all(kind).items() if each == name]

    def beside(self, content: Mapping[str, Any]) -> dict[str, str]:
        """Returns the names beside the codes of an item, by the columns that show them."""
        return {f"{key}_name": self.name(kind, str(content.get(key) or "")) for key, kind in OF.items()}

    def _looked_up(self, kind: str, code: str) -> str:
        if not code or not code.isprintable():
            return ""
        if kind == "unit":
            found = units_by_code(codes=[code]).get(code)
            return found.name if found else ""
        try:
            return full_name(code=code) if kind == "region" else in_force(key=code, on=self._on).name
        except (NoSuchRegion, NoSuchProcedure):
            return ""

    def _all(self, kind: str) -> Mapping[str, str]:
        return {"unit": self._units, "procedure": self._procedures}.get(kind, {})

    @cached_property
    def _units(self) -> Mapping[str, str]:
        return {each.code: each.name for each in units()}

    @cached_property
    def _procedures(self) -> Mapping[str, str]:
        return {each.key: each.name for each in public_list(on=self._on)}
