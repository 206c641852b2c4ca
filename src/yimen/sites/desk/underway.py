"""What is under way in my units, whoever's turn it is; and any case by its number."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from yimen.contexts.matters.api import Matter, NoSuchMatter, open_here
from yimen.contexts.matters.api import matter as read_matter
from yimen.contexts.places.api import calendar
from yimen.kernel.clock import Calendar
from yimen.sites.pieces.edge import now
from yimen.sites.pieces.offering import own_page
from yimen.sites.pieces.stepping import step_light, steps_over
from yimen.sites.pieces.templatetags.words import day as day_words
from yimen.sites.pieces.who import HANDLING, for_roles, reader

from .room import page

_MOST = 200
_DIGITS = 21


@require_safe
@for_roles(*HANDLING)
def underway(request: HttpRequest) -> HttpResponse:
    """Shows the open cases of the reader's units, or goes to the one whose number was typed."""
    who, number, refused = reader(request), "".join(request.GET.get("q", "").split()), ""
    if number:
        try:
            found = _found(request, number)
            return HttpResponseRedirect(own_page(found) or f"/desk/cases/{found.number}/")
        except NoSuchMatter as error:
            refused = str(error)
    matters, moment = open_here(reader=who, limit=_MOST), now()
    days = {region: calendar(region=region) for region in {one.region for one in matters}}
    more = f"只列出最急的 {_MOST} 件，其余请按办件号查找。" if len(matters) == _MOST else f"共 {len(matters)} 件。"
    context = {
        "lead": f"本单位正在办理的全部办件，按期限先后排列。{more}",
        "refused": refused,
        "find": {"action": "/desk/cases/", "q": number, "label": "21 位办件号", "kept": []},
        "groups": [],
        "rows": [_line(matter, moment, days[matter.region]) for matter in matters],
    }
    return page(request, "underway", context)


def _found(request: HttpRequest, number: str) -> Matter:
    if not (number.isascii() and number.isdigit() and len(number) == _DIGITS):
        raise NoSuchMatter(f"办件号是 {_DIGITS} 位数字，印在收件回执上。请核对后再查。")
    return read_matter(reader=reader(request), number=number)


def _line(matter: Matter, moment: datetime, days: Calendar) -> dict[str, Any]:
    late = steps_over(matter, moment, days)
    return {
        "url": own_page(matter) or f"/desk/cases/{matter.number}/",
        "title": matter.title,
        "number": matter.number,
        "step": matter.step,
        "late": late,
        "light": step_light(matter, late, moment),
        "due": day_words(matter.due_on) or ("暂停计时" if matter.paused else "未在计时"),
    }
