"""Differences between levels and areas: one standard for one code, and whatever departs from it."""

import csv
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from yimen.contexts.catalogue.api import RESPECTS, Divergence, divergences, items_compared
from yimen.contexts.places.api import full_name
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.who import for_roles

from .room import READERS, Cell, page, post_of, table

_SHOWN = 200
_NATION = ("system",)  # the administrator's report is of the whole catalogue
HEADS = ("基本编码", "事项", "哪方面", "地区", "实施编码", "这里写的", "标准地区", "标准写的")


@require_safe
@for_roles(*READERS)
def differences(request: HttpRequest) -> HttpResponse:
    """Shows the first differences of the reader's region, with their numbers by respect."""
    region, words = _over(request)
    listed = list(islice(divergences(on=today(), region=region), _SHOWN + 1))
    place = cache(lambda code: full_name(code=code))
    rows: list[list[Cell]] = [
        [
            each.name,
            RESPECTS[each.respect],
            place(each.region) or each.region,
            {"text": each.says, "url": f"/items/{each.code}/"},
            place(each.standard_region) or each.standard_region,
            {"text": each.standard_says, "url": f"/items/{each.standard_code}/"},
        ]
        for each in listed[:_SHOWN]
    ]
    counts = Counter(each.respect for each in listed[:_SHOWN])
    context = {
        "over": words,
        "total": items_compared(on=today(), region=region),
        "more": len(listed) > _SHOWN,
        "counts": [{"label": RESPECTS[name], "value": str(counts[name]), "unit": "处"} for name in RESPECTS],
        "table": table("与标准不同的地方", ("事项", "哪方面", "地区", "这里写的", "标准地区", "标准写的"), rows),
    }
    return page(request, "differences", context)


@require_safe
@for_roles(*READERS)
def csv_file(request: HttpRequest) -> HttpResponse:
    """Sends every difference as CSV, as it is found."""
    region, _ = _over(request)
    lines = _lines(divergences(on=today(), region=region))
    answer = cast("HttpResponse", StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8"))
    name = f"事项各级差异-{today():%Y%m%d}.csv"
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"  # noqa: FBT003 - Django's order
    return answer


def _over(request: HttpRequest) -> tuple[str, str]:
    post = post_of(request, READERS)
    if post.role in _NATION:
        return "", "全部地区"
    return post.region, full_name(code=post.region) or post.region


class _Echo:
    """Hands each written line straight on."""

    def write(self, line: str) -> str:
        return line


def _lines(found: Iterator[Divergence]) -> Iterator[str]:
    writer, place = csv.writer(_Echo()), cache(lambda code: full_name(code=code))
    yield "\ufeff" + writer.writerow(HEADS)
    for each in found:
        row = (
            each.base_code,
            each.name,
            RESPECTS[each.respect],
            place(each.region),
            each.code,
            each.says,
            place(each.standard_region),
            each.standard_says,
        )
        yield writer.writerow([_plain(cell) for cell in row])


def _plain(text: str) -> str:
    """Returns a cell that no spreadsheet takes for a formula; codes stay text."""
    return f"'{text}" if text[:1] in "=+-@" and text else f"\t{text}" if text.isdigit() else text
