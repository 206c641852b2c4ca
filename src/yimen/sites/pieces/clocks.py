"""The limits of a matter as clocks.html takes them: the same for its applicant, its officers and its supervisors."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from yimen.contexts.identity.api import units_by_code
from yimen.contexts.journal.api import Entry
from yimen.contexts.matters.api import ROLE_NAMES, Matter, Seen, Special, Timer, open_tasks, reasons, specials
from yimen.contexts.places.api import calendar
from yimen.kernel.clock import Calendar, Ledger, Line, Pause

from . import recording, shapes
from .shapes import Piece
from .templatetags.words import day as day_words
from .templatetags.words import moment

_ORDER = tuple(ROLE_NAMES)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_OWN = {"step": "本步", "special": "所需时间"}  # past their day the matter itself may still be in time
_CHANGES = {
    "accept": "受理，定下期限",
    "lapse": "逾期依法视为",
    "pause": "暂停计时",
    "resume": "恢复计时",
    "suspend": "中止办理",
    "extend": "延长期限",
    "correct_pause": "更正特别程序的日期",
    "correct_start": "更正起算日",
    "redate": "工作日安排变动",
    "restart": "重新计算期限",
}


def clocks(
    matter: Matter, today: date, *, english: bool = False, seen: Seen = "applicant", plain: bool = False
) -> Piece:
    """Returns every limit of a matter: those that run, those stopped with their verdicts, its special procedures.

    ``seen``: who reads the records of the latter; ``plain``: with the persons that they name. Whoever calls has checked
    the reader.
    """
    days = calendar(region=matter.region)
    running = sorted(matter.running, key=lambda timer: _ORDER.index(timer.role))
    whose = _whose(matter)
    return {
        "running": [
            {**shown, "name": f"{shown['name']}：{whose[timer.token]}"} if timer.token in whose else shown
            for timer, shown in ((timer, clock(timer, days, today, english=english)) for timer in running)
        ],
        "past": [_past(timer, days) for timer in _over(matter)],
        "specials": [special(one) for one in specials(matter=matter, seen=seen, plain=plain)],
    }


def _whose(matter: Matter) -> Mapping[int | None, str]:
    """Returns the unit's name for the limits of steps that several units do at once, by token."""
    nodes = matter.procedure.procedure.nodes
    several = [task for task in open_tasks(matter=matter.id) if task.node in nodes and nodes[task.node].loop]
    names = units_by_code(codes=[task.unit for task in several])
    return {task.token: names[task.unit].name for task in several if task.unit in names}


def leading(matter: Matter, today: date) -> Piece | None:
    """Returns the running limit whose day people are told, None where no clock runs."""
    found = next((timer for timer in matter.running if timer.ledger is matter.ledger), None)
    return clock(found, calendar(region=matter.region), today) if found else None


def _over(matter: Matter) -> Iterable[Timer]:
    """Yields the limits that were stopped; not one counted back from an event that went on under another clock."""
    for place, timer in enumerate(matter.timers):
        later = (one.ledger.limit.id for one in matter.timers[place + 1 :])
        if not timer.runs and not (timer.role == "other" and timer.ledger.limit.id in later):
            yield timer


def clock(timer: Timer, days: Calendar, today: date, *, english: bool = False) -> Piece:
    """Returns one running limit: its name, its last day in words, how that came about, and its days."""
    return {
        "id": f"{timer.role}-{timer.token or 0}",
        "name": title(timer),
        "last": _last(timer, days, today),
        "provisional": timer.provisional,
        "summary": timer.ledger.sentence(days),
        "pauses": [_pause(pause) for pause in timer.ledger.pauses],
        "days": shapes.days(timer.ledger, days, today, timer.rest),
        "english": _english(timer.ledger, days) if english else None,
    }


def title(timer: Timer) -> str:
    """Returns what people call a limit, such as 承诺时限（办理）."""
    kind = ROLE_NAMES[timer.role]
    return f"{kind}（{timer.name}）" if timer.role != "other" else timer.name


def _last(timer: Timer, days: Calendar, today: date) -> str:
    if timer.ledger.moment is not None:
        return f"{moment(timer.at)} 届满"
    words = last_words(timer.ledger, days, timer.due, today, provisional=timer.provisional, rest=timer.rest)
    return words.replace("已超过", f"{_OWN[timer.role]}已超过") if timer.role in _OWN else words


def last_words(
    ledger: Ledger, days: Calendar, due: date | None, today: date, *, provisional: bool, rest: Sequence[Pause] = ()
) -> str:
    """Returns the last day of a limit in words: whether it is provisional, and by how much it is past."""
    if due is None:
        return "暂停计时"
    words = f"最后一天 {day_words(due)}{'（暂定，放假通知发布后可能变动）' if provisional else ''}"
    return f"{words}，{shapes.over_words(ledger, days, due, today, rest, past='已超过')}" if due < today else words


def _pause(pause: Pause) -> str:
    needs = f"，告知所需时间 {pause.told}" if pause.told else ""
    left = "，从开始那天起不计入时限"
    if pause.end is not None:
        days = (pause.end - pause.begin).days
        left = f"，结束当天恢复计时，前 {days} 天不计入时限" if days else "，没有少计一天"
    return f"{pause.ground}：{stretch(pause.begin, pause.end)}{left}。依据：{pause.document}{needs}。"


def stretch(begin: date, end: date | None) -> str:
    """Returns from when to when a special procedure went on; on the day of its end the limits count again."""
    if end is None:
        return f"{day_words(begin)}开始"
    return f"{day_words(begin)}开始，{day_words(end) if end > begin else '当天'}结束"


def _english(ledger: Ledger, days: Calendar) -> Piece:
    def told(line: Line) -> Piece:
        return {"day": line.date.isoformat(), "reason": line.reason_en, "article": line.article_en}

    return {"summary": ledger.sentence(days, "en"), "lines": [told(line) for line in ledger.explain(days)]}


def _past(timer: Timer, days: Calendar) -> Piece:
    """Returns a limit that was stopped, as it stood then: a calendar changed since changes nothing of it."""
    verdict = "超期" if timer.late else "按期"
    same = timer.ledger.due(days).date == timer.due
    day = day_words(timer.due) if timer.due else ""
    then = f"停止计时时，最后一天是{day}；此后工作日安排有变动，不影响这个期限。" if day else "停止计时时正在暂停。"
    return {
        "name": title(timer),
        "verdict": verdict,
        "when": f"{day_words(timer.stopped)}停止计时",
        "summary": timer.ledger.sentence(days) if same else then,
        "pauses": [_pause(pause) for pause in timer.ledger.pauses],
    }


def special(one: Special) -> Piece:
    """Returns a special procedure with its record, as far as its reader may see it."""
    return {
        "kind": one.kind,
        "when": stretch(one.begun_on, one.ended_on),
        "going": one.ended_on is None,
        "counting": "不计入时限" if one.pauses else "时限照常计算",
        "needs": one.told,
        "document": one.document,
        "post": one.post,
        "result": one.result,
        "title": one.title,
        "record": recording.pairs(one.record),
    }


def said_why(matter: Matter) -> Mapping[datetime, str]:
    """Returns why officers did something to a matter, in their words, by moment; they stand in no log."""
    return {one.at: one.text for one in reasons(matter=matter)}


def changes(entries: Iterable[Entry], matter: Matter) -> Sequence[Piece]:
    """Returns what moved a matter's limits, each with old day, new day, reason and paper."""
    said = said_why(matter)
    return [_change(one, said.get(one.at, "")) for one in entries if _kind(one) in _CHANGES]


def _kind(entry: Entry) -> str:
    """Returns what an entry did to limits: its verb, or that counting began anew with the step it tells of."""
    return "restart" if entry.facts.get("restarted") else entry.verb.partition(".")[2]


def _change(entry: Entry, reason: str) -> Piece:
    facts, verb = entry.facts, _kind(entry)
    said = [
        *_days(facts),
        f"{facts['ground']}，需要{facts['needs']}" if "needs" in facts else str(facts.get("ground", "")),
        f"延长{facts['added']}" if "added" in facts else "",
        f"原为{_plain(facts['was'])}，更正为{_plain(facts['now'])}" if "was" in facts else "",
        f"理由：{facts['restarted']}已经提交，从次日起重新计算" if "restarted" in facts else "",
        f"理由：{why.rstrip('。')}" if (why := reason or facts.get("reason", "")) else "",
        f"批准人：{facts['approved_by']}" if "approved_by" in facts else "",
        f"文书：{facts['document']}" if facts.get("document") else "",
        str(facts.get("silence", "")),
        f"系统迟记 {facts['delay']}，效力仍从{_words(facts['effective'])}起" if facts.get("delay") else "",
        entry.basis,
    ]
    return {
        "label": _CHANGES[verb],
        "state": "did",
        "when": moment(entry.at),
        "who": facts.get("post", entry.actor["label"]),
        "note": "；".join(filter(None, said)),
        "light": None,
    }


def _days(facts: Mapping[str, Any]) -> Iterable[str]:
    """Yields what became of the last days: those that moved with old and new, else the one that runs now."""
    due = facts.get("next_due", facts.get("due", ""))
    moved = [
        (name, facts[f"{name}_before"], facts.get(name, ""))
        for name in ("due", "statutory")
        if facts.get(f"{name}_before", "") != facts.get(name, "") and f"{name}_before" in facts
    ]
    for name, before, now in moved:
        yield f"{'法定期限' if name == 'statutory' else ''}原为{_words(before)}，现为{_words(now)}"
    others = str(facts.get("others", ""))
    if others:
        yield _plain(others)
    if not moved and not others and due:
        yield f"期限：{_words(due)}"


def _plain(text: str) -> str:
    """Returns a text of the journal with its days as people write them."""
    return _ISO.sub(lambda found: _words(found[0]), text)


def _words(day: str) -> str:
    return day_words(date.fromisoformat(day)) if day else "暂停计时"
