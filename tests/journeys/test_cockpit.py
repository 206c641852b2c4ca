"""Errands of those who oversee: seeing lights, judging findings, reading a trail, checking the journal."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client

from tests.conftest import Demo
from tests.journeys.test_desk import _do, _received
from yimen.contexts.matters.models import MatterRow
from yimen.sites import _now

pytestmark = pytest.mark.django_db


def _finding(demo: Demo) -> tuple[str, str]:
    """Provokes a finding (corrections asked for twice) and returns the case's number and the finding's address."""
    window = demo.client("ll-window")
    number = _received(demo, window)
    _do(window, "correct", missing_more="甲")
    _do(window, "submit", opinion="已当面说明")
    _do(window, "correct", missing_more="乙", opinion="申请人换了方案")
    demo.work()
    page = demo.client("ll-supervisor").get("/cockpit/findings/").content.decode()
    found = re.search(r'<h2>再次要求补正.*?action="(/cockpit/findings/[0-9a-f-]+/)"', page, re.DOTALL)
    assert found, page
    return number, found[1]


def test_the_board_counts_what_is_open(demo: Demo) -> None:
    window = demo.client("ll-window")
    leader = demo.client("ll-leader")
    assert "本地区还没有办件" in leader.get("/cockpit/").content.decode()
    _received(demo, window)
    page = leader.get("/cockpit/").content.decode()
    assert re.search(r"<span>在办</span><b>1<small>件", page)
    assert "醴陵市公路局" in page
    assert "没有黄灯和红灯办件" in page
    assert re.search(r"<span>在办</span><b>0<small>件", demo.client("qx-leader").get("/cockpit/").content.decode())


def test_the_share_closed_in_time_is_of_what_people_applied_for_as_in_public(demo: Demo) -> None:
    _received(demo, demo.client("ll-window"))
    MatterRow.objects.update(closed_at=_now.now(), kind="catalogue")  # an office's own review of an item
    page = demo.client("ll-leader").get("/cockpit/").content.decode()
    assert "已办结 0 件" in page
    assert re.search(r"<span>按时办结率</span><b>—", page)
    assert '<td data-label="办结" class="n">0</td>' in page
    MatterRow.objects.update(kind="case")
    page = demo.client("ll-leader").get("/cockpit/").content.decode()
    assert "已办结 1 件" in page
    assert '<td data-label="办结" class="n">1</td>' in page


def test_a_finding_is_explained_by_the_unit_and_closed_by_supervision(demo: Demo) -> None:
    _, address = _finding(demo)
    desk = address.replace("/cockpit/", "/desk/")
    assert demo.client("ll-window").post(desk, {"text": "申请人变更方案"}).status_code == 302
    supervisor = demo.client("ll-supervisor")
    assert "申请人变更方案" in supervisor.get("/cockpit/findings/").content.decode()
    assert supervisor.post(address, {"text": "", "holds": "yes"}).status_code == 422
    closed = supervisor.post(address, {"text": "情况属实，不予追究", "holds": "yes"}, follow=True).content.decode()
    assert "已核定" in closed
    assert "情况属实" in closed
    assert supervisor.post(address, {"text": "再核定一次", "holds": "yes"}).status_code == 422


def test_only_the_supervisor_of_the_region_gives_a_verdict(demo: Demo) -> None:
    _, address = _finding(demo)
    for who in ("ll-leader", "qx-supervisor", "ll-window", "admin-audit", "张三演"):
        assert demo.client(who).post(address, {"text": "我来核定", "holds": "yes"}).status_code == 403
    assert "我来核定" not in demo.client("ll-supervisor").get("/cockpit/findings/").content.decode()
    assert 'name="text"' not in demo.client("ll-leader").get("/cockpit/findings/").content.decode()


def test_a_matter_past_its_day_is_red_on_the_desk_and_in_the_cockpit(
    demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = _received(demo, demo.client("ll-window"))
    later = _now.now() + timedelta(days=30)
    monkeypatch.setattr(_now, "now", lambda: later)
    window, leader = demo.client("ll-window"), demo.client("ll-leader")
    assert number in window.get("/desk/?light=red").content.decode()
    assert number not in window.get("/desk/?light=green").content.decode()
    page = leader.get("/cockpit/").content.decode()
    assert f'href="/cockpit/matters/{number}/"' in page
    assert re.search(r"<span>红灯</span><b>1<small>件", page)
    assert "1 件超期" in page
    assert number not in demo.client("qx-leader").get("/cockpit/").content.decode()


def test_a_closed_finding_no_longer_waits(demo: Demo) -> None:
    _, address = _finding(demo)
    supervisor = demo.client("ll-supervisor")
    waiting = re.compile(r"<span>监察提醒</span><b>([0-9]+)<small>条")
    (before,) = waiting.findall(supervisor.get("/cockpit/").content.decode())
    assert int(before) > 0
    supervisor.post(address, {"text": "情况属实", "holds": "yes"})
    assert waiting.findall(supervisor.get("/cockpit/").content.decode()) == [str(int(before) - 1)]


@pytest.mark.req("SUP-009")
def test_supervision_reads_the_whole_trail_and_takes_its_proof(demo: Demo) -> None:
    number, _ = _finding(demo)
    address, supervisor = f"/cockpit/matters/{number}/", demo.client("ll-supervisor")
    for client in (supervisor, demo.client("ll-leader"), demo.client("admin-audit")):
        page = client.get(address).content.decode()
        for verb in ("收件", "一次告知补正", "监察提醒"):
            assert f"<b>{verb}</b>" in page
        assert "《行政许可法》第三十二条" in page
        assert "王小二" not in page
        assert client.post(address).status_code == 405
    demo.work()
    proof = supervisor.get(f"/cockpit/matters/{number}/proof.json")
    assert proof["Content-Disposition"].startswith("attachment")
    assert len(json.loads(proof.content)["entries"]) >= 4
    assert demo.client("qx-supervisor").get(f"/cockpit/matters/{number}/").status_code == 404
    assert demo.client("qx-supervisor").get(f"/cockpit/matters/{number}/proof.json").status_code == 404


def test_a_proof_is_not_given_before_it_is_sealed(demo: Demo) -> None:
    number = _received(demo, demo.client("ll-window"))
    supervisor = demo.client("ll-supervisor")
    assert "待存证" in supervisor.get(f"/cockpit/matters/{number}/").content.decode()
    answer = supervisor.get(f"/cockpit/matters/{number}/proof.json")
    assert answer.status_code == 409
    assert "稍候" in answer.content.decode()


def test_the_journal_tells_what_waits_and_what_is_sealed(demo: Demo) -> None:
    supervisor = demo.client("ll-supervisor")
    page = supervisor.get("/cockpit/journal/").content.decode()
    assert "还没有检查点" in page
    assert re.search(r"<span>待存证</span><b>[1-9][0-9]*<small>", page)
    demo.work()
    page = supervisor.get("/cockpit/journal/").content.decode()
    assert "最新检查点" in page
    assert re.search(r"<span>待存证</span><b>0<small>", page)
    assert "最近的留痕" not in page


def test_each_administrator_sees_only_what_is_his(demo: Demo) -> None:
    system, security, audit = (demo.client(f"admin-{kind}") for kind in ("system", "security", "audit"))
    assert system.get("/desk/")["Location"] == "/cockpit/journal/"
    assert system.get("/cockpit/")["Location"] == "/cockpit/journal/"
    assert "最近的留痕" not in system.get("/cockpit/journal/").content.decode()
    assert system.get("/cockpit/findings/").status_code == 403
    assert security.get("/cockpit/journal/").status_code == 403
    assert security.get("/cockpit/").status_code == 403
    assert "最近的留痕" in audit.get("/cockpit/journal/").content.decode()
    assert audit.get("/cockpit/findings/").status_code == 200


@pytest.mark.parametrize("address", ["/cockpit/", "/cockpit/findings/", "/cockpit/journal/"])
def test_the_cockpit_is_for_those_who_oversee(demo: Demo, address: str) -> None:
    assert Client().get(address)["Location"].startswith("/login/")
    for who in ("张三演", "ll-window"):
        answer = demo.client(who).get(address)
        assert answer.status_code == 403
        assert "供" in answer.content.decode()


def test_the_door_of_the_desk_leads_everyone_to_the_first_page_of_his_own(demo: Demo) -> None:
    homes = {
        "ll-editor": "/catalogue/", "ll-staffing": "/catalogue/", "ll-law": "/rules/", "ll-leader": "/cockpit/",
        "ll-supervisor": "/cockpit/", "ll-government": "/powers/desk/",
    }  # fmt: skip
    for who, home in homes.items():
        client = demo.client(who)
        assert client.get("/desk/")["Location"] == home, who
        assert client.get(home).status_code == 200, who
    assert demo.client("ll-window").get("/desk/").status_code == 200
    assert demo.client("张三演").get("/desk/").status_code == 403
