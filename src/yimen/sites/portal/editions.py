"""An item at other times: its guide as on another day, its versions, and what became of one that is ended."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.contexts.catalogue.api import (
    COMING,
    IN_USE,
    Edition,
    Guide,
    NoSuchItem,
    Successor,
    coming,
    delegated,
    ended,
    history,
)
from yimen.contexts.catalogue.api import guide as guide_on
from yimen.contexts.procedures.api import NoSuchProcedure, Version, in_force
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.endings import ended_words
from yimen.sites.pieces.guidance import sections, shown
from yimen.sites.pieces.shapes import Piece
from yimen.sites.pieces.tables import asked, pair
from yimen.sites.pieces.templatetags.words import day

from .room import crumbs

_STATES = {IN_USE: "now", COMING: "todo"}


@require_safe
def versions(request: HttpRequest, code: str) -> HttpResponse:
    """Shows every version of an item, newest first, with what changed and why; each leads to its text."""
    return _versions(request, code, "", "")


def _versions(request: HttpRequest, code: str, typed: str, wrong: str) -> HttpResponse:
    editions = history(code=code, on=today())
    name = editions[0].guide.name
    context = {
        "crumbs": crumbs(("办事", "/items/"), (name, f"/items/{code}/"), ("历次版本", None)),
        "name": name,
        "base": f"/items/{code}/",
        "on": typed,
        "wrong": wrong,
        "current": wrong != "" and any(one.guide.status == IN_USE for one in editions),
        "editions": [_edition(code, one) for one in editions],
    }
    return render(request, "portal/history.html", context, status=422 if wrong else 200)


def _edition(code: str, edition: Edition) -> dict[str, Any]:
    guide, change, ending = edition.guide, edition.change, edition.ending
    until = f"至 {day(guide.valid_to)}" if guide.valid_to else "起"
    told = [f"{change.kind}：{change.reason}" if change.reason else change.kind]
    told += [f"依据 {change.document}"] if change.document else []
    told += [f"与上一版不同：{'、'.join(edition.differences)}"] if edition.differences else []
    since = f"自{day(guide.valid_to + timedelta(days=1))}起" if guide.valid_to else ""
    told += [f"{since}{ending.kind}：{ending.reason}（{ending.document}）"] if ending else []
    never = guide.valid_to is not None and guide.valid_to < guide.valid_from
    return {
        "label": f"第 {guide.version} 版（{'没有施行' if never else guide.status}）",
        "url": "" if never else f"/items/{code}/?on={guide.valid_from.isoformat()}",
        "state": _STATES.get(guide.status, "did"),
        "when": f"公布后又改，原定{day(guide.valid_from)}起" if never else f"{day(guide.valid_from)}{until}",
        "who": guide.unit.name,
        "note": "；".join(told),
        "light": None,
    }


def on_a_day(request: HttpRequest, code: str) -> HttpResponse:
    """Shows the guide as it was or will be on the day of ``?on=``, stamped as such; a day that is none is told."""
    typed = asked(request, "on")
    try:
        on = date.fromisoformat(typed)
    except ValueError:
        wrong = f"“{typed}”不是有效的日期，请写成 2026-02-25 这样，或者从下面的列表选一版。"
        return _versions(request, code, "", wrong)
    try:
        found = guide_on(code=code, on=on)
    except NoSuchItem as error:
        return _versions(request, code, typed, _none_on(code, on, error))
    version, stamp = _procedure(found, on), _stamp(found, on)
    context = {
        "crumbs": crumbs(("办事", "/items/"), (found.name, f"/items/{code}/"), (f"{day(on)}的版本", None)),
        "name": found.name,
        "lead": f"{found.unit.name} · {day(on)}的办事指南",
        "base": f"/items/{code}/",
        "stamp": stamp,
        "procedure": f"{version.name}，第 {version.number} 版" if version.valid_from <= on else "",
        "sections": [_unlinked(shown(part)) for part in sections(found, version, on)],
    }
    return render(request, "portal/edition.html", context)


def _none_on(code: str, on: date, error: NoSuchItem) -> str:
    """Returns that an item had no version on a day; before its first one, since when it has."""
    first = min(one.guide.valid_from for one in history(code=code))
    if on < min(first, today()):
        begins = "施行" if first <= today() else "才施行"
        return f"{day(on)}没有施行的版本：最早的一版自{day(first)}起{begins}。"
    return f"{day(on)}没有施行的版本：{error}"


def _unlinked(part: Piece) -> Piece:
    """Returns a section whose handling items lead nowhere: their links are of today's guide."""
    for row in part["table"]["rows"] if part["table"] else ():
        for cell in row:
            if "/?v=" in str(cell["url"] or ""):
                cell["url"] = None
    return part


def _procedure(found: Guide, on: date) -> Version:
    """Returns the procedure that ran for an item on a day; where none did, today's."""
    try:
        return in_force(key=found.procedure_key, on=on)
    except NoSuchProcedure:
        return in_force(key=found.procedure_key, on=today())


def _stamp(found: Guide, on: date) -> str:
    """Returns how what a version said on a day stands today, in words: its base item may have changed since."""
    now, named = today(), f"第 {found.version} 版"
    first, last = _edition_days(found, on)
    if first > now:
        return f"将于{day(first)}起施行：这是{named}，现在还不适用。"
    if last is not None and last < now:
        return f"已不再适用：这是{named}，施行期为{day(first)}至{day(last)}。"
    return f"现行有效：这是{named}，自{day(first)}起施行。" if on <= now else _later(found, on)


def _edition_days(found: Guide, on: date) -> tuple[date, date | None]:
    """Returns the first and last day on which a version says what it says on a day."""
    for one in history(code=found.code):
        first, last = one.guide.valid_from, one.guide.valid_to
        if one.guide.id == found.id and first <= on and (last is None or on <= last):
            return first, last
    return found.valid_from, found.valid_to


def _later(found: Guide, on: date) -> str:
    return f"这是{day(on)}将施行的内容，按目前已公布的版本显示（第 {found.version} 版）。"


def gone(request: HttpRequest, code: str) -> HttpResponse:
    """Shows what became of an item that is no more, and where to go instead; raises NoSuchItem for any other."""
    found, again = ended(code=code, on=today()), coming(code=code, on=today())
    said = f"本事项{ended_words(found)}，现在不再受理新的申请。{_why(found.change)}"
    said += f"{day(again.valid_from)}起重新办理。" if again else ""
    context = {
        "crumbs": crumbs(("办事", "/items/"), (found.name, None)),
        "name": found.name,
        "kind": found.change.kind,
        "said": said,
        "facts": [
            pair("原实施机关", found.unit.name),
            pair("实施编码", code),
            pair(f"{found.change.kind}日期", f"{day(found.since)}起"),
            pair("最后有效日", day(found.last_day)),
            pair("原因", found.change.reason or "—"),
            pair("依据文件", found.change.document or "—"),
        ],
        "heirs": [_heir(found.change.kind, one) for one in found.successors],
        "phone": found.unit.phone,
        "base": f"/items/{code}/",
        "last": found.last_day.isoformat(),
    }
    return render(request, "portal/ended.html", context, status=410)


def awaited(request: HttpRequest, code: str, error: NoSuchItem) -> HttpResponse:
    """Shows from when an item that is published will be in force, with its guide of that day; raises ``error`` else."""
    following = coming(code=code, on=today())
    if following is None:
        raise error from None
    first = following.valid_from
    context = {
        "crumbs": crumbs(("办事", "/items/"), (following.name, None)),
        "name": following.name,
        "said": f"本事项将于{day(first)}起施行，从那天起才可以申请。",
        "first": day(first),
        "url": f"/items/{code}/?on={first.isoformat()}",
    }
    return render(request, "portal/awaited.html", context, status=404)


def _why(change: Any) -> str:
    return f"依据：{change.document}。" if change.document else ""


def _heir(kind: str, one: Successor) -> Piece:
    """Returns where an ended item goes on, in words, with its page where there is one."""
    if one.first_day is None:
        until = f"，最迟{day(one.due_on)}" if one.due_on else ""
        demo = "（期限为演示值）" if one.demo else ""
        ask = f"此前请向它咨询：{one.unit.phone}。" if one.unit.phone else ""
        return {"url": "", "name": one.unit.name, "words": f"正在承接本事项{until}承接完毕{demo}。{ask}"}
    when = f"{day(one.first_day)}起" if one.first_day > today() else "现在"
    words = f"{when}并入这个事项办理，实施机关：" if kind == "合并" else f"{when}的实施机关："
    return {"url": f"/items/{one.code}/", "name": one.name, "words": f"{words}{one.unit.name}。"}


def ahead(found: Guide) -> list[str]:
    """Returns what is already published and still to come of an item in force: its next version, or its end."""
    on = today()
    following = coming(code=found.code, on=on)
    if following is not None:
        return [f"本指南将于{day(following.valid_from)}起变更为第 {following.version} 版。"]
    try:
        end = ended(code=found.code, on=on)
    except NoSuchItem:
        return _handed_down(found)
    merged = end.change.kind == "合并"
    heirs = "、".join(dict.fromkeys(one.name if merged else one.unit.name for one in end.successors))
    into = (f"并入“{heirs}”" if merged else f"由{heirs}承接（{end.change.kind}）") if heirs else ""
    return [f"本事项{ended_words(end, into)}。"]


def _handed_down(found: Guide) -> list[str]:
    """Returns who is to take an item over that goes on here until then."""
    decided = delegated(code=found.code, name=found.name)
    if decided is None:
        return []
    named = [one.unit.name + _until(one) for one in decided.heirs]
    return [
        f"本事项已决定下放，由{'、'.join(named)}承接。{_why(decided.change)}承接完毕以前，仍由{found.unit.name}受理。"
    ]


def _until(one: Successor) -> str:
    return f"（最迟{day(one.due_on)}{'，演示值' if one.demo else ''}）" if one.due_on else ""
