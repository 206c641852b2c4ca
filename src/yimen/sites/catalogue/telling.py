"""What was done to a draft, how it differs, and what it says, in the words of the pages."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from yimen.contexts.catalogue.api import Draft, Finding, content_told
from yimen.contexts.journal.api import Entry
from yimen.sites.pieces.differing import named
from yimen.sites.pieces.templatetags.words import moment

from .room import Piece

TO_ALL = ("code", "targets")  # whose advice everyone is to see, who reviews too
_NONE = re.compile(r"^（没有）$")
_INSIDE = (
    "region",
    "procedure_key",
    "silence",
    "renews",
)  # codes, which no reader needs


def shown(draft: Draft, on: date) -> list[Piece]:
    """Returns all that a draft says, field by field."""
    lines = content_told(draft=draft, on=on)
    return [{"label": one.label, "value": named(one.label, one.new)} for one in lines if one.field not in _INSIDE]


def doubts(faults: Iterable[Finding]) -> list[str]:
    """Returns what stops no review and everyone is to see: a code that the base catalogue does not know, a handover."""
    return [f"{one.label}{one.words}" for one in faults if one.field in TO_ALL and not one.must]


def course(entries: Iterable[Entry]) -> list[Piece]:
    """Returns who did what and when, newest first, as timeline.html takes it; saves in a row by one post are one."""
    steps: list[Piece] = []
    fields: dict[str, tuple[str, str]] = {}
    for entry in entries:
        post = str(entry.facts.get("post") or entry.actor["label"])
        label, note = _told(entry)
        if entry.verb == "catalogue.save":
            again = bool(fields) and steps[-1]["who"] == post
            fields = _changed(fields if again else {}, entry)
            said = "、".join(_change(*each) for each in fields.items()) or "又改回原样"
            note = f"改了{said}，到第 {entry.facts['revision']} 稿。"
            if again:
                steps[-1] |= {"when": moment(entry.at), "note": note}
                continue
        else:
            fields = {}
        step = {"label": label, "state": "did", "when": moment(entry.at), "who": post, "note": note, "light": None}
        steps.append(step)
    return steps[::-1]


def sent_back(entries: Iterable[Entry]) -> str:
    """Returns who sent a draft back last and why, "" where nobody did."""
    last = next((one for one in reversed(tuple(entries)) if one.verb == "catalogue.send_back"), None)
    if last is None or last.facts.get("withdrawn"):
        return ""
    who = str(last.facts.get("post") or last.actor["label"])
    return f"{who}，{moment(last.at)}：{last.facts.get('opinion', '')}"


def _changed(before: Mapping[str, tuple[str, str]], entry: Entry) -> dict[str, tuple[str, str]]:
    """Returns the fields that saves in a row have changed, each from what it said first to what it says now."""
    lines = {label: (old, new) for label, old, new in entry.facts.get("lines", ())}
    found = dict(before)
    for label in entry.facts["changed"]:
        old, new = lines.get(label, ("", ""))
        found[label] = (before.get(label, (old, ""))[0], new)
    return {label: values for label, values in found.items() if not values[0] or values[0] != values[1]}


def _change(label: str, values: tuple[str, str]) -> str:
    old, new = (_NONE.sub("没有", named(label, text)) for text in values)
    return f"{label}（{old} → {new}）" if any(values) else label


def _told(entry: Entry) -> tuple[str, str]:
    facts = entry.facts
    words = {
        "catalogue.start": ("起草", str(facts.get("kind", ""))),
        "catalogue.save": ("修改", ""),
        "catalogue.attach": ("上传", f"{facts.get('kind', '')}“{facts.get('name', '')}”"),
        "catalogue.detach": ("移除", f"{facts.get('kind', '')}“{facts.get('name', '')}”"),
        "catalogue.comment": ("批注", f"{facts.get('field') or '整份草稿'}：{facts.get('text', '')}"),
        "catalogue.settle": ("批注已处理", str(facts.get("text", ""))),
        "catalogue.submit": ("送审", f"第 {facts.get('revision', '')} 稿。"),
        "catalogue.send_back": ("撤回送审" if facts.get("withdrawn") else "退回", str(facts.get("opinion", ""))),
        "catalogue.release": ("公布", f"{named('', str(facts.get('from', '')))}起生效。"),
        "catalogue.discard": ("作废", str(facts.get("reason", ""))),
    }
    return words.get(entry.verb, ("其他处理", ""))
