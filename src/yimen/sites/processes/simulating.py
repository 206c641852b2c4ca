"""A procedure walked through before it is published: what opens next, under which outcome, and where it ends."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from yimen.contexts.identity.api import ROLES
from yimen.contexts.procedures.api import draft, findings, version
from yimen.kernel.procedure import (
    Finding,
    Input,
    OpenTask,
    Position,
    Procedure,
    TransitionError,
    data_title,
    duration_words,
    inputs,
    limit_words,
    title,
    value_words,
)
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.shapes import drawing
from yimen.sites.pieces.who import for_roles, reader

from . import walking
from .room import POSTS, Piece, page
from .walking import Walk, WalkRefused

_CARRIED, _MOVE, _TYPED = "walk", "move", "d-"
_TRUTHS = [{"code": "true", "label": "是"}, {"code": "false", "label": "否"}]
_SORTS = {"text": "text", "number": "number", "truth": "select", "list": "textarea"}


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*POSTS)
def of_draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Walks through a draft, one move a request; nothing is kept and nobody is told."""
    found = draft(reader=reader(request), id=draft_id)
    back = f"/processes/drafts/{found.id}/"
    told, procedure = findings(xml=found.xml, on=today())
    return _walked(request, told, procedure, {"name": found.name or "未命名的流程", "what": "草稿", "back": back})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*POSTS)
def of_version(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Walks through a published version, one move a request; nothing is kept and nobody is told."""
    found = version(id=version_id)
    what = f"第 {found.number} 版"
    back = f"/processes/procedures/{found.key}/"
    return _walked(request, (), found.procedure, {"name": found.name, "what": what, "back": back})


def _walked(
    request: HttpRequest, told: tuple[Finding, ...], procedure: Procedure | None, frame: Mapping[str, str]
) -> HttpResponse:
    if procedure is None:
        faults = [one.told for one in told]
        return page(request, "simulate", {**frame, "faults": faults}, status=422)
    of = walking.digest(procedure)
    typed = {one.name: request.POST.get(f"{_TYPED}{one.name}", "") for one in inputs(procedure)}
    walk, refused = _moved(procedure, of, request.POST, typed)
    context = {
        **frame,
        "refused": refused,
        "carried": walking.carried(of, walk) if walk else "",
        "begun": walk is not None,
        "ended": walk is not None and walk.state.ended,
        "open": _open(procedure, walk) if walk else [],
        "waiting": _waiting(procedure, walk) if walk else [],
        "path": walk.path if walk else (),
        "fields": [_field(procedure, one, typed) for one in inputs(procedure)],
        "drawing": drawing(procedure, walk.position() if walk else Position(), f"{procedure.name}流程图"),
    }
    return page(request, "simulate", context, status=422 if refused else 200)


def _moved(procedure: Procedure, of: str, sent: Mapping[str, str], typed: Mapping[str, str]) -> tuple[Walk | None, str]:
    """Returns the walk after what was sent, or as it was with the sentence that says why it did not move."""
    walk = None
    try:
        move = sent.get(_MOVE, "")
        if sent.get(_CARRIED) and move not in {"", "restart"}:
            walk = walking.taken_up(of, sent[_CARRIED])
            return walking.go(procedure, walk, move, walking.values(procedure, typed)), ""
        if inputs(procedure) and not move:
            return None, ""  # first the data, then the first step
        return walking.begin(procedure, walking.values(procedure, typed)), ""
    except (TransitionError, WalkRefused) as error:
        return walk, str(error)


def _open(procedure: Procedure, walk: Walk) -> list[Piece]:
    return [_task(procedure, task) for task in walk.state.open_tasks]


def _task(procedure: Procedure, task: OpenTask) -> Piece:
    node = procedure.nodes[task.node]
    moves = [{"move": f"done:{task.token}:{one.code}", "label": one.name} for one in node.outcomes]
    if node.lapse:
        name = next((one.name for one in node.outcomes if one.code == node.lapse), node.lapse)
        moves.append({"move": f"lapse:{task.token}:{node.lapse}", "label": f"时间到，默认{name}"})
    how = "会签" if node.loop else "各办一遍"
    facts = [ROLES.get(node.role, node.role), limit_words(node.limit), task.item and f"{how}：{task.item}"]
    name = f"{node.name}（{task.item}）" if task.item and not node.loop else node.name
    return {"name": name, "facts": " · ".join(filter(None, facts)), "moves": moves}


def _waiting(procedure: Procedure, walk: Walk) -> list[Piece]:
    found = []
    for item in walk.state.pending:
        node = procedure.nodes[item.node]
        if node.duration:
            what, move, label = f"等 {duration_words(node.duration)}", f"fire:{item.token}:", "时间到"
        else:
            message = procedure.messages.get(node.message) or node.message
            what, move, label = f"等消息“{message}”", f"receive::{node.message}", "收到"
        host = f"附在“{walking.name_of(procedure, node.host)}”上" if node.host else ""
        found.append(
            {"name": node.name or what, "facts": " · ".join(filter(None, (what, host))), "move": move, "label": label}
        )
    return found


def _label(procedure: Procedure, one: Input) -> str:
    """Returns what a value is called: whose list it is, else by the name that conditions give it."""
    mine = [node for node in procedure.nodes.values() if node.loop and node.loop.items == one.name]
    how = "和".join(dict.fromkeys("各办一遍的" if node.kind == "subprocess" else "的会签" for node in mine))
    steps = "、".join(title(procedure, node.id) for node in mine)
    return f"“{steps}”{how}名单" if mine else data_title(procedure, one.name)


def _field(procedure: Procedure, one: Input, typed: Mapping[str, str]) -> Piece:
    named = ((str(value), value_words(procedure, one.name, value)) for value in one.values)
    compared = "、".join(value if words == value else f"{words}（填 {value}）" for value, words in named)
    hints = {
        "list": "单位或人员，一行一个，例如：第一家、第二家。",
        "text": f"条件里比较的值：{compared}。",
        "number": f"条件里比较的数：{compared}。",
    }
    return {
        "code": f"{_TYPED}{one.name}",
        "label": _label(procedure, one),
        "type": _SORTS[one.sort],
        "required": False,
        "hint": hints.get(one.sort, ""),
        "error": "",
        "choices": _TRUTHS if one.sort == "truth" else [],
        "value": typed.get(one.name, ""),
    }
