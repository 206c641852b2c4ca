"""The catalogue goes out and comes in, over HTTP and by command; what differs between levels is seen."""

import csv
import dataclasses
import json
import re
import zipfile
from html import unescape
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.conftest import DEMO, Demo
from yimen.command import main
from yimen.contexts.catalogue.api import ELEMENT_TYPES, Change, divergences, publish
from yimen.contexts.exchange import columns
from yimen.contexts.exchange.api import dictionary
from yimen.contexts.exchange.sheetreading import letters
from yimen.contexts.exchange.tests import workbooks
from yimen.contexts.exchange.tests.test_entering import written
from yimen.contexts.journal.api import SYSTEM
from yimen.kernel.clock import local_date
from yimen.sites import _now
from yimen.sites.catalogue.parts import ASKS
from yimen.sites.exchange.differences import lines, wording
from yimen.sites.pieces.edge import today

pytestmark = pytest.mark.django_db


def downloaded(address: str) -> bytes:
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


@pytest.mark.req("CAT-008")
def test_anyone_downloads_the_whole_catalogue_and_the_layout(demo: Demo) -> None:
    shown = Client().get("/data/").content.decode()
    for address in ("/data/catalogue.zip", "/data/items.xlsx", "/data/template.xlsx"):
        assert f'href="{address}"' in shown
        with zipfile.ZipFile(BytesIO(downloaded(address))) as archive:
            assert archive.testzip() is None
    with zipfile.ZipFile(BytesIO(downloaded("/data/catalogue.zip"))) as archive:
        codes = {json.loads(line)["item"]["code"] for line in archive.read("items.jsonl").splitlines()}
    for code in codes:
        assert Client().get(f"/items/{code}/").status_code == 200
    assert {item["code"] for item in demo.items.values()} <= codes


def test_the_command_writes_what_the_site_gives(demo: Demo, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for kind, ending in (("package", "zip"), ("sheet", "xlsx"), ("template", "xlsx")):
        path = tmp_path / f"{kind}.{ending}"
        assert main(["export", kind, str(path)]) == 0
        assert zipfile.is_zipfile(path)
        assert main(["export", kind, str(path)]) == 2
    said = capsys.readouterr()
    assert said.err.count("已经存在") == 3


def sent(client: Client, content: bytes, name: str) -> Any:
    return client.post("/exchange/import/", {"file": SimpleUploadedFile(name, content)})


@pytest.mark.req("CAT-003", "CAT-004")
def test_an_editor_imports_a_changed_sheet_and_nothing_is_published_by_it(demo: Demo) -> None:
    client = demo.client("ll-editor")
    item = json.loads(json.dumps(demo.items["超限运输车辆行驶公路的审核"]))
    item["conditions"].append("新加的一条")
    assert client.get("/exchange/import/").status_code == 200
    answer = sent(client, json.dumps([item], ensure_ascii=False).encode(), "a.json")
    assert answer.status_code == 302
    shown = client.get(answer["Location"]).content.decode()
    assert "新加的一条" in shown
    assert "变更" in shown
    refused = client.post(answer["Location"], {"reason": ""})
    assert refused.status_code == 422
    assert "变动理由" in refused.content.decode()
    done = client.post(answer["Location"], {"reason": "统一条件", "document": "醴政发〔2026〕5号"}, follow=True)
    assert "生成 1 份事项草稿" in done.content.decode()
    assert "新加的一条" not in Client().get(f"/items/{item['code']}/").content.decode()
    assert demo.client("ll-guoci").get(answer["Location"]).status_code == 404


def test_an_editor_takes_the_unit_s_own_items_as_a_sheet_that_comes_back_without_a_difference(demo: Demo) -> None:
    client = demo.client("ll-editor")
    page = client.get("/exchange/import/").content.decode()
    address = "/exchange/import/own.xlsx?unit=11430281MB990011XC"
    assert f'href="{address}"' in page
    content = b"".join(client.get(address).streaming_content)  # type: ignore[attr-defined]
    answer = sent(client, content, "本单位.xlsx")
    assert "没有差别" in client.get(answer["Location"]).content.decode()
    assert demo.client("ll-law").get(address).status_code == 403


def test_what_an_import_would_change_is_told_by_names(demo: Demo) -> None:
    client, item = demo.client("ll-editor"), json.loads(json.dumps(demo.items["超限运输车辆行驶公路的审核"]))
    other = {**item, "code": f"{item['code'][:19]}000118009001", "name": "演示的新事项"}
    needed = demo.items["更新采伐护路林的审批"]
    other["prerequisites"] = [needed["code"][19:]]
    item["form"]["sections"][0]["title"] = "另一个分组"
    shown = client.get(sent(client, json.dumps([item, other]).encode(), "a.json")["Location"]).content.decode()
    table = unescape(shown)
    assert "醴陵市公路局" in table
    assert f"{needed['name']}（{needed['code'][19:]}）" in table
    for raw in (f">{item['unit']}<", f">{item['centre']}<", f">{item['region']}<", f">{item['procedure_key']}<"):
        assert raw not in table, raw
    assert "另一个分组" in table


def test_a_wrong_file_is_told_cell_by_cell_and_a_huge_one_is_not_read(demo: Demo) -> None:
    client = demo.client("ll-editor")
    item = {**demo.items["超限运输车辆行驶公路的审核"], "promised": 4000, "conditions": []}
    answer = sent(client, json.dumps([item]).encode(), "a.json")
    assert answer.status_code == 422
    shown = answer.content.decode()
    for words in ("承诺时限", "办理条件", "没有导入任何事项", "JSON"):
        assert words in shown
    assert sent(client, b"%PDF-1.4", "a.xlsx").status_code == 422
    assert client.post("/exchange/import/").status_code == 422
    kind = "multipart/form-data; boundary=x"
    huge = client.generic("POST", "/exchange/import/", b"x", kind, CONTENT_LENGTH=str(50 * 1024**2))
    assert huge.status_code == 413
    assert demo.client("ll-window").get("/exchange/import/").status_code == 403


def test_the_demonstration_has_a_difference_to_look_at(demo: Demo) -> None:
    (found,) = divergences(on=local_date(_now.now()))
    assert (found.name, found.respect) == ("新型农村合作医疗", "limit")
    assert found.code in demo.client("admin-system").get("/exchange/").content.decode()


@pytest.mark.req("CAT-007")
def test_the_administrator_sees_every_difference_and_takes_it_along(demo: Demo) -> None:
    item = json.loads(json.dumps(demo.items["出生证明"]))
    item["promised"] += 1
    change = Change("变更", "测试", "演发〔2026〕9号")
    publish(act=_now.act(SYSTEM), item=item, valid_from=local_date(_now.now()), change=change)
    for login in ("admin-system", "ll-editor", "ll-law", "ll-leader"):
        client = demo.client(login)
        assert client.get("/exchange/").status_code == 200
    client = demo.client("admin-system")
    shown = client.get("/exchange/").content.decode()
    assert "出生证明" in shown
    assert "时限" in shown
    lines = b"".join(client.get("/exchange/differences.csv").streaming_content).decode("utf-8-sig").splitlines()
    assert len([line for line in lines if "出生证明" in line and "时限" in line]) == 1
    assert demo.client("ll-window").get("/exchange/differences.csv").status_code == 403


@pytest.mark.req("CAT-007")
def test_an_official_explains_a_difference_on_the_page_and_takes_it_back(
    demo: Demo, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    item = json.loads(json.dumps(demo.items["出生证明"]))
    every = json.loads((DEMO / "items.json").read_text("utf-8"))
    same = [one for one in every if one["code"][19:] == item["code"][19:]]
    other = max(same, key=lambda one: str(one["code"]))
    assert len(same) > 1
    other["promised"] += 1
    on = local_date(_now.now())
    publish(act=_now.act(SYSTEM), item=other, valid_from=on, change=Change("变更", "测试", "演发〔2026〕9号"))
    admin = demo.client("admin-system")
    (found,) = [one for one in divergences(on=on) if one.respect == "limit" and one.name == "出生证明"]
    url = f"/exchange/differences/{found.code}/limit/"
    assert f'href="{url}"' in admin.get("/exchange/?respect=limit").content.decode()
    assert "写明为什么不同" not in admin.get(url).content.decode()
    assert admin.post(url, {"seen": found.seen, "why": "试", "until": f"{on}"}).status_code == 403
    officer = demo.client("gj-law")  # above all places
    empty = officer.post(url, {"seen": found.seen, "why": "别处没有检测", "until": ""})
    assert empty.status_code == 422
    assert "别处没有检测" in empty.content.decode()
    assert officer.post(url, {"seen": "0" * 32, "why": "试", "until": f"{on}"}).status_code == 409
    wanted = {"seen": found.seen, "why": "别处没有检测", "document": "演发〔2026〕10号", "until": f"{on}"}
    assert "说明已记下" in officer.post(url, wanted, follow=True).content.decode()
    assert url not in admin.get("/exchange/?respect=limit").content.decode()
    shown = admin.get("/exchange/?state=explained").content.decode()
    assert url in shown
    assert "别处没有检测" in shown
    rows = exported(admin, "")
    (row,) = [each for each in rows if each["实施编码"].strip() == found.code and each["哪方面"] == "时限"]
    assert (row["说明情况"], row["为什么不同"], row["有效到"]) == ("已说明", "别处没有检测", f"{on}")
    assert {each["说明情况"] for each in exported(admin, "?state=explained")} == {"已说明"}
    assert {each["说明情况"] for each in exported(admin, "?state=open")} <= {"未说明"}
    assert main(["export", "differences", str(tmp_path / "a.csv"), "--state", "已说明"]) == 0
    assert "共 1 处差异" in capsys.readouterr().out
    assert "别处没有检测" in (tmp_path / "a.csv").read_text("utf-8-sig")
    page = officer.get(url).content.decode()
    mark = page.partition('name="mark" value="')[2].partition('"')[0]
    assert "已撤回" in officer.post(url, {"mark": mark, "why": "写错了"}, follow=True).content.decode()
    assert url in admin.get("/exchange/?respect=limit").content.decode()
    assert "写错了" in admin.get(url).content.decode()
    assert admin.get("/exchange/differences/x/limit/").status_code == 404
    assert admin.get(f"/exchange/differences/{found.code}/colour/").status_code == 404


def exported(client: Client, query: str) -> list[dict[str, str]]:
    answer = client.get(f"/exchange/differences.csv{query}")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(StringIO(text)))


@pytest.mark.req("CAT-019", "CAT-020", "PWR-025")
def test_the_dashboard_tells_each_figure_and_where_it_comes_from(demo: Demo) -> None:
    shown = demo.client("ll-leader").get("/exchange/coverage/?age=1").content.decode()
    for words in ("醴陵市公路局", "已上线", "窗口授权", "限时办结", "职能集中", "应当重新审视的事项", "起未更新"):
        assert words in shown
    assert "七星区朝阳乡" not in shown
    fresh = demo.client("ll-leader").get("/exchange/coverage/?age=36000").content.decode()
    assert "没有陈旧的事项" in fresh
    for age in ("x", "000365999999", "36500", "-1", "９", "9" * 5000):
        assert demo.client("ll-leader").get(f"/exchange/coverage/?age={age}").status_code == 200
    assert demo.client("ll-window").get("/exchange/coverage/").status_code == 403


@pytest.mark.req("PWR-024")
def test_the_three_concentrations_come_from_what_is_stated_and_what_is_known(demo: Demo) -> None:
    def row() -> str:
        shown = demo.client("ll-leader").get("/exchange/coverage/").content.decode()
        words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown))
        return words[words.rindex("醴陵市住房和城乡建设局") :][:200]

    before = row()
    assert "未填报" in before
    assert "0%（0/2），未达到" in before
    assert "事项都未填写承办科室；人员按平台岗位算" in before
    form = {
        "unit": "11430281MB9900152W", "name": "2026年三集中", "section": "路政审批股", "at_centre": "是",
        "functions": "5", "functions_in": "4", "staff": "8", "staff_in": "6", "change": "新增", "reason": "年度填报",
        "document_": "醴公路〔2026〕1号", "valid_from": today().isoformat(), "do": "publish",
    }  # fmt: skip
    writer = demo.client("ll-law")
    wrong = writer.post("/powers/desk/lists/gathering/new/", form | {"staff_in": "9"})
    assert "比“从事审批的人员共几人”多" in wrong.content.decode()
    assert writer.post("/powers/desk/lists/gathering/new/", form).status_code == 302
    after = row()
    for words in ("路政审批股（已进驻中心）", "80%（4/5），未达到", "75%（6/8），未达到"):
        assert words in after


@pytest.mark.req("PWR-024", "PWR-025")
def test_the_demonstration_has_a_department_that_reaches_the_targets_and_one_that_falls_short(demo: Demo) -> None:
    shown = demo.client("ll-leader").get("/exchange/coverage/").content.decode()
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown))
    names = ("醴陵市公路局", "醴陵市自然资源局", "醴陵市住房和城乡建设局")
    for find, reached, short in ((words.index, (2, 0), (1, 1)), (words.rindex, (3, 0), (0, 3))):
        first, second, third = (find(name) for name in names)
        told = [words[first:second], words[second:third]]
        assert [(each.count("，达到"), each.count("未达到")) for each in told] == [reached, short]
    assert all("（演示）" in each for each in told)


@pytest.mark.req("CAT-007")
def test_every_difference_of_the_demonstration_can_be_explained_by_somebody_who_sees_it(demo: Demo) -> None:
    found = list(divergences(on=today()))
    assert found
    nation = "11100000MB99009020"  # who is above all places is not who runs one
    local = [login for login, who in demo.people.items() if {post["unit"] for post in who.get("posts", ())} - {nation}]
    officers = [demo.client(login) for login in local]
    readers = [client for client in officers if client.get("/exchange/").status_code == 200]
    for each in found:
        url = f"/exchange/differences/{each.code}/{each.respect}/"
        pages = (client.get(url) for client in readers)
        assert any('name="why"' in page.content.decode() for page in pages if page.status_code == 200), each


@pytest.mark.req("CAT-007")
def test_the_differences_call_a_procedure_by_its_name(demo: Demo) -> None:
    in_words = wording()
    assert in_words("process", "highway-licence，承诺件") == "公路行政许可办理流程（演示）（highway-licence），承诺件"
    assert in_words("limit", "highway-licence，承诺件") == "highway-licence，承诺件"
    assert in_words("process", "gone，承诺件") == "gone，承诺件"


def test_a_long_report_looks_up_each_place_and_procedure_once(demo: Demo, django_assert_max_num_queries: Any) -> None:
    (found,) = divergences(on=today())
    keys = ("highway-licence", "gone")
    sides: Any = {"respect": "process", "standard_says": "highway-licence，承诺件"}
    each = [dataclasses.replace(found, **sides, says=f"{keys[number % 2]}，即办件") for number in range(200)]
    with django_assert_max_num_queries(8):
        told = list(lines(iter(each)))
    assert [line.count("公路行政许可办理流程（演示）（highway-licence）") for line in told[1:3]] == [2, 1]


def test_the_dictionary_on_the_page_has_every_table_and_no_dash(demo: Demo) -> None:
    shown = unescape(Client().get("/data/").content.decode())
    assert [one["table"] for one in dictionary() if f"（{one['table']}.csv）" not in shown] == []
    for words in ("文本（string）", "整数（integer）", "日期（date）", "是或否（boolean）"):
        assert words in shown
    assert "<td>—</td>" not in shown.replace(" ", "")


@pytest.mark.pure
def test_the_pages_and_the_sheets_call_the_same_things_the_same() -> None:
    sheets = {**{part.key: part.columns for part in columns.PARTS}, "form": columns.PARTS[-1].columns}
    for ask in ASKS.values():
        titles = {column.key: column.title for column in sheets.get(ask.key, ())}
        named = {("joint", "unit"): "部门名称", ("variants", "materials"): "材料"}  # by name here, by code there
        for key, label, _ in ask.columns:
            assert label.partition("（")[0] == named.get((ask.key, key), titles.get(key)), (ask.key, key)
    (types,) = [column for column in sheets["form"] if column.key == "type"]
    assert types.names == ELEMENT_TYPES
    assert ELEMENT_TYPES["text"] == "单行文字"


@pytest.mark.req("CAT-006")
def test_a_sheet_is_refused_what_the_editor_is_by_sheet_row_and_column(demo: Demo) -> None:
    client = demo.client("ll-editor")
    taken = client.get("/exchange/import/own.xlsx?unit=11430281MB990011XC")
    sheets = workbooks.read(b"".join(taken.streaming_content))  # type: ignore[attr-defined]
    heads, row = sheets["事项"][0], sheets["事项"][2]
    row += [""] * (len(heads) - len(row))
    plain = [title.rstrip("*") for title in heads]
    for title, value in (("咨询电话", "23230012"), ("办理地点", "市政务中心"), ("责任事项", "")):
        row[plain.index(title)] = value
    answer = sent(client, written(sheets), "a.xlsx")
    assert answer.status_code == 422
    shown = unescape(answer.content.decode())
    for title, words in (("咨询电话", "应带区号"), ("办理地点", "没有写到窗口"), ("责任事项", "行政权力都要写明")):
        place = f"{letters(plain.index(title) + 1)}3"
        assert words in shown
        assert place in shown, (title, place)
