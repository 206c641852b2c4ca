"""The day of a joint inspection, agreed on one page: the lead proposes, each unit answers, the lead fixes one."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.views.decorators.http import require_http_methods

from yimen.contexts.cases.api import MOST_DAYS, Inspection, answer_dates, arranging, fix_date, propose_dates
from yimen.contexts.cases.api import inspections as read_inspections
from yimen.contexts.identity.api import Reader
from yimen.contexts.matters.api import Matter, StepRefused
from yimen.contexts.matters.api import matter as read_matter
from yimen.sites.pieces.deskroom import field
from yimen.sites.pieces.edge import say
from yimen.sites.pieces.templatetags.words import day as day_words
from yimen.sites.pieces.who import HANDLING, act, for_roles, reader

from .room import page


@require_http_methods(["GET", "POST"])
@for_roles(*HANDLING)
def inspection(request: HttpRequest, number: str) -> HttpResponse:
    """Shows how the day stands; proposes days, answers, or fixes one."""
    who = reader(request)
    matter = read_matter(reader=who, number=number)
    if request.method != "POST":
        return _page(request, matter)
    try:
        say(request, _done(request, number))
    except StepRefused as error:
        return _page(request, matter, refused=str(error))
    return HttpResponseRedirect(f"/desk/cases/{number}/inspection/")


def _done(request: HttpRequest, number: str) -> str:
    sent, who = request.POST, reader(request)
    if "propose" in sent:
        days = _days(text for one in sent.getlist("days") for text in one.split())
        proposed = propose_dates(act=act(request), reader=who, number=number, days=days)
        return f"已提出日期，等各部门答复。{_warning(proposed)}"
    if "answer" in sent:
        unit = sent["answer"]
        answer_dates(act=act(request), reader=who, number=number, unit=unit, days=_days(sent.getlist("able")))
        return "已答复。"
    found = fix_date(
        act=act(request),
        reader=who,
        number=number,
        day=_days([sent.get("day", "")])[0],
        reason=sent.get("reason", ""),
    )
    return f"已确定 {day_words(found.fixed_on)} 联合验收，正在通知申请人。请再到待办里办理这一步。"


def _warning(found: Inspection) -> str:
    """Returns what to mind about days that come after the case's own last day, '' where none does."""
    if not found.beyond:
        return ""
    late = "、".join(day_words(day) for day in found.beyond)
    return f"请注意：{late}在本件最后一天{day_words(found.due_on)}之后，定在那一天，本件会超期。"


def _days(texts: Iterable[str]) -> list[date]:
    try:
        return [date.fromisoformat(text.strip()) for text in texts]
    except ValueError:
        raise StepRefused("日期应写成 2026-12-08 的样子。请改正。") from None


def _page(request: HttpRequest, matter: Matter, *, refused: str = "") -> HttpResponse:
    who, sent = reader(request), request.POST
    found = read_inspections(reader=who, number=matter.number)
    now = found[-1] if found and found[-1].fixed_on is None else None
    open_, lead = arranging(matter=matter.id), who.holds("examiner", matter.unit)
    context = {
        "number": matter.number,
        "case_title": matter.title,
        "refused": refused,
        "past": [one for one in found if one.fixed_on],
        "now": now,
        "warning": _warning(now) if now else "",
        "table": _table(now) if now else None,
        "proposing": _proposed(matter, sent) if open_ and lead else None,
        "answering": _answering(who, now, sent) if open_ and now else [],
        "fixing": _fixing(now, sent) if open_ and lead and now else [],
    }
    return page(request, "inspection", context, status=422 if refused else 200)


def _proposed(matter: Matter, sent: QueryDict) -> dict[str, Any]:
    last = f"本件最后一天是{day_words(matter.due_on)}，不要晚于它。" if matter.due_on else ""
    hint = f"应是今天以后的工作日，最多 {MOST_DAYS} 个，不用的留空。{last}重新提出后，各部门要重新答复。"
    typed = [text for one in sent.getlist("days") for text in one.split()][:MOST_DAYS]
    return {"hint": hint, "days": [*typed, *[""] * (MOST_DAYS - len(typed))]}


def _answering(who: Reader, now: Inspection, sent: QueryDict) -> list[dict[str, Any]]:
    choices = [{"code": day.isoformat(), "label": day_words(day), "hint": _late(now, day)} for day in now.days]
    forms = []
    for one in now.answers:
        if who.holds("examiner", one.unit):
            able = field("able", f"{one.name}能参加的日期", "checkboxes", sent, required=False, choices=choices)
            able["value"] = [day.isoformat() for day in one.days or ()]
            forms.append({"unit": one.unit, "field": able})
    return forms


def _fixing(now: Inspection, sent: QueryDict) -> list[dict[str, Any]]:
    choices = [
        {
            "code": day.isoformat(),
            "label": day_words(day),
            "hint": "，".join(filter(None, ("各部门都能参加" if day in now.common else "须写理由", _late(now, day)))),
        }
        for day in now.days
    ]
    hint = "定在不是各部门都能参加的日期时，必须写明。"
    return [
        field("day", "确定的日期", "radio", sent, choices=choices),
        field("reason", "理由", "text", sent, required=False, hint=hint, max=200),
    ]


def _late(now: Inspection, day: date) -> str:
    return f"在本件最后一天{day_words(now.due_on)}之后，会超期" if day in now.beyond else ""


def _table(now: Inspection) -> dict[str, Any]:
    heads = ["部门", *(day_words(day) for day in now.days)]
    plain = {"number": False, "url": None, "light": None, "head": False}
    rows = []
    for one in now.answers:
        said = ["还没有答复" if one.days is None else "能" if day in one.days else "不能" for day in now.days]
        cells = [{**plain, "text": text, "label": label} for text, label in zip(said, heads[1:], strict=True)]
        rows.append([{**plain, "text": one.name, "label": heads[0], "head": True}, *cells])
    return {"heads": [{"label": label, "number": False} for label in heads], "rows": rows}
