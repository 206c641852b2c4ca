"""What portal pages share: today, the words and page asked for, crumbs, and addresses that lead nowhere else."""

from collections.abc import Iterable
from math import ceil

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from yimen.contexts.catalogue.api import Line, suggested_words
from yimen.sites.pieces.tables import Piece, asked

SIZE = 20  # entries of a list on a page
SUGGEST = "/items/suggest/"  # what boxes ask while somebody types


class NoSuchPage(LookupError):
    """The list has no such page."""


def like(lines: Iterable[Line], before: str = "") -> str:
    """Returns examples of what to look for that find something among some items; "" where there are none."""
    words = suggested_words(names=[line.name for line in lines])
    return f"{before}如{''.join(f'“{word}”' for word in words)}" if words else ""


def page_number(request: HttpRequest) -> int:
    """Returns the page asked for; raises NoSuchPage where that is no number."""
    text = asked(request, "page") or "1"
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 7 and int(text)):
        raise NoSuchPage(f"没有第“{text}”页。请回到列表的第一页，再用页码翻页。")
    return int(text)


def check_page(page: int, total: int) -> None:
    """Raises NoSuchPage for a page after the last one."""
    last = max(1, ceil(total / SIZE))
    if page > last:
        raise NoSuchPage(f"这个列表只有 {last} 页，没有第 {page} 页。请回到列表的第一页，再用页码翻页。")


def inside(request: HttpRequest, wanted: str | None, otherwise: str) -> str:
    """Returns an address to go on to if it is one of ours, else the other one."""
    mine = wanted and url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and mine else otherwise


def crumbs(*steps: tuple[str, str | None]) -> list[Piece]:
    """Returns where a page is, below the home page."""
    return [{"label": label, "url": url} for label, url in (("首页", "/"), *steps)]


_TIME = (("期限计算", "/clock/"), ("工作日历", "/calendar/"), ("法定时限", "/limits/"))


def time_tabs(here: str) -> list[Piece]:
    """Returns the pages on legal time as tabs."""
    return [{"label": label, "url": url, "current": url == here, "count": None} for label, url in _TIME]
