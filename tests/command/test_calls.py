"""The operator's calls: one Chinese sentence and the right exit code, never a traceback."""

import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.pure


def yimen(home: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("YIMEN_", "DJANGO_"))}
    env = {**kept, "PYTHONPATH": str(ROOT / "src"), "YIMEN_HOME": str(home)}
    command = [sys.executable, "-m", "yimen.command", *words]
    return subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)


CALLS = [
    (("tick",), 1, "yimen setup"),
    (("load",), 2, "缺少参数"),
    (("serve", "--port", "99999"), 2, "65535"),
    (("load", "items", "/nonexist"), 1, "核对路径"),
    (("code", "check", "uscc", "91350100M000100Y44"), 1, "校验码"),
    (("clock", "due", "--from", "2026-02-30", "--days", "5"), 1, "不存在"),
    (("tick", "--now", "2060-12-30T09:00:00+08:00"), 1, "2008 至 2049"),
    (("tick", "--now", "2026-02-30T09:00:00+08:00"), 1, "不存在"),
    (("tick", "--now", "昨天"), 1, "不是有效时刻"),
    (("tick", "--now", "2026-12-05"), 1, "没有时区"),
    (("tick", "--when", "2026-12-05"), 2, "不认识的参数"),
    (("ticks",), 2, "没有 'ticks' 这个选项"),
    (("search", "misses", "--from", "昨天"), 1, "的值 '昨天' 不对"),
    (("load", "holidays", "x.json", "--from", "2026-12-01"), 2, "不认识的参数：--from"),
    (("load", "limits", "x", "--from", "2026-12-01"), 2, "不认识的参数：--from"),
    (("search", "misses", "--from", "2026-02-30"), 1, "不存在"),
    (("load", "holidays", "/nonexist.json"), 1, "核对路径"),
    (("code", "check"), 2, "缺少参数：种类, 代码"),
    (("trail", "verify", "/nonexist.json", "--key", "a+b+c"), 1, "公钥"),
    (("procedure", "check", "/nonexist.bpmn"), 2, "核对路径"),
    (("procedure", "check", "x.bpmn", "--days", "-3"), 1, "--days 的值 '-3' 不对"),
    (("token", "x", "--key", "/nonexist.pem"), 2, "私钥"),
    (("backup", "/proc/x"), 1, "setup"),
]


@pytest.mark.parametrize(("words", "code", "told"), CALLS)
def test_a_wrong_call_is_answered_in_a_sentence(tmp_path: Path, words: tuple[str, ...], code: int, told: str) -> None:
    run = yimen(tmp_path, *words)
    assert (run.returncode, run.stdout) == (code, ""), run.stderr
    assert told in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("words", [("search", "misses"), ("export", "sheet"), ("code", "check"), ("clock", "due")])
def test_help_names_what_it_takes_in_chinese(tmp_path: Path, words: tuple[str, ...]) -> None:
    told = yimen(tmp_path, *words, "--help").stdout
    assert told
    assert not re.search(r"\b(SINCE|UNTIL|MOST|REGION|UNIT|ON|kind|value|path)\b(?!\S*=)", told.replace("--unit", ""))


@pytest.mark.parametrize("words", [("--region", "999"), ("--unit", "999"), ("--region", "某地")])
def test_an_export_of_a_place_that_is_none_is_told_and_leaves_no_file(tmp_path: Path, words: tuple[str, ...]) -> None:
    home = tmp_path / "home"
    assert yimen(home, "setup").returncode == 0
    done = yimen(home, "export", "sheet", str(tmp_path / "x.xlsx"), *words)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "请" in done.stderr
    assert not (tmp_path / "x.xlsx").exists()


def test_a_file_of_words_that_is_none_is_told_in_chinese(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert yimen(home, "setup").returncode == 0
    done = yimen(home, "load", "synonyms", "pyproject.toml")
    assert (done.returncode, "Expecting" in done.stderr) == (1, False)
    assert "不是有效的 JSON" in done.stderr
    own = tmp_path / "own.json"
    own.write_text('[{"said": ["上天"], "official": ["超限运输"]}]', encoding="utf-8")
    done = yimen(home, "load", "synonyms", str(own))
    assert "本地说法新增 1 条，去掉 0 条" in done.stdout
    assert yimen(home, "setup").returncode == 0
    again = yimen(home, "load", "synonyms", str(own), "--replace")
    assert "本地说法新增 0 条，去掉 0 条，原有 1 条" in again.stdout


def test_secrets_that_are_damaged_are_named(tmp_path: Path) -> None:
    for text in ("{", "{}"):
        (tmp_path / "secrets.json").write_text(text)
        run = yimen(tmp_path, "tick")
        assert run.returncode == 1
        assert "密钥文件" in run.stderr


def test_answers_come_as_json_where_asked(tmp_path: Path) -> None:
    run = yimen(tmp_path, "--json", "code", "check", "uscc", "91350100M000100Y43")
    assert json.loads(run.stdout)["valid"] is True
    wrong = yimen(tmp_path, "--json", "code", "check", "uscc", "1")
    assert "error" in json.loads(wrong.stderr)
    for words, code in (
        (("--from", "2026-02-10", "--days", "5", "--unit", "zz"), 1),
        (("--days", "5"), 2),
        (("--from", "2026-02-10", "--dayz", "5", "--days", "5"), 2),
    ):
        wrong = yimen(tmp_path, "--json", "clock", "due", *words)
        assert (wrong.returncode, wrong.stdout) == (code, "")
        assert "用法" not in json.loads(wrong.stderr)["error"]


def test_an_answer_nobody_reads_to_its_end_ends_quietly(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "yimen.command", "code", "check", "uscc", "91350100M000100Y43"]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "YIMEN_HOME": str(tmp_path)}
    run = subprocess.run(command, env=env, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert (run.returncode, run.stderr) == (141, "")


def test_backup_and_restore_are_a_round_trip_and_a_port_has_one_server(tmp_path: Path) -> None:
    home, copy, other = tmp_path / "a", tmp_path / "copy", tmp_path / "b"
    assert yimen(home, "setup").returncode == 0
    assert yimen(home, "setup").returncode == 0
    assert yimen(home, "backup", str(copy)).returncode == 0
    assert yimen(home, "backup", str(copy)).returncode == 2
    assert yimen(home, "restore", str(copy)).returncode == 2
    assert yimen(other, "restore", str(copy)).returncode == 0
    assert "一致" in yimen(other, "trail", "fsck").stdout
    run = yimen(other, "redate")
    assert (run.stdout, run.stderr) == ("没有需要重算的件。\n", "")
    assert "0 件因逾期依法产生后果" in yimen(other, "tick").stdout
    run = yimen(other, "tick", "--now", "2048-12-30T09:00:00+08:00")
    assert (run.returncode, run.stdout) == (1, "")
    assert "晚 400 天以上" in run.stderr
    (copy / "yimen.sqlite3").write_bytes(b"damaged")
    assert "损坏" in yimen(tmp_path / "c", "restore", str(copy)).stderr
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        run = yimen(home, "serve", "--port", str(taken.getsockname()[1]))
    assert run.returncode == 1
    assert "占用" in run.stderr
