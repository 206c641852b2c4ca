"""How a case stands, as the pieces take it: its days, its steps, its flowchart, and what the applicant does next."""

from datetime import date
from typing import Any

from yimen.contexts.cases.api import Case
from yimen.contexts.journal.api import trail
from yimen.contexts.matters.api import NOT_BEFORE, Task, halted, urged_on
from yimen.kernel.clock import local_date
from yimen.sites.pieces import branching, clocks, flowing, hands, shapes, tables, timelines
from yimen.sites.pieces.edge import now
from yimen.sites.pieces.guidance import handling
from yimen.sites.pieces.templatetags.words import day


def my_step(case: Case) -> Task | None:
    """Returns the step that waits for the applicant, or None."""
    return next((task for task in case.tasks if task.role == "applicant" and task.done_at is None), None)


def laid_open(case: Case, today: date) -> dict[str, Any]:
    """Returns what the page of a case shows to its applicant."""
    entries = trail(subject=case.matter.id)
    return {
        "number": case.matter.number,
        "title": case.matter.title,
        "base": f"/space/cases/{case.matter.number}/",
        "light": shapes.light(case.matter, today),
        "facts": _facts(case),
        "sections": [
            {"title": title, "pairs": [tables.pair(answer.label, answer.text) for answer in answers]}
            for title, answers in case.answers
        ],
        "materials": shapes.materials(case, f"/space/cases/{case.matter.number}/materials/{{}}"),
        "papers": case.papers,
        "missing": case.missing,
        "steps": timelines.timeline(case.tasks, hands.told(entries, "applicant", clocks.said_why(case.matter))),
        "time": clocks.clocks(case.matter, today, english=True, plain=True),
        "changes": clocks.changes(entries, case.matter),
        "joint": branching.of_case(case.matter, case.tasks, opinions=False),
        "flow": flowing.drawn(case.matter, case.tasks),
        "next": _next(case),
        "reasons": case.reasons,
        "grounds": case.grounds,
        "may_withdraw": case.matter.open and not case.matter.outcome,
        "urging": _urging(case),
        "may_rate": case.matter.outcome not in ("", "撤回", "终止") and case.rating is None,
        "rating": case.rating,
    }


def _urging(case: Case) -> list[dict[str, str]]:
    """Returns the steps that wait in the office, each with the address by which the applicant urges it.

    Where it was urged and may not be yet again, it says when instead.
    """
    if halted(matter=case.matter) is not None:
        return []
    base = f"/space/cases/{case.matter.number}/urge"
    waiting = [task for task in case.tasks if task.done_at is None and task.role != "applicant"]
    named = {task.name: task for task in reversed(waiting)}  # of several turns of one name, the first stands for all
    urged = urged_on(matter=case.matter, now=now())
    return [
        {"step": name, "url": f"{base}/{task.id}/", "urged": _when(urged.get(task.line))}
        for name, task in reversed(named.items())
    ]


def _when(urged: date | None) -> str:
    return "" if urged is None else "今天" if urged == local_date(now()) else day(urged)


def _facts(case: Case) -> list[dict[str, str]]:
    stated = [
        ("请注意", case.note),
        ("办件号", case.matter.number),
        *handling(case.guide),
        ("承办单位", case.guide.unit.name),
        ("联合验收日期", _agreed(case)),
        ("当前环节", case.matter.step),
        ("办理结果", case.matter.outcome),
        ("本阶段最迟办完", day(case.matter.due_on) if case.matter.open else ""),
        ("决定文号", case.decision),
        ("送达方式", case.delivered),
        ("申请人", case.applicant),
        ("证件号码", case.identifier),
        ("联系电话", case.phone),
        ("经办人", case.agent),
        ("来源", case.channel),
    ]
    return [tables.pair(label, value) for label, value in stated if value]


def _agreed(case: Case) -> str:
    """Returns the day on which all units inspect together, '' where none is agreed."""
    days = case.matter.data.get(NOT_BEFORE, {}).values()
    return day(date.fromisoformat(max(days))) if days else ""


def _next(case: Case) -> str:
    """Returns what happens next, or what the applicant should do, as one sentence."""
    phone = f"有疑问请拨打 {case.guide.unit.phone}。" if case.guide.unit.phone else ""
    stopped = _stopped(case)
    if stopped:
        return f"{stopped}{phone}"
    if my_step(case):
        return f"轮到您了：{_mine(case)}"
    if case.matter.outcome == "撤回":
        return f"您已撤回这份申请，不再办理。需要时可以重新申请。{phone}"
    if case.granted is False or case.matter.outcome == "不予受理":
        said = f"结果：{case.matter.outcome}。{f'理由：{case.reasons}' if case.reasons else ''}"
        return f"{said}不服的，可以按文书写明的途径申请行政复议或提起诉讼，文书在本页“文书”里下载。{phone}"
    if not case.matter.open:
        return f"结果：{case.matter.outcome}，本件已办结。{'' if case.rating else '欢迎评价这次服务。'}{phone}"
    waiting = "、".join(dict.fromkeys(task.name for task in case.tasks if task.done_at is None))
    return f"正在办理“{waiting}”，您现在不用做什么；有进展会发消息给您。{phone}"


def _mine(case: Case) -> str:
    """Returns what the applicant is to do: a step returned, or a list to be completed, which may let limits rest."""
    if case.matter.ledger and not case.missing:
        return "办理机关请您再办一下这一步，理由见“进度”。办理时限照常计算，请尽快提交。"
    counting = "补正期间办理时限照常计算，请尽快提交" if case.matter.due_on else "补正期间不计入办理时限"
    return f"请按下面的清单补充，然后提交。{counting}。"


def _stopped(case: Case) -> str:
    """Returns why nothing goes on with a case that rests, was suspended or terminated, '' for any other."""
    halt = halted(matter=case.matter)
    if halt is not None:
        counting = "期间不计入时限" if halt.stops else "时限照常计算"
        return f"因{halt.ground}中止办理，{counting}；恢复办理时会发消息给您。您现在不用做什么。"
    if case.matter.outcome == "终止":
        return "本件已依法终止办理。理由、依据和救济途径见本页“文书”里的《终止办理告知书》。"
    if case.matter.open and case.matter.paused and not my_step(case):
        return "正在进行法定的特别程序（如检验、听证），所需时间不计入时限。您现在不用做什么。"
    return ""
