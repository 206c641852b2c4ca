"""Open data: the whole catalogue to download, what its columns mean, and the layout in which items are handed in."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from yimen.contexts.exchange.api import dictionary, workbook
from yimen.contexts.exchange.api import package as packed
from yimen.contexts.exchange.api import template as layout
from yimen.contexts.places.api import region
from yimen.sites import _now
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.frame import place_code
from yimen.sites.pieces.tables import rows_under as table

from .room import crumbs

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TABLES = {
    "items": "事项", "basis": "设定依据", "fees": "收费", "faq": "常见问题", "joint": "协办部门",
    "variants": "业务办理项", "materials": "申请材料", "samples": "样表和空白表格",
    "related": "相关法律法规", "policies": "政策文件", "notices": "通知公告", "channels": "监督举报方式",
    "fields": "申请表",
}  # fmt: skip


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Shows what can be downloaded, and the dictionary of columns."""
    words = dictionary()
    tables = [
        table(
            f"{title}（{name}.csv）",
            ("列", "名称", "类型", "含义"),
            [
                [one["name"], one["title"], f"{one['kind']}（{one['type']}）", one["words"]]
                for one in words
                if one["table"] == name
            ],
        )
        for name, title in _TABLES.items()
    ]
    context = {
        "crumbs": crumbs(("开放数据", None)),
        "place": region(code=place_code(request)).name,
        "tables": tables,
    }
    return render(request, "portal/data.html", context)


@require_safe
def package(request: HttpRequest) -> StreamingHttpResponse:  # noqa: ARG001 - a view takes the request
    """Sends the whole catalogue of today as an open data package, as it is read."""
    day = today()
    return _sent(packed(on=day, now=_now.now()), "application/zip", f"catalogue-{day}.zip")


@require_safe
def sheet(request: HttpRequest) -> StreamingHttpResponse:
    """Sends the items of a place and all in it as a spreadsheet."""
    place = region(code=place_code(request))
    return _sent(workbook(on=today(), region=place.code), _SHEET, f"{place.name}政务服务事项.xlsx")


@require_safe
def template(request: HttpRequest) -> StreamingHttpResponse:  # noqa: ARG001 - as above
    """Sends the empty layout."""
    return _sent(layout(), _SHEET, "事项导入模板.xlsx")


def _sent(parts: Iterator[bytes], media: str, name: str) -> StreamingHttpResponse:
    header = content_disposition_header(True, name) or "attachment"  # noqa: FBT003 - Django's order
    return StreamingHttpResponse(parts, content_type=media, headers={"Content-Disposition": header})
