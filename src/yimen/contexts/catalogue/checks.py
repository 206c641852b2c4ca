"""What within an item does not fit together: each check looks at what could be read, and names one field."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from yimen.kernel.clock import ClockError
from yimen.kernel.codes import ITEM_TYPES, parse_item, personal_in

from .fields import LABELS, Fault
from .kinds import own_motion
from .variants import uncharged

AUDIENCES = ("自然人", "法人")
DISCLOSURES = ("主动公开", "依申请公开", "内部公开", "不公开")  # of an item's results
CODE_LENGTH = 12  # of a base code (GB/T 39554.1)
MOST_NEEDED = 100  # prerequisites of one item
OWN_MOTION = own_motion()  # 依职权: nobody applies, so there is no form to fill in
_PHONES = ("consult_phone", "complaint_phone")  # an office may have a mobile one
_Values = Mapping[str, Any]


def contradictions(values: _Values) -> Iterator[Fault]:
    """Yields what does not fit together among the fields that could be read."""
    for needs, check in _CHECKS:
        if all(need in values for need in needs):
            try:
                check(values)
            except Fault as fault:
                yield fault


def persons(item: Mapping[str, Any]) -> Iterator[Fault]:
    """Yields which fields of an item's plain data, all of them public, hold somebody's identity or mobile number.

    Asked of what is written, never of what is published: a guide that has slipped through must still be readable.
    """
    form = item.get("form")
    apart = {"materials": form.get("materials")} if isinstance(form, Mapping) else {}
    for key, value in {**item, **apart}.items():
        given = {name: one for name, one in value.items() if name != "materials"} if key == "form" and apart else value
        texts, links = _texts(given)
        found = personal_in("\n".join(texts), phones=key not in _PHONES) or personal_in("\n".join(links), phones=False)
        if found and key in LABELS:
            yield Fault(LABELS[key], f"里有{found}，公开的指南不能写个人信息。请删去。")


def _texts(value: Any) -> tuple[list[str], list[str]]:
    """Returns what is written, and apart the addresses, whose numbers look like phones but are none.

    Digests are left out: nobody writes them, and some of them hold digits that look like a person's.
    """
    texts: list[str] = []
    links: list[str] = []
    left = [("", value)]  # a stack: every text of thousands of items passes here
    while left:
        key, one = left.pop()
        if isinstance(one, str):
            if key != "sha256":
                (links if key == "url" else texts).append(one)
        elif isinstance(one, Mapping):
            left += [(str(name), each) for name, each in one.items()]
        elif isinstance(one, list):
            left += [(key, each) for each in one]
    return texts, links


def _type(values: _Values) -> None:
    base = parse_item(values["code"]).base
    if base.type in ITEM_TYPES and values["type"] != ITEM_TYPES[base.type]:
        raise Fault(LABELS["type"], f"与编码不一致：编码表示“{base.type_title}”。请核对类型或编码。")


def _audience(values: _Values) -> None:
    if not set(values["audience"]) <= set(AUDIENCES):
        raise Fault(LABELS["audience"], f"只能是{'、'.join(AUDIENCES)}。请改正。")


def _prerequisites(values: _Values) -> None:
    codes = values["prerequisites"]
    if len(codes) > MOST_NEEDED:
        raise Fault(LABELS["prerequisites"], f"有 {len(codes)} 项，最多 {MOST_NEEDED} 项。请删去多余的。")
    for code in codes:
        if len(code) != CODE_LENGTH or not (code.isascii() and code.isalnum()):
            words = f"“{code[:60]}”不是事项的名称，也不是 {CODE_LENGTH} 位的基本编码；或者名称和编码不符。"
            raise Fault(LABELS["prerequisites"], f"{words}请写“名称（编码）”，同名的有几项时也要写编码。")
    if len(set(codes)) < len(codes):
        raise Fault(LABELS["prerequisites"], "有重复的基本编码。请删去多余的。")


def unlisted(data: Mapping[str, Any], values: _Values) -> Iterator[Fault]:
    """Yields that no material is listed where the form cannot be read yet: whoever fills it in knows from the start."""
    form = data.get("form")
    listed = isinstance(form, Mapping) and form.get("materials")
    if "form" not in values and not listed and values.get("type") not in OWN_MOTION:
        yield _no_materials()


def _materials(values: _Values) -> None:
    if not values["form"].materials and values["type"] not in OWN_MOTION:
        raise _no_materials()


def _no_materials() -> Fault:
    return Fault(LABELS["materials"], "没有填写。请至少列出一份材料。")


def _form(values: _Values) -> None:
    if not values["form"].fields and values["type"] not in OWN_MOTION:
        raise Fault(LABELS["form"], "没有要填写的项。请至少列出一项。")


def _renews(values: _Values) -> None:
    dates = {field.element.code for field in values["form"].fields if field.element.type == "date"}
    if values["renews"] and values["renews"] not in dates:
        raise Fault(LABELS["renews"], f"“{values['renews']}”不是申请表里填写日期的项。请改正。")


def _promise(values: _Values) -> None:
    promised, statutory = values["promised"], values["statutory"]
    if promised < 1:
        raise Fault(LABELS["promised"], "应是 1 个工作日以上；当场办结的写 1。请改正。")
    try:
        statutory.promised(promised)
    except ClockError as error:
        law = f"《{statutory.law}》{statutory.article}"
        raise Fault(LABELS["promised"], f"超过法定时限（{law}）：{error}") from error


def _instant(values: _Values) -> None:
    if values["instant"] and values["promised"] > 1:
        raise Fault(LABELS["promised"], "与当场办结不符。当场办结的事项请写 1。")


def _variants(values: _Values) -> None:
    """A handling item is held to what the item is: its promise no longer than the law, and done at once where it is."""
    for place, one in enumerate(values["variants"], 1):
        where: Any = {"row": place, "column": "promised"}
        if values["instant"] and (one.promised or 1) > 1:
            raise Fault(LABELS["variants"], f"“{one.name}”的承诺时限与当场办结不符。请写 1，或不填。", **where)
        try:
            values["statutory"].promised(one.promised or 1)
        except ClockError as error:
            raise Fault(LABELS["variants"], f"“{one.name}”的承诺时限超过法定时限：{error}", **where) from error


def _variant_fees(values: _Values) -> None:
    for fault in uncharged(values["variants"], [fee.name for fee in values["fees"]]):
        raise fault


def _disclosure(values: _Values) -> None:
    if (values["disclosure"] == DISCLOSURES[0]) == bool(values["disclosure_ground"]):
        raise Fault(LABELS["disclosure_ground"], "公开为原则：不主动公开的须写明法律依据，主动公开的不写。请改正。")


def _demo(values: _Values) -> None:
    unknown = values["demo"] - set(LABELS)
    if unknown:
        raise Fault(LABELS["demo"], f"提到的“{'、'.join(sorted(unknown))}”不是事项的项。请改正。")


_CHECKS: tuple[tuple[tuple[str, ...], Callable[[_Values], None]], ...] = (
    (("code", "type"), _type),
    (("audience",), _audience),
    (("prerequisites",), _prerequisites),
    (("form", "type"), _materials),
    (("form", "type"), _form),
    (("form", "renews"), _renews),
    (("promised", "statutory"), _promise),
    (("instant", "promised"), _instant),
    (("variants", "statutory", "instant"), _variants),
    (("variants", "fees"), _variant_fees),
    (("disclosure", "disclosure_ground"), _disclosure),
    (("demo",), _demo),
)
