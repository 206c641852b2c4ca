"""The words of an explanation in English: laws, articles, holidays, grounds. What has no English name keeps its own."""

import re
from functools import cache

_LAWS = {
    "民法典": "Civil Code",
    "民法总则": "General Provisions of the Civil Law",
    "民法通则": "General Principles of the Civil Law",
    "行政许可法": "Administrative Licensing Law",
    "行政处罚法": "Administrative Penalty Law",
    "行政复议法": "Administrative Reconsideration Law",
    "行政诉讼法": "Administrative Litigation Law",
    "政府信息公开条例": "Regulations on Open Government Information",
    "重大行政决策程序暂行条例": "Interim Regulations on Procedures for Major Administrative Decisions",
    "信访工作条例": "Regulations on the Handling of Petitions",
    "招标投标法": "Tendering and Bidding Law",
    "招标投标法实施条例": "Regulations for the Implementation of the Tendering and Bidding Law",
    "政府采购法": "Government Procurement Law",
    "政府采购法实施条例": "Regulations for the Implementation of the Government Procurement Law",
    "网络安全法": "Cybersecurity Law",
    "国办函〔2020〕109号": "Measures for Fees for Handling Government Information",
    "优化营商环境条例": "Regulations on Optimizing the Business Environment",
    "预算法": "Budget Law",
    "预算法实施条例": "Regulations for the Implementation of the Budget Law",
    "国办发〔2018〕118号": "Guiding Opinions on Publicity, Recording and Legal Review of Administrative Enforcement",
    "国办发〔2019〕11号": "Opinions on the Reform of Construction Project Approval",
    "国办发〔2019〕51号": "Opinions on Rating Government Services",
    "安阳市政务服务条例": "Anyang Regulations on Government Services",
    "地方12345热线条例": "Local regulations on the 12345 hotline",
    "国办发〔2016〕80号": "Detailed Rules for Advancing Openness in Government",
    "财政部令第87号": "Measures for Tendering of Goods and Services in Government Procurement",
    "财政部令第74号": "Measures for Procurement Methods Other than Tendering",
    "财库〔2014〕214号": "Interim Measures for Competitive Consultation in Government Procurement",
    "财库〔2020〕10号": "Notice on Publishing Procurement Intentions",
    "国土资源部令第39号": "Provisions on Granting State-owned Construction Land by Tender, Auction and Listing",
    "国土资发〔2010〕34号": "Notice on Supply and Supervision of Land for Real Estate",
    "国资委财政部令第32号": "Measures for Supervising Transactions of State-owned Assets of Enterprises",
    "国资发产权规〔2022〕39号": "Notice on Transactions of State-owned Assets of Enterprises",
    "国资发产权〔2009〕120号": "Operating Rules for Transactions of State-owned Property Rights",
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
    "地方节日": "local festival",
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
    "不计入的期间": "pause",
    "所述期间": "as asked",
}
_UNDER = re.compile("(.+)（依据(.+)）")
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


def closed(name: str) -> str:
    """Returns what a closure is, with the order's own reason, which has no English name."""
    return f"closed by order ({word(name)})"


@cache
def article(source: str) -> str:
    """Returns law and article in English, such as Administrative Licensing Law art. 42(2), 26."""
    local = _UNDER.fullmatch(source)
    if local:
        return f"{local[1]} (under {article(local[2])})"
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
