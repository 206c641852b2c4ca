"""One difference: what both sides say, why it is so, and all that was said of it before."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from yimen.contexts.catalogue.api import (
    LONGEST_EXPLAINED,
    RESPECTS,
    DifferenceMoved,
    Divergence,
    Explained,
    ExplanationRefused,
    NoSuchDifference,
    difference,
    explain_difference,
    explanations,
    may_explain,
    withdraw_explanation,
)
from yimen.contexts.places.api import full_name
from yimen.sites.pieces.edge import say, today
from yimen.sites.pieces.tables import table
from yimen.sites.pieces.templatetags.words import moment
from yimen.sites.pieces.who import act, for_roles, reader

from .differences import address, over, wording
from .room import READERS, page


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*READERS)
def one(request: HttpRequest, code: str, respect: str) -> HttpResponse:
    """Shows a difference; whoever may, explains it until a day, or takes that back."""
    if respect not in RESPECTS:
        raise Http404("没有这方面的比对。请回到“各级差异”查看。")
    refused, status = "", 200
    if request.method == "POST":
        try:
            done = _withdrawn(request) if "mark" in request.POST else _explained(request, code, respect)
        except NoSuchDifference as error:
            raise Http404(str(error)) from error
        except ExplanationRefused as error:
            refused, status = str(error), 409 if isinstance(error, DifferenceMoved) else 422
        else:
            say(request, done)
            return HttpResponseRedirect(address(request, code, respect))
    region, _ = over(request)
    found = difference(on=today(), region=region, code=code, respect=respect)
    earlier = explanations(code=code, respect=respect)
    if found is None and not earlier:
        raise Http404("没有这处差异，两边现在可能已经一致。请回到“各级差异”查看。")
    return page(request, "difference", {"refused": refused, **_shown(request, found, respect, earlier)}, status=status)


def _explained(request: HttpRequest, code: str, respect: str) -> str:
    region, _ = over(request)
    given = request.POST
    explain_difference(
        act=act(request),
        reader=reader(request),
        region=region,
        code=code,
        respect=respect,
        seen=given.get("seen", ""),
        why=given.get("why", ""),
        document=given.get("document", ""),
        until=_day(given.get("until", "")),
    )
    return "说明已记下。到期，或任何一边改了内容，这处差异会重新列为未说明。"


def _withdrawn(request: HttpRequest) -> str:
    try:
        mark = UUID(request.POST["mark"])
    except ValueError:
        raise Http404("没有找到这条说明。请回到“各级差异”查看。") from None
    withdraw_explanation(act=act(request), reader=reader(request), id=mark, why=request.POST.get("why", ""))
    return "说明已撤回，这处差异重新列为未说明。"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ExplanationRefused("“有效到”没有填写，或不是有的日子。请写成 2026-12-31 的样子。") from None


def _shown(
    request: HttpRequest, found: Divergence | None, respect: str, earlier: tuple[Explained, ...]
) -> dict[str, Any]:
    mark = found.explained if found else None
    may = found is not None and may_explain(reader=reader(request), found=found)
    return {
        "name": found.name if found else earlier[0].code,
        "respect": RESPECTS[respect],
        "sides": _sides(found) if found else [],
        "seen": found.seen if found else "",
        "mark": {"id": str(mark.id), "rows": _told(mark)} if mark else None,
        "explains": may and mark is None,
        "withdraws": may and mark is not None,
        "years": LONGEST_EXPLAINED // 366,
        "first": today().isoformat(),
        "typed": {key: request.POST.get(key, "") for key in ("why", "document", "until")},
        "earlier": table(
            "以前的说明",
            ("为什么不同", "依据文件", "有效到", "说明人", "说明时间", "结果"),
            [
                [each.why, each.document or "—", f"{each.until:%Y-%m-%d}", each.post, moment(each.at), _ended(each)]
                for each in earlier
                if mark is None or each.id != mark.id
            ],
        ),
    }


def _sides(found: Divergence) -> list[dict[str, str]]:
    words = wording()
    return [
        {"key": full_name(code=region) or region, "value": words(found.respect, says), "url": f"/items/{code}/"}
        for region, says, code in (
            (found.region, found.says, found.code),
            (found.standard_region, found.standard_says, found.standard_code),
        )
    ]


def _told(mark: Explained) -> list[dict[str, str]]:
    told = {
        "为什么不同": mark.why,
        "依据文件": mark.document or "没有写明",
        "有效到": f"{mark.until:%Y-%m-%d}",
        "说明人": mark.post,
        "说明时间": moment(mark.at),
    }
    return [{"key": key, "value": value} for key, value in told.items()]


def _ended(mark: Explained) -> str:
    if mark.withdrawn_at:
        return f"{mark.withdrawn_by}撤回：{mark.withdrawn_why}"
    return "到期" if mark.until < today() else "内容已变，不再适用"
