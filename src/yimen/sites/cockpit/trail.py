"""The whole trail of one matter: its course, every journal entry, and the proof to take away."""

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import proof as prove
from yimen.contexts.journal.api import trail
from yimen.contexts.matters.api import Matter, Task, halted, tasks, urge
from yimen.contexts.matters.api import matter as read_matter
from yimen.kernel.clock import local_date
from yimen.sites.pieces import clocks, flowing, hands, shapes, timelines
from yimen.sites.pieces.who import OVERSIGHT, act, for_roles, reader

from .room import page
from .wording import told


@require_safe
@for_roles(*OVERSIGHT)
def matter(request: HttpRequest, number: str) -> HttpResponse:
    """Shows a matter as its trail tells it; no personal value stands in a trail."""
    who, today = reader(request), local_date(act(request).now)
    found = read_matter(reader=who, number=number)
    done, entries = tasks(reader=who, matter=found), trail(subject=found.id)
    context = {
        "matter": found,
        "light": shapes.light(found, today),
        "time": clocks.clocks(found, today, english=True, seen="public"),
        "steps": timelines.timeline(done, hands.told(entries, "officer", clocks.said_why(found))),
        "flow": flowing.drawn(found, done),
        "late": flowing.late(found, done),
        "changes": clocks.changes(entries, found),
        "entries": told(entries),
        "urging": _urging(who, found, done),
    }
    return page(request, "matter", context)


def _urging(who: Reader, found: Matter, done: Iterable[Task]) -> list[dict[str, str]]:
    """Returns the waiting steps that the reader may urge, each with its address."""
    if halted(matter=found) is not None or not (who.holds("supervisor") or who.holds("leader")):
        return []
    base = f"/cockpit/matters/{found.number}/urge"
    waiting = [one for one in done if one.done_at is None and one.role != "applicant"]
    return [{"step": one.name, "url": f"{base}/{one.id}/"} for one in waiting]


@require_POST
@for_roles("supervisor", "leader")
def urged(request: HttpRequest, number: str, task: UUID) -> HttpResponse:
    """Urges whoever has a step and shows the trail again."""
    found = read_matter(reader=reader(request), number=number)
    urge(act=act(request), reader=reader(request), task=task)
    return HttpResponseRedirect(f"/cockpit/matters/{found.number}/")


@require_safe
@for_roles(*OVERSIGHT)
def proof(request: HttpRequest, number: str) -> HttpResponse:
    """Sends the proof of a matter's trail, to be checked offline."""
    found = read_matter(reader=reader(request), number=number)
    answer = HttpResponse(prove(subject=found.id), content_type="application/json")
    answer["Content-Disposition"] = f"attachment; filename=proof-{found.number}.json"
    return answer
