"""What the rooms know, in the shapes that the pieces take. No rules, no clock."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from math import ceil
from typing import Any, NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from yimen.contexts.cases.api import Case
from yimen.contexts.identity.api import ROLES
from yimen.contexts.limits.api import Reckoning
from yimen.contexts.matters.api import Matter, Standing, Whereabouts, beyond, late_words
from yimen.contexts.places.api import calendar
from yimen.contexts.procedures.api import Version
from yimen.kernel.clock import Calendar, Ledger, Light, Line, Pause, Unit
from yimen.kernel.procedure import Position, Procedure, draw, retell

from .formpage import size
from .staying import Said
from .templatetags.words import day as day_words

Piece = dict[str, Any]
_CLOSED = {Light.GREEN: "按时办结", Light.BLUE: "提前办结", Light.RED: "超期办结"}
_RESTS = {"weekend", "holiday", "closed", "rolled"}
_STATES = {
    "start": "start",
    "event": "start",
    "restart": "start",
    "paused": "pause",
    "void": "void",
}  # whatever the day
_MARKS = {"makeup": "班", "half": "半", "closed": "停工", "restart": "重起", "void": "不算", "event": "届时"}
_TAIL = 30  # days shown beyond what the ledger explains: a long delay is told by the light, not by a long strip
_DAY = timedelta(1)
_MORE = SafeString('<p class="pf-more soft small" hidden>图比屏幕宽，左右滑动可以看全。</p>')  # shown where it is so


def light(matter: Matter | Standing, today: date) -> Piece:
    """Returns the light of a matter as light.html takes it; the words never leave the meaning to the colour."""
    found = matter.light(today)
    if matter.outcome in ("撤回", "已撤回"):
        return {"colour": Light.GREY.value, "words": "已撤回"}
    if matter.outcome == "终止":
        return {"colour": Light.GREY.value, "words": "已终止"}
    if not matter.open:
        words = _CLOSED[found]
    elif found is Light.RED and matter.due_on is not None:
        words = over_words(matter.ledger, calendar(region=matter.region), matter.due_on, today)
    elif found is Light.YELLOW and matter.due_on is not None:
        words = f"临近期限：{matter.due_on.month}月{matter.due_on.day}日" if today < matter.due_on else "今天到期"
    else:
        words = found.name_zh if matter.paused or matter.due_on else "未在计时"
    return _suspended(matter, found, words) if matter.suspended else {"colour": found.value, "words": words}


def over_words(
    ledger: Ledger | None,
    days: Calendar,
    due: date,
    today: date,
    rest: Sequence[Pause] = (),
    *,
    past: str = "超期",
) -> str:
    """Returns by how much a last day is past, in the limit's own unit.

    ``rest``: when the matter stood still meanwhile; ``past``: what stands before.
    """
    if ledger is not None and ledger.limit.unit is Unit.WORKING_DAY:
        count = beyond(days=days, due=due, day=today, rest=rest)
        return late_words(over=count, unit=Unit.WORKING_DAY.name_zh, past=past)
    return late_words(over=beyond(days=None, due=due, day=today, rest=rest), unit="天", past=past)


def _suspended(matter: Matter | Standing, found: Light, words: str) -> Piece:
    """Returns the light of a suspended matter: what its limits do meanwhile, never that all is well."""
    if matter.paused:
        return {"colour": Light.GREY.value, "words": "暂停计时（挂起）"}
    if found in (Light.RED, Light.YELLOW):
        return {"colour": found.value, "words": f"{words}（挂起）"}
    return {"colour": Light.GREY.value, "words": "挂起，时限照常计算" if matter.due_on else "挂起"}


def days(ledger: Ledger, known: Calendar, today: date, rest: Sequence[Pause] = ()) -> list[Piece]:
    """Returns the days of a limit as days.html takes them: the ledger's own lines, then those late or standing still.

    Of the days after the last line, at most 30 are shown. ``rest``: when the matter stood still after the last day.
    """
    due = ledger.due(known).date
    lines = ledger.explain(known)
    whole = [_shown(line, due, today) for line in lines]
    whole += _beyond(ledger, known, lines[-1].date, due, today=today, rest=rest)
    return _strip(whole, lines[0].date, ledger.limit.source, today)


def reckoned(found: Reckoning, today: date, most: int) -> list[Piece]:
    """Returns the days of a last day that somebody asked for, as days.html takes them: the first ``most``."""
    lines = found.lines[:most]
    told = [_shown(line, found.due, today) for line in lines]
    return _strip(told, lines[0].date, found.limit.source, today)


def _strip(whole: Iterable["_Day"], start: date, by_limit: str, today: date) -> list[Piece]:
    shown, month = [], start.month
    for one in whole:
        when = one.date
        named, month = when.month != month, when.month
        year = "" if when.year == start.year else f"{when.year} 年 "
        shown.append(
            {
                "number": str(when.day),
                "month": f"{when.month}/" if named else "",
                "state": one.state,
                "mark": one.mark,
                "today": when == today,
                "words": f"{year}{when.month} 月 {when.day} 日，{one.told}",
                "why": one.article or by_limit,
            }
        )
    return shown


class _Day(NamedTuple):
    """One day of the strip: what it is, in words, by which article, and its mark where the state's is not enough."""

    date: date
    state: str
    told: str
    article: str
    mark: str = ""


def _shown(line: Line, due: date | None, today: date) -> _Day:
    return _Day(line.date, _state(line, due, today), _told(line, due, today), line.article, _mark(line))


def _state(line: Line, due: date | None, today: date) -> str:
    if line.kind in _STATES:
        return _STATES[line.kind]
    if line.date == due:
        return "due"
    if line.kind in _RESTS:
        return "rest"
    return "done" if line.date <= today else "ahead"


def _told(line: Line, due: date | None, today: date) -> str:
    if line.date == due and line.kind not in _STATES:
        return f"{line.reason_zh}，届满"
    if line.kind in {"weekend", "holiday", "closed"}:
        return f"{line.reason_zh}，不计"
    if line.kind in {"counted", "makeup", "half"}:
        return f"{line.reason_zh}，{'已' if line.date <= today else '将'}计入"
    return line.reason_zh


def _mark(line: Line) -> str:
    return _MARKS.get(line.kind, "")


def _beyond(
    ledger: Ledger, days: Calendar, last: date, due: date | None, *, today: date, rest: Sequence[Pause]
) -> Iterator[_Day]:
    """Yields the days after the last line, up to today: late ones, or those on which the clock stands still."""
    first = due if ledger.limit.direction == "before" and due is not None else last
    for count in range(1, min((today - first).days, _TAIL) + 1):
        when = first + count * _DAY
        if due is not None:
            stands = next((one.ground for one in rest if one.holds(when)), "")
            if when > last and stands:
                yield _Day(when, "pause", f"{stands}，超期的天数不再增加", "")
            elif when > last:
                yield _Day(when, "over", _late_day(ledger, days, due, when, rest), "")
            continue
        standing = [pause for pause in ledger.standing if pause.holds(when)] or ledger.standing
        grounds = "、".join(pause.ground for pause in standing)
        yield _Day(when, "pause", f"{grounds}，不计", ledger.limit.ground(standing[0].ground).source)


def _late_day(ledger: Ledger, days: Calendar, due: date, when: date, rest: Sequence[Pause]) -> str:
    if ledger.limit.unit is Unit.WORKING_DAY and not days.is_working(when):
        return "休息日，已超期"
    return over_words(ledger, days, due, when, rest, past="超期第")


def called_words(version: Version) -> str:
    """Returns what a version calls, in words, "" for nothing."""
    return "、".join(f"{one.key} 第 {one.number} 版" for one in version.calls)


def imprint(version: Version, organ: str, today: date) -> str:
    """Returns what a printed flowchart says of itself: whose it is, which version, and the day from which it holds."""
    whose = f"机关名称：{organ}" if organ else "通用流程，由采用它的各单位执行"
    ahead = "将于" if version.valid_from > today else "自"
    return f"{whose}。{version.name}，第 {version.number} 版，{ahead}{day_words(version.valid_from)}起施行。"


def flow(
    version: Version,
    found: Whereabouts | None = None,
    told: Mapping[str, Said] | None = None,
    branches: Mapping[str, tuple[str, ...]] | None = None,
) -> SafeString:
    """Returns the flowchart of a procedure as SVG with its steps as a list, and where a matter stands on it.

    ``told``: how long it is or was at its steps. ``branches``: at a step that several do, a line for each of them.
    """
    stays, beside, told = found.stays if found else (), branches or {}, told or {}
    position = Position(
        lapsed=frozenset(stay.node for stay in stays if stay.lapsed),
        done=frozenset(stay.node for stay in stays if stay.where == "done"),
        now=frozenset(stay.node for stay in stays if stay.where == "now"),
        shut=frozenset(stay.node for stay in stays if stay.where == "shut"),
        broken=found.broken if found else "",
        lapses=found.lapses if found else None,
        halted=found.halted if found else None,
        branches=beside,
        notes={node: one.note for node, one in told.items() if node not in beside},
        late={node: one.late for node, one in told.items() if one.late},
        past={node: one.past for node, one in told.items() if one.past and node not in beside},
        once=frozenset(node for node, one in told.items() if one.once),
    )
    return drawing(version.procedure, position, f"{version.name}流程图")


def drawing(procedure: Procedure, position: Position, title: str) -> SafeString:
    """Returns a flowchart as SVG, followed by what it shows as an ordered list that folds open."""
    broken, lines = retell(procedure, position, ROLES)
    lead = format_html("<p>{}</p>", broken) if broken else ""
    items = format_html_join("", "<li>{}</li>", ((line,) for line in lines))
    svg = SafeString(draw(procedure, position, title, ROLES))  # the kernel escapes it
    shown = format_html('{}<div class="pf-fit" tabindex="0" role="group" aria-label="{}">{}</div>', _MORE, title, svg)
    words = format_html(
        '<details class="fold pf-list"><summary>流程图的文字说明（{} 步）</summary>{}<ol>{}</ol></details>',
        len(lines),
        lead,
        items,
    )
    return shown + words


def materials(case: Case, address: str) -> list[Piece]:
    """Returns the files handed in with a case; ``address`` is that of one file, its id at ``{}``."""
    names = {material.code: material.name for material in case.guide.form.materials}
    return [
        {
            "label": names.get(document.code, "其他材料"),
            "name": document.name,
            "size": size(document.size),
            "url": address.format(document.id),
        }
        for document in case.documents
    ]


def pages(page: int, total: int, size: int, url: str, unit: str = "项") -> Piece:
    """Returns the pages of a list as pagination.html takes them; ``url`` is the list's address without its page.

    A page outside the list is taken as the nearest one in it.
    """
    count = max(1, ceil(total / size))
    number = min(max(page, 1), count)
    start = f"{url}{'&' if '?' in url else '?'}page="
    near = sorted({1, count, *range(max(1, number - 2), min(count, number + 2) + 1)})
    links: list[Piece] = []
    for before, at in zip([0, *near], near, strict=False):
        if at > before + 1:
            links.append({"label": "", "url": None, "current": False})
        links.append({"label": str(at), "url": f"{start}{at}", "current": at == number})
    return {
        "total": total,
        "unit": unit,
        "number": number,
        "count": count,
        "previous_url": f"{start}{number - 1}" if number > 1 else None,
        "next_url": f"{start}{number + 1}" if number < count else None,
        "links": links,
    }
