"""Service items: found by place, audience, theme, unit, type, or in everyday words."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from yimen.contexts.cases.api import allowed
from yimen.contexts.catalogue.api import Facets, Found, Guide, Line, Wanted, facets, find
from yimen.contexts.identity.api import units_by_code
from yimen.contexts.places.api import full_name
from yimen.kernel.clock import Unit
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.frame import place_code
from yimen.sites.pieces.shapes import Piece
from yimen.sites.pieces.tables import asked

from .lifeevents import about, entries
from .missed import missed
from .placewords import there
from .room import SIZE, SUGGEST, check_page, crumbs, like, page_number

Choice = tuple[str, str, int | None]  # value, words, number of items
_KINDS = ("audience", "theme", "event", "level", "type", "online", "instant", "unit")
_WORDS = {"自然人": "个人", "法人": "企业和单位", "网上申请": "可网上申请", "1": "当场办结"}
_FIRST = 3  # kinds of choices that are always shown
_MOST = 24  # choices of one kind: those with the most items


@require_safe
def items(request: HttpRequest) -> HttpResponse:
    """Shows the items of a place, narrowed by what was asked."""
    region, page, day = place_code(request), page_number(request), today()
    chosen = {name: asked(request, name) for name in ("q", *_KINDS)}
    wanted = Wanted(text=chosen["q"], **{name: chosen[name] for name in _KINDS})
    keys = {name: asked(request, name) for name in ("after", "before")}
    found = find(on=day, region=region, wanted=wanted, page=page, size=SIZE, after=keys["after"], before=keys["before"])
    check_page(page, found.total)
    place = {"place": request.GET["place"]} if "place" in request.GET else {}
    close = found.loose or not found.total
    narrowed = any(chosen[name] for name in _KINDS)
    shown = _facets(day, region, wanted, counted=not close) if found.total or narrowed else None
    groups = _groups(shown, chosen, place) if shown else []
    entering = not any(value for name, value in [*chosen.items(), *keys.items()] if name != "event")
    context = {
        "crumbs": crumbs(("办事", None)),
        "lead": _lead(found, chosen),
        "find": {
            "action": "/items/",
            "q": chosen["q"],
            "suggest": SUGGEST,
            "label": f"说说要办什么{like(found.lines, '，')}",
            "kept": [
                {"name": name, "value": value} for name, value in (chosen | place).items() if value and name != "q"
            ],
        },
        "events": entries(shown, chosen["event"], place) if shown and entering else [],
        "about": _leads(chosen["q"], day, region, place, close=close) if chosen["q"] and not narrowed else [],
        "groups": groups[:_FIRST],
        "more": groups[_FIRST:],
        "opened": any(group["choices"][0]["current"] is False for group in groups[_FIRST:]),
        "items": [card(line, day) for line in found.lines],
        "previous": _address(chosen, place | {"before": found.previous}) if found.previous else "",
        "next": _address(chosen, place | {"after": found.next}) if found.next else "",
        "elsewhere": _elsewhere(chosen["q"], day) if close else [],
        "without": _address({"q": chosen["q"]}, place) if narrowed else "",
    }
    content = render_to_string("portal/items.html", context, request)
    alone = chosen["q"] and not any(keys.values()) and not narrowed
    if close and alone:
        return missed(request, content, on=day, region=region, text=chosen["q"])
    return HttpResponse(content)


def _leads(text: str, day: date, region: str, place: dict[str, str], *, close: bool) -> list[Piece]:
    """Returns where else the words lead: to a life event, and, where nothing here answers, to a place they name."""
    return [*about(text, day, region, place), *(there(text, day) if close else [])]


def _lead(found: Found, chosen: dict[str, str]) -> str:
    number = counted(found)
    if found.loose:
        return f"没有完全对应的事项，下面 {number}最接近。换一种说法可能更准。"
    return f"找到 {number}。" if any(chosen.values()) else f"本地可办 {number}，由近及远排列。"


def counted(found: Found) -> str:
    """Returns how many items there are, in words: very many are not counted to the end."""
    return f"{found.total:,} 项以上" if found.more else f"{found.total} 项"


def _facets(day: date, region: str, wanted: Wanted, *, counted: bool) -> Facets:
    """Returns what the answers can be narrowed by; where nothing answers exactly, what the place has, uncounted."""
    if counted:
        return facets(on=day, region=region, wanted=wanted)
    found = facets(on=day, region=region)
    return Facets(**{kind: tuple((value, None) for value, _ in counts) for kind, counts in asdict(found).items()})


def _elsewhere(text: str, day: date) -> list[Piece]:
    """Returns what other places have for words that found nothing here: the item, and the place that offers it."""
    found = find(on=day, wanted=Wanted(text=text), size=6).lines if text else ()
    return [{"name": f"{item.name}（{full_name(code=item.region)}）", "url": f"/items/{item.code}/"} for item in found]


def card(line: Line, on: date) -> Piece:
    """Returns an item as item_card.html takes it, with the limits that hold on a day."""
    promise, law = allowed(guide=line, on=on)
    url = f"/items/{line.code}/"
    online = can_apply(line)
    tags = [{"label": line.online, "kind": "act" if online else "plain"}]
    tags += [{"label": "当场办结", "kind": "act"}] if line.instant else []
    tags += [{"label": "含演示值", "kind": "demo"}] if line.demo else []
    return {
        "name": line.name,
        "url": url,
        "unit": line.unit.name,
        "kind": line.type,
        "code": line.code,
        "promised": promise.length,
        "statutory": law.length if law.unit is Unit.WORKING_DAY else None,
        "visits": None,
        "fee": "可能收费" if line.fees else "不收费",
        "apply_url": f"/space/apply/{line.code}/" if online else None,
        "guide_url": url,
        "flow_url": f"{url}#flow",
        "tags": tags,
        "handling": [{"name": name, "url": f"{url}?v={number}"} for number, name in line.handling],
    }


def can_apply(item: Guide | Line) -> bool:
    """Tells whether an application can be sent online (an item's own level of online handling says so)."""
    return item.online != "网上咨询"


def _groups(found: Facets, chosen: dict[str, str], place: dict[str, str]) -> list[Piece]:
    """Returns the filters as filters.html takes them. A value that was chosen is always among its kind's."""
    kinds = {
        "audience": ("服务对象", found.audiences),
        "theme": ("主题", found.themes),
        "level": ("办理层级", found.levels),
        "event": ("适用的人生事件", found.events),
        "online": ("网上办理", found.online),
        "instant": ("办结快慢", found.instant),
        "type": ("事项类型", found.types),
        "unit": ("实施机关", found.units),
    }
    bodies = units_by_code(codes=[code for code, _ in found.units[:_MOST]] + [chosen["unit"]])
    groups = []
    for name, (label, counts) in kinds.items():
        value, shown = chosen[name], list(counts[:_MOST])
        if value and value not in dict(shown):
            shown.append((value, dict(counts).get(value)))
        if name == "unit":
            choices = [(code, bodies[code].name, number) for code, number in shown if code in bodies]
        else:
            choices = [(each, _WORDS.get(each, each), number) for each, number in shown]
        groups.append(_group(name, label, choices, chosen, place))
    return [group for group in groups if len(group["choices"]) > 1]


def _group(name: str, label: str, choices: Iterable[Choice], chosen: dict[str, str], place: dict[str, str]) -> Piece:
    listed = [
        {
            "label": words,
            "url": _address({**chosen, name: value}, place),
            "current": chosen[name] == value,
            "count": number,
        }
        for value, words, number in [("", "全部", None), *choices]
    ]
    return {"label": label, "name": name, "choices": listed}


def _address(chosen: dict[str, str], place: dict[str, str]) -> str:
    query = urlencode({name: value for name, value in (chosen | place).items() if value})
    return f"/items/?{query}" if query else "/items/"
