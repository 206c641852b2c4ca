"""What the halls of a region show, compared with what is in force."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yimen.contexts.exchange.api import displays as read_displays
from yimen.contexts.places.api import full_name
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.tables import Cell, table
from yimen.sites.pieces.templatetags.words import moment
from yimen.sites.pieces.who import for_roles

from .room import READERS, page, post_of


@require_safe
@for_roles(*READERS)
def displays(request: HttpRequest) -> HttpResponse:
    """Shows each place that has reported, and the items that it should show otherwise."""
    region = post_of(request, READERS).region
    found = read_displays(region=region, on=today())
    rows: list[list[Cell]] = [
        [
            one.place,
            full_name(code=one.region) or one.region,
            moment(one.reported_at),
            "—" if one.share is None else f"{one.share:.0%}",
            str(len(one.others)),
        ]
        for one in found
    ]
    others: list[list[Cell]] = [
        [
            {"text": other.code, "url": f"/items/{other.code}/" if other.wanted else f"/items/{other.code}/history/"},
            one.place,
            other.shown,
            other.wanted or "已不在用，应撤下",
        ]
        for one in found
        for other in one.others
    ]
    context = {
        "place": full_name(code=region) or region,
        "table": table("各显示处", ("显示处", "地区", "最近报告", "#一致", "#应更换"), rows),
        "others": table("应更换的事项", ("事项", "显示处", "显示的版本", "现行的版本"), others),
    }
    return page(request, "displays", context)
