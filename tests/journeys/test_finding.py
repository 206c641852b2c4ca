"""Finding an item on the page: in words, by filters, by keys of pages, and what is noted when nothing is found."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape

import pytest
from django.db import connection
from django.test import Client

from tests.conftest import Demo
from yimen.command import main
from yimen.contexts.catalogue.api import misses
from yimen.sites.pieces.edge import today

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
    for label in ("服务对象", "主题", "办理层级", "人生事件", "网上办理", "事项类型", "实施机关"):
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
    assert json.loads(capsys.readouterr().out)["misses"] == [told]
    assert main(["search", "misses", "--most", "0"]) == 2


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
