"""Errands of officers: taking in at the counter, doing one's step, asking for corrections once, stopping the clock."""

import re
from datetime import date
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.conftest import Demo
from tests.picking import ticked
from yimen.contexts.cases.api import result, results
from yimen.contexts.identity.api import add_officer, appoint
from yimen.contexts.journal.api import SYSTEM, trail
from yimen.contexts.matters.api import id_of, progress
from yimen.kernel.clock import local_date
from yimen.sites import _now

pytestmark = pytest.mark.django_db
SIGN = "在公路两侧建筑控制区内、公路用地以外设置非公路标志的审核"
CENTRE, COUNTY_CENTRE = "11430281MB9900128C", "11450305MB9900419T"
ANSWERS = {
    "applicant": "自然人",
    "walk_in_name": "王小二",
    "walk_in_identifier": "430281199003070013",
    "walk_in_phone": "13912345678",
    "applicant_kind": "自然人",
    "person_name": "王小二",
    "citizen_id": "430281199003070013",
    "phone": "13912345678",
    "road": "国道 G106",
    "stake": "K1520+300 左侧",
    "road_grade": "二级公路",
    "sign_kind": "落地广告牌",
    "sign_height": "6",
    "sign_area": "18",
    "distance": "20",
    "sign_text": "欢迎光临",
    "sign_from": "2099-01-01",
    "sign_until": "2099-12-31",
}


def _pdf(name: str) -> SimpleUploadedFile:
    content = b"%PDF-1.4\n" + name.encode() + b"\n%%EOF\n"
    return SimpleUploadedFile(f"{name}.pdf", content, content_type="application/pdf")


def _hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found, page
    return found[1]


def _open_form(demo: Demo, window: Client) -> tuple[str, dict[str, str]]:
    """Opens the counter's form and returns its address and hidden values."""
    url = f"/desk/intake/{demo.items[SIGN]['code']}/"
    page = window.get(url).content.decode()
    return url, {name: _hidden(page, name) for name in ("_id", "_version")}


def _received(demo: Demo, window: Client) -> str:
    """Takes an application in at the counter and returns its number."""
    url, hidden = _open_form(demo, window)
    files = {f"material_{code}": _pdf(code) for code in ("sign_drawing", "structure", "land_consent")}
    answer = window.post(url, {**ANSWERS, **files, **hidden})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"].split("/")[3]


def _new_window(demo: Demo, unit: str) -> Client:
    """Appoints one more window officer and signs in."""
    act, who = _now.act(SYSTEM), {"login": "window-2", "password": "Yimen-demo-2026"}
    account = add_officer(act=act, name="张二妹", **who)
    appoint(act=act, account=account, unit=unit, role="window", title="综合窗口二号", valid_from=date(2026, 1, 1))
    demo.people["window-2"] = who
    return demo.client("window-2")


def _first_task(client: Client) -> str:
    found = re.search(r'href="(/desk/tasks/[0-9a-f-]+/)"', client.get("/desk/").content.decode())
    assert found, "the worklist is empty"
    return found[1]


def _do(client: Client, outcome: str, **form: object) -> str:
    """Does the first step of the worklist and returns the page that follows."""
    address = _first_task(client)
    answer = client.post(address, {"outcome": outcome, **ticked(client, address, outcome), **form}, follow=True)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def _decided(demo: Demo, window: Client, outcome: str = "grant", **form: object) -> None:
    """Takes the first case from acceptance to its decision, from desk to desk."""
    assert "已办理" in _do(window, "accept")
    for login in ("ll-examiner", "ll-reviewer"):
        assert "已办理" in _do(demo.client(login), "agree")
    assert "已办理" in _do(demo.client("ll-decider"), outcome, **form)


def _verbs(number: str) -> list[str]:
    return [entry.verb for entry in trail(subject=id_of(number=number))]


def test_a_case_goes_from_counter_to_delivery_across_the_desks(demo: Demo) -> None:
    window = demo.client("ll-window")
    number = _received(demo, window)
    _decided(demo, window)
    _do(window, "deliver", method="窗口", receiver="王小二")
    closed = progress(number=number)
    assert (closed.stage, closed.outcome) == ("办结", "准予")
    assert "没有待办" in window.get("/desk/").content.decode()


@pytest.mark.req("PRC-017")
def test_a_result_is_published_after_the_decision_without_anyone_s_doing(demo: Demo) -> None:
    window = demo.client("ll-window")
    number = _received(demo, window)
    _decided(demo, window, "refuse", opinion="位于弯道内侧，影响视距")
    assert results()[1] == 0
    demo.work()
    published = result(number=number)
    assert (published.granted, published.applicant) == (False, "王**")


@pytest.mark.req("PRC-018")
def test_every_step_done_on_the_desk_leaves_one_entry_for_supervision(demo: Demo) -> None:
    window = demo.client("ll-window")
    number = _received(demo, window)
    before = _verbs(number)
    _do(window, "accept")
    _do(demo.client("ll-examiner"), "agree")
    assert _verbs(number)[len(before) :] == ["case.accept", "case.step"]


def test_a_step_done_by_someone_else_first_is_told_and_changes_nothing(demo: Demo) -> None:
    first, second = demo.client("ll-window"), _new_window(demo, CENTRE)
    number = _received(demo, first)
    url = _first_task(first)
    assert second.get(url).status_code == 200
    assert first.post(url, {"outcome": "accept"}).status_code == 302
    before = _verbs(number)
    late = second.post(url, {"outcome": "refuse_acceptance", "opinion": "材料不真实"})
    assert late.status_code == 409
    assert "提交办理结果" not in second.get(url).content.decode()
    text = late.content.decode()
    assert "综合窗口" in text
    assert "受理" in text
    assert _verbs(number) == before
    assert progress(number=number).outcome == ""


@pytest.mark.req("HAL-018")
def test_a_correction_tells_everything_at_once_and_a_second_one_is_flagged(demo: Demo) -> None:
    window = demo.client("ll-window")
    number = _received(demo, window)
    refused = window.post(_first_task(window), {"outcome": "correct", "opinion": "缺材料"})
    assert refused.status_code == 422
    assert "至少勾选一项" in refused.content.decode()
    assert '<details class="fold" open>' in refused.content.decode()
    ticked = ["material_land_consent", "field_sign_text"]
    _do(window, "correct", missing=ticked, missing_more="公路产权单位意见\n\n 施工单位资质 ")
    page = window.get(f"/desk/cases/{number}/").content.decode()
    told = re.search(r"已告知补正</h2>(.*?)</section>", page, re.DOTALL)
    assert told
    lines = re.findall(r"<li>(.*?)</li>", told[1])
    assert lines == [
        "材料：土地使用权人同意设置的证明", "填写内容：版面内容", "说明：公路产权单位意见", "说明：施工单位资质",
    ]  # fmt: skip
    _do(window, "submit", opinion="已当面说明")
    again = window.post(_first_task(window), {"outcome": "correct", "missing": "material_structure"})
    assert again.status_code == 422
    _do(window, "correct", missing_more="还缺一样", opinion="申请人换了方案")
    demo.work()
    assert "再次要求补正" in demo.client("ll-supervisor").get("/cockpit/findings/").content.decode()


def test_a_refusal_without_reasons_is_not_taken_and_typed_words_stay(demo: Demo) -> None:
    window = demo.client("ll-window")
    _received(demo, window)
    url = _first_task(window)
    answer = window.post(url, {"outcome": "refuse_acceptance", "opinion": "  ", "missing_more": "写了一半的话"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "必须写明意见或理由" in text
    assert "写了一半的话" in text
    assert re.search(r'value="refuse_acceptance"[^>]* checked', text)
    assert _first_task(window) == url


def test_delivery_by_hand_needs_the_receiver(demo: Demo) -> None:
    window = demo.client("ll-window")
    _received(demo, window)
    _decided(demo, window)
    url = _first_task(window)
    assert "签收人" in window.post(url, {"outcome": "deliver", "method": "窗口"}).content.decode()
    assert window.post(url, {"outcome": "deliver", "method": ""}).status_code == 422
    assert window.post(url, {"outcome": "deliver", "method": "窗口", "receiver": "王小二"}).status_code == 302


def test_personal_values_are_masked_until_a_purpose_is_stated_and_that_is_journalled(demo: Demo) -> None:
    window = demo.client("ll-window")
    number = _received(demo, window)
    case = f"/desk/cases/{number}/"
    masked = window.get(case).content.decode()
    assert "430281199003070013" not in masked
    assert "13912345678" not in masked
    assert "王小二" not in masked
    assert window.post(f"{case}reveal/", {"reason": " "}).status_code == 422
    assert "case.reveal" not in _verbs(number)
    shown = window.post(f"{case}reveal/", {"reason": "核对证件"})
    assert "430281199003070013" in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    assert _verbs(number)[-1] == "case.reveal"
    assert "430281199003070013" not in window.get(case).content.decode()


@pytest.mark.req("PRC-010")
def test_the_clock_stops_on_a_legal_ground_only_and_runs_on(demo: Demo) -> None:
    window = demo.client("ll-window")
    number = _received(demo, window)
    _do(window, "accept")
    examiner = demo.client("ll-examiner")
    url = _first_task(examiner)
    wanted = {"kind": "领导出差", "document": "委托函〔2026〕1号", "days": "15"}
    refused = examiner.post(f"{url}special/", wanted)
    assert refused.status_code == 422
    assert "委托函〔2026〕1号" in refused.content.decode()
    assert not progress(number=number).standing.paused
    assert examiner.post(f"{url}special/", {**wanted, "kind": "鉴定", "document": ""}).status_code == 422
    begun = examiner.post(f"{url}special/", {**wanted, "kind": "鉴定"}, follow=True).content.decode()
    assert "已开始“鉴定”" in begun
    assert progress(number=number).standing.paused
    assert examiner.post(url, {"outcome": "agree"}).status_code == 422
    assert number in examiner.get("/desk/?light=grey").content.decode()
    field, finish = _result_form(begun)
    assert examiner.post(finish, {field: " "}).status_code == 422
    assert "继续计算" in examiner.post(finish, {field: "鉴定合格"}, follow=True).content.decode()
    assert not progress(number=number).standing.paused
    assert "鉴定合格" in examiner.get(url).content.decode()


def _result_form(page: str) -> tuple[str, str]:
    """Returns the field and the address by which a standing special procedure is ended."""
    found = re.search(
        r'action="(/desk/tasks/[0-9a-f-]+/special/[0-9a-f-]+/)".*?name="(result_[0-9a-f]{8})"', page, re.S
    )
    assert found, page
    return found[2], found[1]


_BEGIN = {"kind": "鉴定", "document": "委托函〔2026〕1号", "days": "15"}
_EXTEND = {"length": "10", "approved_by": "局长", "approval": "延期〔2026〕3号", "why": "需补充勘验数据"}
_CORRECT = {"what": "start", "begin": "today", "correction_reason": "登记时误填了日期"}


@pytest.mark.parametrize(
    ("form", "sent", "wrong", "word"),
    [
        ("special", _BEGIN, {"kind": ""}, "没有选择特别程序"),
        ("special", _BEGIN, {"days": "十五"}, "只填数字"),
        ("special", _BEGIN, {"days": "0"}, "1 至 250"),
        ("special", _BEGIN, {"days": "٣"}, "只填数字"),
        ("special", _BEGIN, {"document": "长" * 101}, "100 字"),
        ("extend", _EXTEND, {"length": "11"}, "1 至 10"),
        ("extend", _EXTEND, {"length": ""}, "只填数字"),
        ("extend", _EXTEND, {"why": " "}, "理由"),
        ("extend", _EXTEND, {"approval": ""}, "文书"),
        ("correct", _CORRECT, {"what": ""}, "没有选择要更正的一项"),
        ("correct", _CORRECT, {"what": "0" * 36}, "请选择"),
        ("correct", _CORRECT, {"begin": "2026-13-01"}, "2026-02-25"),
        ("correct", _CORRECT, {"begin": "2999-01-01"}, "不能晚于今天"),
        ("correct", _CORRECT, {"begin": "2001-01-01"}, "早于收件日"),
        ("correct", _CORRECT, {"correction_reason": ""}, "理由"),
    ],
)
def test_a_form_on_the_limits_says_what_is_wrong_and_keeps_what_was_typed(
    demo: Demo, form: str, sent: dict[str, str], wrong: dict[str, str], word: str
) -> None:
    url, decider = _before_the_decider(demo)
    today = local_date(_now.now()).isoformat()
    typed = {name: today if value == "today" else value for name, value in {**sent, **wrong}.items()}
    answer = decider.post(f"{url}{form}/", typed)
    shown = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert word in shown
    assert '<details class="fold" open>' in shown
    kept = {value for name, value in typed.items() if value.strip() and name not in {"kind", "what"}}
    assert all(value in shown for value in kept)
    assert "case.extend" not in _verbs(shown.split('办件 <span class="num">')[1][:21])


def _before_the_decider(demo: Demo) -> tuple[str, Client]:
    """Takes a case to its decision and returns the step's address and the decider's client."""
    window = demo.client("ll-window")
    _received(demo, window)
    _do(window, "accept")
    for login in ("ll-examiner", "ll-reviewer"):
        _do(demo.client(login), "agree")
    decider = demo.client("ll-decider")
    return _first_task(decider), decider


@pytest.mark.req("PRC-013")
def test_a_limit_is_made_longer_once_with_approval_and_the_reason_is_shown(demo: Demo) -> None:
    url, decider = _before_the_decider(demo)
    before = demo_due(decider, url)
    shown = decider.post(f"{url}extend/", _EXTEND, follow=True).content.decode()
    assert "延长办理期限告知书" in shown
    assert demo_due(decider, url) != before
    assert all(word in shown for word in ("期限变更记录", "需补充勘验数据", "延期〔2026〕3号", "局长"))
    assert "延长时限</summary>" not in shown
    assert decider.post(f"{url}extend/", _EXTEND).status_code == 422
    demo.work()
    assert "延长办理期限告知书</a>" in re.sub(r"<span.*?</span>", "", decider.get(url).content.decode())


def demo_due(client: Client, url: str) -> str:
    """Returns the last day that a step's page states first."""
    found = re.search(r"<b>(最后一天 [^<]+)</b>", client.get(url).content.decode())
    assert found
    return found[1]


def test_who_does_not_decide_may_not_touch_what_only_the_decider_may(demo: Demo) -> None:
    window = demo.client("ll-window")
    _received(demo, window)
    _do(window, "accept")
    examiner = demo.client("ll-examiner")
    url = _first_task(examiner)
    shown = examiner.get(url).content.decode()
    assert "开始特别程序" in shown
    assert "延长时限" not in shown
    assert "更正计时" not in shown
    assert examiner.post(f"{url}extend/", _EXTEND).status_code == 403
    assert examiner.post(f"{url}correct/", {**_CORRECT, "begin": "2026-01-01"}).status_code in {403, 422}


def test_the_applicants_particulars_are_typed_once(demo: Demo) -> None:
    window = demo.client("ll-window")
    url, hidden = _open_form(demo, window)
    asked_twice = {"applicant_kind", "person_name", "citizen_id", "phone"}
    once = {code: value for code, value in ANSWERS.items() if code not in asked_twice}
    files = {f"material_{code}": _pdf(code) for code in ("sign_drawing", "land_consent")}
    case = window.post(url, {**once, **hidden, **files}, follow=True)
    shown = window.post(f"{case.redirect_chain[-1][0]}reveal/", {"reason": "核对"}).content.decode()
    assert re.search(r"联系人身份证号码</dt><dd>430281199003070013", shown)


def test_sending_the_counter_form_twice_makes_one_case(demo: Demo) -> None:
    window = demo.client("ll-window")
    url, hidden = _open_form(demo, window)
    sent = [
        window.post(
            url,
            {**ANSWERS, **hidden, "material_sign_drawing": _pdf("图"), "material_land_consent": _pdf("证明")},
        )
        for _ in range(2)
    ]
    assert [answer.status_code for answer in sent] == [302, 302]
    assert sent[0]["Location"] == sent[1]["Location"]


def test_a_wrong_counter_form_keeps_what_was_typed_and_names_every_fault(demo: Demo) -> None:
    window = demo.client("ll-window")
    url, hidden = _open_form(demo, window)
    wrong = {**ANSWERS, "walk_in_identifier": "430281199003070014", "sign_height": "很高", **hidden}
    answer = window.post(url, wrong)
    assert answer.status_code == 422
    assert 'href="#f-walk_in_identifier"' in answer.content.decode()
    answer = window.post(url, {**wrong, "walk_in_identifier": ANSWERS["walk_in_identifier"]})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert 'href="#f-sign_height"' in text
    assert 'href="#f-material_sign_drawing"' in text
    assert "很高" in text
    assert "欢迎光临" in text
    assert _hidden(text, "_id") == hidden["_id"]


def test_a_correction_is_answered_at_the_counter_in_the_same_case(demo: Demo) -> None:
    window = demo.client("ll-window")
    number = _received(demo, window)
    _do(window, "correct", missing=["material_structure", "field_sign_text"])
    url = _first_task(window)
    torn = SimpleUploadedFile("结构.pdf", b"no pdf at all")
    refused = window.post(url, {"outcome": "submit", "material_structure": torn})
    assert refused.status_code == 422
    assert "结构.pdf" in refused.content.decode()
    assert _first_task(window) == url
    _do(window, "submit", sign_text="新的版面", road="", material_structure=_pdf("新的结构说明"))
    page = window.get(f"/desk/cases/{number}/").content.decode()
    assert "新的版面" in page
    assert "国道 G106" in page
    assert "新的结构说明.pdf" in page
    assert "已告知补正" not in page


@pytest.mark.req("HAL-035")
def test_a_case_begun_at_the_counter_goes_on_online_under_the_same_number(demo: Demo) -> None:
    window, citizen = demo.client("ll-window"), demo.client("张三演")
    number = _received(demo, window)  # with the identity number of 张三演
    _do(window, "correct", missing=["field_sign_text"])
    assert number in citizen.get("/space/").content.decode()
    sent = citizen.post(f"/space/cases/{number}/supplement/", {**ANSWERS, "sign_text": "线上改的版面"})
    assert sent.status_code == 302, sent.content.decode()
    assert "线上改的版面" in window.get(f"/desk/cases/{number}/").content.decode()


@pytest.mark.req("HAL-035")
def test_a_case_begun_online_goes_on_at_the_counter_under_the_same_number(demo: Demo) -> None:
    window, citizen = demo.client("ll-window"), demo.client("张三演")
    url = f"/space/apply/{demo.items[SIGN]['code']}/"
    page = citizen.get(url).content.decode()
    hidden = {name: _hidden(page, name) for name in ("_id", "_version")}
    files = {f"material_{code}": _pdf(code) for code in ("sign_drawing", "land_consent")}
    sent = citizen.post(url, {**ANSWERS, **hidden, **files, "applicant": "self"})
    assert sent.status_code == 302, sent.content.decode()
    number = sent["Location"].split("/")[3]
    _do(window, "correct", missing=["field_sign_text"])
    _do(window, "submit", sign_text="窗口改的版面")
    assert "窗口改的版面" in citizen.get(f"/space/cases/{number}/").content.decode()


def test_a_good_file_stays_when_the_form_is_refused_and_can_be_taken_out(demo: Demo) -> None:
    window = demo.client("ll-window")
    url, hidden = _open_form(demo, window)
    sent = {**ANSWERS, **hidden, "sign_height": "很高"}
    page = window.post(url, {**sent, "material_sign_drawing": _pdf("设计图")}).content.decode()
    found = re.search(r'href="([^"]+)">设计图.pdf', page)
    assert found
    assert window.get(found[1]).content.startswith(b"%PDF")
    assert demo.client("cy-window").get(found[1]).status_code == 404
    assert "设计图.pdf" not in window.get(url).content.decode()
    button = re.search(r'name="(_remove_[0-9a-f-]+)"', page)
    assert button
    assert "设计图.pdf" not in window.post(url, {**sent, button[1]: "yes"}).content.decode()


def test_a_form_of_an_older_version_is_told_and_keeps_what_was_typed(demo: Demo) -> None:
    window = demo.client("ll-window")
    url, hidden = _open_form(demo, window)
    stale = {**ANSWERS, **hidden, "_version": "01900000-0000-7000-8000-000000000000"}
    answer = window.post(url, stale)
    assert answer.status_code == 409
    assert "欢迎光临" in answer.content.decode()
    assert "没有待办" in window.get("/desk/").content.decode()


def test_materials_are_shown_or_kept_and_only_by_those_who_may_see_the_case(demo: Demo) -> None:
    window = demo.client("ll-window")
    number = _received(demo, window)
    page = window.get(f"/desk/cases/{number}/").content.decode()
    found = re.search(rf'href="(/desk/cases/{number}/materials/[0-9a-f-]+/)"', page)
    assert found
    shown = window.get(found[1])
    assert shown.content.startswith(b"%PDF")
    assert shown["Content-Disposition"].startswith("inline")
    assert window.get(f"{found[1]}?download=1")["Content-Disposition"].startswith("attachment")
    assert demo.client("cy-window").get(found[1]).status_code == 404
    paper = re.search(rf'href="(/desk/cases/{number}/papers/[0-9a-f-]+\.pdf)"', page)
    assert paper
    assert window.get(paper[1])["Content-Type"] == "application/pdf"
    assert demo.client("cy-window").get(paper[1]).status_code == 404


def test_the_worklist_narrows_by_light_and_step(demo: Demo) -> None:
    window = demo.client("ll-window")
    number = _received(demo, window)
    assert number in window.get("/desk/?light=green&step=受理").content.decode()
    assert number not in window.get("/desk/?step=送达").content.decode()
    assert number not in window.get("/desk/?light=red").content.decode()


def test_steps_of_other_units_are_neither_listed_nor_done(demo: Demo) -> None:
    window = demo.client("ll-window")
    _received(demo, window)
    url = _first_task(window)
    elsewhere = demo.client("cy-window")
    assert elsewhere.get(url).status_code == 404
    assert elsewhere.post(url, {"outcome": "accept"}).status_code == 404
    examiner = demo.client("ll-examiner")
    assert "没有待办" in examiner.get("/desk/").content.decode()
    assert "提交办理结果" not in examiner.get(url).content.decode()
    assert examiner.post(url, {"outcome": "accept"}).status_code == 403


@pytest.mark.parametrize("address", ["/desk/", "/desk/intake/", "/desk/findings/"])
def test_the_desk_is_for_officers_with_a_post_that_does_steps(demo: Demo, address: str) -> None:
    assert Client().get(address)["Location"].startswith("/login/")
    for who in ("张三演", "admin-security"):
        answer = demo.client(who).get(address)
        assert answer.status_code == 403
        assert "供" in answer.content.decode()


def test_a_window_finds_only_the_items_it_accepts_and_others_none(demo: Demo) -> None:
    assert demo.client("ll-examiner").get("/desk/intake/").status_code == 403
    page = demo.client("ll-window").get("/desk/intake/").content.decode()
    assert SIGN in page
    assert "城乡低保" not in page
    county = _new_window(demo, COUNTY_CENTRE).get("/desk/intake/").content.decode()
    assert "城乡低保" not in county  # its townships' windows take that in
    window, other = demo.client("ll-window"), f"/desk/intake/{demo.items['城乡低保']['code']}/"
    version = _hidden(window.get(other).content.decode(), "_version")
    assert window.post(other, {**ANSWERS, "_version": version}).status_code == 403


def test_a_unit_explains_a_finding_once(demo: Demo) -> None:
    window = demo.client("ll-window")
    _received(demo, window)
    _do(window, "correct", missing_more="甲")
    _do(window, "submit", opinion="已当面说明")
    _do(window, "correct", missing_more="乙", opinion="申请人换了方案")
    demo.work()
    page = window.get("/desk/findings/").content.decode()
    found = re.search(r'action="(/desk/findings/[0-9a-f-]+/)"', page)
    assert found
    assert window.post(found[1], {"text": "无"}).status_code == 422
    assert "情况说明已提交" in window.post(found[1], {"text": "申请人变更方案"}, follow=True).content.decode()
    assert window.post(found[1], {"text": "再说一遍"}).status_code == 422
    assert "没有监察提醒" in demo.client("cy-examiner").get("/desk/findings/").content.decode()


def test_unknown_cases_and_steps_are_answered_in_chinese(demo: Demo) -> None:
    window = demo.client("ll-window")
    for address in (
        "/desk/cases/000000000000000000000/",
        "/desk/tasks/00000000-0000-7000-8000-000000000000/",
        "/desk/intake/nothing/",
    ):
        answer = window.get(address)
        assert answer.status_code == 404
        assert "没有找到" in answer.content.decode()


def test_the_deciding_officer_finds_a_case_before_it_is_theirs_and_may_act_on_its_limits(demo: Demo) -> None:
    number = _received(demo, demo.client("ll-window"))
    _do(demo.client("ll-window"), "accept")
    decider = demo.client("ll-decider")
    assert "没有待办" in decider.get("/desk/").content.decode()
    listed = decider.get("/desk/cases/").content.decode()
    assert f'href="/desk/cases/{number}/"' in listed
    found = decider.get("/desk/cases/", {"q": f" {number[:6]} {number[6:]} "})
    assert found["Location"] == f"/desk/cases/{number}/"
    shown = decider.get(found["Location"]).content.decode()
    assert "延长时限" in shown
    assert "更正计时" in shown
    assert "开始特别程序" not in shown  # for whoever holds the open step
    action = re.search(r'action="(/desk/tasks/[^"]+/extend/)"', shown)
    assert action
    wrong = decider.post(action[1], {"length": "十", "approved_by": "局长", "approval": "1号", "why": "验算"})
    assert wrong.status_code == 422
    assert 'value="局长"' in wrong.content.decode()
    done = decider.post(
        action[1], {"length": "5", "approved_by": "局长", "approval": "1号", "why": "验算"}, follow=True
    )
    assert "已延长时限" in done.content.decode()


def test_only_those_of_the_unit_see_its_cases(demo: Demo) -> None:
    number = _received(demo, demo.client("ll-window"))
    for who in ("ll-window", "ll-examiner"):
        assert number in demo.client(who).get("/desk/cases/").content.decode()
    for who in ("cy-window", "cs-decider"):
        client = demo.client(who)
        assert number not in client.get("/desk/cases/").content.decode()
        answer = client.get("/desk/cases/", {"q": number})
        assert (answer.status_code, "没有找到" in answer.content.decode()) == (200, True)
    assert "21 位数字" in demo.client("ll-window").get("/desk/cases/", {"q": "12"}).content.decode()
    assert demo.client("ll-supervisor").get("/desk/cases/").status_code == 403


def test_an_examiner_begins_a_special_procedure_from_the_page_of_the_case(demo: Demo) -> None:
    number = _received(demo, demo.client("ll-window"))
    _do(demo.client("ll-window"), "accept")
    shown = demo.client("ll-examiner").get(f"/desk/cases/{number}/").content.decode()
    assert "开始特别程序" in shown
    assert "延长时限" not in shown
