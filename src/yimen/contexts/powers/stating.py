"""What a step of a case states in its form: picks of a list, and days."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from yimen.contexts.matters.api import StepRefused


def picked(
    form: Mapping[str, Any], name: str, offered: tuple[str, ...], label: str, *, least: int = 0, most: int = 99
) -> list[str]:
    """Returns what was picked of a list, in its order; raises StepRefused for anything else."""
    given = form.get(name, [])
    chosen = [given] if isinstance(given, str) and given else given or []
    if not isinstance(chosen, list) or not all(one in offered for one in chosen):
        raise StepRefused(f"“{label}”只能从列出的各项中选择。请重新选择。")
    if len(chosen) < least:
        raise StepRefused(f"请选择“{label}”。")
    found = [one for one in offered if one in chosen]
    if len(found) > most:
        raise StepRefused(f"“{label}”只能选一项。请重新选择。")
    return found


def day_of(form: Mapping[str, Any], name: str, label: str) -> date:
    """Returns a day that was stated; raises StepRefused for anything else."""
    try:
        return date.fromisoformat(str(form.get(name, "")))
    except ValueError:
        raise StepRefused(f"“{label}”应写成 2026-02-25 的样子，并且是有的日子。请改正。") from None
