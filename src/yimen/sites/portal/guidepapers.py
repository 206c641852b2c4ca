"""What an item gives to take away: its guide and its card (明白卡), its form empty and filled in, its QR code."""

from datetime import date
from io import BytesIO

import segno
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from yimen.contexts.cases.api import allowed
from yimen.contexts.catalogue.api import Guide, NoSuchItem, sample_file
from yimen.contexts.documents.api import paper, word_form
from yimen.contexts.identity.api import ROLES
from yimen.contexts.procedures.api import Version
from yimen.kernel.forms import Form, Material
from yimen.kernel.procedure import draw, outline
from yimen.sites.pieces.conf import address
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.guidance import (
    chosen,
    edition,
    form_of,
    found,
    phones,
    sections,
    served,
    titled,
    visits,
    wanted_when,
)
from yimen.sites.pieces.shapes import Piece, imprint
from yimen.sites.pieces.tables import asked

from .formpaper import filled
from .marking import linked, text_of

# The chart's classes are styled by flow.css on pages; on paper it carries its own few rules.
_STYLE = (
    "<style>svg{color:#222}text{font-family:'Yimen Serif'}.pf-box{fill:#fff;stroke:#333;stroke-width:1.2}"
    ".pf-edge{fill:none;stroke:#333;stroke-width:1.2}.pf-badge-box{fill:#e7f1ef}</style>"
)
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MOST_LINES = 12  # of one part of the card: the guide says the rest


@require_safe
def pdf(request: HttpRequest, code: str) -> HttpResponse:
    """Sends the guide in force today as PDF; with ``?v=`` as it holds for a handling item."""
    item, version = _asked(request, code)
    parts = [
        {**part, "title": f"{part['title']}（演示值）" if part["demo"] else part["title"]}
        for part in (*sections(item, version, today()), *_form_told(item))
    ]
    values = {"title": titled(item), "sections": parts, "flow": _chart(version)}
    values |= {"flow_of": imprint(version, item.unit.name, today())}
    return _paper("guide", item, values, f"{titled(item)}办事指南.pdf")


@require_safe
def card(request: HttpRequest, code: str) -> HttpResponse:
    """Sends the card of the item, one page; with ``?v=`` as it holds for a handling item."""
    item, version = _asked(request, code)
    name = titled(item)
    return _paper("card", item, {"title": name, "sections": _card(item, version)}, f"{name}明白卡.pdf")


@require_safe
def blank(request: HttpRequest, code: str) -> HttpResponse:
    """Sends the application form as PDF, to fill in by hand; with ``?v=`` as it holds for a handling item."""
    item = _formed(request, code)
    return _paper("blank", item, _form(item, sample=False), f"{item.form.title}.pdf")


@require_safe
def blank_document(request: HttpRequest, code: str) -> HttpResponse:
    """Sends the application form as .docx, to fill in with a word processor or by hand; ``?v=`` as above."""
    item = _formed(request, code)
    values = {**_stated("blank", item), **_form(item, sample=False), "code": item.handling_code or item.code}
    header = content_disposition_header(True, f"{item.form.title}（空白）.docx") or "attachment"  # noqa: FBT003 - Django's order
    return HttpResponse(word_form(values=values), content_type=_DOCX, headers={"Content-Disposition": header})


@require_safe
def sample(request: HttpRequest, code: str) -> HttpResponse:
    """Sends the application form as PDF, filled in as an example (示范文本); ``?v=`` as above."""
    item = _formed(request, code)
    return _paper("sample", item, _form(item, sample=True), f"{item.form.title}填写示范.pdf")


@require_safe
def sample_of(request: HttpRequest, code: str, sha256: str) -> HttpResponse:
    """Sends a sample or blank form of a material that the guide in force today names, or that of the day ``?on=``."""
    typed = asked(request, "on")
    try:
        on = date.fromisoformat(typed) if typed else today()
    except ValueError:
        raise NoSuchItem(f"“{typed}”不是有效的日期。请回到办事指南，重新打开这份文件。") from None
    found = sample_file(code=code, on=on, sha256=sha256)
    name = content_disposition_header(True, found.name) or "attachment"  # noqa: FBT003 - Django's order
    return HttpResponse(found.content, content_type=found.media, headers={"Content-Disposition": name})


@require_safe
def qr(request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG001 - as above
    """Sends the QR code of the guide's address, to print."""
    item, _ = found(code)
    image = BytesIO()
    segno.make(f"{address()}/items/{item.code}/", error="m").save(image, kind="svg", scale=8, border=4)
    name = content_disposition_header(False, f"{item.name}.svg") or "inline"  # noqa: FBT003 - Django's order
    return HttpResponse(image.getvalue(), content_type="image/svg+xml", headers={"Content-Disposition": name})


@require_safe
def linked_data(request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG001 - as above
    """Sends the guide as linked data."""
    item, version = found(code)
    return HttpResponse(text_of(linked(item, version, today())), content_type="application/ld+json")


def _asked(request: HttpRequest, code: str) -> tuple[Guide, Version]:
    """Returns an item as it holds for the handling item that the address names, and its procedure."""
    item, version = found(code)
    return chosen(item, request.GET.get("v", "")), version


def _formed(request: HttpRequest, code: str) -> Guide:
    """Returns an item as its form asks; raises NoSuchItem where nobody applies for it."""
    item, _ = _asked(request, code)
    if not item.form.sections:
        raise NoSuchItem(f"“{item.name}”没有申请表，不用填表。请回到办事指南查看怎样办理。")
    return item


def _form_told(item: Guide) -> list[Piece]:
    """Returns where the application form is, for who reads the guide on paper; [] where there is none."""
    if not item.form.sections:
        return []
    words = f"《{item.form.title}》：空白表（Word 文档、PDF）和填写示范，从网上的办事指南下载，或者在窗口领取。"
    return [{"title": "申请表", "demo": False, "head": [], "lines": [words], "rows": []}]


def _form(item: Guide, *, sample: bool) -> Piece:
    return {
        "title": item.form.title,
        "item": titled(item),
        "sections": filled(item.form, today(), sample=sample),
        "materials": [f"{one.name}（{form_of(one)}）" for one in item.form.materials if one.source == "asked"],
    }


def _stated(kind: str, item: Guide) -> Piece:
    """Returns what every paper of an item states."""
    return {
        "organ": item.unit.name,
        "guide_url": f"{address()}/items/{item.code}/",
        "edition": edition(item),
        "phone": phones(item)[0] if kind == "guide" else "",
        "supervision_phone": phones(item)[1] if kind == "guide" else "",
        "address": item.address if kind == "guide" else "",
        "demo": bool(item.demo) or item.unit.demo,
    }


def _paper(kind: str, item: Guide, values: Piece, name: str) -> HttpResponse:
    header = content_disposition_header(False, name) or "inline"  # noqa: FBT003 - Django's order
    content = paper(kind=kind, values={**_stated(kind, item), **values})
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": header})


def _chart(version: Version) -> str:
    """Returns the flowchart of the running procedure as SVG that needs no style sheet."""
    chart = draw(version.procedure, None, f"{version.name}流程图", ROLES)
    head, rest = chart.split(">", 1)
    return f"{head}>{_STYLE}{rest}"


def _card(item: Guide, version: Version) -> list[Piece]:
    """Returns the parts of the card: what a person asks at the window, in the order of asking."""
    promise, law = allowed(guide=item, on=today())
    steps = " → ".join(place.name for place in outline(version.procedure))
    fees = [f"{fee.name}：{fee.standard}（{fee.basis}）" for fee in item.fees] or ["不收费。"]
    asked = [one for one in item.form.materials if one.source == "asked"]
    situations = [f"{one.name}：{one.situation}" for one in item.variants if item.handled in (None, one)]
    parts = [
        ("什么人可以办", ["、".join(served(item)), *_few(item.conditions)]),
        ("分哪几种情形", [*_few(situations)]),
        ("带什么材料", [*_few([_needed(item.form, one) for one in asked]), "证照和登记信息能查到的，不用提交。"]),
        ("多久办好", [f"承诺 {promise.length} 个工作日（法定 {law.text}），自受理次日起算；补正、检验等期间不计。"]),
        ("收多少钱", _few(fees)),
        ("到哪里办", [*filter(None, (item.address, item.hours, f"网上办理：{item.online}", visits(item)))]),
        ("怎么办", [steps, f"办完拿到：{item.result}"]),
        ("问谁、向谁投诉", [_phones(item)]),
    ]
    return [{"title": title, "lines": lines} for title, lines in parts if lines]


def _few(lines: tuple[str, ...] | list[str]) -> list[str]:
    numbered = [f"{number}. {line}" if len(lines) > 1 else line for number, line in enumerate(lines, 1)]
    rest = len(lines) - _MOST_LINES
    return numbered if rest <= 0 else [*numbered[:_MOST_LINES], f"还有 {rest} 条，见办事指南。"]


def _needed(form: Form, one: Material) -> str:
    when = wanted_when(form, one)
    return f"{one.name}{f'（{when}）' if when else ''}：{form_of(one)}"


def _phones(item: Guide) -> str:
    numbers = zip(("咨询电话", "监督投诉电话"), phones(item), strict=True)
    return "；".join(f"{label} {number}" for label, number in numbers if number)
