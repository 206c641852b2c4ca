"""What a correction notice asks for that the item's guide lists nowhere, for those who oversee."""

import re
from uuid import UUID

from .grounds import EXPLAINED, grounds
from .items import item_of
from .models import CaseRow, CorrectionRow

_ASKING = re.compile("提供|提交|补交|另交|另附|附上|出具|开具|上传")  # asks for something to be handed in
_PAPER = re.compile("[信函证书表单件图]|合同|协议|发票|流水|报告|材料|批文|执照")  # names a paper


def beyond_guide(*, matter: UUID, round: int) -> tuple[str, ...]:  # noqa: A002 - the notice's own word
    """Returns the lines of a case's notice that name no material, no field of the form and no condition of its item.

    A line from a unit that takes part names what it wants in its own words: it is looked at like any other. A line that
    explains what was picked is a demand of its own only where it names a paper or asks for one.
    """
    case = CaseRow.objects.filter(matter_id=matter).first()
    notice = CorrectionRow.objects.filter(case=case, round=round).first() if case else None
    if case is None or notice is None:
        return ()
    item = item_of(case)
    known = [one.name for one in item.form.materials]
    known += [field.element.label for section in item.form.sections for field in section.fields]
    known += [one.asked for one in grounds(guide=item).correct]
    return tuple(line for line in notice.missing if _asks(line) and not any(name in line for name in known))


def _asks(line: str) -> bool:
    return not line.startswith(EXPLAINED) or bool(_ASKING.search(line) or _PAPER.search(line))
