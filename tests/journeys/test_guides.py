"""Guides as people take them: on paper, on one page, as a form to fill in, as a code to scan, as data."""

import json
import re
import zipfile
from dataclasses import replace
from html import unescape
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from pypdf import PdfReader

from tests.conftest import Demo
from yimen.contexts.catalogue.api import Change, guide, publish
from yimen.contexts.journal.api import SYSTEM
from yimen.contexts.procedures.api import in_force
from yimen.kernel.clock import local_date
from yimen.kernel.forms import Field, validate
from yimen.sites import _now
from yimen.sites.portal.formpaper import example

pytestmark = pytest.mark.django_db
ROAD = "超限运输车辆行驶公路的审核"


def got(address: str, kind: str) -> Any:
    answer = Client().get(address)
    assert answer.status_code == 200, answer.content.decode()[:500]
    assert answer["Content-Type"].startswith(kind)
    return answer


def paper(address: str) -> list[str]:
    """Returns each page's text without blanks."""
    reader = PdfReader(BytesIO(got(address, "application/pdf").content))
    return ["".join(page.extract_text().replace("\u200b", "").split()) for page in reader.pages]


def bare(text: str) -> str:
    return "".join(text.split())


def in_use(item: dict[str, Any]) -> Any:
    return guide(code=item["code"], on=local_date(_now.now()))


@pytest.mark.req("CAT-009", "CAT-023")
def test_guide_and_card_of_every_item_come_from_one_template(demo: Demo) -> None:
    for item in demo.items.values():
        whole = "".join(paper(f"/items/{item['code']}/guide.pdf"))
        heads = ["基本信息", "设定依据", "办理条件", "申请材料", "办理时限", "办理程序", "收费", "咨询和监督", "流程图"]
        assert [head for head in heads if head not in whole] == [], item["name"]
        assert bare(f"《{item['form']['title']}》：空白表（Word文档、PDF）和填写示范") in whole
        (only,) = paper(f"/items/{item['code']}/card.pdf")
        heads = ["什么人可以办", "带什么材料", "多久办好", "收多少钱", "到哪里办", "怎么办", "问谁、向谁投诉"]
        assert [head for head in heads if head not in only] == [], item["name"]
        assert bare(item["name"]) in only


@pytest.mark.req("CAT-010", "CAT-011")
def test_the_guide_on_paper_says_what_the_page_says(demo: Demo) -> None:
    item = demo.items[ROAD]
    whole = "".join(paper(f"/items/{item['code']}/guide.pdf"))
    stated = [item["result"], *item["conditions"], *(each["text"] for each in item["basis"])]
    stated += [text for fee in item["fees"] for text in (fee["standard"], fee["basis"])]
    stated += [question[key] for question in item["faq"] for key in ("question", "answer")]
    procedure = in_force(key=item["procedure_key"], on=local_date(_now.now())).procedure
    stated += [node.name for node in procedure.nodes.values() if node.kind == "task"]
    assert [text for text in stated if bare(text) not in whole] == []


@pytest.mark.req("CAT-009")
def test_a_card_stays_one_page_whatever_the_item_says(demo: Demo) -> None:
    item = json.loads(json.dumps(demo.items[ROAD]))
    item["conditions"] = [f"第 {number} 个条件，{'说得很长，' * 60}" for number in range(40)]
    item["form"]["materials"] = [
        {"code": f"m{number}", "name": f"第 {number} 份材料" + "名称很长" * 12} for number in range(60)
    ]
    change = Change("变更", "测试", "演发〔2026〕9号")
    publish(act=_now.act(SYSTEM), item=item, valid_from=local_date(_now.now()), change=change)
    (only,) = paper(f"/items/{item['code']}/card.pdf")
    assert "还有28条，见办事指南" in only
    assert "问谁、向谁投诉" in only


@pytest.mark.req("CAT-014")
def test_every_item_gives_an_empty_form_and_one_filled_in(demo: Demo) -> None:
    for item in demo.items.values():
        fields = [field["element"] for section in item["form"]["sections"] for field in section["fields"]]
        empty = "".join(paper(f"/items/{item['code']}/form.pdf"))
        example = "".join(paper(f"/items/{item['code']}/sample.pdf"))
        for text in (empty, example):
            assert bare(item["form"]["title"]) in text
            assert [each["label"] for each in fields if bare(each["label"]) not in text] == []
        assert ("填写示范" in empty, "填写示范" in example) == (False, True)
        invented = {"citizen_id": "11010519491231002X", "uscc": "91350100M000100Y43", "phone": "13800000000"}
        answers = filled_in(item)
        asked = [invented[each["type"]] for each in fields if each["type"] in invented and each["code"] in answers]
        assert all(value in example and value not in empty for value in asked)
        shown = unescape(Client().get(f"/items/{item['code']}/").content.decode())
        assert f'href="/items/{item["code"]}/form.pdf"' in shown
        assert f'href="/items/{item["code"]}/sample.pdf"' in shown


def filled_in(item: dict[str, Any]) -> dict[str, Any]:
    return example(in_use(item).form, local_date(_now.now()))


@pytest.mark.req("CAT-014")
def test_the_form_filled_in_as_an_example_could_be_handed_in_as_it_is(demo: Demo) -> None:
    for item in demo.items.values():
        found, answers = in_use(item), filled_in(item)
        checked = validate(found.form, answers, today=local_date(_now.now()))
        assert [(error.label, error.message) for error in checked.errors] == [], item["name"]
        whole = bare("".join(paper(f"/items/{item['code']}/sample.pdf")))
        texts = [str(value) for value in checked.values.values() if isinstance(value, str) and not value.isascii()]
        assert [text for text in texts if bare(text) not in whole] == []
    road = filled_in(demo.items[ROAD])
    assert road["cargo"] == "110 千伏变压器"
    assert not any(value.startswith("（") for value in road.values() if isinstance(value, str))


@pytest.mark.req("CAT-014")
def test_an_example_out_of_a_hint_is_one_and_is_as_the_form_wants_it(demo: Demo) -> None:
    form, on = in_use(demo.items[ROAD]).form, local_date(_now.now())
    hints = {"text": "请如实填写", "decimal": "如 一百吨", "integer": "如 很多"}

    def hinted(field: Field) -> Field:
        return replace(field, element=replace(field.element, hint=hints.get(field.element.type, "")))

    sections = tuple(replace(one, fields=tuple(map(hinted, one.fields))) for one in form.sections)
    other = replace(form, sections=sections)
    answers = example(other, on)
    kinds = {field.element.type for field in other.fields if field.element.code in answers}
    assert {"text", "decimal"} <= kinds
    assert "实填写" not in answers.values()
    assert validate(other, answers, today=on).errors == ()


@pytest.mark.req("CAT-013", "CAT-018")
def test_the_guide_says_in_the_words_of_the_form_when_a_material_is_wanted(demo: Demo) -> None:
    item = demo.items[ROAD]
    labels = {
        field["element"]["code"]: field["element"]["label"]
        for section in item["form"]["sections"]
        for field in section["fields"]
    }
    wanted = [f"“{labels[one['when']['element']]}”是" for one in item["form"]["materials"] if one.get("when")]
    assert wanted
    shown = unescape(Client().get(f"/items/{item['code']}/").content.decode())
    told = "".join(paper(f"/items/{item['code']}/guide.pdf"))
    assert [words for words in wanted if words not in shown or words not in told] == []
    card = "".join(paper(f"/items/{item['code']}/card.pdf"))
    assert [words for words in wanted if words not in card] == []
    assert "视情况" not in shown + told + card


@pytest.mark.parametrize(("bases", "columns"), [(("某法第一条", ""), 4), (("", ""), 3)])
def test_a_guide_says_nothing_where_a_material_states_no_basis(
    demo: Demo, bases: tuple[str, ...], columns: int
) -> None:
    item = json.loads(json.dumps(demo.items[ROAD]))
    for place, one in enumerate(item["form"]["materials"]):
        one["basis"] = bases[min(place, 1)]
    today = local_date(_now.now())
    publish(act=_now.act(SYSTEM), item=item, valid_from=today, change=Change("变更", "核对依据", "演示文件"))
    page = Client().get(f"/items/{item['code']}/").content.decode()
    rows = page[page.index("<h2>申请材料") :].partition("</table>")[0]
    assert "—" not in rows
    assert rows.count('<th scope="col"') == columns
    assert "申请材料" in "".join(paper(f"/items/{item['code']}/guide.pdf"))


@pytest.mark.req("CAT-006")
def test_what_must_be_had_first_is_named_and_leads_to_its_guide(demo: Demo) -> None:
    item, first, far = (json.loads(json.dumps(demo.items[name])) for name in (ROAD, "更新采伐护路林的审批", "出生证明"))
    unknown = "000118001999"
    item["prerequisites"] = [first["code"][19:], far["code"][19:], unknown]
    change = Change("变更", "测试", "演发〔2026〕9号")
    publish(act=_now.act(SYSTEM), item=item, valid_from=local_date(_now.now()), change=change)
    shown = unescape(got(f"/items/{item['code']}/", "text/html").content.decode())
    assert f'<a href="/items/{first["code"]}/">{first["name"]}（醴陵市公路局）</a>' in shown
    assert f"{far['name']}（本地没有公布这一事项，请向实施机关咨询）" in shown
    assert f"基本编码 {unknown} 的事项（本地没有公布这一事项" in shown
    words = re.sub(r"<[^>]+>", "", shown)
    assert first["code"][19:] not in words
    whole = "".join(paper(f"/items/{item['code']}/guide.pdf"))
    assert bare(f"{first['name']}（醴陵市公路局）") in whole


@pytest.mark.req("CAT-018")
def test_the_linked_data_of_every_item_name_each_thing_once_and_whole(demo: Demo) -> None:
    for item in demo.items.values():
        page = got(f"/items/{item['code']}/", "text/html").content.decode()
        block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
        assert block
        data, file = json.loads(block[1]), json.loads(got(f"/items/{item['code']}/guide.jsonld", "application").content)
        assert data == file
        assert data["version"] == str(in_use(item).id)
        prefixes = set(data["@context"]) - {"@vocab"}
        todo, declared, asked = [data], set[str](), set[str]()
        while todo:
            one = todo.pop()
            if "@id" in one and len(one) == 1:
                asked.add(one["@id"])
            elif "@id" in one:
                assert one["@id"] not in declared
                declared.add(one["@id"])
            for key, value in one.items():
                if key == "@context":
                    continue
                assert ":" not in key or key.partition(":")[0] in prefixes, key
                todo += [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, dict)]
        inner = {each for each in asked if "#" in each and "/items/" in each}
        assert inner <= declared, item["name"]


def document(address: str) -> list[str]:
    """Returns the texts of a .docx: its body's, then its footer's, read with an XML parser alone."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    with zipfile.ZipFile(BytesIO(got(address, kind).content)) as package:
        names = sorted(name for name in package.namelist() if re.fullmatch(r"word/(document|footer\d*)\.xml", name))
        roots = [ET.fromstring(package.read(name)) for name in names]
    return ["".join(root.itertext()) for root in roots]


@pytest.mark.req("CAT-014", "CAT-018")
def test_every_item_gives_its_empty_form_as_a_document_to_fill_in(demo: Demo) -> None:
    for item in demo.items.values():
        body, foot = document(f"/items/{item['code']}/form.docx")
        found = in_use(item)
        elements = [field["element"] for section in item["form"]["sections"] for field in section["fields"]]
        labels = [each["label"] for each in elements] + [section["title"] for section in item["form"]["sections"]]
        asked = [each["name"] for each in item["form"]["materials"] if each.get("source", "asked") == "asked"]
        stated = [item["form"]["title"], found.name, found.code, found.unit.name, "申请人声明", *labels, *asked]
        assert [text for text in stated if text not in body] == []
        assert body.count("□") >= 2 * sum(each["type"] == "yes_no" for each in elements) + len(asked)
        assert str(found.id)[-8:] in foot
        assert f'href="/items/{item["code"]}/form.docx"' in unescape(
            got(f"/items/{item['code']}/", "text/html").content.decode()
        )


def test_a_blank_form_says_when_a_question_is_answered_and_what_the_answer_is_held_to(demo: Demo) -> None:
    item = json.loads(json.dumps(demo.items[ROAD]))
    element = {"code": "loads", "label": "件数", "type": "integer", "minimum": "1", "maximum": "9"}
    day = {"code": "begin", "label": "起运日期", "type": "date", "minimum": "today"}
    first = item["form"]["sections"][0]["fields"][0]["element"]
    chosen = first["choices"][0]
    value, label = (chosen, chosen) if isinstance(chosen, str) else (chosen["value"], chosen["label"])
    when = {"element": first["code"], "operator": "is", "value": value}
    item["form"]["sections"].append({"title": "装运", "fields": [{"element": element, "when": when}, {"element": day}]})
    change = Change("变更", "测试", "演发〔2026〕9号")
    publish(act=_now.act(SYSTEM), item=item, valid_from=local_date(_now.now()), change=change)
    body, _ = document(f"/items/{item['code']}/form.docx")
    assert f"整数；不小于 1；不大于 9；“{first['label']}”是“{label}”的填写" in body
    assert "不早于填表当天" in body


@pytest.mark.req("CAT-014")
def test_the_form_of_a_handling_item_lists_its_own_materials(demo: Demo) -> None:
    item = json.loads(json.dumps(demo.items[ROAD]))
    codes = [each["code"] for each in item["form"]["materials"] if each.get("source", "asked") == "asked"]
    names = {each["code"]: each["name"] for each in item["form"]["materials"]}
    item["variants"] = [
        {"number": "01", "name": "新办", "situation": "第一次办", "materials": codes[:1]},
        {"number": "02", "name": "变更", "situation": "改车辆"},
    ]
    change = Change("变更", "测试", "演发〔2026〕9号")
    publish(act=_now.act(SYSTEM), item=item, valid_from=local_date(_now.now()), change=change)
    body, _ = document(f"/items/{item['code']}/form.docx?v=01")
    assert f"{item['code']}01" in body
    assert "（新办）" in body
    assert [names[code] in body for code in codes] == [place == 0 for place in range(len(codes))]


def test_what_nobody_applies_for_has_no_form(demo: Demo) -> None:
    item = json.loads(json.dumps(demo.items[ROAD]))
    item = {key: value for key, value in item.items() if key not in ("form", "online", "fees")}
    law = {"days": 90, "unit": "cd", "law": "行政处罚法", "article": "第六十条"}
    item |= {"code": f"{item['code'][:19]}430218900001", "type": "行政处罚", "name": "对擅自超限的处罚（演示）"}
    change = Change("新增", "测试", "演发〔2026〕9号")
    publish(act=_now.act(SYSTEM), item=item | {"statutory": law}, valid_from=local_date(_now.now()), change=change)
    shown = got(f"/items/{item['code']}/", "text/html").content.decode()
    for name in ("form.docx", "form.pdf", "sample.pdf"):
        assert f"/{name}" not in shown
        answer = Client().get(f"/items/{item['code']}/{name}")
        assert answer.status_code == 404
        assert "没有申请表" in answer.content.decode()


def test_the_code_to_scan_is_a_drawing_of_its_own(demo: Demo) -> None:
    for item in list(demo.items.values())[:3]:
        drawn = ET.fromstring(got(f"/items/{item['code']}/qr.svg", "image/svg+xml").content)
        assert drawn.tag == "{http://www.w3.org/2000/svg}svg"
    codes = {got(f"/items/{item['code']}/qr.svg", "image/svg+xml").content for item in demo.items.values()}
    assert len(codes) == len(demo.items)


@pytest.mark.req("CAT-018")
def test_page_paper_data_and_terminals_name_the_same_version(demo: Demo) -> None:
    item = demo.items[ROAD]
    for _ in range(2):
        version = str(in_use(item).id)
        base = f"/items/{item['code']}/"
        assert f'data-version="{version}"' in Client().get(base).content.decode()
        for name in ("guide", "card", "form", "sample"):
            told = "".join(paper(f"{base}{name}.pdf"))
            assert f"校验{version[-8:]}" in told, name  # blanks apart
            assert version not in told, name  # 36 digits that nobody compares
        assert got(f"{base}guide.jsonld", "application/ld+json").json()["version"] == version
        for address in ("guide", "version"):
            told = got(f"/api/v1/items/{item['code']}/{address}", "application/json").json()
            assert told["version_id"] == version
        item = {**item, "conditions": [*item["conditions"], "新加的条件"]}
        change = Change("变更", "测试", "演发〔2026〕9号")
        publish(act=_now.act(SYSTEM), item=item, valid_from=local_date(_now.now()), change=change)


@pytest.mark.req("CAT-018")
def test_every_face_of_a_guide_says_alike_whom_it_serves(demo: Demo) -> None:
    item = {**demo.items[ROAD], "subjects": ["自然人", "企业法人"]}
    change = Change("变更", "测试", "演发〔2026〕9号")
    publish(act=_now.act(SYSTEM), item=item, valid_from=local_date(_now.now()), change=change)
    base = f"/items/{item['code']}/"
    assert "自然人、企业法人" in Client().get(base).content.decode()
    assert "自然人、企业法人" in "".join(paper(f"{base}card.pdf"))
    assert got(f"/api/v1{base}guide", "application/json").json()["subjects"] == item["subjects"]
    marked = got(f"{base}guide.jsonld", "application/ld+json").json()["audience"]
    assert [one["audienceType"] for one in marked] == item["subjects"]


def test_the_list_for_others_is_searched_and_knows_its_parameters(demo: Demo) -> None:
    item = demo.items[ROAD]
    asked = {"region": item["region"], "q": item["name"]}
    found = Client().get("/api/v1/items", asked).json()
    assert found == Client().get("/api/v1/items", {"region": item["region"], "text": item["name"]}).json()
    assert found["items"][0]["code"] == item["code"]
    assert found["total"] < Client().get("/api/v1/items", {"region": item["region"]}).json()["total"]
    refused = Client().get("/api/v1/items", {**asked, "colour": "red"})
    assert refused.status_code == 422
    assert "colour" in refused.json()["error"]


def test_the_data_for_others_says_what_the_guide_says(demo: Demo) -> None:
    item = demo.items[ROAD]
    told = got(f"/api/v1/items/{item['code']}/guide", "application/json").json()
    for name in ("name", "type", "region", "conditions", "result", "basis", "fees", "faq", "address", "hours"):
        assert told[name] == item[name], name
    assert [one["name"] for one in told["materials"]] == [one["name"] for one in item["form"]["materials"]]
    assert [step["name"] for step in told["steps"]] == ["受理", "审查", "审核", "决定", "送达"]
    assert Client().get("/api/v1/items/nothing/guide").status_code == 404


def test_the_markup_in_the_page_is_the_linked_data_and_cannot_break_out(demo: Demo) -> None:
    item = json.loads(json.dumps(demo.items[ROAD]))
    item["conditions"] = ["</script><script>alert(1)</script><!--"]
    item["result"] = "</script><img src=x onerror=alert(1)>&lt;"
    change = Change("变更", "测试", "演发〔2026〕9号")
    publish(act=_now.act(SYSTEM), item=item, valid_from=local_date(_now.now()), change=change)
    shown = Client().get(f"/items/{item['code']}/").content.decode()
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', shown, re.DOTALL)
    assert len(blocks) == 1
    marked = json.loads(blocks[0])
    assert marked == got(f"/items/{item['code']}/guide.jsonld", "application/ld+json").json()
    assert marked["@type"] == ["GovernmentService", "cpsv:PublicService"]
    assert marked["serviceOutput"]["name"] == item["result"]
    assert [each["name"] for each in marked["cv:hasLegalResource"]] == [
        f"《{each['law']}》{each['article']}" for each in item["basis"]
    ]
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown


@pytest.mark.parametrize("name", ["card.pdf", "form.pdf", "form.docx", "sample.pdf", "qr.svg", "guide.jsonld"])
def test_an_item_that_is_not_there_has_no_papers(demo: Demo, name: str) -> None:
    answer = Client().get(f"/items/nothing/{name}")
    assert answer.status_code == 404
    assert "请" in answer.content.decode()
