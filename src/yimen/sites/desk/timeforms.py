"""The forms by which officers act on the limits of a matter: special procedures, extensions, corrections."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from yimen.contexts.identity.api import Reader
from yimen.contexts.matters.api import Matter, Task, special_kinds, specials

from .forms import field

_DOCUMENT = "例如：委托检测函及文号。"


def offered(typed: Mapping[str, str], reader: Reader, step: Task, matter: Matter) -> dict[str, Any]:
    """Returns the forms that this reader may use on the limits of a matter now, empty where none is."""
    if matter.ledger is None:
        return {}
    base = f"/desk/tasks/{step.id}"
    standing = [one for one in specials(matter=matter) if one.ended_on is None]
    found: dict[str, Any] = {
        "standing": [
            {"special": one, "url": f"{base}/special/{one.id}/", "field": _result(typed, one.id)} for one in standing
        ],
        "begin": {"url": f"{base}/special/", "fields": _begin_fields(typed, matter)},
    }
    if reader.holds("decider", matter.unit):
        rule = next((one.ledger.limit.extending for one in matter.running if one.ledger.limit.extending), None)
        if rule is not None and not any(one.ledger.extensions for one in matter.running):
            found["extend"] = {"url": f"{base}/extend/", "fields": _extend_fields(typed, rule.length, rule.by)}
        found["correct"] = {"url": f"{base}/correct/", "fields": _correct_fields(typed, matter)}
    return found


def result_code(special: UUID) -> str:
    """Returns the name of the field that holds one special procedure's result: several may stand on one page."""
    return f"result_{special.hex[-8:]}"


def _result(typed: Mapping[str, str], special: UUID) -> dict[str, Any]:
    return field(result_code(special), "结果", "textarea", typed, max=500)


def _begin_fields(typed: Mapping[str, str], matter: Matter) -> list[dict[str, Any]]:
    kinds = [
        {"code": kind, "label": f"{kind}（{'期间不计入时限' if stops else '时限照常计算'}）"}
        for kind, stops in special_kinds(matter=matter)
    ]
    hint = "法律没有列为不计时限的，时限照常计算。"
    return [
        field("kind", "特别程序", "select", typed, choices=kinds, hint=hint),
        field("document", "依据的文书", "text", typed, hint=_DOCUMENT, max=100),
        field("days", "所需时间（工作日）", "text", typed, hint="只填数字，例如 15。须书面告知申请人。", max=3),
    ]


def _extend_fields(typed: Mapping[str, str], most: int, by: str) -> list[dict[str, Any]]:
    return [
        field(
            "length", "延长多少", "text", typed, hint=f"最多 {most}，单位与原时限相同，只能延长法律规定的次数。", max=3
        ),
        field("approved_by", "批准人", "text", typed, hint=f"依法由{by}。", max=200),
        field("approval", "批准文书", "text", typed, hint="文号或名称。", max=200),
        field("why", "延长的理由", "textarea", typed, hint="会告知申请人。", max=200),
    ]


def _correct_fields(typed: Mapping[str, str], matter: Matter) -> list[dict[str, Any]]:
    choices = [{"code": "start", "label": "起算日"}]
    choices += [
        {"code": str(one.id), "label": f"{one.kind}：{one.begun_on} 至 {one.ended_on or '今'}"}
        for one in specials(matter=matter)
    ]
    return [
        field("what", "更正哪一项", "select", typed, choices=choices),
        field("begin", "应为（开始日）", "date", typed),
        field("end", "应为（结束日）", "date", typed, required=False, hint="更正已经结束的特别程序时填写。"),
        field("correction_reason", "更正的理由", "textarea", typed, hint="更正会留痕，并报监察部门核实。", max=200),
    ]
