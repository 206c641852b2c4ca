"""The whole of a national catalogue in one go: differences between levels, the open data package; and guide pages.

``python -m bench.exchange [PROVINCES] [import|report …]`` in an installation's environment fills it as far as needed
and prints JSON; ``import`` needs no filling, ``report`` is the differences.
"""

import json
import resource
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from os import getloadavg
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Any

from tests.serving import ROOT

from bench.national import copied, on_each_database

DAY = date(2026, 3, 2)
PLANTED = 100  # one item in so many promises a day more than its province does
_DIGEST = "version_id,base_code,level,code,region,valid_from,valid_to"


def measure() -> dict[str, float]:
    """Returns the figures of both databases, each on a fresh installation that is removed afterwards."""
    return on_each_database("bench.exchange")


def main() -> None:
    from yimen.command.frame import django

    django()
    words = sys.argv[1:]
    if words and words[0].isdigit():
        from bench import nation

        nation.THE_PROVINCES = int(words.pop(0))
    parts = [_PARTS[word] for word in words] or [_filled, _guides, *_PARTS.values(), _package]
    if _differences in parts and _filled not in parts:
        parts.insert(0, _filled)
    found: dict[str, float] = {}
    for part in parts:
        before = getloadavg()[0]
        found |= part() | {f"busiest load around {part.__name__[1:]}": max(before, getloadavg()[0])}
    print(json.dumps(found, ensure_ascii=False, indent=1))


def _filled() -> dict[str, float]:
    from django.db import connection, transaction
    from tqdm import tqdm

    from bench import nation
    from yimen.contexts.catalogue.digests import RESPECTS

    digest = ",".join((_DIGEST, *(f'"{respect}"' for respect in RESPECTS)))
    tables = {"catalogue_version": nation.VERSION, "catalogue_digest": digest}
    with transaction.atomic(), tqdm(desc="事项", unit="项") as bar:
        nation.fill("identity_unit", nation.UNIT, nation.units())
        copied(_rows(), tables, bar)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SELECT count(*) FROM catalogue_digest")
        return {"items": cursor.fetchone()[0]}


def _rows() -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    """Yields each item as its rows of versions and of digests; what is compared depends on the item's number only."""
    from bench import nation
    from yimen.contexts.catalogue.content import read_content
    from yimen.contexts.catalogue.digests import RESPECTS, compared

    known: dict[tuple[int, bool], tuple[int, ...]] = {}
    texts: dict[Any, tuple[int, int]] = _Any()
    for order, ((version, entry), (_, number, _, data)) in enumerate(
        zip(nation.rows(texts), nation.items(), strict=True)
    ):
        other = order % PLANTED == 0
        if other:
            data |= {"promised": data["promised"] + 1, "instant": False}
        if (number, other) not in known:
            said = compared(read_content(data), inherited=False)
            known[number, other] = tuple(said[respect] for respect in RESPECTS)
        key, _, _, code, region, level, *_ = entry
        text = json.dumps(data, ensure_ascii=False)
        yield (
            (*version[:7], text, *version[8:]),
            (key, code[19:], level, code, region, nation.FROM.isoformat(), None, *known[number, other]),
        )


class _Any(dict[Any, tuple[int, int]]):
    """Has numbers for everything: neither texts nor names are entered here."""

    def __missing__(self, _: object) -> tuple[int, int]:
        return 0, 0


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _differences() -> dict[str, float]:
    from django.db import connection

    from yimen.contexts.catalogue.api import divergences

    before, begin, work = _peak(), perf_counter(), process_time()
    count = sum(1 for _ in divergences(on=DAY))
    took, work, grown = perf_counter() - begin, process_time() - work, _peak() - before
    begin = perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT base_code, count(*) FROM catalogue_digest GROUP BY base_code HAVING min("limit") <> max("limit")'
        )
        bare = len(cursor.fetchall())
    return {
        "differences found": count,
        "s to report every difference": took,
        "cpu s of the program, differences": work,
        "MB more at its peak, differences": grown,
        "s a bare GROUP BY of one respect": perf_counter() - begin,
        "base codes that it finds": bare,
    }


def _package() -> dict[str, float]:
    from yimen.contexts.exchange.api import package

    before, begin, work = _peak(), perf_counter(), process_time()
    size = sum(len(part) for part in package(on=DAY, now=datetime(2026, 3, 2, tzinfo=UTC)))
    return {
        "s to write the whole package": perf_counter() - begin,
        "cpu s of the program, package": process_time() - work,
        "MB of the package": size / 1e6,
        "MB more at its peak, package": _peak() - before,
    }


def _imports(number: int = 10_000) -> dict[str, float]:
    """Returns seconds to look at a sheet of items of one unit, all new, and to make them drafts."""
    from io import BytesIO
    from uuid import UUID

    from tests.journeys.test_real_input import filled_in

    from yimen.contexts.catalogue.api import Proposal
    from yimen.contexts.exchange.api import apply_import, check_import
    from yimen.contexts.identity.api import Post, Reader
    from yimen.sites import _now

    demo = json.loads((ROOT / "demo/items.json").read_text("utf-8"))[3]
    content = filled_in([_own(demo, order) for order in range(number)])
    post = Post(demo["unit"], "局", demo["region"], "editor", "事项编制岗")
    reader = Reader(kind="officer", account=UUID(int=7), name="测", posts=(post,))
    before, begin, work = _peak(), perf_counter(), process_time()
    act = _now.act(reader.actor)
    found = check_import(act=act, reader=reader, file=BytesIO(content), size=len(content), name="a.xlsx")
    assert found.id, found.wrong[:3]
    looked = perf_counter()
    made = apply_import(act=act, reader=reader, id=found.id, proposal=Proposal(reason="测量"))
    return {
        "items imported": made,
        "MB of the sheet": len(content) / 1e6,
        "s to look at the sheet": looked - begin,
        "s to make the drafts": perf_counter() - looked,
        "cpu s of the program, import": process_time() - work,
        "MB more at its peak, import": _peak() - before,
    }


def _own(demo: dict[str, Any], order: int) -> dict[str, Any]:
    """Returns an item that asks three questions of its own, so that not all can be read once for all."""
    item: dict[str, Any] = json.loads(json.dumps(demo))
    fields = [each["element"] for section in item["form"]["sections"] for each in section["fields"]]
    for element in fields[:3]:
        element["label"] += f"（第{order}项）"
    return {**item, "code": f"{item['code'][:23]}{90_000_000 + order}", "name": f"第{order}项"}


def _guides() -> dict[str, float]:
    """Returns milliseconds of guide pages in process, each of an item never read before, and of what they offer."""
    from django.test import Client

    from bench import nation

    client = Client(HTTP_HOST="127.0.0.1")
    codes = [data["code"] for order, (*_, data) in enumerate(nation.items()) if order % 4973 == 0]
    took: dict[str, list[float]] = {"guide page": [], "card as PDF": [], "guide as PDF": []}
    work: list[float] = []
    for kind, ending in (("guide page", ""), ("card as PDF", "card.pdf"), ("guide as PDF", "guide.pdf")):
        for code in codes[:205]:
            begin, spent = perf_counter(), process_time()
            answer = client.get(f"/items/{code}/{ending}")
            took[kind].append((perf_counter() - begin) * 1000)
            work += [] if ending else [(process_time() - spent) * 1000]
            assert answer.status_code == 200, answer.content[:300]
    found = {"cpu ms of the program, a guide page, p50": median(work[5:])}
    for kind, waits in took.items():
        found[f"ms a {kind}, uncached, p50"] = median(waits[5:])
        found[f"ms a {kind}, uncached, p95"] = quantiles(waits[5:], n=20)[18]
    return found


_PARTS: dict[str, Callable[[], dict[str, float]]] = {"import": _imports, "report": _differences}

if __name__ == "__main__":
    main()
