"""The item that a case is for, as it said on the day the application came: of a handling item, what that asks."""

from yimen.contexts.catalogue.api import Guide, guide_version, handled
from yimen.kernel.clock import local_date

from .models import CaseRow


def item_of(case: CaseRow) -> Guide:
    """Returns the version of the item under which a case was lodged, with what its base item said on that day.

    Where the case is for a handling item, its promise and materials are those of the item.
    """
    item = guide_version(id=case.guide_id, on=local_date(case.received_at))
    return handled(guide=item, number=case.variant)


def called(item: Guide) -> str:
    """Returns what a case for an item is for, in words: the item, and the handling item where there is one."""
    return f"{item.name}（{item.handled.name}）" if item.handled else item.name
