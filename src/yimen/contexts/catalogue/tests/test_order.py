"""The order of answers, however they are looked for, beside a scan sorted in Python that shares no code with it."""

import copy
import random
import unicodedata
from typing import Any

import pytest
from pypinyin import lazy_pinyin

from yimen.contexts.catalogue import places, walking
from yimen.contexts.catalogue.api import Wanted, find, load_synonyms, publish, synonyms
from yimen.contexts.identity.api import units
from yimen.contexts.journal.api import Act

from .conftest import ADDED, START

NATION, HUNAN, LILING, QIXING, CHAOYANG = "", "430000000000", "430281000000", "450305000000", "450305203000"
PARTS = ["登记", "变更", "许可", "水表", "企业", "设立", "家庭", "养老", "施工", "etc", "户外", "迁移", "jia", "登"]
EVERYDAY = {"看水": ["水表变更", "户外"], "迁家": ["家庭迁移"], "登": ["许可登记"]}


def simple(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).lower() if c.isalnum())


def sound(name: str) -> tuple[str, str]:
    said = " ".join(lazy_pinyin(name, errors=" ".join)).split()
    return "".join(each[0] for each in said), "".join(said)


def runs(text: str, length: int) -> list[str]:
    return [text[at : at + length] for at in range(len(text) - length + 1)] or [text]


def says(item: dict[str, Any], text: str) -> bool:
    """Whether every two neighbouring characters stand together in a line that is said of an item; letters all do."""
    lines = [item["name"], *item["life_events"], *item.get("events", []), *item["themes"], item["result"]]
    lines += [each["question"] for each in item.get("faq", [])]
    for one in item.get("variants", []):
        whole = simple(item["name"] + one["name"])
        lines += [one["name"], whole, sound(whole)[0]]
    for section in item["form"]["sections"]:
        for field in section["fields"]:
            lines += [
                choice["label"] if isinstance(choice, dict) else choice
                for choice in field["element"].get("choices", [])
            ]
    if text.isascii() and text.isalpha():
        return any(text in simple(line) for line in lines)
    return all(any(pair in simple(line) for line in lines) for pair in runs(text, 2))


def meanings(text: str, table: list[tuple[str, str]]) -> list[str]:
    found = [(said, official) for said, official in table if said in text]
    return [official for said, official in found if not any(said != other and said in other for other, _ in found)]


def rank(item: dict[str, Any], text: str, official: list[str]) -> int | None:
    """How well an item answers (0 is best); None where it does not."""
    name = simple(item["name"])
    initials, full = sound(name)
    letters = text.isascii() and text.isalpha()
    typed, meant = says(item, text), any(says(item, each) for each in official)
    spelt = letters and (text in initials or text in full)
    paired = all(pair in initials for pair in runs(text, 2))
    sounded = len(text) >= 4 and all(run in full for run in runs(text, 4))
    if not (typed or meant or (spelt and (paired or sounded))):
        return None
    names = [name, initials, full] if letters else [name]
    if text in names:
        return 0
    if any(each.startswith(text) for each in names):
        return 1
    if any(text in each for each in names):
        return 2
    if typed or not official:
        return 3
    return 4 if any(name.startswith(each) for each in official) else 5


def significant(region: str) -> str:
    return region[: next(n for n in (2, 4, 6, 9, 12) if not region[n:].strip("0"))]


def near(here: str, there: str) -> int | None:
    """How near a place is: itself, what lies in it, what it lies in from the inside out; None where it is elsewhere."""
    if not here:
        return 1
    if here == there:
        return 0
    mine, other = significant(here), significant(there)
    if other.startswith(mine):
        return 1
    over = [mine[:n] for n in (9, 6, 4, 2) if n < len(mine)]
    return 2 + over.index(other) if other in over else None


def sorted_scan(items: list[dict[str, Any]], text: str, region: str, official: list[str]) -> list[str]:
    found = []
    for item in items:
        how, far = rank(item, text, official) if text else 0, near(region, item["region"])
        if how is not None and far is not None:
            found.append((how, far, item["region"], item["code"]))
    return [code for *_, code in sorted(found)]


@pytest.fixture(params=[1, 2])
def crowd(
    loaded: None, act: Act, all_items: list[dict[str, Any]], request: pytest.FixtureRequest
) -> list[dict[str, Any]]:
    """A catalogue of chance beside the demonstration's: few words, so that many answer alike, at every level."""
    chance, made = random.Random(request.param), []
    base = all_items[0]
    bodies = sorted((unit for unit in units() if unit.region[:2] != "10"), key=lambda unit: unit.code)
    levels = {2: "2", 4: "3", 6: "4", 9: "5", 12: "6"}
    load_synonyms(act=act, groups=[{"said": [said], "official": words} for said, words in EVERYDAY.items()])
    for number in range(70):
        body = chance.choice(bodies)
        tail = f"{base['code'][19:28]}{300 + number}"
        new = copy.deepcopy(base) | {
            "unit": body.code, "centre": body.code, "region": body.region,
            "code": f"{body.code}{levels[len(significant(body.region))]}{tail}",
            "name": "".join(chance.choices(PARTS, k=chance.randint(1, 3))), "themes": [chance.choice(PARTS)],
            "life_events": chance.sample(PARTS, 1), "faq": [], "result": chance.choice(PARTS),
        }  # fmt: skip
        publish(act=act, item=new, valid_from=START, change=ADDED)
        made.append(new)
    return [*all_items, *made]


@pytest.mark.req("CAT-021")
def test_answers_come_in_the_order_of_a_sorted_scan(
    crowd: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    table = [(one.said, one.official) for layer in (True, False) for one in synonyms(shipped=layer, most=10_000)]
    chance = random.Random(len(crowd[-1]["name"]))
    asked = [*PARTS, *EVERYDAY, "证", "j", "ji", "jia", "bg", "dengji", "xk"]
    for _ in range(150):
        text = "".join(chance.choices(asked, k=chance.randint(0, 2)))
        region = chance.choice([NATION, HUNAN, LILING, QIXING, CHAOYANG])
        ways = chance.choice([5_000, 0, 0]), chance.choice([2_000, 10, 0]), chance.choice([8_000, 30, 1])
        monkeypatch.setattr(places, "FEW", ways[0])
        monkeypatch.setattr(walking, "_MANY", ways[1])
        monkeypatch.setattr(walking, "_WINDOW", ways[2])
        expected = sorted_scan(crowd, text, region, meanings(text, table))
        found = find(on=START, region=region, wanted=Wanted(text=text), size=200)
        assert expected or found.loose or not found.lines
        if expected:
            assert [line.code for line in found.lines] == expected, (text, region, ways)
            _pages(expected, region, Wanted(text=text), chance.randint(3, 40))


def _pages(expected: list[str], region: str, wanted: Wanted, size: int) -> None:
    """Pages by key, forward and back, and by number, are what the whole is cut into."""
    whole = [expected[at : at + size] for at in range(0, len(expected), size)]
    key = ""
    for number, part in enumerate(whole, 1):
        page = find(on=START, region=region, wanted=wanted, size=size, after=key)
        assert [line.code for line in page.lines] == part
        assert bool(page.next) == (number < len(whole))
        numbered = find(on=START, region=region, wanted=wanted, size=size, page=number)
        assert numbered.lines == page.lines
        if number > 1:
            back = find(on=START, region=region, wanted=wanted, size=size, before=page.previous)
            assert [line.code for line in back.lines] == whole[number - 2]
        key = page.next
