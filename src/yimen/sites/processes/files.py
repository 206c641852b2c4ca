"""The file of a draft: sent to whoever draws it, saved as it is drawn, and what of it is wrong."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods, require_safe

from yimen.contexts.procedures.api import DraftMoved, DraftRefused, Version, draft, save_draft, version
from yimen.kernel.procedure import Finding
from yimen.sites.pieces.edge import send
from yimen.sites.pieces.who import act, for_roles, reader

from .receiving import bounded

MEDIA = "application/xml"
_DIGITS = 9


@bounded
@require_http_methods(["GET", "HEAD", "POST"])
@for_roles("process", "approver")
def xml(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Sends a draft's file with its revision in the header X-Revision; saves one sent against a revision.

    A file is sent as the body, the revision that was seen as ``?revision=`` or the header X-Revision. The answer is
    JSON: ``{saved, revision, findings: [{element, called, line, message, severity, xml, within}]}``. 200: saved.
    422: saved as a draft, but no procedure yet (``saved`` true), or not saved (``saved`` false, ``error``). 409:
    somebody saved meanwhile, nothing written over; ``revision`` is theirs.
    """
    found = draft(reader=reader(request), id=draft_id)
    if request.method != "POST":
        answer = send(found.xml, MEDIA, f"{found.key or 'procedure'}-draft.bpmn", keep=True)
        answer["X-Revision"] = str(found.revision)
        return answer
    if request.content_type in ("multipart/form-data", "application/x-www-form-urlencoded"):
        return _answer(422, saved=False, error="应直接送出流程文件（XML），不能用表单送出，没有保存。请改正后再送。")
    seen = request.GET.get("revision") or request.headers.get("X-Revision", "")
    if not (seen.isascii() and seen.isdigit() and len(seen) <= _DIGITS):
        return _answer(422, saved=False, error="没有说明是在第几稿上改的（revision），没有保存。请刷新页面再改。")
    try:
        saved = save_draft(act=act(request), reader=reader(request), id=draft_id, xml=request.body, revision=int(seen))
    except DraftMoved as error:
        return _answer(409, saved=False, revision=error.revision, error=str(error))
    except DraftRefused as error:
        return _answer(422, saved=False, revision=found.revision, error=str(error))
    told = [as_data(finding) for finding in saved.findings]
    return _answer(200 if saved.compiles else 422, saved=True, revision=saved.draft.revision, findings=told)


@require_safe
@for_roles("process", "approver")
def version_xml(request: HttpRequest, version_id: UUID) -> HttpResponse:  # noqa: ARG001 - a view takes the request
    """Sends the file of a published version; published files are public."""
    found: Version = version(id=version_id)
    return send(found.xml, MEDIA, f"{found.key}-{found.number}.bpmn", keep=True)


def as_data(finding: Finding) -> dict[str, Any]:
    """Returns a finding as JSON-able data."""
    told: dict[str, Any] = {"element": finding.element, "line": finding.line, "message": finding.message_zh}
    told |= {"severity": finding.severity, "called": finding.where, "xml": finding.xml, "within": finding.within}
    if finding.moves:
        told |= {"moves": list(finding.moves), "path": list(finding.path)}
        told |= {"flows": list(finding.flows), "stops": finding.stops, "mark": finding.mark}
    return told


def _answer(status: int, **data: object) -> JsonResponse:
    data.setdefault("findings", [])
    return JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False})
