"""The 42 limits of the law, each written out again by hand from its article."""

from datetime import date
from itertools import pairwise

import pytest

from tests.law.saying import TODAY, Says, said, stands
from tests.statutes import DEADLINES
from yimen.contexts.limits.api import history, limit, limits

pytestmark = pytest.mark.usefixtures("shipped")

EIGHT = tuple(
    (name, "suspend", "行政许可法第四十五条")
    for name in ("听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定", "专家评审")
)
HEAD, GOVERNMENT = (
    "本行政机关负责人批准，并将延长期限的理由告知申请人",
    "本级人民政府负责人批准，并将延长期限的理由告知申请人",
)
FOI_HEAD = "政府信息公开工作机构负责人同意，并告知申请人"
LICENCE = [
    pytest.param(
        "xk.one_time_notice",
        Says(
            "5 wd",
            "收到申请材料",
            "行政许可法第三十二条第一款第四项",
            silence=("accepted", "行政许可法第三十二条第一款第四项"),
        ),
        marks=pytest.mark.req("xk.one_time_notice"),
    ),
    pytest.param(
        "xk.decide",
        Says("20 wd", "受理行政许可申请", "行政许可法第四十二条第一款", longer=(10, 1, HEAD), stops=EIGHT),
        marks=pytest.mark.req("xk.decide"),
    ),
    pytest.param(
        "xk.joint",
        Says(
            "45 wd",
            "受理行政许可申请",
            "行政许可法第四十二条第二款、第二十六条",
            longer=(15, 1, GOVERNMENT),
            stops=EIGHT,
        ),
        marks=pytest.mark.req("xk.joint"),
    ),
    pytest.param(
        "xk.lower_level_review",
        Says("20 wd", "下级行政机关受理行政许可申请", "行政许可法第四十三条", stops=EIGHT),
        marks=pytest.mark.req("xk.lower_level_review"),
    ),
    pytest.param(
        "xk.deliver",
        Says("10 wd", "作出准予行政许可的决定", "行政许可法第四十四条"),
        marks=pytest.mark.req("xk.deliver"),
    ),
    pytest.param(
        "xk.hearing.request",
        Says("5 wd", "被告知听证权利", "行政许可法第四十七条第一款", party=True),
        marks=pytest.mark.req("xk.hearing.request"),
    ),
    pytest.param(
        "xk.hearing.hold",
        Says("20 wd", "收到听证申请", "行政许可法第四十七条第一款"),
        marks=pytest.mark.req("xk.hearing.hold"),
    ),
    pytest.param(
        "xk.hearing.notify",
        Says("before 7 wd", "举行听证", "行政许可法第四十八条第一款第一项"),
        marks=pytest.mark.req("xk.hearing.notify"),
    ),
    pytest.param(
        "xk.inspect.assign",
        Says("5 wd", "受理行政许可申请", "行政许可法第五十五条第二款"),
        marks=pytest.mark.req("xk.inspect.assign"),
    ),
    pytest.param(
        "xk.renew.apply",
        Says("before 30 cd", "行政许可有效期届满", "行政许可法第五十条第一款", party=True, setting=True),
        marks=pytest.mark.req("xk.renew.apply"),
    ),
    pytest.param(
        "xk.reapply.false_material",
        Says("least 1 yr", "不予受理或者不予行政许可", "行政许可法第七十八条", party=True, rolls=False),
        marks=pytest.mark.req("xk.reapply.false_material"),
    ),
    pytest.param(
        "xk.reapply.fraud",
        Says("least 3 yr", "行政许可被撤销", "行政许可法第七十九条", party=True, rolls=False),
        marks=pytest.mark.req("xk.reapply.fraud"),
    ),
]
PENALTY = [
    pytest.param(
        "cf.decide", Says("90 cd", "行政处罚案件立案", "行政处罚法第六十条"), marks=pytest.mark.req("cf.decide")
    ),
    pytest.param(
        "cf.hearing.request",
        Says("5 wd", "行政机关告知", "行政处罚法第六十四条第一项、第八十五条", party=True),
        marks=pytest.mark.req("cf.hearing.request"),
    ),
    pytest.param(
        "cf.hearing.notify",
        Says("before 7 wd", "举行听证", "行政处罚法第六十四条第二项、第八十五条"),
        marks=pytest.mark.req("cf.hearing.notify"),
    ),
    pytest.param(
        "cf.evidence_hold",
        Says("7 wd", "先行登记保存", "行政处罚法第五十六条、第八十五条"),
        marks=pytest.mark.req("cf.evidence_hold"),
    ),
    pytest.param(
        "cf.serve",
        Says("7 wd", "宣告行政处罚决定，当事人不在场", "行政处罚法第六十一条第一款、第八十五条"),
        marks=pytest.mark.req("cf.serve"),
    ),
    pytest.param(
        "cf.pay",
        Says("15 cd", "收到行政处罚决定书", "行政处罚法第六十七条第三款", party=True),
        marks=pytest.mark.req("cf.pay"),
    ),
    pytest.param(
        "cf.withdraw_publicity",
        Says("3 wd", "处罚决定被依法变更、撤销、确认违法或者确认无效", "行政处罚法第四十八条第二款、第八十五条"),
        marks=pytest.mark.req("cf.withdraw_publicity"),
    ),
    pytest.param(
        "gs.licence_penalty",
        Says("7 wd", "作出行政许可或者行政处罚决定", "国办发〔2018〕118号行政执法公示制度"),
        marks=pytest.mark.req("gs.licence_penalty"),
    ),
    pytest.param(
        "gs.other_enforcement",
        Says("20 wd", "作出其他行政执法决定", "国办发〔2018〕118号行政执法公示制度"),
        marks=pytest.mark.req("gs.other_enforcement"),
    ),
]
REPLY = (
    ("征求第三方意见", "suspend", "政府信息公开条例第三十二条、第三十三条第三款"),
    ("征求其他机关意见", "suspend", "政府信息公开条例第三十四条、第三十三条第三款"),
    ("补正", "restart", "政府信息公开条例第三十条"),
)
FOI = [
    pytest.param(
        "xxgk.proactive",
        Says("20 wd", "政府信息形成或者变更", "政府信息公开条例第二十六条"),
        marks=pytest.mark.req("xxgk.proactive"),
    ),
    pytest.param(
        "xxgk.reply",
        Says(
            "20 wd",
            "收到申请（第三十一条）",
            "政府信息公开条例第三十三条第二款",
            longer=(20, 1, FOI_HEAD),
            stops=(*REPLY, ("缴费", "restart", "国办函〔2020〕109号")),
        ),
        marks=pytest.mark.req("xxgk.reply"),
    ),
    pytest.param(
        "xxgk.bz_notice",
        Says("7 wd", "收到申请", "政府信息公开条例第三十条"),
        marks=pytest.mark.req("xxgk.bz_notice"),
    ),
    pytest.param(
        "xxgk.third_party",
        Says(
            "15 wd",
            "第三方收到征求意见书",
            "政府信息公开条例第三十二条",
            silence=("decided_by_agency", "政府信息公开条例第三十二条"),
            party=True,
        ),
        marks=pytest.mark.req("xxgk.third_party"),
    ),
    pytest.param(
        "xxgk.co_agency",
        Says(
            "15 wd", "收到征求意见书", "政府信息公开条例第三十四条", silence=("consent", "政府信息公开条例第三十四条")
        ),
        marks=pytest.mark.req("xxgk.co_agency"),
    ),
    pytest.param(
        "xxgk.fee_pay",
        Says(
            "20 wd",
            "收到收费通知",
            "国办函〔2020〕109号",
            silence=("abandoned", "国办函〔2020〕109号"),
            party=True,
            confidence="medium",
        ),
        marks=pytest.mark.req("xxgk.fee_pay"),
    ),
    pytest.param(
        "xxgk.annual.dept",
        Says("01-31", "", "政府信息公开条例第四十九条第一款"),
        marks=pytest.mark.req("xxgk.annual.dept"),
    ),
    pytest.param(
        "xxgk.annual.gov",
        Says("03-31", "", "政府信息公开条例第四十九条第二款"),
        marks=pytest.mark.req("xxgk.annual.gov"),
    ),
]
REST = [
    pytest.param(
        "fy.apply",
        Says(
            "60 cd",
            "知道或者应当知道该行政行为",
            "行政复议法第二十条第一款",
            stops=(("不可抗力或者其他正当理由", "suspend", "行政复议法第二十条第二款"),),
            party=True,
        ),
        marks=pytest.mark.req("fy.apply"),
    ),
    pytest.param(
        "ss.sue",
        Says(
            "6 mo",
            "知道或者应当知道作出行政行为",
            "行政诉讼法第四十六条第一款",
            stops=(("不可抗力或者其他不属于其自身的原因", "suspend", "行政诉讼法第四十八条第一款"),),
            party=True,
        ),
        marks=pytest.mark.req("ss.sue"),
    ),
    pytest.param(
        "jc.public_comment",
        Says("least 30 cd", "公布决策草案", "重大行政决策程序暂行条例第十五条第一款"),
        marks=pytest.mark.req("jc.public_comment"),
    ),
    pytest.param(
        "jc.hearing_material",
        Says("before 7 cd", "召开听证会", "重大行政决策程序暂行条例第十六条第三款"),
        marks=pytest.mark.req("jc.hearing_material"),
    ),
    pytest.param(
        "jc.legality_review",
        Says("least 7 wd", "送请合法性审查", "重大行政决策程序暂行条例第二十六条第二款"),
        marks=pytest.mark.req("jc.legality_review"),
    ),
    pytest.param(
        "xf.accept",
        Says("15 cd", "收到信访事项", "信访工作条例第二十二条第一款、第二十三条第二款"),
        marks=pytest.mark.req("xf.accept"),
    ),
    pytest.param(
        "xf.finish",
        Says(
            "60 cd",
            "受理信访事项",
            "信访工作条例第三十四条",
            longer=(30, 1, "本机关、单位负责人批准，并告知信访人延期理由"),
        ),
        marks=pytest.mark.req("xf.finish"),
    ),
    pytest.param(
        "xf.review", Says("30 cd", "收到复查请求", "信访工作条例第三十五条"), marks=pytest.mark.req("xf.review")
    ),
    pytest.param(
        "xf.review.request",
        Says("30 cd", "收到书面答复", "信访工作条例第三十五条", party=True),
        marks=pytest.mark.req("xf.review"),
    ),
    pytest.param(
        "xf.recheck",
        Says(
            "30 cd",
            "收到复核请求",
            "信访工作条例第三十六条第一款",
            stops=(("听证", "suspend", "信访工作条例第三十六条第二款"),),
        ),
        marks=pytest.mark.req("xf.recheck"),
    ),
    pytest.param(
        "xf.recheck.request",
        Says("30 cd", "收到复查意见", "信访工作条例第三十六条第一款", party=True),
        marks=pytest.mark.req("xf.recheck"),
    ),
    pytest.param(
        "hcp.contact",
        Says("1 wd", "收到实名差评", "安阳市政务服务条例", setting=True, confidence="medium"),
        marks=pytest.mark.req("hcp.contact"),
    ),
    pytest.param(
        "hotline.general",
        Says(
            "5 wd",
            "承办单位收到工单",
            "地方12345热线条例济南市第二十四条、潍坊市第二十条、安阳市第五十条",
            longer=(5, 1, "按本地条例规定批准，并告知诉求人"),
            setting=True,
            confidence="medium",
        ),
        marks=pytest.mark.req("hotline.general"),
    ),
    pytest.param(
        "gcxm.total",
        Says("120 wd", "立项用地规划许可阶段开始", "国办发〔2019〕11号"),
        marks=pytest.mark.req("gcxm.total"),
    ),
    pytest.param(
        "net.log",
        Says("least 6 mo", "日志产生", "网络安全法（原第二十一条第三项）", rolls=False),
        marks=pytest.mark.req("net.log"),
    ),
]
BESIDE = [
    (
        "xk.renew.decide",
        Says(
            "before 0 cd",
            "行政许可有效期届满",
            "行政许可法第五十条第二款",
            silence=("granted", "行政许可法第五十条第二款"),
        ),
    ),
    ("xf.object", Says("5 wd", "收到转送、交办的信访事项", "信访工作条例第二十三条第三款")),
    ("jc.business_comment", Says("least 30 cd", "向社会公开征求意见", "优化营商环境条例第六十二条")),
    ("emergency.first_word", Says("5 h", "重大突发事件发生", "国办发〔2016〕80号")),
    ("emergency.briefing", Says("24 h", "重大突发事件发生", "国办发〔2016〕80号")),
    ("ys.government", Says("20 cd", "人民代表大会或者其常务委员会批准", "预算法第十四条第一款")),
    ("ys.department", Says("20 cd", "本级政府财政部门批复", "预算法第十四条第二款")),
    ("hcp.rectify", Says("5 wd", "收到差评", "国办发〔2019〕51号", setting=True, confidence="low")),
    ("hcp.rectify.complex", Says("15 wd", "收到差评", "国办发〔2019〕51号", setting=True, confidence="low")),
    ("hotline.complex", Says("15 wd", "承办单位收到工单", "地方12345热线条例", setting=True, confidence="medium")),
]


@pytest.mark.parametrize(("code", "expected"), [*LICENCE, *PENALTY, *FOI, *REST, *BESIDE])
def test_a_limit_says_what_its_article_says(code: str, expected: Says) -> None:
    assert stands(code) == expected


def test_every_id_of_the_papers_is_shipped_and_has_a_test() -> None:
    codes = {rule.code for rule in limits(on=TODAY) if not rule.domain.startswith("trading")}
    assert codes >= DEADLINES
    assert codes - DEADLINES == {
        *("xk.renew.decide", "xf.object", "xf.review.request", "xf.recheck.request", "jc.business_comment"),
        *("emergency.first_word", "emergency.briefing", "ys.government", "ys.department", "ys.subunit"),
        *("xxgk.bz_answer", "hcp.rectify", "hcp.rectify.complex"),
        *("hotline.consultation", "hotline.complex", "hotline.urgent"),
    }
    tested = {word for row in [*LICENCE, *PENALTY, *FOI, *REST] for mark in row.marks for word in mark.args}
    assert tested == DEADLINES


OLD_STOPS = (("征求第三方意见", "suspend", "政府信息公开条例第二十四条"),)
OLD = {
    "xxgk.reply": Says("15 wd", "收到申请", "政府信息公开条例第二十四条", longer=(15, 1, FOI_HEAD), stops=OLD_STOPS),
    "xxgk.proactive": Says("20 wd", "政府信息形成或者变更", "政府信息公开条例第十八条"),
    "xxgk.annual.dept": Says("03-31", "", "政府信息公开条例第三十一条"),
    "xxgk.annual.gov": Says("03-31", "", "政府信息公开条例第三十一条"),
}


@pytest.mark.parametrize("code", OLD)
def test_the_regulation_of_2007_holds_to_the_day_before_that_of_2019(code: str) -> None:
    for day in (date(2008, 5, 1), date(2019, 5, 14)):
        assert stands(code, day) == OLD[code]
        assert limit(code=code, on=day).law.number == "国务院令第492号"
    first = limit(code=code, on=date(2019, 5, 15))
    assert first.law.number == "国务院令第711号"
    assert said(first) != OLD[code]


def test_the_fee_restarts_the_reply_only_since_2021() -> None:
    assert stands("xxgk.reply", date(2019, 5, 15)).stops == REPLY
    assert stands("xxgk.reply", date(2020, 12, 31)).stops == REPLY
    assert stands("xxgk.reply", date(2021, 1, 1)).stops[3][:2] == ("缴费", "restart")


def test_logs_are_cited_by_item_since_the_law_s_articles_moved() -> None:
    assert stands("net.log", date(2025, 12, 31)).source == "网络安全法第二十一条第三项"
    assert stands("net.log", date(2026, 1, 1)).source == "网络安全法（原第二十一条第三项）"


def test_versions_of_one_limit_follow_one_another_without_gap() -> None:
    versions = history(code="xxgk.reply")
    assert [one.valid_from for one in versions] == [date(2008, 5, 1), date(2019, 5, 15), date(2021, 1, 1)]
    for one, other in pairwise(versions):
        assert one.valid_to is not None
        assert (other.valid_from - one.valid_to).days == 1
    assert versions[-1].valid_to is None


def test_only_what_no_source_gives_is_marked_as_demonstration() -> None:
    assert {rule.code for rule in limits(on=TODAY) if rule.demo} == {
        *("hcp.rectify", "hcp.rectify.complex", "hotline.urgent", "xxgk.bz_answer"),
    }
    assert {rule.code for rule in limits(on=TODAY) if rule.setting} == {
        *("hcp.rectify", "hcp.rectify.complex", "hcp.contact", "xxgk.bz_answer", "xk.renew.apply"),
        *("hotline.general", "hotline.consultation", "hotline.complex", "hotline.urgent"),
        *("land.listing", "property.extend"),
    }
