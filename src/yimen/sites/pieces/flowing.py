"""The live flowchart of a matter: where it stands, how long it took at each step, what each unit did."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from yimen.contexts.matters.api import Matter, Progress, Task, Whereabouts, branches, whereabouts
from yimen.contexts.procedures.api import Version

from . import branching, shapes, staying
from .branching import Told
from .edge import now
from .staying import Said


def drawn(matter: Matter, steps: Iterable[Task], *, outcomes: bool = False) -> SafeString:
    """Returns the flowchart of a matter for those who may read it. The caller checked the reader.

    ``outcomes``: with what each of several units concluded, for those who take part; nobody else reads it there.
    """
    at, listed = now(), tuple(steps)
    found = whereabouts(matter=matter, steps=listed)
    parts = branches(matter=matter, steps=listed)
    told = branching.lines(parts, matter.region, at, outcomes=outcomes)
    return _flow(matter.procedure, found, told, matter.region, at)


def public(found: Progress) -> SafeString:
    """Returns the flowchart of a matter as anyone may see it."""
    at = now()
    told = branching.lines(found.branches, found.region, at)
    return _flow(found.procedure, found.whereabouts, told, found.region, at)


def late(matter: Matter, steps: Iterable[Task]) -> list[str]:
    """Returns each step at which a matter is or was over the step's limit, and by how much: returning clears none."""
    listed, at, nodes = tuple(steps), now(), matter.procedure.procedure.nodes
    found = whereabouts(matter=matter, steps=listed)
    said = staying.said(found, matter.region, at)
    lines = branching.lines(branches(matter=matter, steps=listed), matter.region, at)
    words = {node: [one.late, *([one.past] if one.once else [])] for node, one in said.items() if node not in lines}
    words |= {
        node: [line.removeprefix("▲ ") for line in one.words if line.startswith("▲")] for node, one in lines.items()
    }
    left = [f"{name}：{told}" for name, told, once in staying.gone(found, matter.region) if once]
    return [f"{nodes[node].name}：{'；'.join(filter(None, told))}" for node, told in words.items() if any(told)] + left


def _flow(version: Version, found: Whereabouts, told: Mapping[str, Told], region: str, at: datetime) -> SafeString:
    """Returns the flowchart; where several do a step, the line of each says whether it is late, and marks the step."""
    said = staying.said(found, region, at)
    late = {node: said.get(node, Said("", ""))._replace(late="", once=one.late) for node, one in told.items()}
    drawn = shapes.flow(version, found, {**said, **late}, {node: one.words for node, one in told.items()})
    return drawn + _left(staying.gone(found, region))


def _left(gone: list[tuple[str, str, bool]]) -> SafeString:
    """Returns the steps that only the version had on which the matter was before: the chart has no box for them."""
    if not gone:
        return SafeString("")
    lines = (f"{'▲ ' if late else ''}{name}：{words}" for name, words, late in gone)
    items = format_html_join("", "<li>{}</li>", ((line,) for line in lines))
    return format_html('<p class="small">改版以前办过、现行流程没有的环节：</p><ul class="small">{}</ul>', items)
