"""What the pages of powers share: sections, tables, crumbs, the links beside the desk, fields of forms."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yimen.contexts.powers.api import KINDS, to_answer
from yimen.sites.pieces.deskroom import field
from yimen.sites.pieces.edge import said
from yimen.sites.pieces.tables import Cell, Piece, asked, pair, table
from yimen.sites.pieces.waits import waits
from yimen.sites.pieces.who import PENALTY, holds, reader

WRITING = ("powers", "law")
BASELINE = (*WRITING, "government")
LISTING = (*WRITING, "staffing", "government")  # who proposes changes of the lists, and who reviews them
WATCHING = ("law", "government", "leader", "supervisor", "audit")
ALL = tuple(dict.fromkeys((*BASELINE, *PENALTY)))
__all__ = ["Cell", "Piece", "asked", "field", "pair", "table"]
_TABS = (
    ("权责清单", "/powers/"), ("裁量基准", "/powers/baselines/"), ("执法结果", "/powers/penalties/"),
    ("监督检查", "/powers/inspections/"), ("中介服务", "/powers/services/"), ("制度文件", "/powers/rules/"),
    ("改革专题", "/powers/topics/"), ("动态调整", "/powers/log/"),
)  # fmt: skip


_DISCRETION = (
    ("概况", "/powers/desk/", ALL),
    ("裁量基准", "/powers/desk/baselines/", BASELINE),
    ("处罚案件", "/powers/desk/cases/", (*PENALTY, "examiner", "reviewer", "issuer")),
    ("处罚决定", "/powers/desk/penalties/", PENALTY),
    ("统计和重复处罚", "/powers/desk/usage/", WATCHING),
    ("监督检查", "/powers/desk/inspections/", ("law",)),
)
_BESIDE = (
    ("我的工作台", "/desk/", ("examiner", "reviewer", "decider", "issuer")),
    ("日历和时限", "/rules/", ("law",)),
    ("事项审核", "/catalogue/reviews/", ("law", "staffing", "government")),
    ("投诉公开审核", "/complaints/desk/", ("law",)),
    ("驾驶舱", "/cockpit/", ("leader", "supervisor", "audit")),
    ("公开页面", "/powers/", ALL),
)


class Slip(ValueError):
    """Says what of a form is wrong; ``field``: the code of the field, '' for the whole form."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


def section(title: str, **parts: Any) -> Piece:
    """Returns a section as page.html takes it: note, pairs, lines, table, flow, empty (what to say without a table)."""
    return {"title": title, "note": "", "pairs": [], "lines": [], "table": None, "flow": None, "empty": "", **parts}


def kept_place(request: HttpRequest) -> list[dict[str, str]]:
    """Returns the place that an address names, as a form keeps it."""
    return [{"name": "place", "value": request.GET["place"]}] if "place" in request.GET else []


def crumbs(*steps: tuple[str, str | None]) -> list[Piece]:
    """Returns where a page is, below the lists of powers."""
    above = ("权责公开", "/powers/" if steps else None)
    return [{"label": label, "url": url} for label, url in (("首页", "/"), above, *steps)]


def public(request: HttpRequest, title: str, sections: Sequence[Piece], **more: Any) -> HttpResponse:
    """Renders a public page. ``steps``: crumbs below the lists; ``tabs``: whether it is one of the lists itself."""
    steps = more.pop("steps", ((title, None),))
    tabs = [{"label": label, "url": url, "current": url == request.path, "count": None} for label, url in _TABS]
    context = {
        "title": title,
        "crumbs": crumbs(*steps),
        "sections": list(sections),
        "lead": "",
        "tags": [],
        "light": None,
        "find": None,
        "look": None,
        "groups": [],
        "buttons": [],
        "tabs": tabs if request.path in dict(_TABS).values() else None,
        **more,
    }
    return render(request, "powers/page.html", context)


def page(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Renders a page of the desk with the links at its side and, once, the sentence left by the last act."""
    frame = {"desk": {"groups": _groups(request)}, "said": said(request)}
    return render(request, f"powers/{template}.html", {**frame, **context}, status=status)


def _groups(request: HttpRequest) -> list[dict[str, Any]]:
    who = reader(request)
    lists: list[tuple[str, str, tuple[str, ...]]] = [("清单调整审核", "/powers/desk/proposals/", LISTING)]
    lists += [(kind.name, f"/powers/desk/lists/{code}/", WRITING) for code, kind in KINDS.items()]
    groups: tuple[tuple[str, Sequence[tuple[str, str, tuple[str, ...]]]], ...] = (
        ("裁量", _DISCRETION),
        ("清单和目录", lists),
        ("其他", _BESIDE),
    )
    counts, asked_of = waits(who), to_answer(reader=who)
    counts |= {"/powers/desk/baselines/": asked_of.baselines, "/powers/desk/penalties/": asked_of.penalties}
    shown = [(label, [one for one in links if holds(who, one[2])]) for label, links in groups]
    return [
        {"label": label, "links": [_link(request, name, url, counts.get(url, 0)) for name, url, _ in links]}
        for label, links in shown
        if links
    ]


def _link(request: HttpRequest, label: str, url: str, count: int) -> dict[str, Any]:
    exact = url in ("/powers/desk/", "/powers/")
    current = request.path == url if exact else request.path.startswith(url)
    return {"label": label, "url": url, "current": current, "count": count or None, "urgent": False}


def options(values: Iterable[str]) -> list[Piece]:
    """Returns choices that are called what they are."""
    return [{"code": value, "label": value, "hint": ""} for value in values]


def marked(fields: Iterable[Piece], refused: tuple[str, str] | None) -> list[Piece]:
    """Puts what was refused at its field, and returns the summary of errors."""
    return [] if refused is None else marked_all(fields, [refused])


def marked_all(fields: Iterable[Piece], faults: Iterable[tuple[str, str]]) -> list[Piece]:
    """Puts everything that was refused at its field, and returns the summary of errors."""
    known, summary = {one["code"]: one for one in fields}, list[Piece]()
    for code, words in faults:
        if code in known:
            known[code]["error"] = " ".join(filter(None, (known[code].get("error", ""), words)))
        summary.append({"code": code if code in known else "", "text": words})
    return summary


def day_of(text: str, name: str, code: str) -> date:
    """Returns a day of a form; raises Slip."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Slip(f"“{name}”应写成 2026-02-25 的样子，并且是有的日子。请改正。", code) from None


def revision_of(text: str) -> int:
    """Returns the number of the save that a form was made from; raises Slip."""
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise Slip("页面不完整，没有办理。请刷新页面后再试。")
    return int(text)


def id_of(text: str) -> UUID | None:
    """Returns an id of a form, None where there is none; raises Slip."""
    if not text.strip():
        return None
    try:
        return UUID(text.strip())
    except ValueError:
        raise Slip("选项不对。请重新选择。") from None
