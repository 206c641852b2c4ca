"""What the public reads of a complaint names nobody: neither who complained nor who was complained about."""

import re
from datetime import date

from yimen.contexts.identity.api import open_text

from . import seating
from .models import ComplaintRow
from .refusals import ComplaintRefused

_NUMBERS = (
    (re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"), "身份证号"),
    (re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)"), "手机号"),
)


def check(text: str, row: ComplaintRow, on: date) -> None:
    """Raises ComplaintRefused where a text for the public holds a number of a person, or a name that must not be there.

    What a rule can see; the review before publication sees the rest.
    """
    bare = "".join(text.split())
    for pattern, name in _NUMBERS:
        if pattern.search(bare):
            raise ComplaintRefused(f"公开的文字里有{name}。请删去后再提交。")
    names = [open_text(row.name, purpose="name"), open_text(row.contact, purpose="phone")]
    names += [one.name for one in seating.staff(unit=row.unit_id, on=on)]
    if any(len(name) > 1 and "".join(name.split()) in bare for name in names):
        raise ComplaintRefused("公开的文字里有投诉人或者被投诉单位人员的姓名、联系方式。请改成“投诉人”“执法人员”。")
