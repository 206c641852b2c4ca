"""Procedures in the open (流程公开): what is drawn is what runs."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.contexts.identity.api import ROLES, units_by_code
from yimen.contexts.procedures.api import NoSuchProcedure, Version, coming, in_force, newest, public_list
from yimen.contexts.procedures.api import versions as read_versions
from yimen.kernel.procedure import Node, all_steps, outline, several_words, silence_words
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.guidetimes import time_words
from yimen.sites.pieces.shapes import Piece, called_words, flow, imprint
from yimen.sites.pieces.tables import rows_under as table
from yimen.sites.pieces.templatetags.words import day
from yimen.sites.pieces.who import holds, reader

from .room import crumbs

_COMPARE = ("process", "approver")  # who may see two versions side by side


@require_safe
def procedures(request: HttpRequest) -> HttpResponse:
    """Lists the procedures in force, and those that are published and begin later."""
    running = public_list(on=today())
    known = {version.key for version in running}
    later = [_shown(version.key) for version in newest() if version.key not in known]
    rows: list[list[str | Piece]] = [
        [
            {"text": version.name, "url": f"/procedures/{version.key}/"},
            " → ".join(place.name for place in outline(version.procedure)),
            f"第 {version.number} 版",
            f"将于 {day(version.valid_from)} 施行" if version.key not in known else day(version.valid_from),
        ]
        for version in (*running, *later)
    ]
    context = {
        "crumbs": crumbs(("流程公开", None)),
        "table": table("现行和待施行的流程" if later else "现行流程", ("流程", "主要步骤", "版本", "施行日期"), rows)
        if rows
        else None,
    }
    return render(request, "portal/procedures.html", context)


@require_safe
def procedure(request: HttpRequest, key: str) -> HttpResponse:
    """Shows one procedure: its flowchart, its steps, its versions."""
    return _page(request, _shown(key))


@require_safe
def earlier(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Shows one version by its number: matters run by it that began under it."""
    return _page(request, _numbered(key, number))


def _page(request: HttpRequest, version: Version) -> HttpResponse:
    key, shown = version.key, _shown(version.key)
    regular, drawn = {place.node for place in outline(version.procedure)}, flow(version)
    steps = [
        [
            place.name if place.node in regular else f"{place.name}（视情况）",
            place.stage,
            _doers(version, version.procedure.nodes[place.node]),
            _times(version, version.procedure.nodes[place.node]),
            place.basis or "—",
        ]
        for place in all_steps(version.procedure)
    ]
    every: list[list[str | Piece]] = [
        [
            {"text": f"第 {each.number} 版" + ("（正在看）" if each.id == version.id else ""), "url": _address(each)},
            day(each.valid_from),
            day(each.published_at),
        ]
        for each in read_versions(key=key)
    ]
    here: list[tuple[str, str | None]] = [("流程公开", "/procedures/"), (shown.name, None)]
    if version.id != shown.id:
        here[1:] = [(shown.name, f"/procedures/{key}/"), (f"第 {version.number} 版", None)]
    context = {
        "crumbs": crumbs(*here),
        "version": version,
        "imprint": imprint(version, _organ(version.unit), today()),
        "other": shown if version.id != shown.id else None,
        "compare": _compare(version, shown) if holds(reader(request), _COMPARE) else "",
        "ahead": version.valid_from > today(),
        "calls": called_words(version),
        "flow": drawn,
        "lying": _lies(drawn),
        "steps": table("全部步骤；注明“视情况”的不是每件都办", ("环节", "阶段", "由谁办理", "时限", "依据"), steps),
        "versions": table("由新到旧", ("版本（点开看它的流程图）", "施行日期", "发布日期"), every),
    }
    return render(request, "portal/procedure.html", context)


def _doers(version: Version, node: Node) -> str:
    """Returns who does a step; where several do, who they are and how many must agree."""
    joint = several_words(version.procedure, node)
    return ROLES.get(node.role, node.role) + (f"（{joint}）" if joint else "")


def _times(version: Version, node: Node) -> str:
    """Returns a step's limit; where several do it, what silence does as well."""
    silence = silence_words(node) if several_words(version.procedure, node) and not node.lapse else ""
    return "；".join(filter(None, (time_words(node), silence)))


def _shown(key: str) -> Version:
    """Returns the version in force, else the first that is published and begins later; raises NoSuchProcedure."""
    try:
        return in_force(key=key, on=today())
    except NoSuchProcedure:
        later = coming(key=key, on=today())
        if not later:
            raise
        return later[-1]


def _organ(code: str) -> str:
    """Returns the name of the unit whose procedure it is, "" of one that many use; the code of one not loaded here."""
    found = units_by_code(codes=[code] if code else [])
    return found[code].name if code in found else code


def _numbered(key: str, number: int) -> Version:
    """Returns a version by its number; raises NoSuchProcedure."""
    found = next((one for one in read_versions(key=key) if one.number == number), None)
    if found is None:
        raise NoSuchProcedure(f"流程“{key}”没有第 {number} 版。请从流程公开页的“版本”里选择。")
    return found


def _compare(version: Version, shown: Version) -> str:
    """Returns where officers see a version beside the one now shown, "" where it is that one."""
    old, new = sorted((version, shown), key=lambda one: one.number)
    return f"/processes/compare/?old={old.id}&new={new.id}" if old.id != new.id else ""


def _address(version: Version) -> str:
    return f"/procedures/{version.key}/{version.number}/"


def _lies(drawn: str) -> bool:
    """Tells whether a drawing is wider than high, so that its sheet of paper lies."""
    size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawn)
    return size is not None and float(size[1]) > float(size[2])


@require_safe
def bpmn(request: HttpRequest, key: str, number: int | None = None) -> HttpResponse:  # noqa: ARG001 - a view takes it
    """Sends the file that runs, as published; of a procedure that begins later, that which will run; or a version's."""
    version = _shown(key) if number is None else _numbered(key, number)
    name = f"attachment; filename={version.key}-{version.number}.bpmn"
    return HttpResponse(version.xml, content_type="application/xml", headers={"Content-Disposition": name})
