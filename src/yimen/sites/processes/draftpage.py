"""The page of one draft: its drawing, its faults, what it would change, and what the reader may do with it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yimen.contexts.identity.api import ROLES, Reader
from yimen.contexts.journal.api import Entry
from yimen.contexts.procedures.api import (
    Draft,
    draft,
    draft_history,
    findings,
    hindrances,
    may_draft,
    may_review,
    version,
)
from yimen.kernel.procedure import SPECIALS, Finding, Procedure, beyond_one_review, compare
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.tables import pair
from yimen.sites.pieces.templatetags.words import moment
from yimen.sites.pieces.who import for_roles, reader

from .found import change_rows, finding_rows, limits_words, weighty_rows
from .overview import LIGHTS
from .room import POSTS, Piece, field, page, pictures, table, unfinished, unit_name

_FILES = ("procedures.start", "procedures.save", "procedures.restore")


@require_safe
@for_roles(*POSTS)
def show(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Shows a draft."""
    return draft_page(request, draft(reader=reader(request), id=draft_id))


def draft_page(
    request: HttpRequest,
    found: Draft,
    *,
    typed: Mapping[str, str] | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    """Renders the page of a draft; ``refused``: why what was asked was not done, with what was typed."""
    who = reader(request)
    faults, procedure = findings(xml=found.xml, on=today())
    base = version(id=found.based_on) if found.based_on else None
    changes = compare(base.procedure, procedure, ROLES) if base and procedure else None
    history = draft_history(reader=who, id=found.id)
    files = [entry for entry in history if entry.verb in _FILES]
    by_hand = bool(files and files[-1].facts.get("uploaded"))
    context = {
        "draft": found,
        "light": {"colour": LIGHTS[found.state], "words": found.state_name},
        "lead": f"{unit_name(found.unit)} · 第 {found.revision} 稿 · "
        + (f"根据第 {base.number} 版修改" if base else "新流程"),
        "facts": _facts(found, procedure, base.procedure if base else None),
        "against": f"/processes/compare/?old={found.based_on}&new={found.id}" if changes else "",
        "weighty": table("涉及审批权限、环节和时限的改动", *weighty_rows(changes.weighty)) if changes else None,
        "others": table("其他改动", *change_rows(changes.others)) if changes else None,
        "same": changes is not None and not changes.changes,
        "findings": table("逐条问题", *finding_rows(faults, by_hand=by_hand, pictured=procedure is not None)),
        "hindered": hindrances(reader=who, draft=found.id, procedure=procedure),
        "faulty": any(item.severity == "error" for item in faults),
        "flow": pictures(procedure, faults) if procedure else None,
        "unfinished": unfinished(found.xml) if procedure is None else [],
        "history": _history(history),
        "refused": refused,
        **_may(who, found, procedure, faults, typed or {}),
    }
    return page(request, "draft", context, status=status)


def _facts(found: Draft, procedure: Procedure | None, based: Procedure | None) -> list[Piece]:
    facts = [pair("流程编号", found.key or "还没有")]
    if procedure is not None:
        chain = beyond_one_review(procedure)
        within = "、".join(node.name for node in chain)
        facts += _licensing(procedure, within)
        called = dict.fromkeys(node.calls for node in procedure.nodes.values() if node.calls)
        facts += [pair("调用的流程", "、".join(called))] if called else []
        sums = (limits_words(one) for one in (based, procedure) if one is not None)
        facts.append(pair("各步时限", " → ".join(dict.fromkeys(sums))))
    for label, text in (("改动说明", found.note), ("超出一审一核的理由", found.justification)):
        facts += [pair(label, text)] if text else []
    if found.opinion:
        facts.append(pair("审核意见", f"{found.opinion}（{found.reviewer_post}）"))
    return facts


def _licensing(procedure: Procedure, beyond: str) -> list[Piece]:
    """Returns how the procedure stands to the rules for licences, which a decision with mandatory stages is not."""
    if procedure.duties:
        words = "不适用：这是有必经程序的决策流程，不是行政许可，一审一核、当场办结和承诺办结都不要求"
        return [pair("一审一核和特别程序", words)]
    special = [node.name for node in procedure.nodes.values() if node.special in SPECIALS]
    return [
        pair("一审一核", f"超出：{beyond}" if beyond else "符合：受理到决定之间不多于一审一核"),
        pair("特别程序", "、".join(special) or "没有，依规定应当场办结或者承诺办结"),
    ]


def _may(
    who: Reader, found: Draft, procedure: Procedure | None, faults: tuple[Finding, ...], typed: Mapping[str, str]
) -> dict[str, Any]:
    """Returns the forms that the reader may fill in."""
    draws, reviews = may_draft(reader=who, unit=found.unit), may_review(reader=who, unit=found.unit)
    own = str(who.account) in found.editors
    sound = procedure is not None and not any(item.severity == "error" for item in faults)
    text = {"note": found.note, "justification": found.justification, **typed}
    submit = [field("note", "改动说明", "textarea", text, hint="改了什么、为什么改。", max=400)]
    if procedure is not None and beyond_one_review(procedure):
        hint = "受理到决定之间多于一审一核，须写明为什么需要；随流程一起公开。"
        submit.append(field("justification", "超出一审一核的理由", "textarea", text, hint=hint, max=400))
    first = {"valid_from": today().isoformat(), **typed}
    when = field("valid_from", "生效日期", "date", first, hint="最早今天；已经在办的件仍按原来的版本。")
    return {
        "edits": draws and found.editable,
        "submit": submit if draws and found.editable and sound else None,
        "review": [field("opinion", "审核意见", "textarea", typed, max=400)]
        if reviews and found.state == "submitted" and not own
        else None,
        "publish": [when, field("reason", "发布理由", "textarea", typed, max=400)]
        if reviews and found.state == "reviewed" and not own
        else None,
        "discard": [field("reason", "作废理由", "text", {}, max=400)]
        if draws and found.state not in ("published", "discarded")
        else None,
        "file": field("file", "换成另一个文件", "file", {}, hint="BPMN 2.0，最大 512 KB。", accept=".bpmn,.xml"),
        "naming": _naming(found),
        "own_eyes": reviews and own and found.state in ("submitted", "reviewed"),
    }


def _naming(found: Draft) -> Piece:
    """Returns the choice between the draft's own key and name and those of a file."""
    own = f"保留这份草稿的：{found.key or '还没有编号'}，{found.name or '还没有名称'}"
    fixed = "修改已发布的流程，编号总是不变。" if found.based_on else ""
    choices = [{"code": "own", "label": own, "hint": ""}, {"code": "file", "label": "用文件里写的", "hint": fixed}]
    return field("naming", "流程编号和名称", "radio", {"naming": "own"}, choices=choices)


def _history(entries: tuple[Entry, ...]) -> list[Piece]:
    """Returns who did what and when, as timeline.html takes it; saves in a row as it is drawn are one."""
    steps: list[Piece] = []
    saves = 0
    for entry in entries:
        post = str(entry.facts.get("post") or entry.actor["label"])
        drawn = entry.verb == "procedures.save" and not entry.facts.keys() & {"uploaded", "renamed"}
        again = drawn and saves and steps[-1]["who"] == post
        saves = saves + 1 if again else int(drawn)
        label, note = _told(entry)
        if again:
            steps[-1] |= {"when": moment(entry.at), "note": f"保存 {saves} 次，到第 {entry.facts['revision']} 稿。"}
            continue
        step = {"label": label, "state": "did", "when": moment(entry.at), "who": post, "note": note, "light": None}
        steps.append(step)
    return steps[::-1]


def _told(entry: Entry) -> tuple[str, str]:
    facts = entry.facts
    match entry.verb:
        case "procedures.start":
            source = f"“{facts['copied_from']}”" if "copied_from" in facts else ""
            return "起草", f"复制{source}第 {facts['copied']} 版。" if facts.get("copied") else ""
        case "procedures.save" | "procedures.restore":
            return "修改", _saved(facts)
        case "procedures.submit":
            return "送审", str(facts["note"])
        case "procedures.review":
            return ("审核同意" if facts["agree"] else "退回修改"), str(facts["opinion"])
        case "procedures.publish":
            words = f"第 {facts['number']} 版，{day_of(facts['valid_from'])}起施行。{facts['reason']}"
            return "发布", words
    return "作废", str(facts.get("reason", ""))


def _saved(facts: Mapping[str, Any]) -> str:
    renamed = _renamed(facts.get("renamed"))
    if "restored" in facts:
        return f"回到第 {facts['restored']} 稿，存为第 {facts['revision']} 稿。{renamed}"
    return f"{'上传文件，保存' if facts.get('uploaded') else '保存'}为第 {facts['revision']} 稿。{renamed}"


def _renamed(names: Any) -> str:
    """Returns how a saved file changed the key and the name of its draft, "" where it did not."""
    if not names:
        return ""
    key, name, new_key, new_name = names
    words = [f"流程编号由“{key}”改为“{new_key}”。" if key != new_key else ""]
    words.append(f"名称由“{name}”改为“{new_name}”。" if name != new_name else "")
    return "".join(words)


def day_of(text: str) -> str:
    """Returns an ISO day in words."""
    year, month, number = text.split("-")
    return f"{year}年{int(month)}月{int(number)}日"
