"""What conditions of a procedure may look at: answers on the forms of its items, and what a case says of itself."""

from dataclasses import dataclass, replace
from datetime import date

from yimen.contexts.catalogue.api import AUDIENCES, guides_naming
from yimen.kernel.forms import Element
from yimen.kernel.procedure import DATA

from .stated import AUDIENCE, GRANTED, VARIANT, sort_of

_OFFERED = frozenset({"integer", "decimal", "yes_no", "choice", "text"})  # what rows of words can compare


@dataclass(frozen=True, slots=True)
class Askable:
    """One name that conditions may compare: what it is called, its sort (text, number, truth), and of what it is part.

    ``choices``: the values to choose from, each with its words; () where any text or number may stand. ``items``: the
    names of the items whose forms ask it, () of what a case says of itself.
    """

    name: str
    label: str
    sort: str
    part: str
    choices: tuple[tuple[str, str], ...] = ()
    items: tuple[str, ...] = ()


def askable(*, key: str, on: date) -> tuple[Askable, ...]:
    """Returns what conditions of a procedure may compare on a day, the answers of the forms first.

    Of answers that several items ask under one name, the first gives the words and all give choices; one that they
    ask as different sorts of values is left out, and so is what is personal or may have several values.
    """
    items = list(guides_naming(key=key, on=on))
    found: dict[str, Askable] = {}
    odd: set[str] = set()
    for name, element in ((item.name, field.element) for item in items for field in item.form.fields):
        one = _of(element)
        before = found.setdefault(element.code, one) if one else found.get(element.code)
        if one is None or before is None or before.sort != one.sort:
            odd.add(element.code)
        else:
            choices = tuple(dict((*one.choices, *before.choices)).items())
            found[element.code] = replace(before, choices=choices, items=tuple(dict.fromkeys((*before.items, name))))
    part, numbers = "件的情况", {each.number: each.name for item in items for each in item.variants}
    own = [Askable(AUDIENCE, DATA[AUDIENCE], "text", part, tuple((one, one) for one in AUDIENCES))]
    own += [Askable(VARIANT, DATA[VARIANT], "text", part, tuple(numbers.items()))] if numbers else []
    own.append(Askable(GRANTED, DATA[GRANTED], "truth", part))
    return (*(one for name, one in found.items() if name not in odd), *own)


def _of(element: Element) -> Askable | None:
    sort = sort_of(element)
    if not sort or element.type not in _OFFERED:
        return None
    choices = tuple((one.value, one.label) for one in element.choices)
    return Askable(element.code, element.label, sort, "申请表", choices)
