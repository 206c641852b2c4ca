"""Base items are written like items: draft, comments, review, publishing; and no level below states them otherwise."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from tests.conftest import Demo
from tests.journeys.test_catalogue_pages import begin, controls, post, text
from yimen.contexts.catalogue.api import (
    BaseBeginning,
    Change,
    DraftMoved,
    DraftRefused,
    NoSuchItem,
    NotYourItem,
    Proposal,
    base_history,
    base_in_force,
    end_base,
    guide,
    publish,
    publish_base,
    save_draft,
    start_base_draft,
)
from yimen.contexts.catalogue.api import draft as one_draft
from yimen.contexts.catalogue.tests.made import HIGHWAY, officer
from yimen.contexts.journal.api import SYSTEM
from yimen.contexts.revisions.api import submit_drafts
from yimen.sites import _now
from yimen.sites.pieces.edge import today

pytestmark = pytest.mark.django_db
PROVINCE = "11430000MB9901817J"
CODE = "430118090001"
FIELDS = {
    "name": "在公路用地上设置临时设施的许可",
    "type": "行政许可",
    "basis-0-law": "公路法",
    "basis-0-article": "第四十六条",
    "basis-0-text": "任何单位和个人不得在公路上及公路用地范围内摆摊设点。",
}


def proposal() -> dict[str, str]:
    return {"first_day": today().isoformat(), "reason": "统一全省事项", "document": "湘政办发〔2026〕3号（演示）"}


def reviewed(demo: Demo, url: str, logins: tuple[str, ...]) -> None:
    """Submits the draft at an address and takes it through its review."""
    writer = demo.client(logins[0])
    answer = writer.post(f"{url}submit/", controls(text(writer.get(url)), f"{url}submit/"))
    assert answer.status_code == 302, text(answer)
    number = re.search(r"/catalogue/reviews/(\d{21})/", text(writer.get(url)))
    assert number
    for login, outcome in zip(logins[1:], ("agree", "agree", "approve"), strict=True):
        client = demo.client(login)
        assert "基本目录" in text(client.get(f"/catalogue/reviews/{number[1]}/"))
        answer = client.post(f"/catalogue/reviews/{number[1]}/", {"outcome": outcome})
        assert answer.status_code == 302, text(answer)


HUNAN = ("hn-editor", "hn-law", "hn-staffing", "hn-government")


def begun(demo: Demo) -> str:
    answer = demo.client("hn-editor").post("/catalogue/bases/new/", {"unit": PROVINCE, "code": CODE})
    assert answer.status_code == 302, text(answer)
    return str(answer["Location"])


@pytest.mark.req("CAT-003", "CAT-004", "CAT-005")
def test_a_province_brings_a_base_item_from_draft_to_published_changes_it_and_ends_it(demo: Demo) -> None:
    writer, url = demo.client("hn-editor"), begun(demo)
    page = unescape(text(writer.get(url)))
    assert "项要填，填好才能送审" in page
    fields = controls(text(writer.get(f"{url}?add=basis")), url)
    answer = post(writer, url, fields, **FIELDS, **proposal())
    assert answer.status_code == 302, text(answer)
    assert "可以送审了" in text(writer.get(url))
    law = demo.client("hn-law")
    answer = law.post(f"{url}comment/", {"field": "name", "text": "名称应写全"})
    assert answer.status_code == 302
    assert "名称应写全" in text(writer.get(url))
    assert CODE not in text(Client().get("/catalogue/bases/"))
    reviewed(demo, url, HUNAN)
    assert base_in_force(code=CODE, on=today()).name == FIELDS["name"]
    assert FIELDS["name"] in text(Client().get(f"/catalogue/bases/{CODE}/"))
    answer = writer.post(f"/catalogue/bases/{CODE}/change/", {"kind": "变更"})
    assert answer.status_code == 302, text(answer)
    url = str(answer["Location"])
    fields = controls(text(writer.get(url)), url)
    post(writer, url, fields, name="公路用地临时设施许可", **proposal())
    page = unescape(text(writer.get(url)))
    assert FIELDS["name"] in page  # the comparison
    assert "公路用地临时设施许可" in page
    reviewed(demo, url, HUNAN)
    assert [one.name for one in base_history(code=CODE)] == [FIELDS["name"], "公路用地临时设施许可"]
    answer = writer.post(f"/catalogue/bases/{CODE}/change/", {"kind": "取消"})
    url = str(answer["Location"])
    post(writer, url, controls(text(writer.get(url)), url), **proposal())
    reviewed(demo, url, HUNAN)
    assert base_history(code=CODE)[-1].valid_to is not None


def test_every_fault_of_a_base_item_stands_beside_its_field(demo: Demo) -> None:
    writer, url = demo.client("hn-editor"), begun(demo)
    bad = {"name": "", "type": "公共服务", **proposal()}
    post(writer, url, controls(text(writer.get(url)), url), **bad)
    page = unescape(text(writer.get(url)))
    assert "与编码不一致" in page
    assert page.count("没有填写") >= 2
    writer.post(f"{url}submit/", controls(text(writer.get(url)), f"{url}submit/"))
    assert "没有送审：还有" in text(writer.get(url))


def test_only_the_nation_and_a_province_write_base_items_each_of_its_own_scope(demo: Demo) -> None:
    answer = demo.client("hn-editor").post("/catalogue/bases/new/", {"unit": PROVINCE, "code": "450118090001"})
    assert answer.status_code == 422
    assert "本单位编制以“43”开头的" in text(answer)
    county = demo.client("ll-editor")
    answer = county.post("/catalogue/bases/new/", {"unit": HIGHWAY, "code": CODE})
    assert answer.status_code == 422
    assert "由国家和省级统一编制" in text(answer)
    code = "452027001000"
    assert 'name="kind"' not in text(county.get(f"/catalogue/bases/{code}/"))
    answer = county.post(f"/catalogue/bases/{code}/change/", {"kind": "变更"})
    assert answer.status_code == 422
    assert "提请它的编制机关" in text(answer)
    stranger = officer("editor", HIGHWAY, "430281000000")
    with pytest.raises(NotYourItem):
        start_base_draft(act=_now.act(SYSTEM), reader=stranger, beginning=BaseBeginning(unit=PROVINCE, code=CODE))


def test_one_draft_at_a_time_and_none_over_a_newer_version(demo: Demo) -> None:
    act, writer = _now.act(SYSTEM), officer("editor", PROVINCE, "430000000000")
    base = {"code": CODE, "name": "临时设施许可", "type": "行政许可"}
    base |= {"basis": [{"law": "公路法", "article": "第四十六条", "text": "不得摆摊设点。"}]}  # type: ignore[dict-item]
    publish_base(act=act, base=base, valid_from=today(), change=Change("新增", "演示", "演发〔2026〕1号"))
    start = BaseBeginning(unit=PROVINCE, kind="变更", code=CODE)
    found = start_base_draft(act=act, reader=writer, beginning=start)
    with pytest.raises(DraftRefused, match="已有一份草稿"):
        start_base_draft(act=act, reader=writer, beginning=start)
    with pytest.raises(DraftRefused, match="已经是在用的"):
        start_base_draft(act=act, reader=writer, beginning=BaseBeginning(unit=PROVINCE, code=CODE))
    why = Proposal(first_day=today(), reason="统一", document="演发〔2026〕2号")
    content = {**found.content, "name": "公路临时设施许可"}
    saved = save_draft(act=act, reader=writer, id=found.id, revision=found.revision, content=content, proposal=why)
    with pytest.raises(DraftMoved):
        save_draft(act=act, reader=writer, id=found.id, revision=found.revision, content=content, proposal=why)
    submit_drafts(act=act, reader=writer, seen=[(saved.id, saved.revision)])
    change = Change("变更", "抢先", "演发〔2026〕4号")
    publish_base(act=act, base={**base, "name": "另一个名称"}, valid_from=today(), change=change)
    client = demo.client("hn-law")
    number = re.findall(r"/catalogue/reviews/(\d{21})/", text(client.get("/catalogue/reviews/")))[0]
    for login, outcome in zip(HUNAN[1:], ("agree", "agree", "approve"), strict=True):
        answer = demo.client(login).post(f"/catalogue/reviews/{number}/", {"outcome": outcome})
    assert answer.status_code == 422
    assert "已另外发布了第 2 版" in text(answer)
    assert one_draft(reader=writer, id=saved.id).state == "submitted"


def test_a_base_item_whose_end_is_announced_is_still_in_use_until_then(demo: Demo) -> None:
    act, writer, on = _now.act(SYSTEM), officer("editor", PROVINCE, "430000000000"), today()
    base = {"code": CODE, "name": "临时设施许可", "type": "行政许可"}
    base |= {"basis": [{"law": "公路法", "article": "第四十六条", "text": "不得摆摊设点。"}]}  # type: ignore[dict-item]
    publish_base(act=act, base=base, valid_from=on, change=Change("新增", "演示", "演发〔2026〕1号"))
    end_base(act=act, code=CODE, last_day=on + timedelta(300), change=Change("取消", "停办", "演发〔2026〕2号"))
    client = demo.client("hn-editor")
    assert 'value="变更"' in text(client.get(f"/catalogue/bases/{CODE}/"))
    with pytest.raises(DraftRefused, match="已经是在用的"):
        start_base_draft(act=act, reader=writer, beginning=BaseBeginning(unit=PROVINCE, code=CODE))
    with pytest.raises(DraftRefused, match="不用再取消"):
        start_base_draft(act=act, reader=writer, beginning=BaseBeginning(unit=PROVINCE, kind="取消", code=CODE))
    found = start_base_draft(act=act, reader=writer, beginning=BaseBeginning(unit=PROVINCE, kind="变更", code=CODE))
    assert found.name == "临时设施许可"
    other = base | {"code": "430118090002"}
    publish_base(act=act, base=other, valid_from=on - timedelta(9), change=Change("新增", "演示", "演发〔2026〕1号"))
    gone = Change("取消", "停办", "演发〔2026〕2号")
    end_base(act=act, code="430118090002", last_day=on - timedelta(1), change=gone)
    with pytest.raises(NoSuchItem):
        start_base_draft(
            act=act, reader=writer, beginning=BaseBeginning(unit=PROVINCE, kind="变更", code="430118090002")
        )


@pytest.mark.req("CAT-005")
def test_a_lower_level_that_states_what_is_inherited_is_told_beside_the_field_and_can_take_it_back(demo: Demo) -> None:
    item = next(one for one in demo.items.values() if one["unit"] == HIGHWAY and one["code"].endswith("007"))
    act, code = _now.act(SYSTEM), item["code"]  # the base catalogue does not have it yet
    base = {"code": code[19:], "name": "统一的名称", "type": item["type"], "basis": item["basis"]}
    publish(act=act, item={**item, "conditions": ["新的条件"]}, valid_from=today(), change=Change("变更", "", ""))
    editor = demo.client("ll-editor")
    url = begin(editor, code, "变更")
    publish_base(act=act, base=base, valid_from=today(), change=Change("新增", "统一", "国办发〔2026〕9号"))
    page = unescape(text(editor.get(url)))
    assert "各级不能另写" in page[page.index('id="f-name"') :][:900]  # beside the field itself
    assert guide(code=code, on=today()).name == "统一的名称"
    post(editor, url, controls(text(editor.get(url)), url), inherit="name")
    page = unescape(text(editor.get(url)))
    assert "各级不能另写" not in page
    assert "统一的名称" in page
