"""What officers did with steps besides doing them, in plain words: for officers, for the applicant, for the public."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, Literal

from yimen.contexts.journal.api import Entry

from .templatetags.words import day, moment

Audience = Literal["officer", "applicant", "public"]
Facts = Mapping[str, Any]
LABELS = {
    "transfer": "转办",
    "delegate": "委托",
    "recall": "收回委托",
    "add": "加签",
    "return": "退回",
    "withdraw_step": "撤回办理结果",
    "urge": "催办",
    "suspend": "中止办理",
    "resume": "恢复办理",
    "terminate": "终止办理",
    "migrate": "改按新版流程",
}
_OUTWARD = {"return", "suspend", "resume", "terminate", "migrate"}  # what anyone may know


def _transfer(facts: Facts) -> str:
    return f"“{facts['task']}”转给{facts['to']}办理。"


def _delegate(facts: Facts) -> str:
    how = "受托人在权限内直接决定" if facts.get("decides") else "受托人办后由委托人确认"
    who = f"“{facts['task']}”由{facts['authority']}委托{facts['to']}办理，至{_day(facts['until'])}"
    return f"{who}；权限：{facts['terms'].rstrip('。')}；{how}。"


def _recall(facts: Facts) -> str:
    return f"“{facts['task']}”的委托收回，由{facts.get('authority', '委托人')}继续办理。"


def _add(facts: Facts) -> str:
    return f"请{facts['to']}加签“{facts['task']}”，{facts['when']}。"


def _return(facts: Facts) -> str:
    kept = "已办的内容保留，办好后直接回来" if facts["kept"] else "其后已办的步骤重新办理"
    return f"“{facts['task']}”退回到“{facts['to_step']}”，{kept}。"


def _withdraw(facts: Facts) -> str:
    return f"撤回“{facts['task']}”的办理结果“{facts['outcome']}”，重新办理。"


def _urge(facts: Facts) -> str:
    return f"催办“{facts['task']}”，第 {facts['urged']} 次。"


def _suspend(facts: Facts) -> str:
    counting = "期间不计入时限" if facts.get("stops") else "时限照常计算"
    return f"因{facts['ground']}中止办理，预计 {facts['needs']}，{counting}。"


def _resume(facts: Facts) -> str:
    return f"“{facts['ground']}”的中止结束，恢复办理。"


def _terminate(facts: Facts) -> str:
    return f"因{facts['ground']}终止办理，不再作出决定。"


def _migrate(facts: Facts) -> str:
    return f"原按第 {facts['from']} 版流程办理，改按第 {facts['to']} 版流程，理由：{facts['reason'].rstrip('。')}。"


_WORDS: Mapping[str, Callable[[Facts], str]] = {
    "transfer": _transfer,
    "delegate": _delegate,
    "recall": _recall,
    "add": _add,
    "return": _return,
    "withdraw_step": _withdraw,
    "urge": _urge,
    "suspend": _suspend,
    "resume": _resume,
    "terminate": _terminate,
    "migrate": _migrate,
}


def told(
    entries: Iterable[Entry], audience: Audience, reasons: Mapping[datetime, str] | None = None
) -> list[tuple[datetime, dict[str, Any]]]:
    """Returns the gestures among entries as lines of a timeline, each with its moment.

    ``reasons``: why, by moment, in the officers' words: shown to officers, and to the applicant where it is the
    applicant's to know. The public reads what happened to which step, no post and no reason.
    """
    found = []
    for entry in entries:
        verb = entry.verb.partition(".")[2]
        if verb in _WORDS and _for(verb, entry.facts, audience):
            found.append((entry.at, _line(entry, verb, audience, (reasons or {}).get(entry.at, ""))))
    return found


def _for(verb: str, facts: Facts, audience: Audience) -> bool:
    if verb == "resume" and not facts.get("suspended"):
        return False  # a special procedure that ended: told with the limits
    return audience == "officer" or verb in _OUTWARD or (verb == "urge" and audience == "applicant")


def _line(entry: Entry, verb: str, audience: Audience, reason: str) -> dict[str, Any]:
    facts, words = entry.facts, _WORDS[verb](entry.facts)
    if audience == "public":
        words = _public(verb, facts)
    elif reason and (audience == "officer" or verb != "return" or facts.get("applicant")):
        words += f"理由：{reason.rstrip('。')}。"
    if entry.basis and audience != "public":
        words += f"依据：{entry.basis}。"
    return {
        "label": LABELS[verb],
        "state": "pause" if verb == "suspend" else "did",
        "when": moment(entry.at),
        "who": "" if audience == "public" else facts.get("post", entry.actor["label"]),
        "note": words,
        "light": None,
    }


def _public(verb: str, facts: Facts) -> str:
    if verb == "migrate":
        return _migrate(facts)
    if verb == "return":
        return f"“{facts['task']}”退回到“{facts['to_step']}”重新办理。"
    return {"suspend": "本件依法中止办理。", "resume": "本件恢复办理。", "terminate": "本件依法终止办理。"}[verb]


def _day(text: str) -> str:
    return day(date.fromisoformat(text))
