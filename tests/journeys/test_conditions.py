"""When a material or a question is needed is chosen in the editor: by name, without script, and seen by reviewers."""

import copy
import re
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from tests.conftest import Demo
from tests.journeys.test_catalogue_pages import BRIDGE, begin, controls, post, text
from tests.office import Office
from yimen.contexts.catalogue.api import Change, Draft, draft, publish
from yimen.contexts.journal.api import SYSTEM
from yimen.sites import _now
from yimen.sites._now import now
from yimen.sites.catalogue import whens
from yimen.sites.pieces.edge import today


def _content(demo: Demo, url: str) -> dict[str, Any]:
    reader = Office(demo, now()).reader("ll-editor")
    found: Draft = draft(reader=reader, id=UUID(url.split("/")[-2]))
    return dict(found.content)


def _options(page: str, control: str) -> dict[str, str]:
    """The choices of a select of a page: label to value."""
    inner = re.search(rf'<select [^>]*name="{control}".*?</select>', page, re.DOTALL)
    assert inner, control
    return {unescape(label): unescape(value) for value, label in re.findall(r'value="([^"]*)"[^>]*>([^<]*)<', inner[0])}


def _sent(editor: Client, url: str) -> tuple[str, dict[str, Any]]:
    page = text(editor.get(url))
    return page, controls(page, url)


@pytest.mark.req("CAT-013")
def test_a_material_is_asked_for_only_in_a_case_that_is_chosen_by_name(demo: Demo) -> None:
    editor, code = demo.client("ll-editor"), demo.items[BRIDGE]["code"]
    url = begin(editor, code, "变更")
    page, fields = _sent(editor, url)
    before = _content(demo, url)
    assert post(editor, f"{url}save/", fields).json()["revision"] == 1  # what nobody touched is no change
    assert _content(demo, url) == before
    rows = [one for one in before["form"]["materials"] if "when" not in one]
    place = before["form"]["materials"].index(rows[0])
    offered = _options(page, f"materials-{place}-when")
    assert offered["每件都要交"] == ""
    post(editor, url, fields, **{f"materials-{place}-when": offered["“申请人类型”是“法人”"]})
    made = _content(demo, url)["form"]["materials"][place]
    assert made["when"] == {"element": "applicant_kind", "value": "法人"}
    page, fields = _sent(editor, url)
    assert "什么情况提交：“申请人类型”是“法人”" in unescape(page)
    assert "applicant_kind" not in re.sub(r"(?s)<form.*?</form>", "", unescape(page))
    assert fields[f"materials-{place}-when"] == [offered["“申请人类型”是“法人”"]]
    assert "“申请人类型”是“法人”的，提交" in unescape(text(editor.get(f"{url}preview/")))
    more = next(value for label, value in offered.items() if label.endswith("已填写") and "申请人类型" not in label)
    post(editor, url, fields, **{f"materials-{place}-when-2": more})
    made = _content(demo, url)["form"]["materials"][place]
    assert made["when"] == {"any_of": [{"element": "applicant_kind", "value": "法人"}, whens.read([more], None)]}
    page, fields = _sent(editor, url)
    assert f"materials-{place}-when-3" in fields
    post(editor, url, fields, **{f"materials-{place}-when": "", f"materials-{place}-when-2": ""})
    assert "when" not in _content(demo, url)["form"]["materials"][place]


def test_a_question_is_asked_in_a_case_but_never_in_its_own(demo: Demo) -> None:
    editor, code = demo.client("ll-editor"), demo.items[BRIDGE]["code"]
    url = begin(editor, code, "变更")
    page, fields = _sent(editor, url)
    questions = [one for section in _content(demo, url)["form"]["sections"] for one in section["fields"]]
    first, last = questions[0]["element"], questions[-1]["element"]
    own = _options(page, "form-0-when")
    assert not any(value.split("|")[1:2] == [first["code"]] for value in own.values())
    circle = next(value for value in own.values() if value == f"filled|{last['code']}|")
    back = f"filled|{first['code']}|"
    post(editor, url, fields, **{"form-0-when": circle, f"form-{len(questions) - 1}-when": back})
    page = unescape(text(editor.get(url)))
    told = re.search(r"谁也无法先问：[^。]*", page)
    assert told
    assert last["label"] in told[0]
    _, fields = _sent(editor, url)
    post(editor, url, fields, **{"form-0-when": "", f"form-{len(questions) - 1}-required_when": back})
    made = [one for section in _content(demo, url)["form"]["sections"] for one in section["fields"]][-1]
    assert made["required_when"] == {"element": first["code"], "operator": "filled"}


def test_a_condition_on_a_question_that_was_deleted_is_told_and_shown(demo: Demo) -> None:
    editor, code = demo.client("ll-editor"), demo.items[BRIDGE]["code"]
    url = begin(editor, code, "变更")
    _, fields = _sent(editor, url)
    place = next(n for n, one in enumerate(_content(demo, url)["form"]["materials"]) if "when" in one)
    gone = fields[f"materials-{place}-when"][0].split("|")[1]
    row = next(name.split("-")[1] for name, value in fields.items() if name.endswith("-code") and value == [gone])
    post(editor, url, fields, drop=f"form-{row}")
    page = unescape(text(editor.get(url)))
    assert re.search(r"第 \d+ (?:组第 \d+ 项|份材料)的“什么情况(?:填写|提交)”：条件提到的", page)
    assert any("已删去，请另选" in label for label in _options(page, f"materials-{place}-when"))


def test_a_condition_of_more_alternatives_than_can_be_chosen_is_shown_whole_and_kept(demo: Demo) -> None:
    editor, item = demo.client("ll-editor"), copy.deepcopy(demo.items[BRIDGE])
    words = [f"第{number}种" for number in range(1, 26)]
    kind = {"element": {"code": "many", "label": "哪一种", "type": "choice", "required": True, "choices": words}}
    item["form"]["sections"][0]["fields"].append(kind)
    first, second = item["form"]["materials"][:2]
    first["when"] = {"element": "many", "operator": "one_of", "value": words}
    second["when"] = {"element": "many", "operator": "one_of", "value": words[: whens.MOST]}
    change = Change("变更", "分情况", "演发〔2026〕1号")
    publish(act=_now.act(SYSTEM), item=item, valid_from=today(), change=change)
    url = begin(editor, item["code"], "变更")
    page, fields = _sent(editor, url)
    assert not [name for name in fields if name.startswith("materials-0-when-") and "told" not in name]
    assert f'name="materials-1-when-{whens.MOST}"' in page
    assert f'name="materials-1-when-{whens.MOST + 1}"' not in page
    for word in words:
        assert f"“哪一种”是“{word}”" in fields["materials-0-when-told"][0]
    assert "有 25 种情况" in page
    assert post(editor, f"{url}save/", fields).json()["revision"] == 1  # what nobody touched is no change
    assert post(editor, f"{url}save/", fields, address="二楼 B 区 3 号窗口").json()["revision"] == 2
    made = _content(demo, url)["form"]["materials"]
    assert [made[0]["when"], made[1]["when"]] == [first["when"], second["when"]]


@pytest.mark.pure
def test_no_alternative_is_lost_however_many_there_are() -> None:
    when = {"any_of": [{"element": f"q{number}", "operator": "filled"} for number in range(25)]}
    rows = whens.chosen(when)
    assert whens.read(rows, None) == when
    assert whens.read(rows[: whens.MOST], when) is when
    twice = {"any_of": [{"element": "a", "value": "甲"}, {"element": "a", "value": "甲"}]}
    assert whens.read(whens.chosen(twice), twice) is twice


@pytest.mark.pure
@pytest.mark.parametrize(
    "when",
    [
        {"element": "a", "value": "甲"},
        {"element": "a", "operator": "is_not", "value": "甲"},
        {"element": "a", "operator": "filled"},
        {"element": "a", "operator": "one_of", "value": ["甲", "乙"]},
        {"any_of": [{"element": "a", "value": "甲"}, {"element": "b", "operator": "filled"}]},
        {"any_of": [{"element": "a", "operator": "is_not", "value": "x|y"}, {"element": "b", "value": "乙"}]},
        {"any_of": [{"element": one, "value": "甲"} for one in "abcde"]},
        {
            "any_of": [
                {"element": "a", "operator": "one_of", "value": ["甲", "乙"]},
                {"element": "b", "operator": "is_not", "value": "丙"},
                {"element": "a", "operator": "filled"},
                {"element": "c", "operator": "one_of", "value": ["x", "y", "z"]},
            ]
        },
    ],
)
def test_a_condition_that_is_read_back_from_its_rows_is_the_same(when: dict[str, Any]) -> None:
    assert whens.read(whens.chosen(when), None) == when
    same = {"any_of": [when]} if "any_of" not in when else when
    assert whens.read(whens.chosen(same), same) is same


@pytest.mark.pure
def test_nonsense_is_no_condition() -> None:
    nothing: tuple[Any, ...] = (None, "x", [], {"any_of": 3}, {"any_of": ["x"]})
    for when in nothing:
        assert whens.chosen(when) == []
    assert whens.read(["", "x", "is|a"], None) is None


def test_a_value_for_demonstration_loses_its_mark_by_a_tick_and_by_nothing_else(demo: Demo) -> None:
    editor, code = demo.client("ll-editor"), demo.items[BRIDGE]["code"]
    url = begin(editor, code, "变更")
    _, fields = _sent(editor, url)
    marked = _content(demo, url)["demo"]
    assert "address" in marked
    assert sorted(fields["demo-shown"]) == sorted(marked)
    post(editor, url, fields, address="二楼 B 区 3 号窗口")
    assert _content(demo, url)["demo"] == marked
    _, fields = _sent(editor, url)
    revision = post(editor, f"{url}save/", fields, verified=["address"]).json()["revision"]
    assert _content(demo, url)["demo"] == [key for key in marked if key != "address"]
    again = {**fields, "revision": [str(revision)]}
    assert post(editor, f"{url}save/", again, verified=["address"]).json()["revision"] == revision
    back = post(editor, f"{url}save/", again).json()["revision"]
    assert sorted(_content(demo, url)["demo"]) == sorted(marked)
    assert post(editor, f"{url}save/", {**again, "revision": [str(back)]}).json()["revision"] == back
    _, fields = _sent(editor, url)
    post(editor, url, fields, verified=["address"])
    assert "演示值（办理地点 → 没有）" in unescape(text(editor.get(url)))


@pytest.mark.req("PRC-008")
def test_what_is_needed_before_is_read_and_written_by_name(demo: Demo) -> None:
    editor, code = demo.client("ll-editor"), demo.items[BRIDGE]["code"]
    needed = demo.items["更新采伐护路林的审批"]
    url = begin(editor, code, "变更")
    _, fields = _sent(editor, url)
    post(editor, url, fields, prerequisites=needed["name"])
    assert _content(demo, url)["prerequisites"] == [needed["code"][19:]]
    page, fields = _sent(editor, url)
    assert fields["prerequisites"] == [f"{needed['name']}（{needed['code'][19:]}）"]
    assert f'<a href="/items/{needed["code"]}/">{needed["name"]}</a>' in page
    assert post(editor, f"{url}save/", fields).json()["revision"] == 2
    assert f'<a href="/items/{needed["code"]}/">{needed["name"]}（' in text(editor.get(f"{url}preview/"))
    post(editor, url, fields, prerequisites="没有这个事项")
    assert "没有名称为“没有这个事项”的事项" in unescape(text(editor.get(url)))


def test_saves_in_a_row_are_told_with_all_that_they_changed(demo: Demo) -> None:
    editor, code = demo.client("ll-editor"), demo.items[BRIDGE]["code"]
    url = begin(editor, code, "变更")
    labels = []
    for place, address in enumerate((f"{url}save/", url)):  # by itself, then by hand
        _, fields = _sent(editor, url)
        labels += fields[f"form-{place}-label"]
        post(editor, address, fields, **{f"form-{place}-hint": f"提示{place}"})
    (note,) = re.findall(r"改了(申请表（.*?)，到第 3 稿", unescape(text(editor.get(url))))
    for place, label in enumerate(labels):
        assert label in note
        assert f"提示{place}" in note


def test_when_a_department_takes_part_is_written_as_one_sentence(demo: Demo) -> None:
    editor, code = demo.client("ll-editor"), demo.items["涉路工程建设并联审批（演示）"]["code"]
    url = begin(editor, code, "变更")
    page, fields = _sent(editor, url)
    before = _content(demo, url)["joint"]
    places = [place for place, row in enumerate(before) if row.get("when")]
    assert fields[f"joint-{places[0]}-when"][0].startswith("“")
    assert post(editor, f"{url}save/", fields).json()["revision"] == 1
    assert _content(demo, url)["joint"] == before
    place = next(place for place in places if ">" in before[place]["when"])
    control, said = f"joint-{place}-when", fields[f"joint-{place}-when"][0]
    assert said.endswith("大于300")
    name = said[1 : -len("”大于300")]
    post(editor, url, fields, **{control: f"“{name}”不小于 301"})
    made = _content(demo, url)["joint"][place]["when"]
    assert made == before[place]["when"].replace("> 300", ">= 301")
    page, fields = _sent(editor, url)
    assert f"“{name}”不小于301" in re.sub(r"(?s)<form.*?</form>", "", unescape(page))
    post(editor, url, fields, **{control: "“没有这一项”大于 3"})
    assert "的条件““没有这一项”大于 3”看不懂" in unescape(text(editor.get(url)))
