"""The journal in plain Chinese: what each verb and fact is called on a page."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from yimen.contexts.cases.api import PAPER_NAMES
from yimen.contexts.catalogue.api import NoSuchItem, guide_version
from yimen.contexts.complaints.api import KINDS
from yimen.contexts.identity.api import ROLES, NoSuchUnit, unit
from yimen.contexts.journal.api import Entry
from yimen.contexts.matters.api import ROLE_NAMES
from yimen.contexts.places.api import full_name
from yimen.contexts.powers.api import KINDS as LISTS
from yimen.contexts.powers.api import NoSuchPower, baseline
from yimen.sites.pieces.templatetags.words import day, moment

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
    "clock": "期限名称",
    "due_before": "原最后一天",
    "due": "最后一天",
    "late": "步骤超时",
    "promised": "承诺工作日",
    "promised_due": "承诺办结日",
    "missing": "补正内容",
    "grounds": "理由",
    "met": "确认的条件",
    "round": "第几次告知",
    "decision": "文号",
    "granted": "准予",
    "method": "送达方式",
    "ground": "事由",
    "document": "文书",
    "needs": "所需时间",
    "result": "结果",
    "reason": "理由",
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
    "kind": "种类",
    "from": "自",
    "uscc": "统一社会信用代码",
    "role": "类别",
    "unit": "单位",
    "day": "日期",
    "capacity": "名额",
    "law": "依据",
    "effective": "自何日起",
    "delay": "平台迟记",
    "silence": "法律后果",
    "added": "延长",
    "approved_by": "批准人",
    "was": "原为",
    "now": "现为",
    "statutory": "法定最后一天",
    "statutory_before": "原法定最后一天",
    "next_clock": "接着计时",
    "next_due": "接着的最后一天",
    "expired": "已届满的期限",
    "special": "特别程序编号",
    "token": "步骤序号",
    "not_lapsed": "没有依法视为的原因",
    "others": "其他期限变动",
    "begun": "开始的特别程序",
    "ended": "结束的特别程序",
    "seen": "核对办件",
    "moved": "变动办件",
    "first": "最早变动日",
    "last": "最晚变动日",
    "change": "变动",
    "closure": "停工令编号",
    "code": "编号",
    "key": "流程",
    "valid_from": "生效日",
    "last_day": "最后一日",
    "percent": "黄灯比例（%）",
    "least": "黄灯最少天数",
    "year": "年份",
    "off": "放假天数",
    "work": "调休上班天数",
    "rows": "行数",
    "units": "单位数",
    "items": "事项数",
    "limits": "期限数",
    "bounds": "界限数",
    "lights": "阈值数",
    "verified": "已核实",
    "confirmed": "已确认",
    "to": "交给",
    "authority": "委托人",
    "terms": "委托权限",
    "until": "至",
    "decides": "受托人可直接决定",
    "when": "加签位置",
    "to_step": "退回到",
    "kept": "保留已办内容",
    "times": "第几次退回到该步",
    "applicant": "涉及申请人",
    "urged": "第几次催办",
    "restarted": "重新计算的原因",
    "record": "记录",
    "despite": "与准予不一致的结果",
    "late_now": "改后即超期的环节",
    "stops": "时限停止计算",
    "suspended": "中止后恢复办理",
    "sort": "投诉种类",
    "body": "被投诉单位",
    "to_unit": "承办单位",
    "anonymous": "匿名",
    "step": "环节",
    "post": "岗位",
    "why": "拒绝的原因",
    "by_unit": "办理人的单位",
    "evidence": "证据",
    "legality": "法制审核的情形",
    "grave": "集体讨论的情形",
    "kinds": "拟给予的处罚",
    "hearing": "有权要求听证",
    "tier": "裁量档次",
    "closed": "执行情况",
    "case": "案件",
    "baseline": "裁量基准",
    "within": "在幅度以内",
    "by": "超出幅度",
    "amount": "数额",
    "agree": "批准",
    "revision": "第几次保存",
    "changed": "改动的内容",
    "note": "说明",
    "opinion": "意见",
    "approver": "审定的政府",
    "since": "自",
    "list": "清单",
    "author": "起草人",
}


FOLLOWERS = {
    "cases.tell": "通知申请人",
    "cases.print": "制作文书",
    "cases.publish": "公布结果",
    "complaints.tell": "通知投诉人",
    "matters.deeds": "各人办过的",
    "matters.redate": "重算期限",
    "supervision.judge": "监察判定",
}
BASELINE_PARTS = {
    "name": "违法行为",
    "power": "权责事项",
    "type": "权力类型",
    "law": "法律、法规、规章",
    "article": "条款",
    "text": "条文",
    "scope": "适用范围",
    "kinds": "处罚种类",
    "measure": "计量",
    "of": "倍数的基数",
    "law_bounds": "法定幅度",
    "levels": "适用层级",
    "facts": "认定的事实",
    "tiers": "档次",
}
ACCOUNTS = {"person": "个人", "officer": "工作人员", "client": "对接系统"}
WORDS: dict[str, dict[str, str]] = {
    "paper": PAPER_NAMES,
    "role": {**ROLES, **ROLE_NAMES},
    "card": {"yellow": "黄牌", "red": "红牌"},
    "sort": {code: one.name for code, one in KINDS.items()},
    "kind": ACCOUNTS,
    "list": {code: one.name for code, one in LISTS.items()},
    "changed": BASELINE_PARTS,
}  # what a fact's codes are called

_INNER = {
    "special",
    "account",
    "follows",
    "node",
    "did",
}  # an id that tells one of two alike apart: its ground and paper say the same to people
_ON_TIME = ("late", False)  # goes without saying
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DIGEST = 64


def told(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Returns entries as a timeline; a verb or fact without a Chinese name keeps its own, so that none is hidden."""
    return [_line(entry) for entry in entries]


def _line(entry: Entry) -> dict[str, Any]:
    worth = {
        name: value
        for name, value in entry.facts.items()
        if value not in ("", []) and (name, value) != _ON_TIME and name not in _INNER
    }
    stated = [f"{FACTS.get(name, name)}：{_fact(name, value)}" for name, value in worth.items()]
    sealed = "待存证" if entry.position is None else f"存证序号 {entry.position}"
    return {
        "label": VERBS.get(entry.verb, entry.verb),
        "state": "did",
        "when": moment(entry.at),
        "who": entry.actor["label"],
        "note": "；".join([*filter(None, [entry.basis]), *stated, sealed]),
        "light": None,
    }


def _fact(name: str, value: object) -> str:
    if isinstance(value, list | tuple):
        return "、".join(_fact(name, part) for part in value)
    if isinstance(value, Mapping):
        return "，".join(
            f"{FACTS.get(part, part)} {_fact(part, told_)}" for part, told_ in value.items() if told_ != ""
        )
    if isinstance(value, bool):
        return "是" if value else "否"
    if name in _NAMED:
        return _NAMED[name](str(value))
    return _text(WORDS.get(name, {}).get(str(value), str(value)))


def _guide(text: str) -> str:
    """Returns which version of its item a case keeps; what is no version of an item stays as it is."""
    try:
        return f"第 {guide_version(id=UUID(text)).version} 版"
    except (ValueError, NoSuchItem):
        return text


def _baseline(text: str) -> str:
    """Returns what a baseline is called, and in which version; what is none stays as it is."""
    try:
        found = baseline(id=UUID(text))
    except (ValueError, NoSuchPower):
        return text
    return f"{found.name}（第 {found.number} 版）"


def _place(code: str) -> str:
    """Returns the full name of a region; its code where it is unknown."""
    try:
        return full_name(code=code)
    except LookupError:
        return code


def _unit(code: str) -> str:
    """Returns the name of a unit, which people know; its code where it is unknown."""
    try:
        return unit(code=code).name
    except NoSuchUnit:
        return code


_NAMED: Mapping[str, Callable[[str], str]] = {
    "guide": _guide,
    "baseline": _baseline,
    "approver": _place,
    **dict.fromkeys(("unit", "body", "to_unit", "by_unit"), _unit),
}  # facts that hold the id of something


def _text(text: str) -> str:
    """Returns a day as people write it, a digest by its head that tells it apart, any other text as it is."""
    if len(text) == _DIGEST and text.isalnum():
        return f"{text[:12]}…"
    return _DAY.sub(lambda found: _day(found[0]), text)


def _day(text: str) -> str:
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text
