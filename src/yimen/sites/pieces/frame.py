"""The frame around every page: the site's name, place, navigation, who is signed in, and what the foot must say."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest

from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import checkpoint
from yimen.contexts.places.api import NoSuchRegion, Region, lineage
from yimen.kernel.clock import CHINA
from yimen.kernel.codes import CodeError, parse_region

from .who import home, reader

DEFAULT_PLACE = "430281000000"  # the demo's first county; an installation names its own in the place cookie or address
_NAV = (
    ("办事", "/items/"),
    ("查办件", "/cases/"),
    ("结果公开", "/results/"),
    ("流程公开", "/procedures/"),
    ("权责公开", "/powers/"),
    ("监督", "/board/"),
    ("时限", "/clock/"),
    ("存证", "/trail/"),
)


def place_code(request: HttpRequest) -> str:
    """Returns the region the reader looks at: named in the address, remembered in the cookie, or the first."""
    places = _lineage(request)
    return places[-1].code if places else DEFAULT_PLACE


def frame(request: HttpRequest) -> dict[str, Any]:
    """Gives every page its ``site`` (shape: pieces/base.html)."""
    who = reader(request)
    places = _lineage(request)
    here = places[-1].name if places else "一门"
    return {
        "site": {
            "name": f"{here}一门政务",
            "tagline": "政务服务 · 政务公开",
            "place": " / ".join(_short(place.name) for place in places if place.name != "市辖区"),
            "place_url": "/places/",
            "home_url": "/",
            "domain": _domain(request),
            "demo": True,
            "large": request.COOKIES.get("large") == "1",
            "large_url": "/large/",
            "nav": [{"label": label, "url": url, "current": request.path.startswith(url)} for label, url in _NAV],
            "user": _user(who),
            "login_url": "/login/?" + urlencode({"next": request.path}) if who.kind == "public" else "",
            "footer": _footer(here),
        }
    }


def _lineage(request: HttpRequest) -> tuple[Region, ...]:
    """Returns the region that the reader looks at with all above it, read in one go; the first one where unknown."""
    try:
        code = parse_region(_wanted(request)).value
        places = lineage(code=code)
    except (CodeError, NoSuchRegion):
        return lineage(code=DEFAULT_PLACE)
    return places if places and places[-1].code == code else lineage(code=DEFAULT_PLACE)


def _wanted(request: HttpRequest) -> str:
    return request.GET.get("place") or request.COOKIES.get("place") or DEFAULT_PLACE


def _domain(request: HttpRequest) -> str:
    try:
        return request.get_host()
    except DisallowedHost:  # the page that says so needs a frame too
        return ""


def _user(who: Reader) -> dict[str, str] | None:
    if who.kind == "public":
        return None
    return {"name": who.name or "我的", "url": home(who), "out_url": "/logout/"}


def _footer(here: str) -> dict[str, Any]:
    head = checkpoint()
    when = head.at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M") if head else ""
    return {
        "sponsor": f"{here}人民政府办公室",
        "operator": f"{here}政务服务中心",
        "address": f"{here}政务服务中心（演示地址）",
        "phone": "12345",
        "email": None,
        "id_code": "0000000000",
        "icp": "ICP备00000000号（演示）",
        "police": "公网安备00000000000000号（演示）",
        "map_url": "/map/",
        "links": [
            {"label": "基本目录", "url": "/catalogue/bases/"},
            {"label": "投诉", "url": "/complaints/"},
            {"label": "开放接口", "url": "/api/v1/docs"},
            {"label": "帮助", "url": "/help/"},
        ],
        "checkpoint": {"text": f"{when} · {head.size} 条", "url": "/trail/"} if head else None,
    }


def _short(name: str) -> str:
    for tail in ("维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市", "盟", "区", "县"):
        if name.endswith(tail) and len(name) > len(tail) + 1:
            return name.removesuffix(tail)
    return name
