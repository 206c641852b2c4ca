"""The forms of a step: fields as the pieces take them, and what was sent back as the rooms take it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import QueryDict

from yimen.contexts.cases.api import FIXED, METHODS, SEVERAL, Case, Ground, grounds, partners
from yimen.contexts.identity.api import units
from yimen.contexts.matters.api import (
    Completion,
    RecordForm,
    Task,
    Wanted,
    form_of,
    goes_on,
    kept_record,
    wanted_lists,
)
from yimen.kernel.procedure import Outcome
from yimen.sites.pieces import recording
from yimen.sites.pieces.deskroom import field

from . import counter

Field = dict[str, Any]
_OPINION = "写进留痕；不予受理、不予许可的，在这里把选定的理由说明白，会写进文书。"
_REFUSALS = frozenset({"refuse", "refuse_acceptance"})
_DEPARTMENTS = {"department", "township"}
Typed = Mapping[str, str]


def outcomes(step: Task, case: Case) -> Sequence[Outcome]:
    """Returns the outcomes that the matter's own version of the procedure gives a step."""
    return case.matter.procedure.procedure.nodes[step.node].outcomes


def deciding(step: Task, case: Case, typed: QueryDict, on: date) -> dict[str, Any]:
    """Returns the fields that decide a step, with what was typed before, and apart those of a correction notice."""
    offered = outcomes(step, case)
    effects = {outcome.effect for outcome in offered}
    choices = [
        {"code": item.code, "label": item.name, "hint": "须写明意见或理由" if item.opinion == "required" else ""}
        for item in offered
    ]
    shown = [field("outcome", "办理结果", "radio", typed, choices=choices)]
    if len(choices) == 1 and choices[0]["code"] != FIXED:  # nobody says unasked that a day was agreed
        shown[0]["value"] = choices[0]["code"]
    shown += _confirming(case, typed) if "grant" in effects else []
    if "deliver" in effects:
        methods = [{"code": method, "label": method, "hint": ""} for method in METHODS]
        shown.append(field("method", "送达方式", "radio", typed, choices=methods, across=True))
        hint = "窗口领取或邮寄送达须填写。"
        shown.append(field("receiver", "签收人", "text", typed, required=False, hint=hint, max=60))
    shown += [_list(wanted, typed) for wanted in wanted_lists(matter=case.matter, task=step, on=on)]
    again = _again(step, case)
    hint = f"“{again}”请每行写一条；同意而有条件的，在这里写明条件。" if again else _OPINION
    record = form_of(node=case.matter.procedure.procedure.nodes[step.node])
    hint = f"不填的，以{record.form.title}里的结论为意见。" if record else hint
    shown.append(field("opinion", "意见", "textarea", typed, required=False, hint=hint, max=1000))
    folds = [
        _fold(
            "要求补正：列出全部内容", _missing(case, typed) if "correct" in effects else [], {"correct"}, offered, typed
        ),
        _fold("不予：选择理由", _refusing(case, typed, effects), _REFUSALS, offered, typed),
    ]
    adding = _adding(case, typed) if "accept" in effects and case.guide.handling in SEVERAL else []
    recorded = {"title": record.form.title, "fields": _recorded(record, step, case, typed, on)} if record else None
    return {"fields": shown, "folds": [fold for fold in folds if fold["fields"]], "adding": adding, "record": recorded}


def _recorded(record: RecordForm, step: Task, case: Case, typed: QueryDict, on: date) -> list[Field]:
    """Returns the fields of the record that a step owes; what one who signed before wrote stands in them."""
    kept = kept_record(matter=case.matter, node=case.matter.procedure.procedure.nodes[step.node])
    needed = not goes_on(task=step)
    return recording.fields(record, typed, matter=case.matter, on=on, kept=kept, needed=needed)


def _fold(
    label: str, fields: list[Field], meant: frozenset[str] | set[str], offered: Sequence[Outcome], typed: QueryDict
) -> dict[str, Any]:
    """Returns fields that only some outcomes need: open where one of them was chosen or something was typed."""
    chosen = {item.code for item in offered if item.effect in meant}
    return {
        "label": label,
        "fields": fields,
        "open": typed.get("outcome") in chosen or any(one["value"] for one in fields),
    }


def _confirming(case: Case, typed: QueryDict) -> list[Field]:
    """Returns the conditions that a grant confirms, each with a box of its own; no box for all."""
    offered = grounds(guide=case.guide).grant
    hint = "选“准予”时，对照材料逐项核对、逐项勾选；有一项没有达到的，不能准予。"
    return [_ticks("met", "确认达到的条件", offered, hint, typed)] if offered else []


def _refusing(case: Case, typed: QueryDict, effects: set[str]) -> list[Field]:
    """Returns the grounds of a refusal to pick from."""
    offered = grounds(guide=case.guide)
    lists = [getattr(offered, effect) for effect in sorted(_REFUSALS & effects)]
    found = {one.code: one for each in lists for one in each}
    hint = "本事项这一版的条件，和法律写明的情形。选没有达到的，可以选几项；选定的写进文书和公开的结果。"
    return [_ticks("grounds", "不予的理由", list(found.values()), hint, typed)] if found else []


def _ticks(code: str, label: str, offered: Sequence[Ground], hint: str, typed: QueryDict) -> Field:
    choices = [
        {"code": one.code, "label": one.text or one.basis, "hint": one.basis if one.text else ""} for one in offered
    ]
    ticks = field(code, label, "checkboxes", typed, required=False, choices=choices, hint=hint)
    ticks["value"] = typed.getlist(code)
    return ticks


def completion(sent: QueryDict, step: Task, case: Case) -> Completion:
    """Returns what an officer sent as one completion; whatever an outcome does not need, its room leaves aside."""
    lines = [line.strip() for line in sent.get("missing_more", "").splitlines()]
    record = form_of(node=case.matter.procedure.procedure.nodes[step.node])
    return Completion(
        task=step.id,
        outcome=sent.get("outcome", ""),
        opinion=sent.get("opinion", ""),
        form={
            "met": sent.getlist("met"),
            "grounds": sent.getlist("grounds"),
            "missing": sent.getlist("missing"),
            "explained": [line for line in lines if line],
            "method": sent.get("method", ""),
            "receiver": sent.get("receiver", ""),
            "units": sent.getlist("units"),
            "units_reason": sent.get("units_reason", ""),
            "lists": {key[5:]: sent.getlist(key) for key in sent if key.startswith("list_")},
            "answers": counter.answers(case, sent) if step.role == "applicant" else {},
            "record": recording.sent(record, sent) if record else None,
        },
    )


def _again(step: Task, case: Case) -> str:
    """Returns what the outcome is called by which a unit asks for more, "" where the step has none."""
    node = case.matter.procedure.procedure.nodes[step.node]
    return next((item.name for item in node.outcomes if node.loop and item.code == node.loop.again), "")


def _adding(case: Case, typed: QueryDict) -> list[Field]:
    """Returns the fields by which the window adds a unit that takes part: those of the county not chosen yet."""
    chosen = {case.guide.unit.code, *(one.unit for one in partners(matter=case.matter))}
    county = case.matter.region[:6].ljust(12, "0")
    others = [one for one in units(region=county) if one.kind in _DEPARTMENTS and one.code not in chosen]
    choices = [{"code": one.code, "label": one.name, "hint": ""} for one in others]
    hint = "系统已按填写内容选出上面列出的部门。确有需要才增加。"
    ticks = field("units", "增加协办部门", "checkboxes", typed, required=False, choices=choices, hint=hint)
    ticks["value"] = typed.getlist("units")
    return [ticks, field("units_reason", "增加的理由", "text", typed, required=False, hint="增加时必须写明。", max=100)]


def _list(wanted: Wanted, typed: QueryDict) -> Field:
    """Returns the field that names who signs a step that several do."""
    people = [{"code": str(one.account), "label": f"{one.label}　{one.name}", "hint": ""} for one in wanted.officers]
    hint = f"接下来是“{wanted.step}”，由您选定的人各自签署。"
    asked = field(f"list_{wanted.name}", f"{wanted.step}的人员", "checkboxes", typed, choices=people, hint=hint)
    asked["value"] = typed.getlist(asked["code"])
    return asked


def _missing(case: Case, typed: QueryDict) -> list[Field]:
    choices = [{"code": one.code, "label": one.asked, "hint": ""} for one in grounds(guide=case.guide).correct]
    hint = "一次告知制：把要补正的一次列全。选择补正时才填写。"
    ticks = field("missing", "需要补正的材料和内容", "checkboxes", typed, required=False, choices=choices, hint=hint)
    ticks["value"] = typed.getlist("missing")
    hint = "缺什么、哪里不符合，每行写一条。只作说明，不能代替上面的勾选。"
    return [ticks, field("missing_more", "补正的说明", "textarea", typed, required=False, hint=hint, max=1000)]
