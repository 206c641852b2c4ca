"""A last day from the command line: the answer, how it came about, and every bad question refused in a sentence."""

import json
from pathlib import Path

import pytest

from tests.command.test_calls import yimen
from yimen.command.frame import main

pytestmark = pytest.mark.pure

# 2026: 春节 15–23 February off, 14 and 28 February worked (国办发明电〔2025〕7号).
GOOD = [
    (("--from", "2026-02-10", "--days", "5"), "2026-02-24"),
    (("--from", "2026-02-10", "--days", "5", "--unit", "cd"), "2026-02-24"),  # the 15th is off: rolls on
    (("--from", "2026-01-31", "--days", "1", "--unit", "mo"), "2026-02-28"),
    (("--from", "2026-02-03", "--days", "5", "--before"), "2026-01-27"),
    (("--from", "2026-03-02", "--days", "5", "--pause", "2026-03-04..2026-03-09"), "2026-03-12"),
    (("--from", "2026-03-02", "--days", "5", "--extend", "2"), "2026-03-11"),
    (("--from", "2026-02-25T09:30", "--days", "24", "--unit", "h"), "2026-02-26"),
    (("--from", "2010-03-29", "--days", "5"), "2010-04-06"),  # 3–5 April 2010 off (国办发明电〔2009〕27号)
]
BAD = [
    (("--from", "2026-02-30", "--days", "5"), "2026-02-30”这一天不存在"),
    (("--from", "20260230", "--days", "5"), "不是日期"),
    (("--from", "2007-12-31", "--days", "5"), "没有 2007 年的日历"),
    (("--from", "2049-12-30", "--days", "50"), "没有 2050 年的日历"),
    (("--from", "2026-02-10", "--days", "-5"), "不能是负数"),
    (("--from", "2026-02-10", "--days", "9999999999999999"), "应为 0 至 3000"),
    (("--from", "2026-02-10", "--days", "99999"), "应为 0 至"),
    (("--from", "2026-02-10", "--days", "五"), "不是整数"),
    (("--from", "2026-02-10", "--days", "5", "--pause", "2026-02-01..2026-02-03"), "早于起算日"),
    (("--from", "2026-02-10", "--days", "5", "--pause", "2026-06-01..2026-06-03"), "届满"),
    (("--from", "2026-02-10", "--days", "5", "--pause", "2026-02-13..2026-02-11"), "早于中止日"),
    (("--from", "2026-02-10", "--days", "5", "--pause", "昨天"), "不是期间"),
    (("--from", "2026-02-10", "--days", "5", "--before", "--pause", "2026-02-01..2026-02-03"), "倒推的期限没有中止"),
    (("--from", "2026-02-10", "--days", "5", "--extend", "-1"), "不能是负数"),
    (("--from", "2026-02-10", "--days", "5", "--unit", "h"), "不是时刻"),
    (("--from", "2026-02-10T25:00", "--days", "5", "--unit", "h"), "时刻不存在"),
    (("--from", "2026-02-10T09:30", "--days", "5"), "按小时"),
    (("--from", "9999-12-31T23:59", "--days", "5", "--unit", "h"), "2008 至 2049"),
    (("--from", "1800-01-01T09:30", "--days", "5", "--unit", "h"), "2008 至 2049"),
    (("--from", "0001-01-01T00:00+14:00", "--days", "5", "--unit", "h"), "北京时间"),
    (("--from", "2026-02-10", "--days", "5", "--region", "430281"), "yimen setup"),
    (("--from", "2026-02-10", "--limit", "xk.decide"), "yimen setup"),
    (("--from", "2026-02-10", "--days", "5", "--unit", "weeks"), "没有 'weeks' 这个选项"),
    (("--from", "2026-02-10", "--days", "5", "--ground", "鉴定"), "没有选法定时限"),
    (
        (
            "--from",
            "2026-03-02",
            "--days",
            "9",
            "--pause",
            "2026-03-03..2026-03-09",
            "--pause",
            "2026-03-05..2026-03-06",
        ),
        "同一事由的期间不能重叠",
    ),
]
MISUSED = [
    (("--from", "2026-02-10", "--days", "5", "--limit", "xk.decide"), "只能写一个"),
    (("--from", "2026-02-10"), "要写一个"),
    (("--days", "5"), "缺少参数"),
    (("--from", "2026-02-10", "--days", "5", "--from", "2026-03-10"), "--from 写了两次"),
    (("--from", "2026-02-10", "--days", "5", "--extend", "1", "--extend", "2"), "--extend 写了两次"),
]


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Gives a home where nothing is set up."""
    monkeypatch.setenv("YIMEN_HOME", str(tmp_path))
    monkeypatch.delenv("YIMEN_DATABASE_URL", raising=False)
    return tmp_path


@pytest.mark.parametrize(("words", "due"), GOOD)
def test_a_last_day_is_found_where_nothing_is_set_up(
    alone: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], due: str
) -> None:
    assert main(["--json", "clock", "due", *words]) == 0
    assert json.loads(capsys.readouterr().out)["due"] == due
    assert list(alone.iterdir()) == []


@pytest.mark.parametrize(("words", "told"), BAD)
def test_a_bad_question_is_refused_by_name(
    alone: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str
) -> None:
    assert main(["clock", "due", *words]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert told in said.err
    assert list(alone.iterdir()) == []


@pytest.mark.parametrize(("words", "told"), MISUSED)
def test_a_wrong_call_ends_with_two(
    alone: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str
) -> None:
    assert main(["clock", "due", *words]) == 2
    assert told in capsys.readouterr().err


def test_the_answer_is_explained_in_both_languages(alone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    question = ["clock", "due", "--from", "2026-02-10", "--days", "5"]
    assert main(question) == 0
    chinese = capsys.readouterr().out
    assert "跳过春节9天" in chinese
    assert "还没有建立数据库" in chinese
    assert main([*question, "--lang", "en"]) == 0
    english = capsys.readouterr().out
    assert "last day 2026-02-24" in english
    assert "Civil Code art. 201" in english


def test_a_year_without_notice_is_provisional(alone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["clock", "due", "--from", "2026-12-30", "--days", "5"]) == 0
    assert "暂定" in capsys.readouterr().out
    assert main(["--json", "clock", "due", "--from", "2026-12-30", "--days", "5"]) == 0
    assert json.loads(capsys.readouterr().out)["provisional"] is True


def test_limits_and_regions_answer_once_set_up(tmp_path: Path) -> None:
    run = yimen(tmp_path / "empty", "clock", "due", "--from", "2026-02-10", "--days", "5")
    assert (run.returncode, run.stdout[:10]) == (0, "2026-02-24")
    assert yimen(tmp_path, "setup").returncode == 0
    run = yimen(tmp_path, "--json", "clock", "due", "--from", "2026-02-10", "--limit", "xk.decide")
    assert run.returncode == 0, run.stderr
    answer = json.loads(run.stdout)
    assert (answer["due"], answer["limit"]["article"]) == ("2026-03-16", "第四十二条第一款")
    run = yimen(tmp_path, "--json", "clock", "due", "--from", "2026-02-10", "--days", "5")
    assert json.loads(run.stdout)["late_from"] == "2026-02-25T00:00:00+08:00"
    for words, told in (
        (("--limit", "xk.nothing"), "没有编号为“xk.nothing”的期限"),
        (("--days", "5", "--region", "999999"), "区划"),
        (("--limit", "xk.decide", "--unit", "cd"), "自有单位"),
        (("--limit", "xk.decide", "--extend", "11"), "不能延长 11"),
        (("--limit", "xk.decide", "--ground", "鉴定"), "没有写不计入的期间"),
        (("--limit", "xk.decide", "--pause", "2026-02-11..2026-02-12"), "没有写不计入的事由"),
        (("--limit", "xk.decide", "--pause", "2026-02-11..2026-02-12", "--ground", "出差"), "“出差”不能中止计时"),
    ):
        run = yimen(tmp_path, "clock", "due", "--from", "2026-02-10", *words)
        assert (run.returncode, run.stdout) == (1, ""), words
        assert told in run.stderr
