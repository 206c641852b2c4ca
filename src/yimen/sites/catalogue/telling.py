"""What was done to a draft, how it differs, and what it says, in the words of the pages."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from yimen.contexts.catalogue.api import COPIED, LABELS, Draft, Finding, Listed, asked, content_told
from yimen.contexts.journal.api import Entry
from yimen.contexts.limits.api import limits
from yimen.sites.pieces.differing import named
from yimen.sites.pieces.endings import effect
from yimen.sites.pieces.templatetags.words import moment

from .room import Piece

_TO_ALL = ("code", "targets", "procedure_key")  # whose advice everyone is to see, who reviews too
_Fields = dict[str, list[tuple[str, str]]]  # the fields that were changed, each with what it was and what it is
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


def unasked(draft: Draft, keys: Sequence[str], on: date) -> list[Piece]:
    """Returns fields without a source that the editor does not ask, each with its value, as ask.html takes them."""
    said = {one.field: named(one.label, one.new) for one in content_told(draft=draft, on=on)} if keys else {}
    plain = {"kind": "demo", "demo": True, "comments": [], "links": []}
    words = {key: _decoded(draft, key, on) or said.get(key, "没有填写") for key in keys}
    return [{**plain, "key": key, "label": LABELS[key], "value": words[key]} for key in keys]


def _decoded(draft: Draft, key: str, on: date) -> str:
    """Returns what the codes of a field stand for; "" of a field that holds none."""
    value = draft.content.get(key)
    if key == "silence" and isinstance(value, list):
        names = {rule.code: rule.limit.name_zh for rule in limits(on=on, region=draft.region)}
        return "、".join(names.get(str(code), "各步骤") for code in value)
    return asked(draft.content).name(value) if key == "renews" and isinstance(value, str) else ""


def doubts(faults: Iterable[Finding]) -> list[str]:
    """Returns what stops no review and everyone is to see: unknown codes, handovers, steps nobody does, copies."""
    return [f"{one.label}{one.words}" for one in faults if told_to_all(one)]


def lacking(lists: Iterable[Listed]) -> list[str]:
    """Returns what is missing, list by list: 八公开 6/8，还缺…."""
    counted = ((each, len(each.elements)) for each in lists if each.missing)
    return [f"{each.name} {all_ - len(each.missing)}/{all_}，还缺{'、'.join(each.missing)}" for each, all_ in counted]


def told_to_all(one: Finding) -> bool:
    """Tells whether a finding is advice that everyone is to see, who reviews too."""
    return not one.must and (one.field in _TO_ALL or one.label == COPIED)


def course(entries: Iterable[Entry]) -> list[Piece]:
    """Returns who did what and when, newest first, as timeline.html takes it; each save by hand is one.

    What was saved while it was written goes with the save by hand that followed it, if the same post made both.
    """
    steps: list[Piece] = []
    fields: _Fields = {}
    going = False  # whether the last step is of what was saved while it was written
    for entry in entries:
        post = str(entry.facts.get("post") or entry.actor["label"])
        label, note = _told(entry)
        if entry.verb == "catalogue.save":
            again = going and steps[-1]["who"] == post
            fields = _changed(fields if again else {}, entry)
            going = entry.facts.get("auto") is True
            said = "、".join(_change(*each) for each in fields.items())
            nothing = "又改回原样" if again or entry.facts["changed"] else "没有再改"
            note = f"{f'改了{said}' if said else nothing}，到第 {entry.facts['revision']} 稿。"
            if again:
                steps[-1] |= {"when": moment(entry.at), "note": note}
                continue
        else:
            going = False
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


def _changed(before: _Fields, entry: Entry) -> _Fields:
    """Returns the fields that saves in a row have changed, each with all of its changes: what it was, what it is.

    What is changed again is one change; what is changed back is none.
    """
    lines = {label: (old, new) for label, old, new in entry.facts.get("lines", ())}
    found = {label: list(values) for label, values in before.items()}
    for label in entry.facts["changed"]:
        values = found.setdefault(label, [])
        if label not in lines:
            continue
        old, new = lines[label]
        again = next((one for one in values if one[1] == old), None)
        if again is None:
            values.append((old, new))
        else:
            values[values.index(again)] = (again[0], new)
    kept = {label: [one for one in values if one[0] != one[1]] for label, values in found.items()}
    return {label: values for label, values in kept.items() if values or not found[label]}


def _change(label: str, values: Sequence[tuple[str, str]]) -> str:
    told = "；".join(f"{_said(label, old)} → {_said(label, new)}" for old, new in values)
    return f"{label}（{told}）" if told else label


def _said(label: str, text: str) -> str:
    return _NONE.sub("没有", named(label, text))


def _refused(facts: Mapping[str, Any]) -> str:
    """Returns which draft was submitted and refused, and which of its fields were at fault."""
    fields = "、".join(facts.get("fields", ()))
    return f"第 {facts.get('revision', '')} 稿。" + (f"还有 {facts['faults']} 处要补正：{fields}。" if fields else "")


def _told(entry: Entry) -> tuple[str, str]:
    facts = entry.facts
    if entry.verb == "catalogue.release":
        return "公布", f"{effect(str(facts.get('kind', '')), date.fromisoformat(facts['from']))}。"
    words = {
        "catalogue.start": ("起草", str(facts.get("kind", ""))),
        "catalogue.save": ("修改", ""),
        "catalogue.attach": ("上传", f"{facts.get('kind', '')}“{facts.get('name', '')}”"),
        "catalogue.detach": ("移除", f"{facts.get('kind', '')}“{facts.get('name', '')}”"),
        "catalogue.comment": ("批注", f"{facts.get('field') or '整份草稿'}：{facts.get('text', '')}"),
        "catalogue.settle": ("批注已处理", str(facts.get("text", ""))),
        "catalogue.submit": ("送审", f"第 {facts.get('revision', '')} 稿。"),
        "catalogue.refuse": ("送审没有通过", _refused(facts)),
        "catalogue.send_back": ("撤回送审" if facts.get("withdrawn") else "退回", str(facts.get("opinion", ""))),
        "catalogue.discard": ("作废", str(facts.get("reason", ""))),
    }
    return words.get(entry.verb, ("其他处理", ""))
