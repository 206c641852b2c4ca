"""The items of the papers come in by the interface: a sheet, the review, the public guide, an application, a result."""

import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.conftest import Demo
from tests.journeys.test_catalogue_pages import controls, post, text
from tests.office import Office
from yimen.contexts.cases.api import case, result
from yimen.contexts.catalogue.tests.made import WHOLE
from yimen.contexts.exchange.columns import MAIN, PARTS, Column, main_columns, part_rows, pick, shown
from yimen.contexts.exchange.exporting import part_cells
from yimen.contexts.exchange.sheetwriting import Head, Sheet, spreadsheet
from yimen.sites import _now
from yimen.sites.pieces.edge import today

FOUR = (
    "利用、占用、挖掘、穿(跨)越公路,公路用地和公路设施的审核",
    "在公路上设置立交、平交道口,埋设各类管线,修建跨越公路的桥梁、渡槽的审核",
    "在公路两侧建筑控制区内、公路用地以外设置非公路标志的审核",
    "超限运输车辆行驶公路的审核",
)
ADDED = "修复公路的责任和期限已写入施工合同"


def filled_in(items: list[dict[str, Any]]) -> bytes:
    """Returns the sheet that an official would send: the layout with these items."""
    heads = lambda columns: tuple(Head(column.title) for column in columns)  # noqa: E731
    rows = [[shown(column, pick(item, column.key)) for column in main_columns()] for item in items]
    sheets = [Sheet(MAIN, heads(main_columns()), rows)]
    for part in PARTS:
        cells = [row for item in items for row in part_cells(part, item["code"], part_rows(item)[part.key])]
        sheets.append(Sheet(part.title, heads((Column("", "实施编码"), *part.columns)), cells))
    return b"".join(spreadsheet(sheets))


def reviewed(demo: Demo, editor: Client, url: str) -> None:
    """Brings a draft through its review by the pages."""
    page = text(editor.get(url))
    assert "可以送审了" in page, re.findall(r"<li>[^<]*请[^<]*</li>", page)[:5]
    assert post(editor, f"{url}submit/", controls(page, f"{url}submit/")).status_code == 302
    number = re.search(r"/catalogue/reviews/(\d{21})/", text(editor.get(url)))
    assert number
    for login, outcome in (("ll-law", "agree"), ("ll-staffing", "agree"), ("ll-government", "approve")):
        answer = demo.client(login).post(f"/catalogue/reviews/{number[1]}/", {"outcome": outcome})
        assert answer.status_code == 302, text(answer)


@pytest.mark.req("CAT-024", "CAT-006", "CAT-010", "CAT-011", "CAT-012", "CAT-013")
def test_the_four_highway_items_are_entered_with_every_field_published_and_run(demo: Demo) -> None:
    items = [{**json.loads(json.dumps(demo.items[name])), **WHOLE} for name in FOUR]
    for item in items:
        item["conditions"].append(ADDED)
    editor = demo.client("ll-editor")
    answer = editor.post("/exchange/import/", {"file": SimpleUploadedFile("公路局.xlsx", filled_in(items))})
    assert answer.status_code == 302, text(answer)
    told = {"reason": "按标准补齐各栏", "document": "醴公路〔2026〕1号（演示）", "first_day": today().isoformat()}
    assert "生成 4 份事项草稿" in text(editor.post(answer["Location"], told, follow=True))
    urls = sorted(set(re.findall(r'href="(/catalogue/drafts/[0-9a-f-]{36}/)"', text(editor.get("/catalogue/")))))
    assert len(urls) == 4
    for url in urls:
        reviewed(demo, editor, url)
    office = Office(demo, _now.now())
    for item in items:
        page = text(Client().get(f"/items/{item['code']}/"))
        stated = [ADDED, WHOLE["section"], WHOLE["exercise"], WHOLE["division"], WHOLE["quota"], *WHOLE["standards"]]
        stated += [WHOLE["window_authority"], WHOLE["discipline"], WHOLE["consult_phone"], WHOLE["complaint_phone"]]
        stated += [item["result"], *(basis["article"] for basis in item["basis"]), "不用到现场"]
        assert [each for each in stated if str(each) not in page] == []
        assert "第 2 版" in page
        receipt = office.lodge(item=item["name"])
        for login, outcome in (
            ("ll-window", "accept"), ("ll-examiner", "agree"), ("ll-reviewer", "agree"), ("ll-decider", "grant"),
        ):  # fmt: skip
            office.does(login, receipt.id, outcome, "符合条件")
        office.does("ll-window", receipt.id, "deliver", method="窗口", receiver="张三演")
        office.follow()
        assert case(reader=office.reader("张三演"), number=receipt.number).delivered == "窗口"
        assert result(number=receipt.number).granted is True


# 湖南: 应进必进的各类事项，按类型各举一件 (requirements part 3.7); 七星: 乡镇办理事项 (3.8)
HUNAN = {
    "企业登记": "行政许可", "婚姻登记": "行政确认", "行政事业性收费": "行政征收", "救助": "行政给付",
    "水、电、燃气": "公共服务",
}  # fmt: skip
QIXING = ("出生证明", "婚育证明", "新型农村合作医疗", "五保户供养", "城乡低保", "涉农补贴发放")


def test_the_kinds_that_hunan_names_are_kinds_of_the_catalogue(demo: Demo) -> None:
    from yimen.kernel.codes import ITEM_TYPES

    assert set(HUNAN.values()) <= set(ITEM_TYPES.values())


def test_the_list_of_qixing_is_in_the_package_and_on_the_site(demo: Demo) -> None:
    for name in QIXING:
        page = text(Client().get(f"/items/{demo.items[name]['code']}/"))
        assert name in page
        assert 'href="/exchange' not in page
