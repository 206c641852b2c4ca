"""The page of one draft: its form with findings beside the fields, its score, comparison, comments, and its course."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.contexts.catalogue.api import (
    ENDING,
    INHERITED,
    LABELS,
    PROPOSED,
    Draft,
    DraftMoved,
    DraftRefused,
    Finding,
    comments,
    compared,
    draft,
    draft_base,
    draft_completeness,
    draft_history,
    draft_sample_file,
    may_write,
    own_items,
    save_draft,
)
from yimen.contexts.identity.api import units, units_by_code
from yimen.contexts.revisions.api import all_findings, revision
from yimen.sites.pieces.differing import differences
from yimen.sites.pieces.edge import refused, say, send, today
from yimen.sites.pieces.endings import effect
from yimen.sites.pieces.tables import pair
from yimen.sites.pieces.templatetags.words import day
from yimen.sites.pieces.who import act, for_roles, reader

from . import filing, sending
from .asking import SENDING, Sheet, told_comment
from .parts import ASKS, BASE_PARTS, PARTS, Part
from .room import POSTS, Piece, Slip, field, light, page, revision_of, table
from .telling import course, doubts, sent_back, told_to_all

_BEGUN = {"unit", "region", "code", "consult_phone", "complaint_phone"}  # what a new draft already holds
MOST_BODY = 24 * 1024 * 1024  # bytes of a draft as its form sends it: an item of at most 512 KB and one file


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*POSTS)
def show(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Shows a draft, or saves what its form sent and shows it again."""
    found = draft(reader=reader(request), id=draft_id)
    if request.method != "POST":
        return draft_page(request, found, refused=refused(request))
    refused(request)  # what is saved now is looked at anew
    sent = request.POST
    try:
        saved = _save(request, found)
    except (DraftRefused, Slip) as error:
        status = 409 if isinstance(error, DraftMoved) else 422
        said = sending.proposal(sent)
        typed = replace(
            found,
            content=sending.content(sent, found.content, _parts(found)) if found.kind not in ENDING else found.content,
            first_day=said.first_day,
            reason=said.reason,
            document=said.document,
            ends=tuple(said.ends),
            targets=tuple(said.targets),
        )
        return draft_page(request, typed, refused=str(error), status=status)
    taken = _taken(request, found, saved)
    if "attach" in sent or "detach" in sent:
        return _filed(request, saved, taken)
    add = sent.get("add", "")
    if add in ASKS:
        return HttpResponseRedirect(f"/catalogue/drafts/{draft_id}/?add={add}#rows-{add}")
    dropped = sent.get("drop", "").rpartition("-")[0]
    say(request, f"已保存为第 {saved.revision} 稿。{taken}{_standing(saved)}")
    anchor = f"#rows-{dropped}" if dropped in ASKS else _onward(sent.get("next", ""), _parts(found))
    return HttpResponseRedirect(f"/catalogue/drafts/{draft_id}/{anchor}")


show.largest = MOST_BODY  # type: ignore[attr-defined] # what the edge reads at all


def _onward(asked: str, parts: Sequence[Part]) -> str:
    """Returns where writing goes on after a save: the part that was asked for, or the end; "" for the whole page."""
    if asked == SENDING:
        return f"#{SENDING}"
    return f"#part-{asked}" if any(part.code == asked for part in parts) else ""


def _filed(request: HttpRequest, saved: Draft, taken: str) -> HttpResponse:
    """Takes a file into a draft that was just saved, or out of it; what was written stays saved either way.

    ``taken``: what saving put in the place of what was written.
    """
    try:
        said = filing.file(request, saved)
    except (DraftRefused, Slip) as error:
        status = 409 if isinstance(error, DraftMoved) else 422
        bad = str(error) if "attach" in request.POST else ""
        return draft_page(request, saved, refused=f"填写的内容已保存。{taken}{error}", bad_file=bad, status=status)
    say(request, f"{said}{taken}")
    return HttpResponseRedirect(f"/catalogue/drafts/{saved.id}/#rows-samples")


@require_safe
@for_roles(*POSTS)
def sample(request: HttpRequest, draft_id: UUID, sha256: str) -> HttpResponse:
    """Sends a sample or blank form of a draft."""
    found = draft_sample_file(reader=reader(request), id=draft_id, sha256=sha256)
    return send(found.content, found.media, found.name, keep=True)


@require_POST
@for_roles("editor")
def autosave(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Saves a draft while it is written and answers its revision and how it stands, as JSON."""
    try:
        found = draft(reader=reader(request), id=draft_id)
        saved = _save(request, found, auto="by_hand" not in request.POST)
    except (DraftRefused, Slip) as error:
        return JsonResponse({"said": str(error)}, status=409 if isinstance(error, DraftMoved) else 422)
    taken = _taken(request, found, saved)
    how = "保存" if "by_hand" in request.POST else "自动保存"
    said = f"已{how}为第 {saved.revision} 稿。{taken}{_standing(saved)}"
    wrong = [one.field for one in all_findings(draft=saved, on=today()) if one.must]
    left = f"还有 {len(wrong)} 处要补正才能送审。" if wrong else "必填的都已填好，可以送审了。"
    return JsonResponse({"revision": saved.revision, "said": said, "wrong": wrong, "left": left})


def _save(request: HttpRequest, found: Draft, *, auto: bool = False) -> Draft:
    sent = request.POST
    content = found.content if found.kind in ENDING else sending.content(sent, found.content, _parts(found))
    return save_draft(
        act=act(request),
        reader=reader(request),
        id=found.id,
        revision=revision_of(sent),
        content=content,
        proposal=sending.proposal(sent),
        auto=auto,
    )


def _parts(found: Draft) -> Sequence[Part]:
    return BASE_PARTS if found.base else PARTS


def _taken(request: HttpRequest, found: Draft, saved: Draft) -> str:
    """Returns what saving put in the place of what was written, in words; once, when the code is given.

    The whole code where only the base code was typed, and the fields that now come from the base item.
    """
    if found.kind in ENDING or found.code == saved.code:
        return ""
    typed = sending.content(request.POST, found.content, _parts(found))
    whole = saved.code and typed.get("code") != saved.content.get("code")
    composed = f"编码已补全为 {saved.code}。" if whole else ""
    taken = [LABELS[key] for key in INHERITED if typed.get(key) and key not in saved.content]
    words = f"编码是基本目录里的事项，{'、'.join(taken)}改用基本目录的，不用另写。" if taken else ""
    return composed + words


def _standing(found: Draft) -> str:
    faults = sum(one.must for one in all_findings(draft=found, on=today()))
    return f"还有 {faults} 处要补正才能送审。" if faults else "可以送审了。"


def draft_page(
    request: HttpRequest, found: Draft, *, refused: str = "", bad_file: str = "", status: int = 200
) -> HttpResponse:
    """Renders the page of a draft; ``refused``: why what was asked was not done, with what was typed.

    ``bad_file``: why a file was not taken, to stand at its field.
    """
    who, on = reader(request), today()
    faults = _in_order(all_findings(draft=found, on=on)) if found.state not in ("published", "discarded") else ()
    said, entries = comments(reader=who, id=found.id), draft_history(reader=who, id=found.id)
    edits = found.editable and may_write(reader=who, unit=found.unit)
    score = None if found.base else draft_completeness(draft=found, on=on)
    add = request.GET.get("add", "")
    fresh = _fresh(found) and not refused
    sheet = Sheet(
        found,
        draft_base(draft=found, on=on),
        faults,
        said,
        add=add if add in ASKS else "",
        fresh=fresh,
        bad_file=bad_file,
        on=on,
    )
    context: dict[str, Any] = {
        "draft": found,
        "name": found.name or "未命名的事项",
        "light": light(found.state, found.state_name),
        "lead": f"{'基本目录 · ' if found.base else ''}{_unit(found.unit)} · {found.kind} · 第 {found.revision} 稿",
        "facts": _facts(found, score.score if score else None),
        "lists": table("公开要素", ("清单", "已有", "还缺"), _lists(score.lists)) if score else None,
        "faults": [_fault(one) for one in faults if one.must],
        "advice": [_fault(one) for one in faults if not one.must and not told_to_all(one)],
        "doubts": doubts(faults),
        "fresh": fresh,
        "edits": edits,
        "ending": found.kind in ENDING,
        "proposed": sheet.proposed() if edits else [],
        "merging": _merging(found, on) if edits and found.kind == "合并" else None,
        "receivers": _receivers(found) if edits and found.kind == "下放" else None,
        "sections": sheet.sections() if edits and found.kind not in ENDING else [],
        "differences": differences(compared(draft=found, on=on)),
        "comments": [told_comment(one) for one in said],
        "say": _say(request, found) if found.state not in ("published", "discarded") else None,
        "history": course(entries),
        "returned": sent_back(entries) if found.state == "returned" else "",
        "review_url": _review(request, found),
        "resubmits": found.state == "returned" and found.review is not None,
        "refused": refused,
    }
    return page(request, "draft", context, status=status)


def _fresh(found: Draft) -> bool:
    """Tells whether nobody has written anything yet: neither here nor where what came in was written."""
    followed = found.based_on or found.origin or found.followed
    began = followed is not None or set(found.content) <= _BEGUN
    return found.state == "draft" and found.revision == 1 and began


def _unit(code: str) -> str:
    return units_by_code(codes=[code])[code].name


def _facts(found: Draft, score: int | None) -> list[Piece]:
    facts = [pair("变动", found.kind), pair("编码", found.code or "还没有")]
    facts += [pair("完整度", f"{score} 分")] if score is not None else []
    facts += [pair("承接期限", day(found.due_on))] if found.due_on else []
    facts += [pair("拟生效日期", effect(found.kind, found.first_day))] if found.first_day else []
    facts += [pair("变动理由", found.reason)] if found.reason else []
    return facts + ([pair("依据文件", found.document)] if found.document else [])


def _lists(lists: Sequence[Any]) -> list[list[Any]]:
    return [
        [
            each.name,
            f"{len(each.elements) - len(each.missing)} / {len(each.elements)}",
            "、".join(each.missing) or "齐全",
        ]
        for each in lists
    ]


def _in_order(found: Sequence[Finding]) -> list[Finding]:
    """Returns findings in the order in which the page asks for what they are about."""
    places = {key: place for place, key in enumerate((*PROPOSED, *ASKS))}
    return sorted(found, key=lambda one: places.get(one.field, len(places)))


def _fault(one: Finding) -> Piece:
    """Returns a finding with the place where it is put right."""
    rows = {key for key, ask in ASKS.items() if ask.kind in ("rows", "samples")}
    names = {"statutory": "f-statutory_days"}
    target = f"rows-{one.field}" if one.field in rows else names.get(one.field, f"f-{one.field}")
    return {"target": target if one.field else "", "label": one.label, "words": one.words}


def _merging(found: Draft, on: Any) -> Piece:
    """Returns the field that names which items end with this one."""
    own = [one.guide for one in own_items(on=on, units=[found.unit]) if one.guide.code != found.code]
    choices = [{"code": one.code, "label": one.name, "hint": one.code} for one in own]
    hint = "勾选并入本事项的，它们从生效日起不再有效，前一天是最后有效日。"
    return field("ends", PROPOSED["ends"], "checkboxes", {"ends": list(found.ends)}, choices=choices, hint=hint)


def _receivers(found: Draft) -> Piece:
    """Returns the field that names the lower units to which an item goes."""
    below = [one for one in units(region=found.region) if one.region != found.region and one.kind != "centre"]
    choices = [{"code": one.code, "label": one.name, "hint": ""} for one in below]
    hint = "勾选承接的单位。公布以后，它们的事项编制岗会收到承接任务；它们接办的前一天以前，本机关继续受理。"
    return field(
        "targets", PROPOSED["targets"], "checkboxes", {"targets": list(found.targets)}, choices=choices, hint=hint
    )


def _say(request: HttpRequest, found: Draft) -> list[Piece]:
    typed = request.POST if request.path.endswith("/comment/") else {}  # a remark that was refused
    own = {"合并": "ends", "下放": "targets"}.get(found.kind, "")
    names = {key: name for key, name in PROPOSED.items() if key not in ("ends", "targets") or key == own}
    if found.kind not in ENDING:
        names |= {ask.key: LABELS[ask.key] for part in _parts(found) for ask in part.asks}
    choices = [{"code": key, "label": name, "hint": ""} for key, name in names.items()]
    return [
        field("field", "对哪一栏", "select", typed, required=False, choices=choices, none="整份草稿"),
        field("text", "批注", "text", typed, max=400),
    ]


def _review(request: HttpRequest, found: Draft) -> str:
    if found.review is None:
        return ""
    try:
        return f"/catalogue/reviews/{revision(reader=reader(request), id=found.review).matter.number}/"
    except LookupError:
        return ""
