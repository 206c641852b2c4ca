"""What waits for me: every open step my posts may do, the most urgent first."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from yimen.contexts.cases.api import unanswered
from yimen.contexts.matters.api import CAME, Matter, Work
from yimen.contexts.matters.api import worklist as waiting
from yimen.kernel.clock import Light
from yimen.sites.pieces import shapes
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.offering import own_page
from yimen.sites.pieces.templatetags.words import day as day_words
from yimen.sites.pieces.who import HANDLING, OVERSIGHT, act, for_roles, holds, reader, signed_in

from .room import page

_SUSPENDED = "suspended"
LIGHTS = {light.value: light.name_zh for light in (Light.RED, Light.YELLOW, Light.GREEN, Light.GREY)}
_CHOICES = LIGHTS | {_SUSPENDED: "挂起"}


@signed_in("officer")
def home(request: HttpRequest) -> HttpResponse:
    """Answers the door of the desk: oversight without steps of its own goes to the cockpit."""
    who = reader(request)
    if not holds(who, HANDLING) and holds(who, (*OVERSIGHT, "system")):
        return HttpResponseRedirect("/cockpit/")
    return worklist(request)


@for_roles(*HANDLING)
def worklist(request: HttpRequest) -> HttpResponse:
    """Shows the worklist, narrowed by light and stage."""
    day, now, works = today(), act(request).now, waiting(reader=reader(request))
    chosen = {"light": request.GET.get("light", ""), "stage": request.GET.get("stage", "")}
    shown = [work for work in works if _fits(work, chosen, day)]
    context = {
        "lead": f"共 {len(works)} 步待办，按期限先后排列。" if works else "",
        "groups": _filters(works, chosen, day),
        "rows": [_line(work, day, now) for work in shown],
        "asked": [
            {"url": f"/desk/cases/{one.number}/inspection/", "title": one.title, "number": one.number}
            for one in unanswered(reader=reader(request))
        ],
        "narrowed": any(chosen.values()),
    }
    return page(request, "worklist", context)


def _fits(work: Work, chosen: dict[str, str], day: date) -> bool:
    return chosen["light"] in ("", _light(work, day)) and chosen["stage"] in ("", work.matter.stage)


def _light(work: Work, day: date) -> str:
    return _SUSPENDED if work.matter.suspended else work.matter.light(day).value


def _filters(works: Sequence[Work], chosen: dict[str, str], day: date) -> list[dict[str, Any]]:
    lights = Counter(_light(work, day) for work in works)
    stages = Counter(work.matter.stage for work in works)
    return [
        _group("时限", "light", chosen, {code: name for code, name in _CHOICES.items() if lights[code]}, lights),
        _group("环节", "stage", chosen, {stage: stage for stage in stages}, stages),
    ]


def _group(
    label: str, name: str, chosen: dict[str, str], names: dict[str, str], counts: Counter[str]
) -> dict[str, Any]:
    def choice(code: str, words: str, count: int) -> dict[str, Any]:
        query = urlencode({key: value for key, value in {**chosen, name: code}.items() if value})
        return {"label": words, "url": f"/desk/?{query}", "current": chosen[name] == code, "count": count}

    choices = [choice(code, words, counts[code]) for code, words in names.items()]
    return {"label": label, "choices": [choice("", "全部", counts.total()), *choices]}


def _line(work: Work, day: date, now: datetime) -> dict[str, Any]:
    task, matter = work.task, work.matter
    light, late = shapes.light(matter, day), _late(work, now)
    return {
        "url": own_page(matter) or f"/desk/tasks/{task.id}/",
        "step": task.name,
        "title": matter.title,
        "number": matter.number,
        "stage": matter.stage,
        "light": {**light, "words": f"全件{light['words']}"} if late else light,
        "late": late,
        "step_due": "挂起" if work.ground else _due(task.due_on, matter, "不限"),
        "due": _due(matter.due_on, matter, "未在计时"),
        "marks": _marks(work),
        "urged": f"{work.urged_by}催办，共 {work.urged} 次" if work.urged else "",
    }


def _marks(work: Work) -> list[str]:
    """Returns how the turn came, in a word or two each."""
    task = work.task
    found = [f"中止：{work.ground}"] if work.ground else []
    found += ["会签"] if work.several else []
    if task.came:
        until = f"至{day_words(task.until)}" if task.until else ""
        found.append(f"{CAME[task.came]}{until}")
    return found


def _late(work: Work, now: datetime) -> bool:
    """Tells whether the step itself is past its limit, whatever the light of its matter."""
    own = (timer for timer in work.matter.running if timer.token == work.task.token)
    return any(timer.at is not None and timer.at <= now for timer in own)


def _due(last: date | None, matter: Matter, none: str) -> str:
    """Returns a last day in words; where there is none, whether the limits stand still or nothing runs."""
    return day_words(last) or ("暂停计时" if matter.paused else none)
