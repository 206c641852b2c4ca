"""Where one may book ahead: the windows of a place, and the days that one of them offers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.contexts.appointments.api import DEMO, offering, rule, slots
from yimen.contexts.identity.api import unit, units_by_code
from yimen.sites.pieces.booking import slot_table
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.frame import place_code
from yimen.sites.pieces.maps import map_link

from .room import crumbs


@require_safe
def appointments(request: HttpRequest) -> HttpResponse:
    """Lists the windows of the reader's place that offer days."""
    found = units_by_code(codes=offering(region=place_code(request), on=today()))
    context = {"crumbs": crumbs(("预约", None)), "windows": list(found.values())}
    return render(request, "portal/appointments.html", context)


@require_safe
def window(request: HttpRequest, code: str) -> HttpResponse:
    """Shows the days that a window offers."""
    found = unit(code=code)
    limits = rule(region=found.region)
    context = {
        "crumbs": crumbs(("预约", "/appointments/"), (found.name, None)),
        "window": found,
        "place": map_link(found.address),
        "table": slot_table(slots(centre=code, on=today())),
        "rule": f"可以预约今天起 {limits.ahead} 天以内的日子，每人最多同时预约 {limits.each} 次（{DEMO}）。",
    }
    return render(request, "portal/window.html", context)
