"""The kinds of items: a closed list that is data, whose rules an item is held to before it is submitted."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from yimen.contexts.catalogue.api import (
    OWN_MOTION,
    Beginning,
    Change,
    Finding,
    ItemRefused,
    Proposal,
    findings,
    kind_of,
    kinds,
    publish,
    save_draft,
    start_draft,
)
from yimen.contexts.catalogue.kinds import read_kinds
from yimen.contexts.journal.api import Act

from .conftest import ADDED, START
from .made import DAY, EDITOR, HIGHWAY, whole

TEN = [
    "行政许可",
    "非行政许可审批",
    "行政审批",
    "行政确认",
    "行政征收",
    "行政给付",
    "公共服务",
    "中介服务",
    "登记",
    "年检",
]  # CAT-002
NATIONAL = [
    "行政许可",
    "行政处罚",
    "行政强制",
    "行政征收",
    "行政给付",
    "行政检查",
    "行政确认",
    "行政奖励",
    "行政裁决",
    "其他行政权力",
    "公共服务",
]
BASIS = {"law": "公路法", "article": "第四十四条", "text": "应当事先征得同意。"}
NOTICE = {"law": "关于加强涉路施工管理的通知", "article": "第三条", "text": "应当报批。"}
FEE = {"name": "补偿费", "standard": "据实", "basis": "《公路法》第四十四条"}


def examined(act: Act, items: list[dict[str, Any]], type_: str, **more: Any) -> Mapping[str, str]:
    """What must be put right of a draft whose code says a type, by field."""
    national = {name: f"{number:02d}" for number, name in enumerate(NATIONAL[:10], 1)} | {"公共服务": "20"}
    base = f"00{national[type_]}18009001"
    content = {**whole(items[0]), "code": f"{HIGHWAY}4{base}", "name": "演示事项", "type": type_, **more}
    found = start_draft(act=act, reader=EDITOR, beginning=Beginning(unit=HIGHWAY, base=base))
    why = Proposal(first_day=date(2026, 4, 1), reason="新设", document="演发〔2026〕3号")
    saved = save_draft(act=act, reader=EDITOR, id=found.id, revision=found.revision, content=content, proposal=why)
    told: tuple[Finding, ...] = findings(draft=saved, on=DAY)
    return {one.field: one.words for one in told if one.must}


@pytest.mark.req("CAT-002")
def test_the_list_has_the_ten_kinds_and_every_type_of_the_national_code() -> None:
    assert set(TEN) <= set(kinds())
    assert set(NATIONAL) <= set(kinds())
    for name in NATIONAL:
        found = kind_of(type=name)
        assert found is not None
        assert name in found.types
    assert {type_ for one in kinds().values() for type_ in one.types} == set(NATIONAL)
    assert set(OWN_MOTION) == {"行政处罚", "行政强制", "行政征收", "行政检查"}


@pytest.mark.req("CAT-002")
@pytest.mark.parametrize(
    ("type_", "more", "field", "said"),
    [
        ("行政许可", {"quota": ""}, "quota", "行政许可须写明"),
        ("行政许可", {"basis": [NOTICE]}, "basis", "只有规范性文件"),
        ("行政许可", {"fees": [{**FEE, "basis": "《关于收费的通知》"}]}, "fees", "须有法律、行政法规依据"),
        ("其他行政权力", {"kind": "非行政许可审批"}, "kind", "2015-05-10 起不再使用（国发〔2015〕27号）"),
        ("其他行政权力", {"kind": "行政审批", "discipline": ""}, "discipline", "行政审批须写明"),
        ("行政确认", {"standards": []}, "standards", "行政确认须写明"),
        ("行政征收", {"fees": []}, "fees", "行政征收须写明征收的项目"),
        ("行政给付", {"fees": [FEE]}, "fees", "行政给付不收费"),
        ("公共服务", {"kind": "中介服务", "intermediary": []}, "intermediary", "中介服务须写明"),
        ("公共服务", {"kind": "登记"}, "kind", "“登记”不能用于类型“公共服务”"),
        ("行政确认", {"kind": "登记", "result_sample": ""}, "result_sample", "登记须写明"),
        ("其他行政权力", {"kind": "年检", "basis": [NOTICE]}, "basis", "只有规范性文件"),
        ("其他行政权力", {"kind": "自创"}, "kind", "没有“自创”这一种"),
    ],
)
def test_each_kind_drives_the_rules_that_apply(
    ground: None, act: Act, items: list[dict[str, Any]], type_: str, more: dict[str, Any], field: str, said: str
) -> None:
    fine = {"basis": [BASIS], "fees": [FEE] if type_ == "行政征收" else [], "intermediary": ["技术评价"]}
    told = examined(act, items, type_, **{**fine, **more})
    assert said in told.get(field, ""), told


MERE = [
    "《关于公路补偿费标准的通知》（湘发改价费〔2019〕123号）",
    "《关于公路补偿费标准的通知》第三条",
    "关于公路补偿费标准的通知（湘发改价费〔2019〕123号）第三条第二款",
    "公路补偿费标准的通知》第三条",
    "湘发改价费〔2019〕123号",
    "湘发改价费[2019]123号《关于贯彻《公路法》的意见》、《收费办法（试行）》",
]
LAWS = [
    "《公路法》第四十四条",
    "公路法第四十四条第二款",
    "《中华人民共和国公路法》（2017年修正）",
    "《公路法》第四十四条、《关于公路补偿费标准的通知》（湘发改价费〔2019〕123号）",
    "《公路安全保护条例》（国务院令第593号）第二十七条",
    "国务院令第593号",
]


@pytest.mark.req("CAT-002")
@pytest.mark.parametrize(("named", "mere"), [(text, True) for text in MERE] + [(text, False) for text in LAWS])
def test_a_document_is_told_from_a_law_however_it_is_written(
    ground: None, act: Act, items: list[dict[str, Any]], named: str, mere: bool
) -> None:
    basis = [{**NOTICE, "law": named}]
    told = examined(act, items, "行政许可", basis=basis, fees=[{**FEE, "basis": named}])
    assert ("须有法律、行政法规依据" in told.get("fees", "")) is mere
    assert ("只有规范性文件" in told.get("basis", "")) is mere


@pytest.mark.req("CAT-002")
@pytest.mark.parametrize(("type_", "kind"), [("公共服务", ""), ("其他行政权力", ""), ("公共服务", "中介服务")])
def test_what_one_kind_forbids_another_allows(
    ground: None, act: Act, items: list[dict[str, Any]], type_: str, kind: str
) -> None:
    more = {"kind": kind, "quota": "", "standards": [], "basis": [NOTICE], "intermediary": ["技术评价"], "fees": [FEE]}
    told = examined(act, items, type_, **more)
    assert {"quota", "standards", "basis", "fees", "kind"} & set(told) == set()


@pytest.mark.req("CAT-002")
def test_the_list_is_closed_for_items_and_open_for_data(ground: None, act: Act, items: list[dict[str, Any]]) -> None:
    with pytest.raises(ItemRefused, match="没有“自创”这一种"):
        publish(act=act, item={**items[0], "kind": "自创"}, valid_from=START, change=Change("新增", "", ""))
    assert publish(act=act, item={**items[0], "kind": "行政审批"}, valid_from=START, change=ADDED).kind == "行政审批"
    text = (Path(__file__).parents[3] / "data" / "kinds.toml").read_text("utf-8")
    more = '\n[[kind]]\nname = "备案"\ntypes = ["其他行政权力"]\nasked = true\nneeds = []\nfees = "none"\n'
    more += 'ranked = false\nrule = "演示"\nconf = "low"\n'
    assert read_kinds(text + more)["备案"].types == ("其他行政权力",)
    for bad in (more.replace('"none"', '"free"'), more.replace("needs = []", 'needs = ["x"]'), more + more):
        with pytest.raises(ValueError, match="事项种类“备案”"):
            read_kinds(text + bad)
