"""Items that promise longer than a new version of a limit would allow."""

from datetime import date

from yimen.contexts.cases.api import allowed
from yimen.contexts.catalogue.api import Line, find
from yimen.contexts.limits.api import Rule
from yimen.kernel.clock import ClockError
from yimen.kernel.codes import parse_region

from .room import Cell, Field, table
from .ruling import place_name

_PAGE = 500
_LOOKED = 5_000  # items that are looked through
_SHOWN = 50


def outdone(rule: Rule, region: str, on: date) -> tuple[Field | None, str]:
    """Returns the items of a region that promise longer than ``rule``, as a table, and how many there are in words."""
    limit = rule.limit
    if limit.direction == "before" or limit.bound == "least" or limit.fixed is not None:
        return None, ""  # nothing can be promised on it
    found, looked, more = list[Line](), 0, ""
    while looked < _LOOKED:
        page = find(on=on, region=region, after=more, size=_PAGE)
        looked += len(page.lines)
        found += [line for line in page.lines if _within(line.region, region) and _longer(line, rule, on)]
        more = page.next
        if not more:
            break
    rows: list[list[Cell]] = [
        [
            {"text": line.name, "url": f"/items/{line.code}/"},
            line.unit.name,
            place_name(line.region),
            f"{line.promised} 个工作日",
        ]
        for line in found[:_SHOWN]
    ]
    words = f"{'至少 ' if more else ''}{len(found)} 项" + (f"，下面列出前 {_SHOWN} 项" if len(found) > _SHOWN else "")
    return table("承诺比新时限长的事项", ("事项", "单位", "地区", "承诺时限"), rows), words if found else ""


def _longer(line: Line, rule: Rule, on: date) -> bool:
    if allowed(guide=line, on=on)[1].id != rule.code:
        return False
    try:
        rule.limit.promised(line.promised)
    except ClockError:
        return True
    return False


def _within(place: str, region: str) -> bool:
    """Tells whether a place lies in a region, or is it; everything lies in the country."""
    at = parse_region(place)
    while region and at.value != region and at.parent is not None:
        at = at.parent
    return not region or at.value == region
