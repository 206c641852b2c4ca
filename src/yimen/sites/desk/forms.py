"""The forms of a step: fields as the pieces take them, and what was sent back as the rooms take it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import QueryDict

from yimen.contexts.cases.api import METHODS, SEVERAL, Case, partners
from yimen.contexts.identity.api import units
from yimen.contexts.matters.api import Completion, Task, Wanted, wanted_lists
from yimen.kernel.procedure import Outcome

from . import counter

Field = dict[str, Any]
_OPINION = "写进留痕；不予受理、不予许可的理由会写进文书。"
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
    if len(choices) == 1:
        shown[0]["value"] = choices[0]["code"]
    if "deliver" in effects:
        methods = [{"code": method, "label": method, "hint": ""} for method in METHODS]
        shown.append(field("method", "送达方式", "radio", typed, choices=methods, across=True))
        hint = "窗口领取或邮寄送达须填写。"
        shown.append(field("receiver", "签收人", "text", typed, required=False, hint=hint, max=60))
    shown += [_list(wanted, typed) for wanted in wanted_lists(matter=case.matter, task=step, on=on)]
    again = _again(step, case)
    hint = f"“{again}”请每行写一条；同意而有条件的，在这里写明条件。" if again else _OPINION
    shown.append(field("opinion", "意见", "textarea", typed, required=False, hint=hint, max=1000))
    correction = _missing(case, typed) if "correct" in effects else []
    asks = {item.code for item in offered if item.effect == "correct"}
    correcting = typed.get("outcome") in asks or any(field["value"] for field in correction)
    adding = _adding(case, typed) if "accept" in effects and case.guide.handling in SEVERAL else []
    return {"fields": shown, "correction": correction, "correcting": correcting, "adding": adding}


def completion(sent: QueryDict, step: Task, case: Case) -> Completion:
    """Returns what an officer sent as one completion; whatever an outcome does not need, its room leaves aside."""
    names = dict(_askable(case))
    ticked = [names[code] for code in sent.getlist("missing") if code in names]
    lines = [line.strip() for line in sent.get("missing_more", "").splitlines()]
    return Completion(
        task=step.id,
        outcome=sent.get("outcome", ""),
        opinion=sent.get("opinion", ""),
        form={
            "missing": [*ticked, *filter(None, lines)],
            "method": sent.get("method", ""),
            "receiver": sent.get("receiver", ""),
            "units": sent.getlist("units"),
            "units_reason": sent.get("units_reason", ""),
            "lists": {key[5:]: sent.getlist(key) for key in sent if key.startswith("list_")},
            "answers": counter.answers(case, sent) if step.role == "applicant" else {},
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
    choices = [{"code": code, "label": name, "hint": ""} for code, name in _askable(case)]
    hint = "一次告知制：把要补正的一次列全。选择补正时才填写。"
    ticks = field("missing", "需要补正的材料和内容", "checkboxes", typed, required=False, choices=choices, hint=hint)
    ticks["value"] = typed.getlist("missing")
    hint = "每行一条。"
    return [ticks, field("missing_more", "其他需要补正的", "textarea", typed, required=False, hint=hint, max=1000)]


def _askable(case: Case) -> list[tuple[str, str]]:
    form = case.guide.form
    materials = [(f"material_{m.code}", f"材料：{m.name}") for m in form.materials if m.source == "asked"]
    asked = [field.element for section in form.sections for field in section.fields]
    return [*materials, *((f"field_{item.code}", f"填写内容：{item.label}") for item in asked)]


def field(code: str, label: str, kind: str, typed: Typed, *, required: bool = True, **more: object) -> Field:
    """Returns a field as field.html takes it, with what was typed before."""
    plain = {"hint": "", "error": "", "choices": [], "value": typed.get(code, "")}
    return {"code": code, "label": label, "type": kind, "required": required, **plain, **more}
