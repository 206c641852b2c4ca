"""Baselines on the desk: started, written and checked, submitted, approved or returned, ended."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.views.decorators.http import require_http_methods, require_POST

from yimen.contexts.identity.api import Unit, units
from yimen.contexts.places.api import full_name
from yimen.contexts.powers.api import (
    DESK_PAGE,
    Compared,
    PowerMoved,
    PowerRefused,
    Version,
    approve_baseline,
    baseline,
    compared_above,
    desk_baselines,
    desk_counts,
    discard_baseline,
    end_baseline,
    may_write,
    return_baseline,
    save_baseline,
    start_baseline,
    submit_baseline,
)
from yimen.contexts.powers.api import rules as rules_of
from yimen.kernel.discretion import ERRORS
from yimen.sites.pieces.edge import say, today
from yimen.sites.pieces.shapes import Piece, pages
from yimen.sites.pieces.templatetags.words import day
from yimen.sites.pieces.who import act, for_roles, reader

from . import baselineform
from .room import BASELINE, WRITING, Cell, Slip, day_of, field, id_of, marked, page, pair, revision_of, section, table
from .wording import demo_tags, in_force_words, scope_section

_LAST = ("作废", "废止")  # what is offered at the foot of the page
_TONE = {"草稿": "grey", "待审定": "yellow", "已退回": "red", "现行": "green"}


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*BASELINE)
def listed(request: HttpRequest) -> HttpResponse:
    """Lists the reader's baselines; opens a draft for a unit."""
    who = reader(request)
    refused = None
    if request.method == "POST":
        try:
            made = start_baseline(act=act(request), reader=who, unit=request.POST.get("unit", ""))
        except PowerRefused as error:
            refused = (error.field, str(error))
        else:
            return HttpResponseRedirect(f"/powers/desk/baselines/{made.id}/")
    turned = _pages(request, sum(desk_counts(reader=who).values()))
    rows: list[list[Cell]] = [
        [
            {"text": one.name or "（还没有名称）", "url": f"/powers/desk/baselines/{one.id}/"},
            one.unit.name,
            {"light": _light(one)},
            in_force_words(one) if one.state == "approved" else "—",
            day(one.changed_at),
        ]
        for one in desk_baselines(reader=who, page=turned["number"])
    ]
    places = writable(request)
    fields = [
        field(
            "unit",
            "执法主体",
            "select",
            {"unit": places[0].code if len(places) == 1 else ""},
            choices=unit_choices(places),
        )
    ]
    buttons = [{"label": "起草新的裁量基准", "value": "start", "quiet": False}]
    form = {"title": "起草", "action": request.path, "fields": fields, "buttons": buttons, "hidden": []}
    heads = ("违法行为", "执法主体", "状态", "施行", "最后改动")
    context = {
        "title": "裁量基准",
        "lead": "起草、检查、送审；由政府审定岗的另一个人审定，公布以后才施行。",
        "sections": [section("", table=table("裁量基准", heads, rows), empty="还没有裁量基准。")],
        "pages": turned if turned["count"] > 1 else None,
        "forms": [form] if places else [],
        "errors": marked(fields, refused),
    }
    return page(request, "sections", context, status=422 if refused else 200)


def _pages(request: HttpRequest, total: int) -> Piece:
    """Returns the pages of the list, at the one asked for; what is no page of it is the nearest that is."""
    typed = request.GET.get("page", "")
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1
    return pages(number, total, DESK_PAGE, "/powers/desk/baselines/", unit="份")


def writable(request: HttpRequest) -> list[Unit]:
    """Returns the units that the reader writes for: the own ones, and a law office's those of its region."""
    found: dict[str, Unit] = {}
    for post in reader(request).posts:
        if post.role == "law":
            found |= {one.code: one for one in units(region=post.region)}
        elif post.role == "powers":
            found |= {one.code: one for one in units(region=post.region) if one.code == post.unit}
    return list(found.values())


def unit_choices(found: list[Unit]) -> list[Piece]:
    """Returns units as a form offers them."""
    return [{"code": one.code, "label": one.name} for one in found]


def _light(one: Version) -> Piece:
    words = one.standing(today())
    return {"colour": _TONE.get(words, "blue" if words.startswith("已审定") else "grey"), "words": words}


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*BASELINE)
def one(request: HttpRequest, baseline_id: UUID) -> HttpResponse:
    """Shows one baseline: what the check says, the table, the form where the reader writes, the acts; saves it."""
    if request.method != "POST":
        return show(request, baseline_id)
    sent = request.POST
    try:
        data = baselineform.data_of(sent)
        saved = save_baseline(
            act=act(request),
            reader=reader(request),
            id=baseline_id,
            revision=revision_of(sent.get("revision", "")),
            content=data,
            rule=id_of(sent.get("rule", "")),
        )
    except (PowerRefused, Slip) as error:
        status = 409 if isinstance(error, PowerMoved) else 422
        typed = {**sent.dict(), "levels": sent.getlist("levels")}
        return show(request, baseline_id, typed=typed, refused=(error.field, str(error)), status=status)
    faults = 1 if saved.table is None else sum(found.kind in ERRORS for found in saved.found)
    say(request, "已保存" + (f"，还有 {faults} 处必须改正才能送审。" if faults else "，检查没有发现错误，可以送审。"))
    return HttpResponseRedirect(f"/powers/desk/baselines/{baseline_id}/")


def show(
    request: HttpRequest,
    baseline_id: UUID,
    *,
    typed: Mapping[str, Any] | None = None,
    refused: tuple[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Renders a baseline with what was typed and refused."""
    found, who = baseline(id=baseline_id, reader=reader(request)), reader(request)
    may = may_write(reader=who, unit=found.unit.code)
    edits = may and found.state in ("draft", "returned")
    rules = rules_of(on=today(), region=found.region, sort="裁量权具体办法")
    stored = {**baselineform.typed_of(found.data), "rule": str(found.rule or "")}
    groups = baselineform.groups(typed or stored, rules) if edits else []
    fault = (baselineform.code_of(found.field), found.fault) if edits and found.fault and found.data else None
    errors = marked((each for group in groups for each in group["fields"]), refused or fault)
    governs = any(post.role == "government" and post.region == found.approver_region for post in who.posts)
    approves = found.state == "submitted" and governs
    ends = found.state == "approved" and found.valid_to is None and governs
    acts = _acts(found, edits=edits, approves=approves, ends=ends, typed=typed or {})
    context = {
        "name": found.name or "新的裁量基准",
        "one": found,
        "light": _light(found),
        "tags": demo_tags(demo=found.demo),
        "facts": _facts(found),
        "found": _findings(found),
        "sections": [*_above(request, found), *scope_section(found)],
        "groups": groups,
        "errors": errors,
        "refused": refused[1] if refused and not groups else "",
        "acts": [form for form in acts if form["title"] not in _LAST],
        "last": [form for form in acts if form["title"] in _LAST],
        "copies": may and found.state == "approved",
    }
    return page(request, "baseline", context, status=status)


def _facts(one: Version) -> list[Piece]:
    pairs = [pair("执法主体", one.unit.name), pair("起草", one.author_post)]
    if one.approver_region:
        pairs.append(pair("由谁审定", f"{full_name(code=one.approver_region)}人民政府"))
    pairs += [pair("送审说明", one.note)] if one.note else []
    pairs += [pair("审定意见", f"{one.approver_post}：{one.opinion}")] if one.opinion else []
    pairs += [pair("批准文件", one.document), pair("施行", in_force_words(one))] if one.state == "approved" else []
    return pairs


def _above(request: HttpRequest, one: Version) -> list[Piece]:
    """Returns how the baseline stands to those of the places above it, nothing where there are none."""
    rows: list[list[Cell]] = [
        [
            {"text": f"{found.above.unit.name}：{found.above.name}", "url": f"/powers/baselines/{found.above.id}/"},
            f"第 {found.above.number} 版",
            {"light": _stands(found)},
            "".join(dict.fromkeys(each.words for each in (*found.wider, *found.unlike))) or "—",
        ]
        for found in compared_above(reader=reader(request), id=one.id, on=today())
    ]
    shown = table("与上级基准比较", ("上级基准", "版本", "结果", "说明"), rows)
    return [section("与上级基准比较", table=shown, note="下级可以在上级幅度以内细化，不能放宽。")] if shown else []


def _stands(found: Compared) -> Piece:
    """Returns how a baseline stands to one above it, as a light."""
    if found.wider:
        return {"colour": "red", "words": f"放宽 {len(found.wider)} 处"}
    return {"colour": "yellow", "words": "无法比较"} if found.unlike else {"colour": "green", "words": "没有放宽"}


def _findings(one: Version) -> Piece | None:
    lights = {True: {"colour": "red", "words": "必须改正"}, False: {"colour": "yellow", "words": "请考虑"}}
    rows: list[list[Cell]] = [
        [{"light": lights[found.kind in ERRORS], "head": False}, found.words] for found in one.found
    ]
    return table("检查结果", ("程度", "说明"), rows)


def _acts(one: Version, *, edits: bool, approves: bool, ends: bool, typed: Mapping[str, Any]) -> list[Piece]:
    """Returns the forms of what the reader may do with a baseline."""
    base = f"/powers/desk/baselines/{one.id}/"
    hidden = [("revision", str(one.revision))]
    forms: list[Piece] = []
    if edits and one.table is not None and not any(found.kind in ERRORS for found in one.found):
        note = [field("note", "送审说明", "textarea", typed, max=400)]
        buttons = [{"label": "送审", "value": "submit", "quiet": False}]
        forms.append(
            {"title": "送政府审定", "action": f"{base}submit/", "fields": note, "buttons": buttons, "hidden": hidden}
        )
    if approves:
        decide = [
            field("valid_from", "施行日期", "date", typed, hint="审定同意的才填，最早从明天起。"),
            field("document", "批准文件", "text", typed, max=120, hint="审定同意的才填。"),
            field("opinion", "审定意见", "textarea", typed, max=400),
        ]
        buttons = [
            {"label": "审定同意", "value": "approve", "quiet": False},
            {"label": "退回修改", "value": "return", "quiet": True},
        ]
        forms.append(
            {"title": "审定", "action": f"{base}approve/", "fields": decide, "buttons": buttons, "hidden": hidden}
        )
    if edits:
        buttons = [{"label": "作废这份草稿", "value": "discard", "quiet": True}]
        forms.append({"title": "作废", "action": f"{base}discard/", "fields": [], "buttons": buttons, "hidden": hidden})
    if ends:
        last = [
            field("last_day", "最后一天", "date", typed, hint="不早于今天。"),
            field("document", "批准文件", "text", typed, max=120),
            field("reason", "理由", "text", typed, max=400),
        ]
        buttons = [{"label": "废止", "value": "end", "quiet": True}]
        forms.append({"title": "废止", "action": f"{base}end/", "fields": last, "buttons": buttons, "hidden": []})
    return forms


_ASKED = {"document": "批准文件", "opinion": "审定意见"}  # of who approves, besides the day


def _all(error: PowerRefused | Slip) -> str:
    return "".join(map(str, error.every)) if isinstance(error, PowerRefused) else str(error)


Deed = Callable[[HttpRequest, UUID], str]


def _doing(deed: Deed) -> Callable[..., HttpResponse]:
    """Does what a form asks and says so; where refused, shows the page with what was typed."""

    @require_POST
    @for_roles(*BASELINE)
    @wraps(deed)
    def view(request: HttpRequest, baseline_id: UUID) -> HttpResponse:
        try:
            words = deed(request, baseline_id)
        except (PowerRefused, Slip) as error:
            status = 409 if isinstance(error, PowerMoved) else 422
            typed = {
                **baselineform.typed_of(baseline(id=baseline_id, reader=reader(request)).data),
                **request.POST.dict(),
            }
            return show(request, baseline_id, typed=typed, refused=("", _all(error)), status=status)
        say(request, words)
        gone = request.path.endswith("/discard/")
        return HttpResponseRedirect("/powers/desk/baselines/" + ("" if gone else f"{baseline_id}/"))

    return view


@_doing
def submit(request: HttpRequest, baseline_id: UUID) -> str:
    """Sends a draft to the government."""
    revision, note = revision_of(request.POST.get("revision", "")), request.POST.get("note", "")
    submit_baseline(act=act(request), reader=reader(request), id=baseline_id, revision=revision, note=note)
    return "已送审并留痕，等待政府审定。"


@_doing
def approve(request: HttpRequest, baseline_id: UUID) -> str:
    """Approves what was submitted, or returns it."""
    sent = request.POST
    revision, opinion = revision_of(sent.get("revision", "")), sent.get("opinion", "")
    given: dict[str, Any] = {"act": act(request), "reader": reader(request), "id": baseline_id, "revision": revision}
    if sent.get("do") != "approve":
        return_baseline(**given, opinion=opinion)
        return "已退回并留痕。"
    begins = _first_day(sent)
    made = approve_baseline(**given, valid_from=begins, document=sent.get("document", ""), opinion=opinion)
    return f"已审定、公布并留痕，{day(made.valid_from)}起施行。"


def _first_day(sent: QueryDict) -> date:
    """Returns the day from which a baseline is approved; raises PowerRefused, with what else is left open."""
    try:
        return day_of(sent.get("valid_from", ""), "施行日期", "valid_from")
    except Slip as slip:
        left = [(code, name) for code, name in _ASKED.items() if not sent.get(code, "").strip()]
        others = tuple(PowerRefused(f"“{name}”没有填写。请补上。", code) for code, name in left)
        raise PowerRefused(str(slip), slip.field, others=others) from slip


@_doing
def discard(request: HttpRequest, baseline_id: UUID) -> str:
    """Gives a draft up."""
    discard_baseline(act=act(request), reader=reader(request), id=baseline_id)
    return "草稿已作废并留痕。"


@require_POST
@for_roles(*WRITING)
def copy(request: HttpRequest, baseline_id: UUID) -> HttpResponse:
    """Opens a draft of the next version of an approved baseline."""
    found = baseline(id=baseline_id)
    made = start_baseline(act=act(request), reader=reader(request), unit=found.unit.code, based_on=baseline_id)
    return HttpResponseRedirect(f"/powers/desk/baselines/{made.id}/")


@_doing
def end(request: HttpRequest, baseline_id: UUID) -> str:
    """Ends an approved baseline after a day."""
    sent = request.POST
    last = day_of(sent.get("last_day", ""), "最后一天", "last_day")
    given: dict[str, Any] = {"document": sent.get("document", ""), "reason": sent.get("reason", "")}
    end_baseline(act=act(request), reader=reader(request), id=baseline_id, last_day=last, **given)
    return f"已定于{day(last)}后废止并留痕。"
