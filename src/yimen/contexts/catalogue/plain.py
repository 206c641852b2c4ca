"""An item's plain data: what a version states itself, and the phones that its unit answers for it."""

import json
from collections.abc import Mapping
from typing import Any

from yimen.contexts.identity.api import unit as unit_of

from .models import VersionRow


def with_phones(content: Mapping[str, Any], unit: str) -> dict[str, Any]:
    """Returns an item's plain data with the phones of its unit where it states none of its own."""
    body = unit_of(code=unit)
    phones = {"consult_phone": body.phone, "complaint_phone": body.supervision_phone}
    return {**{key: phone for key, phone in phones.items() if phone}, **content}


def without_phones(content: Mapping[str, Any], before: Mapping[str, Any], unit: str) -> dict[str, Any]:
    """Returns an item's plain data without the phones of its unit, where the version before stated none of its own.

    The form shows them; nobody has changed them, no reviewer has seen a change, and they go on following the unit.
    """
    filled = with_phones({}, unit)
    return {key: value for key, value in content.items() if key in before or (key, value) not in filled.items()}


def as_plain(version: VersionRow) -> dict[str, Any]:
    """Returns what a version states itself, as plain data."""
    found: dict[str, Any] = json.loads(version.content)
    return found
