"""Where: division codes of 12 digits (GB/T 2260, GB/T 10114 and the practice of the statistics bureau)."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from .given import Given, given

LEVELS: Mapping[int, str] = MappingProxyType(
    {1: "国家级", 2: "省级", 3: "市级", 4: "县级", 5: "乡镇街道级", 6: "村社区级"}
)
NATION = "100000000000"
PROVINCES: Mapping[str, str] = MappingProxyType(
    {
        "11": "北京",
        "12": "天津",
        "13": "河北",
        "14": "山西",
        "15": "内蒙古",
        "21": "辽宁",
        "22": "吉林",
        "23": "黑龙江",
        "31": "上海",
        "32": "江苏",
        "33": "浙江",
        "34": "安徽",
        "35": "福建",
        "36": "江西",
        "37": "山东",
        "41": "河南",
        "42": "湖北",
        "43": "湖南",
        "44": "广东",
        "45": "广西",
        "46": "海南",
        "50": "重庆",
        "51": "四川",
        "52": "贵州",
        "53": "云南",
        "54": "西藏",
        "61": "陕西",
        "62": "甘肃",
        "63": "青海",
        "64": "宁夏",
        "65": "新疆",
        "66": "新疆生产建设兵团",
        "71": "台湾",
        "81": "香港",
        "82": "澳门",
    }
)
# How many of the 12 digits each level needs: nation, province, city, county, township, village.
_ENDS = {1: 2, 2: 2, 3: 4, 4: 6, 5: 9, 6: 12}


@dataclass(frozen=True, slots=True)
class Region:
    """A division: value always 12 digits; level as in LEVELS (1 the nation … 6 village)."""

    value: str
    level: int

    @property
    def short(self) -> str:
        """Returns the shortest usual form: 2, 4, 6, 9 or 12 digits."""
        return self.value[: _ENDS[self.level]]

    @property
    def parent(self) -> "Region | None":
        """Returns the division above by the digits alone, the nation above a province, None above the nation.

        A city without counties (东莞 441900) is the parent of its townships (441900003000).
        """
        if self.level == 1:
            return None
        if self.level == 2:
            return Region(NATION, 1)
        above = self.value[: _ENDS[self.level - 1]].ljust(12, "0")
        return Region(above, _level(above))

    @property
    def level_title(self) -> str:
        """Returns the level in Chinese."""
        return LEVELS[self.level]

    def contains(self, other: "Region") -> bool:
        """Returns whether the other division is this one or lies in it, by the digits alone."""
        return self.level == 1 or other.value.startswith(self.value[: _ENDS[self.level]])


def _level(value: str) -> int:
    """Returns the level of a well-formed 12-digit code: the last group of digits that is not zero."""
    if value == NATION:
        return 1
    groups = ((6, value[9:]), (5, value[6:9]), (4, value[4:6]), (3, value[2:4]))
    return next((level for level, digits in groups if digits.strip("0")), 2)


def read_region(source: Given) -> Region:
    """Returns the division that a normalised text (or part of one) holds; raises CodeError."""
    source.need_digits()
    if len(source.text) not in (2, 4, 6, 9, 12):
        found = f"现在是 {len(source.text)} 位" if source.text else "现在是空的"
        raise source.refuse(f"应为 2、4、6、9 或 12 位数字，{found}；请按区划代码表填写。")
    value = source.text.ljust(12, "0")
    if value == NATION:
        return Region(value, 1)
    if value[:2] not in PROVINCES:
        raise source.refuse(f"起的“{value[:2]}”不是省级区划代码；请按区划代码表填写。", 0)
    if value[2:4] == "00" and value[4:].strip("0"):
        raise source.refuse("起的市级代码是“00”，后面却还有下级代码；请补上市级代码，或把后面都写成 0。", 2)
    if value[6:9] == "000" and value[9:] != "000":
        raise source.refuse("起的乡镇代码是“000”，后面却还有村级代码；请补上乡镇代码，或把后面都写成 0。", 6)
    return Region(value, _level(value))


def region_prefix(code: str) -> str:
    """Returns the digits with which the codes of a division and all within it begin; raises CodeError.

    Stripping zeros would be wrong: 隆林 451031 does not lie in 西林 451030, nor 四川 51 in 重庆 50.
    """
    found = parse_region(code)
    return "" if found.level == 1 else found.short


def parse_region(value: str) -> Region:
    """Returns the division in a text of 2, 4, 6, 9 or 12 digits, or raises CodeError.

    The input is normalised first: spaces stripped, full-width made half-width. Only the form is judged: whether the
    division exists on a day is data. 100000 is the nation, as in unified social credit codes.
    """
    return read_region(given("region", "行政区划代码", value))
