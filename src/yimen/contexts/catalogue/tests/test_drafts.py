"""Drafts: started, saved whole, commented, examined at once, compared, given up, and published only by a review."""

import copy
import dataclasses
import uuid
from datetime import date, timedelta
from typing import Any

import pytest

from yimen.contexts.catalogue.api import (
    Beginning,
    Change,
    Draft,
    DraftMoved,
    DraftRefused,
    NoSuchDraft,
    NoSuchItem,
    NotYourItem,
    Proposal,
    comment,
    comments,
    compared,
    completeness,
    delegated,
    discard_draft,
    draft,
    draft_completeness,
    draft_history,
    drafts,
    ended,
    findings,
    guide,
    history,
    hold_drafts,
    load_items,
    movements,
    publish,
    publish_base,
    publish_drafts,
    release_drafts,
    save_draft,
    settle_comment,
    start_draft,
)
from yimen.contexts.catalogue.elements import LISTS
from yimen.contexts.journal.api import Act, Actor

from .conftest import ADDED, START
from .made import DAY, EDITOR, HIGHWAY, LAWYER, officer, whole

FIRST_DAY = date(2026, 4, 1)
WHY = Proposal(first_day=FIRST_DAY, reason="压缩时限", document="醴政发〔2026〕8号")
REVIEW = uuid.UUID(int=99)


@pytest.fixture
def act(act: Act) -> Act:
    return dataclasses.replace(act, actor=Actor(kind="officer", id=str(EDITOR.account), label="醴陵市公路局事项编制岗"))


@pytest.fixture
def item(ground: None, act: Act, items: list[dict[str, Any]]) -> dict[str, Any]:
    """The first of the highway bureau's reviews, in force."""
    publish(act=act, item=items[0], valid_from=START, change=ADDED)
    return items[0]


def _begin(act: Act, item: dict[str, Any], kind: str = "变更") -> Draft:
    return start_draft(act=act, reader=EDITOR, beginning=Beginning(unit=HIGHWAY, kind=kind, code=item["code"]))


def _save(act: Act, found: Draft, content: dict[str, Any], proposal: Proposal = WHY) -> Draft:
    return save_draft(act=act, reader=EDITOR, id=found.id, revision=found.revision, content=content, proposal=proposal)


def _said(found: Draft) -> dict[str, str]:
    return {one.field: one.words for one in findings(draft=found, on=DAY) if one.must}


def test_a_draft_is_saved_incomplete_and_the_journal_names_the_fields_that_changed(
    act: Act, item: dict[str, Any]
) -> None:
    found = _begin(act, item)
    content = {**found.content, "promised": "七", "name": "", "form": {**item["form"], "materials": []}}
    saved = _save(act, found, content)
    assert (saved.revision, saved.state, saved.content["promised"]) == (2, "draft", "七")
    entry = draft_history(reader=EDITOR, id=found.id)[-1]
    assert entry.verb == "catalogue.save"
    assert set(entry.facts["changed"]) == {"承诺时限", "事项名称", "申请材料", "拟生效日期", "变动理由", "依据文件"}
    assert _save(act, saved, content).revision == 2  # the same again is no new one
    assert guide(code=item["code"], on=DAY).promised == item["promised"]


def test_two_editors_cannot_overwrite_one_another(act: Act, item: dict[str, Any]) -> None:
    found = _begin(act, item)
    saved = _save(act, found, {**found.content, "promised": 8})
    with pytest.raises(DraftMoved, match="第 2 稿，您看到的是第 1 稿") as moved:
        _save(act, found, {**found.content, "promised": 6})
    assert moved.value.revision == 2
    assert draft(reader=EDITOR, id=found.id).content["promised"] == 8
    assert saved.editors == {str(EDITOR.account)}


def test_every_fault_is_named_at_once_by_its_field(act: Act, item: dict[str, Any]) -> None:
    found = _begin(act, item)
    broken = whole(item) | {
        "promised": 45,
        "basis": [],
        "conditions": [],
        "type": "公共服务",
        "audience": ["企业"],
        "form": {**item["form"], "materials": []},
        "centre": "11430281MB99001440",
        "hours": "每天",
        "address": "市政务中心",
        "consult_phone": "23230012",
        "visits": 2,
        "online_payment": True,
        "fees": [],
        "disclosure": "不公开",
        "prerequisites": ["000118001001"],
    }
    said = _said(_save(act, found, broken, Proposal()))
    assert set(said) == {
        *("promised", "basis", "conditions", "type", "audience", "materials", "centre", "hours", "address"),
        *("consult_phone", "subjects", "visits", "visits_reason", "online_payment", "disclosure_ground"),
        "prerequisites",
        *("first_day", "reason", "document"),
    }  # fmt: skip
    assert "超过法定时限" in said["promised"]
    assert "不能以自己为前置" in said["prerequisites"]
    assert "区号" in said["consult_phone"]


QUALITY = [
    ({"visits": 1, "online": "网上申请"}, "visits_reason", "没有填写"),
    ({"visits": 0, "visits_reason": "要按手印"}, "visits_reason", "不符"),
    ({"visits": 1, "visits_reason": "要按手印"}, "visits", "全程网办的应为 0 次"),
    ({"online": "网上申请", "by_post": False}, "by_post", "无法不到现场"),
    ({"fees": [], "online_payment": True}, "online_payment", "不收费"),
    ({"fees": [{"name": "工本费", "standard": "10 元", "basis": ""}]}, "fees", "没有写收费依据"),
    ({"result_kind": ""}, "result_kind", "没有填写"),
    ({"result_sample": ""}, "result_sample", "没有填写"),
    ({"complaint_phone": "0731-23230012"}, "complaint_phone", "与咨询电话相同"),
    ({"complaint_phone": "23230019"}, "complaint_phone", "应带区号"),
    ({"address": "醴陵市政务服务中心"}, "address", "没有写到窗口"),
    ({"hours": "9:00–17:00"}, "hours", "工作日"),
    ({"subjects": ["企业法人"]}, "subjects", "是否包括自然人"),
    ({"subjects": ["自然人"]}, "subjects", "是否包括法人"),
    ({"instant": True}, "promised", "当场办结"),
    ({"instant": True, "special": "需要听证"}, "special", "请清空这一项。"),
    ({"handling": "即办件"}, "handling", "当场办结"),
    ({"body_kind": ""}, "body_kind", "必填项"),
    ({"power_source": "祖传"}, "power_source", "没有“祖传”这一种"),
    ({"visits": None}, "visits", "必填项"),
    ({"duties": []}, "duties", "权力清单"),
    ({"supervision": []}, "supervision", "权力清单"),
    ({"accountability": []}, "accountability", "权力清单"),
    ({"visits": 100}, "visits", "0 至 99"),
    ({"code": "1" * 31}, "code", "不对"),
    ({"unit": "11430281MB99001442"}, "unit", "与草稿的单位不同"),
    ({"region": "430281"}, "region", "430281000000"),
]


@pytest.mark.parametrize(("change", "field", "words"), QUALITY)
def test_each_check_of_quality_names_its_field(
    act: Act, item: dict[str, Any], change: dict[str, Any], field: str, words: str
) -> None:
    found = _begin(act, item)
    assert _said(_save(act, found, whole(item))) == {}
    again = draft(reader=EDITOR, id=found.id)
    broken = _save(act, again, {**whole(item), **change})
    assert any(one.field == field and words in one.words and one.must for one in findings(draft=broken, on=DAY))


@pytest.mark.parametrize(
    "said", ["", "无", "没有。", "无特别程序", "没有特别程序。", "不需要特别程序", "不涉及特别程序"]
)
def test_an_item_done_on_the_spot_may_say_that_it_has_no_special_procedure(
    act: Act, item: dict[str, Any], said: str
) -> None:
    found = _begin(act, item)
    assert "special" not in _said(_save(act, found, {**whole(item), "instant": True, "special": said}))


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ([("is_not", "甲"), ("is_not", "乙")], True),
        ([("is_not", "甲"), ("is", "甲")], True),
        ([("is_not", "甲"), ("is", "乙")], False),
        ([("is_not", "甲"), ("filled", "")], False),
        ([("is", "甲"), ("is", "乙")], False),
        ([("is_not", "甲")], False),
    ],
)
def test_a_condition_that_always_holds_is_advised_against(
    act: Act, item: dict[str, Any], parts: list[tuple[str, str]], *, told: bool
) -> None:
    found, broken = _begin(act, item), copy.deepcopy(whole(item))
    kind = {"element": {"code": "kind", "label": "哪一类", "type": "choice", "choices": ["甲", "乙", "丙"]}}
    last = {"element": {"code": "more", "label": "补充", "type": "text"}}
    conditions = [{"element": "kind", "operator": sign} | ({"value": word} if word else {}) for sign, word in parts]
    when = {"any_of": conditions}
    broken["form"]["sections"][0]["fields"] += [kind, {**last, "when": when}]
    broken["form"]["materials"][0]["when"] = when
    saved = _save(act, found, broken)
    for field in ("form", "materials"):
        advice = [one for one in findings(draft=saved, on=DAY) if one.field == field and "不论怎样回答" in one.words]
        assert len(advice) == told
        assert not [one for one in advice if one.must or "哪一类" not in one.words]


@pytest.mark.req("CAT-006")
@pytest.mark.parametrize("lost", ["name", "conditions", "procedure_key", "promised"])
def test_a_draft_without_one_of_the_five_elements_is_not_taken_to_review(
    act: Act, item: dict[str, Any], lost: str
) -> None:
    found = _begin(act, item)
    saved = _save(act, found, {key: value for key, value in whole(item).items() if key != lost})
    assert draft_completeness(draft=saved, on=DAY).lists[0].missing
    with pytest.raises(DraftRefused, match="必须改正") as refused:
        hold_drafts(act=act, reader=EDITOR, seen=[(saved.id, saved.revision)], review=REVIEW)
    assert lost in {one.field for one in refused.value.findings}
    assert "处在草稿页逐栏列出" not in str(refused.value)
    assert draft(reader=EDITOR, id=found.id).state == "draft"


LISTED: dict[str, tuple[str, dict[str, Any], set[str]]] = {
    "CAT-010": ("指南九要素", {"result": "", "basis": []}, {"办理结果", "设定依据"}),
    "CAT-011": ("八公开", {"standards": [], "window_authority": ""}, {"审查标准", "窗口权限"}),
    "CAT-012": (
        "审批十要素",
        {"exercise": "", "section": "", "discipline": ""},
        {"审批内容", "责任单位和科室", "工作纪律"},
    ),
    "CAT-013": ("行政许可另外公开", {"quota": "", "standards": []}, {"数量限制", "审查标准"}),
    "PWR-001": (
        "行政职权六要素",
        {"duties": [], "supervision": [], "accountability": []},
        {"责任事项", "监督措施", "追责情形"},
    ),
}


OPEN_FIELDS: dict[str, Any] = {"materials": [], "fee_basis": [{"name": "费", "standard": "5 元", "basis": ""}]}
OPEN_FIELDS["fee_standard"] = [{"name": "费", "standard": "", "basis": "《公路法》第三十七条"}]


def test_a_refusal_tells_the_first_faults_and_where_the_rest_is(act: Act, item: dict[str, Any]) -> None:
    found = _begin(act, item)
    lost = ("quota", "standards", "exercise", "section", "discipline")
    saved = _save(act, found, {key: value for key, value in whole(item).items() if key not in lost})
    with pytest.raises(DraftRefused, match=r"还有 5 处必须改正：.*其余 2 处在草稿页逐栏列出。"):
        hold_drafts(act=act, reader=EDITOR, seen=[(saved.id, saved.revision)], review=REVIEW)


@pytest.mark.req("CAT-006", "CAT-010", "CAT-011", "CAT-012", "CAT-013", "PWR-001")
@pytest.mark.parametrize("name", [name for name in LISTS if name != "八类内容"])
def test_a_permit_that_lacks_any_element_of_its_lists_is_refused_at_its_field(
    act: Act, item: dict[str, Any], name: str
) -> None:
    whole_draft = _save(act, _begin(act, item), whole(item))
    for word, keys in LISTS[name]:
        for key in keys:
            content = copy.deepcopy(dict(whole_draft.content))
            field = {"fee_basis": "fees", "fee_standard": "fees"}.get(key, key)
            if key == "materials":
                content["form"][key] = []
            elif key in OPEN_FIELDS:
                content[field] = OPEN_FIELDS[key]
            else:
                content.pop(key, None)
            broken = dataclasses.replace(whole_draft, content=content)
            told = [one.words for one in findings(draft=broken, on=DAY) if one.must and one.field == field]
            assert told, (word, key)
            assert all("请" in words for words in told)


@pytest.mark.req("CAT-010", "CAT-011", "CAT-012", "CAT-013", "PWR-001")
@pytest.mark.parametrize("which", LISTED)
def test_the_score_follows_each_list_and_says_what_is_missing(act: Act, item: dict[str, Any], which: str) -> None:
    name, change, missing = LISTED[which]
    found = _begin(act, item)
    full = _save(act, found, whole(item))
    assert draft_completeness(draft=full, on=DAY).score == 100
    short = _save(act, full, {**whole(item), **change})
    score = draft_completeness(draft=short, on=DAY)
    assert {one.name: set(one.missing) for one in score.lists}[name] == missing
    assert score.score < 100


def test_a_service_is_not_asked_for_what_powers_state(ground: None, act: Act, items: list[dict[str, Any]]) -> None:
    service = next(item for item in items if item["type"] == "公共服务")
    publish(act=act, item=service, valid_from=START, change=ADDED)
    listed = {one.name for one in completeness(guide=guide(code=service["code"], on=DAY)).lists}
    assert "行政职权六要素" not in listed
    assert "八公开" in listed


def test_a_draft_is_compared_field_by_field_with_the_version_in_force(act: Act, item: dict[str, Any]) -> None:
    found = _begin(act, item)
    changed = {
        **found.content,
        "promised": 7,
        "conditions": [*item["conditions"], "已缴清以前的赔偿"],
        "hours": "工作日全天",
    }
    lines = compared(draft=_save(act, found, changed), on=DAY)
    assert {line.field for line in lines} == {"promised", "conditions", "hours"}  # the phones were the unit's before
    assert [line.weighs for line in lines] == [True, True, False]
    promised = next(line for line in lines if line.field == "promised")
    assert (promised.old, promised.new) == ("10 个工作日", "7 个工作日")
    assert next(line for line in lines if line.field == "conditions").new.endswith("已缴清以前的赔偿")


def test_comments_stand_at_fields_and_are_settled(act: Act, item: dict[str, Any]) -> None:
    found = _begin(act, item)
    said = comment(act=act, reader=LAWYER, id=found.id, field="basis", text="请写到条款")
    comment(act=act, reader=EDITOR, id=found.id, field="", text="已补")
    settle_comment(act=act, reader=EDITOR, id=said.id)
    first, second = comments(reader=LAWYER, id=found.id)
    assert (first.field, first.text, first.settled_at is not None) == ("basis", "请写到条款", True)
    assert (second.field, second.settled_at) == ("", None)
    with pytest.raises(DraftRefused, match="没有这个栏目"):
        comment(act=act, reader=LAWYER, id=found.id, field="colour", text="红")
    with pytest.raises(DraftRefused, match="“批注”应写明"):
        comment(act=act, reader=LAWYER, id=found.id, field="", text=" ")


def test_others_neither_see_nor_write_a_draft(act: Act, item: dict[str, Any]) -> None:
    found = _begin(act, item)
    for stranger in (
        officer("editor", "11430281MB9900151R", "430281000000"),
        officer("law", "11152900MB99005315", "152900000000"),
        officer("window", HIGHWAY, "430281000000"),
    ):
        with pytest.raises(NoSuchDraft):
            draft(reader=stranger, id=found.id)
        assert drafts(reader=stranger) == ()
        with pytest.raises(NotYourItem):
            save_draft(act=act, reader=stranger, id=found.id, revision=1, content={}, proposal=WHY)
    with pytest.raises(NotYourItem):
        save_draft(act=act, reader=LAWYER, id=found.id, revision=1, content={}, proposal=WHY)
    assert [one.id for one in drafts(reader=LAWYER)] == [found.id]


def test_an_item_has_one_draft_at_a_time_and_a_discarded_one_stays_on_record(act: Act, item: dict[str, Any]) -> None:
    found = _begin(act, item)
    with pytest.raises(DraftRefused, match="已有一份“变更”草稿"):
        _begin(act, item, "取消")
    with pytest.raises(DraftRefused, match="“作废理由”应写明"):
        discard_draft(act=act, reader=EDITOR, id=found.id, revision=1, reason="")
    discard_draft(act=act, reader=EDITOR, id=found.id, revision=1, reason="不改了")
    assert [one.state for one in drafts(reader=EDITOR, closed=True)] == ["discarded"]
    with pytest.raises(DraftMoved, match="现在是“作废”"):
        _save(act, found, {})
    assert _begin(act, item).state == "draft"


@pytest.mark.parametrize(
    ("beginning", "error", "said"),
    [
        (Beginning(unit=HIGHWAY, kind="没收"), DraftRefused, "没有“没收”这种变动"),
        (Beginning(unit=HIGHWAY, kind="变更", code="x\x00"), NoSuchItem, "在用事项"),
        (Beginning(unit="11430281MB9900151R", kind="新增"), NotYourItem, "没有此岗位"),
        (Beginning(unit=HIGHWAY, kind="新增", base="00011800"), DraftRefused, "基本编码.*12"),
        (Beginning(unit=HIGHWAY, kind="新增", content={"name": "\ud800"}), DraftRefused, "不能保存的字符"),
        (Beginning(unit=HIGHWAY, kind="新增", content={"name": "长" * 300_000}), DraftRefused, "最多 512 KB"),
        (Beginning(unit=HIGHWAY, kind="承接", document="长" * 121), DraftRefused, "“依据文件”"),
    ],
)
def test_a_draft_that_cannot_begin_is_refused_in_words(
    act: Act, item: dict[str, Any], beginning: Beginning, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        start_draft(act=act, reader=EDITOR, beginning=beginning)
    assert drafts(reader=EDITOR) == ()


def test_a_new_item_of_a_base_item_begins_with_its_code_and_name(
    act: Act, ground: None, items: list[dict[str, Any]]
) -> None:
    source = items[0]
    base = {"code": source["code"][19:], **{key: source[key] for key in ("name", "type", "basis")}}
    publish_base(act=act, base=base, valid_from=START, change=ADDED)
    found = start_draft(act=act, reader=EDITOR, beginning=Beginning(unit=HIGHWAY, base=base["code"]))
    assert (found.code, found.name) == (source["code"], source["name"])
    bare = {key: value for key, value in whole(source).items() if key not in ("name", "type", "basis")}
    saved = _save(act, found, bare)
    assert _said(saved) == {}
    other = _save(act, saved, {**bare, "name": "别的名称"})
    assert (other.revision, other.name, _said(other)) == (saved.revision, source["name"], {})


def test_what_a_base_item_says_takes_the_place_of_what_was_typed_before_its_code(
    act: Act, ground: None, items: list[dict[str, Any]]
) -> None:
    source = items[0]
    base = {"code": source["code"][19:], **{key: source[key] for key in ("name", "type", "basis")}}
    publish_base(act=act, base=base, valid_from=START, change=ADDED)
    found = start_draft(act=act, reader=EDITOR, beginning=Beginning(unit=HIGHWAY))
    typed = {**whole(source), "name": "我起的名字", "type": "行政确认"}
    named = _save(act, found, {key: value for key, value in typed.items() if key != "code"})
    assert named.name == "我起的名字"
    saved = _save(act, named, typed)
    assert not {"name", "type", "basis"} & set(saved.content)
    assert (saved.name, saved.code, _said(saved)) == (source["name"], source["code"], {})
    lines = {label: (old, new) for label, old, new in draft_history(reader=EDITOR, id=found.id)[-1].facts["lines"]}
    assert lines["事项名称"] == ("我起的名字", source["name"])


def _review(act: Act, *held: Draft) -> tuple[Draft, ...]:
    hold_drafts(act=act, reader=EDITOR, seen=[(one.id, one.revision) for one in held], review=REVIEW)
    return publish_drafts(act=act, review=REVIEW)


@pytest.mark.req("CAT-003", "CAT-004")
def test_only_what_a_review_publishes_is_in_force_and_every_past_day_stays_readable(
    act: Act, item: dict[str, Any]
) -> None:
    found = _begin(act, item)
    saved = _save(act, found, {**whole(item), "promised": 6})
    hold_drafts(act=act, reader=EDITOR, seen=[(saved.id, saved.revision)], review=REVIEW)
    with pytest.raises(DraftMoved, match="审核中"):
        _save(act, saved, {})
    assert guide(code=item["code"], on=FIRST_DAY).promised == 10
    (done,) = publish_drafts(act=act, review=REVIEW)
    assert (done.state, done.version is not None) == ("published", True)
    assert guide(code=item["code"], on=date(2026, 3, 31)).promised == 10
    assert guide(code=item["code"], on=FIRST_DAY).promised == 6
    assert history(code=item["code"])[0].change == Change("变更", "压缩时限", "醴政发〔2026〕8号")


def test_a_review_publishes_all_its_drafts_or_none(act: Act, ground: None, items: list[dict[str, Any]]) -> None:
    load_items(act=act, items=items[:2], valid_from=START)
    one, two = (_save(act, _begin(act, item), {**whole(item), "promised": 6}) for item in items[:2])
    hold_drafts(act=act, reader=EDITOR, seen=[(one.id, one.revision), (two.id, two.revision)], review=REVIEW)
    publish(act=act, item={**items[1], "promised": 9}, valid_from=FIRST_DAY, change=ADDED)  # by the operator, meanwhile
    with pytest.raises(DraftRefused, match="已另外发布了第 2 版"):
        publish_drafts(act=act, review=REVIEW)
    assert guide(code=items[0]["code"], on=FIRST_DAY).promised == 10
    assert draft(reader=EDITOR, id=one.id).state == "submitted"
    release_drafts(act=act, review=REVIEW, opinion="另有新版", over=True)
    assert {draft(reader=EDITOR, id=each.id).state for each in (one, two)} == {"returned"}


def test_circles_that_only_all_drafts_together_make_are_refused(
    act: Act, ground: None, items: list[dict[str, Any]]
) -> None:
    load_items(act=act, items=items[:2], valid_from=START)
    codes = [item["code"][19:] for item in items[:2]]
    one = _save(act, _begin(act, items[0]), {**whole(items[0]), "prerequisites": [codes[1]]})
    two = _save(act, _begin(act, items[1]), {**whole(items[1]), "prerequisites": [codes[0]]})
    with pytest.raises(DraftRefused, match="互为前置"):
        _review(act, one, two)
    assert guide(code=items[0]["code"], on=FIRST_DAY).prerequisites == ()


@pytest.mark.req("CAT-004")
def test_two_items_are_merged_into_one_and_the_other_ends(act: Act, ground: None, items: list[dict[str, Any]]) -> None:
    load_items(act=act, items=items[:2], valid_from=START)
    found = _begin(act, items[0], "合并")
    alone = _save(act, found, whole(items[0]))
    assert "没有选择" in _said(alone)["ends"]
    own = _save(act, alone, whole(items[0]), dataclasses.replace(WHY, ends=[items[0]["code"], "1" * 31]))
    assert {one.words for one in findings(draft=own, on=DAY) if one.field == "ends"} == {
        "里有本事项自己。请去掉。",
        f"里的 {'1' * 31} 不是在用的事项。请重新选择。",
    }
    merged = _save(act, own, whole(items[0]), dataclasses.replace(WHY, ends=[items[1]["code"]]))
    _review(act, merged)
    assert guide(code=items[0]["code"], on=FIRST_DAY).version == 2
    assert guide(code=items[1]["code"], on=date(2026, 3, 31)).version == 1
    with pytest.raises(NoSuchItem, match="起合并（醴政发〔2026〕8号），最后有效日为 2026-03-31"):
        guide(code=items[1]["code"], on=FIRST_DAY)
    assert [one.code for one in ended(code=items[1]["code"]).successors] == [items[0]["code"]]


def test_a_draft_whose_legal_limit_is_longer_than_the_article_it_cites_is_not_sound(
    act: Act, item: dict[str, Any]
) -> None:
    found = _begin(act, item)
    stated = {"days": 90, "unit": "wd", "law": "行政许可法", "article": "第四十二条"}
    saved = _save(act, found, {**whole(item), "statutory": stated})
    assert "长于所引的《行政许可法》第四十二条第一款：20个工作日" in _said(saved)["statutory"]


@pytest.mark.req("CAT-004")
def test_a_cancelled_item_ends_the_day_before(act: Act, item: dict[str, Any]) -> None:
    found = _begin(act, item, "取消")
    _review(act, _save(act, found, dict(found.content)))
    assert guide(code=item["code"], on=date(2026, 3, 31)).version == 1
    with pytest.raises(NoSuchItem, match="自 2026-04-01 起取消（醴政发〔2026〕8号），最后有效日为 2026-03-31"):
        guide(code=item["code"], on=FIRST_DAY)


STREET = "11450305MB9900312F"
CIVIL = "11450305MB9900158T"


@pytest.mark.req("CAT-004", "PWR-005", "PWR-028")
def test_what_is_delegated_opens_a_task_of_taking_over_with_a_day_at_each_lower_unit(
    act: Act, ground: None, items: list[dict[str, Any]]
) -> None:
    source = next(item for item in items if item["code"] == f"{STREET}5450520001000")
    county = {**source, "unit": CIVIL, "region": "450305000000", "code": f"{CIVIL}4450520001000"}
    publish(act=act, item=county, valid_from=START, change=ADDED)
    editor = officer("editor", CIVIL, "450305000000")
    found = start_draft(act=act, reader=editor, beginning=Beginning(unit=CIVIL, kind="下放", code=county["code"]))

    def save(found: Draft, *targets: str) -> Draft:
        why = Proposal(first_day=FIRST_DAY, reason="涉农事项下放", document="桂政发〔2026〕3号", targets=targets)
        return save_draft(
            act=act, reader=editor, id=found.id, revision=found.revision, content=found.content, proposal=why
        )

    assert "没有选择" in _said(save(found))["targets"]
    wrong = save(draft(reader=editor, id=found.id), HIGHWAY)
    assert "下级区域" in _said(wrong)["targets"]
    ready = save(wrong, STREET)
    assert "继续受理" in next(one.words for one in findings(draft=ready, on=DAY) if one.field == "targets")
    hold_drafts(act=act, reader=editor, seen=[(ready.id, ready.revision)], review=REVIEW)
    publish_drafts(act=act, review=REVIEW)
    assert guide(code=county["code"], on=FIRST_DAY + timedelta(90)).version == 1  # nobody is left without an office
    decided = delegated(code=county["code"], name=county["name"])
    assert decided is not None
    assert [(one.code, one.due_on) for one in decided.heirs] == [(f"{STREET}5450520001000", FIRST_DAY + timedelta(30))]
    assert ("下放", county["code"], "桂政发〔2026〕3号") in _moved(CIVIL)
    (task,) = drafts(reader=officer("editor", STREET, "450305003000"))
    assert (task.kind, task.code, task.state) == ("承接", f"{STREET}5450520001000", "draft")
    assert task.document == "桂政发〔2026〕3号"
    assert task.due_on is not None
    assert task.due_on > FIRST_DAY
    assert (task.content["unit"], task.content["region"]) == (STREET, "450305003000")
    assert task.content["power_source"] == "上级下放"
    assert not {"centre", "address", "hours"} & set(task.content)  # whoever takes over has its own
    assert task.content["consult_phone"] == "0773-00000031"
    _taken_over(act, source, task)
    begins = FIRST_DAY + timedelta(12)
    assert guide(code=county["code"], on=begins - timedelta(1)).unit.code == CIVIL
    with pytest.raises(NoSuchItem, match="起下放"):
        guide(code=county["code"], on=begins)
    (heir,) = ended(code=county["code"]).successors
    assert (heir.code, heir.first_day) == (f"{STREET}5450520001000", begins)
    assert delegated(code=county["code"], name=county["name"]) is None
    assert _moved(CIVIL).count(("下放", county["code"], "桂政发〔2026〕3号")) == 1
    assert ("承接", task.code, task.document) in _moved(STREET)


def _moved(unit: str) -> list[tuple[str, str, str]]:
    found = movements(region="450000000000", unit=unit)
    return [(one.change.kind, one.code, one.change.document) for one in found]


def _taken_over(act: Act, source: dict[str, Any], task: Draft) -> None:
    """Publishes what a street takes over, from twelve days later than it was told."""
    street = officer("editor", STREET, "450305003000")
    local: dict[str, Any] = {name: source[name] for name in ("centre", "hours")}
    local |= {"address": "街道便民服务中心一楼 1 号窗口", "subjects": ["自然人"]}
    content = {**whole(source), **task.content, **local, "complaint_phone": "0773-00000099"}
    why = Proposal(first_day=FIRST_DAY + timedelta(12), reason="承接下放事项", document=task.document)
    found = save_draft(act=act, reader=street, id=task.id, revision=task.revision, content=content, proposal=why)
    assert _said(found) == {}
    hold_drafts(act=act, reader=street, seen=[(found.id, found.revision)], review=uuid.UUID(int=98))
    publish_drafts(act=act, review=uuid.UUID(int=98))


def test_a_draft_of_nonsense_is_told_and_examined_without_stumbling(act: Act, ground: None) -> None:
    found = start_draft(act=act, reader=EDITOR, beginning=Beginning(unit=HIGHWAY))
    nonsense: list[dict[str, Any]] = [
        {
            "joint": [{"unit": "{", "duty": "}"}, 5],
            "basis": [{"law": "{0}"}],
            "faq": ["{"],
            "fees": [{"standard": "{x"}],
        },
        {"form": {"sections": [{"fields": [{"element": "{"}]}, 3], "materials": [{"code": "{", "name": 1}]}},
        {"form": [], "statutory": [], "visits": {}, "code": [], "name": 7, "prerequisites": [["{"]], "unit": {}},
        {"code": "\x00", "centre": "\x00", "region": "\x00", "prerequisites": ["\x00"], "silence": ["\x00"]},
        {"statutory": {"days": "x", "unit": [], "law": 1, "article": None}, "promised": -1, "themes": [None]},
        {"demo": "所有", "depth": "全部", "handling": 1, "type": "行政处罚", "form": {"code": "x", "title": "y"}},
    ]
    for content in nonsense:
        found = _save(act, found, content)
        assert any(one.must for one in findings(draft=found, on=DAY))
        compared(draft=found, on=DAY)
        assert draft_completeness(draft=found, on=DAY).score < 100


@pytest.mark.req("CAT-006")
def test_a_new_draft_is_told_from_the_start_all_that_it_is_told_later(
    ground: None, act: Act, items: list[dict[str, Any]]
) -> None:
    """Whatever an item that is otherwise whole lacks stands in the list of one of which nothing is written."""
    load_items(act=act, items=items[1:2], valid_from=START)
    code = {"code": f"{items[0]['code'][:19]}000118009001", "type": "公共服务"}
    begun = start_draft(act=act, reader=EDITOR, beginning=Beginning(unit=HIGHWAY, content=code))
    first = {one.field for one in findings(draft=begun, on=DAY) if one.must}
    item = {**whole(items[0]), **code}
    item["form"] = {key: value for key, value in item["form"].items() if key != "materials"}
    lacking = {"materials": item}
    item = {**whole(items[0]), **code}
    lacking |= {key: {name: value for name, value in item.items() if name != key} for key in item}
    later = {
        key
        for key, content in lacking.items()
        for one in findings(draft=dataclasses.replace(begun, content=content), on=DAY)
        if one.must and one.field == key and "没有填写" in one.words
    }
    assert {"materials", "form", "result_kind", "result_sample", "basis"} <= later
    assert later - first - begun.content.keys() == set()  # what it begins with lacks nothing
