"""All findings in the overseen region, and the verdict that closes one."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from yimen.contexts.supervision.api import SORTS, AnswerRefused
from yimen.contexts.supervision.api import close as give_verdict
from yimen.contexts.supervision.api import findings as found_here
from yimen.sites.pieces.findings import shown
from yimen.sites.pieces.shapes import Piece
from yimen.sites.pieces.who import OVERSIGHT, act, for_roles, reader

from .room import page


@require_safe
@for_roles(*OVERSIGHT)
def findings(request: HttpRequest) -> HttpResponse:
    """Shows the findings that the reader oversees, open ones first."""
    return _shown(request)


@require_POST
@for_roles(*OVERSIGHT)
def verdict(request: HttpRequest, finding: UUID) -> HttpResponse:
    """Closes one finding with the supervisor's verdict."""
    text, holds = request.POST.get("text", ""), request.POST.get("holds", "")
    try:
        said = {"yes": True, "no": False}.get(holds)
        give_verdict(act=act(request), reader=reader(request), finding=finding, verdict=text, holds=said)
    except AnswerRefused as error:
        return _shown(request, refused=str(error), typed={"id": finding, "text": text, "holds": holds})
    request.session["said"] = "已核定，办理单位可在工作台看到。"
    return HttpResponseRedirect("/cockpit/findings/")


def _shown(request: HttpRequest, refused: str = "", typed: Piece | None = None) -> HttpResponse:
    who, sort, key = reader(request), request.GET.get("sort", ""), request.GET.get("key", "") == "1"
    sort = sort if sort in SORTS else ""
    found = found_here(reader=who, sort=sort, key=key)
    context = {
        "findings": [shown(one, f"/cockpit/matters/{one.number}/") for one in found],
        "groups": [
            {"label": "种类", "choices": [_choice("全部", "", key=key, current=not sort), *_sorts(sort, key=key)]},
            {
                "label": "范围",
                "choices": [
                    _choice("全部", sort, key=False, current=not key),
                    _choice("只看重点", sort, key=True, current=key),
                ],
            },
        ],
        "closes": who.holds("supervisor"),
        "refused": refused,
        "typed": typed or {},
    }
    return page(request, "findings", context, status=422 if refused else 200)


def _sorts(chosen: str, *, key: bool) -> list[Piece]:
    return [_choice(name, code, key=key, current=chosen == code) for code, name in SORTS.items()]


def _choice(label: str, sort: str, *, key: bool, current: bool) -> Piece:
    asked = [f"sort={sort}"] if sort else []
    asked += ["key=1"] if key else []
    url = "/cockpit/findings/" + (f"?{'&'.join(asked)}" if asked else "")
    return {"label": label, "url": url, "current": current, "count": None}
