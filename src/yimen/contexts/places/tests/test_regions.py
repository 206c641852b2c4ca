"""Regions: loaded whole or not at all, found by code, by name and by what lies above them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from yimen.contexts.journal.api import Act, newest
from yimen.contexts.places.api import (
    LOADING,
    LoadError,
    NoSuchRegion,
    Region,
    calendar,
    children,
    full_name,
    lineage,
    load_regions,
    region,
    search,
)

pytestmark = pytest.mark.django_db

START = date(2026, 1, 1)
FILES = {
    "provinces": "11,北京市\n42,湖北省\n43,湖南省\n44,广东省",
    "cities": "1101,市辖区\n4290,省直辖县级行政区划\n4302,株洲市\n4419,东莞市",
    "areas": "110101,东城区\n429004,仙桃市\n430281,醴陵市\n441900,东莞市",
    "streets": "430281001,阳三石街道\n441900003,东城街道",
    "villages": "430281001002,阳三石社区",
}


def written(folder: Path, **more: str) -> Path:
    """Writes the files, some of them with lines added or, from a text that begins with "!", replaced."""
    for name, lines in FILES.items():
        added = more.get(name, "")
        text = added[1:] if added.startswith("!") else f"code,name\n{lines}\n{added}\n"
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return folder


@pytest.fixture
def loaded(tmp_path: Path, act: Act) -> None:
    load_regions(act=act, folder=written(tmp_path), valid_from=START)


def test_a_load_counts_its_rows_and_is_one_entry(tmp_path: Path, act: Act) -> None:
    told: list[int] = []
    assert load_regions(act=act, folder=written(tmp_path), valid_from=START, progress=told.append) == 15
    assert sum(told) == 15
    (entry,) = newest(limit=10)
    assert (entry.verb, entry.subject, entry.facts) == ("places.load_regions", LOADING, {"rows": 15})


def test_a_second_load_renames_and_leaves_the_rest(tmp_path: Path, act: Act, loaded: None) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "areas.csv").write_text("code,name\n430281,醴陵新市\n430221,渌口区\n", "utf-8-sig")
    assert load_regions(act=act, folder=tmp_path / "more", valid_from=date(2027, 1, 1)) == 2
    assert [place.name for place in children(code="4302")] == ["渌口区", "醴陵新市"]
    assert [place.name for place in children(code="430281")] == ["阳三石街道"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, valid_from FROM places_region WHERE name IN ('醴陵新市', '渌口区') ORDER BY code")
        dates = [(code, str(day)) for code, day in cursor.fetchall()]
    assert dates == [("430221000000", "2027-01-01"), ("430281000000", "2026-01-01")]


@pytest.mark.parametrize(
    ("more", "place", "word"),
    [
        ({"areas": "43028x,某市"}, "areas.csv 第 6 行", "43028x"),
        ({"areas": "990101,某市"}, "areas.csv 第 6 行", "99"),
        ({"areas": ",某市"}, "areas.csv 第 6 行", "空"),
        ({"areas": "430282"}, "areas.csv 第 6 行", "0 字"),
        ({"areas": f"430282,{'长' * 81}"}, "areas.csv 第 6 行", "81 字"),
        ({"areas": "430281,醴陵市"}, "areas.csv 第 6 行", "两次"),
        ({"cities": "5101,某市"}, "cities.csv 第 6 行", "510000000000 不在数据里"),
        ({"areas": "430301,某区"}, "areas.csv 第 6 行", "430300000000 不在数据里"),
        ({"villages": "430281009001,某村"}, "villages.csv 第 3 行", "430281009000 不在数据里"),
        ({"provinces": "100000,中国"}, "provinces.csv 第 6 行", "国家"),
        ({"cities": "!代码,名称\n4302,株洲市\n"}, "cities.csv 第 1 行", "code、name"),
        ({"cities": "!"}, "cities.csv 第 1 行", "code、name"),
        ({"villages": '430281001003,"没有写完'}, "villages.csv 第", "CSV"),
    ],
)
def test_one_wrong_line_refuses_the_whole_load(
    tmp_path: Path, act: Act, more: dict[str, str], place: str, word: str
) -> None:
    with pytest.raises(LoadError) as caught:
        load_regions(act=act, folder=written(tmp_path, **more), valid_from=START)
    said = str(caught.value)
    assert said.startswith(place)
    assert word in said
    assert said.endswith("没有载入任何数据，请改正后重新载入。")
    assert children(code="") == ()
    assert newest(limit=10) == ()


def test_a_file_in_another_encoding_is_refused(tmp_path: Path, act: Act) -> None:
    (written(tmp_path) / "streets.csv").write_bytes("code,name\n430281001,阳三石街道\n".encode("gb18030"))
    with pytest.raises(LoadError, match=r"^streets\.csv .*UTF-8"):
        load_regions(act=act, folder=tmp_path, valid_from=START)
    assert children(code="") == ()


def test_a_folder_without_the_data_says_which_files_it_needs(tmp_path: Path, act: Act) -> None:
    with pytest.raises(LoadError, match=r"provinces\.csv、cities\.csv"):
        load_regions(act=act, folder=tmp_path, valid_from=START)


@pytest.mark.parametrize("code", ["430281", "430281000000", " 430281 ", "４３０２８１"])
def test_a_region_is_found_by_any_form_of_its_code(loaded: None, code: str) -> None:
    assert region(code=code) == Region("430281000000", "醴陵市", 3, "430281", "430200000000")


@pytest.mark.parametrize("read", [region, lineage, children, full_name])
@pytest.mark.parametrize("code", ["4302810", "醴陵", "990000"])
def test_what_is_no_code_is_said_to_be_none(loaded: None, read: Callable[..., object], code: str) -> None:
    with pytest.raises(NoSuchRegion, match="请"):
        read(code=code)


def test_a_calendar_needs_a_code(loaded: None) -> None:
    with pytest.raises(NoSuchRegion, match="请"):
        calendar(region="醴陵")


def test_a_region_that_is_not_loaded_is_said_to_be_missing(loaded: None) -> None:
    with pytest.raises(NoSuchRegion, match="没有找到区划“4303”"):
        region(code="4303")


def test_lineage_and_children_follow_the_codes(loaded: None) -> None:
    assert [(place.level, place.name) for place in lineage(code="430281001002")] == [
        (1, "湖南省"), (2, "株洲市"), (3, "醴陵市"), (4, "阳三石街道"), (5, "阳三石社区"),
    ]  # fmt: skip
    assert [place.name for place in lineage(code="441900003")] == ["广东省", "东莞市", "东城街道"]
    assert [place.name for place in children(code="")] == ["北京市", "湖北省", "湖南省", "广东省"]
    assert [place.name for place in children(code="4419")] == ["东城街道"]
    assert [place.name for place in children(code="43")] == ["株洲市"]
    assert children(code="430281001002") == ()


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("430281001002", "湖南省株洲市醴陵市阳三石街道阳三石社区"),
        ("110101", "北京市东城区"),
        ("429004", "湖北省仙桃市"),
        ("441900003", "广东省东莞市东城街道"),
    ],
)
def test_full_names_read_as_people_write_them(loaded: None, code: str, name: str) -> None:
    assert full_name(code=code) == name


def test_search_finds_parts_of_names_higher_levels_first(tmp_path: Path, act: Act, loaded: None) -> None:
    assert [place.code for place in search(text=" 东城 ")] == ["110101000000", "441900003000"]
    assert [place.name for place in search(text="阳三石")] == ["阳三石街道", "阳三石社区"]
    assert [place.name for place in search(text="阳三石", limit=1)] == ["阳三石街道"]
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "cities.csv").write_text("code,name\n4303,阳三石乙市\n4301,阳三石甲市\n", "utf-8")
    load_regions(act=act, folder=tmp_path / "more", valid_from=START)
    names = ["阳三石甲市", "阳三石乙市", "阳三石街道", "阳三石社区"]
    assert [place.name for place in search(text="阳三石")] == names
    assert search(text="%") == search(text="_") == search(text=" ") == ()


def test_places_are_looked_up_by_name_in_an_index() -> None:
    with connection.cursor() as cursor:
        known = connection.introspection.get_constraints(cursor, "places_region").values()
    assert ["name"] in [one["columns"] for one in known if one["index"]]
