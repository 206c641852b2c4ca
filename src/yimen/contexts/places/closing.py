"""Orders closures and revokes them."""

from collections.abc import Iterable, Mapping
from typing import Any

from yimen.contexts.journal.api import Act
from yimen.kernel.clock import Closure, closure_from_data

from .changing import calendar_now, changed, changes_in_turn
from .errors import LoadError
from .models import ClosureRow
from .taking import taken_closure

_REASON = 150  # the longest reason, signs


def order_closure(*, act: Act, data: Mapping[str, Any], expected: int | None = None) -> int:
    """Closes a region's offices by an order of its government and returns the closure's number.

    ``data``: the shape of ``closure_from_data``. An order that stands already keeps its number and changes nothing.
    Raises LoadError naming the key that is wrong; CalendarMoved where a calendar changed after ``expected``.
    """
    order = taken_closure(data)
    with changes_in_turn(expected):
        return _ordered(act, order, data)


def load_closures(*, act: Act, data: Iterable[Mapping[str, Any]]) -> tuple[int, ...]:
    """Orders closures as ``order_closure`` does and returns their numbers; all or nothing. Raises LoadError."""
    with changes_in_turn():
        return tuple(_ordered(act, taken_closure(one), one) for one in data)


def _ordered(act: Act, order: Closure, data: Mapping[str, Any]) -> int:
    """Stores an order unless it stands already, and returns its number."""
    for row in ClosureRow.objects.filter(region=order.region, revoked="").order_by("id"):
        if closure_from_data(row.data) == order:
            return row.id
    before = calendar_now(order.region)
    row = ClosureRow(region=order.region, data=dict(data))
    row.save()
    changed(
        act=act,
        verb="places.order_closure",
        region=order.region,
        document=order.document,
        reason=order.reason,
        before=before,
        facts={"closure": row.id, "kind": order.kind},
    )
    return row.id


def revoke_closure(*, act: Act, closure: int, reason: str, expected: int | None = None) -> None:
    """Takes a closure back: its days are again what they were without it.

    Raises LoadError; CalendarMoved where a calendar changed after ``expected``.
    """
    words = reason.strip()
    if not 0 < len(words) <= _REASON:
        raise LoadError(f"请写明撤销停工命令的理由，不超过 {_REASON} 字。")
    with changes_in_turn(expected):
        row = ClosureRow.objects.select_for_update().filter(id=closure, revoked="").first()
        if row is None:
            raise LoadError(f"没有编号为 {closure} 的停工命令，或者它已经撤销。请刷新后再试。")
        before = calendar_now(row.region)
        row.revoked = words
        row.save(update_fields=["revoked"])
        changed(
            act=act,
            verb="places.revoke_closure",
            region=row.region,
            document=closure_from_data(row.data).document,
            reason=f"撤销停工命令：{words}",
            before=before,
            facts={"closure": row.id},
        )
