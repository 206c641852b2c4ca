"""Fills the form of any demo item with answers that are right, by the type of each element; dates lie far ahead."""

from typing import Any

CITIZEN, USCC, PHONE = "110101199003074514", "91350100M000100Y43", "13800000000"
_BY_TYPE = {
    "text": "测试填写", "paragraph": "因工程建设需要。", "integer": "1", "yes_no": "no",
    "citizen_id": CITIZEN, "uscc": USCC, "phone": PHONE,
}  # fmt: skip
_BY_PATTERN = {"email": "name@example.cn", "postcode": "412200", "vehicle_plate": "湘B12345", "digits": "62220000001"}


def answers(item: dict[str, Any]) -> dict[str, str | list[str]]:
    """Returns an answer to every question of an item's form, also to those that only apply in some cases."""
    fields = [field for section in item["form"]["sections"] for field in section["fields"]]
    return {field["element"]["code"]: _answer(field["element"], item) for field in fields}


def _answer(element: dict[str, Any], item: dict[str, Any]) -> str | list[str]:
    kind = element["type"]
    if kind == "choice":
        return _value(element["choices"][0])
    if kind == "choices":
        return [_value(element["choices"][0])]
    if kind == "region":
        return str(item["region"])
    if kind == "date":
        return "2019-05-06" if element.get("maximum") else "2049-05-06"
    if kind in {"decimal", "integer"} and element.get("minimum"):
        return str(element["minimum"])
    if element.get("pattern_name"):
        return _BY_PATTERN.get(element["pattern_name"], "1")
    return "12.5" if kind == "decimal" else _BY_TYPE[kind]


def _value(choice: Any) -> str:
    return choice if isinstance(choice, str) else str(choice["value"])


def materials(item: dict[str, Any]) -> list[str]:
    """Returns the codes of the materials that an applicant hands in."""
    return [m["code"] for m in item["form"].get("materials", ()) if m.get("source", "asked") == "asked"]
