"""Handling items (业务办理项) from the editor to the receipt: chosen, asked for, kept with the case."""

import copy
import json
import re
import uuid
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from tests import filled
from tests.conftest import Demo
from tests.journeys.test_catalogue_pages import begin, controls, post, text
from tests.journeys.test_space import hidden, texts
from tests.office import Office, moment
from yimen.contexts.cases.api import ApplicationRefused, case
from yimen.contexts.catalogue.api import Change, Found, draft, publish
from yimen.contexts.journal.api import SYSTEM, trail
from yimen.kernel.clock import local_date
from yimen.sites import _now
from yimen.sites.portal.items import counted

pytestmark = pytest.mark.django_db
FELLING = "更新采伐护路林的审批"
NEW = {"number": "01", "name": "新办", "situation": "第一次申请采伐的"}
CHANGED = {"number": "02", "name": "变更", "situation": "许可后改变采伐地点或数量的", "promised": 12}


@pytest.fixture
def item(demo: Demo) -> dict[str, Any]:
    """The item with two handling items; the second asks for one of the two materials."""
    found = copy.deepcopy(demo.items[FELLING])
    found["variants"] = [NEW, {**CHANGED, "materials": ["replant_plan"]}]
    day = local_date(_now.now())
    publish(act=_now.act(SYSTEM), item=found, valid_from=day, change=Change("变更", "分列办理项", "文"))
    demo.work()
    return found


def _paper(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    pages = PdfReader(BytesIO(answer.content)).pages
    return "".join("".join(page.extract_text().replace("\u200b", "").split()) for page in pages)


@pytest.mark.req("CAT-006", "CAT-010")
def test_whoever_chooses_a_situation_sees_what_holds_for_it(item: dict[str, Any]) -> None:
    base = f"/items/{item['code']}/"
    whole = texts(Client().get(base))
    for words in ("您要办哪一种", f"{item['code']}01", f"{item['code']}02", CHANGED["situation"], "12 个工作日"):
        assert words in whole
    one = text(Client().get(f"{base}?v=02"))
    assert f'href="/space/apply/{item["code"]}/?v=02"' in one
    said = texts(Client().get(f"{base}?v=02"))
    assert "承诺 12 个工作日办结" in said
    assert item["form"]["materials"][0]["name"] in said
    assert "申请材料，共 1 项" in said
    assert f"申请材料，共 {len(item['form']['materials'])} 项" in texts(Client().get(f"{base}?v=01"))
    assert Client().get(f"{base}?v=09").status_code == 404
    assert "变更" in _paper(f"{base}guide.pdf")
    assert f"{item['code']}02" in _paper(f"{base}guide.pdf?v=02")
    assert "承诺12个工作日" in _paper(f"{base}card.pdf?v=02")
    assert CHANGED["situation"] in _paper(f"{base}card.pdf")


def test_other_systems_read_the_handling_items(item: dict[str, Any]) -> None:
    linked = json.loads(Client().get(f"/items/{item['code']}/guide.jsonld").content)
    parts = {part["identifier"]: part for part in linked["dct:hasPart"]}
    assert list(parts) == [f"{item['code']}01", f"{item['code']}02"]
    assert parts[f"{item['code']}02"]["cv:processingTime"] == "P12D"
    assert len(parts[f"{item['code']}02"]["cpsv:hasInput"]) == 1
    data = Client().get(f"/api/v1/items/{item['code']}/guide").json()
    assert [one["code"] for one in data["variants"]] == [f"{item['code']}01", f"{item['code']}02"]
    assert [one["promised"] for one in data["variants"]] == [item["promised"], 12]


@pytest.mark.req("CAT-006")
def test_an_application_is_for_one_and_keeps_its_code_promise_and_materials(demo: Demo, item: dict[str, Any]) -> None:
    citizen, address = demo.client("张三演"), f"/space/apply/{item['code']}/"
    page = text(citizen.get(address))
    assert "您要办哪一种" in page
    assert "提交申请" not in page  # nothing is asked before it is known what for
    page = text(citizen.get(f"{address}?v=02"))
    assert "提交申请" in page
    sent = {**hidden(page), "applicant": "self", **filled.answers(item)}
    assert sent["_variant"] == "02"
    citizen.post(address, {**sent, "_keep": "yes"})
    assert hidden(text(citizen.get(address)))["_variant"] == "02"  # the draft remembers
    wrong = citizen.post(address, sent)
    assert wrong.status_code == 422
    assert "缺少材料" in texts(wrong)
    file = BytesIO(b"%PDF-1.4\n%%EOF\n")
    file.name = "方案.pdf"
    answer = citizen.post(address, {**sent, "material_replant_plan": file})
    assert answer.status_code == 302, texts(answer)
    number = answer["Location"].split("/")[3]
    receipt = texts(citizen.get(f"/space/cases/{number}/receipt/"))
    assert f"变更（{item['code']}02）" in receipt
    assert "12 个工作日内办结" in receipt
    assert f"{item['code']}02" in texts(citizen.get(f"/space/cases/{number}/"))
    paper = citizen.get(f"/space/cases/{number}/receipt.pdf").content
    printed = "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(paper)).pages)
    assert f"{FELLING}（变更）" in printed
    assert f"{item['code']}02" in printed.replace("\u200b", "")
    assert f"{item['code']}02" in texts(demo.client("ll-window").get(f"/desk/cases/{number}/"))


@pytest.mark.req("CAT-006")
def test_the_promise_that_runs_is_that_of_the_handling_item(demo: Demo, item: dict[str, Any]) -> None:
    office = Office(demo, _now.now())
    demo.items[FELLING] = item
    with pytest.raises(ApplicationRefused, match="业务办理项"):
        office.lodge(item=FELLING)
    with pytest.raises(ApplicationRefused, match="业务办理项"):
        office.lodge(item=FELLING, variant="07", id=uuid.uuid4())
    receipt = office.lodge(item=FELLING, variant="02", id=uuid.uuid4())
    office.does("ll-window", receipt.id, "accept")
    found = case(reader=office.reader("张三演"), number=receipt.number)
    assert found.guide.handling_code == f"{item['code']}02"
    accepted = next(entry for entry in trail(subject=receipt.id) if "promised" in entry.facts)
    assert accepted.facts["promised"] == 12
    assert any(entry.facts.get("handling_item") == f"{item['code']}02" for entry in trail(subject=receipt.id))


def test_the_counter_asks_which_one_it_is(demo: Demo, item: dict[str, Any]) -> None:
    window, address = demo.client("ll-window"), f"/desk/intake/{item['code']}/"
    assert "您要办哪一种" in text(window.get(address))
    assert hidden(text(window.get(f"{address}?v=01")))["_variant"] == "01"


@pytest.mark.req("CAT-003")
def test_the_editor_writes_handling_items_and_numbers_them(demo: Demo) -> None:
    editor, code = demo.client("ll-editor"), demo.items[FELLING]["code"]
    url = begin(editor, code, "变更")
    fields = controls(text(editor.get(f"{url}?add=variants")), url)
    typed = {"variants-0-name": ["新办"], "variants-0-situation": ["第一次申请的"], "variants-0-promised": ["8"]}
    post(editor, url, {**fields, **typed})
    fields = controls(text(editor.get(f"{url}?add=variants")), url)
    assert fields["variants-0-number"] == ["01"]
    typed = {
        "variants-1-name": ["变更"],
        "variants-1-situation": ["有改动的"],
        "variants-1-materials": ["replant_plan"],
    }
    post(editor, url, {**fields, **typed})
    page = text(editor.get(url))
    assert re.search(r'name="variants-1-materials" value="replant_plan"[^>]* checked', page)
    fields = controls(page, url)
    post(editor, url, fields, drop="variants-1")
    fields = controls(text(editor.get(f"{url}?add=variants")), url)
    post(editor, url, {**fields, "variants-1-name": ["延续"], "variants-1-situation": ["到期的"]})
    office = Office(demo, moment("2026-03-02T09:00"))
    kept = draft(reader=office.reader("ll-editor"), id=uuid.UUID(url.split("/")[3]))
    assert [one["number"] for one in kept.content["variants"]] == ["01", "02"]
    preview = text(editor.get(f"{url}preview/?v=01"))
    assert "承诺 8 个工作日" in preview


@pytest.mark.req("CAT-021")
def test_a_search_that_means_a_handling_item_says_which(demo: Demo) -> None:
    code = demo.items["企业经营场所备案（一照多址）"]["code"]
    page = Client().get("/items/", {"place": "152900000000", "q": "变更经营场所"}).content.decode()
    assert f'其中的办理项：<a href="/items/{code}/?v=02">变更经营场所备案</a>' in page
    found = Client().get("/api/v1/items", {"region": "152900000000", "q": f"{code}03"}).json()
    assert [(one["code"], one["handling"]) for one in found["items"]] == [
        (code, [{"code": f"{code}03", "name": "撤销经营场所备案"}])
    ]
    assert (found["total"], found["more"]) == (1, False)


def test_very_many_answers_are_said_to_be_at_least_so_many() -> None:
    assert counted(Found((), 2000, more=True)) == "2,000 项以上"
    assert counted(Found((), 3)) == "3 项"
