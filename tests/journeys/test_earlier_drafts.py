"""各稿: every file that a draft has had can be opened, drawn, compared, downloaded and gone back to."""

from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from tests.conftest import Demo
from tests.office import Office
from yimen.contexts.journal.api import trail
from yimen.contexts.procedures.api import NoSuchDraft, copy_version, in_force, revision, revisions, start_draft
from yimen.contexts.procedures.saving import digest
from yimen.sites import _now
from yimen.sites.pieces.edge import today

KEY, MEDIA, UNIT = "highway-licence", "application/xml", "11430281MB990011XC"


@pytest.fixture
def office(demo: Demo) -> Office:
    return Office(demo, _now.now())


@pytest.fixture
def files(office: Office) -> list[bytes]:
    """Gives three files: the version in force, longer, and one that is no procedure."""
    first = in_force(key=KEY, on=today()).xml
    more = first.replace(b'"3wd"', b'"4wd"', 1).replace(b'"2wd"', b'"1wd"', 1)
    return [first, more, first.replace(b'targetRef="review"', b'targetRef="nowhere"')]


@pytest.fixture
def drawn(office: Office, files: list[bytes]) -> UUID:
    """Gives a draft whose three revisions are these files."""
    who = office.reader("ll-process")
    id_ = copy_version(act=office.act(who), reader=who, version=in_force(key=KEY, on=today()).id).id
    client = office.demo.client("ll-process")
    for number, file in enumerate(files[1:], 1):
        client.post(f"/processes/drafts/{id_}/xml?revision={number}", data=file, content_type=MEDIA)
    return id_


def text(answer: Any) -> str:
    return unescape(answer.content.decode())


@pytest.mark.req("PRC-023")
def test_every_file_of_a_draft_is_kept_and_opened_by_who_sees_the_draft(
    office: Office, drawn: UUID, files: list[bytes]
) -> None:
    told = [entry.facts["digest"] for entry in trail(subject=drawn)]
    for login in ("ll-process", "ll-center"):
        client, who = office.demo.client(login), office.reader(login)
        assert [one.number for one in revisions(reader=who, draft=drawn)] == [3, 2, 1]
        kept = [revision(reader=who, draft=drawn, number=number)[1] for number in (1, 2, 3)]
        assert kept == files
        assert [digest(file) for file in kept] == told
        here = f"/processes/drafts/{drawn}/revisions/"
        assert f'href="{here}"' in text(client.get(f"/processes/drafts/{drawn}/"))
        assert f'href="{here}2/"' in text(client.get(here))
        page = text(client.get(f"{here}2/"))
        assert 'class="pf"' in page
        assert "全程各步合计 22 个工作日" in page
        assert [client.get(f"{here}{number}/xml").content for number in (1, 2, 3)] == files
        broken = text(client.get(f"{here}3/"))
        assert "to-review" in broken
        assert "画不成流程图" in broken
        for nothing in ("4", "0", "9" * 21):
            assert client.get(f"{here}{nothing}/").status_code == 404
    for login, status in (("ll-window", 403), ("张三演", 403)):
        assert office.demo.client(login).get(f"/processes/drafts/{drawn}/revisions/1/xml").status_code == status
    for reader in (office.reader("ll-window"), office.reader("cy-examiner")):
        with pytest.raises(NoSuchDraft):
            revision(reader=reader, draft=drawn, number=1)
        with pytest.raises(NoSuchDraft):
            revisions(reader=reader, draft=drawn)


def test_a_revision_is_compared_with_another_and_with_the_version_in_force(office: Office, drawn: UUID) -> None:
    client, version = office.demo.client("ll-center"), in_force(key=KEY, on=today())
    page = client.get(f"/processes/drafts/{drawn}/revisions/2/")
    assert [one["code"] for one in page.context["others"]] == [str(version.id), f"{drawn}.3", f"{drawn}.1"]
    for old, new in ((f"{drawn}.1", f"{drawn}.2"), (f"{drawn}.2", f"{drawn}.1"), (version.id, f"{drawn}.2")):
        id_, _, number = new.partition(".")
        beside = client.get(f"/processes/drafts/{id_}/revisions/{number}/?old={old}", follow=True)
        rows = [[cell["text"] for cell in row] for row in beside.context["weighty"]["rows"]]
        assert ["审查", "时限延长", "时限", "3 个工作日", "4 个工作日"] in rows
    assert "草稿第 2 稿（以前的一稿）" in text(beside)
    refused = client.get(f"/processes/compare/?old={drawn}.1&new={drawn}.3")
    assert (refused.status_code, "第 3 稿还不是完整的流程" in text(refused)) == (422, True)
    for nothing in (f"{drawn}.x", f"{drawn}.77", f"{drawn}.{'9' * 30}", f"{drawn}.-1"):
        assert client.get(f"/processes/compare/?old={nothing}&new={drawn}.1").status_code == 404


def test_going_back_makes_a_new_revision_and_loses_none(office: Office, drawn: UUID, files: list[bytes]) -> None:
    client, who = office.demo.client("ll-process"), office.reader("ll-process")
    here = f"/processes/drafts/{drawn}/"

    def back(number: int, seen: int, by: Client = client) -> Any:
        return by.post(f"{here}restore/", {"revision": seen, "number": number})

    assert "回到这一稿" in text(client.get(f"{here}revisions/2/"))
    assert "回到这一稿" not in text(client.get(f"{here}revisions/3/"))
    assert "回到这一稿" not in text(office.demo.client("ll-center").get(f"{here}revisions/2/"))
    assert back(2, 3, office.demo.client("ll-center")).status_code == 403
    assert back(2, 2).status_code == 409
    assert back(9, 3).status_code == 404
    assert back(2, 3).status_code == 302
    assert client.get(f"{here}xml").content == files[1]
    assert [revision(reader=who, draft=drawn, number=number)[1] for number in (1, 2, 3, 4)] == [*files, files[1]]
    entry = trail(subject=drawn)[-1]
    assert (entry.verb, entry.facts["restored"], entry.facts["revision"]) == ("procedures.restore", 2, 4)
    page = text(client.get(here))
    assert "回到第 2 稿，存为第 4 稿。" in page
    assert back(2, 4).status_code == 422
    client.post(f"{here}submit/", {"revision": 4, "note": "改"})
    assert back(1, 4).status_code == 409
    assert "回到这一稿" not in text(client.get(f"{here}revisions/1/"))


def test_a_comparison_leads_back_to_the_revisions_also_of_a_procedure_not_yet_published(office: Office) -> None:
    client, who = office.demo.client("ll-process"), office.reader("ll-process")
    xml = in_force(key=KEY, on=today()).xml.replace(f'id="{KEY}"'.encode(), b'id="not-yet"')
    id_ = start_draft(act=office.act(who), reader=who, unit=UNIT, xml=xml, fresh=True).id
    place = f"/processes/drafts/{id_}/"
    file = xml.replace(b'"2wd"', b'"1wd"', 1)
    client.post(f"{place}xml?revision=1", data=file, content_type=MEDIA)
    page = client.get(f"/processes/compare/?old={id_}.1&new={id_}.2")
    assert page.context["back"] == f"{place}revisions/"
    assert client.get(page.context["back"]).status_code == 200


def test_a_page_of_revisions_leads_on_only_where_there_are_more(
    office: Office, drawn: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, here = office.demo.client("ll-process"), f"/processes/drafts/{drawn}/revisions/"
    for most, older, last in ((2, f"{here}?before=2", "与上一稿对照"), (3, "", "—")):
        for module in ("contexts.procedures.keeping", "sites.processes.revising"):
            monkeypatch.setattr(f"yimen.{module}.MOST_REVISIONS", most)
        page = client.get(here)
        assert page.context["older"] == older
        assert len(page.context["table"]["rows"]) == most
        cell = page.context["table"]["rows"][-1][4]
        assert (cell["text"] if isinstance(cell, dict) else cell) == last
