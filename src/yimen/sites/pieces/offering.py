"""Which gestures a reader may make now on a matter of any kind, how a turn came, and what it led to."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from yimen.contexts.identity.api import ROLES, Reader, officer, unit
from yimen.contexts.matters.api import (
    CAME,
    Matter,
    Task,
    decides,
    halted,
    kept_apart,
    may_recall,
    may_take_back,
    may_terminate,
    next_hand,
    reasons,
    ways_back,
)
from yimen.sites.pieces.templatetags.words import day

from .kindwords import words_of

_TOLD = {
    "transfer": ("转来的", "转办"),
    "delegate": ("委托给您的", "委托"),
    "entrust": ("委托给您的", "委托"),
    "before": ("请您加签：在经办人之前签", "加签"),
    "after": ("请您加签：在经办人之后签", "加签"),
    "signed": ("加签已办，轮到您了", ""),
    "confirm": ("委托已办，请您确认", ""),
    "recall": ("委托已收回", "收回委托"),
    "return": ("退回来的", "退回"),
    "resubmit": ("退回后办回来了", ""),
    "undo": ("撤回重办", "撤回"),
}  # what an officer reads of how a turn came, and the name under which its reason is kept


_SIGNING = {
    "before": "您签的是意见，不是这一步的结果：签了以后回到请签的人手里，由他定结果。只有工作人员看得到您的意见。",
    "after": "您选的结果就是这一步的结果，签了按流程往下办，申请人看得到。先办的人的结果只有工作人员看得到。",
}  # what a signature does, and who reads it


def own_page(matter: Matter) -> str:
    """Returns the page of a matter whose kind has pages of its own, "" for a case."""
    page = words_of(matter.kind).page
    return f"{page}{matter.number}/" if page else ""


def offered(reader: Reader, matter: Matter, tasks: Sequence[Task], step: Task | None) -> list[dict[str, str]]:
    """Returns what the reader may do at a step, None where none is the reader's, and at the whole matter."""
    return at_step(reader, step, matter, tasks) if step is not None else at_whole(reader, matter, tasks)


def at_step(reader: Reader, step: Task, matter: Matter, tasks: Sequence[Task]) -> list[dict[str, str]]:
    """Returns the gestures that the reader may make at an open step, and at its matter."""
    whole = at_whole(reader, matter, tasks)
    if step.done_at is not None or step.role == "applicant" or halted(matter=matter) is not None:
        return whole
    if kept_apart(reader=reader, matter=matter, node=step.node, opinion=step.came == "before"):
        return whole
    mine = _own(reader, step)
    posted, base = reader.holds(step.role, step.unit), f"/desk/tasks/{step.id}/hands"
    names = list[str]()
    if mine and (not matter.paused or _special(step, matter)) and ways_back(task=step):
        names.append("return")
    if mine and step.until is None:
        names += ["add", "transfer", "delegate"]
    elif posted and step.until is None:
        names.append("transfer")
    if may_recall(reader=reader, task=step):
        names.append("recall")
    found = [{"url": f"{base}/{name}/", **_link(name, matter)} for name in names]
    return [*found, *(one for one in whole if one["url"] not in {own["url"] for own in found})]


def at_whole(reader: Reader, matter: Matter, tasks: Sequence[Task]) -> list[dict[str, str]]:
    """Returns the gestures that the reader may make at a whole matter: taking back, urging, suspending, terminating."""
    base = f"/desk/cases/{matter.number}/matter"
    if not matter.open:
        return []
    found, halt = list[dict[str, str]](), halted(matter=matter)
    for task in tasks:
        if task.done_at is not None and not task.handed and may_take_back(reader=reader, task=task):
            hint = f"“{task.name}”的结果“{task.outcome_name}”，后面还没有人办。"
            found.append({"url": f"/desk/tasks/{task.id}/hands/takeback/", "label": f"撤回“{task.name}”", "hint": hint})
    if halt is None:
        found += [link for task in tasks for link in _elsewhere(reader, task, matter)]
    if reader.holds("window", matter.centre) and halt is None:
        for task in tasks:
            urged = task.done_at is None and task.role != "applicant" and not _own(reader, task)
            if urged and not kept_apart(reader=reader, matter=matter, node=task.node):
                link = {"label": f"催办“{task.name}”", "hint": "经办人的待办里会标出来。"}
                found.append({"url": f"/desk/tasks/{task.id}/hands/urge/", **link})
    if decides(reader=reader, matter=matter) and not kept_apart(reader=reader, matter=matter):
        names = ["resume"] if halt is not None else ["suspend"]
        names += ["terminate"] if may_terminate(matter=matter) else []
        found += [{"url": f"{base}/{name}/", **_link(name, matter)} for name in names]
    return found


def _own(reader: Reader, task: Task) -> bool:
    return str(reader.account) == task.holder if task.holder else reader.holds(task.role, task.unit)


def _elsewhere(reader: Reader, task: Task, matter: Matter) -> list[dict[str, str]]:
    """Returns how the reader takes over a turn that another has: of the reader's post, or lent by the reader."""
    if task.done_at is not None or not task.holder or task.holder == str(reader.account):
        return []
    if kept_apart(reader=reader, matter=matter, node=task.node):
        return []
    posted, base = reader.holds(task.role, task.unit), f"/desk/tasks/{task.id}/hands"
    if may_recall(reader=reader, task=task):
        return [{"url": f"{base}/recall/", "label": f"收回“{task.name}”的委托", "hint": "到期前提前收回。"}]
    if task.until is None and posted:
        hint = "现在在一位同事手上；他不在时，由您接手或另行转办。"
        return [{"url": f"{base}/transfer/", "label": f"接手“{task.name}”", "hint": hint}]
    return []


def came(reader: Reader, step: Task, matter: Matter) -> list[dict[str, str]]:
    """Returns how an open turn came, in words, with the reason that was given; nothing where its step opened.

    For whoever has it now. Who lent it, and who holds its post and may call it back, read with whom it is until when.
    """
    if step.done_at is not None or step.came not in CAME:
        return []
    if not _own(reader, step):
        return [_lent(step)] if may_recall(reader=reader, task=step) else []
    title, kept = _TOLD[step.came]
    why = next((one.text for one in reasons(matter=matter) if one.what == kept and one.at == step.opened_at), "")
    text = f"来自{step.came_by}。{_SIGNING.get(step.came, '')}" if step.came_by else ""
    if step.until is not None:
        decides = "您在权限内直接决定" if step.came == "entrust" else "您办后由委托人确认"
        text = (
            f"受{step.came_by}委托，至{day(step.until)}；权限：{step.terms.rstrip('。')}；{decides}。不能再转交他人。"
        )
    return [{"title": title, "text": f"{text}{f'说明：{why}' if why else ''}"}]


def _lent(step: Task) -> dict[str, str]:
    """Returns what colleagues are told of a turn that one of them has until a day."""
    text = f"由{step.came_by}委托，至{day(step.until)}；权限：{step.terms.rstrip('。')}。"
    text += "现在由受托人办理，需要时可以提前收回。"
    return {"title": "这一步已经委托出去", "text": text}


def became(step: Task, on: date) -> str:
    """Returns what a turn led to: the procedure goes on, or the step is somebody else's now, named."""
    after = next_hand(task=step)
    if after is None:
        return "已记下，按流程往下办。"
    if step.came == "before":
        return f"已交回请您加签的人：{_whose(after, on)}。"
    if step.until is not None:
        return f"已记下，交回委托人确认：{_whose(after, on)}。"
    return f"已记下，现在等{_whose(after, on)}加签，签了以后才往下办。"


def _whose(turn: Task, on: date) -> str:
    """Returns whose turn it is, for colleagues: post and name of its holder, or the post that it waits for."""
    found = officer(account=UUID(turn.holder), on=on) if turn.holder else None
    return f"{found.label} {found.name}" if found else f"{unit(code=turn.unit).name}{ROLES[turn.role]}"


def _special(step: Task, matter: Matter) -> bool:
    node = matter.procedure.procedure.nodes[step.node]
    return bool(node.ground or node.special)


def _link(name: str, matter: Matter) -> dict[str, str]:
    """Returns a gesture's label and hint, in the words of the matter's kind."""
    link = _LINKS[name]
    return {**link, "hint": words_of(matter.kind).hints.get(name, link["hint"])}


_LINKS = {
    "return": {"label": "退回", "hint": "退到前面的步骤补正或重办。"},
    "add": {"label": "加签", "hint": "请别人在您之前或之后签署。"},
    "transfer": {"label": "转办", "hint": "交给本单位另一位同事办，不再收回；同岗位的人不在时也可由此接手。"},
    "delegate": {"label": "委托", "hint": "出差、休假时请同事代办，到期自动收回。"},
    "recall": {"label": "收回委托", "hint": "到期前提前收回。"},
    "suspend": {"label": "中止办理", "hint": "有法定事由，暂停全部步骤。"},
    "resume": {"label": "恢复办理", "hint": "中止的原因已经消除。"},
    "terminate": {"label": "终止办理", "hint": "有法定事由，不再作出决定，结束本件。"},
}
