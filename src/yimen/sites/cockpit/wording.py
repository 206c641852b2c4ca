"""The journal in plain Chinese: what each verb and fact is called on a page."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from yimen.contexts.cases.api import PAPER_NAMES
from yimen.contexts.identity.api import ROLES
from yimen.contexts.journal.api import Entry
from yimen.sites.pieces.templatetags.words import moment

VERBS: dict[str, str] = json.loads((Path(__file__).parents[2] / "data" / "verbs.json").read_text("utf-8"))
FACTS = {
    "number": "编号",
    "title": "标题",
    "item": "事项编码",
    "guide": "指南版本",
    "channel": "来源",
    "task": "步骤",
    "outcome": "结果",
    "opened": "下一步",
    "clock": "计时",
    "due_before": "原期限",
    "due": "期限",
    "late": "步骤超时",
    "promised": "承诺工作日",
    "promised_due": "承诺办结日",
    "missing": "补正内容",
    "round": "第几次告知",
    "decision": "文号",
    "granted": "准予",
    "method": "送达方式",
    "ground": "事由",
    "document": "文书",
    "needs": "所需时间",
    "result": "结果",
    "reason": "用途",
    "score": "评分",
    "paper": "文书种类",
    "sha256": "文件摘要",
    "documents": "材料摘要",
    "disclosure": "公开方式",
    "rule": "规则",
    "card": "亮牌",
    "detail": "说明",
    "text": "内容",
    "login": "账号",
    "kind": "账号种类",
    "from": "自",
    "uscc": "统一社会信用代码",
    "role": "岗位",
    "unit": "单位",
}


FOLLOWERS = {
    "cases.tell": "通知申请人",
    "cases.print": "制作文书",
    "cases.publish": "公布结果",
    "supervision.judge": "监察判定",
}
WORDS = {**PAPER_NAMES, **ROLES, "yellow": "黄牌", "red": "红牌"}

_ON_TIME = ("late", False)  # goes without saying


def told(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Returns entries as a timeline; a verb or fact without a Chinese name keeps its own, so that none is hidden."""
    return [_line(entry) for entry in entries]


def _line(entry: Entry) -> dict[str, Any]:
    worth = {name: value for name, value in entry.facts.items() if value not in ("", []) and (name, value) != _ON_TIME}
    stated = [f"{FACTS.get(name, name)}：{_text(value)}" for name, value in worth.items()]
    sealed = "待存证" if entry.position is None else f"存证序号 {entry.position}"
    return {
        "label": VERBS.get(entry.verb, entry.verb),
        "state": "did",
        "when": moment(entry.at),
        "who": entry.actor["label"],
        "note": "；".join([*filter(None, [entry.basis]), *stated, sealed]),
        "light": None,
    }


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "、".join(_text(part) for part in value)
    text = WORDS.get(str(value), str(value))
    return f"{text[:12]}…" if len(text) == 64 and text.isalnum() else text  # a digest: its head tells it apart
