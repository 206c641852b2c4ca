"""Legal time for everyone: a last day, a year, the limits of the law; on pages and over HTTP, without signing in."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.conftest import Demo
from yimen.contexts.journal.api import SYSTEM
from yimen.contexts.places.api import load_observances, order_closure
from yimen.sites import _now
from yimen.sites.openapi import clock

LILING = "430281000000"
DUE = "/api/v1/clock/due"


@pytest.fixture
def public(demo: Demo) -> Client:
    return Client()


def text(answer: Any) -> str:
    return str(answer.content.decode())


# By hand from 国办发明电〔2025〕7号: 15–23 February off, 14 and 28 February worked.
BY_HAND = [
    ({"from": "2026-02-10", "days": "5"}, "2026-02-24"),
    ({"from": "2026-02-10", "days": "5", "unit": "cd"}, "2026-02-24"),
    ({"from": "2026-02-10", "limit": "xk.decide"}, "2026-03-16"),
    ({"from": "2026-02-03", "days": "5", "before": "true"}, "2026-01-27"),
    ({"from": "2026-03-02", "days": "5", "pause": "2026-03-04..2026-03-09"}, "2026-03-12"),
    ({"from": "2026-03-02", "days": "5", "pause": "2026-03-04.."}, None),
    ({"from": "2026-02-25T09:30", "days": "24", "unit": "h"}, "2026-02-26"),
    # 国务院令第492号 第二十四条 until 14 May 2019, 第711号 第三十三条 then; 5 April 2010 off
    ({"from": "2010-03-01", "limit": "xxgk.reply"}, "2010-03-22"),
    ({"from": "2010-03-01", "limit": "xxgk.reply", "extend": "15"}, "2010-04-13"),
    ({"from": "2020-03-02", "limit": "xxgk.reply"}, "2020-03-30"),
    ({"from": "2020-03-02", "limit": "xxgk.reply", "extend": "20"}, "2020-04-27"),
    ({"from": "2019-05-14", "limit": "xxgk.reply"}, "2019-06-04"),
    ({"from": "2019-05-15", "limit": "xxgk.reply"}, "2019-06-13"),
]


@pytest.mark.parametrize(("asked", "due"), BY_HAND)
def test_other_systems_ask_for_a_last_day(public: Client, asked: dict[str, str], due: str | None) -> None:
    answer = public.get(DUE, {**asked, "region": LILING})
    assert answer.status_code == 200, text(answer)
    said = answer.json()
    assert said["due"] == due
    assert said["explanation"]["zh"].endswith("。")
    assert said["explanation"]["en"].endswith(".")
    assert [day for day in said["days"] if day["date"] == due] or due is None


@pytest.mark.parametrize(
    ("start", "longer", "due", "article", "decree"),
    [
        ("2010-03-01", "15", "2010年4月13日", "第二十四条", "第492号"),
        ("2020-03-02", "20", "2020年4月27日", "第三十三条第二款", "第711号"),
    ],
)
def test_a_request_is_reckoned_by_the_regulation_of_its_day(
    public: Client, start: str, longer: str, due: str, article: str, decree: str
) -> None:
    page = text(public.get("/clock/", {"from": start, "limit": "xxgk.reply", "extend": longer, "region": LILING}))
    assert due in page
    assert article in page
    found = public.get("/api/v1/clock/limits/xxgk.reply", {"on": start}).json()
    assert [found["length"], found["extension"][0], found["article"]] == [int(longer), int(longer), article]
    refused = public.get(DUE, {"from": start, "limit": "xxgk.reply", "extend": str(int(longer) + 1)})
    assert f"{article}准许延长 1 至 {longer} 个工作日" in refused.json()["error"]
    versions = public.get("/limits/xxgk.reply/", {"on": start})
    assert decree in text(versions)


BAD = [
    ({"from": "2026-02-10", "limit": "xk.decide", "before": "true"}, "before", "法定时限自有方向"),
    ({"from": "2026-02-30", "days": "5"}, "from", "2026-02-30”这一天不存在"),
    ({"from": "", "days": "5"}, "from", "没有写起算日"),
    ({"from": "昨天", "days": "5"}, "from", "不是日期"),
    ({"from": "2050-01-01", "days": "5"}, "from", "没有 2050 年的日历"),
    ({"from": "2026-02-10", "days": "-5"}, "days", "不能是负数"),
    ({"from": "2026-02-10", "days": "123456789012"}, "days", "应为 0 至 3000"),
    ({"from": "2026-02-10", "days": "99999"}, "days", "应为 0 至 3000"),
    ({"from": "2026-02-10", "days": "9" * 5000}, "days", "应为 0 至 3000"),
    ({"from": "2026-02-10"}, "days", "没有写时限"),
    ({"from": "2026-02-10", "days": "5", "limit": "xk.decide"}, "days", "只能选一样"),
    ({"from": "2026-02-10", "limit": "xk.nothing"}, "limit", "xk.nothing"),
    ({"from": "2026-02-10", "days": "5", "region": "990000"}, "region", "990000"),
    ({"from": "2026-02-10", "days": "5", "unit": "weeks"}, "unit", "没有“weeks”这种单位"),
    ({"from": "2026-02-10", "days": "5", "pause": "2026-02-01..2026-02-03"}, "pause", "早于起算日"),
    ({"from": "2026-02-10", "days": "5", "pause": "2026-06-01..2026-06-03"}, "pause", "届满"),
    ({"from": "2026-02-10", "limit": "xk.decide", "extend": "11"}, "extend", "不能延长 11"),
    ({"from": "2026-02-10", "limit": "xk.decide", "pause": "2026-02-11..2026-02-12"}, "ground", "听证、招标"),
    ({"from": "2026-02-10", "limit": "xk.decide", "unit": "cd"}, "unit", "自有单位"),
    ({"from": "9999-12-31T23:59", "days": "5", "unit": "h"}, "from", "2008 至 2049"),
    ({"from": "1800-01-01T09:30", "days": "5", "unit": "h"}, "from", "2008 至 2049"),
    ({"from": "0001-01-01T00:00+14:00", "days": "5", "unit": "h"}, "from", "北京时间"),
    ({"from": "2026-02-10", "limit": "xk.decide", "ground": "鉴定"}, "ground", "没有写不计入的期间"),
    (
        {"from": "2026-02-10", "days": "5", "ground": "鉴定", "pause": "2026-02-11..2026-02-12"},
        "ground",
        "没有选法定时限",
    ),
    (
        {"from": "2026-02-10", "limit": "xk.decide", "ground": "出差", "pause": "2026-02-11..2026-02-12"},
        "pause",
        "出差",
    ),
]


@pytest.mark.parametrize(("asked", "field", "told"), BAD)
def test_a_bad_question_is_refused_by_name_on_both_doors(
    public: Client, asked: dict[str, str], field: str, told: str
) -> None:
    answer = public.get(DUE, asked)
    assert answer.status_code == 422, text(answer)
    assert told in answer.json()["error"]
    assert [one["code"] for one in answer.json()["fields"]] == [field]
    page = public.get("/clock/", asked)
    assert page.status_code == 422
    assert told in text(page)
    assert f'href="#f-{field}"' in text(page)


def test_what_comes_twice_is_refused_by_name_on_both_doors(public: Client) -> None:
    for name, more in (("from", "2026-03-10"), ("days", "6"), ("region", LILING)):
        asked = f"from=2026-02-10&days=5&region=&{name}={more}"
        for address in (DUE, "/clock/"):
            answer = public.get(f"{address}?{asked}")
            assert answer.status_code == 422, address
            assert "写了两次" in text(answer)


@pytest.mark.parametrize("address", [DUE, "/clock/"])
def test_each_pause_may_have_a_ground_of_its_own(public: Client, address: str) -> None:
    two = "pause=2026-03-04..2026-03-11&pause=2026-03-09..2026-03-16"
    asked = f"{address}?from=2026-03-02&limit=xk.decide&{two}"
    apart = public.get(f"{asked}&ground=鉴定&ground=听证")
    assert apart.status_code == 200, text(apart)  # 7 + 5 days, two of them in both: 8 working days
    assert "2026-04-10" in text(apart) or "2026年4月10日" in text(apart)
    same = public.get(f"{asked}&ground=鉴定")
    assert same.status_code == 422
    assert "同一事由的期间不能重叠；事由不同的可以同时进行" in text(same)
    assert "对不上" in text(public.get(f"{asked}&ground=鉴定&ground=听证&ground=检测"))


def test_a_missing_start_and_a_wrong_year_are_named(public: Client) -> None:
    assert "from" in public.get(DUE).json()["error"]
    for year, status in (("2007", 422), ("x", 422), ("2060", 422)):
        answer = public.get("/api/v1/clock/calendar", {"year": year})
        assert answer.status_code == status
        assert answer.json()["error"]
    for address in ("calendar?year=2026&", "limits?", "limits/xk.decide?"):
        answer = public.get(f"/api/v1/clock/{address}region=990000")
        assert answer.status_code == 422
        assert "990000" in answer.json()["error"]
    assert public.get("/calendar/", {"year": "1999"}).status_code == 404
    assert public.get("/calendar/", {"year": "明年"}).status_code == 404
    assert public.get("/calendar/", {"region": "990000"}).status_code == 404
    page = text(public.get("/calendar/", {"year": "2026", "region": "4302"}))
    assert "2026 年株洲市工作日历" in page
    assert '<option value="430200000000" selected' in page


def test_a_mistyped_parameter_is_refused(public: Client) -> None:
    for address, asked in (
        ("due", {"from": "2026-02-10", "days": "5", "pauses": "2026-02-11..2026-02-12"}),
        ("limits", {"pauses": ""}),
        ("limits/xk.decide", {"pauses": ""}),
        ("calendar", {"year": "2026", "pauses": ""}),
    ):
        answer = public.get(f"/api/v1/clock/{address}", asked)
        assert answer.status_code == 422
        assert "没有“pauses”这个参数" in answer.json()["error"]
    assert public.get("/clock/", {"from": "2026-02-10", "limit": "xk.decide", "unit": "wd"}).status_code == 200


def test_the_address_of_an_answer_is_the_question(public: Client) -> None:
    asked = {"from": "2026-02-10", "limit": "xk.decide", "region": LILING, "pause": "2026-02-25 至 2026-03-02"}
    asked["ground"] = "听证"
    page = public.get("/clock/", asked)
    assert page.status_code == 200
    assert "最后一天：2026年3月20日（星期五）" in text(page)
    assert "春节" in text(page)
    assert "行政许可法第四十五条" in text(page)
    assert "last day 2026-03-20" in text(page)
    late = public.get("/clock/", {"from": "2026-12-30", "days": "5"})
    assert "暂定" in text(late)
    assert public.get("/clock/").status_code == 200
    assert public.get("/clock/", {"limit": "xk.decide"}).status_code == 200
    bare = public.get("/clock/", {"days": "20"})
    assert bare.status_code == 422
    assert "没有写起算日" in text(bare)
    short = text(public.get("/clock/", {"from": "2026-02-10", "days": "5", "region": "430281"}))
    assert f'<option value="{LILING}" selected' in short
    assert "按醴陵市工作日历" in short


def test_each_day_of_a_year_knows_its_document(public: Client) -> None:
    order = {"region": LILING, "document": "醴政令1号", "reason": "台风停工", "first": "2026-07-01",
             "last": "2026-07-02", "kind": "closed", "ordered_on": "2026-06-30"}  # fmt: skip
    order_closure(act=_now.act(SYSTEM), data=order)
    said = public.get("/api/v1/clock/calendar", {"year": "2026", "region": LILING}).json()
    days = {day["date"]: day for day in said["days"]}
    assert len(days) == 365
    assert (days["2026-02-17"]["kind"], days["2026-02-17"]["document"]) == ("holiday", "国办发明电〔2025〕7号")
    assert (days["2026-02-28"]["kind"], days["2026-02-28"]["working"]) == ("makeup", True)
    assert (days["2026-07-01"]["kind"], days["2026-07-01"]["document"]) == ("closed", "醴政令1号")
    assert said["provisional"] is False
    assert public.get("/api/v1/clock/calendar", {"year": "2027"}).json()["provisional"] is True
    page = text(public.get("/calendar/", {"year": "2026", "place": LILING}))
    assert "7月1日，停工，台风停工，依据醴政令1号" in page
    assert "2月17日，放假，春节，依据国办发明电〔2025〕7号" in page
    assert "暂定" not in re.sub(r"<[^>]+>", "", page).split("暂定，待")[0]
    assert "按法律推算" in text(public.get("/calendar/", {"year": "2027"}))


def test_a_festival_that_is_not_switched_on_is_named_wherever_days_are_counted(public: Client) -> None:
    asked = {"from": "2026-06-25", "days": "5", "region": LILING}  # the 13th of the fifth month is 27 June
    assert public.get(DUE, asked).json()["note"] == ""
    rule = {"region": LILING, "name": "端阳会", "rule": {"kind": "lunar", "month": 5, "day": 13}, "days": 1,
            "document": "演示", "confidence": "low", "enabled": False}  # fmt: skip
    load_observances(act=_now.act(SYSTEM), data=[rule])
    words = "端阳会在本地区还没有启用，按不放假计算；启用后日期可能变动。"
    said = public.get(DUE, asked).json()
    assert said["note"] == words
    assert said["note_en"] == "Not switched on here and counted as working days: 端阳会. The day may move."
    assert public.get(DUE, {**asked, "from": "2026-04-15"}).json()["note"] == ""  # another season
    assert words in text(public.get("/clock/", asked))
    assert public.get("/api/v1/clock/calendar", {"year": "2026", "region": LILING}).json()["not_enabled"] == ["端阳会"]
    assert "端阳会按不放假计算" in text(public.get("/calendar/", {"year": "2026", "place": LILING}))
    assert public.get("/api/v1/clock/calendar", {"year": "2026"}).json()["not_enabled"] == []


def test_both_versions_of_a_law_stand_side_by_side(public: Client) -> None:
    old = public.get("/api/v1/clock/limits", {"on": "2018-01-01", "domain": "foi"}).json()["limits"]
    new = public.get("/api/v1/clock/limits", {"on": "2020-01-01", "domain": "foi"}).json()["limits"]
    lengths = [{one["code"]: one["length"] for one in each} for each in (old, new)]
    code = next(code for code in lengths[0] if code in lengths[1] and lengths[0][code] != lengths[1][code])
    one = public.get(f"/api/v1/clock/limits/{code}", {"on": "2018-01-01"}).json()
    assert one["length"] == lengths[0][code]
    assert len(one["versions"]) >= 2
    page = text(public.get(f"/limits/{code}/"))
    assert "2019年5月15日" in page
    assert "2008年5月1日" in page
    assert public.get("/limits/xk.nothing/").status_code == 404
    assert public.get("/api/v1/clock/limits/xk.nothing").status_code == 404


def test_every_limit_has_its_page(public: Client) -> None:
    listed = re.findall(r'href="(/limits/[a-z0-9_.]+/)"', text(public.get("/limits/")))
    assert len(listed) > 100
    assert {public.get(address).status_code for address in listed} == {200}


def test_the_limits_are_folded_by_domain_until_some_are_asked_for(public: Client) -> None:
    whole, few = text(public.get("/limits/")), text(public.get("/limits/", {"domain": "licence"}))
    assert re.search(r'<details class="fold"><summary>行政许可（[0-9]+ 条）', whole)
    assert '<details class="fold" open><summary>行政许可' in few


def test_a_fixed_day_of_the_year_is_counted_from_nothing(public: Client) -> None:
    page = text(public.get("/clock/", {"from": "2026-03-31", "limit": "xxgk.annual.dept"}))
    assert "自之日起" not in page
    assert "当日不计 民法典" not in re.sub(r"<[^>]+>", " ", page)
    assert "起算日，当日不计" not in page


def test_the_answer_names_its_articles_in_english_too(public: Client) -> None:
    asked = {"from": "2026-03-02", "days": "5", "pause": "2026-03-04..2026-03-06"}
    said = public.get(DUE, asked).json()
    assert said["days"][0]["article_en"].startswith("Civil Code art. 201")
    assert not re.search("[\u4e00-\u9fff]", said["explanation"]["en"] + "".join(day["en"] for day in said["days"]))


def test_limits_are_found_by_day_domain_and_words(public: Client) -> None:
    page = text(public.get("/limits/", {"domain": "licence", "q": "作出行政许可决定"}))
    assert "20个工作日" in page
    assert "/limits/xk.decide/" in page
    assert "xxgk" not in page
    empty = public.get("/limits/", {"q": "没有这样的"})
    assert "没有找到这样的时限" in text(empty)
    wrong = public.get("/limits/", {"on": "2026-02-30"})
    assert wrong.status_code == 422
    assert "不是有效的日期" in text(wrong)


def test_who_asks_too_often_is_told_to_wait(public: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock.LIMITED, "num_requests", 1)
    first = public.get(DUE, {"from": "2026-02-10", "days": "5"}, REMOTE_ADDR="192.0.2.7")
    second = public.get(DUE, {"from": "2026-02-10", "days": "5"}, REMOTE_ADDR="192.0.2.7")
    assert (first.status_code, second.status_code) == (200, 429)
    assert "请稍等" in second.json()["error"]
    other = public.get(DUE, {"from": "2026-02-10", "days": "5"}, REMOTE_ADDR="192.0.2.8")
    assert other.status_code == 200


def test_the_reference_tells_of_the_clock(public: Client) -> None:
    page = text(public.get("/api/v1/docs"))
    for words in ("计算届满日", "/api/v1/clock/due", "按小时的写 2026-02-25T09:30", "一年的工作日历"):
        assert words in page
    assert date.fromisoformat(public.get("/api/v1/clock/limits").json()["on"])
