"""Orders that close offices: given, listed, taken back; each previewed before it holds."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from yimen.contexts.identity.api import may_rule
from yimen.contexts.places.api import LoadError, NoSuchRegion, Ordered
from yimen.contexts.places.api import closures as ordered
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.templatetags.words import day
from yimen.sites.pieces.who import for_roles, reader

from . import previewing
from .proposing import Proposal
from .room import field, page, plain
from .ruling import chosen, place_name, ruled

_BACK = "/rules/closures/"
_KINDS = [
    {"code": "closed", "label": "停工：这些天不算工作日", "hint": ""},
    {"code": "half", "label": "半天：机关开门，照算工作日", "hint": ""},
]
_NAMES = ("document", "reason", "first", "last", "kind", "ordered_on")
_REASON = 150


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles("law")
def closures(request: HttpRequest) -> HttpResponse:
    """Shows the orders that reach the reader's regions and the form; a form sent is previewed."""
    if request.method != "POST":
        on = today().isoformat()
        return _form(request, {"ordered_on": on, "first": on, "last": on, "kind": "closed"})
    sent = request.POST
    try:
        data = {name: sent.get(name, "").strip() for name in _NAMES}
        data["region"] = chosen(sent.get("region", ""))
        return previewing.show(request, Proposal("closure", data), _BACK)
    except (LoadError, NoSuchRegion) as error:
        return _form(request, sent, plain(error))


@require_POST
@for_roles("law")
def revoke(request: HttpRequest, closure: int) -> HttpResponse:
    """Previews what taking an order back would do."""
    reason = request.POST.get("reason", "").strip()
    if not 0 < len(reason) <= _REASON:
        return _form(request, {"kind": "closed"}, f"请写明撤销停工命令的理由，不超过 {_REASON} 字。")
    try:
        return previewing.show(request, Proposal("revoked", closure, reason), _BACK)
    except LoadError as error:
        return _form(request, {"kind": "closed"}, plain(error))


def _form(request: HttpRequest, typed: Mapping[str, str], refused: str = "") -> HttpResponse:
    who = reader(request)
    places = [place for place in ruled(who) if place["code"] != "all"]
    found: dict[int, Ordered] = {}
    for post in who.posts:
        if post.role == "law":
            found |= {one.id: one for one in ordered(region="" if may_rule(reader=who, region="") else post.region)}
    first = {name: typed.get(name, "") for name in _NAMES}
    first["region"] = typed.get("region", "") or (str(places[0]["code"]) if places else "")
    context = {
        "fields": [
            field("region", "适用地区", "select", first, choices=places, hint="对本地和下级有效。"),
            field("kind", "种类", "radio", first, choices=_KINDS),
            field("first", "首日", "date", first),
            field("last", "末日", "date", first),
            field("reason", "事由", "text", first, hint="例如“台风停工”。", max=60),
            field("document", "命令的文号", "text", first, max=120),
            field("ordered_on", "下令日期", "date", first),
        ],
        "refused": refused,
        "closures": [
            _order(one, may=may_rule(reader=who, region=one.closure.region))
            for one in sorted(found.values(), key=_newest)
        ],
    }
    return page(request, "closures", context, status=422 if refused else 200)


def _newest(one: Ordered) -> int:
    return -one.id


def _order(one: Ordered, *, may: bool) -> dict[str, object]:
    order = one.closure
    span = day(order.first) + (f"至{day(order.last)}" if order.last != order.first else "")
    return {
        "id": one.id,
        "title": f"{order.reason}：{span}",
        "kind": "停工" if order.kind == "closed" else "半天",
        "place": place_name(order.region),
        "document": order.document,
        "ordered": day(order.ordered_on),
        "revoked": one.revoked,
        "may": may and not one.revoked,
    }
