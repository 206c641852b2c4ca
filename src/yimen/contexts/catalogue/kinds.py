"""The kinds of items (事项种类), a closed list that is data, and the rules that each kind brings with it."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from .fields import LABELS, Fault

_FILE = Path(__file__).parents[2] / "data" / "kinds.toml"
FEES = ("any", "none", "law", "needed")
# What a document is by its name, where it is neither law nor regulation nor rule (规范性文件).
_MERE = re.compile(r"(?:通知|意见|公告|通告|函|批复|纪要|方案|要点|办法（试行）)$")
_BARE = re.compile(
    r"[\u4e00-\u9fff]{1,20}[〔［\[（(]\d{4}[〕］\]）)]第?\d{1,6}号"
)  # a document's number, which laws have none of
_TAIL = re.compile(r"(?:[（(][^（）()]*号[）)]|第[零〇一二三四五六七八九十百千\d]{1,9}[条款项]|[\s、，。；])$")
_Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of items: the types it can have by their code, and its rules.

    ``asked``: applied for, else of the body's own motion. ``needs``: keys of the fields to be stated. ``fees``: one of
    FEES. ``ranked``: set up by law, regulation or rule. ``until``: from when it is used no more, ``by`` which document.
    ``rule``: where its rules come from; ``conf``: high, or low where no article was found.
    """

    name: str
    types: tuple[str, ...]
    asked: bool
    needs: tuple[str, ...]
    fees: str
    ranked: bool
    rule: str
    conf: str
    until: date | None = None
    by: str = ""


def read_kinds(text: str) -> dict[str, Kind]:
    """Returns the kinds of a table (TOML), by name; raises ValueError for one that is not as it must be."""
    known = {field.name for field in fields(Kind)}
    found: dict[str, Kind] = {}
    for row in tomllib.loads(text)["kind"]:
        lost = [key for key in row.get("needs", ()) if key not in LABELS]
        if not set(row) <= known or lost or row.get("fees") not in FEES or row["name"] in found:
            raise ValueError(f"事项种类“{row.get('name', '')}”的写法不对。请对照文件开头的说明改正。")
        found[row["name"]] = Kind(**{**row, "types": tuple(row["types"]), "needs": tuple(row["needs"])})
    return found


@cache
def kinds() -> Mapping[str, Kind]:
    """Returns the kinds of items by name, in the order of the table."""
    return read_kinds(_FILE.read_text("utf-8"))


def kind_of(*, type: str, kind: str = "") -> Kind | None:  # noqa: A002 - the plain word
    """Returns the kind of an item: the one it states, else that of its type; None for a type that no kind is of."""
    return kinds().get(kind or type)


def own_motion() -> tuple[str, ...]:
    """Returns the types of what nobody applies for (依职权)."""
    return tuple(one.name for one in kinds().values() if not one.asked and one.name in one.types)


def mere(text: str) -> bool:
    """Tells whether what is named as a basis is neither law nor regulation nor rule, by its name or by its number.

    Names stand within 《》; without them it is the text before an article or a number in brackets. One law is enough.
    """
    names = _titles(text)
    if names:
        return all(_MERE.search(name) for name in names)
    name, before = text.rpartition("》")[0] or text, ""
    while name != before:
        name, before = _TAIL.sub("", name), name
    return bool(_MERE.search(name) or _BARE.fullmatch(name))


def _titles(text: str) -> list[str]:
    """Returns what stands within 《》, the outermost where they are nested."""
    found, depth, start = [], 0, 0
    for place, sign in enumerate(text):
        if sign == "《":
            start, depth = (place + 1 if not depth else start), depth + 1
        elif sign == "》" and depth:
            depth -= 1
            found += [text[start:place].strip()] if not depth else []
    return found


def breaches(values: _Values, day: date) -> Iterator[Fault]:
    """Yields what an item's kind does not allow on a day, or demands and the item leaves open."""
    if "type" not in values or "kind" not in values:
        return
    stated, type_ = values["kind"], values["type"]
    found = kind_of(type=type_, kind=stated)
    if found is None:
        yield Fault(LABELS["kind"], f"没有选择。类型“{type_}”没有同名的种类，请从列表里选一种，规则随种类而定。")
        return
    if type_ not in found.types and stated:
        yield Fault(LABELS["kind"], f"“{stated}”不能用于类型“{type_}”，只能用于{'、'.join(found.types)}。请改正。")
    if found.until and day >= found.until:
        words = f"“{found.name}”自 {found.until} 起不再使用（{found.by}）。请取消本事项，或改为其他种类。"
        yield Fault(LABELS["kind"], words)
    yield from _lacking(found, values)
    yield from _fees(found, values)
    if found.ranked and values.get("basis") and all(mere(one.law) for one in values["basis"]):
        words = f"只有规范性文件。{found.name}须由法律、法规或规章设定：请补上依据，没有的应取消本事项。"
        yield Fault(LABELS["basis"], words)


def _lacking(found: Kind, values: _Values) -> Iterator[Fault]:
    for key in found.needs:
        if key in values and not values[key]:
            yield Fault(LABELS[key], f"没有填写。{found.name}须写明这一项，请补上。")


def _fees(found: Kind, values: _Values) -> Iterator[Fault]:
    if "fees" not in values:
        return
    if found.fees == "none" and values["fees"]:
        yield Fault(LABELS["fees"], f"不应有。{found.name}不收费，请删去。")
    if found.fees == "needed" and not values["fees"]:
        yield Fault(LABELS["fees"], f"没有填写。{found.name}须写明征收的项目、标准和依据，请补上。")
    for fee in values["fees"] if found.fees == "law" else ():
        if mere(fee.basis):
            said = f"“{fee.name[:20]}”的依据“{fee.basis[:30]}”只是规范性文件。"
            words = f"{said}{found.name}收费须有法律、行政法规依据，请补上或删去。"
            yield Fault(LABELS["fees"], words)
