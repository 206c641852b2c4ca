"""The page on which a draft is drawn, and what its tool asks for: a file with a layout, a check that keeps nothing."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from yimen.contexts.cases.api import askable
from yimen.contexts.identity.api import ROLES, unit, units
from yimen.contexts.procedures.api import LARGEST, LONGEST_NAME, Draft, draft, findings, may_draft, public_list
from yimen.kernel.procedure import (
    ANSWERS,
    DATA,
    DUTIES,
    EFFECT_NAMES,
    EFFECTS,
    ELEMENTS,
    FIELDS,
    KEY,
    OFFICES,
    SIGNS,
    SPECIALS,
    STAGES,
    UNITS,
    Procedure,
    renamed,
    sketched,
    stated,
    to_xml,
)
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.who import for_roles, reader

from .files import MEDIA, as_data
from .receiving import bounded, received
from .room import POSTS, Piece, pictures, unfinished

_MOST_UNITS = 500  # of a list to choose from
_NEVER = ("supervisor", "system", "security", "audit", "process", "approver")  # they watch or keep the system


@require_safe
@for_roles(*POSTS)
def model(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Shows the page on which a draft is drawn; where it may not be changed or there is no room, its flowchart."""
    found = draft(reader=reader(request), id=draft_id)
    told, procedure = findings(xml=found.xml, on=today())
    here = f"/processes/drafts/{found.id}"
    page = {
        "read": f"{here}/model/xml",
        "save": f"{here}/xml",
        "check": "/processes/check/",
        "revision": found.revision,
        "largest": LARGEST,
        "name": found.key or "procedure",
        "key": found.key,
        "title": found.name,
        "key_fixed": found.based_on is not None,
        "words": _words(),
        "asked": [asdict(one) for one in askable(key=found.key, on=today())],
        "findings": [as_data(one) for one in told],
    }
    first = told[0] if told else None
    context = {
        "draft": {"id": found.id, "name": found.name or "未命名的流程", "state": _state(found)},
        "page": page,
        "drawing": pictures(procedure, told) if procedure else unfinished(found.xml),
        "wrong": "" if procedure or first is None else first.told,
        "editable": found.editable and may_draft(reader=reader(request), unit=found.unit),
        "units": _units(found),
        "called": [{"key": one.key, "name": one.name} for one in public_list(on=today())],
    }
    return render(request, "processes/model.html", context)


@require_safe
@for_roles(*POSTS)
def drawn(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Sends a draft's file to be drawn: one without a layout gets one."""
    found = draft(reader=reader(request), id=draft_id)
    procedure = findings(xml=found.xml, on=today())[1]
    return HttpResponse((_laid_out(procedure) if procedure else sketched(found.xml)) or found.xml, content_type=MEDIA)


@bounded
@require_POST
@for_roles("process")
def check(request: HttpRequest) -> HttpResponse:
    """Answers what is wrong with a file sent as the body, as JSON; nothing is kept.

    ``compiles``: whether it is a procedure at all. ``findings``: [{element, line, message, severity}]. ``laid_out``:
    the same procedure with a layout, where the file has none; of what does not compile, the file with one, to be put
    right. ``?key=&name=``: those of the draft that the file is put into, which keeps them; where the file states
    others, ``xml`` is the file with the draft's, and ``kept`` says both. 413 for a body that is too large,
    which is not read.
    """
    sent = received(request)
    xml, kept = _own(sent, request.GET.get("key", ""), request.GET.get("name", ""))
    told, procedure = findings(xml=xml, on=today())
    answer: dict[str, Any] = {"compiles": procedure is not None, "findings": [as_data(one) for one in told]}
    if kept:
        answer |= {"xml": xml.decode(), "kept": kept}
    if laid_out := _laid_out(procedure) if procedure else sketched(xml):
        answer["laid_out"] = laid_out.decode()
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def _own(xml: bytes, key: str, name: str) -> tuple[bytes, dict[str, str]]:
    """Returns a file with the key and the name of a draft, and both pairs where the file stated others."""
    before = stated(xml)
    if before is None or before == (key, name) or not KEY.fullmatch(key) or not 0 < len(name) <= LONGEST_NAME:
        return xml, {}
    own = renamed(xml, key, name)
    if own == xml:
        return xml, {}
    return own, {"key": key, "name": name, "stated_key": before[0], "stated_name": before[1]}


def _laid_out(procedure: Procedure) -> bytes | None:
    """Returns a file's procedure with a layout made for it; None where it has its own."""
    return to_xml(procedure) if not procedure.diagram else None


def _units(found: Draft) -> list[Piece]:
    """Returns the units that a step may be given to, those of the draft's own place first."""
    here = unit(code=found.unit).region
    near = sorted(units(), key=lambda one: one.region != here)
    return [{"code": one.code, "name": one.name} for one in near[:_MOST_UNITS]]


def _state(found: Draft) -> str:
    return f"这份草稿的状态是“{found.state_name}”，只能看。" if not found.editable else "您的岗位只能看，不能改。"


def _words() -> dict[str, Any]:
    """Returns what the panel offers: codes of the kernel with their words, in the kernel's order."""
    return {
        "roles": [(code, name) for code, name in ROLES.items() if code not in _NEVER],
        "offices": list(OFFICES.items()),
        "stages": [(name, name) for name in STAGES],
        "units": [(code, name.removeprefix("个")) for code, name in UNITS.items()],
        "effects": [(code, EFFECT_NAMES[code]) for code in EFFECTS],
        "specials": list(SPECIALS.items()),
        "duties": list(DUTIES.items()),
        "lists": [("units", DATA["units"])],
        "elements": ELEMENTS,
        "fields": FIELDS,
        "signs": list(SIGNS.items()),
        "answers": list(ANSWERS.items()),
    }
