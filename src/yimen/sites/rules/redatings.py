"""Counting open matters anew: how far it is, which moved, and what the change would have meant for past verdicts."""

import csv
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from yimen.contexts.identity.api import may_rule
from yimen.contexts.matters.api import PastEffect, Redating, past_effects
from yimen.contexts.matters.api import redatings as newest
from yimen.sites.pieces.templatetags.words import day, moment
from yimen.sites.pieces.who import for_roles, reader

from .previewing import unit_name
from .room import Cell, page, table
from .ruling import check_rule, place_name

_SHOWN = 200
_KNOWN = 500  # re-datings looked through for one of them
_HEADS = ("办件号", "事项", "承办单位", "时限", "办结日", "原期限", "按新日历的期限", "原来的结论", "按新日历的结论")


class NoSuchRedating(LookupError):
    """There is no re-dating of that id."""


@require_safe
@for_roles("law")
def redatings(request: HttpRequest) -> HttpResponse:
    """Lists the newest re-datings with how far each is; keeps itself fresh while one runs."""
    found = [progress(one) for one in newest()]
    return page(request, "redatings", {"redatings": found, "running": any(not one["done"] for one in found)})


@require_safe
@for_roles("law")
def redating(request: HttpRequest, redating: UUID) -> HttpResponse:
    """Shows one re-dating and, to those who rule the region, the past verdicts that it would have turned."""
    found = _one(redating)
    mine = may_rule(reader=reader(request), region=found.region)
    effects = list(islice(past_effects(redating=found.id), _SHOWN + 1)) if mine else []
    name = cache(unit_name)
    rows: list[list[Cell]] = [[*_row(one, name(one.unit))] for one in effects[:_SHOWN]]
    context = {
        "one": progress(found),
        "mine": mine,
        "effects": table("已办结、期限会不同的件", _HEADS, rows),
        "more": len(effects) > _SHOWN,
        "running": found.finished_at is None,
    }
    return page(request, "redating", context)


@require_safe
@for_roles("law")
def past(request: HttpRequest, redating: UUID) -> HttpResponse:
    """Sends the whole report as CSV, line by line: memory does not grow with it."""
    found = _one(redating)
    check_rule(reader(request), found.region)
    answer = cast("HttpResponse", StreamingHttpResponse(_lines(found), content_type="text/csv; charset=utf-8"))
    name = f"对已办结事项的影响-{found.opened_at:%Y%m%d}.csv"
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"  # noqa: FBT003 - the frame's way
    return answer


class _Echo:
    """Hands each written line straight on."""

    def write(self, line: str) -> str:
        return line


def _lines(found: Redating) -> Iterator[str]:
    writer, name = csv.writer(_Echo()), cache(unit_name)
    yield "\ufeff" + writer.writerow((*_HEADS, "结论是否改变"))
    for one in past_effects(redating=found.id):
        changed = "是" if one.late != one.would_be_late else "否"
        yield writer.writerow([_plain(cell) for cell in (*_row(one, name(one.unit)), changed)])


def _plain(text: str) -> str:
    """Returns a cell that no spreadsheet takes for a formula; numbers of matters stay text."""
    return f"'{text}" if text[:1] in "=+-@" and text else f"\t{text}" if text.isdigit() else text


def _row(one: PastEffect, unit: str) -> tuple[str, ...]:
    words = {True: "超期", False: "按期"}
    return (
        one.number,
        one.title,
        unit,
        one.clock,
        day(one.stopped),
        day(one.due),
        day(one.would_be) or "中止计时",
        words[one.late],
        words[one.would_be_late],
    )


def _one(wanted: UUID) -> Redating:
    found = next((one for one in newest(limit=_KNOWN) if one.id == wanted), None)
    if found is None:
        raise NoSuchRedating("没有找到这次重算。请从“重算期限”的列表进入。")
    return found


def progress(one: Redating) -> dict[str, Any]:
    """Returns a re-dating as the pages show it."""
    total = one.total if one.total is not None else 0
    if one.finished_at is not None:
        words = f"已完成：看过 {one.seen} 件，{one.moved} 件的期限有变动"
    elif one.total is None:
        words = "等待开始"
    else:
        words = f"已看 {one.seen} / {total} 件，{one.moved} 件有变动"
    return {
        "url": f"/rules/redatings/{one.id}/",
        "csv": f"/rules/redatings/{one.id}/past.csv",
        "title": one.reason,
        "place": place_name(one.region),
        "document": one.document,
        "span": f"{day(one.first_day)}至{day(one.last_day)}",
        "opened": moment(one.opened_at),
        "finished": moment(one.finished_at),
        "done": one.finished_at is not None,
        "seen": one.seen,
        "moved": one.moved,
        "total": max(total, 1),
        "value": max(total, 1) if one.finished_at else min(one.seen, total),
        "words": words,
    }
