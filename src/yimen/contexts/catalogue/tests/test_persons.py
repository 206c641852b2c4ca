"""No item, draft or change publishes the number of a person."""

from typing import Any

import pytest

from yimen.contexts.catalogue.api import (
    Beginning,
    Change,
    DraftRefused,
    ItemRefused,
    Proposal,
    comment,
    findings,
    hand_in,
    hold_drafts,
    publish,
    publish_base,
    save_draft,
    start_draft,
)
from yimen.contexts.journal.api import Act

from .conftest import ADDED, START
from .made import DAY, EDITOR, HIGHWAY, whole
from .test_drafts import REVIEW

PERSON, MOBILE = "张三 11010519491231002X", "找李四 13912345678"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"faq": [{"question": "找谁？", "answer": MOBILE}]}, "常见问题"),
        ({"conditions": [PERSON]}, "办理条件"),
        ({"visits_reason": PERSON}, "必须到现场的原因"),
        ({"fees": [{"name": "工本费", "standard": MOBILE, "basis": "文件"}]}, "收费"),
    ],
)
def test_an_item_with_the_number_of_a_person_is_refused_by_field(
    ground: None, act: Act, items: list[dict[str, Any]], change: dict[str, Any], field: str
) -> None:
    item = whole(items[0]) | change
    with pytest.raises(ItemRefused, match=f"“{field}”里有(公民身份号码|手机号码)"):
        publish(act=act, item=item, valid_from=START, change=ADDED)
    (handed,) = hand_in(reader=EDITOR, items=[item], on=DAY)
    assert any("公开的指南不能写个人信息" in words for _, words in handed.faults)
    publish(act=act, item={**whole(items[0]), "complaint_phone": "13912345678"}, valid_from=START, change=ADDED)
    found = start_draft(act=act, reader=EDITOR, beginning=Beginning(unit=HIGHWAY, kind="变更", code=item["code"]))
    content = {**found.content, **change}
    why = Proposal(first_day=DAY, reason="补充", document="文件")
    saved = save_draft(act=act, reader=EDITOR, id=found.id, revision=1, content=content, proposal=why)
    assert field in {one.label for one in findings(draft=saved, on=DAY) if "个人信息" in one.words}
    with pytest.raises(DraftRefused, match="个人信息"):
        hold_drafts(act=act, reader=EDITOR, seen=[(found.id, saved.revision)], review=REVIEW)


def test_materials_of_a_form_are_looked_at_too(ground: None, act: Act, items: list[dict[str, Any]]) -> None:
    first, *rest = items[0]["form"]["materials"]
    form = {**items[0]["form"], "materials": [{**first, "sample": PERSON}, *rest]}
    with pytest.raises(ItemRefused, match="“申请材料”里有公民身份号码"):
        publish(act=act, item={**items[0], "form": form}, valid_from=START, change=ADDED)


def test_reasons_documents_and_comments_name_nobody_by_number(
    ground: None, act: Act, items: list[dict[str, Any]]
) -> None:
    for change, said in ((Change("新增", PERSON, ""), "变动理由"), (Change("新增", "", MOBILE), "依据文件")):
        with pytest.raises(ItemRefused, match=f"“{said}”里有"):
            publish(act=act, item=items[0], valid_from=START, change=change)
    publish(act=act, item=items[0], valid_from=START, change=ADDED)
    code = items[0]["code"]
    found = start_draft(act=act, reader=EDITOR, beginning=Beginning(unit=HIGHWAY, kind="变更", code=code))
    for proposal, said in ((Proposal(reason=MOBILE), "变动理由"), (Proposal(document=PERSON), "依据文件")):
        with pytest.raises(DraftRefused, match=f"“{said}”里有"):
            save_draft(act=act, reader=EDITOR, id=found.id, revision=1, content=found.content, proposal=proposal)
    with pytest.raises(DraftRefused, match="“批注”里有"):
        comment(act=act, reader=EDITOR, id=found.id, field="", text=PERSON)
    law = [{"law": "某法", "article": "第一条", "text": MOBILE}]
    base = {"code": code[19:], "name": items[0]["name"], "type": items[0]["type"], "basis": law}
    with pytest.raises(ItemRefused, match="“设定依据”里有"):
        publish_base(act=act, base=base, valid_from=START, change=ADDED)


def test_digests_of_files_and_numbers_in_addresses_are_nobodys(
    ground: None, act: Act, items: list[dict[str, Any]]
) -> None:
    file = {"material": items[0]["form"]["materials"][0]["code"], "kind": "样表", "name": "表.pdf"}
    notice = {"title": "通知", "number": "", "day": "", "url": "https://demo.invalid/13912345678.html"}
    for digits in ("13912345678", "11010519491231002X"):
        item = {**whole(items[0]), "samples": [{**file, "sha256": digits.ljust(64, "a")}], "notices": [notice]}
        (handed,) = hand_in(reader=EDITOR, items=[item], on=DAY)
        assert [words for _, words in handed.faults if "个人信息" in words] == []
    for change in (
        {"samples": [{**file, "name": MOBILE, "sha256": "a" * 64}]},
        {"notices": [{**notice, "title": MOBILE}]},
    ):
        (handed,) = hand_in(reader=EDITOR, items=[{**whole(items[0]), **change}], on=DAY)
        assert any("个人信息" in words for _, words in handed.faults)
