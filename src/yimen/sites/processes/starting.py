"""Starts a draft: from a file, from the 一审一核 template, or as a copy of a published version."""

import re
from collections.abc import Mapping
from html import escape
from pathlib import Path
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from yimen.contexts.procedures.api import DraftRefused, Version, copy_anew, copy_version, start_draft
from yimen.contexts.procedures.api import version as version_of
from yimen.sites.pieces.edge import say
from yimen.sites.pieces.who import act, for_roles, reader

from .found import finding_rows
from .receiving import bounded
from .room import Piece, Slip, field, own_units, page, table, unit_name

TEMPLATE = Path(__file__).resolve().parents[2] / "data" / "procedures" / "one-review.bpmn"
_NO_UNIT = "请选择单位：是哪个单位的流程。"
_KEY = re.compile(r"[a-z][a-z0-9-]{2,60}")


@bounded
@require_http_methods(["GET", "HEAD", "POST"])
@for_roles("process")
def new(request: HttpRequest) -> HttpResponse:
    """Shows the two ways to start, and starts."""
    if request.method != "POST":
        return _page(request, {})
    sent, who = request.POST.dict(), reader(request)
    upload = sent.get("do") == "upload"
    try:
        whose = sent.get("unit") or sent.get("owner", "")
        if not whose:
            raise Slip(_NO_UNIT)
        xml = _file(request) if upload else _template(sent)
        found = start_draft(act=act(request), reader=who, unit=whose, xml=xml, uploaded=upload, fresh=not upload)
    except (DraftRefused, Slip) as error:
        return _page(request, sent, error)
    named = f"流程编号“{found.key}”、名称“{found.name}”取自文件。" if upload else ""
    say(request, f"已存为草稿，还没有送审。{named}" + ("它修改的是同一编号已发布的流程。" if found.based_on else ""))
    return HttpResponseRedirect(f"/processes/drafts/{found.id}/")


@require_POST
@for_roles("process")
def copy(request: HttpRequest) -> HttpResponse:
    """Copies a published version into a draft."""
    try:
        wanted = UUID(request.POST.get("version", ""))
    except ValueError:
        raise Slip("没有说明复制哪一版。请从版本列表选择。") from None
    found = copy_version(act=act(request), reader=reader(request), version=wanted)
    say(request, "已复制为草稿，改好后送审。原来的版本不受影响。")
    return HttpResponseRedirect(f"/processes/drafts/{found.id}/")


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles("process")
def copy_as_new(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Copies a version of any procedure into a draft of a new one, under a key and a name of its own."""
    found, sent = version_of(id=version_id), request.POST.dict()
    if request.method != "POST":
        return _copying(request, found, {"name": found.name})
    try:
        if not sent.get("unit"):
            raise Slip(_NO_UNIT)
        key, name = _named(sent)
        given = {"unit": sent["unit"], "key": key, "name": name}
        made = copy_anew(act=act(request), reader=reader(request), version=version_id, **given)
    except (DraftRefused, Slip) as error:
        return _copying(request, found, sent, str(error))
    say(request, f"已复制为新流程“{name}”的草稿，改好后送审。原来的流程不受影响。")
    return HttpResponseRedirect(f"/processes/drafts/{made.id}/")


def _copying(request: HttpRequest, found: Version, typed: Mapping[str, str], refused: str = "") -> HttpResponse:
    units = own_units(reader(request))
    first = {"unit": str(units[0]["code"]) if len(units) == 1 else "", **typed}
    lacks = _NO_UNIT if refused == _NO_UNIT else ""
    fields = [field("unit", "单位", "select", first, choices=units, error=lacks), *_naming(first)]
    context = {"version": found, "whose": unit_name(found.unit), "fields": fields, "refused": refused}
    return page(request, "copy", context, status=422 if refused else 200)


def uploaded(request: HttpRequest) -> bytes:
    """Returns the file of a form; raises Slip where there is none."""
    file = request.FILES.get("file")
    if file is None:
        raise Slip("没有选择文件。请选择一个 BPMN 文件再上传。")
    return bytes(file.read(1024 * 1024))  # more than a draft may have: what is beyond is refused by its size


def _file(request: HttpRequest) -> bytes:
    return uploaded(request)


def _naming(typed: Mapping[str, str]) -> list[Piece]:
    """Returns the fields of a new procedure's key and name."""
    return [
        field("key", "流程编号", "text", typed, hint="发布后不变，例如 road-permit。", max=61, short=True),
        field("name", "流程名称", "text", typed, max=60),
    ]


def _named(sent: Mapping[str, str]) -> tuple[str, str]:
    """Returns a new procedure's key and name; raises Slip."""
    key, name = sent.get("key", "").strip(), " ".join(sent.get("name", "").split())
    if not _KEY.fullmatch(key):
        raise Slip("“流程编号”应是小写英文字母、数字和连字符，字母开头，3 至 61 个字，例如 road-permit。请改正。")
    if not name or len(name) > 60 or not name.isprintable():
        raise Slip("“流程名称”应写明，不超过 60 字。请补充。")
    return key, name


def _template(sent: Mapping[str, str]) -> bytes:
    key, name = _named(sent)
    text = TEMPLATE.read_text("utf-8")
    return text.replace("one-review", key).replace("一审一核流程模板", escape(name)).encode()


def _page(request: HttpRequest, typed: Mapping[str, str], error: DraftRefused | Slip | None = None) -> HttpResponse:
    units = own_units(reader(request))
    only = str(units[0]["code"]) if len(units) == 1 else ""
    whose = typed.get("unit") or typed.get("owner") or only
    first = {**typed, "unit": whose, "owner": whose}
    lacks = _NO_UNIT if str(error) == _NO_UNIT else ""
    upload = typed.get("do") == "upload"
    context = {
        "unit": field("unit", "单位", "select", first, choices=units, error="" if upload else lacks),
        "owner": field("owner", "单位", "select", first, choices=units, error=lacks if upload else ""),
        "fields": _naming(first),
        "file": field("file", "BPMN 文件", "file", {}, hint="BPMN 2.0，最大 512 KB。", accept=".bpmn,.xml"),
        "refused": str(error) if error else "",
        "findings": table("逐条问题", *finding_rows(getattr(error, "findings", ()), by_hand=True)),
    }
    return page(request, "new", context, status=422 if error else 200)
