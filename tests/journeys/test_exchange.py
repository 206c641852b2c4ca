"""The catalogue as open data, over HTTP and by command."""

import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client

from tests.conftest import Demo
from yimen.command import main

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
