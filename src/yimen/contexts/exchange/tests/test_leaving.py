"""The catalogue goes out whole: as a package that describes itself, as spreadsheets, with flat memory."""

import csv
import hashlib
import json
import tracemalloc
import zipfile
from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Any

import pytest

from yimen.contexts.catalogue.api import published
from yimen.contexts.exchange import packaging
from yimen.contexts.exchange.api import dictionary, package, template, workbook

from . import workbooks
from .conftest import DAY, NOW

REGION = "430281000000"


def unpacked(parts: Iterator[bytes]) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(b"".join(parts))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode(), newline="")))


def test_the_package_holds_every_item_whole(loaded: None, items: list[dict[str, Any]]) -> None:
    files = unpacked(package(on=DAY, now=NOW))
    lines = [json.loads(line) for line in files["items.jsonl"].splitlines()]
    assert {line["item"]["code"]: line["item"] for line in lines} == {item["code"]: item for item in items}
    assert {line["version"] for line in lines} == {1}
    by_code = {row["code"]: row for row in rows(files["items.csv"])}
    for item in items:
        row = by_code[item["code"]]
        assert (row["name"], row["type"], row["unit"]) == (item["name"], item["type"], item["unit"])
        assert row["conditions"].split("\n") == item["conditions"]
        assert row["promised"] == str(item["promised"])
        assert row["statutory_law"] == item["statutory"]["law"]
    basis = [(row["item"], row["law"], row["article"], row["text"]) for row in rows(files["basis.csv"])]
    wanted = [(i["code"], b["law"], b["article"], b["text"]) for i in items for b in i["basis"]]
    assert sorted(basis) == sorted(wanted)
    materials = sorted((row["item"], row["name"]) for row in rows(files["materials.csv"]))
    assert materials == sorted((i["code"], m["name"]) for i in items for m in i["form"]["materials"])


def test_the_package_describes_each_file_and_column(loaded: None) -> None:
    files = unpacked(package(on=DAY, now=NOW))
    told = json.loads(files["datapackage.json"])
    assert {each["path"] for each in told["resources"]} == set(files) - {"datapackage.json", "README.md"}
    for each in told["resources"]:
        content = files[each["path"]]
        assert each["bytes"] == len(content)
        assert each["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()
        if each["format"] == "csv":
            head = next(csv.reader(StringIO(content.decode())))
            assert head == [field["name"] for field in each["schema"]["fields"]]
            assert len(set(head)) == len(head), each["path"]
            assert all(field["title"] for field in each["schema"]["fields"])
            for row in rows(content):
                for field in each["schema"]["fields"]:
                    if field["type"] == "integer" and row[field["name"]]:
                        int(row[field["name"]])
    assert {(one["table"], one["name"]) for one in dictionary()} == {
        (each["name"], field["name"])
        for each in told["resources"]
        if each["format"] == "csv"
        for field in each["schema"]["fields"]
    }


@pytest.mark.pure
def test_every_column_is_described_and_its_type_said_in_words() -> None:
    words = dictionary()
    assert [(one["table"], one["name"]) for one in words if not one["words"].strip()] == []
    kinds = {one["type"]: set[str]() for one in words}
    for one in words:
        kinds[one["type"]].add(one["kind"].partition("，")[0])
    assert kinds == {"string": {"文本"}, "integer": {"整数"}, "boolean": {"是或否"}, "date": {"日期"}}
    dated = {one["name"] for one in words if one["type"] == "date"}
    assert dated == {"valid_from", "valid_to", "day"}


def test_the_spreadsheet_says_what_the_items_say(loaded: None, items: list[dict[str, Any]]) -> None:
    sheets = workbooks.read(b"".join(workbook(on=DAY, region=REGION)))
    head, _, *found = sheets["事项"]
    here = [item for item in items if item["region"] == REGION]
    assert {row[0] for row in found} == {item["code"] for item in here}
    column = head.index("办理条件")
    assert {row[0]: row[column].split("\n") for row in found} == {item["code"]: item["conditions"] for item in here}
    assert len(sheets["申请材料"]) - 2 == sum(len(item["form"]["materials"]) for item in here)


def test_the_layout_names_its_columns_and_what_to_write(db: None) -> None:
    sheets = workbooks.read(b"".join(template()))
    assert list(sheets) == [
        "填写说明",
        "事项",
        "设定依据",
        "收费",
        "常见问题",
        "协办部门",
        "业务办理项",
        "申请材料",
        "样表和空白表格",
        "相关法律法规",
        "政策文件",
        "通知公告",
        "监督举报方式",
        "申请表",
    ]
    assert all(len(rows) == 2 for name, rows in sheets.items() if name != "填写说明")
    assert {"实施编码", "事项名称", "承诺时限", "法定时限"} <= set(sheets["事项"][0])


def test_memory_stays_flat_however_many_items(loaded: None, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = list(published(on=DAY))

    def most(times: int) -> int:
        monkeypatch.setattr(packaging, "published", lambda *, on: (each for _ in range(times) for each in plain))
        tracemalloc.start()
        size = sum(len(part) for part in package(on=DAY, now=NOW))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert size
        return peak

    most(2)
    assert most(60) < most(6) + 1_000_000


def test_every_column_of_the_layout_says_what_to_write_and_names_no_code_of_the_program() -> None:
    sheets = workbooks.read(b"".join(template()))
    for name, rows in sheets.items():
        if name != "填写说明":
            notes = rows[1] + [""] * (len(rows[0]) - len(rows[1]))
            assert [title for title, note in zip(rows[0], notes, strict=True) if not note] == [], name
    notes = [note for rows in sheets.values() for note in rows[1]]
    assert not any(code in note for note in notes for code in ("xk.", "wd", "==", "area"))
