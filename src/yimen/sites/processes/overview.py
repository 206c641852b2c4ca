"""What there is: drafts on their way, procedures in force, drafts done with."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yimen.contexts.procedures.api import Draft, Version, drafts, newest
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.templatetags.words import day, moment
from yimen.sites.pieces.who import for_roles, reader

from .room import POSTS, Cell, page, table, unit_name

LIGHTS = {
    "draft": "blue",
    "submitted": "yellow",
    "returned": "red",
    "reviewed": "green",
    "published": "green",
    "discarded": "grey",
}
_HEADS = ("流程", "单位", "最新版本", "施行日期", "状态")


@require_safe
@for_roles(*POSTS)
def overview(request: HttpRequest) -> HttpResponse:
    """Lists the drafts of the reader's units, and all procedures."""
    who, heads = reader(request), ("流程", "单位", "状态", "第几稿", "最近改动")
    context = {
        "drafts": table("还没有发布的草稿", heads, [_draft(one) for one in drafts(reader=who)]),
        "procedures": table("已发布的流程", _HEADS, [_version(one) for one in newest()]),
        "closed": table("已办完的草稿", heads, [_draft(one) for one in drafts(reader=who, closed=True)]),
        "draws": who.holds("process"),
    }
    return page(request, "overview", context)


def light(draft: Draft) -> Cell:
    """Returns the state of a draft as a light."""
    return {"text": draft.state_name, "light": {"colour": LIGHTS[draft.state], "words": draft.state_name}}


def _draft(one: Draft) -> list[Cell]:
    return [
        {"text": one.name or one.key, "url": f"/processes/drafts/{one.id}/"},
        unit_name(one.unit),
        light(one),
        f"第 {one.revision} 稿",
        f"{moment(one.changed_at)} · {one.post}",
    ]


def _version(one: Version) -> list[Cell]:
    force = "已施行" if one.valid_from <= today() else "待施行"
    return [
        {"text": one.name, "url": f"/processes/procedures/{one.key}/"},
        unit_name(one.unit),
        f"第 {one.number} 版",
        day(one.valid_from),
        force,
    ]
