"""Fields that differ, by names in the place of codes: for drafts, reviews and imports alike."""

import re
from collections.abc import Iterable
from datetime import date

from yimen.contexts.catalogue.api import LABELS
from yimen.contexts.catalogue.api import Difference as Line
from yimen.contexts.places.api import full_name
from yimen.contexts.procedures.api import in_force

from .edge import today
from .shapes import Piece
from .templatetags.words import day

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FOLDED = 2  # so many lines that are the same are counted and not listed
_DIGEST = re.compile(r"（[0-9a-f]{8}）$")


def differences(lines: Iterable[Line]) -> list[Piece]:
    """Returns the fields that differ, as differences.html takes them: by names, whatever a code or a digest says."""
    return [_difference(one) for one in lines]


def _difference(one: Line) -> Piece:
    old, new = named(one.label, one.old), named(one.label, one.new)
    if one.label == LABELS["samples"]:  # the same name again is another file where its digest is another
        before = set(one.old.splitlines())
        kept = set(old.splitlines())
        pairs = zip(one.new.splitlines(), new.splitlines(), strict=True)
        new = "\n".join(f"{line}（换了文件）" if raw not in before and line in kept else line for raw, line in pairs)
    old, new = _folded(old, new)
    return {"label": one.label, "old": old, "new": new, "weighs": one.weighs}


def _folded(old: str, new: str) -> tuple[str, str]:
    """Returns two values with the lines that both have counted and not listed: what differs is not to be searched for.

    Where only the order differs, all lines stay.
    """
    before, after = old.splitlines(), new.splitlines()
    lost, come = ([line for line in own if line not in other] for own, other in ((before, after), (after, before)))
    same = len(set(before) & set(after))
    if same < _FOLDED or not (lost or come):
        return old, new
    rest = f"（另有 {same} 行相同）"
    return "\n".join([*lost, rest]), "\n".join([*come, rest])


def named(label: str, text: str) -> str:
    """Returns what a field says with names in the place of codes, and days as people read them."""
    if label == LABELS["samples"]:
        return "\n".join(_DIGEST.sub("", line) for line in text.splitlines())
    if label == LABELS["region"] and text.isascii():
        try:
            return full_name(code=text)
        except LookupError:
            return text
    if label == LABELS["procedure_key"] and text.isascii():
        try:
            return in_force(key=text, on=today()).name
        except LookupError:
            return text
    return day(date.fromisoformat(text)) if _DAY.fullmatch(text) else text
