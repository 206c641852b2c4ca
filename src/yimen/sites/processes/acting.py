"""What is done to a draft: another file, sent for review, reviewed, published, given up."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from yimen.contexts.procedures.api import (
    DraftMoved,
    DraftRefused,
    Saved,
    discard_draft,
    draft,
    publish_draft,
    review_draft,
    save_draft,
    submit_draft,
)
from yimen.sites.pieces.deskroom import doing
from yimen.sites.pieces.templatetags.words import day
from yimen.sites.pieces.who import act, reader

from .draftpage import draft_page
from .receiving import bounded
from .room import POSTS, Slip, revision_of
from .starting import uploaded


def _show(request: HttpRequest, draft_id: UUID, refused: str, status: int) -> HttpResponse:
    found = draft(reader=reader(request), id=draft_id)
    return draft_page(request, found, typed=request.POST.dict(), refused=refused, status=status)


def _back(request: HttpRequest, draft_id: UUID) -> str:
    """Returns the draft's page; of one that is published, that of what it became."""
    found = draft(reader=reader(request), id=draft_id)
    return f"/processes/procedures/{found.key}/" if found.state == "published" else f"/processes/drafts/{draft_id}/"


_doing = doing(posts=POSTS, refusal=DraftRefused, moved=DraftMoved, show=_show, back=_back)


@bounded
@_doing
def upload(request: HttpRequest, draft_id: UUID) -> str:
    """Replaces the file of a draft; its key and its name stay, unless those of the file are asked for."""
    saved = save_draft(
        act=act(request),
        reader=reader(request),
        id=draft_id,
        xml=uploaded(request),
        revision=revision_of(request.POST),
        own_name=request.POST.get("naming") != "file",
        uploaded=True,
    )
    faults = sum(item.severity == "error" for item in saved.findings)
    words = f"已保存为第 {saved.draft.revision} 稿" + (f"，还有 {faults} 处必须改正才能送审。" if faults else "。")
    return words + _named(saved)


def _named(saved: Saved) -> str:
    """Returns what became of the key and the name that a file came with, in words."""
    now = (saved.draft.key, saved.draft.name)
    told = [
        f"{what}由“{before or '（空）'}”改为文件里的“{after}”。"
        for what, before, after in zip(("流程编号", "名称"), saved.was, now, strict=True)
        if before != after
    ]
    told += [
        f"{what}保留“{kept}”，没有用文件里的“{other}”。"
        for what, kept, other in zip(("流程编号", "名称"), now, saved.stated or now, strict=True)
        if kept != other
    ]
    return "".join(told)


@_doing
def submit(request: HttpRequest, draft_id: UUID) -> str:
    """Sends a draft for review."""
    sent = request.POST
    submit_draft(
        act=act(request),
        reader=reader(request),
        id=draft_id,
        revision=revision_of(sent),
        note=sent.get("note", ""),
        justification=sent.get("justification", ""),
    )
    return "已送审并留痕。审核以前不能再改；退回后可以再改。"


@_doing
def review(request: HttpRequest, draft_id: UUID) -> str:
    """Agrees to a draft or sends it back."""
    sent, agree = request.POST, request.POST.get("do") == "agree"
    review_draft(
        act=act(request),
        reader=reader(request),
        id=draft_id,
        revision=revision_of(sent),
        agree=agree,
        opinion=sent.get("opinion", ""),
    )
    return "已审核同意，可以发布。" if agree else "已退回修改，意见已留痕。"


@_doing
def publish(request: HttpRequest, draft_id: UUID) -> str:
    """Publishes a reviewed draft."""
    sent = request.POST
    try:
        start = date.fromisoformat(sent.get("valid_from", "").strip())
    except ValueError:
        raise Slip("“生效日期”应写成 2026-02-25 的样子，并且是有的日子。请改正。") from None
    found = publish_draft(
        act=act(request),
        reader=reader(request),
        id=draft_id,
        revision=revision_of(sent),
        valid_from=start,
        reason=sent.get("reason", ""),
    )
    return f"已发布为第 {found.number} 版，{day(found.valid_from)}起施行。在办的件仍按原来的版本。"


@_doing
def discard(request: HttpRequest, draft_id: UUID) -> str:
    """Gives up a draft."""
    sent = request.POST
    discard_draft(
        act=act(request),
        reader=reader(request),
        id=draft_id,
        revision=revision_of(sent),
        reason=sent.get("reason", ""),
    )
    return "已作废，草稿和经过留存备查。"
