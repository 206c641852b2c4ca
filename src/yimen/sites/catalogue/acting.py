"""What is done to drafts besides writing: commented, submitted, given up."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from yimen.contexts.catalogue.api import DraftMoved, DraftRefused, comment, discard_draft, draft, settle_comment
from yimen.contexts.revisions.api import submit_drafts
from yimen.sites.pieces.deskroom import doing
from yimen.sites.pieces.edge import refuse, say
from yimen.sites.pieces.who import act, for_roles, reader

from .draftpage import draft_page
from .overview import overview_page
from .room import POSTS, Slip, revision_of


def _show(request: HttpRequest, draft_id: UUID, refused: str, status: int) -> HttpResponse:
    return draft_page(request, draft(reader=reader(request), id=draft_id), refused=refused, status=status)


def _back(request: HttpRequest, draft_id: UUID) -> str:
    back = request.POST.get("back", "")
    return f"/catalogue/reviews/{back}/" if back.isdigit() else f"/catalogue/drafts/{draft_id}/"


_doing = doing(posts=POSTS, refusal=DraftRefused, moved=DraftMoved, show=_show, back=_back)


@_doing
def remark(request: HttpRequest, draft_id: UUID) -> str:
    """Says something of a field."""
    sent = request.POST
    comment(
        act=act(request), reader=reader(request), id=draft_id, field=sent.get("field", ""), text=sent.get("text", "")
    )
    return "批注已记下。"


@_doing
def settle(request: HttpRequest, draft_id: UUID) -> str:  # noqa: ARG001 - the address names the draft
    """Settles a comment."""
    try:
        which = UUID(request.POST.get("comment", ""))
    except ValueError:
        raise Slip("没有说明是哪一条批注。请刷新页面。") from None
    settle_comment(act=act(request), reader=reader(request), id=which)
    return "批注已处理。"


@_doing
def discard(request: HttpRequest, draft_id: UUID) -> str:
    """Gives a draft up."""
    sent = request.POST
    discard_draft(
        act=act(request),
        reader=reader(request),
        id=draft_id,
        revision=revision_of(sent),
        reason=sent.get("reason", ""),
    )
    return "已作废，草稿和经过留存备查。"


@require_POST
@for_roles(*POSTS)
def submit(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Submits one draft and goes back to its own page, which lists what is wrong where it was refused."""
    try:
        seen = [(draft_id, revision_of(request.POST))]
        matter = submit_drafts(act=act(request), reader=reader(request), seen=seen)
    except (DraftRefused, Slip) as error:
        faults = error.findings if isinstance(error, DraftRefused) else ()
        refuse(request, f"没有送审：还有 {len(faults)} 处要补正，逐条列在下面。" if faults else str(error))
    else:
        say(request, f"已送审，办件号 {matter.number}。审核期间不能再改；退回后可以再改。")
    return HttpResponseRedirect(f"/catalogue/drafts/{draft_id}/")


@require_POST
@for_roles("editor")
def submit_several(request: HttpRequest) -> HttpResponse:
    """Submits the drafts that were ticked, as one matter."""
    seen = []
    for text in request.POST.getlist("drafts"):
        name, _, number = text.partition(":")
        try:
            seen.append((UUID(name), int(number)))
        except ValueError:
            raise Slip("没有说明送审哪些草稿。请回到列表重新勾选。") from None
    try:
        matter = submit_drafts(act=act(request), reader=reader(request), seen=seen)
    except DraftRefused as error:
        return overview_page(request, refused=str(error), ticked=request.POST.getlist("drafts"))
    say(request, f"已送审，办件号 {matter.number}。")
    return HttpResponseRedirect(f"/catalogue/reviews/{matter.number}/")
