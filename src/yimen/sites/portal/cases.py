"""Progress that anyone may follow by a case's number: no applicant, no opinion, no paper."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.contexts.identity.api import unit
from yimen.contexts.matters.api import TERMINATED, Progress
from yimen.contexts.matters.api import progress as read_progress
from yimen.contexts.places.api import calendar
from yimen.contexts.procedures.api import Version
from yimen.kernel.codes import CodeError, parse_case_number
from yimen.sites.pieces import branching, clocks, flowing, hands, shapes, timelines
from yimen.sites.pieces.clocks import last_words
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.shapes import Piece
from yimen.sites.pieces.tables import asked, pair
from yimen.sites.pieces.templatetags.words import day, moment

from .room import crumbs


@dataclass(frozen=True, slots=True)
class PublicStep:
    """What the public may see of a step, in the shape of timelines.Done."""

    node: str
    name: str
    role: str
    opened_at: datetime
    done_at: datetime | None
    due_on: date | None = None
    unit: str = ""
    done_by: str = ""
    lapsed: bool = False
    shut: bool = False
    line: int = 0
    came: str = ""
    outcome_name: str = ""
    opinion: str = ""


@require_safe
def look_up(request: HttpRequest) -> HttpResponse:
    """Asks for a case's number, and goes to its progress where the number can be one."""
    typed = asked(request, "number")
    error = ""
    if typed:
        try:
            return HttpResponseRedirect(f"/cases/{parse_case_number(typed).value}/")
        except CodeError as refused:
            error = refused.reason
    field = {
        "code": "number",
        "label": "办件号",
        "type": "id",
        "hint": "21 位数字，印在收件回执上；有没有空格和短横都可以",
        "required": True,
        "value": typed,
        "choices": [],
        "error": error,
        "autocomplete": "off",
    }
    context = {
        "crumbs": crumbs(("查办件", None)),
        "field": field,
        "errors": [{"code": "number", "text": error}] if error else [],
    }
    return render(request, "portal/look_up.html", context, status=422 if error else 200)


@require_safe
def progress(request: HttpRequest, number: str) -> HttpResponse:
    """Shows the public progress of a case."""
    found, on = read_progress(number=number), today()
    procedure = found.procedure
    steps, moves = _steps(found, procedure), hands.told(found.moves, "public")
    context = {
        "crumbs": crumbs(("查办件", "/cases/"), (found.number, None)),
        "title": found.title,
        "light": shapes.light(found.standing, on),
        "facts": _facts(found),
        "clock": _clock(found, on),
        "steps": timelines.timeline(steps, moves),
        "specials": [clocks.special(one) for one in found.specials],
        "joint": branching.public(found.branches, found.region),
        "flow": flowing.public(found),
        "decided": bool(found.outcome),
        "applied": found.kind == "case",
        "number": found.number,
    }
    return render(request, "portal/progress.html", context)


def _steps(found: Progress, procedure: Version) -> list[PublicStep]:
    nodes, shown = procedure.procedure.nodes, list[PublicStep]()
    for line, ((node, name, opened, done), code) in enumerate(zip(found.steps, found.units, strict=True)):
        role, shut = nodes[node].role if node in nodes else "", (node, done) in found.shut
        ended = "已终止" if shut and found.outcome == TERMINATED else ""
        lapsed = node in found.lapsed
        shown.append(
            PublicStep(
                node, name, role, opened, done, unit=code, lapsed=lapsed, shut=shut, line=line, outcome_name=ended
            )
        )
    return shown


def _facts(found: Progress) -> list[Piece]:
    stated = (
        ("办件号", found.number),
        ("承办单位", unit(code=found.unit).name),
        ("当前环节", found.step),
        ("办理结果", found.outcome),
        ("收件时间", moment(found.opened_at)),
        (f"{found.standing.clock_name}期限的最后一天", day(found.standing.due_on)),
        ("办结时间", moment(found.standing.closed_at)),
    )
    return [pair(label, value) for label, value in stated if value]


def _clock(found: Progress, on: date) -> Piece | None:
    """Returns the days of the running clock, or None where no clock runs."""
    ledger = found.standing.ledger
    if ledger is None:
        return None
    standing, days = found.standing, calendar(region=found.region)
    return {
        "name": standing.clock_name,
        "last": last_words(ledger, days, standing.due_on, on, provisional=standing.provisional),
        "summary": ledger.sentence(days),
        "days": shapes.days(ledger, days, on),
    }
