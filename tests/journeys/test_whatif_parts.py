"""推演 of what several units do, each its own part; and what is late before the promise begins to run."""

import re

import pytest
from django.test import Client

from tests.conftest import Demo
from tests.journeys.test_whatif import RATE, cells

KEY = "highway-licence"


def first_values(client: Client, path: str) -> dict[str, str]:
    """Returns what the form is filled with before anybody types."""
    html = client.get(path).content.decode()
    found = dict(re.findall(r'<input class="input[^"]*" id="f-[^"]*" name="([^"]*)"[^>]* value="([^"]*)"', html))
    return {**found, "do": "run", "load": "steady"}


def verdict(html: str) -> str:
    return html.split("<h2>结论</h2>", 1)[1].split("</section>", 1)[0]


@pytest.mark.req("PRC-011")
@pytest.mark.parametrize("key", ["joint-parts", "joint-licence"])
def test_units_are_asked_for_and_their_steps_are_played(demo: Demo, key: str) -> None:
    client, path = demo.client("ll-center"), f"/processes/procedures/{key}/whatif/"
    sent = first_values(client, path)
    assert sent["data.units"] == "3"
    html = client.get(path, {**sent, "days": "10"}).content.decode()
    assert cells(html, "到推演结束还没有办结（含已决定、还没有送达的）") == ["0 件", "0 件"]
    assert "走不下去" not in html
    assert "人手够用" in verdict(html)


def test_more_units_are_more_work(demo: Demo) -> None:
    client, path = demo.client("ll-center"), "/processes/procedures/joint-parts/whatif/"
    sent = first_values(client, path)
    assert "几家各办一遍（事项列明的协办部门）" in client.get(path).content.decode()
    needed = []
    for many in ("1", "6"):
        html = client.get(path, {**sent, "days": "20", "data.units": many}).content.decode()
        needed.append(int(cells(html, "审查岗")[2].split(" ")[0]))
    assert needed[0] < needed[1]


@pytest.mark.req("PRC-011")
def test_a_good_rate_does_not_hide_that_acceptance_is_late(demo: Demo) -> None:
    """One window with six hours for each of two a day: all are decided in time, and wait for weeks to be accepted."""
    client, path = demo.client("ll-process"), f"/processes/procedures/{KEY}/whatif/"
    sent = {**first_values(client, path), "days": "60", "promise": "60", "promise_after": "60"}
    slow = {**sent, "work.accept": "6", "staff.window": "1"}
    html = client.get(path, slow).content.decode()
    told = verdict(html).split("<li>")
    assert "的按时率是 100.0%（修改前 100.0%）。这只从受理算到决定，要连着上面几条看。" in verdict(html)
    places = [
        next(at for at, one in enumerate(told) if words in one)
        for words in ("排队一直增长，没有尽头", "受理超期", "的按时率是")
    ]
    assert places == sorted(places)
    line = told[places[1]]
    assert re.search(r"受理超期：“受理”的 \d+ 件次里，\d+ 件次（\d+\.\d%）超过本步时限", line)
    assert "超过法定的 5 个工作日" in line
    assert "第三十二条" in line
    assert int(cells(html, "受理超过期限的（按时率不算这一段）")[0].removesuffix(" 件次")) > 60
    short = verdict(client.get(path, {**slow, "promise": "2", "promise_after": "2"}).content.decode())
    assert short.index("九成的件要") < short.index("的按时率是")
    quick = client.get(path, {**sent, "staff.window": "6"}).content.decode()
    assert "受理超期" not in quick
    assert "没有尽头" not in quick
    assert cells(quick, RATE)[0] == "100.0%"


@pytest.mark.req("PRC-011")
@pytest.mark.parametrize(
    ("key", "law"),
    [
        ("township-service", ""),  # services and payments only
        ("registration", "属于行政许可的，五日内不告知补正的"),  # licences, and one item that is none
        (KEY, "（五日内不告知补正的"),
    ],
)
def test_the_licence_law_is_named_for_licences_only(demo: Demo, key: str, law: str) -> None:
    """One officer with eight hours for each of ten a day, and nine days of the step's own to accept in."""
    client, path = demo.client("ll-center"), f"/processes/procedures/{key}/whatif/"
    sent = {**first_values(client, path), "days": "20", "a_day": "10", "work.accept": "8", "staff.window": "1"}
    told = client.get(path, {**sent, "limit.accept": "9"})
    assert told.status_code == 200
    line = next(one for one in verdict(told.content.decode()).split("<li>") if "受理超期" in one)
    over = re.search(r"(\d+) 件次（[\d.]+%）超过本步时限", line)
    lawful = re.search(r"(\d+) 件次（[\d.]+%）超过(?:行政许可)?法定的 5 个工作日", line)
    assert over
    late = cells(told.content.decode(), "受理超过期限的（按时率不算这一段）")[-1]
    if not law:
        assert (lawful, "《行政许可法》" in line, late) == (None, False, f"{over[1]} 件次")
        return
    assert lawful
    assert int(lawful[1]) > int(over[1])
    assert law in line
    assert "即为受理：《行政许可法》第三十二条" in line
    some = f"{over[1]} 件次（都是行政许可的，{lawful[1]} 件次）"
    assert late == (some if law.startswith("属于") else f"{lawful[1]} 件次")
