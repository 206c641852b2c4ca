"""Every kind of identifier by name, for a command line or a page that checks and explains codes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from .cases import parse_case_number
from .citizens import parse_citizen_id
from .items import BaseItem, Item, parse_base_item, parse_handling_item, parse_item
from .licences import parse_licence
from .organisations import Uscc, parse_org, parse_uscc
from .regions import LEVELS, PROVINCES, parse_region
from .transactions import parse_transaction

Parts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of identifier: parse returns its typed value, describe its parts in Chinese; both raise CodeError."""

    name: str
    title_zh: str
    parse: Callable[[str], object]
    describe: Callable[[str], Parts]


def _uscc_parts(code: Uscc) -> Parts:
    """Returns the parts of a unified social credit code."""
    return (
        ("登记管理部门", f"{code.register}（{code.register_title}）"),
        ("机构类别", f"{code.category}（{code.category_title}）"),
        ("登记管理机关区划", code.region),
        ("主体标识码", code.body),
        ("校验码", code.check),
    )


def _base_parts(base: BaseItem) -> Parts:
    """Returns the parts of a base code."""
    return (
        ("目录层级", f"{base.scope}（{base.scope_title}）"),
        ("事项类型", f"{base.type}（{base.type_title}）"),
        ("部门代码", base.department),
        ("主项", base.main),
        ("子项", f"{base.sub}（无子项）" if base.sub == "000" else base.sub),
    )


def _item_parts(item: Item) -> Parts:
    """Returns the parts of an implementation code."""
    return (
        ("实施主体", item.body.value),
        ("行使层级", f"{item.level}（{LEVELS[item.level]}）"),
        ("基本编码", item.base.value),
        *_base_parts(item.base),
    )


def _describe_uscc(value: str) -> Parts:
    """Returns the parts of a unified social credit code in a text."""
    code = parse_uscc(value)
    return (("统一社会信用代码", code.value), *_uscc_parts(code))


def _describe_citizen_id(value: str) -> Parts:
    """Returns the parts of a citizen identity number in a text."""
    code = parse_citizen_id(value)
    return (
        ("公民身份号码", code.value),
        ("首次申领地区划", f"{code.region}（{PROVINCES.get(code.region[:2], '台湾居民居住证')}）"),
        ("出生日期", code.born.isoformat()),
        ("性别", code.sex),
        ("校验码", code.value[17]),
    )


def _describe_org(value: str) -> Parts:
    """Returns the parts of an organisation code in a text."""
    code = parse_org(value)
    return (("组织机构代码", code.printed), ("本体代码", code.body), ("校验码", code.check))


def _describe_region(value: str) -> Parts:
    """Returns the parts of a division code in a text."""
    code = parse_region(value)
    return (
        ("行政区划代码", code.value),
        ("层级", f"{code.level}（{code.level_title}）"),
        ("简短形式", code.short),
        ("上级区划", code.parent.value if code.parent else "无"),
    )


def _describe_base_item(value: str) -> Parts:
    """Returns the parts of a base code in a text."""
    code = parse_base_item(value)
    return (("事项基本编码", code.value), *_base_parts(code))


def _describe_item(value: str) -> Parts:
    """Returns the parts of an implementation code in a text."""
    code = parse_item(value)
    return (("事项实施编码", code.value), *_item_parts(code))


def _describe_handling_item(value: str) -> Parts:
    """Returns the parts of a handling-item code in a text."""
    code = parse_handling_item(value)
    return (
        ("业务办理项编码", code.value),
        ("实施编码", code.item.value),
        *_item_parts(code.item),
        ("办理项顺序码", code.variant),
    )


def _describe_licence(value: str) -> Parts:
    """Returns the parts of an electronic-licence identifier in a text."""
    code = parse_licence(value)
    return (
        ("电子证照标识", code.value),
        ("证照类型代码", code.type_code),
        ("定义机构", code.definer.value),
        ("颁发机构", code.issuer),
        ("流水号", code.serial),
        ("版本号", code.version),
        ("校验位", code.check),
    )


def _describe_transaction(value: str) -> Parts:
    """Returns the parts of a unified transaction identifier in a text."""
    code = parse_transaction(value)
    return (
        ("统一交易标识码", code.value),
        ("类型码", code.type),
        ("平台", code.platform.value),
        ("日期", code.day.isoformat()),
        ("流水号", code.serial),
        ("校验位", code.check),
    )


def _describe_case(value: str) -> Parts:
    """Returns the parts of a case number in a text."""
    code = parse_case_number(value)
    return (
        ("办件编号", code.printed),
        ("受理地区划", code.region),
        ("申请日期", code.day.isoformat()),
        ("当日流水号", f"{code.serial:06d}"),
        ("校验码", code.check),
    )


_ALL = (
    Kind("uscc", "统一社会信用代码", parse_uscc, _describe_uscc),
    Kind("citizen-id", "公民身份号码", parse_citizen_id, _describe_citizen_id),
    Kind("org", "组织机构代码", parse_org, _describe_org),
    Kind("region", "行政区划代码", parse_region, _describe_region),
    Kind("base-item", "事项基本编码", parse_base_item, _describe_base_item),
    Kind("item", "事项实施编码", parse_item, _describe_item),
    Kind("handling-item", "业务办理项编码", parse_handling_item, _describe_handling_item),
    Kind("licence", "电子证照标识", parse_licence, _describe_licence),
    Kind("transaction", "统一交易标识码", parse_transaction, _describe_transaction),
    Kind("case", "办件编号", parse_case_number, _describe_case),
)
KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in _ALL})
