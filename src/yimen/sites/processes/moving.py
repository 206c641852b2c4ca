"""Running matters on older versions: which can move to this one, which cannot and why, and moving them in batches."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from yimen.contexts.matters.api import MOVED_AT_ONCE, Movable, StepRefused, migrate_batch, movable
from yimen.contexts.procedures.api import version as version_of
from yimen.sites.pieces.edge import say
from yimen.sites.pieces.templatetags.words import day
from yimen.sites.pieces.who import act, for_roles, reader

from .room import Cell, field, page, table, unit_name

_HEADS = ("办件号", "事项", "单位", "现在的环节", "现在的版本")
_DUES = ("全件期限", "本步期限")
_NAMED = 5  # matters that the warning names


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles("approver")
def matters(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Shows open matters on other versions of the same procedure; moves the next batch of those that can."""
    if request.method != "POST":
        return _page(request, version_id)
    sent = request.POST
    try:
        done = migrate_batch(
            act=act(request),
            reader=reader(request),
            version=version_id,
            reason=sent.get("reason", ""),
            after=_after(sent.get("after", "")),
        )
    except StepRefused as error:
        return _page(request, version_id, refused=str(error), reason=sent.get("reason", ""))
    words = f"已改 {done.moved} 件，{len(done.stayed)} 件不能改，仍按原来的版本办理。每一件都已留痕。"
    say(request, words + ("后面还有，请继续。" if done.after else ""))
    more = f"?after={done.after}" if done.after else ""
    return HttpResponseRedirect(f"/processes/versions/{version_id}/matters/{more}")


def _after(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _page(request: HttpRequest, version_id: UUID, *, refused: str = "", reason: str = "") -> HttpResponse:
    target, after = version_of(id=version_id), _after(request.GET.get("after", request.POST.get("after", "")))
    found = movable(act=act(request), reader=reader(request), version=version_id, after=after)
    can, cannot = ([one for one in found if bool(one.why) is stays] for stays in (False, True))
    hint = "写进每一件的留痕，可被公众查到，不要写个人信息。"
    context = {
        "title": f"在办件改按第 {target.number} 版办理",
        "name": target.name,
        "back": f"/processes/procedures/{target.key}/",
        "refused": refused,
        "can": table("可以改的", (*_HEADS, *_DUES), [[*_row(one), *_dues(one)] for one in can]),
        "cannot": table("不能改的", (*_HEADS, "为什么"), [[*_row(one), one.why] for one in cannot]),
        "fields": [field("reason", "理由", "textarea", {"reason": reason}, hint=hint, max=400)],
        "count": len(can),
        "late": _warning(can),
        "more": len(found) == MOVED_AT_ONCE,
        "after": str(after or ""),
    }
    return page(request, "matters", context, status=422 if refused else 200)


def _warning(can: Sequence[Movable]) -> str:
    """Returns a warning of the matters whose steps a move makes late at once, "" where there is none."""
    late = [one for one in can if one.late]
    if not late:
        return ""
    named = "、".join(f"{one.number}（{'、'.join(one.late)}）" for one in late[:_NAMED])
    more = f"等 {len(late)} 件" if len(late) > _NAMED else ""
    return (
        f"有 {len(late)} 件现在没有超期，新版的步骤时限更短，改后这一步立即超期，会亮灯并提醒监察：{named}{more}。"
        "不想这样的，请先办完这一步再改。"
    )


def _row(one: Movable) -> list[Cell]:
    number: Cell = {"text": one.number, "url": f"/cases/{one.number}/"}
    return [number, one.title, unit_name(one.unit), one.step, f"第 {one.version} 版"]


def _dues(one: Movable) -> list[Cell]:
    """Returns what becomes of the last days: of the whole matter, and of each open step."""
    whole = [_moved(before, after, "未在计时") for name, before, after in one.dues if not name]
    steps = [
        (name, f"{_moved(before, after, '不限')}{'，改后即超期' if name in one.late else ''}")
        for name, before, after in one.dues
        if name
    ]
    named = (f"{name}：{words}" if len(steps) > 1 else words for name, words in steps)
    return ["；".join(whole), "；".join(named)]


def _moved(before: date | None, after: date | None, none: str) -> str:
    was, now = day(before) or none, day(after) or none
    return f"{was}，不变" if was == now else f"原为{was}，改为{now}"
