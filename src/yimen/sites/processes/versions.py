"""The versions of one procedure with their dates in force, and two of anything side by side."""

from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yimen.contexts.identity.api import ROLES, Reader
from yimen.contexts.procedures.api import (
    NoSuchProcedure,
    Version,
    draft,
    findings,
    may_draft,
    may_review,
    revision,
)
from yimen.contexts.procedures.api import version as version_of
from yimen.contexts.procedures.api import versions as versions_of
from yimen.kernel.procedure import Procedure, compare, marks
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.shapes import called_words
from yimen.sites.pieces.templatetags.words import day
from yimen.sites.pieces.who import for_roles, reader

from .found import change_rows, limits_words, weighty_rows
from .room import POSTS, Piece, Slip, page, picture, table, unit_name


@require_safe
@for_roles(*POSTS)
def procedure(request: HttpRequest, key: str) -> HttpResponse:
    """Shows all versions of a procedure: from when until when, by whom, why."""
    found, who = versions_of(key=key), reader(request)
    newest = found[0]
    moves = may_review(reader=who, unit=newest.unit)
    ends = {older.id: newer.valid_from - timedelta(1) for newer, older in pairwise(found)}
    before = {newer.id: older for newer, older in pairwise(found)}
    context = {
        "name": newest.name,
        "lead": f"{unit_name(newest.unit)} · 流程编号 {key}",
        "versions": [_version(one, ends.get(one.id), before.get(one.id), moves=moves) for one in found],
        "copies": may_draft(reader=who, unit=newest.unit),
        "draws": who.holds("process"),
        "flow": picture(newest.procedure),
        "newest": newest,
    }
    return page(request, "procedure", context)


def _version(one: Version, end: date | None, before: Version | None, *, moves: bool) -> Piece:
    until = "现在" if end is None else day(end) if end >= one.valid_from else "当日（同日又发布了新版）"
    ahead = one.valid_from > today()
    force = "待施行" if ahead else "现行" if end is None or end >= today() else "已被替代"
    posts = [f"起草：{one.author}", f"审核：{one.reviewer}", f"发布：{one.publisher}"] if one.author else []
    return {
        "id": str(one.id),
        "title": f"第 {one.number} 版",
        "light": {"colour": {"现行": "green", "待施行": "blue"}.get(force, "grey"), "words": force},
        "span": f"{day(one.valid_from)}起施行" if ahead and end is None else f"{day(one.valid_from)}起，至{until}",
        "posts": " · ".join(posts) or "由系统管理员发布",
        "reason": one.reason,
        "justification": one.justification,
        "calls": called_words(one),
        "compare": f"/processes/compare/?old={before.id}&new={one.id}" if before else "",
        "drawing": f"/procedures/{one.key}/{one.number}/",
        "matters": f"/processes/versions/{one.id}/matters/" if moves and force == "现行" else "",
    }


@require_safe
@for_roles(*POSTS)
def side_by_side(request: HttpRequest) -> HttpResponse:
    """Shows two versions, or a version and a draft, side by side: both drawings marked, and every change."""
    who = reader(request)
    asked_ = _in_order(request)
    (old, old_title), (new, new_title) = (_either(who, text) for text in asked_)
    revised = next((id_ for id_, dot, _ in (text.partition(".") for text in asked_) if dot), "")
    found = compare(old, new, ROLES)
    heads = [f"各步时限：{limits_words(one)}" for one in (old, new)]
    context = {
        "name": new.name,
        "back": f"/processes/drafts/{revised}/revisions/" if revised else f"/processes/procedures/{old.key}/",
        "sides": [
            {"title": old_title, "flow": picture(old, marks(found, old), beside="-old"), "total": heads[0]},
            {"title": new_title, "flow": picture(new, marks(found, new), beside="-new"), "total": heads[1]},
        ],
        "weighty": table("涉及审批权限、环节和时限的改动", *weighty_rows(found.weighty)),
        "others": table("其他改动", *change_rows(found.others)),
    }
    return page(request, "compare", context)


def _in_order(request: HttpRequest) -> tuple[str, str]:
    """Returns what is asked for; of two revisions of a draft the earlier one first, however they were chosen."""
    old, new = request.GET.get("old", ""), request.GET.get("new", "")
    (old_id, _, before), (new_id, _, after) = old.partition("."), new.partition(".")
    turned = old_id == new_id and (len(before), before) > (len(after), after)
    return (new, old) if turned else (old, new)


def _either(who: Reader, text: str) -> tuple[Procedure, str]:
    """Returns a version or a draft by its id, or a draft's revision by "id.number", with its title.

    Raises NoSuchProcedure, NoSuchDraft, or Slip.
    """
    id_, _, number = text.partition(".")
    try:
        wanted, revised = UUID(id_), int(number) if number else None
    except ValueError:
        raise NoSuchProcedure("没有说明对照哪两版。请从版本列表或草稿页进入对照。") from None
    if revised is None:
        try:
            found = version_of(id=wanted)
        except NoSuchProcedure:
            pass
        else:
            return found.procedure, f"第 {found.number} 版，{day(found.valid_from)}起施行"
    return _drawn(who, wanted, revised)


def _drawn(who: Reader, id_: UUID, revised: int | None) -> tuple[Procedure, str]:
    now = draft(reader=who, id=id_)
    number = now.revision if revised is None else revised
    xml = now.xml if number == now.revision else revision(reader=who, draft=id_, number=number)[1]
    procedure_ = findings(xml=xml, on=today())[1]
    if procedure_ is None:
        raise Slip(f"草稿第 {number} 稿还不是完整的流程，不能对照。请先按草稿页上的问题改正，或换一稿对照。")
    state = now.state_name if number == now.revision else "以前的一稿"
    return procedure_, f"草稿第 {number} 稿（{state}）"
