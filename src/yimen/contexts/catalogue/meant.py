"""Which item a prerequisite (前置事项) means that is written by name, by base code, or by both; and how it is read."""

import re
from collections.abc import Iterable, Sequence

from .checks import MOST_NEEDED
from .models import BaseRow, VersionRow
from .prerequisites import base_names, in_parts

_LONGEST = 160  # characters of a name with its code: what is longer is neither
_BOTH = re.compile(r"([^\r\n]*?)[（(]([0-9A-Za-z]{12})[)）]")
_SHOWN = 3  # of several that are meant, those that a fault names


def prerequisites_said(*, codes: Iterable[str]) -> tuple[str, ...]:
    """Returns prerequisites as people read and write them: the name with the base code, the code where it has none."""
    wanted = [str(code) for code in codes]
    known = base_names(codes=[code for code in wanted if code.isascii() and code.isalnum()])
    return tuple(f"{known[code]}（{code}）" if code in known else code for code in wanted)


def prerequisites_meant(*, texts: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Returns of each text the base code that it means, by a name, a code or both, and "".

    Of what means none, or several: the text itself as it was typed, and why. So of all beyond as many as an item may
    need. All names are looked up together.
    """
    given = [(text, _parted(text)) for text in texts]
    looked = [each for each in given[:MOST_NEEDED] if len(each[0]) <= _LONGEST]
    stands = base_names(codes={code for _, (_, code) in looked if code})
    unsure = {text for text, (_, code) in looked if code not in stands and not text.isascii() and text.isprintable()}
    having = _coded(unsure)
    told = [_meant(text, parts, stands, having.get(text, ())) for text, parts in given[:MOST_NEEDED]]
    rest = [(text, f"太多：最多 {MOST_NEEDED} 项。请删去多余的。") for text, _ in given[MOST_NEEDED:]]
    return (*told, *rest)


def _parted(text: str) -> tuple[str, str]:
    """Returns the name and the code of a text that says both; "" for the code of one that does not."""
    both = _BOTH.fullmatch(text) if len(text) <= _LONGEST else None
    return (both[1].strip(), both[2]) if both else (text, "")


def _meant(text: str, parts: tuple[str, str], stands: dict[str, str], having: Sequence[str]) -> tuple[str, str]:
    name, code = parts
    known = stands.get(code, "")
    if len(text) > _LONGEST:
        return text, f"“{text[:20]}…”太长，不会是事项的名称。请写“名称（编码）”，一行一项。"
    if known and name not in ("", known):
        words = f"“{code}”是“{known[:60]}”，不是“{name[:60]}”。请改正其中一样，或只写一样。"
        return text, f"名称和括号里的编号不符：{words}"
    if code and (known or not having):
        return code, ""
    if text.isascii() or len(having) == 1:  # a code; whether it is one is asked when the item is examined
        return (having[0] if having else text), ""
    if not having:
        return text, f"没有名称为“{text[:40]}”的事项。请核对名称，或写编号。"
    some = "、".join(f"“{text[:60]}（{each}）”" for each in having[:_SHOWN])
    return text, f"名称为“{text[:40]}”的事项有 {len(having)} 项。请写明编号，如 {some}。"


def _coded(names: Iterable[str]) -> dict[str, list[str]]:
    """Returns by name the base codes of the items that have it: of those that are published, and of base items."""
    found: dict[str, set[str]] = {}
    for some in in_parts(names):
        items = VersionRow.objects.filter(name__in=some, valid_to=None).order_by()
        bases = BaseRow.objects.filter(name__in=some, valid_to=None)
        for name, code in (*items.values_list("name", "base_code").distinct(), *bases.values_list("name", "code")):
            found.setdefault(name, set()).add(code)
    return {name: sorted(codes) for name, codes in found.items()}
