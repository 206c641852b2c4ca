"""Service items: found by place, audience, theme, unit, type, or in everyday words."""

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.contexts.catalogue.api import Facets, Guide, browse, facets, units
from yimen.contexts.identity.api import Unit as Body
from yimen.contexts.places.api import full_name
from yimen.kernel.clock import Unit
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.frame import place_code
from yimen.sites.pieces.shapes import Piece, pages

from .room import SIZE, asked, check_page, crumbs, page_number

Choice = tuple[str, str, int | None]  # value, words, number of items
_KINDS = ("audience", "theme", "type", "unit")
_AUDIENCES = {"自然人": "个人", "法人": "企业和单位"}


@require_safe
def items(request: HttpRequest) -> HttpResponse:
    """Shows the items of a place, narrowed by what was asked."""
    region, page, day = place_code(request), page_number(request), today()
    chosen = {name: asked(request, name) for name in (*_KINDS, "q")}
    narrowed = {name: chosen[name] for name in _KINDS}
    found, total = browse(on=day, region=region, text=chosen["q"], page=page, size=SIZE, **narrowed)
    check_page(page, total)
    place = {"place": request.GET["place"]} if "place" in request.GET else {}
    context = {
        "crumbs": crumbs(("办事", None)),
        "lead": f"找到 {total} 项。" if any(chosen.values()) else f"本地可办 {total} 项，由近及远排列。",
        "find": {
            "action": "/items/",
            "q": chosen["q"],
            "label": "说说要办什么，如“生孩子”“开店”",
            "kept": [{"name": name, "value": value} for name, value in (narrowed | place).items() if value],
        },
        "groups": _groups(facets(on=day, region=region), units(on=day, region=region), chosen, place),
        "items": [card(guide) for guide in found],
        "pages": pages(page, total, SIZE, _address(chosen, place)),
        "elsewhere": [] if total else _elsewhere(chosen["q"], day),
    }
    return render(request, "portal/items.html", context)


def _elsewhere(text: str, day: date) -> list[Piece]:
    """Returns what other places have for words that found nothing here: the item, and the place that offers it."""
    found, _ = browse(on=day, region="", text=text, size=6) if text else ((), 0)
    return [{"name": f"{item.name}（{full_name(code=item.region)}）", "url": f"/items/{item.code}/"} for item in found]


def card(guide: Guide) -> Piece:
    """Returns an item as item_card.html takes it."""
    url = f"/items/{guide.code}/"
    online = can_apply(guide)
    tags = [{"label": guide.online, "kind": "act" if online else "plain"}]
    tags += [{"label": "当场办结", "kind": "act"}] if guide.instant else []
    tags += [{"label": "含演示值", "kind": "demo"}] if guide.demo else []
    return {
        "name": guide.name,
        "url": url,
        "unit": guide.unit.name,
        "kind": guide.type,
        "code": guide.code,
        "promised": guide.promised,
        "statutory": guide.statutory.length if guide.statutory.unit is Unit.WORKING_DAY else None,
        "visits": None,
        "fee": "可能收费" if guide.fees else "不收费",
        "apply_url": f"/space/apply/{guide.code}/" if online else None,
        "guide_url": url,
        "flow_url": f"{url}#flow",
        "tags": tags,
    }


def can_apply(guide: Guide) -> bool:
    """Tells whether an application can be sent online (an item's own level of online handling says so)."""
    return guide.online != "网上咨询"


def _groups(found: Facets, bodies: Iterable[Body], chosen: dict[str, str], place: dict[str, str]) -> list[Piece]:
    choices: dict[str, tuple[str, list[Choice]]] = {
        "audience": ("服务对象", [(value, _AUDIENCES.get(value, value), count) for value, count in found.audiences]),
        "theme": ("主题", [(value, value, count) for value, count in found.themes]),
        "type": ("事项类型", [(value, value, count) for value, count in found.types]),
        "unit": ("实施机关", [(body.code, body.name, None) for body in bodies]),
    }
    return [
        {
            "label": label,
            "choices": [
                {
                    "label": words,
                    "url": _address({**chosen, name: value}, place),
                    "current": chosen[name] == value,
                    "count": count,
                }
                for value, words, count in [("", "全部", None), *values]
            ],
        }
        for name, (label, values) in choices.items()
    ]


def _address(chosen: dict[str, str], place: dict[str, str]) -> str:
    query = urlencode({name: value for name, value in (chosen | place).items() if value})
    return f"/items/?{query}" if query else "/items/"
