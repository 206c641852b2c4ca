"""The law office's forms: every respect of a limit, festivals by rule; old beside new, refused by field, confirmed."""

from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests.conftest import Demo
from tests.journeys.test_rules import GUANGXI, LILING, NATION, Lawyer, kept, lawyer, run, said
from tests.office import Office
from yimen.contexts.limits.api import history
from yimen.contexts.limits.api import limit as limit_in_force
from yimen.contexts.matters.api import progress
from yimen.contexts.places.api import calendar, observances
from yimen.kernel.clock import local_date
from yimen.sites import _now

__all__ = ["lawyer"]  # the fixture
ADDRESS = "/rules/limits/xk.decide/"
START = local_date(_now.now()) + timedelta(3)


@pytest.fixture
def law(demo: Demo) -> Client:
    return demo.client("ll-law")


def text(answer: Any) -> str:
    return unescape(answer.content.decode())


def filled(answer: Any, **more: Any) -> dict[str, Any]:
    """Returns what a page's form would send, with what was typed besides."""
    found: dict[str, Any] = {}
    for one in (field for group in answer.context["groups"] for field in group["fields"]):
        found[one["code"]] = one["value"]
    base = {"valid_from": START.isoformat(), "document": "醴政发3号", "reason": "提速"}
    return {**found, **base, **more}


def published(client: Client, preview: Any) -> Any:
    sent: dict[str, list[str]] = {}
    for name, value in preview.context["kept"]:
        sent.setdefault(name, []).append(value)
    return client.post(ADDRESS, {**sent, "do": "publish"}, follow=True)


@pytest.fixture
def country(lawyer: Callable[[str], Lawyer]) -> Client:
    return lawyer(NATION).client


def test_the_form_as_it_stands_changes_nothing(law: Client, country: Client) -> None:
    for client in (law, country):
        answer = client.post(ADDRESS, filled(client.get(ADDRESS)))
        assert answer.status_code == 422
        assert "没有改变" in text(answer) or "可以改这些项" in text(answer)
    assert len(history(code="xk.decide")) == 1


def test_the_country_s_office_versions_every_respect(country: Client) -> None:
    page = country.get(ADDRESS)
    more = {
        "region": "all",
        "length": "18",
        "starts": "收到齐全的材料",
        "counts_first": "yes",
        "ext_length": "",
        "g0_names": "听证、检测",
        "g1_names": "公示",
        "g1_effect": "restart",
        "g1_article": "第四十六条",
        "sil_effect": "granted",
        "sil_words": "逾期不决定的，视为准予",
        "sil_article": "第五十条",
        "article": "第四十二条第一款（修订）",
        "valid_to": (START + timedelta(400)).isoformat(),
    }
    preview = country.post(ADDRESS, filled(page, **more))
    shown = text(preview)
    assert len(history(code="xk.decide")) == 1
    for words in (
        "20个工作日",
        "18个工作日",
        "收到齐全的材料",
        "计入",
        "听证、检测（行政许可法第四十五条）",
        "公示",
        "视为准予：",
        "没有",
        "有变",
        said(START),
    ):
        assert words in shown
    assert "已发布" in text(published(country, preview))
    then = limit_in_force(code="xk.decide", on=START).limit
    assert (then.length, then.starts, then.counts_first, then.extending) == (18, "收到齐全的材料", True, None)
    assert [(one.name, one.effect, one.article) for one in then.grounds] == [
        ("听证", "suspend", "第四十五条"),
        ("检测", "suspend", "第四十五条"),
        ("公示", "restart", "第四十六条"),
    ]
    assert then.silence is not None
    assert then.silence.words == "逾期不决定的，视为准予"
    assert limit_in_force(code="xk.decide", on=START - timedelta(1)).limit.length == 20
    assert history(code="xk.decide")[-1].valid_to == START + timedelta(400)
    again = country.post(ADDRESS, {**filled(page, **more), "do": "edit"})
    assert again.status_code == 200
    assert "收到齐全的材料" in text(again)


WRONG = [
    ({"starts": " "}, "starts", "没有写起算点"),
    ({"article": ""}, "article", "没有写条款"),
    ({"ext_by": ""}, "ext_by", "由谁批准"),
    ({"ext_times": "12"}, "ext_times", "只填数字|1 至 9"),
    ({"g1_names": "公示", "g1_article": "第一条"}, "g1_effect", "不计入还是重新计算"),
    ({"g1_names": "公示", "g1_effect": "suspend"}, "g1_article", "没有写依据"),
    ({"g1_names": "听证", "g1_effect": "suspend", "g1_article": "第一条"}, "g0_names", "写了两次"),
    ({"sil_effect": "granted"}, "sil_words", "逾期后果"),
    ({"length": "x"}, "length", "只填数字"),
    ({"valid_to": START.replace(year=START.year - 1).isoformat(), "length": "9"}, "valid_to", "早于施行日期"),
    ({"valid_from": "2020-01-01", "length": "9"}, "valid_from", "法不溯及既往"),
    ({"region": LILING, "starts": "别的"}, "starts", "地方不能改"),
    ({"region": LILING, "g1_names": "公示", "g1_effect": "suspend", "g1_article": "条"}, "g0_names", "地方不能改"),
    ({"region": LILING, "ext_length": "11"}, "ext_length", "不能更长"),
    (
        {"region": LILING, "sil_effect": "granted", "sil_words": "视为", "sil_article": "第一条"},
        "sil_effect",
        "逾期后果",
    ),
]


@pytest.mark.parametrize(("more", "field", "words"), WRONG)
def test_what_is_wrong_is_said_at_its_field(country: Client, more: dict[str, str], field: str, words: str) -> None:
    answer = country.post(ADDRESS, filled(country.get(ADDRESS), **{"region": "all", **more}))
    assert answer.status_code == 422
    assert any(word in text(answer) for word in words.split("|"))
    assert f'href="#f-{field}"' in text(answer)
    assert f'id="e-{field}"' in text(answer)
    assert len(history(code="xk.decide")) == 1


def test_a_place_drops_a_ground_and_shortens_an_extension(law: Client) -> None:
    page = law.get(ADDRESS)
    assert "f-starts" not in text(page)  # what only the law may say is not asked of a place
    preview = law.post(ADDRESS, filled(page, keep=["听证", "检测"], ext_length="5"))
    assert "至多 5个工作日" in text(preview)
    published(law, preview)
    then = limit_in_force(code="xk.decide", on=START, region=LILING).limit
    assert [one.name for one in then.grounds] == ["听证", "检测"]
    assert then.extending is not None
    assert (then.length, then.extending.length) == (20, 5)
    refused = law.post(ADDRESS, filled(law.get(ADDRESS), ext_length="11", valid_from=str(START + timedelta(9))))
    assert "不能更长、更多" in text(refused)
    names = [one["label"] for one in _field(law.get(ADDRESS), "keep")["choices"]]
    assert len(names) == 8  # those dropped may be taken up again


def _field(answer: Any, code: str) -> Any:
    return next(one for group in answer.context["groups"] for one in group["fields"] if one["code"] == code)


FORM = "/rules/observances/form/"


def festival(on: date, **more: str) -> dict[str, str]:
    plain = {"region": LILING, "name": "建市节", "kind": "civil", "month": str(on.month), "day": str(on.day)}
    return {**plain, "days": "1", "document": "醴政办5号", "confidence": "high", "reason": "本地规定", **more}


def test_a_festival_is_added_previewed_confirmed_and_changed(demo: Demo, law: Client) -> None:
    office = Office(demo, _now.now())
    case = office.lodge(item="超限运输车辆行驶公路的审核")
    due = progress(number=case.number).standing.due_on
    assert due is not None
    preview = law.post(FORM, festival(due))
    assert preview.status_code == 200
    for words in (
        "今后各年放哪几天",
        said(due),
        f"{due.year + 1}年{due.month}月{due.day}日",
        case.number,
        "放假（建市节）",
    ):
        assert words in text(preview)
    assert calendar(region=LILING).is_working(due)
    assert law.post("/rules/confirm/", kept(preview)).status_code == 302
    assert calendar(region=LILING).day(due).name == "建市节"
    run(office)
    assert progress(number=case.number).standing.due_on != due
    listed = law.get("/rules/observances/")
    address = next(one["form"] for one in listed.context["observances"] if one["name"] == "建市节")
    assert "醴政办5号" in text(law.get(address))
    assert "内容和现在的版本一样" in text(law.post(FORM, festival(due)))
    law.post("/rules/confirm/", kept(law.post(FORM, festival(due, days="2"))))
    found = next(one for one in observances(region=LILING) if one.observance.name == "建市节")
    assert (found.version, found.observance.days) == (2, 2)


@pytest.mark.parametrize("kind", ["lunar", "hijri", "table"])
def test_a_festival_may_follow_the_moon_or_a_list(law: Client, kind: str) -> None:
    year = local_date(_now.now()).year + 1
    dates = f"{year}年9月1日\n{year + 1}-08-21"
    preview = law.post(FORM, festival(START, kind=kind, month="6", day="24", dates=dates, announced="yes"))
    assert preview.status_code == 200, text(preview)
    assert "可能调整" in text(preview)
    assert kind != "table" or f"{year}年9月1日" in text(preview)


@pytest.mark.parametrize(
    ("more", "field", "words"),
    [
        ({"name": ""}, "name", "没有名称"),
        ({"document": " "}, "document", "没有依据"),
        ({"days": "11"}, "days", "1 至 10"),
        ({"days": "一"}, "days", "只填数字"),
        ({"kind": ""}, "kind", "怎样定"),
        ({"month": "13"}, "month", "1 至 12"),
        ({"month": "2", "day": "30"}, "day", "不是每年都有"),
        ({"kind": "table"}, "dates", "没有写日期"),
        ({"kind": "table", "dates": "明天"}, "dates", "不是日期"),
        ({"from": "2030", "until": "2029"}, "from", "晚于"),
        ({"confidence": "x"}, "confidence", "可信度"),
        ({"region": "99"}, "region", "区划"),
        ({"reason": ""}, "reason", "理由"),
        ({"note": "字" * 301}, "note", "超过 300 字"),
    ],
)
def test_a_wrong_festival_is_refused_by_field_in_plain_words(
    law: Client, more: dict[str, str], field: str, words: str
) -> None:
    answer = law.post(FORM, festival(START, **more))
    assert answer.status_code == 422
    assert words in text(answer)
    assert f'href="#f-{field}"' in text(answer)
    summary = text(answer).split('id="errors-title"')[1].split("</div>")[0]
    assert "（" not in summary.replace("（农历）", "")
    assert not observances(region=LILING)


def test_a_festival_of_another_region_is_refused(law: Client) -> None:
    assert law.post(FORM, festival(START, region=GUANGXI)).status_code == 403
    assert Client().get(FORM).status_code == 302


def test_lists_and_the_interface_show_the_promise_that_the_law_of_the_day_allows(
    demo: Demo, law: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, public = "超限运输车辆行驶公路的审核", Client()
    published(law, law.post(ADDRESS, filled(law.get(ADDRESS), length="3")))

    def shown() -> list[Any]:
        cards = public.get("/items/", {"q": name, "place": LILING}).context["items"]
        found = public.get("/api/v1/items", {"region": LILING, "text": name}).json()["items"]
        card = next(one for one in cards if one["name"] == name)
        code = card["code"]
        return [card["promised"], card["statutory"], next(one["promised"] for one in found if one["code"] == code)]

    before = shown()
    assert before[0] > 3
    assert before[1] == 20
    later = _now.now() + timedelta(4)
    monkeypatch.setattr(_now, "now", lambda: later)
    assert shown() == [3, 3, 3]


def test_a_form_starts_from_the_version_to_come_and_says_so(law: Client) -> None:
    kept = ["招标", "检测"]
    published(law, law.post(ADDRESS, filled(law.get(ADDRESS), keep=kept, length="15", ext_length="5")))
    page = law.get(ADDRESS)
    assert f"{said(START)}起施行的醴陵市版本" in text(page).replace("湖南省株洲市", "")
    assert [_field(page, code)["value"] for code in ("length", "ext_length", "keep")] == ["15", "5", kept]
    assert "20个工作日" in text(page)  # what holds today is still shown
    later = (START + timedelta(5)).isoformat()
    published(law, law.post(ADDRESS, filled(page, length="4", valid_from=later)))
    then = limit_in_force(code="xk.decide", on=START + timedelta(5), region=LILING).limit
    assert then.extending is not None
    assert (then.length, then.extending.length, [one.name for one in then.grounds]) == (4, 5, kept)


def test_a_form_filled_from_another_version_than_stands_then_is_filled_anew(law: Client) -> None:
    stale = law.get(ADDRESS)
    published(law, law.post(ADDRESS, filled(stale, keep=["招标", "检测"], length="15", ext_length="5")))
    later = (START + timedelta(5)).isoformat()
    answer = law.post(ADDRESS, filled(stale, length="4", valid_from=later))
    assert answer.status_code == 422
    assert "您没有改的项已换成那一版的内容" in text(answer)
    assert [_field(answer, code)["value"] for code in ("length", "ext_length", "keep")] == ["4", "5", ["招标", "检测"]]
    preview = law.post(ADDRESS, filled(answer, valid_from=later))
    assert preview.status_code == 200
    published(law, preview)
    assert limit_in_force(code="xk.decide", on=START + timedelta(5), region=LILING).limit.extending.length == 5  # type: ignore[union-attr]


def test_a_preview_lists_the_items_that_promise_more(law: Client) -> None:
    shown = text(law.post(ADDRESS, filled(law.get(ADDRESS), length="5")))
    assert "承诺会超过新时限的事项" in shown
    assert "超限运输车辆行驶公路的审核" in shown
    assert "承诺会超过" not in text(law.post(ADDRESS, filled(law.get(ADDRESS), ext_length="5")))
