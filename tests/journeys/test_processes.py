"""流程管理: a procedure from draft to published, and what of it each post may do."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from tests.conftest import Demo
from tests.office import Office
from yimen.contexts.procedures.api import copy_version, in_force
from yimen.sites import _now
from yimen.sites.pieces.edge import today

KEY, UNIT, MEDIA = "highway-licence", "11430281MB990011XC", "application/xml"


@pytest.fixture
def office(demo: Demo) -> Office:
    return Office(demo, _now.now())


@pytest.fixture
def drawn(office: Office) -> UUID:
    """Gives a draft that the highway bureau has copied from what is in force."""
    who = office.reader("ll-process")
    return copy_version(act=office.act(who), reader=who, version=in_force(key=KEY, on=today()).id).id


def save(client: Client, id_: UUID, xml: bytes, revision: int) -> Any:
    return client.post(f"/processes/drafts/{id_}/xml?revision={revision}", data=xml, content_type=MEDIA)


def longer(xml: bytes) -> bytes:
    """The same procedure with more days for the examination."""
    assert b'yimen:limit="3wd"' in xml
    return xml.replace(b'yimen:limit="3wd"', b'yimen:limit="4wd"', 1)


def test_a_draft_is_read_and_saved_by_revision(office: Office, drawn: UUID) -> None:
    client = office.demo.client("ll-process")
    answer = client.get(f"/processes/drafts/{drawn}/xml")
    assert (answer.status_code, answer["X-Revision"], answer["Content-Type"]) == (200, "1", MEDIA)
    saved = save(client, drawn, longer(answer.content), 1)
    assert (saved.status_code, saved.json()["saved"], saved.json()["revision"]) == (200, True, 2)
    assert {item["severity"] for item in saved.json()["findings"]} <= {"warning"}
    again = save(client, drawn, longer(answer.content), 2)
    assert again.json()["revision"] == 2
    lost = save(client, drawn, answer.content, 1)
    assert (lost.status_code, lost.json()["saved"], lost.json()["revision"]) == (409, False, 2)
    assert "没有保存" in lost.json()["error"]
    assert client.get(f"/processes/drafts/{drawn}/xml").content == longer(answer.content)


def test_what_does_not_compile_is_kept_as_a_draft_with_its_findings(office: Office, drawn: UUID) -> None:
    client = office.demo.client("ll-process")
    xml = client.get(f"/processes/drafts/{drawn}/xml").content
    broken = xml.replace(b'targetRef="review"', b'targetRef="nowhere"')
    saved = save(client, drawn, broken, 1)
    assert (saved.status_code, saved.json()["saved"], saved.json()["revision"]) == (422, True, 2)
    fault = next(item for item in saved.json()["findings"] if "to-review" in item["element"])
    assert set(fault) >= {"element", "line", "message", "severity"}
    assert xml.splitlines()[fault["line"] - 1].strip().startswith(b'<bpmn:sequenceFlow id="to-review"')
    assert client.get(f"/processes/drafts/{drawn}/xml").content == broken
    for nothing, words in ((b"", "空"), (b"x" * 600_000, "最多")):
        refused = save(client, drawn, nothing, 2)
        assert (refused.status_code, refused.json()["saved"]) == (422, False)
        assert words in refused.json()["error"]
    assert save(client, drawn, xml, "two").status_code == 422  # type: ignore[arg-type]
    assert client.get(f"/processes/drafts/{drawn}/xml").content == broken


def test_only_the_unit_draws_and_only_its_reviewers_read(office: Office, drawn: UUID) -> None:
    xml = office.demo.client("ll-process").get(f"/processes/drafts/{drawn}/xml").content
    reads = office.demo.client("ll-center")
    assert reads.get(f"/processes/drafts/{drawn}/xml").status_code == 200
    assert save(reads, drawn, longer(xml), 1).status_code == 403
    for who in ("ll-window", "ll-law", "admin-system", "张三演"):
        assert office.demo.client(who).get(f"/processes/drafts/{drawn}/xml").status_code == 403
    assert Client().get(f"/processes/drafts/{drawn}/xml").status_code == 302
