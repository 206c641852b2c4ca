"""Finding an item on the page: in words, by filters, by keys of pages, and what is noted when nothing is found."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from email.utils import parsedate_to_datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.conftest import Demo
from tests.journeys.test_catalogue_pages import BRIDGE, begin, controls, post, text
from yimen.command import main
from yimen.contexts.catalogue.api import find, misses
from yimen.contexts.journal.api import SYSTEM
from yimen.contexts.places.api import load_regions
from yimen.kernel.clock import CHINA
from yimen.sites import _now
from yimen.sites.pieces.edge import today
from yimen.sites.portal import placewords, suggesting

CHAOYANG, ALASHAN, LILING = "450305200000", "152900000000", "430281000000"


def page(**asked: str) -> str:
    answer = Client().get("/items/", asked)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def names(text: str) -> list[str]:
    return re.findall(r'<h3><a href="/items/[^"]+">([^<]+)</a>', text)


@pytest.mark.parametrize("typed", ["出生证明", "生孩子", "cszm", "chushengzhengming", "生"])
def test_an_item_is_found_however_it_is_typed(demo: Demo, typed: str) -> None:
    assert "出生证明" in names(page(place=CHAOYANG, q=typed))


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("砍树", "更新采伐护路林的审批"),
        ("超载车", "超限运输车辆行驶公路的审核"),
        ("挖路", "利用、占用、挖掘、穿(跨)越公路,公路用地和公路设施的审核"),
    ],
)
def test_a_county_s_items_are_found_in_everyday_words(demo: Demo, typed: str, name: str) -> None:
    assert name in names(page(place="430281000000", q=typed))


@pytest.mark.req("CAT-021")
def test_every_filter_narrows_and_each_keeps_the_others(demo: Demo) -> None:
    text = page(place=ALASHAN, q="登记", audience="法人", online="全程网办")
    found = names(text)
    assert found
    assert found != names(page(place=ALASHAN, q="登记"))
    assert all("登记" in name for name in found)
    links = [link for link in re.findall(r'<a class="chip" href="([^"]+)"', text) if "theme=" in link]
    assert links
    assert all("audience=" in link and "online=" in link and "q=" in link and "place=" in link for link in links)
    for label in ("服务对象", "主题", "办理层级", "适用的人生事件", "网上办理", "事项类型", "实施机关"):
        assert label in text


def test_pages_lead_on_and_back_by_links(demo: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yimen.sites.portal.items.SIZE", 4)
    text, seen, back = page(place="450305000000"), [], ""
    for _ in range(9):
        seen += names(text)
        following = re.search(r'<a href="([^"]+)" rel="next"', text)
        if not following:
            break
        text = unescape(Client().get(following[1]).content.decode())
        back = re.search(r'<a href="([^"]+)" rel="prev"', text)[1]  # type: ignore[index]
    last = (len(seen) - 1) // 4
    assert len(seen) >= 13
    assert names(unescape(Client().get(back).content.decode())) == seen[4 * last - 4 : 4 * last]


def test_what_finds_nothing_is_noted_and_listed(demo: Demo, capsys: pytest.CaptureFixture[str]) -> None:
    text = page(q="台风驾照")
    assert "没有找到这样的事项" in text
    page(q="台风驾照", theme="交通运输")  # the filter may be why
    page(q="出生证明", place=CHAOYANG)
    found = [(each.words, each.region, each.count) for each in misses(since=today(), until=today())]
    assert found == [("台风驾照", LILING, 1)]
    assert main(["search", "misses", "--json"]) == 0
    told = {"words": "台风驾照", "region": LILING, "count": 1, "last": today().isoformat()}
    told |= {"means": ["机动车驾驶证"], "offered": False}
    assert json.loads(capsys.readouterr().out)["misses"] == [told]
    assert main(["search", "misses", "--most", "0"]) == 2


def test_who_asks_the_same_again_on_a_day_is_counted_once_and_kept_nowhere_but_in_the_browser(demo: Demo) -> None:
    def times() -> list[tuple[str, int]]:
        return [(each.words, each.count) for each in misses(since=today(), until=today())]

    one, other = Client(), Client()
    for words in ("台风驾照", "台风 驾照！", "台风驾照"):
        answer = one.get("/items/", {"q": words})
    assert times() == [("台风驾照", 1)]
    assert not answer.cookies  # nothing new to remember
    kept = one.cookies["asked"]
    assert re.fullmatch(rf"{today()}\.[0-9a-f]{{8}}", kept.value)
    assert (kept["httponly"], kept["path"]) == (True, "/items/")
    assert parsedate_to_datetime(kept["expires"]) - datetime.combine(today(), time.min, CHINA) == timedelta(days=1)
    other.get("/items/", {"q": "台风驾照"})
    one.get("/items/", {"q": "飞碟驾照"})
    assert times() == [("台风驾照", 2), ("飞碟驾照", 1)]
    one.cookies["asked"] = kept.value.replace(f"{today()}", "2026-01-01")  # of another day
    one.get("/items/", {"q": "台风驾照"})
    assert times()[0] == ("台风驾照", 3)
    one.cookies["asked"] = "...x" * 9
    assert one.get("/items/", {"q": "台风驾照"}).status_code == 200
    for number in range(99):
        one.get("/items/", {"q": f"没有的事{chr(0x4E00 + number)}"})
    assert len(one.cookies["asked"].value) < 600


@contextmanager
def _no_writes() -> Iterator[None]:
    from django.db import OperationalError

    def refuse(execute, sql, params, many, context):
        if sql.split(" ", 1)[0] in ("INSERT", "UPDATE"):
            raise OperationalError("database is locked")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


def test_a_page_is_whole_where_the_words_cannot_be_noted(demo: Demo) -> None:
    with _no_writes():
        assert "没有找到这样的事项" in page(q="台风驾照")


@pytest.mark.parametrize("typed", ['"', "*", "NEAR(a b)", "'; --", "\x00", "？！", "低" * 5000, "%%", "བོད", "<script>"])
def test_no_sign_breaks_the_page(demo: Demo, typed: str) -> None:
    assert "<script>alert" not in page(q=typed)
    page(q="低保", after=typed, before=typed)
    page(theme=typed, event=typed, level=typed, online=typed, instant=typed, unit=typed)


def ways_in(text: str) -> dict[str, tuple[str, int]]:
    """Returns the drawings that lead on: their names, addresses and numbers."""
    found = re.findall(
        r'<li><a href="([^"]+)"(?: aria-current="true")?><svg.*?</svg>\s*<b>([^<]+)</b><span class="num">(\d+)<', text
    )
    return {name: (url, int(number)) for url, name, number in found}


@pytest.mark.req("CAT-021")
def test_life_events_are_ways_in_that_count_what_they_lead_to_in_the_place(demo: Demo) -> None:
    for address in ("/items/", "/"):
        text = unescape(Client().get(address, {"place": ALASHAN}).content.decode())
        shown = ways_in(text)
        assert {"开办企业", "注销退出"} <= set(shown)
        assert "出生" not in shown  # nothing of it here
        assert "企业大事" in text
    for name, (url, number) in ways_in(page(place=ALASHAN)).items():
        assert f"place={ALASHAN}" in url
        listed = {one["name"] for one in demo.items.values() if one["region"][:4] == "1529" and name in one["events"]}
        assert set(names(unescape(Client().get(url).content.decode()))) == listed
        assert len(listed) == number
    chosen = page(place=ALASHAN, event="注销退出")
    assert re.search(r'aria-current="true"><svg.*?</svg>\s*<b>注销退出', chosen)
    assert ways_in(chosen).keys() == ways_in(page(place=ALASHAN)).keys()
    assert ways_in(page(place=ALASHAN, q="登记")) == {}


def test_where_too_many_items_are_to_be_counted_all_events_stand_without_numbers(
    demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yimen.contexts.catalogue.places.FEW", 3)
    shown = page(place=ALASHAN)
    assert "出生" in re.findall(r"</svg>\s*<b>([^<]+)</b>", shown)
    assert ways_in(shown) == {}


@pytest.mark.req("CAT-021")
@pytest.mark.parametrize(("typed", "place", "event"), [("生孩子", CHAOYANG, "出生"), ("关公司", ALASHAN, "注销退出")])
def test_everyday_words_lead_to_the_life_event(demo: Demo, typed: str, place: str, event: str) -> None:
    text = page(place=place, q=typed)
    found = re.search(rf'<a href="([^"]+)">与“{event}”有关的事，一共 (\d+) 项', text)
    assert found
    lead = unescape(Client().get(found[1]).content.decode())
    assert len(names(lead)) == int(found[2]) > 0
    assert f"与“{event}”有关" not in page(place=LILING, q=typed)  # nothing of it there
    assert "有关的事" not in page(place=place, q=typed, audience="自然人")


@pytest.mark.req("CAT-010", "CAT-021")
def test_a_guide_the_interface_and_the_open_data_say_the_life_events(demo: Demo) -> None:
    item = next(one for one in demo.items.values() if one["events"] == ["经营发展", "变更信息"])
    shown = unescape(Client().get(f"/items/{item['code']}/").content.decode())
    assert "适用的人生事件" in shown
    assert "经营发展、变更信息" in shown
    assert Client().get(f"/api/v1/items/{item['code']}/guide").json()["events"] == item["events"]
    linked = Client().get(f"/items/{item['code']}/guide.jsonld").json()
    grouped = [(one["@type"][1], one["dct:title"]["@value"]) for one in linked["cv:isGroupedBy"]]
    assert grouped == [("cv:BusinessEvent", name) for name in item["events"]]


@pytest.mark.req("CAT-021")
def test_an_editor_chooses_life_events_by_name_and_gives_them_up_again(demo: Demo) -> None:
    editor = demo.client("ll-editor")
    url = begin(editor, demo.items[BRIDGE]["code"], "变更")

    def ticked() -> list[str]:
        return controls(text(editor.get(url)), url).get("events", [])

    assert ticked() == demo.items[BRIDGE]["events"]
    for chosen in (["置业", "经营发展"], []):
        fields = controls(text(editor.get(url)), url)
        fields.pop("events", None)
        assert post(editor, url, fields, **({"events": chosen} if chosen else {})).status_code == 302
        assert ticked() == chosen


BRANCHES = "企业经营场所备案（一照多址）"


@pytest.mark.parametrize("typed", ["qyjycsbayzdzcxjycsba", "cxjycsba", "撤销经营场所备案"])
def test_a_handling_item_is_found_by_its_initials_and_named_on_the_card(demo: Demo, typed: str) -> None:
    text = page(place=ALASHAN, q=typed)
    code = demo.items[BRANCHES]["code"]
    assert BRANCHES in names(text)
    assert f'href="/items/{code}/?v=03"' in text
    assert f'href="/items/{code}/?v=01"' not in text


def suggested(**asked: str) -> list[dict[str, str]]:
    answer = Client().get("/items/suggest/", asked)
    assert answer.status_code == 200
    found: list[dict[str, str]] = answer.json()["suggestions"]
    return found


@pytest.mark.parametrize(
    ("typed", "sort", "words"),
    [
        ("出生", "事项", "出生证明"),
        ("cszm", "事项", "出生证明"),
        ("生孩", "常用说法", "生孩子"),
        ("出生", "人生大事", "出生"),
    ],
)
def test_a_box_suggests_items_everyday_words_and_life_events(demo: Demo, typed: str, sort: str, words: str) -> None:
    found = suggested(q=typed, place=CHAOYANG)
    assert (sort, words) in {(one["sort"], one["words"]) for one in found}
    for one in found:
        text = unescape(Client().get(one["url"]).content.decode())
        assert names(text), one


def test_what_is_suggested_is_noted_as_no_search_and_not_asked_for_too_often(
    demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert suggested(q="台风驾照") == suggested(q=" ") == suggested() == []
    assert not misses(since=today(), until=today())
    assert 'data-suggest="/items/suggest/"' in page()
    assert 'data-suggest="/items/suggest/"' in Client().get("/").content.decode()
    monkeypatch.setattr(suggesting.LIMITED, "num_requests", 1)
    client = Client(REMOTE_ADDR="192.0.2.77")
    assert client.get("/items/suggest/", {"q": "出"}).status_code == 200
    answer = client.get("/items/suggest/", {"q": "出"})
    assert answer.status_code == 429
    assert "稍等一分钟" in answer.json()["error"]


def test_who_asked_too_often_is_remembered_among_many_others(demo: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggesting.LIMITED, "num_requests", 1)
    for last in range(1, 255):
        Client(REMOTE_ADDR=f"198.51.100.{last}").get("/items/suggest/")
        Client(REMOTE_ADDR=f"203.0.113.{last}").get("/items/suggest/")
    assert Client(REMOTE_ADDR="198.51.100.1").get("/items/suggest/").status_code == 429


def test_what_is_suggested_is_kept_for_the_place_in_the_cookie(demo: Demo) -> None:
    client = Client()
    client.cookies["place"] = CHAOYANG
    answer = client.get("/items/suggest/", {"q": "出生"})
    assert answer.json()["suggestions"]
    assert "Cookie" in answer["Vary"]


@pytest.mark.parametrize("typed", ["朝阳 出生证明", "朝阳乡出生证明", "朝阳镇出生证明", "出生证明 朝阳"])
def test_a_place_among_the_words_leads_to_what_is_offered_there(demo: Demo, typed: str) -> None:
    text = page(place=LILING, q=typed)
    found = re.search(r'<p class="leads">.*?<a href="([^"]+)">([^<]*朝阳乡[^<]*)</a>', text, re.S)
    assert found, text
    assert "出生证明" in names(unescape(Client().get(found[1]).content.decode()))


@pytest.mark.parametrize("typed", ["朝阳", "朝阳乡", "朝阳镇", "朝阳街道"])
def test_a_place_is_found_by_its_bare_name_and_with_a_wrong_word_for_its_kind(demo: Demo, typed: str) -> None:
    assert "朝阳乡" in unescape(Client().get("/places/", {"q": typed}).content.decode())


def leads(text: str) -> list[str]:
    return re.findall(r">(看[^<]*查找[^<]*)</a>", text)


def test_a_place_where_something_only_comes_close_is_not_offered(demo: Demo) -> None:
    assert any("朝阳乡" in lead for lead in leads(page(place=LILING, q="朝阳 新型农村合作医疗")))
    assert not any("朝阳乡" in lead for lead in leads(page(place=LILING, q="朝阳 新型农村合作车间")))


def test_no_more_places_are_looked_at_than_are_offered(
    demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f"4302819{number:02},新月{kind}\n" for number, kind in enumerate("镇乡县区", 1))
    (tmp_path / "streets.csv").write_text(f"code,name\n{rows}", "utf-8")
    load_regions(act=_now.act(SYSTEM), folder=tmp_path, valid_from=today())
    asked: list[str] = []

    def counted(**given: Any) -> Any:
        asked.append(given["region"])
        return find(**given)

    monkeypatch.setattr(placewords, "find", counted)
    found = leads(page(place=CHAOYANG, q="新月 公路"))
    assert len(found) == len(asked) == 3
