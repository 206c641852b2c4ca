"""Sets a region's festivals by rule, in versions."""

from collections.abc import Iterable, Mapping
from typing import Any

from yimen.contexts.journal.api import Act
from yimen.kernel.clock import Observance

from .changing import calendar_now, changed, changes_in_turn
from .errors import LoadError
from .models import ObservanceRow
from .taking import taken_observance

_REASON = 150  # the longest reason, signs


def set_observance(*, act: Act, data: Mapping[str, Any], reason: str, expected: int | None = None) -> None:
    """Sets a festival of a region (shape of ``data/observances.json``), a new one or a new version with its reason.

    Raises LoadError naming the key that is wrong, or where the version that stands says the same; CalendarMoved where
    a calendar changed after ``expected``.
    """
    words = reason.strip()
    if not 0 < len(words) <= _REASON:
        raise LoadError(f"请写明调整地方节日的理由，不超过 {_REASON} 字。")
    rule = taken_observance(data)
    with changes_in_turn(expected):
        if not _set(act, rule, data, words):
            raise LoadError(f"地方节日“{rule.name}”的内容没有变化。请改好后再保存。")


def load_observances(*, act: Act, data: Iterable[Mapping[str, Any]]) -> int:
    """Loads festivals of regions and returns how many said something new; all or nothing. Raises LoadError."""
    with changes_in_turn():
        return sum(_set(act, taken_observance(one), one, "载入地方节日") for one in data)


def _set(act: Act, rule: Observance, data: Mapping[str, Any], reason: str) -> bool:
    """Stores a version unless the last one says the same, and tells whether it did."""
    last = ObservanceRow.objects.filter(region=rule.region, name=rule.name).order_by("-version").first()
    if last is not None and last.data == dict(data):
        return False
    before = calendar_now(rule.region)
    version = last.version + 1 if last else 1
    ObservanceRow(region=rule.region, name=rule.name, version=version, reason=reason, data=dict(data)).save()
    changed(
        act=act,
        verb="places.set_observance",
        region=rule.region,
        document=rule.document,
        reason=f"{rule.name}：{reason}",
        before=before,
        facts={"name": rule.name, "version": version, "enabled": rule.enabled},
    )
    return True
