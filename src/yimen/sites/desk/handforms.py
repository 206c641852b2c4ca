"""The forms of gestures: their fields, and what will happen, in words. Nothing is done here."""

from collections.abc import Iterable, Mapping
from datetime import date

from yimen.contexts.identity.api import Officer, Reader
from yimen.contexts.matters.api import (
    Back,
    Matter,
    Task,
    delegation_days,
    halted,
    legal_grounds,
    takers,
    ways_back,
)
from yimen.sites.pieces.deskroom import field
from yimen.sites.pieces.kindwords import COUNTS, DUE, FILED, words_of
from yimen.sites.pieces.templatetags.words import day

from .forms import Field

Typed = Mapping[str, str]
OTHER = "其他法定事由"
_TRACE = "不要写个人信息。"


def people(found: Iterable[Officer], typed: Typed, label: str) -> Field:
    """Returns the field that chooses an officer, by post and name; nobody is typed in."""
    choices = [{"code": str(one.account), "label": f"{one.label}　{one.name}", "hint": ""} for one in found]
    hint = "" if choices else "本单位现在没有别的人能接这一步。"
    return field("to", label, "select", typed, choices=choices, hint=hint)


def nobody(shown: Iterable[Field]) -> bool:
    """Tells whether a form asks to choose somebody where there is nobody to choose."""
    return any(one["code"] == "to" and one["type"] == "select" and not one["choices"] for one in shown)


def fields(verb: str, step: Task | None, matter: Matter, typed: Typed, *, who: Reader, on: date) -> list[Field]:
    """Returns the fields of a gesture with what was typed before."""
    if step is None:
        return _whole_fields(verb, matter, typed)
    return _step_fields(verb, step, matter, typed, who=who, on=on)


def _step_fields(verb: str, step: Task, matter: Matter, typed: Typed, *, who: Reader, on: date) -> list[Field]:
    if verb == "transfer":
        own = takers(reader=who, matter=matter, task=step, on=on, how="transfer")
        to = people(own, typed, "由谁接手" if takes_over(who, step) else "转给谁")
        if takes_over(who, step) and any(one["code"] == str(who.account) for one in to["choices"]):
            to["value"] = to["value"] or str(who.account)
        return [to, _reason(typed, "转办说明", needed=False)]
    if verb == "delegate":
        most = delegation_days()
        return [
            people(takers(reader=who, matter=matter, task=step, on=on, how="delegate"), typed, "委托给谁"),
            field("until", "委托至", "date", typed, hint=f"含这一天，到期自动收回。最长 {most} 天（演示值）。"),
            _decides(typed, matter),
            field(
                "terms",
                "委托权限",
                "textarea",
                typed,
                hint=f"写明可以办什么、不可以办什么，会写进留痕。{_TRACE}",
                max=200,
            ),
            _reason(typed, "委托理由"),
        ]
    if verb == "add":
        return _add_fields(step, matter, typed, who=who, on=on)
    if verb == "return":
        return _back_fields(step, typed)
    return [] if verb == "urge" else [_reason(typed, _SAID[verb], needed=False)]


def _add_fields(step: Task, matter: Matter, typed: Typed, *, who: Reader, on: date) -> list[Field]:
    """Returns the fields of 加签: who may only sign before is marked so, and who may not sign at all is left out."""
    before = takers(reader=who, matter=matter, task=step, on=on, how="before")
    after = {one.account for one in takers(reader=who, matter=matter, task=step, on=on, how="after")}
    to = people(before, typed, "请谁签")
    for one, choice in zip(before, to["choices"], strict=True):
        choice["label"] += "" if one.account in after else "（只能在您之前签）"
    places = [{"code": "before", "label": "在我之前签", "hint": "他签了以后回到我这里，由我定结果。"}]
    if after:
        hint = "我办了以后轮到他，他的结果就是这一步的结果。"
        places.append({"code": "after", "label": "在我之后签", "hint": hint})
    when = field("when", "签署的位置", "radio", typed, choices=places)
    return [to, when, _reason(typed, "加签说明", needed=False)]


def takes_over(who: Reader, step: Task) -> bool:
    """Tells whether a transfer takes the turn of somebody else (接手)."""
    return bool(step.holder) and step.holder != str(who.account)


def _decides(typed: Typed, matter: Matter) -> Field:
    where = words_of(matter.kind).entrusted
    choices = [
        {"code": "no", "label": "办后由我确认", "hint": "受托人的意见回到我这里，我确认后才生效。"},
        {"code": "yes", "label": "在权限内直接决定", "hint": f"受托人的结果直接生效，{where}写明受我岗位委托。"},
    ]
    return field("decides", "受托人办完以后", "radio", typed, choices=choices)


def _back_fields(step: Task, typed: Typed) -> list[Field]:
    found = ways_back(task=step)
    choices = [{"code": one.node, "label": f"{one.name}{_marked(one)}"} for one in found]
    to = field("to", "退回到哪一步", "select", typed, choices=choices)
    nearest = next((one.node for one in found if one.nearest), found[0].node if len(found) == 1 else "")
    to["value"] = to["value"] or nearest
    keeps = [
        {"code": "keep", "label": "保留已办的内容", "hint": "那一步照原结果办好后，直接回到这里。"},
        {"code": "drop", "label": "不保留", "hint": "那一步和它之后的步骤都重新办。已有法律效果的步骤不能这样退。"},
    ]
    able = [any(not one.keeps for one in found), any(not one.drops for one in found)]
    keeps = [choice for choice, may in zip(keeps, able, strict=True) if may]
    keep = field("keep", "已办的内容", "radio", typed, choices=keeps)
    keep["value"] = keep["value"] or (keeps[0]["code"] if keeps else "")
    return [to, keep, _reason(typed, "退回理由")]


def _marked(one: Back) -> str:
    """Returns what to know of a step before it is chosen: that it is the one before, and what cannot be."""
    only = "只能保留已办的内容" if one.drops else "只能不保留" if one.keeps else ""
    marks = "，".join(filter(None, ("上一步" if one.nearest else "", only)))
    return f"（{marks}）" if marks else ""


def _whole_fields(verb: str, matter: Matter, typed: Typed) -> list[Field]:
    words = words_of(matter.kind)
    if verb == "suspend":
        own = legal_grounds(matter=matter)
        grounds = [{"code": name, "label": f"{name}（{law}，期间不计入时限）"} for name, law in own]
        grounds.append({"code": OTHER, "label": f"{OTHER}（时限照常计算）"})
        hint, law = f"选“{OTHER}”时填写，最多 20 字。", words.law
        return [
            field("ground", "法定事由", "select", typed, choices=grounds),
            field("other", "其他事由的名称", "text", typed, required=False, hint=hint, max=20),
            field("basis", "其他事由的法律依据", "text", typed, required=False, hint=law, max=100),
            field("document", "依据的文书", "text", typed, hint=f"文书名称或文号。{_TRACE}", max=100),
            field("days", "预计所需时间", "number", typed, hint=words.days, max=3, unit="个工作日"),
            _reason(typed, "中止的理由", told=matter),
        ]
    if verb == "resume":
        return [
            field("document", "依据的文书", "text", typed, hint=f"文书名称或文号。{_TRACE}", max=100),
            _reason(typed, "恢复的理由", told=matter),
        ]
    party = words.party
    example = f"例如：{party}死亡且无继受人。" if party else ""
    return [
        field("ground", "法定事由", "text", typed, hint=f"{example}不要写个人姓名。", max=60),
        field("basis", "法律依据", "text", typed, hint=words.law, max=100),
        _reason(typed, "终止的理由", told=matter),
    ]


def _reason(typed: Typed, label: str, *, needed: bool = True, told: Matter | None = None) -> Field:
    hint = "给接手的人看，留痕里只存摘要。"
    if told is not None:
        hint = f"{words_of(told.kind).reason}。{_TRACE}"
    return field("reason", label, "textarea", typed, required=needed, hint=hint, max=200)


_SAID = {"recall": "收回说明", "takeback": "撤回说明"}


def told(verb: str, step: Task | None, matter: Matter, *, who: Reader) -> list[str]:
    """Returns what will happen, sentence by sentence, in the words of the matter's kind."""
    due = f"这一步的期限不变：{day(step.due_on)}。" if step is not None and step.due_on else "这一步的期限不变。"
    if verb == "return" and step is not None:
        return _back_told(step, matter)
    words = words_of(matter.kind)
    lines = words.told.get(verb, _TOLD[verb])
    if verb == "transfer" and step is not None and takes_over(who, step):
        lines = ["这一步现在在一位同事手上，改由您选定的人办理；原来的人不再办理。", *lines[1:]]
    said = {DUE: due, COUNTS: _resumed(matter) if verb == "resume" else "", FILED: words.filed}
    return [said.get(line, line) for line in lines]


def _back_told(step: Task, matter: Matter) -> list[str]:
    lines = [f"“{step.name}”关闭，记为“退回”；前面的那一步重新打开，由它的岗位办理。"]
    for one in ways_back(task=step):
        if one.drops:
            lines.append(f"退到“{one.name}”，只能保留已办的内容：{one.drops}")
        elif one.closes:
            lines.append(f"退到“{one.name}”而不保留，同时关闭：{'、'.join(dict.fromkeys(one.closes))}。")
        if one.role == "applicant":
            lines.append(f"“{one.name}”由申请人办理：会发消息告诉他理由。时限照常计算。")
    if matter.ledger is not None:
        lines.append("全件的时限照常计算，退回不暂停计时。")
    return lines


def _resumed(matter: Matter) -> str:
    """Returns what becomes of the limits, by the ground on which the matter was suspended."""
    halt = halted(matter=matter)
    if halt is not None and halt.stops:
        return "停住的时限从今天起接着算，停住的天数不计入。"
    return "本件的时限一直照常计算，中止的天数也计入；各步骤自己的期限从今天起接着算。"


_TOLD: Mapping[str, list[str]] = {
    "transfer": ["这一步交给选定的人，您不再办理。", DUE, "接手的人在待办里看到“转来”和您的说明。"],
    "delegate": [
        "委托期间由受托人办理，您的待办里不再有这一步。",
        DUE,
        "最后一天过后自动收回；之前也可以提前收回。",
        "受托人不能再转交他人（参照《行政许可法》第二十四条）。",
        "委托人的岗位、权限、期限写进留痕；受托人直接决定的，决定文书写明“受委托作出”。",
    ],
    "add": [
        "选定的人在待办里看到“加签”。",
        DUE,
        "在您之前签的，意见是内部意见，不给申请人看。",
        "在您之后签的，他的结果和意见就是这一步的，申请人看得到。",
    ],
    "recall": ["委托立即结束，这一步回到委托人手上；委托人不在的，同岗位的人可以接手。", DUE],
    "takeback": [
        "这一步重新打开，请重新办理。",
        "它之后刚打开的步骤关闭。",
        "后面的人已经动手的，不能撤回，请他退回。",
    ],
    "urge": ["经办人的待办里标出催办和次数，监察部门也能看到。"],
    "suspend": [
        "全部步骤停住，恢复前谁也不能办。",
        "事由是本件时限的法定事由的，期间不计入时限；不是的，时限照常计算。",
        "将向申请人发出《中止办理告知书》和消息。",
    ],
    "resume": [
        "各步骤可以继续办。",
        COUNTS,
        "申请人收到《恢复办理告知书》和消息。",
    ],
    "terminate": [
        "全部步骤关闭，本件以“终止”结束，不能恢复。",
        "计时停止，按期或超期的结论留存。",
        "申请人收到《终止办理告知书》，写明理由、依据和救济途径。",
    ],
}
