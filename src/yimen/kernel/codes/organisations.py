"""Who acts: the unified social credit code and the organisation code inside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from .check_digits import ALPHANUMERIC, DIGITS, USCC_ALPHABET, org_check, uscc_check
from .given import Given, given

REGISTERS: Mapping[str, str] = MappingProxyType(
    {
        "1": "机构编制",
        "2": "外交",
        "3": "司法行政",
        "4": "文化",
        "5": "民政",
        "6": "旅游",
        "7": "宗教",
        "8": "工会",
        "9": "市场监管",
        "A": "中央军委改革和编制办公室",
        "N": "农业",
        "Y": "其他",
    }
)
CATEGORIES: Mapping[str, str] = MappingProxyType(
    {
        "11": "机关",
        "12": "事业单位",
        "13": "编办直接管理机构编制的群众团体",
        "19": "其他",
        "51": "社会团体",
        "52": "民办非企业单位",
        "53": "基金会",
        "59": "其他",
        "91": "企业",
        "92": "个体工商户",
        "93": "农民专业合作社",
        "Y1": "其他",
    }
)


@dataclass(frozen=True, slots=True)
class Uscc:
    """A unified social credit code (GB 32100-2015): 18 characters."""

    value: str
    register: str
    category: str
    region: str
    body: str
    check: str

    @property
    def register_title(self) -> str:
        """Returns the registering authority in Chinese; the table is known to be incomplete."""
        return REGISTERS.get(self.register, "未收录的登记管理部门")

    @property
    def category_title(self) -> str:
        """Returns the category of organisation in Chinese; the table is known to be incomplete."""
        return CATEGORIES.get(self.register + self.category, "未收录的机构类别")


@dataclass(frozen=True, slots=True)
class Org:
    """An organisation code (GB 11714-1997): 8 characters and a check character, value without the hyphen."""

    value: str
    body: str
    check: str

    @property
    def printed(self) -> str:
        """Returns the code as printed on certificates, with a hyphen before the check character."""
        return f"{self.body}-{self.check}"


def read_uscc(source: Given) -> Uscc:
    """Returns the unified social credit code that a normalised text (or part of one) holds; raises CodeError."""
    source.need_length(18)
    source.need_alphabet(USCC_ALPHABET, "数字或除 I、O、S、V、Z 以外的大写字母")
    source.need_digits(2, 8)
    text = source.text
    source.need_check(uscc_check(text[:17]), text[17], 17)
    return Uscc(text, text[0], text[1], text[2:8], text[8:17], text[17])


def parse_uscc(value: str) -> Uscc:
    """Returns the unified social credit code in a text (GB 32100-2015), or raises CodeError.

    The input is normalised first: spaces stripped, full-width made half-width, letters made capitals. The body
    (places 9-17) may hold letters. Unlisted registers and categories pass: the standard leaves room for them.
    """
    return read_uscc(given("uscc", "统一社会信用代码", value))


def parse_org(value: str) -> Org:
    """Returns the organisation code in a text (GB 11714-1997), with or without its hyphen, or raises CodeError.

    The input is normalised first: spaces stripped, full-width made half-width, letters made capitals.
    """
    source = given("org", "组织机构代码", value)
    if source.text[8:9] == "-":
        joined = source.text[:8] + source.text[9:]
        source = Given(source.kind, source.title, joined, joined)
    source.need_length(9)
    source.need_alphabet(ALPHANUMERIC, "数字或大写字母", 0, 8)
    source.need_alphabet(DIGITS + "X", "数字或字母 X", 8)
    text = source.text
    source.need_check(org_check(text[:8]), text[8], 8)
    return Org(text, text[:8], text[8])
