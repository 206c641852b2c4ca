"""Finding items: by place, by facet, and in the words people use."""

import copy
from collections import Counter
from math import ceil
from typing import Any

import pytest

from yimen.contexts.catalogue.api import browse, facets, publish, units
from yimen.contexts.journal.api import Act

from .conftest import ADDED, START, unit_of

LILING, QIXING, CHAOYANG, CHUANSHAN, ALASHAN = (
    "430281000000",
    "450305000000",
    "450305200000",
    "450305003000",
    "152900000000",
)

# What people type, where, and the beginning of the item that must be among the first three.
PHRASES = [
    ("生孩子 出生证", CHAOYANG, "出生证明"),
    ("刚生了宝宝要办什么手续", CHAOYANG, "出生证明"),
    ("在家里生的孩子", CHAOYANG, "出生证明"),
    ("出去打工要开婚育证明", CHAOYANG, "婚育证明"),
    ("流动人口证明", CHAOYANG, "婚育证明"),
    ("未婚证明怎么开", CHAOYANG, "婚育证明"),
    ("农村医保在哪里交", CHAOYANG, "新型农村合作医疗"),
    ("新农合", CHAOYANG, "新型农村合作医疗"),
    ("看病报销", CHAOYANG, "新型农村合作医疗"),
    ("孤寡老人没人管", CHAOYANG, "五保户供养"),
    ("五保", CHAOYANG, "五保户供养"),
    ("低保", CHAOYANG, "城乡低保"),
    ("家里困难想申请补助", CHAOYANG, "城乡低保"),
    ("吃低保", CHAOYANG, "城乡低保"),
    ("最低生活保障", CHAOYANG, "城乡低保"),
    ("种粮补贴", CHAOYANG, "涉农补贴"),
    ("种地补贴怎么领", CHAOYANG, "涉农补贴"),
    ("买拖拉机有没有补贴", CHAOYANG, "涉农补贴"),
    ("挖路埋水管", LILING, "利用、占用、挖掘"),
    ("占道施工", LILING, "利用、占用、挖掘"),
    ("公路上开路口", LILING, "在公路上设置立交"),
    ("埋设管线", LILING, "在公路上设置立交"),
    ("路边立广告牌", LILING, "在公路两侧"),
    ("大件运输", LILING, "超限运输"),
    ("拉大件货物怎么办通行手续", LILING, "超限运输"),
    ("超限运输车辆行驶公路", LILING, "超限运输"),
    ("我想开公司", ALASHAN, "企业设立登记"),
    ("注册公司", ALASHAN, "企业设立登记"),
    ("五证合一", ALASHAN, "企业设立登记"),
    ("开个饭馆要什么手续", ALASHAN, "个体工商户设立登记"),
    ("开小店", ALASHAN, "个体工商户设立登记"),
    ("一址多照", ALASHAN, "企业住所登记"),
    ("几家公司能不能用同一个地址", ALASHAN, "企业住所登记"),
    ("开分店", ALASHAN, "企业经营场所备案"),
    ("公司不开了", ALASHAN, "企业简易注销"),
    ("注销公司", ALASHAN, "企业简易注销"),
    ("手机营业执照", ALASHAN, "电子营业执照"),
    ("小孩刚出生", CHUANSHAN, "出生证明"),
    ("住院能报多少", CHUANSHAN, "新型农村合作医疗"),
    ("残疾人没人照顾", CHUANSHAN, "五保户供养"),
    ("下岗没收入", CHUANSHAN, "城乡低保"),
    ("水稻补贴", CHUANSHAN, "涉农补贴"),
    ("从公路下面穿电缆", LILING, "在公路上设置立交"),
    ("公路边搭招牌", LILING, "在公路两侧"),
    ("路政许可", LILING, "利用、占用、挖掘"),
    ("停业注销", ALASHAN, "企业简易注销"),
]


@pytest.mark.req("CAT-021")
@pytest.mark.parametrize(("said", "place", "wanted"), PHRASES)
def test_everyday_words_find_the_item(loaded: None, said: str, place: str, wanted: str) -> None:
    found, _ = browse(on=START, region=place, text=said, size=3)
    assert any(each.name.startswith(wanted) for each in found), [each.name for each in found]


@pytest.mark.parametrize("text", ["核电站", "zzzz", "？！", "火星移民", "a" * 5000, "'; drop table", "\x00"])
def test_what_is_not_there_is_not_found(loaded: None, text: str) -> None:
    assert browse(on=START, text=text) == ((), 0)


def test_an_exact_name_comes_first(loaded: None, items: list[dict[str, Any]]) -> None:
    for item in items:
        found, _ = browse(on=START, region=item["region"], text=item["name"])
        assert found[0].code == item["code"]


@pytest.mark.req("CAT-021")
def test_each_facet_narrows(loaded: None, items: list[dict[str, Any]]) -> None:
    def expected(key: str, value: str) -> int:
        return sum(value in (item[key] if isinstance(item[key], list) else [item[key]]) for item in items)

    assert browse(on=START, audience="法人")[1] == expected("audience", "法人")
    assert browse(on=START, audience="自然人", size=1)[1] == expected("audience", "自然人")
    assert browse(on=START, theme="交通运输")[1] == expected("themes", "交通运输") == 6
    assert browse(on=START, type="行政给付")[1] == expected("type", "行政给付") == 7
    assert browse(on=START, unit=items[0]["unit"])[1] == expected("unit", items[0]["unit"])
    both = sum("法人" in item["audience"] and "社会救助" in item["themes"] for item in items)
    assert browse(on=START, audience="法人", theme="社会救助")[1] == both < expected("themes", "社会救助")
    assert browse(on=START, theme="交通\x00") == browse(on=START, unit="\x00") == ((), 0)
    shown = facets(on=START)
    for kind, key in ((shown.audiences, "audience"), (shown.themes, "themes"), (shown.types, "type")):
        assert kind
        assert all(count == expected(key, value) for value, count in kind)


def test_a_place_shows_its_own_what_is_in_it_and_what_it_lies_in(loaded: None, items: list[dict[str, Any]]) -> None:
    town = browse(on=START, region="430281102000", size=100)[0]  # a town without items of its own
    assert {each.region for each in town} == {LILING}
    whole = browse(on=START, region=QIXING, size=100)[0]
    assert {each.region for each in whole} == {CHAOYANG, CHUANSHAN}
    here = Counter(item["region"] for item in items)
    assert browse(on=START, region=CHUANSHAN)[1] == here[CHUANSHAN]
    assert browse(on=START, region="430000000000")[1] == here[LILING]
    assert browse(on=START, region="999999999999") == ((), 0)
    assert browse(on=START, region="醴陵") == ((), 0)
    seen = [each.region for each in browse(on=START, region=QIXING, size=100)[0]]
    assert seen == [CHUANSHAN] * here[CHUANSHAN] + [CHAOYANG] * here[CHAOYANG]
    banner = browse(on=START, region="152921000000", size=100)[0]
    assert {each.region for each in banner} == {ALASHAN}


def test_the_nearest_comes_first(loaded: None, act: Act, items: list[dict[str, Any]]) -> None:
    """An item of the district stands between those of its townships and those of a township seen from there."""
    district = copy.deepcopy(items[0])
    code = unit_of("七星区政务服务中心").code
    item_code = f"{code}4450118009001"
    district |= {"unit": code, "centre": code, "region": QIXING, "code": item_code, "name": "区级事项"}
    publish(act=act, item=district, valid_from=START, change=ADDED)
    here = Counter(item["region"] for item in items)
    seen = [each.region for each in browse(on=START, region=QIXING, size=100)[0]]
    assert seen == [QIXING] + [CHUANSHAN] * here[CHUANSHAN] + [CHAOYANG] * here[CHAOYANG]
    seen = [each.region for each in browse(on=START, region=CHAOYANG, size=100)[0]]
    assert seen == [CHAOYANG] * here[CHAOYANG] + [QIXING]
    assert [each.region for each in units(on=START, region=CHAOYANG)] == [CHAOYANG, QIXING]


def test_pages_cover_everything_once(loaded: None, items: list[dict[str, Any]]) -> None:
    count = ceil(len(items) / 5)
    pages = [browse(on=START, page=number, size=5) for number in range(1, count + 1)]
    assert [total for _, total in pages] == [len(items)] * count
    codes = [each.code for found, _ in pages for each in found]
    assert sorted(codes) == sorted(item["code"] for item in items)
    assert browse(on=START, page=count + 1, size=5)[0] == ()
    assert browse(on=START, page=0, size=5) == browse(on=START, page=-3, size=5) == pages[0]


def test_units_are_those_with_items(loaded: None, items: list[dict[str, Any]]) -> None:
    assert {each.name for each in units(on=START, region=QIXING)} == {
        "桂林市七星区朝阳乡人民政府",
        "桂林市七星区人民政府穿山街道办事处",
    }
    assert len(units(on=START)) == len({item["unit"] for item in items})
