"""The whole trail of one matter: its course, every journal entry, and the proof to take away."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yimen.contexts.journal.api import proof as prove
from yimen.contexts.journal.api import trail
from yimen.contexts.matters.api import matter as read_matter
from yimen.contexts.matters.api import tasks
from yimen.kernel.clock import local_date
from yimen.sites.pieces import clocks, shapes
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
        "time": clocks.clocks(found, today, english=True),
        "steps": shapes.timeline(done),
        "flow": shapes.flow(found.procedure, done),
        "changes": clocks.changes(entries, found),
        "entries": told(entries),
    }
    return page(request, "matter", context)


@require_safe
@for_roles(*OVERSIGHT)
def proof(request: HttpRequest, number: str) -> HttpResponse:
    """Sends the proof of a matter's trail, to be checked offline."""
    found = read_matter(reader=reader(request), number=number)
    answer = HttpResponse(prove(subject=found.id), content_type="application/json")
    answer["Content-Disposition"] = f"attachment; filename=proof-{found.number}.json"
    return answer
