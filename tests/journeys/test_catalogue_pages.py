"""The site of the catalogue: a person who has never seen it brings an item from draft to published by its pages."""

import re
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.conftest import Demo
from tests.office import Office, moment
from yimen.contexts.catalogue.api import Beginning, Change, note_miss, publish, publish_base, start_draft
from yimen.contexts.catalogue.tests.made import WHOLE
from yimen.contexts.journal.api import SYSTEM, trail
from yimen.sites import _now
from yimen.sites.pieces.edge import today

BRIDGE = "在公路上设置立交、平交道口,埋设各类管线,修建跨越公路的桥梁、渡槽的审核"
_CONTROL = re.compile(r"<(?:(input)\b([^>]*)()|(textarea|select)\b([^>]*)>(.*?)</(?:textarea|select))>", re.DOTALL)


def controls(page: str, action: str) -> dict[str, list[str]]:
    """What a browser would send of one form of a page, without its buttons."""
    form = re.search(rf'<form[^>]*action="{re.escape(action)}"[^>]*>(.*?)</form>', page, re.DOTALL)
    assert form, action
    found: dict[str, list[str]] = {}
    for parts in _CONTROL.findall(form[1]):
        kind, attributes, inner = parts[:3] if parts[0] else parts[3:]
        given = dict(re.findall(r'([a-z-]+)="([^"]*)"', attributes))
        name = given.get("name")
        if not name or name == "csrfmiddlewaretoken":
            continue
        if kind == "select":
            chosen = re.search(r'<option value="([^"]*)" selected', inner)
            found.setdefault(name, []).append(unescape(chosen[1]) if chosen else "")
        elif kind == "textarea":
            found.setdefault(name, []).append(unescape(inner))
        elif given.get("type") not in ("checkbox", "radio") or " checked" in attributes:
            found.setdefault(name, []).append(unescape(given.get("value", "")))
    return found


def post(client: Client, url: str, fields: dict[str, Any], **more: Any) -> Any:
    sent = QueryDict(mutable=True)
    for name, value in {**fields, **more}.items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    return client.post(url, sent.urlencode(), content_type="application/x-www-form-urlencoded")


def text(answer: Any) -> str:
    found: str = answer.content.decode()
    return found


def begin(client: Client, code: str, kind: str) -> str:
    answer = client.post(f"/catalogue/items/{code}/change/", {"kind": kind})
    assert answer.status_code == 302, text(answer)
    return str(answer["Location"])


PLAIN = {key: "\n".join(value) if key == "standards" else value for key, value in WHOLE.items()}


@pytest.mark.req("CAT-003", "CAT-004", "CAT-006", "PWR-026")
def test_an_editor_brings_a_change_from_draft_to_published_by_the_pages_alone(demo: Demo) -> None:
    editor, code = demo.client("ll-editor"), demo.items[BRIDGE]["code"]
    assert BRIDGE in text(editor.get("/catalogue/"))
    url = begin(editor, code, "变更")
    page = text(editor.get(url))
    assert "填好才能送审" in page
    fields = controls(page, url)
    day = today().isoformat()
    answer = post(
        editor, url, fields, **PLAIN, promised="8", first_day=day, reason="压缩", document="醴政发〔2026〕8号"
    )
    assert answer.status_code == 302, text(answer)
    page = text(editor.get(url))
    assert "可以送审了" in page
    assert "基本目录里没有这个编码" not in page  # the base catalogue has it
    assert "8 个工作日" in page  # the comparison
    assert "改了" in page
    assert "申请材料（" not in re.findall(r"改了(.*?)，到第", page)[0]  # what nobody touched stays the same
    assert BRIDGE in text(editor.get(f"{url}preview/"))
    sent = controls(page, f"{url}submit/")
    assert post(editor, f"{url}submit/", sent).status_code == 302
    number = re.search(r"/catalogue/reviews/(\d{21})/", text(editor.get(url)))
    assert number
    review = f"/catalogue/reviews/{number[1]}/"
    for login, outcome in (("ll-law", "agree"), ("ll-staffing", "agree"), ("ll-government", "approve")):
        client = demo.client(login)
        assert number[1] in text(client.get("/catalogue/reviews/"))
        shown = text(client.get(review))
        assert "承诺时限" in shown
        assert "基本目录里没有这个编码" not in shown
        assert "8 个工作日" in shown
        answer = client.post(review, {"outcome": outcome})
        assert answer.status_code == 302, re.findall(r'role="alert">.*?</div>', text(answer), re.DOTALL)
    assert "承诺 8 个工作日" in text(Client().get(f"/items/{code}/"))
    assert "醴政发〔2026〕8号" in text(Client().get(f"/items/{code}/history/"))


def test_a_code_in_use_leads_to_the_change_of_its_item(demo: Demo) -> None:
    item = demo.items[BRIDGE]
    begun = {"unit": item["unit"], "kind": "新增", "base_code": item["code"][19:], "due_on": ""}
    answer = demo.client("ll-editor").post("/catalogue/new/", begun)
    assert answer.status_code == 422
    assert "已经是在用的事项" in text(answer)
    assert f'href="/catalogue/items/{item["code"]}/"' in text(answer)


def test_rows_are_added_and_removed_without_script(demo: Demo) -> None:
    editor, code = demo.client("ll-editor"), demo.items[BRIDGE]["code"]
    url = begin(editor, code, "变更")
    fields = controls(text(editor.get(url)), url)
    before = sum(name.startswith("faq-") and name.endswith("-question") for name in fields)
    answer = post(editor, url, fields, add="faq")
    assert answer["Location"] == f"{url}?add=faq#rows-faq"
    fields = controls(text(editor.get(f"{url}?add=faq")), url)
    assert f"faq-{before}-question" in fields
    fields |= {f"faq-{before}-question": ["夜里能走吗？"], f"faq-{before}-answer": ["按许可写明的时间。"]}
    post(editor, url, fields)
    page = text(editor.get(url))
    assert "夜里能走吗？" in page
    post(editor, url, controls(page, url), drop=f"faq-{before}")
    assert "夜里能走吗？" not in re.sub(r"(?s)<section.*", "", text(editor.get(url)))


def test_autosave_answers_as_data_and_an_older_page_is_told(demo: Demo) -> None:
    editor, code = demo.client("ll-editor"), demo.items[BRIDGE]["code"]
    url = begin(editor, code, "变更")
    fields = controls(text(editor.get(url)), url)
    answer = post(editor, f"{url}save/", fields, promised="4")
    assert (answer.status_code, answer.json()["revision"]) == (200, 2)
    late = post(editor, f"{url}save/", fields, promised="3")
    assert late.status_code == 409
    assert "您看到的是第 1 稿" in late.json()["said"]
    page = post(editor, url, fields, promised="3")
    assert page.status_code == 409
    assert 'value="3"' in text(page)  # what was typed is not lost
    assert post(editor, f"{url}save/", {**fields, "revision": "x"}).status_code == 422


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("promised", "四十五", "“四十五”"),
        ("promised", "45", "超过法定时限"),
        ("promised", "3", "与办理流程不符"),
        ("statutory_days", "", "应写明天数"),
        ("conditions", "", "没有填写"),
        ("prerequisites", "12", "12 位的基本编码"),
        ("consult_phone", "123", "应带区号"),
        ("visits", "-1", "应是整数"),
        ("audience", "神仙", "只能是自然人"),
        ("section", "\x00坏", "控制字符"),
    ],
)
def test_bad_input_is_kept_and_named_beside_its_field(demo: Demo, field: str, value: str, said: str) -> None:
    editor, code = demo.client("ll-editor"), demo.items[BRIDGE]["code"]
    url = begin(editor, code, "变更")
    fields = controls(text(editor.get(url)), url)
    answer = post(editor, url, fields, **{field: value})
    assert answer.status_code == 302, re.findall(r'role="alert">.*?</div>', text(answer), re.DOTALL)
    page = unescape(text(editor.get(url)))
    if field != "promised" or value.isdigit():
        assert said in page
    else:
        assert 'value="四十五"' in page
        assert "“承诺时限”应是整数" in page or "应是整数" in page


def test_comments_are_made_at_the_review_and_settled_by_the_editor(demo: Demo) -> None:
    editor, code = demo.client("ll-editor"), demo.items[BRIDGE]["code"]
    url = begin(editor, code, "变更")
    lawyer = demo.client("ll-law")
    answer = lawyer.post(f"{url}comment/", {"field": "basis", "text": "条款请写全"})
    assert answer.status_code == 302
    page = text(editor.get(url))
    assert "条款请写全" in page
    which = re.search(r'id="settle-([0-9a-f-]{36})"', page)
    assert which
    assert editor.post(f"{url}settle/", {"comment": which[1]}).status_code == 302
    assert "已处理：" in text(editor.get(url))
    assert lawyer.post(f"{url}comment/", {"text": ""}).status_code == 422


LOCAL = "432027001000"  # of the base catalogue of Hunan


def _local_base() -> None:
    """Publishes a base item of the editor's own province: the demonstration's are Guangxi's."""
    base = {
        "code": LOCAL,
        "name": "出生证明",
        "type": "公共服务",
        "basis": [{"law": "试", "article": "一", "text": "试"}],
    }
    publish_base(act=_now.act(SYSTEM), base=base, valid_from=today(), change=Change("新增", "试", "试〔2026〕1号"))


def test_a_new_item_begins_from_the_base_catalogue_of_its_own_province(demo: Demo) -> None:
    editor = demo.client("ll-guoci")
    _local_base()
    offered = text(editor.get("/catalogue/new/"))
    assert LOCAL in offered
    assert "452027001000" not in offered  # Guangxi's
    begun = {"unit": "11430281MB99016308", "kind": "新增", "due_on": ""}
    assert "不是本地的编码" in text(editor.post("/catalogue/new/", {**begun, "base": "452027001000"}))
    both = editor.post("/catalogue/new/", {**begun, "base": LOCAL, "base_code": "000120999000"})
    assert both.status_code == 422
    assert "不一致" in text(both)
    answer = editor.post("/catalogue/new/", {**begun, "base": LOCAL})
    assert answer.status_code == 302, text(answer)
    page = text(editor.get(answer["Location"]))
    assert "出生证明" in page
    assert "由基本目录统一规定" in page
    wrong = editor.post("/catalogue/new/", {"unit": "11430281MB99016308", "base": "1", "due_on": ""})
    assert wrong.status_code == 422
    assert "基本编码" in text(wrong)


@pytest.mark.req("CAT-005")
def test_nobody_writes_a_code_of_31_characters_by_hand(demo: Demo) -> None:
    _local_base()
    editor, unit = demo.client("ll-guoci"), "11430281MB99016308"
    answer = editor.post("/catalogue/new/", {"unit": unit, "kind": "新增", "base": "", "base_code": "430120999000"})
    page = text(editor.get(answer["Location"]))
    assert f"实施编码已组成：{unit}5430120999000" in page
    assert "乡镇街道级" in page
    assert "行政许可" in page
    answer = editor.post("/catalogue/new/", {"unit": unit, "kind": "新增", "base": "", "base_code": ""})
    url = answer["Location"]
    assert "第 31 位" not in text(editor.get(url))
    fields = controls(text(editor.get(url)), url)
    post(editor, url, fields, code=f"{unit}4430099999000")
    said = text(editor.get(url))
    assert "不是本单位的：乡镇街道级是 5" in said
    assert "事项类型“00”不存在" in said
    fields = controls(text(editor.get(url)), url)
    told = post(editor, f"{url}save/", fields, code=LOCAL, name="我写的名称").json()["said"]
    assert f"编码已补全为 {unit}5{LOCAL}" in told
    assert "事项名称改用基本目录的" in told  # what was written is not replaced in silence


@pytest.mark.req("CAT-001", "CAT-016", "CAT-019")
def test_anyone_sees_how_far_each_department_is(demo: Demo) -> None:
    page = text(Client().get("/catalogue/departments/"))
    assert "醴陵市公路局" in page
    assert "全程网办 8" in page
    assert re.search(r"依申请事项上平台.*?13 / 13", page, re.DOTALL)


@pytest.mark.req("CAT-008")
def test_the_progress_names_the_deadline_of_each_level_and_who_is_late(demo: Demo, settings: Any) -> None:
    def shown() -> str:
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text(Client().get("/catalogue/departments/"))))

    settings.YIMEN_PUBLISH_BY = {"4": "2018-12-31"}
    late = shown()
    assert re.search(r"醴陵市自然资源局 2018年12月31日前，逾期", late)
    assert re.search(r"2018年12月31日前，逾期（演示值） 0 0 没有公布事项", late)
    assert "本级公布期限 2018年12月31日（演示值）" in late
    settings.YIMEN_PUBLISH_BY, settings.YIMEN_PUBLISH_BY_DEMO = {"4": "2099-12-31"}, ()
    assert re.search(r"醴陵市自然资源局 2099年12月31日前，未到期 ", shown())
    assert "演示值" not in shown()
    settings.YIMEN_PUBLISH_BY = {}
    assert re.search(r"醴陵市公路局 没有规定", shown())


@pytest.mark.req("PWR-028")
def test_what_can_be_handed_down_is_counted_and_pushed_to_its_department(demo: Demo) -> None:
    address, item = "/catalogue/delegable/", {**demo.items[BRIDGE], "delegable": True}
    publish(act=_now.act(SYSTEM), item=item, valid_from=today(), change=Change("变更", "梳理", "文1"))
    office = demo.client("ll-law")
    page = text(office.get(address))
    assert BRIDGE in unescape(page)
    assert "没有推送" in page
    assert "国瓷街道" in page
    numbers = {" ".join(row.split()) for row in re.sub(r"<[^>]+>", " ", re.sub(r"</tr>", "\n", page)).split("\n")}
    marked = page.count('href="/items/1143')
    assert marked == 2  # and the one that the demonstration marks
    assert {f"醴陵市公路局 {marked} 0 0 {marked}", f"合计 {marked} 0 0 {marked}"} <= numbers
    assert f"醴陵市人民政府国瓷街道办事处 {marked} 0 {marked}" in numbers
    assert f"只数上面列出的 {marked} 项" in page
    sent = {**controls(page, address), "code": [item["code"]], "words": ["请提出意见"]}
    assert "以后的日期" in text(post(office, address, {**sent, "due_on": ["2020-01-01"]}))
    assert post(office, address, sent).status_code == 302
    assert "请提出意见" in text(office.get(address))
    assert "请梳理可下放事项" in text(demo.client("ll-editor").get("/catalogue/"))
    assert post(demo.client("ll-editor"), address, sent).status_code == 403
    assert demo.client("ll-window").get(address).status_code == 200


def test_only_drafts_that_were_ticked_and_refused_are_examined(demo: Demo) -> None:
    editor, overview = demo.client("ll-editor"), "/catalogue/"

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert "处要补正" not in text(editor.get(overview))
        return len(asked)

    begin(editor, demo.items[BRIDGE]["code"], "变更")
    alone = questions()
    own = [one["code"] for one in demo.items.values() if one["unit"] == demo.items[BRIDGE]["unit"]]
    for code in own[:4]:
        if code != demo.items[BRIDGE]["code"]:
            begin(editor, code, "变更")
    assert questions() == alone
    ticked = re.findall(r'name="drafts" value="([^"]*)"', text(editor.get(overview)))
    assert len(ticked) > 2
    refused = text(post(editor, "/catalogue/submit/", {"drafts": ticked[:2]}))
    assert refused.count("处要补正") == 2


@pytest.mark.req("CAT-005")
def test_anyone_reads_the_base_catalogue(demo: Demo) -> None:
    page = text(Client().get("/catalogue/bases/", {"q": "出生"}))
    assert "452027001000" in page
    assert "历次版本" in text(Client().get("/catalogue/bases/452027001000/"))
    assert Client().get("/catalogue/bases/999/").status_code == 404


@pytest.mark.parametrize("who", ["张三演", "ll-window", "ll-process", "al-examiner"])
def test_others_have_no_business_here(demo: Demo, who: str) -> None:
    editor, code = demo.client("ll-editor"), demo.items[BRIDGE]["code"]
    url = begin(editor, code, "变更")
    client = demo.client(who)
    for address in ("/catalogue/", url, f"{url}preview/", f"/catalogue/items/{code}/"):
        assert client.get(address).status_code == 403
    assert client.post(f"{url}submit/", {"revision": "1"}).status_code == 403


def test_another_department_and_a_reviewer_cannot_write(demo: Demo) -> None:
    editor, code = demo.client("ll-editor"), demo.items[BRIDGE]["code"]
    url = begin(editor, code, "变更")
    assert demo.client("ll-guoci").get(url).status_code == 404
    lawyer = demo.client("ll-law")
    assert "data-autosave=" not in text(lawyer.get(url))
    assert post(lawyer, url, {"revision": "1"}).status_code == 403
    assert lawyer.post(f"/catalogue/items/{code}/change/", {"kind": "取消"}).status_code == 403


def test_what_nobody_applies_for_is_refused_at_the_door(demo: Demo) -> None:
    from yimen.contexts.cases.api import ApplicationRefused
    from yimen.contexts.catalogue.api import Change, publish

    office = Office(demo, moment("2026-03-02T09:00"))
    source = demo.items[BRIDGE]
    code = f"{source['code'][:19]}430218900001"
    law = {"days": 90, "unit": "cd", "law": "行政处罚法", "article": "第六十条"}
    item = {key: value for key, value in source.items() if key not in ("form", "online", "fees")}
    item |= {"code": code, "type": "行政处罚", "name": "对擅自占用公路的处罚（演示）", "statutory": law}
    publish(act=office.act(), item=item, valid_from=moment("2026-01-01T00:00").date(), change=Change("新增", "", ""))
    assert Client().get(f"/items/{code}/").status_code == 200
    with pytest.raises(ApplicationRefused, match="依职权办理"):
        _lodge(office, code)


def _lodge(office: Office, code: str) -> None:
    import dataclasses

    from yimen.contexts.cases.api import lodge

    reader = office.reader("张三演")
    lodge(act=office.act(reader), reader=reader, application=dataclasses.replace(office.application(), item=code))


@pytest.mark.parametrize(
    "content",
    [
        {"form": {"sections": [{"fields": [{"element": "{"}]}, 3], "materials": [{"code": [], "name": 1}]}},
        {"form": [], "statutory": [], "visits": {}, "code": [], "name": 7, "prerequisites": [["{"]], "faq": ["{"]},
        {"audience": "全部", "themes": {"a": 1}, "joint": [{"unit": "{"}], "centre": "\x00", "procedure_key": "\x00"},
        {"form": {"sections": [{"fields": [{"element": {"code": "a", "choices": 5}}]}]}, "conditions": 5},
    ],
)
def test_what_came_in_broken_can_be_opened_and_put_right(demo: Demo, content: dict[str, Any]) -> None:
    office = Office(demo, moment("2026-03-02T09:00"))
    reader = office.reader("ll-editor")
    beginning = Beginning(unit="11430281MB990011XC", content=content)
    found = start_draft(act=office.act(reader), reader=reader, beginning=beginning)
    editor, url = demo.client("ll-editor"), f"/catalogue/drafts/{found.id}/"
    page = text(editor.get(url))
    assert "处要补正才能送审" in page
    assert editor.get(f"{url}preview/").status_code == 200
    assert post(editor, url, controls(page, url), promised="5").status_code == 302
    assert editor.get(url).status_code == 200


def test_an_editor_sees_what_found_nothing_and_the_administrator_adds_what_it_means(demo: Demo) -> None:
    client, editor, lawyer = demo.client("admin-system"), demo.client("ll-editor"), demo.client("ll-law")
    note_miss(on=today(), region="430281000000", text="飞船挖路")
    note_miss(on=today(), region="430281000000", text="飞船挖路")
    note_miss(on=today(), region="430281000000", text="飞船飞碟")
    page = client.get("/catalogue/words/").content.decode()
    assert "飞船挖路" in page
    assert "说法认识，现在能搜到" in page  # 挖路 is an everyday word for what the place offers
    assert "最近 30 天没有结果的搜索" in page
    assert "说法不认识，请补上意思" in page
    seen = editor.get("/catalogue/words/").content.decode()
    assert "飞船挖路" in seen
    assert "加一条本地说法" not in seen
    words = {"said": "飞船挖路", "official": "挖掘公路"}
    assert editor.post("/catalogue/words/", words).status_code == 403
    answer = client.post("/catalogue/words/", {"said": "飞船挖路", "official": ""})
    assert (answer.status_code, "没有改动" in answer.content.decode()) == (422, True)
    assert "飞船挖路" in controls(answer.content.decode(), "/catalogue/words/")["said"]
    answer = client.post("/catalogue/words/", {"said": "飞船挖路", "official": "挖掘公路"}, follow=True)
    assert "已加上“飞船挖路”→“挖掘公路”" in answer.content.decode()
    assert editor.post("/catalogue/words/remove/", words).status_code == 403
    assert lawyer.get("/catalogue/words/").status_code == 403
    assert lawyer.post("/catalogue/words/remove/", words).status_code == 403
    answer = client.post("/catalogue/words/remove/", words, follow=True)
    assert "已去掉“飞船挖路”→“挖掘公路”" in answer.content.decode()
    assert client.post("/catalogue/words/remove/", words).status_code == 422


@pytest.mark.req("CAT-003")
def test_an_editor_proposes_a_word_from_what_found_nothing_and_the_administrator_decides_by_one_click(
    demo: Demo,
) -> None:
    admin, editor = demo.client("admin-system"), demo.client("ll-editor")
    note_miss(on=today(), region="430281000000", text="飞船飞碟")
    link = re.search(r'href="([^"]*\?said=[^"]*)#f-official"', text(editor.get("/catalogue/words/")))
    assert link
    page = text(editor.get(unescape(link[1])))
    fields = controls(page, "/catalogue/words/propose/")
    assert fields["said"] == ["飞船飞碟"]
    for official in ("挖掘公路", "没有这事"):
        assert post(editor, "/catalogue/words/propose/", fields, official=official).status_code == 302
    assert post(editor, "/catalogue/words/propose/", fields, official="挖掘公路").status_code == 422
    assert "等系统管理员处理" in text(editor.get("/catalogue/words/"))
    assert "挖掘公路" not in text(Client().get("/items/?q=飞船飞碟&place=430281000000"))
    listed = re.findall(
        r'action="/catalogue/words/(accept|decline)/".*?name="word" value="([^"]*)".*?→“([^”]*)”',
        text(admin.get("/catalogue/words/")),
    )
    words = {(deed, official): word for deed, word, official in listed}
    assert len(words) == 4
    taken = words["accept", "挖掘公路"]
    assert editor.post("/catalogue/words/accept/", {"word": taken}).status_code == 403
    assert "已采纳" in text(admin.post("/catalogue/words/accept/", {"word": taken}, follow=True))
    declined = words["decline", "没有这事"]
    assert "没有采纳" in text(admin.post("/catalogue/words/decline/", {"word": declined}, follow=True))
    for word in (taken, "x"):
        assert admin.post("/catalogue/words/accept/", {"word": word}).status_code == 422
    assert "公路" in text(Client().get("/items/?q=飞船飞碟&place=430281000000"))
    page = text(editor.get("/catalogue/words/"))
    assert page.count("已采纳（") == page.count("没有采纳（") == 1
    assert [one.verb for word in (taken, declined) for one in trail(subject=UUID(word))] == [
        *("catalogue.propose_synonym", "catalogue.accept_synonym"),
        *("catalogue.propose_synonym", "catalogue.decline_synonym"),
    ]


def test_an_untouched_form_changes_nothing_and_the_course_tells_old_and_new(demo: Demo) -> None:
    editor, code = demo.client("ll-editor"), demo.items[BRIDGE]["code"]
    url = begin(editor, code, "变更")
    fields = controls(text(editor.get(url)), url)
    assert post(editor, url, fields).status_code == 302
    page = text(editor.get(url))
    assert "，到第" not in page
    assert "没有改动" in page
    assert post(editor, url, fields, promised="9", visits="1").status_code == 302
    page = unescape(text(editor.get(url)))
    assert f"承诺时限（{demo.items[BRIDGE]['promised']} 个工作日 → 9 个工作日）" in page
    assert "到办事现场次数（0 → 1）" in page
    assert "收费" not in re.findall(r"改了(.*?)，到第", page)[0]


def test_a_first_day_in_the_past_is_refused_and_what_was_typed_stays(demo: Demo) -> None:
    editor, code = demo.client("ll-editor"), demo.items[BRIDGE]["code"]
    url = begin(editor, code, "取消")
    fields = controls(text(editor.get(url)), url)
    typed = {"first_day": "2020-01-01", "reason": "上级取消", "document": "国发〔2026〕3号"}
    assert post(editor, url, fields, **typed).status_code == 302
    page = text(editor.get(url))
    assert "2020-01-01 已经过去" in page
    fields = controls(page, url)
    post(editor, f"{url}submit/", {"revision": fields["revision"]})
    assert "没有送审：还有 1 处要补正" in text(editor.get(url))
    answer = post(editor, url, fields, reason="找张三 13912345678", document="国发〔2026〕9号")
    assert answer.status_code == 422
    assert "“变动理由”里有手机号码" in text(answer)
    assert controls(text(answer), url)["document"] == ["国发〔2026〕9号"]
    assert controls(text(answer), url)["reason"] == ["找张三 13912345678"]
    remark = post(editor, f"{url}comment/", {"field": "", "text": "问 13912345678"})
    assert remark.status_code == 422
    assert 'value="问 13912345678"' in text(remark)


def test_autosave_names_the_fields_that_are_still_wrong(demo: Demo) -> None:
    editor, code = demo.client("ll-editor"), demo.items[BRIDGE]["code"]
    url = begin(editor, code, "变更")
    fields = controls(text(editor.get(url)), url)
    first = post(editor, f"{url}save/", fields, reason="压缩").json()
    assert "first_day" in first["wrong"]
    assert "reason" not in first["wrong"]


def test_a_draft_that_can_be_submitted_has_its_button_at_the_top_and_a_withdrawn_one_is_written_on(demo: Demo) -> None:
    editor, code = demo.client("ll-editor"), demo.items[BRIDGE]["code"]
    url = begin(editor, code, "变更")
    fields = controls(text(editor.get(url)), url)
    typed = {**PLAIN, "promised": "8", "first_day": today().isoformat(), "reason": "压缩", "document": "文〔2026〕8号"}
    assert post(editor, url, fields, **typed).status_code == 302
    page = text(editor.get(url))
    top = page[page.index("可以送审了") : page.index('data-autosave="')]
    assert f'action="{url}submit/"' in top
    revision = controls(page, url)["revision"]
    assert post(editor, f"{url}submit/", {"revision": revision}).status_code == 302
    review = re.findall(r'href="(/catalogue/reviews/[^"]+/)"', text(editor.get(url)))[0]
    assert post(editor, f"{review}withdraw/", {"reason": "再改"}).status_code == 302
    page = text(editor.get(review))
    assert "已撤回" in page
    assert "提前办结" not in page
    assert "编写中" in text(editor.get(url))


def test_what_the_offices_decide_among_themselves_is_no_case_of_the_public_board(demo: Demo) -> None:
    editor, code = demo.client("ll-editor"), demo.items[BRIDGE]["code"]
    url = begin(editor, code, "变更")
    fields = controls(text(editor.get(url)), url)
    post(editor, url, fields, **PLAIN, first_day=today().isoformat(), reason="压缩", document="文1")
    assert editor.post(f"{url}submit/", {"revision": "2"}).status_code == 302
    assert "还没有办件" in text(Client().get("/board/?place=430281000000"))
    assert "本地区还没有办件" not in text(demo.client("ll-leader").get("/cockpit/"))


def test_marks_of_demonstration_name_what_codes_stand_for(demo: Demo) -> None:
    code = next(code for code in (one["code"] for one in demo.items.values()) if code.endswith("4000118001005"))
    editor = demo.client("ll-editor")
    page = text(editor.get(begin(editor, code, "变更")))
    assert '<p class="soft">原通行证有效期届满日</p>' in page
    assert '<p class="soft">一次告知补正、作出是否准予延续的决定</p>' in page
