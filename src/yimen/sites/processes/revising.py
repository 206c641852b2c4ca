"""What a draft has been (各稿): each revision opened, drawn, downloaded, compared with another, gone back to."""

from itertools import pairwise
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from yimen.contexts.procedures.api import (
    MOST_REVISIONS,
    Draft,
    DraftMoved,
    DraftRefused,
    NoSuchProcedure,
    Revision,
    draft,
    findings,
    may_draft,
    restore_draft,
    revision,
    revisions,
)
from yimen.contexts.procedures.api import versions as versions_of
from yimen.kernel.procedure import Procedure
from yimen.sites.pieces.deskroom import doing
from yimen.sites.pieces.edge import send, today
from yimen.sites.pieces.tables import asked, pair
from yimen.sites.pieces.templatetags.words import day, moment
from yimen.sites.pieces.who import act, for_roles, reader

from .draftpage import draft_page
from .files import MEDIA
from .found import finding_rows, limits_words
from .room import POSTS, Cell, Piece, page, pictures, revision_of, table

_HEADS = ("第几稿", "保存时间", "谁保存的", "名称", "对照", "文件")
_DIGITS = 9


@require_safe
@for_roles(*POSTS)
def listed(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Lists the revisions of a draft, newest first; ``?before=``: those older than one."""
    who, asked_ = reader(request), asked(request, "before")
    before = int(asked_) if asked_.isascii() and asked_.isdigit() and len(asked_) <= _DIGITS else None
    found, kept = draft(reader=who, id=draft_id), revisions(reader=who, draft=draft_id, before=before)
    shown, more = kept[:MOST_REVISIONS], len(kept) > MOST_REVISIONS
    first = shown[-1].number if shown else 1
    rows = [_row(found, one, older) for one, older in pairwise((*kept, None)) if one in shown]
    context = {
        "draft": found,
        "table": table("各稿", _HEADS, rows),
        "older": f"/processes/drafts/{draft_id}/revisions/?before={first}" if more else "",
        "lost": 0 if more else first - 1,
    }
    return page(request, "revisions", context)


def _row(found: Draft, one: Revision, older: Revision | None) -> list[Cell]:
    here = f"/processes/drafts/{found.id}/revisions/{one.number}/"
    against: Cell = "—"
    if older:
        url = f"/processes/compare/?old={found.id}.{older.number}&new={found.id}.{one.number}"
        against = {"text": "与上一稿对照", "url": url}
    return [
        {"text": f"第 {one.number} 稿" + ("（现在）" if one.number == found.revision else ""), "url": here},
        moment(one.saved_at),
        one.post + ("（上传）" if one.uploaded else ""),
        one.name or "未命名",
        against,
        {"text": f"下载第 {one.number} 稿", "url": f"{here}xml"},
    ]


@require_safe
@for_roles(*POSTS)
def show(request: HttpRequest, draft_id: UUID, number: int) -> HttpResponse:
    """Shows a draft as it was at one revision; ``?old=``: goes where it is compared with another."""
    who, old = reader(request), asked(request, "old")
    if old:
        return HttpResponseRedirect(f"/processes/compare/?{urlencode({'old': old, 'new': f'{draft_id}.{number}'})}")
    found = draft(reader=who, id=draft_id)
    then, xml = revision(reader=who, draft=draft_id, number=number)
    faults, procedure = findings(xml=xml, on=today())
    last = number == found.revision
    restores = not last and found.editable and may_draft(reader=who, unit=found.unit)
    kept = "“回到这一稿”会另存为新的一稿，别的稿都还在。" if restores else ""
    context = {
        "draft": found,
        "then": then,
        "last": last,
        "before": f"现在是第 {found.revision} 稿。看、下载、对照都不改动草稿。{kept}",
        "facts": _facts(then, procedure),
        "findings": table(
            "按今天的规定检查，这一稿的问题",
            *finding_rows(faults, by_hand=then.uploaded, pictured=procedure is not None),
        ),
        "flow": pictures(procedure, faults) if procedure else None,
        "others": _others(found, then, revisions(reader=who, draft=draft_id)) if procedure else [],
        "restores": restores,
    }
    return page(request, "revision", context)


def _facts(then: Revision, procedure: Procedure | None) -> list[Piece]:
    facts = [
        pair("保存时间", moment(then.saved_at)),
        pair("谁保存的", then.post + ("（上传文件）" if then.uploaded else "")),
        pair("流程编号", then.key),
    ]
    return facts + ([pair("各步时限", limits_words(procedure))] if procedure else [])


def _others(found: Draft, then: Revision, kept: tuple[Revision, ...]) -> list[Piece]:
    """Returns what a revision may be compared with: the versions that are published, then the other revisions."""
    try:
        published = versions_of(key=found.key)
    except NoSuchProcedure:
        published = ()
    rest = [one for one in kept if one.number != then.number]
    return [{"code": str(one.id), "label": f"第 {one.number} 版，{day(one.valid_from)}起施行"} for one in published] + [
        {"code": f"{found.id}.{one.number}", "label": f"第 {one.number} 稿，{moment(one.saved_at)}"} for one in rest
    ]


@require_safe
@for_roles(*POSTS)
def xml(request: HttpRequest, draft_id: UUID, number: int) -> HttpResponse:
    """Sends the file of a revision."""
    then, file = revision(reader=reader(request), draft=draft_id, number=number)
    return send(file, MEDIA, f"{then.key or 'procedure'}-draft-{number}.bpmn", keep=True)


def _refused(request: HttpRequest, draft_id: UUID, words: str, status: int) -> HttpResponse:
    return draft_page(request, draft(reader=reader(request), id=draft_id), refused=words, status=status)


_doing = doing(
    posts=POSTS,
    refusal=DraftRefused,
    moved=DraftMoved,
    show=_refused,
    back=lambda _, draft_id: f"/processes/drafts/{draft_id}/",
)


@_doing
def restore(request: HttpRequest, draft_id: UUID) -> str:
    """Goes back to a revision."""
    number = revision_of({"revision": request.POST.get("number", "")})
    seen = revision_of(request.POST)
    found = restore_draft(act=act(request), reader=reader(request), id=draft_id, revision=seen, number=number)
    return f"已按第 {number} 稿存为第 {found.revision} 稿。以前的各稿都还在“各稿”里。"
