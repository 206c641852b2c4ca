"""One case as its applicant sees it, and its receipt."""

import segno
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yimen.contexts.cases.api import address
from yimen.contexts.cases.api import case as read_case
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.templatetags.words import moment
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
    days = opened["days"]
    pairs = [
        ("事项", found.matter.title),
        ("申请人", found.applicant),
        ("收到时间", moment(found.received_at)),
        ("办理时限", days["summary"] if days else ""),
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
