"""Files of other tools that are refused: whoever wants to may open them and put them right."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.drawing import finding, kept, opened, saved
from tests.browser.walking import Walker
from yimen.kernel.procedure import compare, compile_bpmn

pytestmark = pytest.mark.browser

FOREIGN = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x"><process id="foreign">'
    '<startEvent id="s"/><task id="t" name="别处画的一步"/><endEvent id="e"/>'
    '<sequenceFlow id="a" sourceRef="s" targetRef="t"/><sequenceFlow id="b" sourceRef="t" targetRef="e"/>'
    "</process></definitions>"
).encode()
NAMELESS = FOREIGN.replace(b'<process id="foreign">', b"<process>")
BROKEN = NAMELESS.replace(b"</definitions>", b"<process/></definitions>")  # names nothing that a drawing could be of


def test_a_refused_file_without_a_drawing_can_be_opened_and_put_right(drawer: Walker) -> None:
    page = opened(drawer, "foreign-one")
    said, now = page.locator("[data-modeller=said]"), kept(page)
    before = page.locator("[data-modeller=findings]").inner_text()
    chooser = page.locator("[data-modeller=file]")
    chooser.set_input_files({"name": "broken.bpmn", "mimeType": "application/xml", "buffer": BROKEN})
    said.get_by_role("button", name="仍要打开").click()
    expect(said).to_contain_text("文件里没有图形")
    assert page.locator("[data-modeller=findings]").inner_text() == before  # of what stands on the canvas
    assert kept(page) == now
    chooser.set_input_files({"name": "foreign.bpmn", "mimeType": "application/xml", "buffer": FOREIGN})
    expect(said).to_contain_text("不支持")
    said.get_by_role("button", name="仍要打开").click()
    expect(said).to_contain_text("还不能办理")
    expect(page.locator("[data-element-id=t]")).to_be_visible()
    expect(finding(page, "不支持").first).to_be_visible()


HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:c="urn:other:tool" '
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:di="http://www.omg.org/spec/DD/20100524/DI" targetNamespace="x">'
)


def shape(id_: str, x: int, y: int, wide: int, high: int) -> str:
    box = f'<dc:Bounds x="{x}" y="{y}" width="{wide}" height="{high}"/>'
    return f'<bpmndi:BPMNShape id="{id_}-di" bpmnElement="{id_}">{box}</bpmndi:BPMNShape>'


def edge(id_: str, *points: tuple[int, int]) -> str:
    way = "".join(f'<di:waypoint x="{x}" y="{y}"/>' for x, y in points)
    return f'<bpmndi:BPMNEdge id="{id_}-di" bpmnElement="{id_}">{way}</bpmndi:BPMNEdge>'


POOLS = (
    f'{HEAD}<collaboration id="talk"><participant id="office" name="公路局" processRef="Process_1"/>'
    '<participant id="public" name="申请人"/><messageFlow id="m" name="申请" sourceRef="public" targetRef="t"/>'
    '</collaboration><process id="Process_1" name="别处的流程" isExecutable="false"><laneSet id="lanes">'
    '<lane id="one" name="窗口"><flowNodeRef>s</flowNodeRef><flowNodeRef>t</flowNodeRef></lane>'
    '<lane id="two" name="科室"><flowNodeRef>e</flowNodeRef></lane></laneSet>'
    '<startEvent id="s"/><userTask id="t" name="别处画的一步" startQuantity="2" c:due="P3D"><extensionElements>'
    '<c:form key="a"/></extensionElements></userTask><endEvent id="e"/><dataObject id="d"/>'
    '<sequenceFlow id="a" sourceRef="s" targetRef="t"/><sequenceFlow id="b" sourceRef="t" targetRef="e"/></process>'
    '<bpmndi:BPMNDiagram id="drawn"><bpmndi:BPMNPlane id="plane" bpmnElement="talk">'
    + shape("office", 100, 200, 600, 240)
    + shape("one", 130, 200, 570, 120)
    + shape("two", 130, 320, 570, 120)
    + shape("public", 100, 60, 600, 60)
    + shape("s", 180, 240, 36, 36)
    + shape("t", 280, 218, 100, 80)
    + shape("e", 480, 360, 36, 36)
    + edge("a", (216, 258), (280, 258))
    + edge("b", (380, 258), (498, 258), (498, 360))
    + edge("m", (330, 120), (330, 218))
    + "</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></definitions>"
).encode()


def test_pools_lanes_and_what_no_drawing_shows_are_taken_out_and_told_in_chinese(drawer: Walker) -> None:
    page = opened(drawer, "foreign-two")
    said, named = page.locator("[data-modeller=said]"), compile_bpmn(kept(page))
    page.locator("[data-modeller=file]").set_input_files(
        {"name": "pools.bpmn", "mimeType": "application/xml", "buffer": POOLS}
    )
    expect(said).to_contain_text("写了本平台不支持的属性“startQuantity”")
    expect(said).to_contain_text("第 1 行")
    assert "流程编号应当由" not in said.inner_text()  # it keeps that of the draft
    said.get_by_role("button", name="仍要打开").click()
    expect(said).to_contain_text(
        f"仍用这份草稿的“{named.name}”（foreign-two），没有用文件里的“别处的流程”（Process_1）"
    )
    expect(page.locator("[data-element-id=office]")).to_be_visible()
    drawer.judge()
    page.get_by_role("button", name="去掉泳池和泳道，留下环节").click()
    expect(said).to_contain_text("泳池“公路局”")
    for words in ("泳池“申请人”", "消息流“申请”", "泳道“窗口”", "泳道“科室”"):
        expect(said).to_contain_text(words)
    expect(page.locator("[data-element-id=office]")).to_have_count(0)
    expect(page.locator("[data-element-id=t]")).to_be_visible()
    expect(finding(page, "泳")).to_have_count(0)
    page.get_by_role("button", name="去掉这些附加内容").click()
    expect(said).to_contain_text("别的软件的内容（c:form）")
    expect(said).to_contain_text("“别处画的一步” 办理环节（userTask） t：去掉了")
    for line in said.locator("li").all_inner_texts():
        bare = re.sub(r"（[\w:]+）|“[^”]*”", "", line).split("：")[0].split()
        assert all(not word.isascii() or word in {"t", "d"} for word in bare), line
    odd = finding(page, "不支持的属性“startQuantity”")
    odd.get_by_role("button", name="删去").click()
    expect(odd).to_have_count(0, timeout=10_000)
    expect(finding(page, "不支持")).to_have_count(0)
    saved_file = kept(page)
    assert b"foreign-two" in saved_file
    assert b"Process_1" not in saved_file
    assert "别处画的一步".encode() in saved_file
    for tag in (b"laneSet", b"participant", b"startQuantity", b'urn:other:tool"/>'):
        assert tag not in saved_file


def test_a_good_file_does_not_take_over_the_name_of_the_draft(drawer: Walker) -> None:
    page = opened(drawer, "foreign-three")
    file = (
        kept(page).replace(b'"foreign-three"', b'"another-key"').replace("公路行政许可".encode(), "别的名称".encode())
    )
    name = compile_bpmn(kept(page)).name
    page.locator("[data-modeller=file]").set_input_files(
        {"name": "another.bpmn", "mimeType": "application/xml", "buffer": file}
    )
    said = page.locator("[data-modeller=said]")
    expect(said).to_contain_text(f"流程编号和名称仍用这份草稿的“{name}”（foreign-three）")
    saved(page)
    procedure = compile_bpmn(kept(page))
    assert (procedure.key, procedure.name) == ("foreign-three", name)
    drawer.judge()


def test_the_drawing_from_before_a_file_was_opened_comes_back(drawer: Walker) -> None:
    page = opened(drawer, "foreign-four")
    said, state = page.locator("[data-modeller=said]"), page.locator("[data-modeller=state]")
    back = page.get_by_role("button", name="恢复打开文件以前的图")
    chooser, own = page.locator("[data-modeller=file]"), compile_bpmn(kept(page))
    expect(back).to_have_count(0)
    good = kept(page).replace(b'name="' + "受理".encode(), b'name="' + "收下".encode())
    chooser.set_input_files({"name": "good.bpmn", "mimeType": "application/xml", "buffer": good})
    expect(said).to_contain_text("已导入“good.bpmn”")
    expect(page.get_by_role("button", name="撤销")).to_be_disabled()
    saved(page)
    assert compile_bpmn(kept(page)).nodes.keys() == own.nodes.keys()
    chooser.set_input_files({"name": "pools.bpmn", "mimeType": "application/xml", "buffer": POOLS})
    said.get_by_role("button", name="仍要打开").click()
    expect(page.locator("[data-element-id=office]")).to_be_visible()
    page.get_by_role("button", name="去掉泳池和泳道，留下环节").click()
    expect(said).to_contain_text("已去掉")
    expect(page.locator("[data-element-id=office]")).to_have_count(0)
    drawer.judge()
    restore = page.get_by_role("button", name="恢复去掉这些内容以前的图")
    restore.click()
    expect(page.locator("[data-element-id=office]")).to_be_visible()
    page.get_by_role("button", name="去掉这些附加内容").click()  # what no drawing shows comes back as well
    expect(said).to_contain_text("c:form")
    restore.click()
    expect(said).to_contain_text("已恢复去掉这些内容以前的图")
    expect(state).to_have_attribute("data-state", "saved")
    assert b"c:form" in kept(page)
    back.click()  # another message: the way back still stands beside it
    expect(said).to_contain_text("已恢复打开文件以前的图")
    expect(page.locator("[data-element-id=t]")).to_have_count(0)
    expect(state).to_have_attribute("data-state", "saved")
    assert "收下".encode() in kept(page)
    said.get_by_role("button", name="换回恢复以前的图").click()
    expect(said).to_contain_text("已换回")
    expect(page.locator("[data-element-id=t]")).to_be_visible()
    for _ in range(2):  # the last file first, then the one before it
        back.click()
        expect(said).to_contain_text("已恢复打开文件以前的图")
    expect(back).to_have_count(0)
    expect(state).to_have_attribute("data-state", "saved")
    assert compare(own, compile_bpmn(kept(page))).changes == ()
    drawer.judge()
