"""The forms by which officers act on the limits of a matter: special procedures, extensions, corrections."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from yimen.contexts.identity.api import Reader
from yimen.contexts.matters.api import (
    Matter,
    Special,
    Task,
    halted,
    kind_of,
    open_tasks,
    record_form,
    special_kinds,
    specials,
)
from yimen.kernel.clock import Limit
from yimen.sites.pieces import recording
from yimen.sites.pieces.clocks import stretch
from yimen.sites.pieces.deskroom import field
from yimen.sites.pieces.edge import today

_DOCUMENT = "例如：委托检测函及文号。不要写个人姓名。"
_TRACE = "会写进留痕，不要写个人信息。"


def offered(typed: Mapping[str, str], reader: Reader, step: Task, matter: Matter) -> dict[str, Any]:
    """Returns the forms that this reader may use on the limits of a matter now, empty where none is.

    They are sent to one of its open steps: special procedures are for those who hold an open step, extensions and
    corrections for the deciding post of its unit, whatever step is open. Each says whether it is the one just sent, to
    be shown unfolded with what was typed.
    """
    if matter.ledger is None or step.done_at is not None:
        return {}
    base, found = f"/desk/tasks/{step.id}", dict[str, Any]()
    if any(reader.holds(one.role, one.unit) for one in open_tasks(matter=matter.id)):
        ordered = _ordered(matter)
        found["standing"] = [
            {"special": one, "url": f"{base}/special/{one.id}/", "fields": _result(typed, one, matter)}
            for one in specials(matter=matter)
            if one.ended_on is None and one.kind not in ordered
        ]
        if halted(matter=matter) is None:
            found["begin"] = _form(f"{base}/special/", _begin_fields(typed, matter), typed)
        else:
            found["halted"] = "本件已中止办理，恢复办理以后才能开始特别程序。"
    if reader.holds("decider", matter.unit):
        rule = _extending(matter)
        found["extended"] = _extended(matter) if rule is None else ""
        if rule is not None:
            found["extend"] = {
                "url": f"{base}/extend/",
                "fields": _extend_fields(typed, rule),
                "open": "length" in typed,
            }
        found["correct"] = {
            "url": f"{base}/correct/",
            "fields": _correct_fields(typed, matter),
            "open": "what" in typed,
        }
    return found


def of_case(typed: Mapping[str, str], reader: Reader, matter: Matter) -> dict[str, Any]:
    """Returns what ``offered`` gives with an open step of the matter: the reader's own first; empty where none is."""
    steps = open_tasks(matter=matter.id)
    own = [step for step in steps if reader.holds(step.role, step.unit)]
    return next((offered(typed, reader, step, matter) for step in (*own, *steps)), {})


def _form(url: str, fields: list[dict[str, Any]], typed: Mapping[str, str]) -> dict[str, Any]:
    return {"url": url, "fields": fields, "open": fields[0]["code"] in typed}


def _ordered(matter: Matter) -> set[str]:
    """Returns the special procedures that are open steps: their results are those of the steps."""
    nodes = matter.procedure.procedure.nodes
    return {kind_of(nodes[item.node]) for item in open_tasks(matter=matter.id)}


def _extending(matter: Matter) -> Limit | None:
    """Returns the running limit that the law still lets be made longer."""
    for timer in matter.running:
        rule = timer.ledger.limit.extending
        if rule is not None and len(timer.ledger.extensions) < rule.times:
            return timer.ledger.limit
    return None


def _extended(matter: Matter) -> str:
    """Returns that the limit cannot be made longer again, '' where it never was."""
    for timer in matter.running:
        done, rule = len(timer.ledger.extensions), timer.ledger.limit.extending
        if done and rule is not None:
            times = "一" if done == 1 else str(done)
            return f"已延长{times}次，依法不能再延长（{rule.citation}）。"
    return ""


def result_code(special: UUID) -> str:
    """Returns the name of the field that holds one special procedure's result: several may stand on one page."""
    return f"result_{special.hex[-8:]}"


def _result(typed: Mapping[str, str], special: Special, matter: Matter) -> list[dict[str, Any]]:
    """Returns the fields that end a special procedure: the record that it owes, else its result alone."""
    code, form = result_code(special.id), record_form(kind=special.kind)
    if form is None:
        return [field(code, "结果", "textarea", typed, max=500)]
    return recording.fields(form, typed, matter=matter, on=today(), kept={}, part=code)


def _begin_fields(typed: Mapping[str, str], matter: Matter) -> list[dict[str, Any]]:
    kinds = [
        {"code": kind, "label": f"{kind}（{'期间不计入时限' if stops else '时限照常计算'}）"}
        for kind, stops in special_kinds(matter=matter)
    ]
    hint = "法律没有列为不计时限的，时限照常计算。"
    return [
        field("kind", "特别程序", "select", typed, choices=kinds, hint=hint),
        field("document", "依据的文书", "text", typed, hint=_DOCUMENT, max=100),
        field("days", "所需时间", "number", typed, hint="只填数字，须书面告知申请人。", max=3, unit="个工作日"),
    ]


def _extend_fields(typed: Mapping[str, str], limit: Limit) -> list[dict[str, Any]]:
    rule, unit = limit.extending, limit.unit.name_zh
    most, by, source = (f"{rule.length} {unit}", rule.by, rule.citation) if rule else ("", "", "")
    return [
        field("length", "延长多少", "number", typed, hint=f"最多 {most}（{source}）。", max=3, unit=unit),
        field("approved_by", "批准人", "text", typed, hint=f"依法须由{by}。只写职务，例如：局长。", max=200),
        field("approval", "批准文书", "text", typed, hint="文号或名称。", max=200),
        field("why", "延长的理由", "textarea", typed, hint=f"会告知申请人。{_TRACE}", max=200),
    ]


def _correct_fields(typed: Mapping[str, str], matter: Matter) -> list[dict[str, Any]]:
    choices = [{"code": "start", "label": "起算日"}]
    choices += [
        {"code": str(one.id), "label": f"{one.kind}：{stretch(one.begun_on, one.ended_on)}"}
        for one in specials(matter=matter)
    ]
    return [
        field("what", "更正哪一项", "select", typed, choices=choices),
        field("begin", "应为（开始日）", "date", typed, hint="更正起算日的，填应当起算的那一天。"),
        field("end", "应为（结束日）", "date", typed, required=False, hint="更正已经结束的特别程序时填写。"),
        field(
            "correction_reason",
            "更正的理由",
            "textarea",
            typed,
            hint=f"会告知申请人，并报监察部门核实。{_TRACE}",
            max=200,
        ),
    ]
