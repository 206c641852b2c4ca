"""The words of an explanation in English: laws, articles, holidays, grounds. What has no English name keeps its own."""

import re
from functools import cache

_LAWS = {
    "民法典": "Civil Code",
    "行政许可法": "Administrative Licensing Law",
    "行政处罚法": "Administrative Penalty Law",
    "行政复议法": "Administrative Reconsideration Law",
    "行政诉讼法": "Administrative Litigation Law",
    "政府信息公开条例": "Regulation on Open Government Information",
    "重大行政决策程序暂行条例": "Interim Regulation on Major Administrative Decision Procedures",
    "信访工作条例": "Regulation on Petitions",
    "招标投标法": "Tendering and Bidding Law",
    "招标投标法实施条例": "Regulation Implementing the Tendering and Bidding Law",
    "政府采购法": "Government Procurement Law",
    "政府采购法实施条例": "Regulation Implementing the Government Procurement Law",
    "网络安全法": "Cybersecurity Law",
    "全国年节及纪念日放假办法": "Regulation on Public Holidays",
    "办事指南": "service guide",
    "办事指南承诺时限": "promise in the service guide",
}
_WORDS = {
    "元旦": "New Year's Day",
    "春节": "Spring Festival",
    "清明节": "Qingming Festival",
    "劳动节": "Labour Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-Autumn Festival",
    "国庆节": "National Day",
    "调休上班": "make-up working day",
    "周末": "weekend",
    "听证": "hearing",
    "招标": "tendering",
    "拍卖": "auction",
    "检验": "inspection",
    "检测": "testing",
    "检疫": "quarantine",
    "鉴定": "appraisal",
    "专家评审": "expert review",
    "补正": "correction",
    "缴费": "payment",
    "征求第三方意见": "consultation of a third party",
    "征求其他机关意见": "consultation of another agency",
}
_DIGITS = {word: number for number, word in enumerate("零一二三四五六七八九")}
_TENS = {"十": 10, "百": 100}
_NUMBER = "([零一二三四五六七八九十百]+)"
_PLACE = re.compile(f"第{_NUMBER}条(?:第{_NUMBER}款)?(?:第{_NUMBER}项)?")


@cache
def word(text: str) -> str:
    """Returns a holiday's or a ground's name in English."""
    if text.endswith("补假"):
        return f"{word(text.removesuffix('补假'))} (day in lieu)"
    return _WORDS.get(text, text)


@cache
def article(source: str) -> str:
    """Returns law and article in English, such as Administrative Licensing Law art. 42(2), 26."""
    found = _PLACE.search(source)
    law = (source[: found.start()] if found else source).strip("《》")
    name = _LAWS.get(law, law)
    if found is None:
        return name
    return f"{name} art. {_PLACE.sub(_place, source[found.start() :]).replace('、', ', ')}"


def counted(number: int, unit: str) -> str:
    """Returns a number with its unit, which is given in the plural."""
    return f"{number} {unit.removesuffix('s') if number == 1 else unit}"


def _place(found: re.Match[str]) -> str:
    first, *rest = [str(_number(part)) for part in found.groups() if part]
    return f"{first}{''.join(f'({number})' for number in rest)}"


def _number(text: str) -> int:
    total, digit = 0, 0
    for sign in text:
        if sign in _TENS:
            total, digit = total + (digit or 1) * _TENS[sign], 0
        else:
            digit = _DIGITS[sign]
    return total + digit
