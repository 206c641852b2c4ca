"""What can be applied for: the base code (12), the implementation code (31) and the handling-item code (33).

Lengths follow GB/T 39554.1 and the national upload table; the inner split of the base code is read off real codes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from .given import Given, given
from .organisations import Uscc, read_uscc
from .regions import PROVINCES

ITEM_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "01": "行政许可",
        "02": "行政处罚",
        "03": "行政强制",
        "04": "行政征收",
        "05": "行政给付",
        "06": "行政检查",
        "07": "行政确认",
        "08": "行政奖励",
        "09": "行政裁决",
        "10": "其他行政权力",
        "20": "公共服务",
    }
)
POWER_TYPES = tuple(title for code, title in ITEM_TYPES.items() if code <= "10")  # 行政权力; the rest are services


@dataclass(frozen=True, slots=True)
class BaseItem:
    """The base code of an item: scope ("00" the nation, else a province), type, line of work, main and sub item."""

    value: str
    scope: str
    type: str
    department: str
    main: str
    sub: str

    @property
    def type_title(self) -> str:
        """Returns the type in Chinese; provinces add types of their own."""
        return ITEM_TYPES.get(self.type, "地方扩展的事项类型")

    @property
    def scope_title(self) -> str:
        """Returns the nation or the province in Chinese."""
        return "国家" if self.scope == "00" else PROVINCES[self.scope]


@dataclass(frozen=True, slots=True)
class Item:
    """The implementation code: who (body), exercised at which level (1-6, see LEVELS), what (base)."""

    value: str
    body: Uscc
    level: int
    base: BaseItem


@dataclass(frozen=True, slots=True)
class HandlingItem:
    """The handling-item code: an implementation code and the two-digit number of the variant."""

    value: str
    item: Item
    variant: str


def read_base_item(source: Given) -> BaseItem:
    """Returns the base code that a text (or part of one) holds; raises CodeError."""
    source.need_length(12)
    source.need_digits()
    text = source.text
    scope, kind = text[:2], text[2:4]
    if scope != "00" and scope not in PROVINCES:
        raise source.refuse(f"起的“{scope}”既不是国家“00”也不是省级区划代码；请对照事项目录核对。", 0)
    if kind == "00" or (scope == "00" and kind not in ITEM_TYPES):
        known = "、".join(f"{code}{title}" for code, title in ITEM_TYPES.items())
        raise source.refuse(f"起的事项类型“{kind}”不存在；请改为其中之一：{known}。", 2)
    return BaseItem(text, scope, kind, text[4:6], text[6:9], text[9:])


def _read_item(source: Given) -> Item:
    """Returns the implementation code that a text (or part of one) holds; raises CodeError."""
    source.need_length(31)
    body = read_uscc(source.part(0, 18, "实施主体代码"))
    source.need_alphabet("123456", "行使层级 1 至 6（1 国家、2 省、3 市、4 县、5 乡镇街道、6 村社区）", 18, 19)
    base = read_base_item(source.part(19, 31, "基本编码"))
    return Item(source.text, body, int(source.text[18]), base)


def parse_base_item(value: str) -> BaseItem:
    """Returns the base code of an item (12 digits) in a text, or raises CodeError.

    The input is normalised first: spaces stripped, full-width made half-width. A type outside ITEM_TYPES passes in a
    province's own scope (21 is in use) and fails in the national one.
    """
    return read_base_item(given("base-item", "事项基本编码", value))


def parse_item(value: str) -> Item:
    """Returns the implementation code of an item (31 characters) in a text, or raises CodeError.

    The input is normalised first: spaces stripped, full-width made half-width, letters made capitals.
    """
    return _read_item(given("item", "事项实施编码", value))


def parse_handling_item(value: str) -> HandlingItem:
    """Returns the handling-item code (33 characters) in a text, or raises CodeError.

    The input is normalised first: spaces stripped, full-width made half-width, letters made capitals.
    """
    source = given("handling-item", "业务办理项编码", value)
    source.need_length(33)
    item = _read_item(source.part(0, 31, "实施编码"))
    source.need_digits(31)
    return HandlingItem(source.text, item, source.text[31:])
