"""Searching a million items on SQLite and PostgreSQL: waits by kind of question, recall against a scan, the raw index.

``python -m bench.finding [PROVINCES]`` in an installation's environment fills it and prints JSON.
"""

import json
import random
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Any

from tests.postgres import running
from tests.serving import ROOT, prepared

DAY = date(2026, 3, 2)
SEED, EACH, SAMPLED = 7, 40, 60


def measure() -> dict[str, float]:
    """Returns the figures of both databases, each on a fresh installation that is removed afterwards."""
    figures: dict[str, float] = {}
    for name in ("sqlite", "postgres"):
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="yimen-bench-")))
            settings = ("fsync=off", "shared_buffers=1GB", "max_wal_size=8GB")
            database = stack.enter_context(running(*settings)) if name == "postgres" else ""
            env = prepared(folder / "home", database)
            command = [sys.executable, "-m", "bench.finding"]
            run = subprocess.run(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
            figures |= {f"{name}: {key}": value for key, value in json.loads(run.stdout).items()}
    return figures


def main() -> None:
    from yimen.command.frame import django

    django()
    if sys.argv[1:]:
        from bench import nation

        nation.THE_PROVINCES = int(sys.argv[1])
    figures = _filled() | _sizes()
    chosen = _questions(random.Random(SEED))
    figures |= _waits(chosen) | _recall(chosen) | _pages(chosen)
    print(json.dumps(figures, ensure_ascii=False, indent=1))


def _filled() -> dict[str, float]:
    """Fills the database; returns seconds. Entering texts is the program's own way, the other rows are only copied."""
    from django.db import connection, transaction
    from tqdm import tqdm

    from bench import nation

    begin = perf_counter()
    with transaction.atomic(), tqdm(desc="条文", unit="条") as bar:
        nation.fill("identity_unit", nation.UNIT, nation.units())
        ids = nation.texts(bar.update)
    worded = perf_counter()
    with transaction.atomic(), tqdm(desc="事项", unit="项") as bar:
        pending: list[tuple[tuple[Any, ...], tuple[Any, ...]]] = []
        for pair in nation.rows(ids):
            pending.append(pair)
            if len(pending) == 20_000:
                _copied(pending, bar)
        _copied(pending, bar)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {
        "texts": len(ids),
        "s to enter all texts in the index (pinyin, characters)": worded - begin,
        "s to copy the items": perf_counter() - worded,
    }


def _copied(pending: list[Any], bar: Any) -> None:
    from bench import nation

    nation.fill("catalogue_version", nation.VERSION, (version for version, _ in pending))
    nation.fill("catalogue_entry", nation.ENTRY, (entry for _, entry in pending))
    bar.update(len(pending))
    pending.clear()


def _sizes() -> dict[str, float]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM catalogue_entry")
        items = cursor.fetchone()[0]
        cursor.execute(
            "SELECT pg_relation_size('catalogue_words')"
            if connection.vendor == "postgresql"
            else "SELECT sum(length(block)) FROM catalogue_words_data"
        )
        size = cursor.fetchone()[0]
    return {"items": items, "MB index of words": size / 1e6}


Ask = tuple[str, str, dict[str, str]]  # kind of question, region, what is wanted


def _questions(chance: random.Random) -> list[Ask]:
    """Returns questions as people ask them, from counties mostly."""
    from pypinyin import lazy_pinyin

    from bench import nation

    spots = nation.places()
    counties = [spot for spot in spots if spot.level == 4]
    said = [
        word
        for group in json.loads((ROOT / "src/yimen/data/synonyms.json").read_text("utf-8"))
        for word in group["said"]
    ]

    def cut(low: int, high: int) -> str:
        name = nation.name(chance.randrange(nation.NAMES))
        length = min(len(name), chance.randint(low, high))
        at = chance.randint(0, len(name) - length)
        return name[at : at + length]

    def whole() -> str:
        return nation.name(chance.randrange(nation.NAMES))

    makers = {
        "whole name": lambda: {"text": whole()},
        "words cut out of a name (2-6)": lambda: {"text": cut(2, 6)},
        "common word": lambda: {"text": chance.choice(["登记", "备案", "许可", "补贴", "证明", "变更登记"])},
        "one character": lambda: {"text": cut(1, 1)},
        "initials": lambda: {"text": "".join(each[0] for each in lazy_pinyin(cut(3, 6)))},
        "full pinyin": lambda: {"text": "".join(lazy_pinyin(cut(2, 4)))},
        "everyday word": lambda: {"text": chance.choice(said)},
        "sentence": lambda: {"text": f"我想{chance.choice(said)}，{cut(2, 4)}需要什么手续"},
        "misspelt or not there": lambda: {"text": cut(3, 4) + chance.choice("天地玄黄") + cut(2, 3)},
        "words and filters": lambda: {"text": cut(2, 4), "audience": "法人", "online": "全程网办"},
        "filters only": lambda: {"audience": "自然人", "theme": chance.choice(nation.THEMES)},
        "everything": dict,
    }  # fmt: skip
    asks: list[Ask] = []
    for kind, maker in makers.items():
        for number in range(EACH):
            county = chance.choice(counties)
            length = 2 if number % 20 == 0 else 4 if number % 10 == 0 else 6  # one in 20 a province, one in 20 a city
            asks.append((kind, county.region[:length].ljust(12, "0"), maker()))
    asks += [("whole country: words cut out of a name", "", {"text": cut(2, 6)}) for _ in range(EACH // 2)]
    asks += [("whole country: common word", "", makers["common word"]()) for _ in range(EACH // 4)]
    asks += [("whole country: not there", "", makers["misspelt or not there"]()) for _ in range(EACH // 4)]
    chance.shuffle(asks)
    return asks


def _waits(asks: list[Ask]) -> dict[str, float]:
    """Returns milliseconds: answers with their cards, the counts beside the filters, and the bare index."""
    from yimen.contexts.catalogue.api import Wanted, facets, find

    took: dict[str, list[float]] = defaultdict(list)
    spent: list[float] = []
    for kind, region, wanted in asks:
        what, level = Wanted(**wanted), _level(region)
        begin, work = perf_counter(), process_time()
        find(on=DAY, region=region, wanted=what)
        wait, work = (perf_counter() - begin) * 1000, (process_time() - work) * 1000
        took[f"a search, {level}"].append(wait)
        if region:
            took["a search in a place"].append(wait)
            took[f"county: {kind}" if level == "county" else "other places"].append(wait)
            spent.append(work)
            begin = perf_counter()
            facets(on=DAY, region=region, wanted=what)
            took["counting beside filters"].append((perf_counter() - begin) * 1000)
    took.pop("other places")
    return {
        "questions": float(len(asks)),
        **{key: value for kind, waits in sorted(took.items()) for key, value in _cuts(f"ms {kind}", waits).items()},
        **_cuts("cpu ms of the program, a search in a place", spent),
        **_raw(asks, took["a search in a place"]),
    }


def _level(region: str) -> str:
    if not region:
        return "whole country"
    return "county" if region[4:6] != "00" else "city" if region[2:4] != "00" else "province"


def _cuts(name: str, waits: list[float]) -> dict[str, float]:
    return {f"{name}, p50": median(waits), f"{name}, p95": quantiles(waits, n=20)[18]}


def _raw(asks: list[Ask], local: list[float]) -> dict[str, float]:
    """Returns what the bare index takes for the same words: ids of texts only, no place, order, name or guide."""
    from django.db import connection

    from yimen.contexts.catalogue import asking, words

    waits = []
    for _, region, wanted in asks:
        question = asking.read(wanted.get("text", ""))
        if question and region:
            held = words.holding(question.need)
            begin = perf_counter()
            with connection.cursor() as cursor:
                cursor.execute(held.text, held.given)
                cursor.fetchall()
            waits.append((perf_counter() - begin) * 1000)
    return {**_cuts("ms the bare index", waits), "search / bare index, p50": median(local) / median(waits)}


def _recall(asks: list[Ask]) -> dict[str, float]:
    """Returns the share of what a plain scan over the items' names finds that the search finds too."""
    from bench import nation
    from yimen.contexts.catalogue.api import Wanted, find

    literal = {"whole name", "words cut out of a name (2-6)", "common word", "one character"}
    sampled = [ask for ask in asks if ask[0] in literal and not ask[1].endswith("0000000000")][:SAMPLED]
    wanted: list[set[str]] = [set() for _ in sampled]
    for place, _, _, data in nation.items():
        for answer, (_, region, what) in zip(wanted, sampled, strict=True):
            if what["text"] in data["name"] and _used(region, place.region):
                answer.add(data["code"])
    missed = total = 0
    for answer, (_, region, what) in zip(wanted, sampled, strict=True):
        found = {item.code for item in find(on=DAY, region=region, wanted=Wanted(**what), size=100_000).lines}
        total += len(answer)
        missed += len(answer - found)
    return {"items that a scan finds": float(total), "recall": 1 - missed / total}


def _used(here: str, there: str) -> bool:
    short = here[:4] if here[4:6] == "00" else here[:6]
    return there.startswith(short) or there in {short[:2].ljust(12, "0"), short[:4].ljust(12, "0")}


def _pages(asks: list[Ask]) -> dict[str, float]:
    """Returns milliseconds of whole pages, in process: the list of answers, and a guide never read before."""
    from urllib.parse import urlencode

    from django.test import Client

    client = Client(HTTP_HOST="127.0.0.1")
    lists, guides = [], []
    for _, _, _, data in _some():
        begin = perf_counter()
        answer = client.get(f"/items/{data['code']}/")
        guides.append((perf_counter() - begin) * 1000)
        assert answer.status_code == 200, answer.content[:300]
    for _, region, wanted in [ask for ask in asks if ask[1]][:100]:
        begin = perf_counter()
        client.get("/items/?" + urlencode({"place": region, "q": wanted.get("text", "")}))
        lists.append((perf_counter() - begin) * 1000)
    return {**_cuts("ms a page of answers", lists), **_cuts("ms a guide page, uncached", guides[5:])}


def _some() -> Iterator[Any]:
    from bench import nation

    for order, each in enumerate(nation.items()):
        if order % 9973 == 0:
            yield each


if __name__ == "__main__":
    main()
