"""The operator's calendars: loaded whole or not at all, each fault with its file and key, nothing said twice."""

import json
from pathlib import Path

import pytest

from tests.command.test_calls import ROOT, yimen

pytestmark = pytest.mark.pure

HOLIDAYS = ROOT / "src" / "yimen" / "data" / "holidays"
TYPHOON = {"region": "440300000000", "document": "命令1号", "reason": "台风停工", "first": "2026-09-16",
           "last": "2026-09-17", "kind": "closed", "ordered_on": "2026-09-15"}  # fmt: skip


def test_notices_festivals_and_closures_are_loaded_by_file_or_folder(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "given"
    assert "地方节日 18 个" in yimen(home, "setup").stdout
    assert "地方节日 0 个" in yimen(home, "setup").stdout
    run = yimen(home, "--json", "load", "holidays", str(HOLIDAYS))
    assert json.loads(run.stdout) == {"notices": 0, "days": 0, "changes": []}
    folder.mkdir()
    notice = json.loads((HOLIDAYS / "2026.json").read_text("utf-8"))
    (folder / "a.json").write_text(json.dumps({**notice, "work": notice["work"][1:]}), "utf-8")
    (folder / "b.json").write_text(json.dumps({**notice, "work": ["2026-10-12"]}), "utf-8")
    run = yimen(home, "load", "holidays", str(folder))
    assert (run.returncode, run.stdout) == (1, "")
    assert "b.json：" in run.stderr
    assert "2026年10月12日不是周末" in run.stderr
    (folder / "b.json").unlink()
    run = yimen(home, "load", "holidays", str(folder))
    assert (run.returncode, run.stderr) == (0, "")
    assert "1 份，1 天的上班或放假有变动" in run.stdout
    assert "重排期限" in run.stdout
    (folder / "a.json").write_text(json.dumps(TYPHOON), "utf-8")
    assert "2 天" in yimen(home, "load", "closure", str(folder)).stdout
    assert "没有变化" in yimen(home, "load", "closure", str(folder)).stdout
    run = yimen(home, "load", "observances", str(folder / "a.json"))
    assert run.returncode == 1
    assert "地方节日应有这些项" in run.stderr
    for text, word in ((b'{"a":', "第 1 行"), ("{}".encode("utf-16"), "UTF-8")):
        (folder / "a.json").write_bytes(text)
        run = yimen(home, "load", "holidays", str(folder))
        assert run.returncode == 1
        assert word in run.stderr
    (folder / "a.json").write_text("null")
    for kind, name in (("holidays", "放假通知"), ("observances", "地方节日"), ("closure", "停工命令")):
        run = yimen(home, "load", kind, str(folder / "a.json"))
        assert run.returncode == 1
        assert f"{name}应写成一个 JSON 对象" in run.stderr
    (folder / "a.json").unlink()
    assert "没有 JSON 文件" in yimen(home, "load", "holidays", str(folder)).stderr
