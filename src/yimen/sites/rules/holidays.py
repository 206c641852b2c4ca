"""The yearly notice: pasted as text or given as a file, checked, previewed."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from yimen.contexts.places.api import LoadError, NoSuchRegion, Replaced, notices, replaced_notices
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.templatetags.words import moment
from yimen.sites.pieces.who import for_roles, reader

from . import previewing
from .noticetext import NoticeTextWrong, line_of, notice_from_text, text_of
from .proposing import Proposal
from .room import Cell, Slip, field, number_of, page, plain, table
from .ruling import NotYours, chosen, place_name, ruled

_HINT = (
    "可以直接粘贴通知原文，例如“春节：2月15日至23日放假，2月14日、2月28日上班”；"
    "也可以写“放假：2027-02-05 春节、2027-02-06 春节”，“上班：2027-02-14”。每个节日一行。"
)
_HEADS = ("年份", "适用", "依据", "更正时间", "原文")
_MOST = 100_000  # bytes of a file


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles("law")
def holidays(request: HttpRequest) -> HttpResponse:
    """Shows the notices there are and the form; a form sent is checked and previewed, nothing is loaded yet."""
    if request.method != "POST":
        return _form(request, {"year": str(today().year + 1)})
    text = request.POST.get("text", "")
    try:
        data = _data(request, text)
        return previewing.show(request, Proposal("notice", data), "/rules/holidays/")
    except NotYours as error:
        if not request.FILES:
            raise  # the form offers the reader's regions only
        return _form(request, request.POST, plain(error))
    except (LoadError, NoticeTextWrong, Slip, NoSuchRegion) as error:
        message = line_of(text, plain(error)) if isinstance(error, LoadError) else plain(error)
        return _form(request, request.POST, message)


def _data(request: HttpRequest, text: str) -> dict[str, Any]:
    given = request.FILES.get("file")
    if given is not None:
        if given.size is None or given.size > _MOST:
            raise Slip("文件太大，不像一份放假通知。请选择 JSON 文件，不超过 100 KB。")
        try:
            data = json.loads(given.read().decode("utf-8-sig"))
        except json.JSONDecodeError as error:
            raise Slip(f"文件第 {error.lineno} 行不是有效的 JSON。请照软件自带的放假通知文件改正。") from error
        except UnicodeDecodeError as error:
            raise Slip("文件不是 UTF-8 编码。请另存为 UTF-8 后再选。") from error
        if not isinstance(data, dict):
            raise Slip("文件里应是一份放假通知。请照软件自带的放假通知文件改正。")
        return data
    sent = request.POST
    if "text" not in sent:
        raise Slip("请选择文件，再点“检查并预览文件”。")
    return notice_from_text(
        text,
        year=number_of(sent.get("year", ""), "年份"),
        region=chosen(sent.get("region", "")),
        document=sent.get("document", "").strip(),
    )


def _form(request: HttpRequest, typed: Mapping[str, str], refused: str = "") -> HttpResponse:
    places = ruled(reader(request))
    first = {name: typed.get(name, "") for name in ("region", "year", "document", "text")}
    first["region"] = first["region"] or str(places[0]["code"])
    known = [[f"{year} 年", place_name(region)] for year, region in reversed(notices())]
    context = {
        "fields": [
            field("region", "适用地区", "select", first, choices=places, hint="只列出您的岗位能管的地区。"),
            field("year", "年份", "number", first, max=4),
            field("document", "文号或标题", "text", first, hint="例如“国办发明电〔2025〕7号”。", max=120),
            field("text", "放假和上班", "textarea", first, hint=_HINT, max=4000),
        ],
        "file": field("file", "放假通知文件", "file", {}, accept=".json", hint="与系统自带的文件同一格式。"),
        "refused": refused,
        "known": table("已载入的通知", ("年份", "适用"), known),
        "replaced": table("已被更正的通知", _HEADS, [_replaced(one) for one in replaced_notices()]),
    }
    return page(request, "holidays", context, status=422 if refused else 200)


def _replaced(one: Replaced) -> list[Cell]:
    old = one.notice
    return [f"{old.year} 年", place_name(old.region), old.document, moment(one.at), text_of(old)]
