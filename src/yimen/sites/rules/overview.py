"""The first page of the rules desk: what is in force, what is being counted anew, what changed last."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yimen.contexts.limits.api import limits
from yimen.contexts.matters.api import redatings
from yimen.contexts.places.api import Change, changes, closures, newest_change, notices, observances
from yimen.kernel.codes import Region, parse_region
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.templatetags.words import moment
from yimen.sites.pieces.who import for_roles, reader

from . import redatings as shown
from .room import Cell, page, table
from .ruling import place_name

_LAST = 10
_LOOKED = 500  # changes looked through for those of the region


@require_safe
@for_roles("law")
def overview(request: HttpRequest) -> HttpResponse:
    """Shows the state of calendars and limits in the reader's region."""
    post = next(post for post in reader(request).posts if post.role == "law")
    on = today()
    reader_at = parse_region(post.region)
    known = changes(after=max(newest_change() - _LOOKED, 0), limit=_LOOKED)
    last = [one for one in reversed(known) if _touches(reader_at, one.region)][:_LAST]
    running = [one for one in redatings(reader=reader(request)) if one.finished_at is None]
    context = {
        "lead": f"{post.label}，适用{place_name(post.region)}。",
        "tiles": _tiles(post.region, len(running)),
        "running": [shown.progress(one) for one in running],
        "changes": table(
            "最近的日历变动", ("时间", "适用", "变动", "依据", "变动的天数"), [_change(one) for one in last]
        ),
        "year": on.year,
    }
    return page(request, "overview", context)


def _tiles(region: str, running: int) -> list[dict[str, object]]:
    on, reader_at = today(), parse_region(region)
    years = sorted(year for year, place in notices() if not place)
    standing = [one for one in closures(region=region) if not one.revoked and one.closure.last >= on]
    kept = [one for one in observances(region="" if reader_at.level == 1 else region) if one.observance.enabled]
    local = [rule for rule in limits(on=on, region=region) if rule.region]
    numbers = (
        ("已载入放假通知", f"{years[-1]}" if years else "—", "年", "最新的全国通知", "", "/rules/holidays/"),
        ("停工命令", len(standing), "份", "今天起有效", "yellow" if standing else "", "/rules/closures/"),
        ("地方节日", len(kept), "个", "已启用", "", "/rules/observances/"),
        ("地方时限", len(local), "条", "本地另有规定", "", "/rules/limits/?local=1"),
        ("正在重算", running, "次", "未办结的件", "yellow" if running else "green", "/rules/redatings/"),
    )
    names = ("label", "value", "unit", "note", "light", "url")
    return [dict(zip(names, number, strict=True)) for number in numbers]


def _touches(here: Region, place: str) -> bool:
    """Tells whether a change of a place's calendar reaches the region, or lies in it."""
    if not place:
        return True
    there = parse_region(place)
    return there.contains(here) or here.contains(there)


def _change(one: Change) -> list[Cell]:
    return [moment(one.at), place_name(one.region), one.reason, one.document, f"{len(one.days)} 天"]
