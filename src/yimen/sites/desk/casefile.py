"""A case laid open on the desk: facts, answers, materials, papers, time and flow, as the pieces take them."""

from datetime import date
from typing import Any

from yimen.contexts.cases.api import FIXED, Case, demands, project_of
from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import trail
from yimen.contexts.matters.api import halted
from yimen.sites.pieces import branching, clocks, flowing, hands, shapes, tables, timelines
from yimen.sites.pieces.guidance import handling


def laid_open(case: Case, day: date, who: Reader) -> dict[str, Any]:
    """Returns what every page shows of a case; personal values are as the reader may see them."""
    entries = trail(subject=case.matter.id)
    return {
        "number": case.matter.number,
        "title": case.matter.title,
        "light": shapes.light(case.matter, day),
        "facts": _facts(case),
        "sections": [
            {"title": title, "pairs": [tables.pair(answer.label, answer.text) for answer in answers]}
            for title, answers in case.answers
        ],
        "plain": case.plain,
        "materials": shapes.materials(case, f"{_base(case)}materials/{{}}/"),
        "papers": [
            {"name": paper.name, "number": paper.number, "at": paper.at, "url": f"{_base(case)}papers/{paper.id}.pdf"}
            for paper in case.papers
        ],
        "missing": case.missing,
        "steps": timelines.timeline(case.tasks, hands.told(entries, "officer", clocks.said_why(case.matter))),
        "time": clocks.clocks(case.matter, day, english=True, seen="officer", plain=case.plain),
        "changes": clocks.changes(entries, case.matter),
        "halt": halted(matter=case.matter),
        "joint": branching.of_case(case.matter, case.tasks, opinions=True),
        "inspection_url": f"{_base(case)}inspection/" if _inspects(case) else "",
        "project": project_of(reader=who, number=case.matter.number),
        "handling": case.guide.handling,
        "demands": demands(matter=case.matter),
        "flow": flowing.drawn(case.matter, case.tasks, outcomes=True),
        "reveal_url": f"{_base(case)}reveal/",
    }


def _inspects(case: Case) -> bool:
    """Tells whether the procedure has a step at which the day of a joint inspection is agreed."""
    nodes = case.matter.procedure.procedure.nodes.values()
    return any(item.code == FIXED for node in nodes for item in node.outcomes)


def _base(case: Case) -> str:
    return f"/desk/cases/{case.matter.number}/"


def _facts(case: Case) -> list[dict[str, str]]:
    stated = [
        ("请注意", case.note),
        *handling(case.guide),
        ("申请人", case.applicant),
        ("证件号码", case.identifier),
        ("联系电话", case.phone),
        ("经办人", case.agent),
        ("来源", case.channel),
        ("决定文号", case.decision),
        ("送达方式", case.delivered),
    ]
    stated += [("不予的理由", "；".join(case.grounds)), ("逐项确认的条件", "；".join(case.met))]
    return [tables.pair(label, value) for label, value in stated if value]
