"""Where a reader may rule, asked before a calendar changes and shown on forms; the rule itself is identity's."""

from typing import Any

from yimen.contexts.identity.api import Reader, may_rule
from yimen.contexts.places.api import NoSuchRegion, children, full_name, region
from yimen.kernel.codes import parse_region

_NATION = "100000000000"


class NotYours(PermissionError):
    """The reader holds no law post for that region (HTTP 403)."""


def check_rule(reader: Reader, place: str) -> None:
    """Raises NotYours where no law post of the reader covers the region."""
    if not may_rule(reader=reader, region=place):
        whose = "全国的通知只能由国家一级的法制岗载入" if not place else "只能由本地区或上级的法制岗办理"
        raise NotYours(f"{whose}。请由有此岗位的人办理；没有国家一级法制岗的，请系统管理员载入全国的通知。")


def ruled(reader: Reader) -> list[dict[str, Any]]:
    """Returns the regions a form offers: those of the reader's law posts, and the ones directly below."""
    found: dict[str, str] = {}
    for post in reader.posts:
        if post.role != "law":
            continue
        if parse_region(post.region).level == 1:
            found[""] = "全国"
        else:
            found[post.region] = place_name(post.region)
        below = children(code="" if "" in found and post.region == _NATION else post.region)
        found |= {place.code: place_name(place.code) for place in below}
    return [{"code": code or "all", "label": name} for code, name in found.items()]


def chosen(text: str) -> str:
    """Returns the region a form names: '' for the country."""
    return "" if text == "all" else region(code=text).code


def place_name(code: str) -> str:
    """Returns a region's name as people write it; the country's too."""
    if code in ("", _NATION):
        return "全国"
    try:
        return full_name(code=code) or "未载入的地区"
    except NoSuchRegion:
        return "未载入的地区"
