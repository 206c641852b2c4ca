"""调用流程: a procedure that calls another, from its drawing to a matter that runs through both."""

from datetime import timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pytest

from tests.conftest import Demo
from tests.office import Office
from yimen.contexts.journal.api import trail
from yimen.contexts.matters.api import matter_by_id
from yimen.contexts.procedures.api import (
    DraftRefused,
    ProcedureRefused,
    Version,
    copy_version,
    findings,
    in_force,
    publish,
    publish_draft,
    review_draft,
    save_draft,
    start_draft,
    submit_draft,
)
from yimen.kernel.procedure.tests.bpmn import line, node, user
from yimen.sites import _now
from yimen.sites.pieces.edge import today

UNIT, KEY, ITEM = "11430281MB990011XC", "highway-licence", "超限运输车辆行驶公路的审核"
LOOK = 'yimen:role="examiner" yimen:unit="lead" yimen:stage="审查" yimen:limit="8h" yimen:basis="许可法第三十四条"'


@pytest.fixture
def office(demo: Demo) -> Office:
    return Office(demo, _now.now())


def looking(*names: str, key: str = "site-look") -> bytes:
    """Writes a procedure of steps one after the other."""
    ids = [f"look{number}" for number in range(len(names))]
    steps = [user(id_, "seen", name=name, legal=LOOK) for id_, name in zip(ids, names, strict=True)]
    return bytes(line(*steps, ids=ids)).replace(b'id="test"', f'id="{key}"'.encode(), 1)


def calling(key: str, xml: bytes) -> bytes:
    """Puts a call between the examination and the check of a licence."""
    call = node("callActivity", "look", name="现场查看", calledElement=key)
    onwards = node("sequenceFlow", "from-look", sourceRef="look", targetRef="review")
    led = xml.replace(b'sourceRef="examine" targetRef="review"', b'sourceRef="examine" targetRef="look"')
    return led.replace(b"</bpmn:process>", f"{call}{onwards}</bpmn:process>".encode(), 1)


def published(office: Office, xml: bytes) -> Version:
    return publish(act=office.act(), xml=xml, valid_from=today())


def drafted(office: Office, called: str = "site-look") -> tuple[UUID, int]:
    """Draws the licence of the highway bureau anew, with a call; returns the draft and its revision."""
    who = office.reader("ll-process")
    found = copy_version(act=office.act(who), reader=who, version=in_force(key=KEY, on=today()).id)
    xml = calling(called, found.xml)
    saved = save_draft(act=office.act(who), reader=who, id=found.id, xml=xml, revision=1)
    return found.id, saved.draft.revision


def released(office: Office, draft: UUID, revision: int, after: int = 0) -> Version:
    who, eyes = office.reader("ll-process"), office.reader("ll-center")
    seen: dict[str, Any] = {"id": draft, "revision": revision}
    why = "大件运输确需现场查看"
    submit_draft(act=office.act(who), reader=who, **seen, note="增加现场查看", justification=why)
    review_draft(act=office.act(eyes), reader=eyes, **seen, agree=True, opinion="同意")
    day = today() + timedelta(after)
    return publish_draft(act=office.act(eyes), reader=eyes, **seen, valid_from=day, reason="依规定")


def examined(office: Office) -> UUID:
    """Lodges a case and takes it to where the call begins."""
    case = office.lodge(item=ITEM)
    office.does("ll-window", case.id, "accept")
    office.does("ll-examiner", case.id, "agree")
    return case.id


@pytest.mark.req("PRC-020", "PRC-024")
def test_a_matter_runs_through_what_its_procedure_calls(office: Office) -> None:
    called = published(office, looking("查看道路", "查看桥梁"))
    caller = released(office, *drafted(office))
    assert [(one.key, one.number, one.id) for one in caller.calls] == [("site-look", 1, called.id)]
    assert trail(subject=caller.id)[0].facts["calls"] == {"site-look": 1}
    case = examined(office)
    client = office.demo.client("ll-examiner")
    for name in ("查看道路", "查看桥梁"):
        task = office.task(office.reader("ll-examiner"), case)
        assert task.name == name
        page = unescape(client.get(f"/desk/tasks/{task.id}/").content.decode())
        assert f"<h1>{name}" in page
        office.does("ll-examiner", case, "seen")
    assert office.task(office.reader("ll-reviewer"), case).node == "review"
    page = unescape(client.get(f"/procedures/{KEY}/").content.decode())
    for words in ("查看道路", "查看桥梁", "site-look 第 1 版"):
        assert words in page
    page = unescape(office.demo.client("ll-process").get(f"/processes/procedures/{KEY}/").content.decode())
    assert "调用的流程：site-look 第 1 版" in page


@pytest.mark.req("PRC-020")
def test_a_caller_stays_on_the_version_it_was_bound_to(office: Office) -> None:
    first = published(office, looking("查看道路"))
    caller = released(office, *drafted(office))
    case = examined(office)
    published(office, looking("查看隧道", "查看桥梁"))
    assert [node.name for node in in_force(key=KEY, on=today()).procedure.nodes.values() if "look" in node.scope] == [
        "",
        "查看道路",
        "",
    ]
    assert office.task(office.reader("ll-examiner"), case).name == "查看道路"
    office.does("ll-examiner", case, "seen")
    assert office.task(office.reader("ll-reviewer"), case).node == "review"
    assert matter_by_id(reader=office.reader("ll-window"), id=case).procedure_id == caller.id
    again = published(office, caller.xml)
    assert again.number == caller.number + 1
    assert [(one.key, one.number) for one in again.calls] == [("site-look", 2)]
    assert [(one.key, one.number) for one in in_force(key=KEY, on=today()).calls] == [("site-look", 2)]
    assert first.id != again.calls[0].id
    assert published(office, caller.xml).id == again.id


def test_what_is_called_is_of_the_callers_first_day(office: Office) -> None:
    published(office, looking("查看道路"))
    publish(act=office.act(), xml=looking("查看隧道"), valid_from=today() + timedelta(10))
    now = published(office, calling("site-look", in_force(key=KEY, on=today()).xml))
    assert [one.number for one in now.calls] == [1]
    later = publish(act=office.act(), xml=now.xml, valid_from=today() + timedelta(10))
    assert [one.number for one in later.calls] == [2]


def test_what_is_not_published_yet_cannot_be_called(office: Office) -> None:
    with pytest.raises(ProcedureRefused, match=r"现场查看：找不到被调用的流程“site-look”，请先发布它"):
        published(office, calling("site-look", in_force(key=KEY, on=today()).xml))
    draft, revision = drafted(office)
    page = unescape(office.demo.client("ll-process").get(f"/processes/drafts/{draft}/").content.decode())
    assert "找不到被调用的流程“site-look”" in page
    publish(act=office.act(), xml=looking("查看道路"), valid_from=today() + timedelta(5))
    with pytest.raises(DraftRefused, match="不能发布") as refused:
        released(office, draft, revision, after=4)
    assert [one.element for one in refused.value.findings] == ["callActivity look"]


def test_it_waits_for_the_day_on_which_what_it_calls_begins(office: Office) -> None:
    publish(act=office.act(), xml=looking("查看道路"), valid_from=today() + timedelta(5))
    assert [one.number for one in released(office, *drafted(office), after=5).calls] == [1]


def test_procedures_that_call_each_other_are_refused_by_element(office: Office) -> None:
    published(office, looking("查看道路"))
    caller = released(office, *drafted(office))
    call = node("callActivity", "round", name="绕回来", calledElement=KEY)
    xml = bytes(line(call, ids=["round"])).replace(b'id="test"', b'id="site-look"', 1)
    with pytest.raises(ProcedureRefused, match=r"绕回来：.*互相调用成了圈"):
        published(office, xml)
    itself = caller.xml.replace(b'calledElement="site-look"', f'calledElement="{KEY}"'.encode())
    found, procedure = findings(xml=itself, on=today())
    assert procedure is None
    assert [one.element for one in found] == ["callActivity look"]
    assert "圈" in found[0].message_zh
    who = office.reader("ll-process")
    with pytest.raises(DraftRefused, match="没有存为草稿"):
        start_draft(act=office.act(who), reader=who, unit=UNIT, xml=itself)


def test_ids_that_grow_too_long_by_calling_are_refused(office: Office) -> None:
    long = looking("查看道路").replace(b"look0", b"look0" + b"x" * 72)
    published(office, long)
    with pytest.raises(ProcedureRefused, match="最多 80 个"):
        published(office, calling("site-look", in_force(key=KEY, on=today()).xml))


def test_a_draft_that_calls_is_walked_and_compared(office: Office) -> None:
    published(office, looking("查看道路"))
    draft, _ = drafted(office)
    client = office.demo.client("ll-process")
    page = unescape(client.get(f"/processes/drafts/{draft}/simulate/").content.decode())
    assert "受理" in page
    assert "查看道路" in page
    base = in_force(key=KEY, on=today()).id
    page = unescape(client.get(f"/processes/compare/?old={base}&new={draft}").content.decode())
    assert "查看道路" in page
    released(office, *drafted(office))
    version = in_force(key=KEY, on=today()).id
    assert "查看道路" in unescape(client.get(f"/processes/versions/{version}/simulate/").content.decode())
    assert "BPMNShape" in client.get(f"/processes/drafts/{draft}/model/xml").content.decode()
