"""The handling items of an item (业务办理项): what people tell apart within it, each with a code of 33 characters.

They stand in the item's content, so that versions, reviews and comparisons hold them; a handling item says only what
is its own (situation, promise, which of the materials and fees), all else is the item's. The number is the last two
characters of the code (codes.json handle_item_code, medium), the others are the item's code wherever it is.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from .fields import LABELS, Fault, Fields

if TYPE_CHECKING:
    from yimen.kernel.forms import Form

MOST = 99
_NAME, _SITUATION = 40, 200  # characters
FREE = "不收费"  # in the place of the fees that a handling item charges
_NEEDED, _OPEN = {"number", "name", "situation"}, {"promised", "materials", "fees"}


@dataclass(frozen=True, slots=True)
class Variant:
    """One handling item: its number (01 to 99), name, and in what situation it is the one to choose.

    ``promised``: in working days, None as the item promises; ``materials``: codes of the item's materials that it
    asks for, () all of them; ``fees``: names of the item's fees that it charges, () all of them, (FREE,) none.
    """

    number: str
    name: str
    situation: str
    promised: int | None = None
    materials: tuple[str, ...] = ()
    fees: tuple[str, ...] = ()


def read_variants(fields: Fields, values: Mapping[str, Any]) -> tuple[Variant, ...]:
    """Returns the handling items of an item; raises Fault."""
    rows: list[Any] = fields.take("variants", list, [])
    found = tuple(_variant(row, place) for place, row in enumerate(rows, 1))
    if len(found) > MOST:
        raise _fault(f"最多 {MOST} 项，现在是 {len(found)} 项。请核对。")
    for key, what in (("number", "编号"), ("name", "名称")):
        given = [getattr(one, key) for one in found]
        again = next((place for place, each in enumerate(given) if each in given[:place]), 0)
        if again:
            words = f"有两项的{what}都是“{given[again]}”。每项的{what}不能相同，请改正。"
            raise _fault(words, again + 1, key)
    numbers = [one.number for one in found]
    if numbers != sorted(numbers):
        words = f"没有按编号从小到大排列：{'、'.join(numbers)}。请调整次序。"
        raise _fault(words, next(place for place, (a, b) in enumerate(pairwise(numbers), 2) if a > b), "number")
    if found and "form" in values:
        _materials(found, values["form"])
    return found


def _variant(row: Any, place: int) -> Variant:
    """Returns one handling item, the ``place``-th from 1; raises Fault."""
    if not isinstance(row, Mapping) or not _NEEDED <= set(row) <= _NEEDED | _OPEN:
        raise _fault("每项应写明编号、名称、适用情形，可以写明承诺时限、材料和收费。请补上。", place)
    number, name, situation = (row[key] for key in ("number", "name", "situation"))
    if not (isinstance(number, str) and len(number) == 2 and number.isascii() and number.isdigit() and number != "00"):
        words = f"的编号应是 01 至 99 的两位数字，现在是“{str(number)[:10]}”。请改正，或空着由系统编。"
        raise _fault(words, place, "number")
    said = (("name", "名称", name, _NAME), ("situation", "适用情形", situation, _SITUATION))
    for key, what, text, most in said:
        if not isinstance(text, str) or not text.strip() or len(text) > most or not text.isprintable():
            raise _fault(f"第 {number} 项的{what}应写明，不超过 {most} 字，不含控制字符。请改正。", place, key)
    promised, materials = row.get("promised"), row.get("materials", [])
    if promised is not None and (isinstance(promised, bool) or not isinstance(promised, int) or promised < 1):
        raise _fault(f"“{name}”的承诺时限应是 1 以上的工作日数，与本事项相同的不填。请改正。", place, "promised")
    if not isinstance(materials, list) or not all(isinstance(code, str) for code in materials):
        raise _fault(f"“{name}”的材料应是材料代码的列表。请改正。", place, "materials")
    fees = row.get("fees", [])
    if not isinstance(fees, list) or not all(isinstance(name, str) for name in fees):
        raise _fault(f"“{name}”的收费应是收费项目的列表。请改正。", place, "fees")
    return Variant(
        number, name.strip(), situation.strip(), promised, tuple(dict.fromkeys(materials)), tuple(dict.fromkeys(fees))
    )


def _materials(found: tuple[Variant, ...], form: "Form") -> None:
    """Raises Fault where a handling item asks for what the item does not have, or a material is asked for by none."""
    names = {material.code: material.name for material in form.materials}
    for place, one in enumerate(found, 1):
        lost = next((code for code in one.materials if code not in names), "")
        if lost:
            raise _fault(f"“{one.name}”要的材料“{lost[:20]}”不在申请材料里。请重新选择。", place, "materials")
    if all(one.materials for one in found):
        asked = {code for one in found for code in one.materials}
        idle = next((name for code, name in names.items() if code not in asked), "")
        if idle:
            raise _fault(f"没有一项要交材料“{idle[:30]}”。请在要交它的办理项里选上，或从申请材料里删去。")


def uncharged(found: tuple[Variant, ...], fees: Collection[str]) -> Iterator[Fault]:
    """Yields where a handling item charges what the item does not; ``fees``: the names of the item's."""
    for place, one in enumerate(found, 1):
        if one.fees == (FREE,):
            continue
        lost = next((name for name in one.fees if name not in fees), "")
        if lost:
            words = f"“{one.name}”要收的“{lost[:20]}”不在本事项的收费里。请重新选择；不收费的只写“{FREE}”。"
            yield _fault(words, place, "fees")


def soonest(promised: int, variants: Iterable[Variant]) -> int:
    """Returns the shortest promise of an item, in working days: what its procedure has to keep."""
    return min([one.promised or promised for one in variants] or [promised])


def _fault(words: str, row: int = 0, column: str = "") -> Fault:
    return Fault(LABELS["variants"], words, row=row, column=column)
