"""The compression of limits (时限压缩) of the procedures of each kind: the first version against the newest."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yimen.contexts.procedures.api import Version, newest, versions
from yimen.kernel.procedure import Procedure, compress, licensing
from yimen.sites.pieces.who import for_roles

from .room import POSTS, Cell, page, table, unit_name
from .whatif_told import COUNTED, compression, percent

_HEADS = ("流程", "单位", "第一版合计", "最新版合计", "变化")
_APPLIED, _DECISION, _OTHER = _KINDS = ("依申请办理的流程", "重大行政决策流程", "处罚、投诉等其他流程")


@require_safe
@for_roles(*POSTS)
def report(request: HttpRequest) -> HttpResponse:
    """Shows by how much the limits of every procedure, and of those of each kind, have become shorter.

    Not of all together: a penalty is not an approval, and the target is one of approvals.
    """
    pairs = [(versions(key=last.key)[-1], last) for last in newest()]
    kinds: dict[str, list[tuple[Procedure, Procedure]]] = {}
    for first, last in pairs:
        kinds.setdefault(_kind(last.procedure), []).append((first.procedure, last.procedure))
    context = {
        "kinds": [
            {"title": f"{kind}（{len(kinds[kind])} 个流程）", **compression(compress(kinds[kind]), whole=True)}
            for kind in _KINDS
            if kind in kinds
        ],
        "note": COUNTED,
        "procedures": table("逐个流程", _HEADS, [_row(first, last) for first, last in pairs]),
    }
    return page(request, "compression", context)


def _kind(procedure: Procedure) -> str:
    return _APPLIED if licensing(procedure) else _DECISION if procedure.duties else _OTHER


def _row(first: Version, last: Version) -> list[Cell]:
    found = compress([(first.procedure, last.procedure)])
    figures = (f"{found.before} 个工作日", f"{found.after} 个工作日", percent(found))
    name: Cell = {"text": last.name, "url": f"/processes/procedures/{last.key}/"}
    return [name, unit_name(last.unit), *({"text": words, "number": True} for words in figures)]
