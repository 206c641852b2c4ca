"""Loading: all or nothing, wrong rows named by file and row, the same files again change nothing."""

import shutil
import tomllib
from datetime import date
from pathlib import Path

import pytest

from yimen.contexts.limits.api import (
    LimitsLoadError,
    NoSuchLimit,
    bounds,
    history,
    limit,
    limits,
    load_limits,
    thresholds,
)
from yimen.kernel.clock import Line

from .conftest import DATA, LILING, TODAY, Office

ROW = """
[[limit]]
id = "xk.decide"
name = "作出决定"
law = "行政许可法"
article = "第四十二条第一款"
length = 20
unit = "wd"
starts = "受理"
from = 2004-07-01
confidence = "high"
check = "text"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("laws.toml", "lights.toml"):
        shutil.copy(DATA / name, tmp_path)
    (tmp_path / "licence.toml").write_text(ROW, "utf-8")
    return tmp_path


def test_the_same_files_again_change_nothing_and_leave_no_trace(office: Office) -> None:
    before = office.entries()
    rules = limits(on=TODAY)
    assert load_limits(act=office.act, folder=DATA) == 0
    assert office.entries() == before
    assert limits(on=TODAY) == rules
    assert before[0].verb == "limits.load"
    assert dict(before[0].facts)["lights"] == 10


def test_a_corrected_row_takes_the_place_of_the_one_there_at_once(empty: Office, folder: Path) -> None:
    assert load_limits(act=empty.act, folder=folder) == 11
    assert limit(code="xk.decide", on=TODAY).limit.length == 20
    (folder / "licence.toml").write_text(ROW.replace("length = 20", "length = 19"), "utf-8")
    assert load_limits(act=empty.act, folder=folder) == 1
    assert limit(code="xk.decide", on=TODAY).limit.length == 19
    assert len(history(code="xk.decide")) == 1


def test_a_later_version_ends_the_one_before(empty: Office, folder: Path) -> None:
    later = ROW.replace("length = 20", "length = 15").replace("2004-07-01", "2027-01-01")
    (folder / "licence.toml").write_text(later + ROW, "utf-8")
    load_limits(act=empty.act, folder=folder)
    assert [rule.valid_to for rule in history(code="xk.decide")] == [date(2026, 12, 31), None]
    assert limit(code="xk.decide", on=date(2026, 12, 31)).limit.length == 20
    assert limit(code="xk.decide", on=date(2027, 1, 1)).limit.length == 15


def test_what_was_published_stays_when_the_files_are_loaded_again(office: Office) -> None:
    office.publish("xk.decide", region="", change={"length": 18}, valid_from=date(2027, 3, 1))
    office.publish("xk.decide", region=LILING)
    load_limits(act=office.act, folder=DATA)
    assert limit(code="xk.decide", on=date(2027, 3, 1)).limit.length == 18
    assert limit(code="xk.decide", on=date(2027, 2, 28)).limit.length == 20
    assert limit(code="xk.decide", on=date(2027, 2, 28), region=LILING).limit.length == 15


WRONG = {
    "length = -1": "length",
    "length = true": "length",
    'length = "20"': "length",
    "length = 99999": "时限",
    "length = 20\nlenght = 3": "lenght",
    'length = 20\ndirection = "up"': "direction",
    'length = 20\nfixed = "02-30"': "fixed",
    'length = 20\nfixed = "01-31"': "固定日期",
    'length = 20\nground = [{ names = [], effect = "suspend", article = "" }]': "ground",
    'length = 20\nground = [{ names = ["听证"], effect = "stop", article = "" }]': "suspend、restart",
    'length = 20\nextension = { length = 0, by = "某", article = "" }': "extension",
    "length = 20\nextension = { length = 5 }": "extension",
    'length = 20\nsilence = { effect = "maybe", words = "某", article = "" }': "granted",
    'length = 20\ndirection = "before"\nextension = { length = 5, by = "某", article = "" }': "倒推",
    "length = 20\nuntil = 2003-01-01": "until",
    "": "length",
}


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_row_is_named_and_nothing_is_loaded(empty: Office, folder: Path, text: str) -> None:
    (folder / "licence.toml").write_text(
        ROW.replace("xk.decide", "xk.good") + ROW.replace("length = 20", text), "utf-8"
    )
    with pytest.raises(LimitsLoadError) as error:
        load_limits(act=empty.act, folder=folder)
    said = str(error.value)
    assert said.startswith("licence.toml 第 2 个 [[limit]]（xk.decide）：")
    assert WRONG[text] in said
    assert said.endswith("没有载入任何期限，请改正后重新载入。")
    assert limits(on=TODAY) == ()
    assert empty.entries() == []


REFUSED = {
    "the law is not among the laws": (ROW.replace("行政许可法", "某某法"), "某某法"),
    "the law was not yet in force": (ROW.replace("2004-07-01", "2004-06-30"), "2004年6月30日"),
    "two versions of one day": (ROW + ROW, "同一天只能有一版"),
    "low confidence that no one may set": (ROW.replace('"high"', '"low"'), "setting"),
    "checked in the text, but where": (ROW.replace("第四十二条第一款", ""), "article"),
    "no code": (ROW.replace('"xk.decide"', '"decide"'), "“id”"),
    "a day that is text": (ROW.replace("2004-07-01", '"2004-07-01"'), "“from”"),
    "another kind of row": (ROW.replace("[[limit]]", "[[limits]]"), "[[bound]]"),
    "no TOML": ("[[limit]\n", "TOML"),
    "a bound without a number": (
        ROW.replace("[[limit]]", "[[bound]]").replace("length = 20\n", "").replace('"wd"', '"share"')
        .replace("starts", "of"),
        "at_least",
    ),
    "a share that is a float": (
        ROW.replace("[[limit]]", "[[bound]]").replace("length = 20", "at_most = 0.02").replace('"wd"', '"share"')
        .replace("starts", "of"),
        "at_most",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_a_wrong_file_is_refused(empty: Office, folder: Path, case: str) -> None:
    text, word = REFUSED[case]
    (folder / "licence.toml").write_text(text, "utf-8")
    with pytest.raises(LimitsLoadError, match=r"licence\.toml") as error:
        load_limits(act=empty.act, folder=folder)
    assert word in str(error.value)


def test_a_folder_without_laws_is_refused(empty: Office, tmp_path: Path) -> None:
    with pytest.raises(LimitsLoadError, match=r"laws\.toml"):
        load_limits(act=empty.act, folder=tmp_path)


def test_nothing_loaded_says_what_to_do(db: None) -> None:
    with pytest.raises(NoSuchLimit, match="“法定时限”页"):
        limit(code="xk.decide", on=TODAY)
    assert (limits(on=TODAY), bounds(on=TODAY)) == ((), ())
    assert thresholds(kind="foi", on=TODAY).percent == 20


def test_an_explanation_names_every_law_in_english_as_its_row_does() -> None:
    rows = tomllib.loads((DATA / "laws.toml").read_text("utf-8"))["law"]
    for row in rows:
        named = Line(date(2026, 3, 2), "counted", 1, row["short"]).article_en
        assert row["name_en"].partition(" (")[0] == named, row["short"]  # but for the year, or that it is repealed
