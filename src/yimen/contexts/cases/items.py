"""The item that a case is for, as it said on the day the application came."""

from yimen.contexts.catalogue.api import Guide, guide_version
from yimen.kernel.clock import local_date

from .models import CaseRow


def item_of(case: CaseRow) -> Guide:
    """Returns the version of the item under which a case was lodged, with what its base item said on that day."""
    return guide_version(id=case.guide_id, on=local_date(case.received_at))
