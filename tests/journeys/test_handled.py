"""我办过的: each officer's own deeds, page by page, kept from the journal; nobody reads another's."""

from html import unescape

import pytest

from tests.conftest import Demo
from tests.office import Office
from yimen.contexts.matters.api import deeds
from yimen.sites import _now

HIGHWAY = "超限运输车辆行驶公路的审核"


@pytest.fixture
def office(demo: Demo) -> Office:
    return Office(demo, _now.now())


def test_everyone_sees_what_they_handled_and_nobody_else_does(office: Office) -> None:
    receipt = office.lodge(item=HIGHWAY)
    office.does("ll-window", receipt.id, "accept")
    office.does("ll-examiner", receipt.id, "agree")
    clients = {who: office.demo.client(who) for who in ("ll-window", "ll-examiner", "ll-reviewer")}
    empty = unescape(clients["ll-window"].get("/desk/handled/").content.decode())
    assert "还没有办过的" in empty
    for _ in range(2):
        office.follow()
    pages = {who: unescape(client.get("/desk/handled/").content.decode()) for who, client in clients.items()}
    assert "受理：受理" in pages["ll-window"]
    assert f"/desk/cases/{receipt.number}/" in pages["ll-window"]
    assert "审查：建议准予" in pages["ll-examiner"]
    assert "受理：受理" not in pages["ll-examiner"]
    assert "还没有办过的" in pages["ll-reviewer"]
    assert deeds(reader=office.reader("张三演")) == ((), False)
    assert office.demo.client("张三演").get("/desk/handled/").status_code == 403


def test_what_one_handled_is_read_page_by_page(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yimen.contexts.matters.deeds.PAGE", 2)
    numbers = []
    for _ in range(3):
        receipt = office.lodge(item=HIGHWAY)
        office.does("ll-window", receipt.id, "accept")
        numbers.append(receipt.number)
    office.follow()
    reader = office.reader("ll-window")
    pages = [deeds(reader=reader, page=number) for number in (1, 2, 3)]
    assert [[one.matter.number for one in found] for found, _ in pages] == [numbers[:0:-1], numbers[:1], []]
    assert [more for _, more in pages] == [True, False, False]
    client = office.demo.client("ll-window")
    assert 'rel="next"' in client.get("/desk/handled/?page=1").content.decode()
    assert 'rel="next"' not in client.get("/desk/handled/?page=2").content.decode()
    assert client.get("/desk/handled/?page=9x").status_code == 200
