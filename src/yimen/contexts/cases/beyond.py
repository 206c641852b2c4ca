"""What a correction notice asks for that the item's guide lists nowhere, for those who oversee."""

from uuid import UUID

from .grounds import grounds
from .items import item_of
from .models import CaseRow, CorrectionRow


def beyond_guide(*, matter: UUID, round: int) -> tuple[str, ...]:  # noqa: A002 - the notice's own word
    """Returns the lines of a case's notice that name no material, no field of the form and no condition of its item.

    A line from a unit that takes part names what it wants in its own words: it is looked at like any other.
    """
    case = CaseRow.objects.filter(matter_id=matter).first()
    notice = CorrectionRow.objects.filter(case=case, round=round).first() if case else None
    if case is None or notice is None:
        return ()
    item = item_of(case)
    known = [one.name for one in item.form.materials]
    known += [field.element.label for section in item.form.sections for field in section.fields]
    known += [one.asked for one in grounds(guide=item).correct]
    return tuple(line for line in notice.missing if not any(name in line for name in known))
