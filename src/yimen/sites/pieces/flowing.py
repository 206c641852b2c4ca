"""The live flowchart of a matter: where it stands, how long it took at each step, what each unit did."""

from collections.abc import Iterable

from django.utils.safestring import SafeString

from yimen.contexts.matters.api import Matter, Progress, Task, branches, whereabouts
from yimen.kernel.clock import local_date

from . import branching, shapes, staying
from .edge import now


def drawn(matter: Matter, steps: Iterable[Task]) -> SafeString:
    """Returns the flowchart of a matter for those who may read it. The caller checked the reader."""
    at, listed = now(), tuple(steps)
    found = whereabouts(matter=matter, steps=listed)
    beside = branching.lines(branches(steps=listed, version=matter.procedure), matter.region, local_date(at))
    return shapes.flow(matter.procedure, found, staying.said(found, matter.region, at), beside)


def public(found: Progress) -> SafeString:
    """Returns the flowchart of a matter as anyone may see it."""
    at = now()
    beside = branching.lines(found.branches, found.region, local_date(at))
    said = staying.said(found.whereabouts, found.region, at)
    return shapes.flow(found.procedure, found.whereabouts, said, beside)
