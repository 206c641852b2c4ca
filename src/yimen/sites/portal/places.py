"""Where the reader is: drill down from provinces to villages, and keep the choice."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from yimen.contexts.places.api import children, lineage, region, search
from yimen.sites.pieces.tables import asked

from .room import crumbs, inside

_YEAR = 365 * 24 * 3600
_MATCHES = 50


@require_http_methods(["GET", "HEAD", "POST"])
def places(request: HttpRequest) -> HttpResponse:
    """Shows the regions below one, or those of a name; a region posted is kept in the cookie."""
    if request.method == "POST":
        chosen = region(code=request.POST.get("place", ""))
        answer = HttpResponseRedirect(inside(request, request.POST.get("next"), "/"))
        answer.set_cookie("place", chosen.code, max_age=_YEAR, samesite="Lax", secure=request.is_secure())
        return answer
    text, under = asked(request, "q"), asked(request, "under")
    here = region(code=under) if under else None
    path = lineage(code=here.code) if here else ()
    steps = [("选择地区", "/places/"), *((place.name, f"/places/?under={place.code}") for place in path)]
    found = search(text=text, limit=_MATCHES) if text else children(code=here.code if here else "")
    context = {
        "crumbs": crumbs(*steps[:-1], (steps[-1][0], None)),
        "text": text,
        "here": here,
        "places": [{"code": place.code, "name": place.name, "leaf": place.level > 4} for place in found],
    }
    return render(request, "portal/places.html", context)
