"""``yimen limits`` and ``yimen load limits``: what a lawyer reads, and what an operator loads."""

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.command.test_calls import ROOT, yimen

pytestmark = pytest.mark.pure
DATA = ROOT / "src" / "yimen" / "data" / "limits"


def test_limits_are_loaded_listed_shown_and_loaded_again(tmp_path: Path) -> None:
    home, files = tmp_path / "home", tmp_path / "files"
    assert "法定期限 170 条" in yimen(home, "setup").stdout
    assert "法定期限 0 条" in yimen(home, "setup").stdout
    shown = yimen(home, "limits", "show", "xxgk.reply", "--on", "2019-05-14").stdout
    for words in (
        "15个工作日",
        "第二十四条",
        "国务院令第492号",
        "至多 15个工作日",
        "征求第三方意见，不计入",
        "2019-05-15 至",
    ):
        assert words in shown
    for start, longer, due, article in (
        ("2010-03-01", "15", "2010-04-13", "第二十四条"),
        ("2020-03-02", "20", "2020-04-27", "第三十三条第二款"),
    ):
        asked = ("clock", "due", "--from", start, "--limit", "xxgk.reply", "--extend", longer)
        told = yimen(home, *asked).stdout
        assert told.startswith(due)
        assert article in told
    both = yimen(home, "clock", "due", "--from", "2020-03-02", "--limit", "xxgk.reply", "--before")
    assert (both.returncode, "法定时限自有方向" in both.stderr) == (1, True)
    assert "视为准予延续" in yimen(home, "limits", "show", "xk.renew.decide").stdout
    assert "不少于3分之2" in yimen(home, "limits", "show", "engineering.committee.experts").stdout
    listed = json.loads(yimen(home, "--json", "limits", "list", "--domain", "licence", "--on", "2026-11-23").stdout)
    found = {rule["code"]: rule for rule in listed["limits"]}
    assert (len(found), found["xk.decide"]["length"], found["xk.decide"]["unit"]) == (13, 20, "wd")
    shutil.copytree(DATA, files)
    assert "0 条" in yimen(home, "load", "limits", str(files)).stdout
    english = yimen(home, "clock", "due", "--from", "2026-02-10", "--limit", "xk.decide", "--lang", "en").stdout
    assert "By: Administrative Licensing Law art. 42(1), 20 working days" in english
    assert not re.search("[\u4e00-\u9fff]", english.split("By: ")[1].splitlines()[0])
    (files / "foi.toml").write_text("[[limit]]\nid = 1\n", "utf-8")
    wrong = yimen(home, "load", "limits", str(files))
    assert (wrong.returncode, "foi.toml 第 1 个 [[limit]]" in wrong.stderr) == (1, True)
    for words, code in (
        (("show", "xk.none"), 1),
        (("list", "--domain", "x"), 1),
        (("list", "--on", "2026-02-30"), 1),
        (("list", "--on", "明天"), 1),
        (("list", "--region", "9"), 1),
    ):
        run = yimen(home, "limits", *words)
        assert (run.returncode, run.stdout) == (code, "")
        assert "请" in run.stderr
        assert "Traceback" not in run.stderr
