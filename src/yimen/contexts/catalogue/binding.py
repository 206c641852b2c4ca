"""What binds an item whichever way it is written, on the pages or in a file: its place and law, its code, its promises.

Each is asked apart: a file of thousands of items asks what they have in common only once (handing.py).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import Max, Min

from . import naming
from .coding import foreign
from .fields import LABELS, Fault
from .models import VersionRow
from .variants import soonest

_CODE = 19  # characters of an item's code before its base code
_Values = Mapping[str, Any]


def own_base(values: _Values, unit: str) -> Iterator[Fault]:
    """Yields a fault where the base code of an item is another province's than that of the unit which writes it."""
    wrong = foreign(values["code"][_CODE:], unit) if values.get("code") else ""
    if wrong:
        yield Fault(LABELS["code"], f"里的基本编码 {wrong}")


def called(codes: Iterable[str]) -> dict[str, set[str]]:
    """Returns by base code what the items in force are called: one name, where all is well; else two of them."""
    rows = VersionRow.objects.filter(base_code__in=set(codes), valid_to=None).order_by()
    found = rows.values_list("base_code").annotate(first=Min("name"), last=Max("name"))
    return {base: {first, last} for base, first, last in found}


def named(items: Iterable[Mapping[str, Any]]) -> dict[str, set[str]]:
    """Returns by base code what items that are handed in together are called, as ``called`` does."""
    found: dict[str, set[str]] = {}
    for item in items:
        code, name = item.get("code"), item.get("name")
        if isinstance(code, str) and isinstance(name, str) and name.strip():
            found.setdefault(code[_CODE:], set()).add(name.strip())
    return {base: {min(names), max(names)} for base, names in found.items()}


def another(
    values: _Values, known: Mapping[str, Collection[str]], beside: Mapping[str, Collection[str]] | None = None
) -> Iterator[Fault]:
    """Yields a fault where an item's base code means another item elsewhere; ``known``: as ``called``.

    ``beside``: as ``named``. Where a base item gives the name there is nothing to compare.
    """
    code, name = values.get("code", ""), values.get("name")
    if not code or not name:
        return
    other = min({*(beside or {}).get(code[_CODE:], ())} - {name}, default="")
    if set(known.get(code[_CODE:], ())) - {name}:
        rows = VersionRow.objects.filter(base_code=code[_CODE:], valid_to=None).exclude(code=code).exclude(name=name)
        other = rows.values_list("name", flat=True).first() or other
    if other:
        words = f"与同一基本编码 {code[_CODE:]} 的“{other[:60]}”不同。同一编码只能是同一事项：请统一名称，或另用编码。"
        yield Fault(LABELS["name"], words)


def longer(values: _Values) -> Iterator[Fault]:
    """Yields where a handling item may take longer than the item promises to everyone."""
    if "promised" not in values:
        return
    for place, one in enumerate(values.get("variants", ()), 1):
        if (one.promised or 0) > values["promised"]:
            said = f"“{one.name[:20]}”承诺 {one.promised} 个工作日，长于本事项承诺的 {values['promised']} 个。"
            words = f"里的{said}本事项的承诺对各办理项都有效：请改短它，或改长本事项的。"
            yield Fault(LABELS["variants"], words, row=place, column="promised")


def unkept(values: _Values, day: date) -> Iterator[Fault]:
    """Yields a fault where the item, or one of its handling items, promises what its procedure cannot keep."""
    item, listed = _naming(values, day), values.get("variants", ())
    if item is None:
        return
    for words in naming.unfit(item):
        said = f"与办理流程不符：{words}"
        place = next((place for place, one in enumerate(listed, 1) if one.promised == item.promised), 0)
        if place and item.promised < values["promised"]:
            yield Fault(LABELS["variants"], f"里的“{listed[place - 1].name[:20]}”{said}", row=place, column="promised")
        else:
            yield Fault(LABELS["promised"], said)


def loose(values: _Values, day: date) -> Iterator[Fault]:
    """Yields where the item could promise less than it does, by the steps of its procedure."""
    item = _naming(values, day)
    for words in naming.loose(item) if item else ():
        yield Fault(LABELS["promised"], words)


def _naming(values: _Values, day: date) -> naming.Naming | None:
    """Returns an item with its procedure and the shortest of its promises, None where it lacks any of them."""
    needs = ("code", "name", "procedure_key", "promised", "instant")
    if any(name not in values for name in needs):
        return None
    given = {name: values[name] for name in needs}
    given["promised"] = soonest(values["promised"], values.get("variants", ()))
    return naming.Naming(**given, valid_from=day, form=values.get("form"))
