"""Drawing a procedure in a real browser: by mouse, by keyboard, saved, found wrong, put right, out and in again."""

import re
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.drawing import LICENCE, copied, exported, finding, kept, opened, pick, saved, started
from tests.browser.walking import Walk, Walker
from yimen.kernel.procedure import check, compile_bpmn, parse_condition, retell

pytestmark = pytest.mark.browser


def test_a_step_is_drawn_described_found_wrong_and_put_right(drawer: Walker) -> None:
    page = opened(drawer, "drawn-one")
    drawer.judge()
    assert finding(page, "须改").count() == 0
    pick(page, "决定")
    page.get_by_role("button", name="附加定时").click()
    page.get_by_label("时长：数").fill("20")
    page.get_by_role("button", name="办理环节", exact=True).last.click()
    page.get_by_label("名称", exact=True).first.fill("督办")
    page.get_by_label("岗位").select_option(label="审核岗")
    page.get_by_label("单位", exact=True).select_option("lead")
    page.get_by_label("阶段").select_option("决定")
    page.get_by_label("依据").fill("《行政许可法》第四十二条")
    page.get_by_role("button", name="添加结果").click()
    second = page.get_by_role("group", name="结果 2")
    second.get_by_label("代码").fill("urge")
    second.get_by_label("名称").fill("催办")
    second.get_by_label("必须写意见").check()
    page.get_by_label("连到").select_option(label="送达")
    saved(page)
    expect(finding(page, "没有写明办理时限，请填写“时限”")).to_have_count(1)  # told by the server, on the element
    drawer.judge()
    pick(page, "审查")
    finding(page, "没有写明办理时限").get_by_role("button").click()
    expect(page.get_by_label("名称", exact=True).first).to_have_value("督办")
    page.get_by_label("时限：数").fill("2")
    page.get_by_label("依据").click()
    saved(page)
    expect(finding(page, "没有写明办理时限")).to_have_count(0)
    procedure = compile_bpmn(kept(page))
    step = next(node for node in procedure.nodes.values() if node.name == "督办")
    assert (step.role, step.unit, step.stage, step.limit, step.basis) == (
        "reviewer", "lead", "决定", "2wd", "《行政许可法》第四十二条",
    )  # fmt: skip
    assert [(one.code, one.name, one.opinion) for one in step.outcomes] == [
        ("done", "已办", "optional"),
        ("urge", "催办", "required"),
    ]
    timer = next(node for node in procedure.nodes.values() if node.kind == "boundary")
    assert (timer.host, timer.duration, procedure.out[timer.id][0].target) == ("decide", "20wd", step.id)
    assert procedure.out[step.id][0].target == "deliver"


def test_conditions_and_countersigning_are_written_in_the_panel(drawer: Walker) -> None:
    page = opened(drawer, "drawn-two")
    pick(page, "审核")
    page.locator("summary", has_text="会签").click()
    page.get_by_label("由几个单位或几个人会签").check()
    page.get_by_label("怎样算通过").select_option("share")
    page.get_by_label("比例").fill("3/4")
    page.get_by_label("一票否决").check()
    page.locator("summary", has_text="超时、特别程序、必经程序和暂停").click()
    page.get_by_label("特别程序").select_option(label="听证")
    page.get_by_label("暂停事由").fill("听证")
    page.get_by_label("超时默认").select_option(label="同意")
    pick(page, "↳ 受理")
    page.locator("summary", has_text="按文字改").click()
    page.get_by_label("按文字写").fill("outcome == 'accept' and area > 100")
    page.get_by_label("名称", exact=True).first.fill("受理且面积大")
    page.keyboard.press("Tab")
    saved(page)
    procedure = compile_bpmn(kept(page))
    review = procedure.nodes["review"]
    assert review.loop is not None
    assert (review.loop.items, review.loop.rule, review.loop.veto) == ("units", "3/4", True)
    assert (review.special, review.ground, review.lapse) == ("hearing", "听证", "agree")
    assert procedure.flows["to-examine"].name == "受理且面积大"
    assert b"outcome == 'accept' and area > 100" in kept(page).replace(b"&gt;", b">")


def row(page: Page, number: int) -> Locator:
    return page.get_by_role("group", name=f"条件 {number}", exact=True)


def test_a_condition_is_chosen_in_words_and_kept_as_an_expression(drawer: Walker) -> None:
    page = copied(drawer, "highway-licence")
    pick(page, "↳ 受理")
    guard = page.locator("[data-guard]")
    assert row(page, 1).get_by_label("看什么").locator("option:checked").inner_text() == "“受理”的结果"
    assert row(page, 1).get_by_label("值").locator("option:checked").inner_text() == "受理"
    page.get_by_role("button", name="添加条件").click()
    under = "all => all.map(one => [one.label, [...one.children].map(option => option.label)])"
    groups = dict(row(page, 2).get_by_label("看什么").locator("optgroup").evaluate_all(under))
    assert "版面面积（平方米）" in groups["申请表：在公路两侧建筑控制区内、公路用地以外设置非公路标志的审核"]
    assert "版面面积（平方米）" not in groups["申请表：几个事项都填"]
    assert "申请人身份" in groups["件的情况"]
    assert "申请表" not in groups
    row(page, 2).get_by_label("看什么").select_option(label="公路等级")
    expect(guard).to_contain_text("还没有填完")
    row(page, 2).get_by_label("怎样").select_option(label="不为")
    row(page, 2).get_by_label("值").select_option(label="高速公路")
    expect(guard).to_contain_text("outcome == 'accept' and road_grade != '高速公路'")
    page.get_by_role("button", name="添加条件").click()
    row(page, 3).get_by_label("看什么").select_option(label="版面面积（平方米）")
    row(page, 3).get_by_label("怎样").select_option(label="大于")
    row(page, 3).get_by_label("值").fill("40.5")
    page.get_by_label("几个条件").select_option(label="任一满足")
    expect(guard).to_contain_text("outcome == 'accept' or road_grade != '高速公路' or sign_area > 40.5")
    drawer.judge()
    row(page, 1).get_by_role("button").click()
    page.get_by_label("名称", exact=True).first.fill("")
    page.keyboard.press("Tab")
    saved(page)
    procedure = compile_bpmn(kept(page))
    flow = procedure.flows["to-examine"]
    assert flow.condition == parse_condition("road_grade != '高速公路' or sign_area > 40.5")
    assert procedure.labels == {"road_grade": "公路等级", "sign_area": "版面面积（平方米）"}
    shown = "“公路等级”不为“高速公路”，或者“版面面积（平方米）”大于40.5"
    assert shown in "".join(
        retell(procedure)[1]
    )  # and so in the drawing, which has no room for a name that is not there


def test_what_rows_cannot_say_stays_text_and_turns_back_into_rows(drawer: Walker) -> None:
    page = copied(drawer, "highway-licence")
    pick(page, "↳ 受理")
    page.locator("summary", has_text="按文字改").click()
    page.get_by_label("按文字写").fill("not (outcome == 'correct' or audience == '法人') and sign_area > 9")
    page.keyboard.press("Tab")
    expect(page.locator("[data-guard]")).to_contain_text("分不成几行")
    assert page.get_by_role("button", name="添加条件").count() == 0
    drawer.judge()
    page.get_by_label("按文字写").fill("outcome == 'accept' and audience == '法人' and odd")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="添加条件")).to_have_count(1)
    assert row(page, 2).get_by_label("看什么").locator("option:checked").inner_text() == "申请人身份"
    assert row(page, 2).get_by_label("值").locator("option").all_inner_texts() == ["（请选择）", "自然人", "法人"]
    assert row(page, 3).get_by_label("值").locator("option:checked").inner_text() == "是"
    row(page, 3).get_by_label("值").select_option(label="否")
    saved(page)
    expected = "outcome == 'accept' and audience == '法人' and odd == false"
    assert compile_bpmn(kept(page)).flows["to-examine"].condition == parse_condition(expected)
    assert drawer.heard == []


def test_out_and_in_again_is_the_same_and_what_is_refused_changes_nothing(drawer: Walker, tmp_path: Path) -> None:
    page = opened(drawer, "drawn-three")
    out = exported(page, "导出 BPMN")
    before, after = compile_bpmn(kept(page)), compile_bpmn(out)
    assert list(after.nodes) == list(before.nodes)
    assert [(one.source, one.target, one.condition) for one in after.flows.values()] == [
        (one.source, one.target, one.condition) for one in before.flows.values()
    ]
    assert exported(page, "导出 SVG").startswith(b"<?xml")
    renamed = tmp_path / "renamed.bpmn"
    renamed.write_bytes(out.replace("补正材料".encode(), "补齐材料".encode()))
    page.locator("[data-modeller=file]").set_input_files(renamed)
    expect(page.locator("[data-modeller=said]")).to_contain_text("已导入")
    saved(page)
    assert compile_bpmn(kept(page)).nodes["correct"].name == "补齐材料"
    foreign = tmp_path / "foreign.bpmn"
    foreign.write_bytes(
        out.replace(b"<bpmn:userTask", b"<bpmn:task", 1).replace(b"</bpmn:userTask>", b"</bpmn:task>", 1)
    )
    now = kept(page)
    page.locator("[data-modeller=file]").set_input_files(foreign)
    said = page.locator("[data-modeller=said]")
    expect(said).to_contain_text("图没有变")
    expect(said).to_contain_text(re.compile("第 [0-9]+ 行 “受理”（未定种类的任务）"))
    drawer.judge()
    assert kept(page) == now
    large = tmp_path / "large.bpmn"
    large.write_bytes(out + b" " * 600_000)
    page.locator("[data-modeller=file]").set_input_files(large)
    expect(said).to_contain_text("最多 512 KB")
    assert drawer.heard == []


def test_what_another_saved_meanwhile_is_not_written_over(drawer: Walker) -> None:
    page = opened(drawer, "drawn-eight")
    other = drawer.context.new_page()
    other.goto(page.url)
    expect(other.locator("[data-modeller=canvas]")).to_have_attribute("data-ready", "yes")
    for one, name in ((other, "先存的名称"), (page, "后存的名称")):
        one.get_by_role("button", name="展开属性").click()
        one.get_by_label("名称", exact=True).fill(name)
        one.get_by_role("button", name="保存").click()
        expect(one.locator("[data-modeller=state]")).not_to_have_attribute("data-state", "dirty")
        expect(one.locator("[data-modeller=state]")).not_to_have_attribute("data-state", "saving")
    expect(other.locator("[data-modeller=state]")).to_have_attribute("data-state", "saved")
    expect(page.locator("[data-modeller=state]")).to_have_attribute("data-state", "failed")
    expect(page.locator("[data-modeller=state]")).to_contain_text("没有丢失")
    assert "先存的名称".encode() in kept(page)
    other.close()


def test_a_whole_step_is_drawn_by_keyboard(drawer: Walker) -> None:
    page = opened(drawer, "drawn-four")
    pick(page, "审查")
    page.get_by_role("button", name="撤销").focus()
    entry = page.locator(".djs-palette .entry[aria-label=办理环节]")
    entry.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("名称", exact=True).first).to_have_value("新环节")
    page.get_by_role("button", name="撤销").press("Enter")
    expect(page.get_by_label("选中的元素").locator("option", has_text="新环节")).to_have_count(0)
    page.get_by_role("button", name="重做").press("Enter")
    expect(page.get_by_label("选中的元素").locator("option", has_text="新环节")).to_have_count(3)  # it and its arrows
    assert drawer.heard == []


Box = tuple[float, float, float, float]
DI, DC = "{http://www.omg.org/spec/BPMN/20100524/DI}", "{http://www.omg.org/spec/DD/20100524/DC}"
FLOW = "{http://www.omg.org/spec/BPMN/20100524/MODEL}sequenceFlow"
WAY = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"


def drawn(xml: bytes) -> tuple[dict[str, Box], dict[str, list[Box]]]:
    """Returns the boxes of shapes and the pieces of lines by what they draw, as left, top, right, bottom."""
    root, shapes, lines = ET.fromstring(xml), {}, {}
    for one in root.iter(f"{DI}BPMNShape"):
        at = one.find(f"{DC}Bounds")
        assert at is not None
        x, y, wide, high = (float(at.get(name, "")) for name in ("x", "y", "width", "height"))
        shapes[one.get("bpmnElement", "")] = (x, y, x + wide, y + high)
    for one in root.iter(f"{DI}BPMNEdge"):
        points = [(float(at.get("x", "")), float(at.get("y", ""))) for at in one.iter(WAY)]
        lines[one.get("bpmnElement", "")] = [
            (min(a, c), min(b, d), max(a, c), max(b, d)) for (a, b), (c, d) in pairwise(points)
        ]
    return shapes, lines


def apart(one: Box, other: Box) -> bool:
    return one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]


@pytest.mark.parametrize("kind", ["办理环节", "排他网关"])
def test_what_is_added_stands_on_no_line_and_no_shape(drawer: Walker, kind: Any) -> None:
    page = opened(drawer, f"drawn-free-{len(kind.encode())}-{ord(kind[0])}")
    before, _ = drawn(exported(page, "导出 BPMN"))
    procedure = compile_bpmn(LICENCE)
    names = [procedure.nodes[id_].name for id_ in ("accept", "correct", "examine", "review", "deliver")]
    for name in ["“受理”之后的排他网关", *names]:
        pick(page, name)
        page.get_by_role("button", name=kind, exact=True).last.click()
    xml = exported(page, "导出 BPMN")
    after, lines = drawn(xml)
    ends = {one.get("id"): (one.get("sourceRef"), one.get("targetRef")) for one in ET.fromstring(xml).iter(FLOW)}
    fresh = {id_: box for id_, box in after.items() if id_ not in before}
    assert len(fresh) == 6
    for id_, box in fresh.items():
        others = [other for one, other in after.items() if one != id_]
        pieces = [piece for way, line in lines.items() if id_ not in ends[way] for piece in line]
        assert all(apart(box, other) for other in [*others, *pieces]), id_


def test_a_narrow_screen_reads_and_does_not_draw(walk: Walk) -> None:
    walker = walk("ll-process", width=360)
    page = started(walker, "drawn-five")
    walker.follow("画流程图")
    assert page.get_by_text("画图要用大一些的屏幕").is_visible()
    assert page.locator("svg.pf").is_visible()
    assert not page.get_by_role("button", name="保存").is_visible()


def test_a_walk_goes_to_the_end_and_keeps_nothing(drawer: Walker) -> None:
    page = started(drawer, "drawn-six")
    drawer.follow("试走")
    for name in (
        "受理：受理",
        "审查：建议准予",
        "审核：退回重审",
        "审查：建议准予",
        "审核：同意",
        "决定：准予",
        "送达：已送达",
    ):
        drawer.press(name)
    assert page.get_by_text("流程走到了结束").is_visible()
    path = page.locator(".walked li").all_inner_texts()
    assert len(path) == 8
    assert "退回重审 → 到审查" in path[3]
    drawer.press("重新开始")
    assert page.locator(".walked li").count() == 1


def test_the_file_that_was_kept_is_sound(drawer: Walker) -> None:
    page = opened(drawer, "drawn-seven")
    assert [one for one in check(compile_bpmn(kept(page))) if one.severity == "error"] == []
    page.get_by_role("button", name="检查").click()
    expect(page.locator("[data-modeller=summary]")).to_have_text("检查通过，没有发现问题。")


def test_a_call_is_drawn_from_what_is_published(drawer: Walker) -> None:
    page = opened(drawer, "drawn-call")
    pick(page, "审查")
    page.get_by_role("button", name="调用流程", exact=True).last.click()
    page.get_by_label("名称", exact=True).first.fill("现场查看")
    page.get_by_label("流程编号").fill("nowhere")
    page.get_by_label("流程编号").press("Tab")
    saved(page)
    expect(finding(page, "找不到被调用的流程“nowhere”")).to_have_count(1)
    assert page.locator("#m-called-list option[value=highway-review]").count() == 1
    drawer.judge()
