"""Samples and blank forms: told by content, bounded, part of the draft and the version, compared, kept by digest."""

import dataclasses
import hashlib
import uuid
from datetime import date
from typing import Any

import pytest

from yimen.contexts.catalogue.api import (
    MOST_SAMPLES,
    Beginning,
    Draft,
    DraftMoved,
    DraftRefused,
    NewSample,
    NoSuchDraft,
    NotYourItem,
    Proposal,
    Sample,
    attach_sample,
    compared,
    detach_sample,
    draft,
    draft_history,
    draft_sample_file,
    findings,
    guide,
    hand_in,
    history,
    hold_drafts,
    publish,
    publish_drafts,
    published,
    sample_file,
    sample_sizes,
    save_draft,
    start_draft,
)
from yimen.contexts.documents.api import NoSuchDocument
from yimen.contexts.journal.api import Act, Actor

from .conftest import ADDED, START
from .made import DAY, EDITOR, HIGHWAY, LAWYER, officer, whole

FIRST_DAY = date(2026, 4, 1)
WHY = Proposal(first_day=FIRST_DAY, reason="补充样表", document="醴政发〔2026〕8号")
PDF = b"%PDF-1.7\na filled-in sheet\n%%EOF"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


@pytest.fixture
def act(act: Act) -> Act:
    return dataclasses.replace(act, actor=Actor(kind="officer", id=str(EDITOR.account), label="醴陵市公路局事项编制岗"))


@pytest.fixture
def item(ground: None, act: Act, items: list[dict[str, Any]]) -> dict[str, Any]:
    publish(act=act, item=items[0], valid_from=START, change=ADDED)
    return items[0]


@pytest.fixture
def begun(act: Act, item: dict[str, Any]) -> Draft:
    found = start_draft(act=act, reader=EDITOR, beginning=Beginning(unit=HIGHWAY, kind="变更", code=item["code"]))
    return save_draft(act=act, reader=EDITOR, id=found.id, revision=found.revision, content=whole(item), proposal=WHY)


def first(item: dict[str, Any]) -> str:
    code: str = item["form"]["materials"][0]["code"]
    return code


def attach(act: Act, found: Draft, content: bytes = PDF, **more: Any) -> Draft:
    new = {"material": first(dict(found.content)), "kind": "样表", "name": "样表.pdf", "content": content, **more}
    return attach_sample(act=act, reader=EDITOR, id=found.id, revision=found.revision, new=NewSample(**new))


@pytest.mark.req("CAT-014")
def test_a_file_becomes_part_of_the_version_and_is_given_out_from_its_first_day(act: Act, begun: Draft) -> None:
    saved = attach(act, attach(act, begun), PNG, kind="空白表格", name="空表")
    assert saved.revision == begun.revision + 2
    code = first(dict(begun.content))
    digests = [hashlib.sha256(each).hexdigest() for each in (PDF, PNG)]
    wanted = (Sample(code, "样表", "样表.pdf", digests[0]), Sample(code, "空白表格", "空表.png", digests[1]))
    assert [one.must for one in findings(draft=saved, on=DAY) if one.field == "samples"] == []
    line = next(one for one in compared(draft=saved, on=DAY) if one.field == "samples")
    assert "样表“样表.pdf”" in line.new
    assert "空白表格“空表.png”" in line.new
    review = uuid.uuid5(uuid.NAMESPACE_URL, "review")
    hold_drafts(act=act, reader=EDITOR, seen=[(saved.id, saved.revision)], review=review)
    publish_drafts(act=act, review=review)
    after = guide(code=saved.code, on=FIRST_DAY)
    assert after.samples == wanted
    assert guide(code=saved.code, on=DAY).samples == ()
    assert "样表和空白表格" in history(code=saved.code)[0].differences
    assert sample_file(code=saved.code, on=FIRST_DAY, sha256=digests[0]).content == PDF
    found = sample_file(code=saved.code, on=FIRST_DAY, sha256=digests[1])
    assert (found.name, found.media, found.content) == ("空表.png", "image/png", PNG)
    with pytest.raises(NoSuchDocument):
        sample_file(code=saved.code, on=DAY, sha256=digests[0])  # not yet in force
    assert sample_sizes(samples=wanted) == {digests[0]: len(PDF), digests[1]: len(PNG)}


def test_a_version_keeps_its_file_when_the_next_draft_drops_it(act: Act, begun: Draft) -> None:
    saved = attach(act, begun)
    review = uuid.uuid5(uuid.NAMESPACE_URL, "kept")
    hold_drafts(act=act, reader=EDITOR, seen=[(saved.id, saved.revision)], review=review)
    publish_drafts(act=act, review=review)
    again = start_draft(act=act, reader=EDITOR, beginning=Beginning(unit=HIGHWAY, kind="变更", code=saved.code))
    sample = Sample(**again.content["samples"][0])
    less = detach_sample(act=act, reader=EDITOR, id=again.id, revision=again.revision, sample=sample)
    assert "samples" not in less.content
    assert [entry.verb for entry in draft_history(reader=EDITOR, id=again.id)][-1] == "catalogue.detach"
    assert sample_file(code=saved.code, on=FIRST_DAY, sha256=sample.sha256).content == PDF
    with pytest.raises(DraftRefused, match="已经移除"):
        detach_sample(act=act, reader=EDITOR, id=less.id, revision=less.revision, sample=sample)


@pytest.mark.parametrize(
    ("content", "more", "said"),
    [
        (b"MZ\x90\x00", {"name": "样表.pdf"}, "不是 Word（.docx）、OFD、PDF、JPG 或 PNG"),
        (b"", {}, "是空的"),
        (b"%PDF-" + bytes(10 * 1024 * 1024), {}, "超过 10 MB"),
        (PDF, {"material": "nothing"}, "哪份材料"),
        (PDF, {"kind": "照片"}, "样表或空白表格"),
    ],
)
def test_what_is_no_such_file_is_refused_and_nothing_changes(
    act: Act, begun: Draft, content: bytes, more: dict[str, Any], said: str
) -> None:
    with pytest.raises(DraftRefused, match=said):
        attach(act, begun, content, **more)
    assert draft(reader=EDITOR, id=begun.id) == begun


def test_only_the_writers_of_the_unit_attach_and_nobody_over_what_they_have_not_seen(act: Act, begun: Draft) -> None:
    saved = attach(act, begun)
    with pytest.raises(DraftMoved):
        attach(act, begun)
    assert attach(act, saved).revision == saved.revision  # the same again is no new revision
    new = NewSample(material=first(dict(begun.content)), kind="样表", name="a.pdf", content=PDF)
    with pytest.raises(NotYourItem):
        attach_sample(act=act, reader=LAWYER, id=saved.id, revision=saved.revision, new=new)
    digest = hashlib.sha256(PDF).hexdigest()
    assert draft_sample_file(reader=LAWYER, id=saved.id, sha256=digest).content == PDF
    stranger = officer("editor", "11430281MB99016308", "430281004000", 9)
    with pytest.raises(NoSuchDraft):
        draft_sample_file(reader=stranger, id=saved.id, sha256=digest)


def test_a_digest_that_is_not_kept_and_a_material_that_is_gone_are_named(act: Act, begun: Draft) -> None:
    code = first(dict(begun.content))
    rows = [{"material": code, "kind": "样表", "name": "别处.pdf", "sha256": "0" * 64}]

    def said(rows: list[dict[str, str]]) -> str:
        found = save_draft(
            act=act,
            reader=EDITOR,
            id=begun.id,
            revision=draft(reader=EDITOR, id=begun.id).revision,
            content={**begun.content, "samples": rows},
            proposal=WHY,
        )
        return "".join(one.words for one in findings(draft=found, on=DAY) if one.field == "samples")

    assert "不在本平台" in said(rows)
    assert "不在申请材料里" in said([{**rows[0], "material": "gone"}])
    assert "64 位" in said([{**rows[0], "sha256": "ABC"}])
    assert "没有“图”" in said([{**rows[0], "kind": "图"}])
    many = [{**rows[0], "name": f"{number}.pdf"} for number in range(MOST_SAMPLES + 1)]
    assert f"最多 {MOST_SAMPLES} 份" in said(many)


def test_what_is_given_away_names_the_file_and_can_be_handed_in_again(act: Act, begun: Draft) -> None:
    saved = attach(act, begun)
    review = uuid.uuid5(uuid.NAMESPACE_URL, "away")
    hold_drafts(act=act, reader=EDITOR, seen=[(saved.id, saved.revision)], review=review)
    publish_drafts(act=act, review=review)
    (away,) = published(on=FIRST_DAY)
    assert away.content["samples"][0]["sha256"] == hashlib.sha256(PDF).hexdigest()
    (same,) = hand_in(reader=EDITOR, items=[away.content], on=FIRST_DAY)
    assert (same.kind, same.faults) == ("不变", ())
    less = {key: value for key, value in away.content.items() if key != "samples"}
    (changed,) = hand_in(reader=EDITOR, items=[less], on=FIRST_DAY)
    assert changed.faults == ()
