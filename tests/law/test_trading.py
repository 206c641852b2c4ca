"""The 48 rules of trading, each with all its parts, written out again by hand."""

from fractions import Fraction
from typing import Any

import pytest

from tests.law.saying import TODAY, Says, edge, parts, stands
from tests.statutes import TRADING
from yimen.contexts.limits.api import bound, bounds, limit, limits

pytestmark = pytest.mark.usefixtures("shipped")

Z, ZR, F, FR = "招标投标法", "招标投标法实施条例", "政府采购法", "政府采购法实施条例"
N87, N74, C214, I10 = "财政部令第87号", "财政部令第74号", "财库〔2014〕214号", "财库〔2020〕10号"
L39, L34 = "国土资源部令第39号", "国土资发〔2010〕34号"
P32, P39, P120 = "国资委财政部令第32号", "国资发产权规〔2022〕39号", "国资发产权〔2009〕120号"
THIRDS, MEDIUM = Fraction(2, 3), {"confidence": "medium"}


def stops(source: str, *names: str) -> tuple[tuple[str, str, str], ...]:
    return tuple((name, "suspend", source) for name in names)


TESTS = ("检验", "检测", "鉴定", "专家评审")
OPEN, CLOSE = "开始发出招标文件", "投标截止时间"
ENGINEERING = [
    pytest.param(
        "engineering.doc_sale",
        {"": Says("least 5 cd", "开始发售", f"{ZR}第十六条第一款")},
        marks=pytest.mark.req("engineering.doc_sale"),
    ),
    pytest.param(
        "engineering.prequal_submit",
        {"": Says("least 5 cd", "停止发售资格预审文件", f"{ZR}第十七条")},
        marks=pytest.mark.req("engineering.prequal_submit"),
    ),
    pytest.param(
        "engineering.bid_prepare",
        {"": Says("least 20 cd", OPEN, f"{Z}第二十四条")},
        marks=pytest.mark.req("engineering.bid_prepare"),
    ),
    pytest.param(
        "engineering.clarify",
        {
            ".prequalification": Says("before 3 cd", "提交资格预审申请文件截止时间", f"{ZR}第二十一条"),
            ".tender": Says("before 15 cd", CLOSE, f"{ZR}第二十一条"),
        },
        marks=pytest.mark.req("engineering.clarify"),
    ),
    pytest.param(
        "engineering.objection_doc",
        {
            ".prequalification": Says("before 2 cd", "提交资格预审申请文件截止时间", f"{ZR}第二十二条", party=True),
            ".tender": Says("before 10 cd", CLOSE, f"{ZR}第二十二条", party=True),
            ".answer": Says("3 cd", "收到异议", f"{ZR}第二十二条"),
        },
        marks=pytest.mark.req("engineering.objection_doc"),
    ),
    pytest.param(
        "engineering.deposit",
        {
            "": ("<=", Fraction(2, 100), "share", f"{ZR}第二十六条第一款"),
            ".return": Says("5 cd", "签订书面合同", f"{ZR}第五十七条第二款"),
            ".withdrawn": Says("5 cd", "收到书面撤回通知", f"{ZR}第三十五条第一款"),
        },
        marks=pytest.mark.req("engineering.deposit"),
    ),
    pytest.param(
        "engineering.min_bidders",
        {"": (">=", 3, "count", f"{ZR}第四十四条第二款")},
        marks=pytest.mark.req("engineering.min_bidders"),
    ),
    pytest.param(
        "engineering.committee",
        {
            "": (">=", 5, "persons odd", f"{Z}第三十七条第二款"),
            ".experts": (">=", THIRDS, "share", f"{Z}第三十七条第二款"),
        },
        marks=pytest.mark.req("engineering.committee"),
    ),
    pytest.param(
        "engineering.candidate_publicity",
        {
            ".publish": Says("3 cd", "收到评标报告", f"{ZR}第五十四条第一款"),
            ".period": Says("least 3 cd", "公示中标候选人", f"{ZR}第五十四条第一款"),
            ".answer": Says("3 cd", "收到异议", f"{ZR}第五十四条第二款"),
        },
        marks=pytest.mark.req("engineering.candidate_publicity"),
    ),
    pytest.param(
        "engineering.candidates_max",
        {"": ("<=", 3, "persons", f"{ZR}第五十三条第一款")},
        marks=pytest.mark.req("engineering.candidates_max"),
    ),
    pytest.param(
        "engineering.contract",
        {"": Says("30 cd", "发出中标通知书", f"{Z}第四十六条第一款")},
        marks=pytest.mark.req("engineering.contract"),
    ),
    pytest.param(
        "engineering.report",
        {"": Says("15 cd", "确定中标人", f"{Z}第四十七条")},
        marks=pytest.mark.req("engineering.report"),
    ),
    pytest.param(
        "engineering.performance_bond",
        {"": ("<=", Fraction(1, 10), "share", f"{ZR}第五十八条")},
        marks=pytest.mark.req("engineering.performance_bond"),
    ),
    pytest.param(
        "engineering.complaint",
        {
            ".file": Says(
                "10 cd",
                "知道或者应当知道",
                f"{ZR}第六十条第一款",
                stops=stops(f"{ZR}第六十条第二款", "异议答复"),
                party=True,
            ),
            ".accept": Says("3 wd", "收到投诉", f"{ZR}第六十一条第二款"),
            ".handle": Says("30 wd", "受理投诉", f"{ZR}第六十一条第二款", stops=stops(f"{ZR}第六十一条第二款", *TESTS)),
        },
        marks=pytest.mark.req("engineering.complaint"),
    ),
]
PROCUREMENT = [
    pytest.param(
        "procurement.intention",
        {"": Says("before 30 cd", "采购活动开始", I10)},
        marks=pytest.mark.req("procurement.intention"),
    ),
    pytest.param(
        "procurement.notice_period",
        {
            ".tender": Says("least 5 wd", "发布招标公告", f"{N87}第十六条"),
            ".prequalification": Says("least 5 wd", "发布资格预审公告", f"{N87}第十六条"),
        },
        marks=pytest.mark.req("procurement.notice_period"),
    ),
    pytest.param(
        "procurement.doc_supply",
        {"": Says("least 5 wd", OPEN, f"{FR}第三十一条第一款")},
        marks=pytest.mark.req("procurement.doc_supply"),
    ),
    pytest.param(
        "procurement.bid_prepare",
        {"": Says("least 20 cd", OPEN, f"{F}第三十五条")},
        marks=pytest.mark.req("procurement.bid_prepare"),
    ),
    pytest.param(
        "procurement.clarify",
        {"": Says("before 15 cd", CLOSE, f"{FR}第三十一条第二款")},
        marks=pytest.mark.req("procurement.clarify"),
    ),
    pytest.param(
        "procurement.prequal_submit",
        {"": Says("least 5 wd", "发布资格预审公告", f"{FR}第二十一条第二款")},
        marks=pytest.mark.req("procurement.prequal_submit"),
    ),
    pytest.param(
        "procurement.deposit",
        {
            "": ("<=", Fraction(2, 100), "share", f"{FR}第三十三条第一款"),
            ".losers": Says("5 wd", "发出中标通知书", f"{FR}第三十三条第二款"),
            ".winner": Says("5 wd", "签订政府采购合同", f"{FR}第三十三条第二款"),
        },
        marks=pytest.mark.req("procurement.deposit"),
    ),
    pytest.param(
        "procurement.committee",
        {
            "": (">=", 5, "persons odd", f"{N87}第四十七条"),
            ".experts": (">=", THIRDS, "share", f"{N87}第四十七条"),
            ".large": (">=", 7, "persons odd", f"{N87}第四十七条"),
            ".large_from": (">=", 10_000_000, "yuan", f"{N87}第四十七条"),
        },
        marks=pytest.mark.req("procurement.committee"),
    ),
    pytest.param(
        "procurement.price_weight",
        {
            ".goods": (">=", Fraction(30, 100), "share", f"{N87}第五十五条"),
            ".services": (">=", Fraction(10, 100), "share", f"{N87}第五十五条"),
        },
        marks=pytest.mark.req("procurement.price_weight"),
    ),
    pytest.param(
        "procurement.report_to_buyer",
        {
            ".send": Says("2 wd", "评审结束", f"{FR}第四十三条第一款"),
            ".decide": Says("5 wd", "收到评审报告", f"{FR}第四十三条第一款"),
        },
        marks=pytest.mark.req("procurement.report_to_buyer"),
    ),
    pytest.param(
        "procurement.result_notice",
        {
            ".publish": Says("2 wd", "确定中标、成交供应商", f"{FR}第四十三条第二款"),
            ".period": Says("least 1 wd", "公告中标结果", f"{N87}第六十九条"),
        },
        marks=pytest.mark.req("procurement.result_notice"),
    ),
    pytest.param(
        "procurement.contract",
        {
            ".sign": Says("30 cd", "发出中标、成交通知书", f"{F}第四十六条第一款"),
            ".file": Says("7 wd", "签订采购合同", f"{F}第四十七条"),
            ".publish": Says("2 wd", "签订政府采购合同", f"{FR}第五十条"),
        },
        marks=pytest.mark.req("procurement.contract"),
    ),
    pytest.param(
        "procurement.bond",
        {"": ("<=", Fraction(1, 10), "share", f"{FR}第四十八条")},
        marks=pytest.mark.req("procurement.bond"),
    ),
    pytest.param(
        "procurement.query",
        {
            ".answer": Says("3 wd", "供应商提出询问", f"{FR}第五十二条第一款"),
            ".challenge": Says("7 wd", "知道或者应知其权益受到损害", f"{F}第五十二条", party=True),
            ".challenge_answer": Says("7 wd", "收到书面质疑", f"{F}第五十三条"),
            ".complaint": Says("15 wd", "答复期满", f"{F}第五十五条", party=True),
            ".handle": Says(
                "30 wd",
                "收到投诉",
                f"{F}第五十六条",
                stops=stops(f"{FR}第五十八条第一款", *TESTS, "投诉人补正材料"),
            ),
            ".suspend": Says("30 cd", "书面通知采购人暂停采购活动", f"{F}第五十七条", rolls=False),
        },
        marks=pytest.mark.req("procurement.query"),
    ),
    pytest.param(
        "procurement.single_source",
        {"": Says("least 5 wd", "公示采购项目信息和唯一供应商名称", f"{FR}第三十八条")},
        marks=pytest.mark.req("procurement.single_source"),
    ),
    pytest.param(
        "procurement.negotiation_inquiry",
        {
            ".negotiation": (">=", 3, "persons odd", f"{F}第三十八条第一项"),
            ".negotiation_experts": (">=", THIRDS, "share", f"{F}第三十八条第一项"),
            ".inquiry": (">=", 3, "persons odd", f"{F}第四十条第一项"),
            ".inquiry_experts": (">=", THIRDS, "share", f"{F}第四十条第一项"),
            ".negotiation_prepare": Says("least 3 wd", "发出谈判文件", f"{N74}第二十九条"),
            ".inquiry_prepare": Says("least 3 wd", "发出询价通知书", f"{N74}第四十五条"),
        },
        marks=pytest.mark.req("procurement.negotiation_inquiry"),
    ),
    pytest.param(
        "procurement.consultation",
        {
            ".doc_sale": Says("least 5 wd", "开始发售磋商文件", f"{C214}第十条"),
            ".respond": Says("least 10 cd", "发出磋商文件", f"{C214}第十条"),
            ".group": (">=", 3, "persons odd", f"{C214}第十四条"),
        },
        marks=pytest.mark.req("procurement.consultation"),
    ),
    pytest.param(
        "procurement.supplement",
        {"": ("<=", Fraction(1, 10), "share", f"{F}第四十九条")},
        marks=pytest.mark.req("procurement.supplement"),
    ),
    pytest.param(
        "procurement.archive",
        {"": Says("least 15 yr", "采购结束", f"{F}第四十二条第一款", rolls=False)},
        marks=pytest.mark.req("procurement.archive"),
    ),
]
ENDED = "招标拍卖挂牌活动结束"
LAND = [
    pytest.param(
        "land.notice",
        {"": Says("before 20 cd", "投标、拍卖或者挂牌开始日", f"{L39}第八条")},
        marks=pytest.mark.req("land.notice"),
    ),
    pytest.param(
        "land.listing",
        {"": Says("least 10 wd", "挂牌开始", f"{L39}第十八条", setting=True, confidence="medium")},
        marks=pytest.mark.req("land.listing"),
    ),
    pytest.param(
        "land.min_bidders",
        {
            ".tender": (">=", 3, "count", f"{L39}第十三条"),
            ".auction": (">=", 3, "count", f"{L39}第十七条"),
            ".listing": (">=", 1, "count", f"{L39}第十九条"),
        },
        marks=pytest.mark.req("land.min_bidders"),
    ),
    pytest.param(
        "land.committee",
        {"": (">=", 5, "persons odd", f"{L39}第十四条")},
        marks=pytest.mark.req("land.committee"),
    ),
    pytest.param(
        "land.deposit_return",
        {"": Says("5 wd", ENDED, f"{L39}第二十一条")},
        marks=pytest.mark.req("land.deposit_return"),
    ),
    pytest.param(
        "land.result_publish",
        {"": Says("10 wd", ENDED, f"{L39}第二十二条")},
        marks=pytest.mark.req("land.result_publish"),
    ),
    pytest.param(
        "land.contract_pay",
        {
            ".contract": Says("10 wd", "成交", L34),
            ".first_payment": Says("1 mo", "签订出让合同", L34, party=True),
            ".first_share": (">=", Fraction(1, 2), "share", L34),
            ".balance": Says("1 yr", "签订出让合同", L34, party=True),
            ".deposit": (">=", Fraction(1, 5), "share", L34),
        },
        marks=pytest.mark.req("land.contract_pay"),
    ),
]
PROPERTY = [
    pytest.param(
        "property.equity_disclosure",
        {
            ".formal": Says("least 20 wd", "正式披露信息", f"{P32}第十三条"),
            ".prior": Says("least 20 wd", "信息预披露", f"{P32}第十三条"),
        },
        marks=pytest.mark.req("property.equity_disclosure"),
    ),
    pytest.param(
        "property.capital_increase",
        {
            ".total": Says("least 40 wd", "披露信息", f"{P32}第三十九条", **MEDIUM),
            ".formal": Says("least 20 wd", "正式披露信息", P39, **MEDIUM),
        },
        marks=pytest.mark.req("property.capital_increase"),
    ),
    pytest.param(
        "property.asset",
        {
            ".small": Says("least 10 wd", "披露信息", f"{P32}第五十条", **MEDIUM),
            ".large": Says("least 20 wd", "披露信息", f"{P32}第五十条", **MEDIUM),
            ".small_from": (">=", 1_000_000, "yuan", f"{P32}第五十条"),
            ".large_from": (">=", 10_000_000, "yuan", f"{P32}第五十条"),
        },
        marks=pytest.mark.req("property.asset"),
    ),
    pytest.param(
        "property.relist_price_cut",
        {
            ".equity": Says("least 10 wd", "重新披露信息", P39, **MEDIUM),
            ".asset": Says("least 5 wd", "重新披露信息", P39, **MEDIUM),
        },
        marks=pytest.mark.req("property.relist_price_cut"),
    ),
    pytest.param(
        "property.price_floor",
        {
            "": (">=", Fraction(9, 10), "share", f"{P32}第十八条"),
            ".revalue": Says("12 mo", "首次正式披露信息", f"{P32}第十九条", rolls=False, **MEDIUM),
        },
        marks=pytest.mark.req("property.price_floor"),
    ),
    pytest.param(
        "property.extend",
        {"": Says("least 5 wd", "延长披露", f"{P120}第二十条", setting=True, confidence="low")},
        marks=pytest.mark.req("property.extend"),
    ),
    pytest.param(
        "property.payment",
        {
            ".full": Says("5 wd", "合同生效", f"{P32}第二十八条", party=True),
            ".first_share": (">=", Fraction(3, 10), "share", f"{P32}第二十八条"),
            ".balance": Says("1 yr", "合同生效", f"{P32}第二十八条", party=True),
        },
        marks=pytest.mark.req("property.payment"),
    ),
    pytest.param(
        "property.result_notice",
        {"": Says("least 5 wd", "公告交易结果", f"{P32}第三十条", **MEDIUM)},
        marks=pytest.mark.req("property.result_notice"),
    ),
]
ALL = [*ENGINEERING, *PROCUREMENT, *LAND, *PROPERTY]


@pytest.mark.parametrize(("code", "expected"), ALL)
def test_a_rule_of_trading_says_all_that_it_says(code: str, expected: dict[str, Any]) -> None:
    assert parts(code) == {code + part for part in expected}
    for part, says in expected.items():
        assert (stands if isinstance(says, Says) else edge)(code + part) == says


def test_every_rule_of_the_papers_is_shipped_and_nothing_else() -> None:
    assert {row.values[0] for row in ALL} == TRADING
    assert {word for row in ALL for mark in row.marks for word in mark.args} == TRADING
    codes = {rule.code for rule in limits(on=TODAY) if rule.domain.startswith("trading")}
    codes |= {found.code for found in bounds(on=TODAY)}
    assert codes == set().union(*(parts(code) for code in TRADING))


def test_what_follows_is_said_beside_the_rule() -> None:
    assert "暂停招标投标活动" in limit(code="engineering.objection_doc.answer", on=TODAY).consequence
    assert "暂停招标投标活动" in limit(code="engineering.candidate_publicity.answer", on=TODAY).consequence
    assert "顺延" in limit(code="engineering.clarify.tender", on=TODAY).consequence
    assert "重新招标" in bound(code="engineering.min_bidders", on=TODAY).consequence


def test_bounds_are_kept_exactly() -> None:
    committee = bound(code="engineering.committee", on=TODAY)
    assert [committee.allows(number) for number in (3, 4, 5, 6, 7)] == [False, False, True, False, True]
    experts = bound(code="engineering.committee.experts", on=TODAY)
    assert experts.allows(Fraction(6, 9))
    assert not experts.allows(Fraction(3, 5))
    deposit = bound(code="engineering.deposit", on=TODAY)
    assert deposit.allows(Fraction(2, 100))
    assert not deposit.allows(Fraction(20_001, 1_000_000))
    texts = [bound(code=code, on=TODAY).text for code in ("procurement.committee", "procurement.committee.experts")]
    assert texts == ["不少于5人，单数", "不少于3分之2"]
    assert bound(code="procurement.bond", on=TODAY).text == "不超过10%"
