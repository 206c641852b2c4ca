"""The drawing page and the walk over HTTP: who may, what is answered, what is refused before it is read."""

import json
import re
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from tests.conftest import ROOT, Demo
from tests.office import Office
from yimen.contexts.journal.api import checkpoint
from yimen.contexts.procedures.api import draft, save_draft, start_draft, versions
from yimen.kernel.procedure import compile_bpmn
from yimen.kernel.procedure.tests.bpmn import HEAD, definitions, flow, line, node, user
from yimen.sites import _now

LICENCE = (
    (ROOT / "demo" / "procedures" / "highway-licence.bpmn").read_bytes().replace(b'"highway-licence"', b'"walked"')
)
UNIT, MEDIA = "11430281MB990011XC", "application/xml"
LOOP = '<bpmn:multiInstanceLoopCharacteristics yimen:instances="units"/>'
TIMER = "<bpmn:timerEventDefinition/>"
WIDE = definitions(
    *(node("startEvent", "s"), node("endEvent", "e"), node("endEvent", "f")),
    node("exclusiveGateway", "x", default="x-a"),
    *(user("a", name="审查"), user("m", "agree", "deny", name="会签", extra=LOOP)),
    node("intermediateCatchEvent", "w", '<bpmn:messageEventDefinition messageRef="fee"/>', name="等缴费"),
    node("boundaryEvent", "t", TIMER, attachedToRef="a", **{"yimen:limit": "5wd"}),
    *(flow("s", "x"), flow("x", "m", "area > 100", name="大"), flow("x", "a", name="小")),
    *(flow("m", "w"), flow("a", "w"), flow("w", "e"), flow("t", "f")),
    key="wide",
).replace(HEAD.encode(), f'{HEAD}<bpmn:message id="fee" name="缴费完成"/>'.encode())


@pytest.fixture
def office(demo: Demo) -> Office:
    return Office(demo, _now.now())


def begun(office: Office, xml: bytes = LICENCE) -> UUID:
    who = office.reader("ll-process")
    return start_draft(act=office.act(who), reader=who, unit=UNIT, xml=xml).id


def page_of(html: str) -> Any:
    found = re.search(r'<script id="modeller-page" type="application/json">(.*?)</script>', html, re.S)
    assert found
    return json.loads(found[1])


def test_the_drawing_page_is_its_units_to_draw_on_and_its_reviewers_to_look_at(office: Office) -> None:
    address = f"/processes/drafts/{begun(office)}/model/"
    html = office.demo.client("ll-process").get(address).content.decode()
    page = page_of(html)
    assert (page["revision"], page["largest"], page["name"]) == (1, 512 * 1024, "walked")
    assert ["window", "综合窗口"] in page["words"]["roles"]
    assert not {"system", "audit"} & {code for code, _ in page["words"]["roles"]}
    assert ["wd", "工作日"] in page["words"]["units"]
    assert "build/modeller.js" in html
    assert "<svg" in html
    assert not re.search(r"<script(?![^>]*(src=|application/json))|\son\w+=|\sstyle=", html)
    looks = office.demo.client("ll-center").get(address).content.decode()
    assert "build/modeller.js" not in looks
    assert "只能看" in looks
    for who in ("ll-window", "ll-law", "admin-system", "张三演"):
        assert office.demo.client(who).get(address).status_code == 403
    assert Client().get(address).status_code == 302
    assert office.demo.client("ll-process").get(f"/processes/drafts/{UUID(int=7)}/model/").status_code == 404


def test_a_file_without_a_layout_comes_with_one(office: Office) -> None:
    id_ = begun(office)
    client = office.demo.client("ll-process")
    drawn = client.get(f"/processes/drafts/{id_}/model/xml").content
    assert b"BPMNShape" in drawn
    assert list(compile_bpmn(drawn).nodes) == list(compile_bpmn(LICENCE).nodes)
    assert client.get(f"/processes/drafts/{id_}/xml").content == LICENCE
    answer = client.post("/processes/check/", LICENCE, content_type=MEDIA).json()
    assert (answer["compiles"], "BPMNShape" in answer["laid_out"]) == (True, True)
    assert "laid_out" not in client.post("/processes/check/", drawn, content_type=MEDIA).json()
    foreign = LICENCE.replace(b"userTask", b"task")
    answer = client.post("/processes/check/", foreign, content_type=MEDIA).json()
    assert (answer["compiles"], "BPMNShape" in answer["laid_out"]) == (False, True)


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        (b"{}", "XML"),
        (b"", "XML"),
        (b"<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><d>&x;</d>", "DOCTYPE"),
        (LICENCE.replace(b"userTask", b"scriptTask"), "脚本任务"),
        (LICENCE.replace(b' id="examine"', b""), "缺少编号"),
        (LICENCE.replace("审查".encode(), b"\x00"), "XML"),
    ],
)
def test_a_bad_file_is_answered_with_what_is_wrong(office: Office, xml: Any, words: Any) -> None:
    answer = office.demo.client("ll-process").post("/processes/check/", xml, content_type=MEDIA)
    assert (answer.status_code, answer.json()["compiles"]) == (200, False)
    assert any(words in one["message"] for one in answer.json()["findings"])
    assert {"element", "line", "message", "severity"} <= set(answer.json()["findings"][0])


@pytest.mark.req("PRC-012")
def test_a_file_that_is_put_into_a_draft_takes_the_name_of_the_draft(office: Office) -> None:
    client = office.demo.client("ll-process")
    foreign = LICENCE.replace(b'"walked"', b'"Process_1"')
    plain = client.post("/processes/check/", foreign, content_type=MEDIA).json()
    assert (plain["compiles"], "kept" in plain) == (False, False)  # an id that no procedure can have
    sent = {"QUERY_STRING": "key=mine&name=%E6%88%91%E7%9A%84%E6%B5%81%E7%A8%8B"}
    answer = client.post("/processes/check/", foreign, content_type=MEDIA, **sent).json()
    assert answer["compiles"]
    told = answer["kept"]
    assert (told["key"], told["name"], told["stated_key"]) == ("mine", "我的流程", "Process_1")
    procedure = compile_bpmn(answer["xml"].encode())
    assert (procedure.key, procedure.name) == ("mine", "我的流程")
    assert answer["xml"].encode().splitlines()[8:] == foreign.splitlines()[8:]  # and no line has moved
    same = client.post("/processes/check/", answer["xml"].encode(), content_type=MEDIA, **sent).json()
    assert "kept" not in same
    odd = client.post("/processes/check/", foreign, content_type=MEDIA, QUERY_STRING="key=%3Cb%3E&name=x").json()
    assert "kept" not in odd
    wide = LICENCE.replace(b"<bpmn:process ", b"<bpmn:collaboration id='c'>&p;</bpmn:collaboration><bpmn:process ", 1)
    pool = b"<!DOCTYPE d [<!ENTITY p \"<bpmn:participant id='o' processRef='walked'/>\">]><bpmn:definitions "
    left = client.post("/processes/check/", wide.replace(b"<bpmn:definitions ", pool, 1), content_type=MEDIA, **sent)
    assert not left.json().keys() & {"kept", "xml"}  # what cannot be renamed is not said to be


def test_an_attribute_that_is_not_supported_is_named(office: Office) -> None:
    xml = LICENCE.replace(
        b'<bpmn:userTask id="examine"', b'<bpmn:userTask startQuantity="2" xmlns:c="urn:c" c:due="x" id="examine"'
    )
    answer = office.demo.client("ll-process").post("/processes/check/", xml, content_type=MEDIA).json()
    told = {one["message"]: one["line"] for one in answer["findings"] if "不支持的属性" in one["message"]}
    line = xml[: xml.index(b"startQuantity")].count(b"\n") + 1
    assert told == {"写了本平台不支持的属性“startQuantity”，请删去": line, "写了本平台不支持的属性“due”，请删去": line}


def test_what_several_units_run_is_walked_unit_by_unit(office: Office) -> None:
    xml = (ROOT / "demo" / "procedures" / "joint-parts.bpmn").read_bytes().replace(b'"joint-parts"', b'"walked-parts"')
    walk = Stroll(office.demo.client("ll-process"), f"/processes/drafts/{begun(office, xml)}/simulate/")
    assert "“并联审查”各办一遍的名单" in walk.html
    walk.data = {"d-units": "甲局\n乙局"}
    walk.press("开始试走")
    walk.press("受理：受理")
    assert "各办一遍：甲局" in walk.html
    for unit in ("甲局", "乙局"):
        for move in (f"收文（{unit}）：已收", f"审查（{unit}）：建议同意", f"签发（{unit}）：同意"):
            walk.press(move)
    for move in ("决定：准予", "制发证照：已制证", "送达：已送达"):
        walk.press(move)
    assert "流程走到了结束" in walk.html


class Unread:
    """A body that nobody may read."""

    def read(self, *_: object) -> bytes:
        raise AssertionError("the body was read")

    readline = read


@pytest.mark.parametrize("media", [MEDIA, "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"])
@pytest.mark.parametrize("place", ["/processes/check/", "/processes/drafts/{}/xml?revision=1"])
def test_fifty_megabytes_are_refused_unread(office: Office, media: Any, place: Any) -> None:
    address, _, query = place.format(begun(office)).partition("?")
    client = office.demo.client("ll-process")
    told = {"CONTENT_TYPE": media, "CONTENT_LENGTH": str(50 * 1024**2), "QUERY_STRING": query}
    answer = client.request(REQUEST_METHOD="POST", PATH_INFO=address, **told, **{"wsgi.input": Unread()})
    assert answer.status_code == 413
    assert "最多 512 KB" in answer.content.decode()


def test_a_body_a_little_too_large_is_refused_too(office: Office) -> None:
    client = office.demo.client("ll-process")
    answer = client.post("/processes/check/", LICENCE + b" " * 512 * 1024, content_type=MEDIA)
    assert answer.status_code == 413
    assert "最多 512 KB" in answer.content.decode()
    assert client.get("/processes/check/").status_code == 405
    assert office.demo.client("ll-center").post("/processes/check/", LICENCE, content_type=MEDIA).status_code == 403


class Stroll:
    """Somebody who walks through a procedure by the buttons of the page."""

    def __init__(self, client: Client, address: str, **data: str) -> None:
        self.client, self.address = client, address
        self.data = {f"d-{name}": value for name, value in data.items()}
        self.html = client.get(address).content.decode()

    def press(self, name: str, status: int = 200, **changed: str) -> str:
        found = re.search(rf'value="([^"]*)"(?: aria-label="{name}")?>(?:{name.rpartition("：")[2]})<', self.html)
        wanted = re.search(rf'value="([^"]*)" aria-label="{name}"', self.html) or found
        assert wanted, (name, self.html)
        carried = re.search(r'name="walk" value="([^"]*)"', self.html)
        sent = {"walk": carried[1] if carried else "", "move": wanted[1], **self.data, **changed}
        answer = self.client.post(self.address, sent)
        assert answer.status_code == status, answer.content.decode()
        self.html = answer.content.decode()
        return self.html

    @property
    def path(self) -> list[str]:
        path = re.search(r'<ol class="walked">(.*?)</ol>', self.html, re.S)
        return re.findall(r"<li>(.*?)</li>", path[1]) if path else []


def test_a_draft_is_walked_to_its_end_and_nothing_is_written(office: Office) -> None:
    id_ = begun(office)
    client, reader = office.demo.client("ll-process"), office.reader("ll-process")  # who signs in is written down
    office.follow()
    head = checkpoint()
    walk = Stroll(client, f"/processes/drafts/{id_}/simulate/")
    for name in ("受理：一次告知补正", "补正材料：已补正", "受理：受理", "审查：建议准予", "审核：同意", "决定：不予"):
        assert "流程走到了结束" not in walk.press(name)
    assert 'class="pf-node pf-step pf-now" data-node="deliver"' in walk.html
    assert 'class="pf-node pf-step pf-done" data-node="examine"' in walk.html
    assert "流程走到了结束" in walk.press("送达：已送达")
    assert walk.path[1] == "受理：一次告知补正 → 到补正材料"
    assert walk.path[-1] == "送达：已送达 → 办结"
    walk.press("重新开始")
    assert walk.path == ["开始 → 到受理"]
    office.follow()
    assert checkpoint() == head
    assert draft(reader=reader, id=id_).revision == 1


def test_data_timers_messages_and_countersigning_are_walked(office: Office) -> None:
    address = f"/processes/drafts/{begun(office, WIDE)}/simulate/"
    client = office.demo.client("ll-process")
    walk = Stroll(client, address)
    assert "条件里比较的数：100" in walk.html
    assert "还没有值" in walk.press("开始试走", 422)
    assert "要填数字" in walk.press("开始试走", 422, **{"d-area": "很大"})
    assert "还没有填写" in walk.press("开始试走", 422, **{"d-area": "200"})
    walk.data = {"d-area": "200", "d-units": "甲局\n乙局"}
    walk.press("开始试走")
    assert "会签：甲局" in walk.html
    walk.press("会签：agree")
    walk.press("会签：agree")
    assert "缴费完成" in walk.html
    assert "流程走到了结束" in walk.press("等缴费：收到")
    walk.data = {"d-area": "1"}
    walk.press("重新开始")
    assert "等 5 个工作日" in walk.html
    walk.press("等 5 个工作日：时间到")
    assert walk.path[-1] == "满 5 个工作日：时间到 → 审查随之结束，办结"


def test_a_walk_that_was_altered_or_overtaken_does_not_go_on(office: Office) -> None:
    id_ = begun(office)
    client = office.demo.client("ll-process")
    address = f"/processes/drafts/{id_}/simulate/"
    walk = Stroll(client, address)
    sealed = re.search(r'name="walk" value="([^"]*)"', walk.html)
    assert sealed
    for carried, move in (
        (sealed[1][:-3] + "xyz", "done:1:accept"),
        ("x" * 500, "done:1:accept"),
        (sealed[1], "done:9:accept"),
        (sealed[1], "done:1:fly"),
        (sealed[1], "fire:1:"),
        (sealed[1], "receive::no"),
        (sealed[1], "fly:1:x"),
        (sealed[1], "done:" + "9" * 400 + ":x"),
        (sealed[1], "done"),
    ):
        answer = client.post(address, {"walk": carried, "move": move})
        assert answer.status_code == 422, (move, answer.content.decode())
        assert "没有走成" in answer.content.decode()
    reader = office.reader("ll-process")
    changed = LICENCE.replace(b'yimen:limit="3wd"', b'yimen:limit="4wd"', 1)
    save_draft(act=office.act(reader), reader=reader, id=id_, xml=changed, revision=1)
    answer = client.post(address, {"walk": sealed[1], "move": "done:1:accept"})
    assert (answer.status_code, "又改过" in answer.content.decode()) == (422, True)


def test_what_does_not_compile_is_not_walked_but_told(office: Office) -> None:
    id_ = begun(office)
    reader = office.reader("ll-process")
    broken = LICENCE.replace(b'targetRef="review"', b'targetRef="nowhere"')
    save_draft(act=office.act(reader), reader=reader, id=id_, xml=broken, revision=1)
    client = office.demo.client("ll-process")
    answer = client.get(f"/processes/drafts/{id_}/simulate/")
    assert (answer.status_code, "还不能试走" in answer.content.decode()) == (422, True)
    html = client.get(f"/processes/drafts/{id_}/model/").content.decode()
    assert "还没有画完" in html
    assert 'class="card m-reading" aria-label="流程图"' in html  # what there is of it is drawn
    assert page_of(html)["findings"]
    drawn = client.get(f"/processes/drafts/{id_}/model/xml").content
    assert drawn.startswith(broken[: broken.rindex(b"</")])
    assert b"BPMNShape" in drawn


def test_a_published_version_is_walked_by_those_who_draw_or_review(office: Office) -> None:
    version = versions(key="highway-licence")[0]
    address = f"/processes/versions/{version.id}/simulate/"
    walk = Stroll(office.demo.client("ll-center"), address)
    assert walk.path == ["开始 → 到受理"]
    assert office.demo.client("ll-window").get(address).status_code == 403
    assert office.demo.client("ll-process").get(f"/processes/versions/{UUID(int=7)}/simulate/").status_code == 404


def test_a_name_is_shown_and_never_run(office: Office) -> None:
    evil = "</script><img src=x onerror=alert(1)>"
    xml = line(user("a", name=evil), ids=["a"]).replace(b'id="test"', b'id="evil"')
    id_ = begun(office, xml)
    client = office.demo.client("ll-process")
    for address in (f"/processes/drafts/{id_}/model/", f"/processes/drafts/{id_}/simulate/"):
        assert "<img src=x" not in client.get(address).content.decode()
