"""Differences between levels and areas: one standard for one code, whatever departs from it, and what explains it."""

import csv
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice
from typing import Any, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from yimen.contexts.catalogue.api import (
    EXPLAINED,
    OPEN,
    RESPECTS,
    Divergence,
    Tally,
    divergences,
    items_compared,
    may_explain,
    tally,
)
from yimen.contexts.identity.api import Reader
from yimen.contexts.places.api import full_name
from yimen.contexts.procedures.api import NoSuchProcedure, in_force
from yimen.kernel.clock import local_date
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.tables import Cell, table
from yimen.sites.pieces.who import for_roles, reader

from .room import READERS, page, post_of

_SHOWN = 200
_COUNTED = 2_000  # open differences that a page counts
_NATION = ("system",)  # the administrator's report is of the whole catalogue
STATES = {OPEN: "未说明", EXPLAINED: "已说明"}
HEADS = (
    *("基本编码", "事项", "哪方面", "地区", "实施编码", "这里写的", "标准地区", "标准写的"),
    *("说明情况", "为什么不同", "依据文件", "有效到", "说明人", "说明日期"),
)
_TABLE = ("事项", "哪方面", "地区", "这里写的", "标准地区", "标准写的", "说明")


@require_safe
@for_roles(*READERS)
def differences(request: HttpRequest) -> HttpResponse:
    """Shows the first differences of the reader's region, open ones unless explained ones are asked for."""
    region, words = over(request)
    state, respect = _asked(request)
    found = list(islice(divergences(on=today(), region=region, state=state, respect=respect), _SHOWN + 1))
    counts = tally(on=today(), region=region, most=_COUNTED)
    context = {
        "over": words,
        "total": items_compared(on=today(), region=region),
        "more": len(found) > _SHOWN,
        "any": bool(counts.open or counts.explained),
        "counts": _tiles(counts),
        "broken": _COUNTED if counts.more else 0,
        "groups": _groups(request, state, respect, counts),
        "file": f"/exchange/differences.csv?{_query(request, state, respect)}",
        "table": table(f"{STATES[state]}的差异", _TABLE, _rows(request, found[:_SHOWN], reader(request))),
    }
    return page(request, "differences", context)


@require_safe
@for_roles(*READERS)
def csv_file(request: HttpRequest) -> HttpResponse:
    """Sends every difference, open or explained or both, as CSV, as it is found."""
    region, _ = over(request)
    state = request.GET.get("state", "")
    respect = request.GET.get("respect", "")
    found = divergences(
        on=today(),
        region=region,
        state=state if state in STATES else "",
        respect=respect if respect in RESPECTS else "",
    )
    answer = cast("HttpResponse", StreamingHttpResponse(lines(found), content_type="text/csv; charset=utf-8"))
    name = f"事项各级差异-{today():%Y%m%d}.csv"
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"  # noqa: FBT003 - Django's order
    return answer


def over(request: HttpRequest) -> tuple[str, str]:
    """Returns the region of a reader's report, "" of all, and what it is called."""
    post = post_of(request, READERS)
    if post.role in _NATION:
        return "", "全部地区"
    return post.region, full_name(code=post.region) or post.region


def lines(found: Iterator[Divergence]) -> Iterator[str]:
    """Yields differences as the lines of a CSV file, its heads first."""
    writer, place, words = csv.writer(_Echo()), cache(lambda code: full_name(code=code)), wording()
    yield "\ufeff" + writer.writerow(HEADS)
    for each in found:
        mark = each.explained
        row = (
            *(each.base_code, each.name, RESPECTS[each.respect], place(each.region) or each.region, each.code),
            *(words(each.respect, each.says), place(each.standard_region) or each.standard_region),
            words(each.respect, each.standard_says),
            *((STATES[EXPLAINED], mark.why, mark.document, mark.until.isoformat(), mark.post) if mark else _UNTOLD),
            local_date(mark.at).isoformat() if mark else "",
        )
        yield writer.writerow([_plain(cell) for cell in row])


def wording() -> Callable[[str, str], str]:
    """Returns what tells what is said in a respect, a procedure by its name of today with its key in brackets.

    Each procedure is looked up once: a report has a million lines and some hundred procedures.
    """
    on = today()

    @cache
    def name(key: str) -> str:
        try:
            return f"{in_force(key=key, on=on).name}（{key}）"
        except NoSuchProcedure:
            return key

    def words(respect: str, says: str) -> str:
        key, sign, rest = says.partition("，")
        return f"{name(key)}{sign}{rest}" if respect == "process" else says

    return words


_UNTOLD = (STATES[OPEN], "", "", "", "")


def _asked(request: HttpRequest) -> tuple[str, str]:
    state, respect = request.GET.get("state", ""), request.GET.get("respect", "")
    return state if state in STATES else OPEN, respect if respect in RESPECTS else ""


def _rows(request: HttpRequest, found: list[Divergence], who: Reader) -> list[list[Cell]]:
    place, words = cache(lambda code: full_name(code=code)), wording()
    return [
        [
            each.name,
            RESPECTS[each.respect],
            place(each.region) or each.region,
            {"text": words(each.respect, each.says), "url": f"/items/{each.code}/"},
            place(each.standard_region) or each.standard_region,
            {"text": words(each.respect, each.standard_says), "url": f"/items/{each.standard_code}/"},
            _mark(request, each, who),
        ]
        for each in found
    ]


def _mark(request: HttpRequest, each: Divergence, who: Reader) -> Cell:
    """Returns what the last column says: why it is so, or where to say it."""
    url = address(request, each.code, each.respect)
    if each.explained:
        return {"text": f"{each.explained.why}（有效到 {each.explained.until:%Y-%m-%d}）", "url": url}
    return {"text": "写明为什么", "url": url} if may_explain(reader=who, found=each) else {"text": "查看", "url": url}


def address(request: HttpRequest, code: str, respect: str) -> str:
    """Returns where a difference is explained, in the same report."""
    unit = request.GET.get("unit", "")
    return f"/exchange/differences/{code}/{respect}/" + (f"?{urlencode({'unit': unit})}" if unit else "")


def _tiles(counts: Tally) -> list[dict[str, str]]:
    def tile(label: str, number: int, *, more: bool = False) -> dict[str, str]:
        return {"label": label, "value": str(number), "unit": "处以上" if more else "处"}

    return [
        tile("未说明", sum(counts.open.values()), more=counts.more),
        tile("已说明", sum(counts.explained.values())),
    ]


def _groups(request: HttpRequest, state: str, respect: str, counts: Tally) -> list[dict[str, Any]]:
    """Returns the filters: open or explained, and in which respect, each with its number."""
    numbers = {OPEN: counts.open, EXPLAINED: counts.explained}
    whole = {key: None if counts.more and key == OPEN else sum(numbers[key].values()) for key in STATES}
    states = [_chip(request, words, whole[key], key, respect, current=key == state) for key, words in STATES.items()]
    respects = [
        _chip(
            request,
            words,
            None if counts.more and state == OPEN else numbers[state].get(key, 0) if key else whole[state],
            state,
            key,
            current=key == respect,
        )
        for key, words in {"": "全部", **RESPECTS}.items()
    ]
    return [{"label": "说明情况", "choices": states}, {"label": "哪方面", "choices": respects}]


def _chip(
    request: HttpRequest, label: str, count: int | None, state: str, respect: str, *, current: bool
) -> dict[str, Any]:
    url = f"/exchange/?{_query(request, state, respect)}"
    return {"label": label, "url": url, "current": current, "count": count}


def _query(request: HttpRequest, state: str, respect: str) -> str:
    given = {"state": state, "respect": respect, "unit": request.GET.get("unit", "")}
    return urlencode({key: value for key, value in given.items() if value})


class _Echo:
    """Hands each written line straight on."""

    def write(self, line: str) -> str:
        return line


def _plain(text: str) -> str:
    """Returns a cell that no spreadsheet takes for a formula; codes stay text."""
    return f"'{text}" if text[:1] in "=+-@" and text else f"\t{text}" if text.isdigit() else text
