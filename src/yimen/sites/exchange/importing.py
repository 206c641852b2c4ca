"""Importing items: a file is looked at, every fault told; then what would change; then it becomes drafts."""

from datetime import date
from itertools import islice
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from yimen.contexts.catalogue.api import ADDED, CHANGED, DraftRefused, Handed, Proposal, changes_in_words
from yimen.contexts.exchange.api import (
    MOST_BYTES,
    ImportRefused,
    SheetRefused,
    Wrong,
    apply_import,
    check_import,
    one_import,
    workbook,
)
from yimen.sites.pieces.differing import differences
from yimen.sites.pieces.edge import say, today
from yimen.sites.pieces.tables import Cell, table
from yimen.sites.pieces.templatetags.words import moment
from yimen.sites.pieces.who import act, for_roles, reader

from .room import WRITERS, page, post_of

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN = 100  # items whose changes are spelled out on the page
_WRONG = 1_000  # faults on the page
_LONG = 160  # characters of a value in a table


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*WRITERS)
def importing(request: HttpRequest) -> HttpResponse:
    """Shows where to send a file; one that was sent is looked at, and nothing is changed yet."""
    given = request.FILES.get("file")
    if request.method != "POST":
        return _form(request, "", ())
    if given is None or given.size is None:
        return _form(request, "没有选择文件。请先选择要导入的文件，再点“检查文件”。", (), status=422)
    try:
        found = check_import(
            act=act(request), reader=reader(request), file=given, size=given.size, name=given.name or "文件"
        )
    except (SheetRefused, ImportRefused) as error:
        return _form(request, str(error), (), status=422)
    if found.id is None:
        return _form(request, "", found.wrong, status=422)
    return HttpResponseRedirect(f"/exchange/import/{found.id}/")


@require_safe
@for_roles(*WRITERS)
def own(request: HttpRequest) -> HttpResponse:
    """Sends the items in force of a unit that the reader writes for, as a spreadsheet to change and send back."""
    unit = post_of(request, WRITERS).unit
    answer = cast("HttpResponse", StreamingHttpResponse(workbook(on=today(), unit=unit), content_type=_SHEET))
    answer["Content-Disposition"] = f'attachment; filename="items-{unit}.xlsx"'
    return answer


importing.largest = MOST_BYTES + 64 * 1024  # type: ignore[attr-defined] # what the edge reads at all


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*WRITERS)
def one(request: HttpRequest, id: UUID) -> HttpResponse:  # noqa: A002 - the plain word
    """Shows what a file would change; confirmed, makes the drafts."""
    refused = ""
    if request.method == "POST":
        try:
            count = apply_import(
                act=act(request),
                reader=reader(request),
                id=id,
                proposal=Proposal(
                    first_day=_day(request.POST.get("first_day", "")),
                    reason=request.POST.get("reason", ""),
                    document=request.POST.get("document", ""),
                ),
            )
        except (ImportRefused, DraftRefused) as error:
            refused = str(error)
        else:
            say(request, f"已导入，生成 {count} 份事项草稿。请到“事项目录”里查看、修改和送审。")
            return HttpResponseRedirect("/exchange/import/")
    found, items = one_import(reader=reader(request), id=id, on=today())
    changing = [each for each in items if each.kind in {ADDED, CHANGED}]
    shown = list(islice(changing, _SHOWN))
    context = {
        "name": found.name,
        "checked": moment(found.checked_at),
        "applied": moment(found.applied_at),
        "refused": refused,
        "id": str(id),
        "typed": {name: request.POST.get(name, "") for name in ("first_day", "reason", "document")},
        "counts": [{"label": kind, "value": str(number)} for kind, number in found.counts.items()],
        "changing": len(changing),
        "more": len(changing) - len(shown),
        "items": [_shown(each) for each in shown],
    }
    return page(request, "import", context, status=422 if refused else 200)


def _day(text: str) -> date | None:
    """Returns the first day that was typed, None for none; raises ImportRefused."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ImportRefused("“拟生效日期”应写成 2026-02-25 的样子，并且是有的日子。请改正。") from None


def _shown(item: Handed) -> dict[str, Any]:
    lines = differences(changes_in_words(item=item, on=today()))
    new = item.kind == ADDED
    heads = ("哪一项", "内容") if new else ("哪一项", "现在", "改为")
    rows: list[list[Cell]] = [
        [line["label"], *([_cut(line["new"])] if new else [_cut(line["old"]), _cut(line["new"])])] for line in lines
    ]
    named = {"name": item.name or item.code, "code": item.code, "kind": item.kind}
    return {**named, "former": item.former, "table": table("", heads, rows)}


def _cut(text: str) -> str:
    line = "；".join(text.splitlines())
    return line if len(line) <= _LONG else f"{line[: _LONG - 1]}…"


def _form(request: HttpRequest, refused: str, wrong: tuple[Wrong, ...], *, status: int = 200) -> HttpResponse:
    rows: list[list[Cell]] = [
        [one.sheet, str(one.row), one.column or "—", one.cell or "—", one.words] for one in wrong[:_WRONG]
    ]
    context = {
        "refused": refused,
        "number": len(wrong),
        "more": max(0, len(wrong) - _WRONG),
        "wrong": table("错误，按文件里的顺序", ("工作表", "#行或第几项", "列或栏目", "单元格", "问题和改法"), rows),
        "units": [
            {"name": post.unit_name, "url": f"/exchange/import/own.xlsx?unit={post.unit}"}
            for post in reader(request).posts
            if post.role in WRITERS
        ],
        "megabytes": MOST_BYTES // 1024**2,
    }
    return page(request, "importing", context, status=status)
