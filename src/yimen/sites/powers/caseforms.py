"""The forms of a case: what each outcome of a step states, and what was sent back as the room takes it."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from yimen.contexts.matters.api import Completion, RecordForm, Task, form_of, goes_on, kept_record, wanted_lists
from yimen.contexts.powers.api import (
    CLOSED,
    EVIDENCE,
    GRAVE,
    INVESTIGATORS,
    LARGE,
    PENALTY_KINDS,
    REVIEWED,
    SERVED,
    SPARED,
    PenaltyCase,
)
from yimen.sites.pieces import recording
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.shapes import Piece

from .room import field, options

_TICKED = {"evidence": 0, "reviewed": 0, "grave": 0, "kinds": 0, "spared": 0}
_PLAIN = ("shown", "large", "waived", "asked_on", "noticed_on", "held_on", "people", "method", "receiver", "closed")
_LIST = f"list_{INVESTIGATORS}"


def deciding(found: PenaltyCase, step: Task, sent: QueryDict) -> list[Piece]:
    """Returns the fields of a step: the outcome, what it states, the opinion; with what was typed before."""
    typed: dict[str, Any] = {**sent.dict(), **{name: sent.getlist(name) for name in (*_TICKED, _LIST)}}
    outcomes = [one for one in found.matter.procedure.procedure.nodes[step.node].outcomes if found.may_end_by(one.code)]
    choices = [
        {"code": one.code, "label": one.name, "hint": "须写明意见或理由" if one.opinion == "required" else ""}
        for one in outcomes
    ]
    if len(choices) == 1:
        typed["outcome"] = choices[0]["code"]
    codes = {one.code for one in outcomes}
    shown = [field("outcome", "办理结果", "radio", typed, choices=choices)]
    record = form_of(node=found.matter.procedure.procedure.nodes[step.node])
    for code, build in _FIELDS.items():
        shown += build(typed) if code in codes and not (record and code in _RECORDED) else []
    if record is not None:
        shown = [*recorded(found, step, sent, record), *shown]
    if codes & {"open", "examined", "lawful"}:
        shown += _investigators(found, step, typed)
    if "heard" in codes and found.hearing:
        shown.append(field("waived", "当事人书面放弃听证", "tick", typed, required=False, hint="附书面材料才能勾选。"))
    hint = _OPINIONS.get(outcomes[0].code, "写进案卷，不公开。") if outcomes else ""
    hint = f"不填的，以{record.form.title}里的结论为意见。" if record else hint
    must = record is None and bool(outcomes) and outcomes[0].opinion == "required"
    free = [one.name for one in outcomes if one.opinion != "required"] if must else []
    hint += f"选“{'”“'.join(free)}”的可以不写。" if free else ""
    return [*shown, field("opinion", "意见", "textarea", typed, required=must, hint=hint, max=1000)]


_RECORDED = ("held", "discussed")  # a version from before has fields of its own for them


def recorded(found: PenaltyCase, step: Task, sent: QueryDict, form: RecordForm) -> list[Piece]:
    """Returns the fields of the record that a step owes."""
    node = found.matter.procedure.procedure.nodes[step.node]
    kept = kept_record(matter=found.matter, node=node)
    needed = not goes_on(task=step)
    return recording.fields(form, sent, matter=found.matter, on=today(), kept=kept, needed=needed)


_OPINIONS = {
    "done": "写认定的事实、证据和处理建议。写进案卷，不公开。",
    "told": "写拟给予处罚的内容，以及事实、理由、依据。",
    "heard": "写当事人的意见和复核的结论。不得因陈述、申辩给予更重的处罚（行政处罚法第四十五条）。",
    "held": "写听证笔录的主要内容和听证意见。应当根据听证笔录作出决定（行政处罚法第六十五条）。",
}


def _investigators(found: PenaltyCase, step: Task, typed: Mapping[str, Any]) -> list[Piece]:
    """Returns the field that names who investigates, where the step may lead there: examiners of the case's unit."""
    wanted = next(
        (one for one in wanted_lists(matter=found.matter, task=step, on=today()) if one.name == INVESTIGATORS), None
    )
    if wanted is None:
        return []
    own = [
        one for one in wanted.officers if any((p.role, p.unit) == ("examiner", found.matter.unit) for p in one.posts)
    ]
    people = [{"code": str(one.account), "label": f"{one.label}　{one.name}", "hint": ""} for one in own]
    again = step.node != "open"
    hint = (
        "退回补充调查时可以另外指定，不选的仍由原来的人员办理。"
        if again
        else "至少两名，持有执法证件（行政处罚法第四十二条）。"
    )
    return [field(_LIST, "调查取证的人员", "checkboxes", typed, required=not again, choices=people, hint=hint)]


def completion(found: PenaltyCase, step: Task, sent: QueryDict) -> Completion:
    """Returns what was sent as one completion; whatever an outcome does not need, its room leaves aside."""
    record = form_of(node=found.matter.procedure.procedure.nodes[step.node])
    form: dict[str, Any] = {name: sent.getlist(name) for name in _TICKED}
    form |= {name: sent.get(name, "") for name in _PLAIN}
    form["record"] = recording.sent(record, sent) if record else None
    if sent.getlist(_LIST):
        form["lists"] = {INVESTIGATORS: sent.getlist(_LIST)}
    return Completion(step.id, sent.get("outcome", ""), sent.get("opinion", "")[:1000], form)


def _evidence(typed: Mapping[str, Any]) -> list[Piece]:
    return [
        field("evidence", "取得的证据", "checkboxes", typed, choices=options(EVIDENCE)),
        field("shown", "已主动出示执法证件（行政处罚法第五十五条）", "tick", typed),
    ]


def _review(typed: Mapping[str, Any]) -> list[Piece]:
    legal = "有其中一项的，决定前应当法制审核（行政处罚法第五十八条）。经过听证的，系统自动转法制审核。"
    grave = "有其中一项的，由负责人集体讨论决定（行政处罚法第五十七条第二款）。"
    return [
        field("reviewed", "法制审核的情形", "checkboxes", typed, required=False, choices=options(REVIEWED), hint=legal),
        field("grave", "集体讨论的情形", "checkboxes", typed, required=False, choices=options(GRAVE), hint=grave),
    ]


def _telling(typed: Mapping[str, Any]) -> list[Piece]:
    hint = "较大数额由本地规定确定（行政处罚法第六十三条）；勾选的，当事人有权要求听证。"
    return [
        field("kinds", "拟给予的处罚", "checkboxes", typed, choices=options(PENALTY_KINDS)),
        field("large", LARGE, "tick", typed, required=False, hint=hint),
    ]


def _asking(typed: Mapping[str, Any]) -> list[Piece]:
    return [field("asked_on", "要求听证的日期", "date", typed, required=False, hint="当事人要求听证的才填。")]


def _hearing(typed: Mapping[str, Any]) -> list[Piece]:
    hint = "应在举行的七个工作日以前（行政处罚法第六十四条第二项）。"
    return [
        field("noticed_on", "通知听证的日期", "date", typed, hint=hint),
        field("held_on", "举行听证的日期", "date", typed),
    ]


def _discussing(typed: Mapping[str, Any]) -> list[Piece]:
    return [field("people", "参加讨论的负责人", "text", typed, max=400, hint="写职务，例如“局长、分管副局长”。")]


def _sparing(typed: Mapping[str, Any]) -> list[Piece]:
    hint = "选“不予处罚”的才勾选，意见里把情况说明白。"
    return [field("spared", "不予处罚的理由", "checkboxes", typed, required=False, choices=options(SPARED), hint=hint)]


def _serving(typed: Mapping[str, Any]) -> list[Piece]:
    return [
        field("method", "送达方式", "radio", typed, choices=options(SERVED)),
        field("receiver", "签收人", "text", typed, max=100, hint="留置送达写见证人，公告送达写公告的载体。"),
    ]


def _closing(typed: Mapping[str, Any]) -> list[Piece]:
    return [field("closed", "执行情况", "radio", typed, choices=options(CLOSED))]


_FIELDS = {
    "done": _evidence,
    "examined": _review,
    "told": _telling,
    "hearing": _asking,
    "held": _hearing,
    "discussed": _discussing,
    "spare": _sparing,
    "served": _serving,
    "closed": _closing,
}
