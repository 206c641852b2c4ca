"""A penalty runs as a matter: from the clue to its end, by two officers, reviewed, heard, decided, served, shown."""

import re
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from tests.conftest import Demo
from tests.office import Office, moment
from tests.picking import recorded
from yimen.contexts.identity.api import appoint
from yimen.contexts.journal.api import newest, trail
from yimen.contexts.matters.api import (
    Completion,
    Gesture,
    Matter,
    NoSuchMatter,
    NotYours,
    StepRefused,
    add_signer,
    complete_task,
    matter_by_id,
)
from yimen.contexts.powers import undoing
from yimen.contexts.powers.api import (
    CLOSED,
    SPARED,
    Decision,
    Filing,
    NotYourPower,
    PowerMoved,
    PowerRefused,
    allow_deviation,
    baselines,
    decide_penalty,
    open_penalty_case,
    penalty_case,
    public_penalties,
    reveal_party,
)
from yimen.kernel.clock import local_date
from yimen.sites import _now

pytestmark = pytest.mark.django_db
HIGHWAY, LILING = "11430281MB990011XC", "430281000000"
PARTY = "91430281MB9990012G"


@pytest.fixture
def office(demo: Demo) -> Office:
    return Office(demo, moment("2026-03-02T09:00"))


def overload(office: Office) -> Any:
    return next(one for one in baselines(on=local_date(office.now), region=LILING) if "超限行驶公路" in one.name)


def opened(office: Office, found: str = "G106 测试点", who: str = "ll-examiner") -> Matter:
    reader = office.reader(who)
    filing = Filing(
        baseline=overload(office).id, source="监督检查发现", party=PARTY, name="醴陵演示建设有限公司",
        happened_on=local_date(moment("2026-03-01T09:00")), found=found,
    )  # fmt: skip
    return open_penalty_case(act=office.act(reader), reader=reader, unit=HIGHWAY, filing=filing)


def accounts(office: Office, *who: str) -> dict[str, list[str]]:
    return {"investigators": [str(office.reader(one).account) for one in who]}


def account_of(office: Office, who: str) -> str:
    return str(office.reader(who).account)


def does(office: Office, who: str, case: Matter, outcome: str, opinion: str = "情况属实", **form: Any) -> Matter:
    reader = office.reader(who)
    task = office.task(reader, case.id)
    return complete_task(act=office.act(reader), reader=reader, completion=Completion(task.id, outcome, opinion, form))


def investigated(office: Office, **found: str) -> Matter:
    """Returns a case whose investigation both officers have signed."""
    case = opened(office, **found)
    does(office, "ll-examiner", case, "open", lists=accounts(office, "ll-examiner", "ll-road"))
    for who in ("ll-examiner", "ll-road"):
        does(office, who, case, "done", evidence=["书证", "现场笔录"][:1], shown="yes")
    return case


def also_examines(office: Office, who: str) -> None:
    """Gives an officer an examiner's post at the road bureau beside the own one."""
    today = local_date(office.now)
    appoint(
        act=office.act(), account=office.reader(who).account, unit=HIGHWAY, role="examiner", title="审查岗",
        valid_from=today,
    )  # fmt: skip


def told(office: Office, **form: Any) -> Matter:
    case = investigated(office)
    does(office, "ll-reviewer", case, "examined", **form)
    return case


def decision(office: Office, case: Matter, amount: str = "5000", who: str = "ll-decider", **more: Any) -> Any:
    reader = office.reader(who)
    made = Decision(
        baseline=overload(office).id, number=f"醴公路罚〔2026〕{case.number[-4:]}号", amount=amount, party="", found="",
        facts={"超限率": "60", "首次被查处并及时改正": "否"}, happened_on=local_date(office.now),
        case=case.number, **more,
    )  # fmt: skip
    return decide_penalty(act=office.act(reader), reader=reader, unit=HIGHWAY, decision=made)


def stands(office: Office, case: Matter) -> Matter:
    return matter_by_id(reader=office.reader("ll-examiner"), id=case.id)


@pytest.mark.req("PWR-020")
def test_a_penalty_runs_from_the_clue_to_the_end_with_clock_and_trail(office: Office) -> None:
    case = told(office)
    assert stands(office, case).due_on == local_date(moment("2026-06-01T09:00"))  # the ninetieth day is a Sunday
    does(office, "ll-examiner", case, "told", "拟罚款 5000 元", kinds=["罚款"])
    does(office, "ll-examiner", case, "heard", "当事人没有意见")
    with pytest.raises(StepRefused, match="还没有按裁量基准作出决定"):
        does(office, "ll-decider", case, "decide")
    made = decision(office, case)
    assert made.state == "within"
    assert made.number not in [one.number for one in public_penalties(region=LILING)]
    assert Client().get(f"/cases/{case.number}/").status_code == 404
    does(office, "ll-decider", case, "decide")
    serving = stands(office, case)
    assert (serving.outcome, serving.clock_name) == ("给予处罚", "送达")
    assert serving.due_on == local_date(moment("2026-03-11T09:00"))  # seven working days
    with pytest.raises(StepRefused, match="送达方式"):
        does(office, "ll-issuer", case, "served", method="口头", receiver="张三")
    does(office, "ll-issuer", case, "served", method="直接送达", receiver="法定代表人")
    does(office, "ll-issuer", case, "published")
    assert made.number in [one.number for one in public_penalties(region=LILING)]
    done = does(office, "ll-examiner", case, "closed", closed="已经履行")
    assert (done.open, done.outcome, done.late) == (False, "给予处罚", False)
    verbs = [entry.verb for entry in trail(subject=case.id)]
    assert verbs[0] == "penalty.open"
    assert verbs.count("penalty.step") == 10
    told_of = str([(entry.facts, entry.basis) for entry in trail(subject=case.id)])
    assert PARTY not in told_of
    public = unescape(Client().get(f"/cases/{case.number}/").content.decode())
    assert "给予处罚" in public
    assert "演示建设" not in public


def test_two_officers_of_the_unit_investigate_and_both_sign(office: Office) -> None:
    case = opened(office)
    for names in (
        ("ll-examiner",),
        ("ll-examiner", "ll-examiner"),
        ("ll-examiner", "ll-decider"),
        ("ll-land", "ll-road"),
    ):
        with pytest.raises(StepRefused, match="第四十二条"):
            does(office, "ll-examiner", case, "open", lists=accounts(office, *names))
    does(office, "ll-examiner", case, "open", lists=accounts(office, "ll-examiner", "ll-road"))
    does(office, "ll-road", case, "done", evidence=["书证"], shown="yes")
    with pytest.raises(StepRefused, match="出示执法证件"):
        does(office, "ll-examiner", case, "done", evidence=["书证"])
    with pytest.raises(StepRefused, match="证据种类"):
        does(office, "ll-examiner", case, "done", shown="yes")
    assert stands(office, case).stage == "审查"
    does(office, "ll-examiner", case, "done", evidence=["书证"], shown="yes")


def test_who_investigated_neither_reviews_nor_decides(office: Office) -> None:
    for who in ("ll-reviewer", "ll-decider"):
        also_examines(office, who)
    case = opened(office)
    does(office, "ll-examiner", case, "open", lists=accounts(office, "ll-reviewer", "ll-decider"))
    for who in ("ll-reviewer", "ll-decider"):
        does(office, who, case, "done", evidence=["书证"], shown="yes")
    with pytest.raises(NotYours, match="您是本案的调查人员"):
        does(office, "ll-reviewer", case, "examined")
    does(office, "ll-legal", case, "examined")
    does(office, "ll-examiner", case, "told", kinds=["罚款"])
    does(office, "ll-examiner", case, "heard")
    with pytest.raises(NotYourPower, match="您是本案的调查人员"):
        decision(office, case)
    with pytest.raises(NotYours, match="您是本案的调查人员"):
        does(office, "ll-decider", case, "spare", spared=[SPARED[0]])


def test_who_once_signed_stays_an_investigator_whoever_is_named_next(office: Office) -> None:
    for who in ("ll-reviewer", "ll-decider"):
        also_examines(office, who)
    case = opened(office)
    does(office, "ll-examiner", case, "open", lists=accounts(office, "ll-reviewer", "ll-decider"))
    for who in ("ll-reviewer", "ll-decider"):
        does(office, who, case, "done", evidence=["书证"], shown="yes")
    does(office, "ll-legal", case, "back", lists=accounts(office, "ll-examiner", "ll-road"))
    for who in ("ll-examiner", "ll-road"):
        does(office, who, case, "done", evidence=["书证"], shown="yes")
    with pytest.raises(NotYours, match="您是本案的调查人员"):
        does(office, "ll-reviewer", case, "examined")
    does(office, "ll-legal", case, "examined")
    does(office, "ll-examiner", case, "told", kinds=["罚款"])
    does(office, "ll-examiner", case, "heard")
    with pytest.raises(NotYourPower, match="您是本案的调查人员"):
        decision(office, case)


def test_whoever_reviews_cannot_replace_the_investigators_by_fewer_or_by_others(office: Office) -> None:
    case = investigated(office)
    for names in (("ll-examiner",), ("ll-examiner", "ll-land"), ("ll-examiner", "ll-decider")):
        with pytest.raises(StepRefused, match="第四十二条"):
            does(office, "ll-reviewer", case, "back", lists=accounts(office, *names))
    with pytest.raises(StepRefused, match="只能在立案或者退回补充调查时指定"):
        does(office, "ll-reviewer", case, "examined", lists=accounts(office, "ll-legal"))
    does(office, "ll-reviewer", case, "examined", reviewed=["涉及重大公共利益"])
    with pytest.raises(StepRefused, match="只能在立案或者退回补充调查时指定"):
        does(office, "ll-legal", case, "lawful", lists=accounts(office, "ll-examiner", "ll-road"))
    with pytest.raises(StepRefused, match="第四十二条"):
        does(office, "ll-legal", case, "unlawful", lists=accounts(office, "ll-examiner"))
    does(office, "ll-legal", case, "unlawful")
    assert stands(office, case).data["investigators"] == accounts(office, "ll-examiner", "ll-road")["investigators"]
    does(office, "ll-road", case, "done", evidence=["书证"], shown="yes")
    assert stands(office, case).stage == "审查"  # both sign again


def test_a_form_of_another_shape_is_refused_and_crashes_nothing(office: Office) -> None:
    case = opened(office)
    for lists in ({"investigators": [{}, {}]}, {"investigators": "x"}, {"investigators": {"a": 1}}, ["x"], "x", 7):
        with pytest.raises(StepRefused):
            does(office, "ll-examiner", case, "open", lists=lists)
    does(office, "ll-examiner", case, "open", lists=accounts(office, "ll-examiner", "ll-road"))
    for who in ("ll-examiner", "ll-road"):
        does(office, who, case, "done", evidence=["书证"], shown="yes")
    for lists in ({"investigators": [{}, {}]}, ["x"]):
        with pytest.raises(StepRefused):
            does(office, "ll-reviewer", case, "back", lists=lists)
    does(office, "ll-reviewer", case, "examined")
    does(office, "ll-examiner", case, "told", kinds=["罚款"])
    does(office, "ll-examiner", case, "heard")
    decision(office, case)
    does(office, "ll-decider", case, "decide")
    for method in (["直接送达", "邮寄送达"], [{}], {"a": 1}):
        with pytest.raises(StepRefused, match="送达方式"):
            does(office, "ll-issuer", case, "served", method=method, receiver="法定代表人")
    does(office, "ll-issuer", case, "served", method=["直接送达"], receiver="法定代表人")
    does(office, "ll-issuer", case, "published")
    with pytest.raises(StepRefused, match="只能选一项"):
        does(office, "ll-examiner", case, "closed", closed=list(CLOSED[:2]))


@pytest.mark.req("PWR-020")
@pytest.mark.parametrize(("outcome", "form"), [("transfer", {}), ("spare", {"spared": [SPARED[0]]})])
def test_no_case_ends_without_a_penalty_while_one_stands_in_it(
    office: Office, outcome: str, form: dict[str, Any]
) -> None:
    case = told(office)
    does(office, "ll-examiner", case, "told", kinds=["罚款"])
    does(office, "ll-examiner", case, "heard")
    assert penalty_case(reader=office.reader("ll-decider"), number=case.number).may_end_by(outcome)
    decision(office, case)
    with pytest.raises(StepRefused, match="已经按裁量基准作出了处罚决定"):
        does(office, "ll-decider", case, outcome, **form)
    assert not penalty_case(reader=office.reader("ll-decider"), number=case.number).may_end_by(outcome)
    assert stands(office, case).open


def test_a_gesture_that_undoes_nothing_asks_for_no_decision(office: Office, django_assert_num_queries: Any) -> None:
    case = told(office)
    with django_assert_num_queries(0):
        assert undoing.standing_words(case, Gesture("transfer")) == ""


def test_who_signs_before_the_hearing_need_not_write_its_record(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = told(office)
    does(office, "ll-examiner", case, "told", "拟吊销许可证件", kinds=["吊销许可证件"])
    does(office, "ll-examiner", case, "hearing", asked_on="2026-03-02")
    who = office.reader("ll-reviewer")
    task = office.task(who, case.id)
    legal = UUID(account_of(office, "ll-legal"))
    add_signer(act=office.act(who), reader=who, task=task.id, to=legal, when="before")
    monkeypatch.setattr(_now, "now", lambda: moment("2026-03-03T09:00"))
    signer, address = office.demo.client("ll-legal"), f"/powers/desk/cases/{case.number}/"
    assert re.search(r'name="record_place"[^>]* required', signer.get(address).content.decode()) is None
    page = sends(signer, address, {"outcome": "held", "opinion": "可以听证", "record_place": ""})
    assert page.status_code == 302
    reviewer = office.demo.client("ll-reviewer")
    assert re.search(r'name="record_place"[^>]* required', reviewer.get(address).content.decode())
    assert sends(reviewer, address, {"outcome": "held", "opinion": "听证"}).status_code == 422


def test_legal_review_is_by_another(office: Office) -> None:
    case = told(office, reviewed=["涉及重大公共利益"])
    with pytest.raises(NotYours, match="第五十八条"):
        does(office, "ll-reviewer", case, "lawful")
    does(office, "ll-legal", case, "lawful")
    assert [one.name for one in penalty_case(reader=office.reader("ll-leader"), number=case.number).tasks][
        -1
    ] == "事先告知"
    with pytest.raises(PowerMoved, match="不在“决定”"):
        decision(office, case)


def test_a_hearing_is_asked_for_in_time_noticed_in_time_and_reviewed_afterwards(office: Office) -> None:
    case = told(office)
    does(office, "ll-examiner", case, "told", "拟吊销许可证件", kinds=["吊销许可证件"])
    with pytest.raises(StepRefused, match="可以要求听证"):
        does(office, "ll-examiner", case, "heard", "没有意见")
    later = office.at("2026-03-11T09:00")
    with pytest.raises(StepRefused, match="第六十四条第一项"):  # told on Monday the 2nd: until Monday the 9th
        does(later, "ll-examiner", case, "hearing", asked_on="2026-03-10")
    does(later, "ll-examiner", case, "hearing", asked_on="2026-03-09")
    held = office.at("2026-03-25T15:00")
    sound = recorded("hearing", "2026-03-25", noticed_on="2026-03-13", host=account_of(office, "ll-decider"))
    with pytest.raises(StepRefused, match="本案的调查人员，不能主持听证（行政处罚法第六十四条第四项）"):
        does(held, "ll-legal", case, "held", record={**sound, "host": account_of(office, "ll-road")})
    with pytest.raises(StepRefused, match="应在听证7个工作日以前通知时间、地点（行政处罚法第六十四条第二项"):
        does(held, "ll-legal", case, "held", "听证笔录", record={**sound, "noticed_on": "2026-03-20"})
    does(held, "ll-reviewer", case, "held", "听证笔录", record=sound)
    found = penalty_case(reader=held.reader("ll-leader"), number=case.number)
    assert {("听证地点", "一楼听证室"), ("听证参加人", "申****；审*****")} <= set(found.stated[-1].told)
    trailed = unescape(office.demo.client("ll-leader").get(f"/cockpit/matters/{case.number}/").content.decode())
    assert "一楼听证室" in trailed
    assert "双方陈述并质证" not in trailed
    does(held, "ll-legal", case, "lawful")
    assert [one.name for one in penalty_case(reader=held.reader("ll-leader"), number=case.number).tasks][-1] == "决定"


def test_a_waived_hearing_does_not_wait(office: Office) -> None:
    case = told(office)
    does(office, "ll-examiner", case, "told", "拟罚款 3 万元", kinds=["罚款"], large="yes")
    does(office, "ll-examiner", case, "heard", "当事人书面放弃", waived="yes")


def test_a_grave_case_is_discussed_before_it_is_decided(office: Office) -> None:
    case = told(office, grave=["重大违法行为"])
    does(office, "ll-examiner", case, "told", "拟罚款", kinds=["罚款"])
    does(office, "ll-examiner", case, "heard")
    with pytest.raises(PowerMoved):
        decision(office, case)
    with pytest.raises(StepRefused, match="参加讨论的人员"):
        does(office, "ll-decider", case, "discussed")
    does(office, "ll-decider", case, "discussed", record=recorded("discussion", local_date(office.now).isoformat()))
    assert decision(office, case).state == "within"


def test_a_decision_outside_its_tier_ends_the_step_only_once_allowed(office: Office) -> None:
    case = told(office)
    does(office, "ll-examiner", case, "told", "拟罚款", kinds=["罚款"])
    does(office, "ll-examiner", case, "heard")
    made = decision(office, case, "20000", grounds=("情节特别严重、社会影响恶劣",), reasons="多次逃避检查")
    with pytest.raises(PowerRefused, match="第二十九条"):
        decision(office, case)
    with pytest.raises(StepRefused, match="等上级岗位审批"):
        does(office, "ll-decider", case, "decide")
    leader = office.reader("ll-leader")
    allow_deviation(act=office.act(leader), reader=leader, id=made.id, agree=True, opinion="同意")
    does(office, "ll-decider", case, "decide")
    assert stands(office, case).outcome == "给予处罚"


def test_nobody_is_punished_without_a_ground_and_one_act_is_one_case(office: Office) -> None:
    case = told(office)
    with pytest.raises(PowerRefused, match="已有在办案件"):
        opened(office, who="ll-road")
    does(office, "ll-examiner", case, "told", "拟警告", kinds=["警告"])
    does(office, "ll-examiner", case, "heard")
    with pytest.raises(StepRefused, match="不予处罚的理由"):
        does(office, "ll-decider", case, "spare", "情节轻微")
    reason = "违法行为轻微并及时改正，没有造成危害后果（行政处罚法第三十三条第一款）"
    does(office, "ll-decider", case, "spare", "及时改正", spared=[reason])
    assert stands(office, case).outcome == "不予处罚"
    other = opened(office, "另一处")
    ended = does(office, "ll-examiner", other, "drop", "线索不实")
    assert (ended.open, ended.outcome) == (False, "不予立案")
    opened(office, "另一处")  # what was dropped may be taken up again


def test_only_an_examiner_of_the_unit_registers_a_clue(office: Office) -> None:
    for who in ("ll-decider", "ll-land", "ll-leader"):
        with pytest.raises(NotYourPower):
            opened(office, who=who)


@pytest.mark.req("PWR-020")
def test_whoever_stands_in_a_case_is_masked_until_asked_for_with_a_purpose(office: Office) -> None:
    reader = office.reader("ll-examiner")
    person = "430281199003070013"
    filing = Filing(
        baseline=overload(office).id, source="监督检查发现", party=person, name="李测试",
        happened_on=local_date(office.now), found=f"李测试（{person}）驾车超限，电话 13812345678",
    )  # fmt: skip
    case = open_penalty_case(act=office.act(reader), reader=reader, unit=HIGHWAY, filing=filing)
    does(office, "ll-examiner", case, "open", "李测试违法", lists=accounts(office, "ll-examiner", "ll-road"))
    for who in ("ll-examiner", "ll-leader"):
        seen = penalty_case(reader=office.reader(who), number=case.number)
        shown = repr((seen.party, seen.number, seen.found, seen.stated, seen.tasks))
        assert "李测试" not in shown
        assert person not in shown
        assert "13812345678" not in shown
        assert "李**" in shown
        with pytest.raises(PowerRefused, match="写明用途"):
            reveal_party(act=office.act(reader), reader=reader, number=case.number, reason=" ")
    plain = reveal_party(act=office.act(reader), reader=reader, number=case.number, reason="核对送达地址")
    assert (plain.party, plain.number) == ("李测试", person)
    assert person in plain.found
    looked = trail(subject=case.id)[-1]
    assert (looked.verb, looked.actor["id"], looked.basis) == (
        "penalty.reveal", str(reader.account), "《个人信息保护法》第三十四条",
    )  # fmt: skip
    assert person not in str(looked.facts)
    window = office.reader("ll-process")  # has no part in it
    with pytest.raises((NoSuchMatter, NotYourPower)):
        reveal_party(act=office.act(window), reader=window, number=case.number, reason="想看")
    firm = penalty_case(reader=reader, number=opened(office, "另一处").number)
    assert firm.number == PARTY  # a credit code is public
    assert firm.party != "醴陵演示建设有限公司"


def test_who_signed_for_a_decision_is_masked(office: Office) -> None:
    case = told(office)
    does(office, "ll-examiner", case, "told", kinds=["罚款"])
    does(office, "ll-examiner", case, "heard")
    decision(office, case)
    does(office, "ll-decider", case, "decide")
    does(office, "ll-issuer", case, "served", method="直接送达", receiver="王签收")
    seen = penalty_case(reader=office.reader("ll-issuer"), number=case.number)
    assert ("签收人", "王**") in seen.stated[-1].told


def test_the_page_shows_the_party_for_a_purpose_and_writes_it_down(demo: Demo, office: Office) -> None:
    case = opened(office)
    client, address = demo.client("ll-examiner"), f"/powers/desk/cases/{case.number}/"
    assert "醴陵演示建设有限公司" not in text(client.get(address))
    assert client.post(f"{address}reveal/", {"reason": ""}).status_code == 422
    assert "醴陵演示建设有限公司" in text(client.post(f"{address}reveal/", {"reason": "核对当事人"}))
    assert [one.verb for one in trail(subject=case.id)].count("penalty.reveal") == 1


@pytest.mark.req("PWR-020")
def test_what_is_not_published_by_law_stays_unseen(office: Office) -> None:
    case = told(office)
    does(office, "ll-examiner", case, "told", kinds=["罚款"])
    does(office, "ll-examiner", case, "heard")
    decision(office, case)
    does(office, "ll-decider", case, "decide")
    does(office, "ll-issuer", case, "served", method="直接送达", receiver="法定代表人")
    does(office, "ll-issuer", case, "withheld", "涉及国家秘密")
    for address in (f"/cases/{case.number}/", f"/api/v1/cases/{case.number}/progress"):
        assert Client().get(address).status_code == 404, address


def task_shown(client: Client, address: str) -> str:
    """Returns the step that a page offers, as its form sends it."""
    found = re.search(r'name="task" value="([0-9a-f-]{36})"', client.get(address).content.decode())
    assert found
    return found[1]


def sends(client: Client, address: str, form: dict[str, Any]) -> Any:
    return client.post(address, form | {"task": task_shown(client, address)})


def text(answer: Any) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


@pytest.mark.req("PWR-020", "PWR-013")
def test_a_case_is_handled_on_the_pages_and_its_decision_is_made_in_it(demo: Demo) -> None:
    clients = {who: demo.client(who) for who in ("ll-examiner", "ll-road", "ll-reviewer", "ll-decider", "ll-leader")}
    examiner, decider = clients["ll-examiner"], clients["ll-decider"]
    page = examiner.get("/powers/desk/cases/new/").content.decode()
    act = re.search(r'<option value="([0-9a-f-]{36})"[^>]*>车辆超限', page)
    assert act
    clue = {
        "unit": HIGHWAY, "baseline": act[1], "source": "监督检查发现", "happened_on": "2026-11-01",
        "found": "S210 页面测试点", "name": "醴陵演示建设有限公司", "party": PARTY,
    }  # fmt: skip
    assert examiner.post("/powers/desk/cases/new/", clue | {"source": ""}).status_code == 422
    address = examiner.post("/powers/desk/cases/new/", clue)["Location"]
    case = examiner.get(address).content.decode()
    people = dict(re.findall(r'name="list_investigators" value="([^"]+)".*?<span>([^<]+)', case))
    assert sorted(name.split("　")[0] for name in people.values()) == [
        "醴陵市公路局路政执法岗",
        "醴陵市公路局路政股审查岗",
    ]
    alone = sends(examiner, address, {"outcome": "open", "list_investigators": list(people)[:1]})
    assert alone.status_code == 422
    assert "第四十二条" in text(alone)
    assert sends(examiner, address, {"outcome": "open", "list_investigators": list(people)}).status_code == 302
    for who in ("ll-examiner", "ll-road"):
        assert address in clients[who].get("/desk/").content.decode()
        done = {"outcome": "done", "evidence": ["书证"], "shown": "yes", "opinion": "超限 60%"}
        assert sends(clients[who], address, done).status_code == 302
    assert sends(clients["ll-reviewer"], address, {"outcome": "examined"}).status_code == 302
    telling = {"outcome": "told", "kinds": ["罚款"], "opinion": "拟罚款 2 万元"}
    task = task_shown(examiner, address)
    assert examiner.post(address, telling | {"task": task}).status_code == 302
    twice = examiner.post(address, telling | {"task": task})  # a double click is no try at another step
    assert twice.status_code == 409
    assert examiner.post(address, telling).status_code == 409
    assert not [one for one in newest(limit=50) if one.verb == "penalty.attempt"]
    assert sends(examiner, address, {"outcome": "heard", "opinion": "没有意见"}).status_code == 302
    page = decider.get(address).content.decode()
    assert "按裁量基准作出决定：车辆超限" in page
    under = unescape(re.findall(r'href="(/powers/desk/penalties/new/[0-9a-f-]+/\?case=\d+)"', page)[0])
    form = {
        "unit": HIGHWAY,
        "number": "醴公路罚〔2026〕页1号",
        "fact_0": "60",
        "fact_1": "否",
        "amount": "20000",
        "do": "decide",
    }
    assert "高于上限 10000 元" in text(decider.post(under, form))
    reasons = {"grounds": "情节特别严重、社会影响恶劣", "reasons": "多次逃避检查"}
    assert "请写明区别" in text(decider.post(under, form | reasons))  # the firm was fined within days
    reasons |= {"distinct": "另一车次"}
    assert decider.post(under, form | reasons)["Location"] == address
    waiting = text(decider.get(address))
    assert "醴公路罚〔2026〕页1号" in waiting
    penalty = re.search(r'href="(/powers/desk/penalties/[0-9a-f-]{36}/)"', decider.get(address).content.decode())
    assert penalty
    assert clients["ll-leader"].post(penalty[1], {"do": "agree", "opinion": "同意"}).status_code == 302
    assert sends(decider, address, {"outcome": "decide"}).status_code == 302
    assert "给予处罚" in text(clients["ll-leader"].get(address))
    number = address.split("/")[4]
    assert clients["ll-leader"].get(f"/cockpit/matters/{number}/").status_code == 200
    assert Client().get(f"/cases/{number}/").status_code == 404
    assert f'href="/cases/{number}/' not in clients["ll-leader"].get(address).content.decode()
    shown = text(Client().get(f"/powers/penalties/?region={LILING}"))
    assert "醴公路罚〔2026〕演" in shown
    assert "醴公路罚〔2026〕页1号" not in shown
    assert demo.client("ll-window").get(address).status_code == 404
    assert demo.client("cy-examiner").get(address).status_code == 404
