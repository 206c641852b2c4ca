"""The rules desk: what a law office may change, what it sees before it does, and what follows."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.conftest import Demo
from tests.office import Office, moment
from yimen.command.setup import HOLIDAYS, OBSERVANCES
from yimen.contexts.identity.api import Reader, Unit, add_officer, appoint, load_units, may_rule, reader_of
from yimen.contexts.journal.api import SYSTEM
from yimen.contexts.limits.api import history
from yimen.contexts.limits.api import limit as limit_in_force
from yimen.contexts.matters.api import progress, redate
from yimen.contexts.places.api import calendar, load_observances, newest_change, observances, order_closure
from yimen.kernel.clock import local_date
from yimen.sites import _now
from yimen.sites.rules import confirming
from yimen.sites.rules.ruling import check_rule

LILING, OTHER, GUANGXI, NATION = "430281000000", "450305000000", "450000000000", "100000000000"
ITEM = "超限运输车辆行驶公路的审核"


@dataclass(frozen=True)
class Lawyer:
    """A law officer of a region and the officer's client."""

    reader: Reader
    client: Client


@pytest.fixture
def lawyer(demo: Demo) -> Callable[[str], Lawyer]:
    """Gives a way to appoint a law officer of any region."""

    def made(region: str) -> Lawyer:
        act, code = _now.act(SYSTEM), "11430281MB99001442"
        if region != LILING:
            code = {NATION: "11100000MB99009020", GUANGXI: "11450000MB9900902Q"}[region]
            load_units(act=act, units=[Unit(code, "法制机构", "法", "oversight", region)])
        login, password = f"law-{region}", "Yimen-demo-2026"
        account = add_officer(act=act, login=login, name="法正", password=password)
        today = local_date(_now.now())
        appoint(act=act, account=account, unit=code, role="law", title="法制岗", valid_from=today)
        client = Client()
        assert client.post("/login/", {"login": login, "password": password}).status_code == 302
        return Lawyer(reader_of(account=account, on=today), client)

    return made


@pytest.fixture
def office(demo: Demo) -> Office:
    return Office(demo, _now.now())


@pytest.fixture
def law(demo: Demo) -> Client:
    return demo.client("ll-law")


def text(answer: Any) -> str:
    return unescape(answer.content.decode())


def kept(answer: Any) -> dict[str, str]:
    """Returns what the preview's form would send."""
    context = answer.context
    return {name: str(context[name]) for name in ("kind", "data", "reason", "seen")}


def run(office: Office) -> None:
    """Lets the worker follow the journal and count anew."""
    office.follow()
    while redate(act=office.act()):
        pass


def said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def notice(day: date) -> dict[str, str]:
    """Returns the form of a local notice that gives one day off."""
    line = f"建市日：{day.month}月{day.day}日放假"
    return {"region": LILING, "year": str(day.year), "document": "醴政办1号", "text": line}


def test_a_notice_is_previewed_confirmed_and_followed(office: Office, law: Client) -> None:
    case = office.lodge(item=ITEM)
    due = progress(number=case.number).standing.due_on
    assert due is not None
    before = newest_change()
    preview = law.post("/rules/holidays/", notice(due))
    assert preview.status_code == 200
    assert case.number in text(preview)
    assert "放假（建市日）" in text(preview)
    later = next(due + timedelta(n) for n in range(1, 30) if calendar(region=LILING).is_working(due + timedelta(n)))
    assert said(later) in text(preview)
    assert newest_change() == before
    assert progress(number=case.number).standing.due_on == due
    confirmed = law.post("/rules/confirm/", kept(preview), follow=True)
    assert "已生效" in text(confirmed)
    assert calendar(region=LILING).day(due).name == "建市日"
    run(office)
    assert progress(number=case.number).standing.due_on == later
    page = text(law.get("/rules/redatings/"))
    assert "已完成" in page
    assert "期限有变动" in page
    assert "醴政办1号" in text(law.get("/rules/"))
    address = law.get("/rules/redatings/").context["redatings"][0]["url"]
    row = text(law.get(address)).split("期限有变动的件", 1)[1].split("对已办结事项的影响")[0]
    for words in (f"/cases/{case.number}/", said(due), said(later)):
        assert words in row


def test_a_change_of_a_day_that_nobody_waits_for_opens_no_redating(office: Office, law: Client) -> None:
    known = len(law.get("/rules/redatings/").context["redatings"])
    day = next(day for n in range(400, 430) if (day := local_date(_now.now()) + timedelta(n)).weekday() < 5)
    assert law.post("/rules/confirm/", kept(law.post("/rules/closures/", closure(day)))).status_code == 302
    office.follow()
    assert len(law.get("/rules/redatings/").context["redatings"]) == known


def test_a_notice_that_was_corrected_can_still_be_read(law: Client) -> None:
    day = local_date(_now.now()) + timedelta(20)
    for given in (day, day + timedelta(1)):
        law.post("/rules/confirm/", kept(law.post("/rules/holidays/", notice(given))))
    page = text(law.get("/rules/holidays/"))
    assert "已被更正的通知" in page
    assert f"放假：{said(day)} 建市日" in page
    assert f"{said(day + timedelta(1))} 建市日" not in page


def test_what_changed_since_the_preview_is_previewed_again(office: Office, law: Client) -> None:
    day = local_date(office.now) + timedelta(20)
    first, second = law.post("/rules/holidays/", notice(day)), law.post("/rules/closures/", closure(day))
    assert law.post("/rules/confirm/", kept(second)).status_code == 302
    stands = newest_change()
    stale = law.post("/rules/confirm/", kept(first))
    assert stale.status_code == 409
    assert "日历又有了变动" in text(stale)
    assert newest_change() == stands
    assert law.post("/rules/confirm/", kept(stale)).status_code == 302
    assert newest_change() > stands


@pytest.mark.parametrize("kind", ["notice", "closure", "observance", "revoked"])
def test_a_change_that_slips_in_at_the_last_instant_is_seen(
    demo: Demo, lawyer: Callable[[str], Lawyer], monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    client, day = lawyer(GUANGXI).client, local_date(_now.now()) + timedelta(20)
    act = _now.act(SYSTEM)
    rules = json.loads(OBSERVANCES.read_text("utf-8"))
    load_observances(act=act, data=[one for one in rules if one["region"] == GUANGXI])
    number = order_closure(act=act, data=closure(day, region=GUANGXI))
    preview = {
        "notice": lambda: client.post("/rules/holidays/", {**notice(day), "region": GUANGXI}),
        "closure": lambda: client.post("/rules/closures/", closure(day + timedelta(1), region=GUANGXI)),
        "observance": lambda: client.post(
            "/rules/observances/", {"region": GUANGXI, "name": "三月三", "reason": "试停一年"}
        ),
        "revoked": lambda: client.post(f"/rules/closures/{number}/revoke/", {"reason": "台风转向"}),
    }[kind]()

    def slipping_in(reader: Reader, region: str) -> None:
        check_rule(reader, region)
        other = closure(day + timedelta(2), document="另一份命令")
        order_closure(act=_now.act(SYSTEM), data=other)

    before = newest_change()
    monkeypatch.setattr(confirming, "check_rule", slipping_in)
    answer = client.post("/rules/confirm/", kept(preview))
    assert answer.status_code == 409
    assert "日历又有了变动" in text(answer)
    assert newest_change() == before + 1  # the one that slipped in
    monkeypatch.undo()
    assert client.post("/rules/confirm/", kept(answer)).status_code == 302
    assert newest_change() == before + 2


WRONG = [
    ("春节：2月30日放假", "第 1 行：2027年2月30日这一天不存在"),
    ("元旦：1月1日放假\n春节：2月5日", "第 2 行：没有写明是放假还是上班"),
    ("元旦：1月1日放假\n放假：2027-02-05", "第 2 行：2027年2月5日没有写节日的名称"),
    ("元旦：1月1日放假\n春节：2月5日放假，2月10日上班", "第 2 行：放假通知不能载入：上班日2027年2月10日不是周末"),
    ("元旦：1月1日放假\n劳动节：5月1日上班", "第 2 行：放假通知把劳动节（2027年5月1日）列为上班日"),
    ("元旦：1月1日放假\n春节：1月1日放假", "第 1 行：放假通知不能载入：放假日的2027年1月1日列了两次"),
    ("春节：2月5日放假，2026年2月14日上班", "不在 2027 年内"),
    ("今年不放假", "没有读到放假的日子"),
    ("春节 3 天", "第 1 行读不懂"),
    ("", "没有读到放假的日子"),
    ("春节：2月5日至12月1日放假", "不像一个假期"),
]


@pytest.mark.parametrize(("typed", "told"), WRONG)
def test_a_wrong_notice_is_refused_by_line_and_nothing_changes(law: Client, typed: str, told: str) -> None:
    before = newest_change()
    form = {"region": LILING, "year": "2027", "document": "醴政办1号", "text": typed}
    answer = law.post("/rules/holidays/", form)
    assert answer.status_code == 422
    assert told in text(answer)
    assert typed in text(answer)
    assert newest_change() == before


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"year": "二七"}, "应只填数字"),
        ({"year": "1999"}, "1999"),
        ({"document": ""}, "文号"),
        ({"region": "x"}, "区划"),
    ],
)
def test_the_rest_of_a_notice_is_checked_too(law: Client, more: dict[str, str], told: str) -> None:
    form = {"region": LILING, "year": "2027", "document": "醴政办1号", "text": "建市日：5月6日放假", **more}
    answer = law.post("/rules/holidays/", form)
    assert answer.status_code == 422
    assert told in text(answer)


def test_the_notice_itself_can_be_pasted(lawyer: Callable[[str], Lawyer]) -> None:
    pasted = """一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。"""
    form = {"region": "all", "year": "2026", "document": "国办发明电〔2025〕7号", "text": pasted}
    answer = lawyer(NATION).client.post("/rules/holidays/", form)
    assert answer.status_code == 200, text(answer)
    known = json.loads((HOLIDAYS / "2026.json").read_text("utf-8"))
    data = json.loads(answer.context["data"])
    assert data["off"] == known["off"]
    assert sorted(data["work"]) == known["work"]
    assert "日历没有变化" in text(answer)


def _file(data: object) -> SimpleUploadedFile:
    content = data if isinstance(data, bytes) else json.dumps(data).encode()
    return SimpleUploadedFile("2026.json", content)


def test_the_country_is_for_its_own_law_office(law: Client, lawyer: Callable[[str], Lawyer]) -> None:
    known = json.loads((HOLIDAYS / "2026.json").read_text("utf-8"))
    shorter = {**known, "work": known["work"][1:]}
    before = newest_change()
    answer = law.post("/rules/holidays/", {"file": _file(shorter)})
    assert answer.status_code == 422
    assert "全国的通知只能由国家一级的法制岗载入" in text(answer)
    assert "请选择文件" in text(law.post("/rules/holidays/", {"file": ""}))
    national = lawyer(NATION).client
    preview = national.post("/rules/holidays/", {"file": _file(shorter)})
    assert "1 天的上班或放假有变" in text(preview)
    refused = law.post("/rules/confirm/", kept(preview))
    assert refused.status_code == 403
    assert newest_change() == before
    assert national.post("/rules/confirm/", kept(preview)).status_code == 302
    assert calendar(region=LILING).day(date(2026, 1, 4)).kind == "weekend"
    for content, told in (
        (b"{", "第 1 行"),
        ("{}".encode("utf-16"), "UTF-8"),
        (b"[]", "一份放假通知"),
        (b"{}", "恰好有这些项"),
    ):
        answer = national.post("/rules/holidays/", {"file": _file(content)})
        assert answer.status_code == 422
        assert told in text(answer)


def closure(day: date, **more: str) -> dict[str, str]:
    iso = day.isoformat()
    return {"region": LILING, "document": "醴政令2号", "reason": "台风停工", "first": iso, "last": iso,
            "kind": "closed", "ordered_on": iso, **more}  # fmt: skip


def test_a_closure_is_ordered_and_taken_back(office: Office, law: Client) -> None:
    case = office.lodge(item=ITEM)
    due = progress(number=case.number).standing.due_on
    assert due is not None
    preview = law.post("/rules/closures/", closure(due))
    assert case.number in text(preview)
    law.post("/rules/confirm/", kept(preview))
    assert calendar(region=LILING).day(due).kind == "closed"
    run(office)
    assert progress(number=case.number).standing.due_on != due
    number = law.get("/rules/closures/").context["closures"][0]["id"]
    assert law.post(f"/rules/closures/{number}/revoke/", {"reason": ""}).status_code == 422
    back = law.post(f"/rules/closures/{number}/revoke/", {"reason": "台风转向"})
    assert case.number in text(back)
    assert calendar(region=LILING).day(due).kind == "closed"
    law.post("/rules/confirm/", kept(back))
    run(office)
    assert progress(number=case.number).standing.due_on == due
    assert "台风转向" in text(law.get("/rules/closures/"))
    assert law.post(f"/rules/closures/{number}/revoke/", {"reason": "再撤"}).status_code == 422


@pytest.mark.parametrize(
    ("more", "status", "told"),
    [
        ({"last": "2026-02-30"}, 422, "不存在"),
        ({"first": "2026-12-31", "last": "2026-12-01"}, 422, "早于"),
        ({"document": " "}, 422, "文号"),
        ({"kind": "maybe"}, 422, "应为停工或半天"),
        ({"region": OTHER}, 403, "本地区或上级"),
        ({"region": "x"}, 422, "区划"),
    ],
)
def test_a_wrong_closure_changes_nothing(law: Client, more: dict[str, str], status: int, told: str) -> None:
    before = newest_change()
    answer = law.post("/rules/closures/", closure(date(2026, 12, 8), **more))
    assert answer.status_code == status
    assert told in text(answer)
    assert newest_change() == before


def test_a_form_that_was_tampered_with_is_refused(law: Client) -> None:
    before = newest_change()
    for form in (
        {},
        {"kind": "notice", "data": "x"},
        {"kind": "revoked", "data": "{}"},
        {"kind": "notice", "data": "{}"},
    ):
        assert law.post("/rules/confirm/", form).status_code == 422
    assert law.get("/rules/confirm/").status_code == 405
    assert newest_change() == before


def test_a_festival_is_switched_off_with_a_reason(lawyer: Callable[[str], Lawyer], law: Client) -> None:
    rules = json.loads(OBSERVANCES.read_text("utf-8"))
    load_observances(act=_now.act(SYSTEM), data=[one for one in rules if one["region"] == GUANGXI])
    client, form = lawyer(GUANGXI).client, {"region": GUANGXI, "name": "三月三"}
    assert client.post("/rules/observances/", form).status_code == 422
    preview = client.post("/rules/observances/", {**form, "reason": "试停一年"})
    assert "放假（三月三）" in text(preview)
    assert observances(region=GUANGXI)[0].observance.enabled
    assert law.post("/rules/confirm/", kept(preview)).status_code == 403
    client.post("/rules/confirm/", kept(preview))
    assert not observances(region=GUANGXI)[0].observance.enabled
    assert "试停一年" in text(client.get("/rules/observances/"))
    assert law.post("/rules/observances/", {**form, "reason": "想放假"}).status_code == 422


def _version(**more: str) -> dict[str, str]:
    start = (local_date(_now.now()) + timedelta(3)).isoformat()
    return {"region": LILING, "length": "15", "valid_from": start, "reason": "提速", "document": "醴政发3号", **more}


def test_a_place_may_shorten_a_limit_after_seeing_what_it_means(law: Client) -> None:
    address, known = "/rules/limits/xk.decide/", len(history(code="xk.decide"))
    shown = law.post(address, _version())
    assert "20个工作日" in text(shown)
    assert "15个工作日" in text(shown)
    assert len(history(code="xk.decide")) == known
    done = law.post(address, {**_version(), "do": "publish"}, follow=True)
    assert "已发布" in text(done)
    start = date.fromisoformat(_version()["valid_from"])
    assert limit_in_force(code="xk.decide", on=start, region=LILING).limit.length == 15
    assert limit_in_force(code="xk.decide", on=start - timedelta(1), region=LILING).limit.length == 20
    assert limit_in_force(code="xk.decide", on=start).limit.length == 20
    assert "醴陵市" in text(law.get("/limits/xk.decide/"))
    assert "醴政发3号（依据《行政许可法》第四十二条第一款）" in text(law.get(f"/limits/xk.decide/?on={start}"))


def test_a_step_before_an_event_may_come_earlier(law: Client) -> None:
    shown = text(law.post("/rules/limits/xk.hearing.notify/", _version(length="10")))
    assert "最迟哪天" in shown
    assert "起算的最后一天" not in shown
    assert "只能更早，不能更晚" in shown


def test_a_value_that_was_not_compared_with_its_article_says_so(law: Client) -> None:
    shown = text(law.get("/limits/xxgk.reply/?on=2019-05-14"))
    assert "第二十四条" in shown
    assert "未对照条文原文" in shown
    assert "没有条文" not in shown


@pytest.mark.parametrize(
    ("more", "status", "told"),
    [
        ({"length": "25"}, 422, "只能更短，不能更长"),
        ({"length": "-1"}, 422, "应只填数字"),
        ({"length": "0"}, 422, "不能是 0"),
        ({"valid_from": "2020-01-01"}, 422, "法不溯及既往"),
        ({"valid_from": "明天"}, 422, "施行日期"),
        ({"reason": ""}, 422, "理由"),
        ({"document": ""}, 422, "文件"),
        ({"region": "all"}, 403, "国家一级"),
        ({"region": OTHER}, 403, "本地区或上级"),
    ],
)
@pytest.mark.parametrize("do", ["", "publish"])
def test_no_place_may_lengthen_a_limit(law: Client, more: dict[str, str], status: int, told: str, do: str) -> None:
    known = history(code="xk.decide")
    answer = law.post("/rules/limits/xk.decide/", {**_version(), **more, "do": do})
    assert answer.status_code == status
    assert told in text(answer)
    assert history(code="xk.decide") == known


def test_lights_turn_yellow_when_the_place_says(law: Client) -> None:
    start = local_date(_now.now()).isoformat()
    form = {
        "kind": "promised",
        "region": LILING,
        "percent": "40",
        "least": "2",
        "valid_from": start,
        "reason": "早提醒",
    }
    shown = law.post("/rules/lights/", form)
    assert "剩余不超过 40%" in text(shown)
    assert "早提醒" not in text(law.get("/rules/lights/"))
    done = text(law.post("/rules/lights/", {**form, "do": "publish"}, follow=True))
    assert "已发布并留痕，只用于此后开始计时的件，已在计时的件不变" in done
    assert "早提醒" in text(law.get("/rules/lights/"))
    for more in (
        {"percent": "101"},
        {"kind": "nothing"},
        {"reason": ""},
        {"valid_from": "2020-01-01", "do": "publish"},
        {"valid_from": "2020-01-01"},
    ):
        assert law.post("/rules/lights/", {**form, **more}).status_code == 422
    assert law.post("/rules/lights/", {**form, "region": OTHER}).status_code == 403


def _decided_late(office: Office, case: UUID) -> None:
    """Has a case decided a day after the promise; had the 4th been closed, it would have been in time."""
    office.does("ll-window", case, "accept", "符合条件")
    late = office.at("2026-11-13T09:00")
    for login, outcome in (("ll-examiner", "agree"), ("ll-reviewer", "agree"), ("ll-decider", "grant")):
        late.does(login, case, outcome, "符合条件")


def test_past_verdicts_are_reported_and_not_changed(demo: Demo, law: Client, lawyer: Callable[[str], Lawyer]) -> None:
    office = Office(demo, moment("2026-11-03T09:00"))
    case = office.lodge(item=ITEM)
    assert case.due_on == date(2026, 11, 10)
    _decided_late(office, case.id)
    office.follow()
    preview = law.post("/rules/closures/", closure(date(2026, 11, 4), ordered_on="2026-11-03"))
    law.post("/rules/confirm/", kept(preview))
    run(office)
    address = law.get("/rules/redatings/").context["redatings"][0]["url"]
    page = text(law.get(address))
    assert case.number in page
    answer = law.get(f"{address}past.csv")
    content = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert content.startswith("\ufeff办件号,事项,承办单位")
    line = next(line for line in content.splitlines() if case.number in line)
    assert line.endswith("办理（承诺时限）,2026年11月13日,2026年11月12日,2026年11月13日,超期,按期,是")
    other = lawyer(GUANGXI).client
    for hidden in (address, f"{address}counts/", f"{address}past.csv"):
        assert other.get(hidden).status_code == 404
    missing = "/rules/redatings/01900000-0000-7000-8000-000000000000/"
    assert law.get(missing).status_code == 404


def test_while_the_work_runs_only_its_counts_are_asked_for(office: Office, law: Client) -> None:
    case = office.lodge(item=ITEM)
    due = progress(number=case.number).standing.due_on
    assert due is not None
    law.post("/rules/confirm/", kept(law.post("/rules/closures/", closure(due))))
    office.follow()
    address = law.get("/rules/redatings/").context["redatings"][0]["url"]
    page = law.get(address)
    assert f'hx-get="{address}counts/"' in text(page)
    assert page.context["effects"] is None
    waiting = law.get(f"{address}counts/")
    assert "等待开始" in text(waiting)
    assert "<html" not in text(waiting)
    assert "HX-Refresh" not in waiting
    run(office)
    done = law.get(f"{address}counts/")
    assert "hx-get" not in text(done)
    assert done["HX-Refresh"] == "true"
    assert "hx-get" not in text(law.get(address)).split('id="progress"')[1].split("</section>")[0]


def test_a_county_sees_of_a_change_of_the_country_what_lies_in_it(
    demo: Demo, law: Client, lawyer: Callable[[str], Lawyer]
) -> None:
    office = Office(demo, moment("2026-11-03T09:00"))
    case = office.lodge(item=ITEM)
    _decided_late(office, case.id)
    known = json.loads((HOLIDAYS / "2026.json").read_text("utf-8"))
    longer = {**known, "off": [*known["off"], {"date": "2026-11-04", "name": "更正"}]}
    national = lawyer(NATION).client
    national.post("/rules/confirm/", kept(national.post("/rules/holidays/", {"file": _file(longer)})))
    run(office)
    address = law.get("/rules/redatings/").context["redatings"][0]["url"]
    for client, sees in ((law, True), (national, True), (lawyer(GUANGXI).client, False)):
        assert (case.number in text(client.get(address))) == sees
        content = b"".join(client.get(f"{address}past.csv").streaming_content).decode()  # type: ignore[attr-defined]
        assert (case.number in content) == sees


def test_a_long_preview_says_at_least(office: Office, law: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    case = office.lodge(item=ITEM)
    office.lodge(item=ITEM)
    due = progress(number=case.number).standing.due_on
    assert due is not None
    assert "至少" not in text(law.post("/rules/closures/", closure(due)))
    monkeypatch.setattr("yimen.contexts.matters.foreseeing._MOST_MOVES", 1)
    assert "至少 1 件未办结的件会变" in text(law.post("/rules/closures/", closure(due)))


def test_only_law_offices_come_in(demo: Demo) -> None:
    for who, status in (
        ("ll-window", 403),
        ("ll-supervisor", 403),
        ("admin-system", 403),
        ("张三演", 403),
        ("ll-law", 200),
    ):
        assert demo.client(who).get("/rules/").status_code == status
    assert Client().get("/rules/limits/").status_code == 302


def test_a_law_post_rules_its_region_and_what_lies_in_it(lawyer: Callable[[str], Lawyer]) -> None:
    county, province, nation = (lawyer(region).reader for region in (LILING, GUANGXI, NATION))
    rules = [
        (county, LILING, True), (county, "430281001000", True), (county, "430200000000", False), (county, "", False),
        (county, OTHER, False), (county, "x", False), (province, GUANGXI, True), (province, "450100000000", True),
        (province, "", False), (nation, "", True), (nation, LILING, True),
    ]  # fmt: skip
    assert [may_rule(reader=reader, region=region) for reader, region, _ in rules] == [may for _, _, may in rules]


def test_a_weekday_in_brackets_that_is_not_the_day_s_is_refused(law: Client) -> None:
    form = {"region": LILING, "year": "2027", "document": "醴政办1号", "text": "建市日：5月6日（周五）放假"}
    answer = law.post("/rules/holidays/", form)
    assert answer.status_code == 422
    assert "第 1 行：2027年5月6日是星期四，括号里写的是周五" in text(answer)
    right = law.post("/rules/holidays/", {**form, "text": "建市日：5月5日至6日（星期四）放假"})
    assert right.status_code == 200, text(right)


def test_half_a_day_is_shown_before_it_is_marked(law: Client) -> None:
    shown = text(law.post("/rules/closures/", closure(date(2026, 12, 9), kind="half", ordered_on="2026-11-27")))
    assert "日历没有变化" not in shown
    assert "仍算工作日" in shown
    assert "2026年12月9日" in shown


def test_a_version_to_come_is_not_called_in_force(law: Client) -> None:
    address = "/rules/limits/xk.decide/"
    law.post(address, {**_version(), "do": "publish"})
    start = said(date.fromisoformat(_version()["valid_from"]))
    for page in (law.get(address), law.get("/limits/xk.decide/")):
        assert "尚未施行" in text(page)
        assert f"{start}至今" not in text(page)


def test_the_country_s_law_office_is_told_of_the_country(lawyer: Callable[[str], Lawyer]) -> None:
    rules = json.loads(OBSERVANCES.read_text("utf-8"))
    load_observances(act=_now.act(SYSTEM), data=rules)
    enabled = [one for one in observances(region="") if one.observance.enabled]
    page = lawyer(NATION).client.get("/rules/")
    assert page.context["lead"].endswith("，适用全国。")
    tile = next(one for one in page.context["tiles"] if one["label"] == "地方节日")
    assert tile["value"] == len(enabled) > 0
