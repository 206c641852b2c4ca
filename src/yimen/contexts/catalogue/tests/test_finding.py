"""Finding, beside a plain scan over the items that shares no code with it; each way of looking (places.FEW) in turn."""

import copy
import json
import unicodedata
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yimen.contexts.catalogue import misses as missing_words
from yimen.contexts.catalogue import pinyin, places
from yimen.contexts.catalogue.api import (
    SynonymsRefused,
    Wanted,
    add_synonym,
    cancel,
    facets,
    find,
    indexed,
    life_events,
    load_synonyms,
    misses,
    misses_by_day,
    note_miss,
    publish,
    refresh_synonyms,
    reindex,
    remove_synonym,
    suggested_words,
    suggestions,
    synonym_counts,
    synonyms,
)
from yimen.contexts.catalogue.models import SynonymRow
from yimen.contexts.journal.api import Act, trail

from .conftest import ADDED, DEMO, START
from .made import EDITOR, officer

LILING, QIXING, CHAOYANG, CHUANSHAN, ALASHAN = (
    "430281000000", "450305000000", "450305200000", "450305003000", "152900000000",
)  # fmt: skip
DATA: list[dict[str, Any]] = json.loads((DEMO / "items.json").read_text("utf-8"))
DEGREES = ["网上咨询", "网上申请", "全程网办"]
LEVELS = {"2": "省级", "3": "市级", "4": "县级", "5": "乡镇街道级", "6": "村社区级"}

HOSTILE = [
    "", " ", "　", "？！…", "*", '"', "'", "''", '" OR 1=1 --', "NEAR(a b)", "a NOT b", "a AND", "OR", "^低保", "低保*",
    "name:低保", "{低保}", "-低保", "(", ")", "%", "_", "\\", "\\'", "低保'; DROP TABLE catalogue_text; --", "\x00",
    "低\x00保", "\x1b[31m", "a\tb\nc", "\u202e低保", "\ufeff", "🏠", "𠮷", "ᠮᠣᠩᠭᠣᠯ", "བོད་ཡིག", "ئۇيغۇر", "العربية",
    "हिन्दी", "İ", "ﬁ", "ﷺ" * 40, "é" * 200, "低保" * 3000, "a" * 100_000, "低 " * 5000, "&", "|", "!", ":*", "<->",
    "a & b", "'a' & !'b'", "😀低保😀",
]  # fmt: skip


@pytest.fixture(params=[5_000, 0], ids=["each", "index"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Looks at each of a place's items, or in the index of words, as for a place with very many."""
    monkeypatch.setattr(places, "FEW", request.param)
    return int(request.param)


def simple(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).lower() if c.isalnum())


def used(here: str, there: str) -> bool:
    """Whether residents of a place use the items of another: it lies in it, or the other way round, or is the same."""
    if not here:
        return True
    digits = next(n for n in (2, 4, 6, 9, 12) if not here[n:].strip("0"))
    other = next(n for n in (2, 4, 6, 9, 12) if not there[n:].strip("0"))
    return there.startswith(here[:digits]) or here.startswith(there[:other])


def scanned(text: str, region: str) -> set[str]:
    """Returns the codes of the items whose name holds a text, looked at one after the other."""
    return {item["code"] for item in DATA if used(region, item["region"]) and simple(text) in simple(item["name"])}


def codes(text: str = "", region: str = "", **wanted: str) -> list[str]:
    found = find(on=START, region=region, wanted=Wanted(text=text, **wanted), size=100)
    assert found.more or len(found.lines) == found.total
    return [line.code for line in found.lines]


@pytest.mark.req("CAT-021")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_cut_out_of_a_name_finds_all_that_hold_it(loaded: None, way: int, data: st.DataObject) -> None:
    item = data.draw(st.sampled_from(DATA))
    name = item["name"]
    first = data.draw(st.integers(0, len(name) - 1))
    part = name[first : data.draw(st.integers(first + 1, len(name)))]
    region = data.draw(
        st.sampled_from(["", item["region"], item["region"][:6] + "000000", item["region"][:2] + "0" * 10])
    )
    if simple(part):
        assert scanned(part, region) <= set(codes(part, region)), part


def test_one_character_is_a_word(loaded: None, way: int) -> None:
    for character in "生业保路V":
        assert scanned(character, "") <= set(codes(character)), character


# Written by hand, with a reading that depends on the neighbours: 行 (hang, xing), 长 (chang, zhang), 重 (chong, zhong).
SAID = [
    ("出生证明", "cszm", "chushengzhengming"),
    ("城乡低保", "cxdb", "chengxiangdibao"),
    ("婚育证明", "hyzm", "hunyuzhengming"),
    ("银行行长", "yxhz", None),
    ("行政许可", "xzxk", "xingzhengxuke"),
    ("女职工生育津贴", "nzgsyjt", "nvzhigongshengyujintie"),
    ("etc办理", "etcbl", "etcbanli"),
    ("两证合1", "lzh1", "liangzhenghe1"),
]


@pytest.mark.parametrize(("name", "initials", "sounds"), SAID)
def test_names_are_said_as_people_say_them(name: str, initials: str, sounds: str | None) -> None:
    found = pinyin.said(name)
    if sounds is None:  # the library knows 银行 as a word, 行长 only beside it
        assert pinyin.said("银行")[1] == "yinhang"
        assert pinyin.said("重庆")[1] == "chongqing"
    else:
        assert found == (initials, sounds)


TYPED = [
    ("cszm", "出生证明"), ("CSZM", "出生证明"), ("csz", "出生证明"), ("ｃｓｚｍ", "出生证明"), ("szm", "出生证明"),
    ("chushengzhengming", "出生证明"), ("chusheng", "出生证明"), ("Chu Sheng", "出生证明"), ("dibao", "城乡低保"),
    ("cxdb", "城乡低保"), ("hyzm", "婚育证明"), ("wbhgy", "五保户供养"),
]  # fmt: skip


def test_initials_and_pinyin_find_the_item(loaded: None, way: int) -> None:
    for typed, name in TYPED:
        found = find(on=START, region=CHAOYANG, wanted=Wanted(text=typed))
        assert name in [line.name for line in found.lines], typed
        assert not found.loose


@pytest.mark.parametrize("cut", ["whole", "beginning", "base", "base's beginning", "lower case and blanks"])
def test_codes_and_their_beginnings_find_the_items(loaded: None, way: int, cut: str) -> None:
    code = next(each["code"] for each in DATA if each["region"] == LILING)
    asked = {
        "whole": code,
        "beginning": code[:10],
        "base": code[19:],
        "base's beginning": code[19:25],
        "lower case and blanks": f" {code[:19]} {code[19:]} ".lower(),
    }[cut]
    clean = "".join(asked.split()).upper()
    here = [each["code"] for each in DATA if used(each["region"], LILING)]
    begun = {one for one in here if one.startswith(clean) or one[19:].startswith(clean)}
    wanted = Wanted(text=asked)
    found = find(on=START, region=LILING, wanted=wanted, size=50)
    assert {line.code for line in found.lines} == begun
    assert (found.total, found.loose) == (len(begun), False)
    if way:
        assert sum(number or 0 for _, number in facets(on=START, region=LILING, wanted=wanted).types) == len(begun)
    assert len(find(on=START, region=LILING, wanted=Wanted(text=asked, type="公共服务")).lines) <= len(begun)


def test_a_number_that_begins_no_code_is_a_word(loaded: None, way: int) -> None:
    assert find(on=START, region=LILING, wanted=Wanted(text="99999912")).lines == ()
    assert find(on=START, region=LILING, wanted=Wanted(text="00011")).lines == ()  # too short for a beginning


def test_other_letters_find_nothing(loaded: None, way: int) -> None:
    for typed in ("mzsc", "zzzz", "zhengmingchusheng", "q", "xyz"):
        assert codes(typed, CHAOYANG) == []


def test_everyday_words_are_found_by_their_initials(
    loaded: None, act: Act, way: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_synonyms(act=act, groups=[{"said": ["飞船驾照"], "official": ["婚育证明"]}])
    SynonymRow.objects.filter(said="飞船驾照").update(initials="")  # as it was before words were spelt
    assert codes("fcjz", CHAOYANG) == []
    refresh_synonyms(act=act)
    monkeypatch.setattr(pinyin, "said", None)
    assert codes("fcjz", CHAOYANG) == codes("FCJZ", CHAOYANG) == codes("飞船驾照", CHAOYANG) != []
    for typed in ("fcj", "fcjz"):
        found = suggestions(on=START, region=CHAOYANG, text=typed)
        assert "飞船驾照" in [one.words for one in found if one.sort == "said"]


def test_no_pinyin_is_computed_by_a_search(loaded: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pinyin, "said", None)
    assert codes("cszm", CHAOYANG)


def test_nothing_typed_breaks_it(loaded: None, way: int) -> None:
    for text in HOSTILE:
        _typed(text)


def _typed(text: str) -> None:
    for region in ("", CHAOYANG):
        found = find(on=START, region=region, wanted=Wanted(text=text))
        facets(on=START, region=region, wanted=Wanted(text=text))
        if not simple(text) and text.strip():
            assert found.total == 0
    for kind in ("audience", "theme", "event", "unit", "level", "type", "online", "instant"):
        if text:
            assert find(on=START, wanted=Wanted(**{kind: text})).total == 0 or kind == "instant"
    find(on=START, region=text, wanted=Wanted(text="低保"), after=text, before=text)


def test_signs_around_a_word_do_not_hide_it(loaded: None, way: int) -> None:
    for text in ('"低保"', "低保*", "低保？", "（低保）", "低 保", "-低保", "低保' OR '1'='1"):
        assert set(codes("低保", CHAOYANG)) <= set(codes(text, CHAOYANG)) or "OR" in text, text


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=80))
def test_any_text_is_answered(loaded: None, way: int, text: str) -> None:
    find(on=START, region=CHAOYANG, wanted=Wanted(text=text))


def fits(item: dict[str, Any], wanted: dict[str, str]) -> bool:
    """Whether an item is as wanted, read off its data."""
    return all((
        wanted.get("audience", item["audience"][0]) in item["audience"],
        wanted.get("theme", item["themes"][0]) in item["themes"],
        "event" not in wanted or wanted["event"] in item["events"],
        wanted.get("unit", item["unit"]) == item["unit"],
        wanted.get("type", item["type"]) == item["type"],
        "level" not in wanted or LEVELS[item["code"][18]] == wanted["level"],
        "online" not in wanted or DEGREES.index(item["online"]) >= DEGREES.index(wanted["online"]),
        "instant" not in wanted or bool(item.get("instant")),
        simple(wanted.get("text", "")) in simple(item["name"]),
    ))  # fmt: skip


VALUES = {
    "audience": ["自然人", "法人"],
    "theme": sorted({theme for item in DATA for theme in item["themes"]}),
    "event": sorted({event for item in DATA for event in item["events"]}),
    "unit": sorted({item["unit"] for item in DATA}),
    "type": sorted({item["type"] for item in DATA}),
    "level": ["市级", "县级", "乡镇街道级"],
    "online": ["网上申请", "全程网办"],
    "instant": ["1"],
}


@pytest.mark.req("CAT-021")
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_filters_combine(loaded: None, way: int, data: st.DataObject) -> None:
    kinds = data.draw(st.sets(st.sampled_from(sorted(VALUES)), max_size=4))
    wanted = {kind: data.draw(st.sampled_from(VALUES[kind])) for kind in sorted(kinds)}
    region = data.draw(st.sampled_from(["", LILING, QIXING, CHAOYANG, ALASHAN, "450000000000"]))
    expected = {item["code"] for item in DATA if used(region, item["region"]) and fits(item, wanted)}
    assert set(codes(region=region, **wanted)) == expected


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_numbers_beside_filters_are_what_they_lead_to(loaded: None, data: st.DataObject) -> None:
    kinds = data.draw(st.sets(st.sampled_from(sorted(VALUES)), max_size=2))
    wanted = {kind: data.draw(st.sampled_from(VALUES[kind])) for kind in sorted(kinds)}
    wanted["text"] = data.draw(st.sampled_from(["", "证明", "登记", "审核"]))
    region = data.draw(st.sampled_from(["", LILING, CHAOYANG, ALASHAN]))
    shown = facets(on=START, region=region, wanted=Wanted(**wanted))
    listed = {
        "audience": shown.audiences, "theme": shown.themes, "event": shown.events, "unit": shown.units,
        "level": shown.levels, "type": shown.types, "online": shown.online, "instant": shown.instant,
    }  # fmt: skip
    for kind, counts in listed.items():
        for value, number in counts:
            narrowed = find(on=START, region=region, wanted=Wanted(**{**wanted, kind: value}))
            assert (number, False) == (narrowed.total, narrowed.loose), (kind, value)


def test_a_place_with_very_many_items_is_not_counted(loaded: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "FEW", 3)
    shown = facets(on=START, region=LILING)
    assert dict(shown.audiences) == {"自然人": None, "法人": None}
    assert dict(shown.themes) == dict.fromkeys(VALUES["theme"])
    assert dict(shown.events) == {one.name: None for one in life_events()}


def test_the_best_comes_first_and_the_order_is_the_same_again(loaded: None, way: int, act: Act) -> None:
    """Exact name, name that begins so, name that holds it, words said of it, what it stands for."""
    base = next(item for item in DATA if item["region"] == LILING)
    load_synonyms(act=act, groups=[{"said": ["查水表"], "official": ["供水缴费"]}])
    names = ["查水表", "查水表预约", "预约查水表", "抄表", "供水缴费查询"]
    for number, name in enumerate(reversed(names), 1):
        new = copy.deepcopy(base)
        new["code"] = f"{base['code'][:19]}{base['code'][19:28]}{900 + number:03}"
        new |= {"name": name, "life_events": ["查水表"] if name == "抄表" else [], "faq": []}
        publish(act=act, item=new, valid_from=START, change=ADDED)
    for _ in range(2):
        found = find(on=START, region=LILING, wanted=Wanted(text="查水表"))
        assert [line.name for line in found.lines] == names
    assert [line.name for line in find(on=START, region=LILING, wanted=Wanted(text="csb")).lines] == [
        *names[:3],
        names[4],
    ]


@pytest.mark.parametrize("many", [2_000, 0])
def test_pages_by_key_show_everything_once_both_ways(
    loaded: None, way: int, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr("yimen.contexts.catalogue.walking._MANY", many)
    for text in ("", "证明", "登记", "的手续"):
        _paged(text)


def _paged(text: str) -> None:
    whole = codes(text, QIXING)
    wanted, forward, key = Wanted(text=text), [], ""
    while True:
        page = find(on=START, region=QIXING, wanted=wanted, after=key, size=5)
        forward += [line.code for line in page.lines]
        last = page
        if not page.next:
            break
        key = page.next
    assert forward == whole
    backward = [line.code for line in last.lines]
    while last.previous:
        last = find(on=START, region=QIXING, wanted=wanted, before=last.previous, size=5)
        backward = [line.code for line in last.lines] + backward
    assert backward == whole


def test_what_is_published_meanwhile_moves_no_item_to_another_page(loaded: None, act: Act) -> None:
    first = find(on=START, region=LILING, wanted=Wanted(), size=2)
    new = copy.deepcopy(next(item for item in DATA if item["region"] == LILING))
    new["code"], new["name"] = f"{new['code'][:28]}000", "排在最前的事项"
    publish(act=act, item=new, valid_from=START, change=ADDED)
    second = find(on=START, region=LILING, wanted=Wanted(), after=first.next, size=2)
    assert not {line.code for line in first.lines} & {line.code for line in second.lines}
    assert find(on=START, region=LILING, wanted=Wanted(), after="9.x", size=2).lines[0].name == "排在最前的事项"


def test_an_item_is_found_while_it_is_in_force(loaded: None, way: int, act: Act) -> None:
    item = next(item for item in DATA if item["name"] == "出生证明" and item["region"] == CHAOYANG)
    last = START + timedelta(20)
    cancel(act=act, code=item["code"], last_day=last, change=ADDED)
    for day, number in ((START - timedelta(1), 0), (last, 1), (last + timedelta(1), 0)):
        found = find(on=day, region=CHAOYANG, wanted=Wanted(text="出生证明"))
        assert (0 if found.loose else found.total) == number


def test_the_next_version_is_found_by_its_own_words(loaded: None, way: int, act: Act) -> None:
    item = copy.deepcopy(next(item for item in DATA if item["region"] == LILING))
    later = START + timedelta(30)
    item["life_events"] = ["修便道"]
    publish(act=act, item=item, valid_from=later, change=ADDED)
    before = find(on=START, region=LILING, wanted=Wanted(text="修便道"))
    assert before.loose or not before.total
    assert [line.code for line in find(on=later, region=LILING, wanted=Wanted(text="修便道")).lines] == [item["code"]]


def test_the_index_built_anew_finds_the_same(loaded: None, way: int) -> None:
    asked = [("证明", QIXING), ("cszm", CHAOYANG), ("公路", ""), ("开饭店", ALASHAN)]
    before = [codes(*each) for each in asked]
    assert indexed()
    assert reindex() == len(DATA)
    assert indexed()
    assert [codes(*each) for each in asked] == before


def test_items_that_say_the_same_share_a_text(loaded: None, django_assert_num_queries: Any) -> None:
    from yimen.contexts.catalogue.models import EntryRow, TextRow

    assert EntryRow.objects.count() == len(DATA)
    assert TextRow.objects.count() == len(DATA) - 6  # two townships offer the same six


def test_a_place_s_own_words_and_the_program_s_are_two_layers(loaded: None, act: Act) -> None:
    def names(text: str) -> list[str]:
        return [line.name for line in find(on=START, region=CHAOYANG, wanted=Wanted(text=text)).lines]

    shipped = synonym_counts()[1]
    assert shipped > 300
    done = load_synonyms(act=act, groups=[{"said": ["开红本本", "甲"], "official": ["婚育证明"]}])
    assert (done.new, done.gone, done.same) == (2, 0, 0)
    assert names("开红本本") == ["婚育证明"]
    done = load_synonyms(act=act, groups=[{"said": ["甲", "丙"], "official": ["婚育证明"]}])
    assert (done.new, done.gone, done.same) == (1, 0, 1)
    assert refresh_synonyms(act=act) == 0
    assert synonym_counts() == (3, shipped)
    done = load_synonyms(act=act, groups=[{"said": ["丁"], "official": ["婚育证明"]}], replace=True)
    assert (done.new, done.gone, done.same) == (1, 3, 0)
    assert {one.said for one in synonyms()} == {"丁"}
    assert synonym_counts() == (1, shipped)
    assert names("开红本本") == []
    refused: list[Any] = [
        {"said": [], "official": ["乙"]},
        {"said": ["甲"]},
        {"said": ["甲" * 13], "official": ["乙"]},
        [],
    ]
    for wrong in refused:
        with pytest.raises(SynonymsRefused):
            load_synonyms(act=act, groups=[wrong])
    assert synonym_counts() == (1, shipped)


def test_the_administrator_adds_and_removes_words_which_count_at_once_and_no_unit_does(loaded: None, act: Act) -> None:
    def names(text: str) -> list[str]:
        return [line.name for line in find(on=START, region=CHAOYANG, wanted=Wanted(text=text)).lines]

    editor, lawyer = officer("system", "11430281MB9900128C", "430281000000", 8), EDITOR
    assert names("开红本本") == []
    add_synonym(act=act, reader=editor, said=" 开红本本 ", official="婚育证明")
    assert names("开红本本") == ["婚育证明"]
    with pytest.raises(SynonymsRefused, match="已经在本地说法里"):
        add_synonym(act=act, reader=editor, said="开红本本", official="婚育证明")
    with pytest.raises(PermissionError, match="全站通用，由系统管理员维护"):
        add_synonym(act=act, reader=lawyer, said="开红", official="婚育证明")
    with pytest.raises(PermissionError, match="全站通用，由系统管理员维护"):
        remove_synonym(act=act, reader=lawyer, said="开红本本", official="婚育证明")
    remove_synonym(act=act, reader=editor, said="开红本本", official="婚育证明")
    assert names("开红本本") == []
    with pytest.raises(SynonymsRefused, match="没有"):
        remove_synonym(act=act, reader=editor, said="开红本本", official="婚育证明")
    first = synonyms(shipped=True, most=1)[0]
    with pytest.raises(SynonymsRefused, match="没有"):
        remove_synonym(act=act, reader=editor, said=first.said, official=first.official)
    verbs = [entry.verb for entry in trail(subject=uuid.UUID(int=1))]
    assert verbs[-2:] == ["catalogue.add_synonym", "catalogue.remove_synonym"]


def test_the_table_shipped_holds_the_words_people_use() -> None:
    path = DEMO.parent / "src" / "yimen" / "data" / "synonyms.json"
    groups = json.loads(path.read_text("utf-8"))
    said = [word for group in groups for word in group["said"]]
    assert len(set(said)) >= 300
    for word in "开饭店 生孩子 结婚 退休 买房 上学 落户 摆摊 开公司 注销公司 残疾证 低保".split():  # noqa: SIM905
        assert word in said
    assert all(len(simple(word)) == len(word) for word in said)


LONG = "想在月球上给自己和全家办能长期住下去的户口本该找谁才好"


def test_each_suggested_word_finds_something_in_its_place(loaded: None) -> None:
    for region in (LILING, CHAOYANG, ALASHAN):
        listed = find(on=START, region=region, size=6).lines
        words = suggested_words(names=[line.name for line in listed])
        assert words, region
        for word in words:
            assert find(on=START, region=region, wanted=Wanted(text=word)).total, (region, word)


def test_what_is_suggested_costs_few_questions_and_nothing_comes_close_only(
    loaded: None, way: int, django_assert_max_num_queries: Any
) -> None:
    assert suggestions(on=START, region=CHAOYANG, text="c") == suggestions(on=START, region=CHAOYANG, text="7") == ()
    assert suggestions(on=START, region=CHAOYANG, text="cs")
    with django_assert_max_num_queries(20 if way else 25):  # eight of them of the items that are suggested
        found = suggestions(on=START, region=CHAOYANG, text="生")
    assert {each.sort for each in found} == {"item", "said", "event"}
    wanted = [Wanted(event=each.words) if each.sort == "event" else Wanted(text=each.words) for each in found]
    answers = [find(on=START, region=CHAOYANG, wanted=each) for each in wanted]
    assert all(each.total and not each.loose for each in answers)
    with django_assert_max_num_queries(4 if way else 6):  # no look at what comes close
        assert suggestions(on=START, region=CHAOYANG, text="飞船驾照") == ()


def test_words_without_an_answer_are_counted_without_a_person(loaded: None) -> None:
    day, next_day = date(2026, 3, 2), date(2026, 3, 3)
    for on, region, text in [
        (day, LILING, "飞船驾照"), (day, LILING, "飞船 驾照！"), (next_day, LILING, "飞船驾照"),
        (day, CHAOYANG, "飞船驾照"),
        (day, LILING, "13800000000"), (day, LILING, "张三 110101199003074514"), (day, LILING, "？！"),
        (day, "x", "月球户口"), (day, LILING, LONG * 9),
        (day, LILING, "很" * 500), (day, LILING, "<script>alert(1)</script>"), (day, LILING, "asdfghjklqwe"),
    ]:  # fmt: skip
        note_miss(on=on, region=region, text=text)
    found = [(each.words, each.region, each.count) for each in misses(since=day, until=next_day)]
    assert found == [("飞船驾照", LILING, 3), (LONG[:20], LILING, 1), ("飞船驾照", CHAOYANG, 1)]
    assert [each.count for each in misses(since=day, until=day, region="43")] == [2, 1]
    assert misses(since=day, until=day, region=ALASHAN) == ()
    last = [(each.words, each.last) for each in misses(since=day, until=next_day, newest=True)]
    assert last == [("飞船驾照", next_day), (LONG[:20], day), ("飞船驾照", day)]
    assert [(each.day, each.words, each.count) for each in misses_by_day(since=day, until=next_day)] == [
        (next_day, 1, 1),
        (day, 2, 4),
    ]


def test_words_that_nobody_knows_are_told_from_those_that_are_not_offered_here(loaded: None, act: Act) -> None:
    groups = [{"said": ["开飞船"], "official": ["飞船驾驶证"]}, {"said": ["开红本本"], "official": ["婚育证明"]}]
    load_synonyms(act=act, groups=groups)
    for text in ("想开飞船", "开红本本", "月球户口"):
        note_miss(on=START, region=CHAOYANG, text=text)
    found = {each.words: (each.means, each.offered) for each in misses(since=START, until=START)}
    assert found == {
        "想开飞船": (("飞船驾驶证",), False),
        "开红本本": (("婚育证明",), True),  # its meaning was added since
        "月球户口": ((), False),
    }


def test_letters_that_find_an_item_elsewhere_are_known_words(loaded: None) -> None:
    """Whatever the page of results understood, the log says that it is known."""
    for region in (LILING, ALASHAN):
        note_miss(on=START, region=region, text="qyjyzxdj")
    found = {each.region: (each.means, each.offered) for each in misses(since=START, until=START)}
    assert found == {LILING: (("企业简易注销登记",), False), ALASHAN: (("企业简易注销登记",), True)}


def test_a_flood_of_words_is_not_kept(loaded: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(missing_words, "_A_DAY", 3)
    for number in range(9):
        note_miss(on=START, region=LILING, text=f"没有的事{number}")
    note_miss(on=START, region=LILING, text="没有的事0")
    assert [each.count for each in misses(since=START, until=START)] == [2, 1, 1]


def test_a_count_that_fails_fails_alone(loaded: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: Any) -> None:
        raise DatabaseError("locked")

    monkeypatch.setattr("yimen.contexts.catalogue.models.MissRow.objects.filter", fail)
    note_miss(on=START, region=LILING, text="飞船驾照")
