"""The compression of limits (时限压缩) of all procedures together: the first version against the newest."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yimen.contexts.procedures.api import Version, newest, versions
from yimen.kernel.procedure import compress
from yimen.sites.pieces.who import for_roles

from .room import POSTS, Cell, page, table, unit_name
from .whatif_told import compression, percent

_HEADS = ("流程", "单位", "第一版合计", "最新版合计", "变化")


@require_safe
@for_roles(*POSTS)
def report(request: HttpRequest) -> HttpResponse:
    """Shows by how much the limits of every procedure, and of all together, have become shorter."""
    pairs = [(versions(key=last.key)[-1], last) for last in newest()]
    whole = compress((first.procedure, last.procedure) for first, last in pairs)
    context = {
        "compression": compression(whole),
        "procedures": table("逐个流程", _HEADS, [_row(first, last) for first, last in pairs]),
    }
    return page(request, "compression", context)


def _row(first: Version, last: Version) -> list[Cell]:
    found = compress([(first.procedure, last.procedure)])
    figures = (f"{found.before} 个工作日", f"{found.after} 个工作日", percent(found))
    name: Cell = {"text": last.name, "url": f"/processes/procedures/{last.key}/"}
    return [name, unit_name(last.unit), *({"text": words, "number": True} for words in figures)]
