"""The log that proves what was done: what it is, its newest signed head, its key, and how it has grown."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.contexts.journal.api import Checkpoint, stream
from yimen.contexts.journal.api import checkpoint as newest_checkpoint
from yimen.sites.pieces.shapes import pages
from yimen.sites.pieces.tables import rows_under as table
from yimen.sites.pieces.templatetags.words import moment

from .room import SIZE, check_page, crumbs, page_number

# Only the sort of act is public here: who, whose and what stand in the proof that each applicant holds.
_SORTS = {
    "case": "办件",
    "revision": "事项变更",
    "listing": "清单调整",
    "complaint": "投诉",
    "supervision": "监察",
    "identity": "账号和岗位",
    "catalogue": "事项",
    "procedures": "流程",
    "places": "区划和日历",
}


class NothingSealed(LookupError):
    """The log is still empty."""


@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """Tells what the log is and shows its newest signed head."""
    context = {"crumbs": crumbs(("存证", None)), "head": newest_checkpoint()}
    return render(request, "portal/trail.html", context)


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view takes the request
    """Sends the newest checkpoint as its signed text (C2SP signed-note)."""
    return _plain(_head().note)


@require_safe
def key(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view takes the request
    """Sends the log's public key in the form that the offline check takes."""
    return _plain(_head().verifier_key + "\n")


@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """Lists the entries in the order of the log, by sort and time only."""
    page, head = page_number(request), newest_checkpoint()
    total = head.size if head else 0
    check_page(page, total)
    found = stream(position=(page - 1) * SIZE, limit=min(SIZE, total - (page - 1) * SIZE)) if total else ()
    rows = [[str(e.position), _SORTS.get(e.verb.split(".")[0], "其他"), e.region or "—", moment(e.at)] for e in found]
    context = {
        "crumbs": crumbs(("存证", "/trail/"), ("存证记录", None)),
        "table": table("存证记录", ("序号", "种类", "区划", "时间"), rows) if rows else None,
        "pages": pages(page, total, SIZE, "/trail/entries/", unit="条"),
    }
    return render(request, "portal/entries.html", context)


def _head() -> Checkpoint:
    found = newest_checkpoint()
    if found is None:
        raise NothingSealed("存证日志还是空的，没有检查点。有人办事后几秒内就会生成，请稍候再来。")
    return found


def _plain(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-cache"})
