"""What the public reads of a complaint names nobody: neither who complained nor who was complained about."""

import unicodedata
from datetime import date

from yimen.contexts.identity.api import open_text
from yimen.kernel.codes import personal_in

from . import seating
from .models import ComplaintRow
from .refusals import ComplaintRefused


def check(text: str, row: ComplaintRow, on: date) -> None:
    """Raises ComplaintRefused where a text for the public holds a number of a person, or a name that must not be there.

    What a rule can see; the review before publication sees the rest.
    """
    found = personal_in(text)
    if found:
        raise ComplaintRefused(f"公开的文字里有{found}。请删去后再提交。")
    names = [open_text(row.name, purpose="name"), open_text(row.contact, purpose="phone")]
    names += [open_text(row.person, purpose="complaint")]
    names += [one.name for one in seating.staff(unit=row.unit_id, on=on)]
    names += [one.name for one in seating.everybody(on=on) if str(one.account) in row.subjects]
    bare = _bare(text)
    if any(len(name) > 1 and name in bare for name in map(_bare, names)):
        raise ComplaintRefused("公开的文字里有投诉人或者被投诉的人的姓名、联系方式。请改成“投诉人”“执法人员”。")


def _bare(text: str) -> str:
    """Returns a text's letters and digits alone, wide ones as plain ones: nothing hides between signs."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())
