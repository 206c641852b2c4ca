"""``yimen procedure whatif``: the same estimate as the page, for who has a file and no database."""

import json
import re
from pathlib import Path

import pytest

from tests.command.test_calls import ROOT, yimen

pytestmark = pytest.mark.pure
FILE = ROOT / "demo" / "procedures" / "highway-licence.bpmn"


def test_a_file_is_played_alone_and_against_another(tmp_path: Path) -> None:
    words = ("procedure", "whatif", str(FILE), "--days", "10", "--promise", "7", "--staff", "examiner=3")
    alone = yimen(tmp_path, *words)
    assert "推演：20 件，作出决定 20 件，送达办结 20 件。\n" in alone.stdout
    assert "审查岗 3 人" in alone.stdout
    shorter = tmp_path / "shorter.bpmn"
    shorter.write_bytes(
        FILE.read_bytes().replace(b'limit="3wd"', b'limit="1wd"', 1).replace(b'limit="10wd"', b'limit="3wd"')
    )
    both = ("procedure", "whatif", str(shorter), "--against", str(FILE), *words[3:])
    told = yimen(tmp_path, *both).stdout
    assert "受理到决定各步时限最多合计由 7 个工作日变为 5 个工作日，压缩 28.6%，没有达到 30% 的目标" in told
    assert told == yimen(tmp_path, *both).stdout
    data = json.loads(yimen(tmp_path, "--json", *both).stdout)
    assert (data["compression"], data["修改后"]["matters"]) == (28.6, 20)


@pytest.mark.parametrize(
    ("more", "code", "words"),
    [
        (("--staff", "examiner"), 2, "名称=数"),
        (("--from", "soon"), 2, "2026-01-05"),
        (("--staff", "examiner=0"), 1, "几人"),
        (("--a-day", "5000"), 1, "件数"),
    ],
)
def test_a_wrong_question_is_answered_in_words(tmp_path: Path, more: tuple[str, ...], code: int, words: str) -> None:
    found = yimen(tmp_path, "procedure", "whatif", str(FILE), *more)
    assert (found.returncode, words in found.stderr) == (code, True), found.stderr


def test_a_procedure_is_run_by_names_and_told_in_names(tmp_path: Path) -> None:
    found = yimen(tmp_path, "procedure", "run", str(FILE), "受理", "agree")
    assert found.stdout.splitlines() == ["受理 → 受理", "审查 → 建议准予", "现在：审核"]


def test_a_file_is_mended_by_what_it_says_itself(tmp_path: Path) -> None:
    broken = tmp_path / "broken.bpmn"
    broken.write_bytes(FILE.read_bytes().replace(b'yimen:role="window" ', b"", 1))
    found = yimen(tmp_path, "procedure", "check", str(broken))
    assert (found.returncode, "请填写“岗位”（yimen:role）。" in found.stderr) == (1, True), found.stderr


def test_what_is_left_undone_comes_before_the_rate(tmp_path: Path) -> None:
    """One window for accepting and serving cannot do what two matters a day ask of it."""
    few = (
        "--promise",
        "7",
        "--staff",
        "examiner=3",
        "--hours",
        "examine=6",
        "--hours",
        "accept=17",
        "--hours",
        "deliver=35",
    )
    told = yimen(tmp_path, "procedure", "whatif", str(FILE), *few).stdout
    short = re.search(r"人手不够：综合窗口 1 人，至少要 (\d+) 人", told)
    assert short, told
    assert told.index("没有办结，要等更久") < short.start() < told.index("按时率")
    assert "从来件到受理平均另有" in told
    enough = ("procedure", "whatif", str(FILE), "--days", "5", "--staff", "window=40", "--staff", "examiner=9")
    assert "没有办结，要等更久" not in yimen(tmp_path, *enough).stdout


def test_no_law_of_licences_is_held_against_what_is_none(tmp_path: Path) -> None:
    """The step that accepts has 900 days and takes more than five: late by the law, if the items are licences."""
    slow = ("--days", "20", "--promise", "30", "--hours", "accept=7", "--staff", "examiner=3")
    wide = FILE.read_bytes().replace(b'yimen:limit="5wd"', b'yimen:limit="900wd"', 1)
    mine = tmp_path / "wide.bpmn"
    mine.write_bytes(wide)
    told = yimen(tmp_path, "procedure", "whatif", str(mine), *slow).stdout
    assert re.search(r"但“受理”的 \d+ 件次里：属于行政许可的，\d+ 件次超过法定的 5 个工作日", told), told
    mine.write_bytes(wide.replace(b'isExecutable="true"', b'isExecutable="true" yimen:duties="risk"', 1))
    other = yimen(tmp_path, "procedure", "whatif", str(mine), *slow).stdout
    assert "按时率" in other
    assert "件次" not in other
    mine.write_bytes(FILE.read_bytes())
    assert re.search(r"件次里：\d+ 件次超过本步时限", yimen(tmp_path, "procedure", "whatif", str(mine), *slow).stdout)
