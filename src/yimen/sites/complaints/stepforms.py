"""The forms of a complaint's steps: fields as the pieces take them, and what was sent back as the room takes it."""

from datetime import date

from django.http import QueryDict

from yimen.contexts.complaints.api import REFUSALS, Complaint, complained_about, may_investigate
from yimen.contexts.matters.api import Completion, Task
from yimen.sites.pieces.shapes import Piece

from .room import choices, field

_OPINION = "写进留痕，不写个人信息。转办、不予受理、退回、不公开都必须写。"
_PUBLIC = "给所有人看：不写投诉人、被投诉的人和其他人的姓名、号码。"


def fields(found: Complaint, typed: QueryDict, on: date) -> list[Piece]:
    """Returns the fields of the reader's open step."""
    assert found.mine is not None  # noqa: S101 - the caller has looked
    node = found.matter.procedure.procedure.nodes[found.mine.node]
    given = {name: typed.get(name, "") for name in ("outcome", "unit", "ground", "record", "answer", "opinion")}
    offered = [
        {"code": item.code, "label": item.name, "hint": "须写明意见" if item.opinion == "required" else ""}
        for item in node.outcomes
    ]
    if len(offered) == 1:
        given["outcome"] = offered[0]["code"]
    codes = {one["code"] for one in offered}
    shown = [field("outcome", "办理结果", "radio", given, choices=offered)]
    if "transfer" in codes:
        shown += _receiving(found, typed, given, on)
    if "found" in codes:
        hint = "查了什么、谁的陈述、有哪些证据、事实是什么。加密保存。"
        shown.append(field("record", "调查情况", "textarea", given, hint=hint, max=2000))
    if "upheld" in codes:
        hint = "告诉投诉人：查到了什么，怎么处理，不服怎么办。"
        shown.append(field("answer", "给投诉人的答复", "textarea", given, hint=hint, max=2000))
    if codes & {"upheld", "revised"}:
        written = {
            "summary": typed.get("summary", found.summary),
            "result": typed.get("result", found.result),
        }
        shown.append(field("summary", "公开的投诉摘要", "textarea", written, hint=_PUBLIC, max=400))
        shown.append(field("result", "公开的处理结果", "textarea", written, hint=_PUBLIC, max=800))
    if codes & {"transfer", "publish"}:
        shown.append(field("opinion", "意见", "textarea", given, required=False, hint=_OPINION, max=400))
    return shown


def _receiving(found: Complaint, typed: QueryDict, given: dict[str, str], on: date) -> list[Piece]:
    others = [one for one in may_investigate(found=found, on=on).items() if one[0] != found.matter.unit]
    hint = "选择转办时填写。执法投诉不能转给被投诉的单位。" if found.kind == "enforcement" else "选择转办时填写。"
    people, told = choices(complained_about(found=found, on=on)), "按投诉内容勾选。勾选的人不能办理，也看不到这件投诉。"
    ticks = field("subjects", "被投诉的人", "checkboxes", {}, required=False, choices=people, hint=told)
    ticks["value"] = typed.getlist("subjects") or list(found.subjects)
    refusals = choices((one, one) for one in REFUSALS)
    return [
        field("unit", "转给", "select", given, required=False, choices=choices(others), hint=hint, none="不转办"),
        ticks,
        field(
            "ground",
            "不予受理的情形",
            "select",
            given,
            required=False,
            choices=refusals,
            hint="不予受理时填写。",
            none="不适用",
        ),
    ]


def completion(sent: QueryDict, step: Task) -> Completion:
    """Returns what an officer sent; whatever an outcome does not need, its room leaves aside."""
    form = {name: sent.get(name, "") for name in ("unit", "ground", "record", "answer", "summary", "result")}
    return Completion(
        task=step.id,
        outcome=sent.get("outcome", ""),
        opinion=sent.get("opinion", "")[:400],
        form={**form, "subjects": sent.getlist("subjects")},
    )
