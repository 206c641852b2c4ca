"""What waits for me: every open step my posts may do, the most urgent first."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from yimen.contexts.cases.api import unanswered
from yimen.contexts.matters.api import CAME, Matter, Work, agreed_day
from yimen.contexts.matters.api import worklist as waiting
from yimen.contexts.places.api import calendar
from yimen.kernel.clock import Calendar, Light, local_date
from yimen.sites.pieces.offering import own_page
from yimen.sites.pieces.stepping import step_light, step_over
from yimen.sites.pieces.templatetags.words import day as day_words
from yimen.sites.pieces.who import HANDLING, act, arrival, for_roles, holds, reader, signed_in

from .room import page

_SUSPENDED = "suspended"
_NOWHERE = "/"  # where those begin who hold no post: the desk tells them so
LIGHTS = {light.value: light.name_zh for light in (Light.RED, Light.YELLOW, Light.GREEN, Light.GREY)}
_LATE = "step"
_CHOICES = {_LATE: "本步超期", **LIGHTS, _SUSPENDED: "挂起"}


@signed_in("officer")
def home(request: HttpRequest) -> HttpResponse:
    """Answers the door of the desk: who has no steps here goes to the first page of his own."""
    who = reader(request)
    own = "" if holds(who, HANDLING) else arrival(who)
    if own in ("", _NOWHERE):
        return worklist(request)
    return HttpResponseRedirect(own)


@for_roles(*HANDLING)
def worklist(request: HttpRequest) -> HttpResponse:
    """Shows the worklist, narrowed by light and step."""
    now = act(request).now
    works = _seen(waiting(reader=reader(request)), now)
    chosen = {"light": request.GET.get("light", ""), "step": request.GET.get("step", "")}
    shown = [one for one in works if _fits(one, chosen)]
    context = {
        "lead": f"共 {len(works)} 步待办，按期限先后排列。" if works else "",
        "groups": _filters(works, chosen),
        "rows": [_line(one, now) for one in shown],
        "asked": [
            {"url": f"/desk/cases/{one.number}/inspection/", "title": one.title, "number": one.number}
            for one in unanswered(reader=reader(request))
        ],
        "narrowed": any(chosen.values()),
    }
    return page(request, "worklist", context)


class _Seen(NamedTuple):
    """A work, by how much its step is late, and what it counts as."""

    work: Work
    late: str
    lights: set[str]


def _seen(works: Iterable[Work], now: datetime) -> list[_Seen]:
    """Returns works with what is reckoned once for each: a calendar once a region."""
    found, days = list[_Seen](), dict[str, Calendar]()
    for work in works:
        region = work.matter.region
        if region not in days:
            days[region] = calendar(region=region)
        late = step_over(work.matter, work.task, now, days[region])
        found.append(_Seen(work, late, _lights(work, late, now)))
    return found


def _fits(one: _Seen, chosen: dict[str, str]) -> bool:
    return chosen["light"] in {"", *one.lights} and chosen["step"] in ("", one.work.task.name)


def _lights(work: Work, late: str, now: datetime) -> set[str]:
    """Returns what a step counts as: what is over its own limit is nowhere counted as usual."""
    if work.matter.suspended:
        return {_SUSPENDED}
    light = work.matter.light(local_date(now)).value
    if not late:
        return {light}
    return {_LATE} if light == Light.GREEN.value else {_LATE, light}


def _filters(works: Sequence[_Seen], chosen: dict[str, str]) -> list[dict[str, Any]]:
    lights = Counter(code for one in works for code in one.lights)
    steps = Counter(one.work.task.name for one in works)
    names = {step: step for step in steps}
    lights[""] = steps[""] = len(works)
    shown = {code: name for code, name in _CHOICES.items() if lights[code]}
    return [_group("时限", "light", chosen, shown, lights), _group("环节", "step", chosen, names, steps)]


def _group(
    label: str, name: str, chosen: dict[str, str], names: dict[str, str], counts: Counter[str]
) -> dict[str, Any]:
    def choice(code: str, words: str, count: int) -> dict[str, Any]:
        query = urlencode({key: value for key, value in {**chosen, name: code}.items() if value})
        return {"label": words, "url": f"/desk/?{query}", "current": chosen[name] == code, "count": count}

    choices = [choice(code, words, counts[code]) for code, words in names.items()]
    return {"label": label, "choices": [choice("", "全部", counts[""]), *choices]}


def _line(one: _Seen, now: datetime) -> dict[str, Any]:
    work, late, _ = one
    task, matter = work.task, work.matter
    return {
        "url": own_page(matter) or f"/desk/tasks/{task.id}/",
        "step": task.name,
        "title": matter.title,
        "number": matter.number,
        "light": step_light(matter, late, now),
        "late": late,
        "step_due": "挂起" if work.ground else _due(task.due_on, matter, "不限"),
        "due": _due(matter.due_on, matter, "未在计时"),
        "marks": _marks(work, local_date(now)),
        "urged": f"{work.urged_by}催办，共 {work.urged} 次" if work.urged else "",
    }


def _marks(work: Work, today: date) -> list[str]:
    """Returns how the turn came and the agreed day that it waits for, in a word or two each."""
    task = work.task
    found = [f"中止：{work.ground}"] if work.ground else []
    found += ["会签"] if work.several else []
    agreed = agreed_day(data=work.matter.data, node=task.node)
    found += [f"等到约定的日子：{day_words(agreed)}"] if agreed and today < agreed else []
    if task.came:
        until = f"至{day_words(task.until)}" if task.until else ""
        found.append(f"{CAME[task.came]}{until}")
    return [*found, "前次超期"] if work.late_before else found


def _due(last: date | None, matter: Matter, none: str) -> str:
    """Returns a last day in words; where there is none, whether the limits stand still or nothing runs."""
    return day_words(last) or ("暂停计时" if matter.paused else none)
