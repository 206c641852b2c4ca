"""Festivals of regions by rule: switched on or off with a reason, previewed first."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from yimen.contexts.identity.api import may_rule
from yimen.contexts.places.api import LoadError, Observed
from yimen.contexts.places.api import observances as observed
from yimen.sites.pieces.who import for_roles, reader

from . import previewing
from .proposing import Proposal
from .room import page, plain
from .ruling import place_name

_REASON = 150
_TRUST = {"high": "高", "medium": "中", "low": "低"}


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles("law")
def observances(request: HttpRequest) -> HttpResponse:
    """Shows the festivals that reach the reader's regions; a switch sent is previewed."""
    if request.method != "POST":
        return _list(request)
    sent = request.POST
    found = next((one for one in _reaching(request) if _key(one) == (sent.get("region"), sent.get("name"))), None)
    reason = sent.get("reason", "").strip()
    if found is None:
        return _list(request, "没有找到这个地方节日。请刷新后再试。")
    if not 0 < len(reason) <= _REASON:
        return _list(request, f"请写明启用或停用“{found.observance.name}”的理由，不超过 {_REASON} 字。")
    data = {**found.data, "enabled": not found.observance.enabled}
    try:
        return previewing.show(request, Proposal("observance", data, reason), "/rules/observances/")
    except LoadError as error:
        return _list(request, plain(error))


def _key(one: Observed) -> tuple[str, str]:
    return one.observance.region, one.observance.name


def _reaching(request: HttpRequest) -> list[Observed]:
    who = reader(request)
    found: dict[tuple[str, str], Observed] = {}
    for post in who.posts:
        if post.role == "law":
            found |= {_key(one): one for one in observed(region="" if may_rule(reader=who, region="") else post.region)}
    return list(found.values())


def _list(request: HttpRequest, refused: str = "") -> HttpResponse:
    who = reader(request)
    shown = [
        {
            "name": one.observance.name,
            "region": one.observance.region,
            "place": place_name(one.observance.region),
            "rule": one.observance.text,
            "document": one.observance.document,
            "trust": _TRUST[one.observance.confidence],
            "note": one.observance.note,
            "enabled": one.observance.enabled,
            "reason": one.reason,
            "version": one.version,
            "form": f"/rules/observances/form/?{urlencode({'region': _key(one)[0], 'name': _key(one)[1]})}",
            "may": may_rule(reader=who, region=one.observance.region),
        }
        for one in _reaching(request)
    ]
    return page(request, "observances", {"observances": shown, "refused": refused}, status=422 if refused else 200)
