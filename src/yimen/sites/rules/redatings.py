"""Counting open matters anew: how far it is, which moved, and what the change would have meant for past verdicts."""

import csv
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from yimen.contexts.identity.api import Reader
from yimen.contexts.matters.api import PastEffect, Redating, moved, past_effects
from yimen.contexts.matters.api import redating as one_of
from yimen.contexts.matters.api import redatings as newest
from yimen.sites.pieces.templatetags.words import day, moment
from yimen.sites.pieces.who import for_roles, reader

from .previewing import days_of, number_cell, unit_name
from .room import Cell, page, table
from .ruling import place_name

_SHOWN = 200
_HEADS = ("办件号", "事项", "承办单位", "时限", "办结日", "原期限", "按新日历的期限", "原来的结论", "按新日历的结论")


@require_safe
@for_roles("law")
def redatings(request: HttpRequest) -> HttpResponse:
    """Lists the newest re-datings with how far each is; keeps itself fresh while one runs."""
    found = [progress(one) for one in newest(reader=reader(request))]
    return page(request, "redatings", {"redatings": found, "running": any(not one["done"] for one in found)})


@require_safe
@for_roles("law")
def redating(request: HttpRequest, redating: UUID) -> HttpResponse:
    """Shows one re-dating and, once it is done, the past verdicts that it would have turned in the reader's region."""
    who = reader(request)
    found = one_of(reader=who, id=redating)
    running = found.finished_at is None
    effects = [] if running else list(islice(past_effects(reader=who, redating=found.id), _SHOWN + 1))
    name = cache(unit_name)
    rows: list[list[Cell]] = [[*_row(one, name(one.unit))] for one in effects[:_SHOWN]]
    moves: list[list[Cell]] = [
        [number_cell(one), place_name(one.region), *days_of(one)]
        for one in moved(reader=who, redating=found.id, limit=_SHOWN)
    ]
    context = {
        "one": progress(found),
        "moves": table("期限有变动的未办结件", ("办件号", "地区", "原期限", "新期限"), moves),
        "more_moves": len(moves) == _SHOWN,
        "effects": table("已办结、期限会不同的件", _HEADS, rows),
        "more": len(effects) > _SHOWN,
        "running": running,
    }
    return page(request, "redating", context)


@require_safe
@for_roles("law")
def counts(request: HttpRequest, redating: UUID) -> HttpResponse:
    """Sends the counts alone, which the page asks for while the work runs; when it is done, has the page come anew."""
    found = one_of(reader=reader(request), id=redating)
    done = found.finished_at is not None
    answer = render(request, "rules/counts.html", {"one": progress(found), "running": not done})
    if done:
        answer["HX-Refresh"] = "true"
    return answer


@require_safe
@for_roles("law")
def past(request: HttpRequest, redating: UUID) -> HttpResponse:
    """Sends the whole report as CSV, line by line: memory does not grow with it."""
    who = reader(request)
    found = one_of(reader=who, id=redating)
    answer = cast("HttpResponse", StreamingHttpResponse(_lines(who, found), content_type="text/csv; charset=utf-8"))
    name = f"对已办结事项的影响-{found.opened_at:%Y%m%d}.csv"
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"  # noqa: FBT003 - the frame's way
    return answer


class _Echo:
    """Hands each written line straight on."""

    def write(self, line: str) -> str:
        return line


def _lines(who: Reader, found: Redating) -> Iterator[str]:
    writer, name = csv.writer(_Echo()), cache(unit_name)
    yield "\ufeff" + writer.writerow((*_HEADS, "结论是否改变"))
    for one in past_effects(reader=who, redating=found.id):
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
