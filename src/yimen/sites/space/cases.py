"""One case as its applicant sees it, and its receipt."""

import segno
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yimen.contexts.cases.api import Case, address, promise
from yimen.contexts.cases.api import case as read_case
from yimen.contexts.matters.api import Matter
from yimen.contexts.places.api import calendar
from yimen.kernel.clock import local_date
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.guidance import handling
from yimen.sites.pieces.templatetags.words import day, moment
from yimen.sites.pieces.who import reader, signed_in

from .casepage import show
from .course import laid_open
from .room import crumbs, page


@require_safe
@signed_in("person")
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Shows how a case stands, how its days are counted, and what to do next."""
    return show(request, read_case(reader=reader(request), number=number))


@require_safe
@signed_in("person")
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """Shows the receipt, to keep or print: what was received when, the day, and how it came about."""
    found = read_case(reader=reader(request), number=number)
    opened = laid_open(found, today())
    public = f"{address()}/cases/{found.matter.number}/"
    pairs = [
        ("事项", found.matter.title),
        *handling(found.guide),
        ("申请人", found.applicant),
        ("收到时间", moment(found.received_at)),
        ("请注意", found.note),
        ("答复是否受理", _answer_due(found.matter)),
        ("承诺时限", promise(guide=found.guide, on=local_date(found.accepted_at or found.received_at))),
        ("承诺办结日", _promised(found)),
        ("查询网址", public),
        ("咨询电话", found.guide.unit.phone),
        ("监督电话", found.guide.unit.supervision_phone),
    ]
    shown = {
        "title": "收件回执",
        "number": found.matter.number,
        "unit": found.guide.unit.name,
        "pairs": [{"label": label, "value": value, "note": "", "url": ""} for label, value in pairs if value],
        "materials": [{"label": item["label"], "form": f"电子文件，{item['size']}"} for item in opened["materials"]],
        "note": "凭办件号或二维码可随时查询进度，不用登录。材料是否齐全，会在时限内一次性告诉您。",
        "qr_url": segno.make(public, error="m").svg_data_uri(border=2),
        "demo": bool(found.guide.demo) or found.guide.unit.demo,
    }
    where = crumbs((found.matter.title, opened["base"]), ("收件回执", None))
    return page(request, "receipt", {"crumbs": where, "receipt": shown, "base": opened["base"]})


def _answer_due(matter: Matter) -> str:
    """Returns by when the first answer is due, as it was told on receipt: the clock that ran first."""
    first = next((timer for timer in matter.timers if timer.role in {"promised", "statutory"}), None)
    if first is None:
        return ""
    days = calendar(region=matter.region)
    same = first.ledger.due(days).date == first.due
    return first.ledger.sentence(days) if same else f"最后一天是{day(first.due)}（收件以后工作日安排有变动）。"


def _promised(found: Case) -> str:
    """Returns the day promised at acceptance; where it moved later, that too, never silently."""
    if found.promised_due_on is None:
        return ""
    running = next((timer for timer in found.matter.running if timer.role == "promised"), None)
    moved = running is not None and running.due != found.promised_due_on
    later = "。后来有变更，理由见办件页的“期限变更记录”" if moved else ""
    return f"{day(found.promised_due_on)}（受理时承诺）{later}"
