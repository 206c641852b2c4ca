"""The rules that supervision holds every matter to. Cards and wording are data that a supervisor can read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from yimen.contexts.journal.api import Entry

Card = Literal["yellow", "red"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its code, the card it shows, its name and its legal basis."""

    code: str
    card: Card
    name: str
    basis: str


PROMISE = Rule("promise", "yellow", "超过承诺时限", "办事指南承诺时限")
STATUTE = Rule("statute", "red", "超过法定时限", "《行政许可法》第四十二条")
STEP = Rule("step", "yellow", "步骤超时", "权力运行流程图")
SECOND_NOTICE = Rule("second-notice", "yellow", "再次要求补正", "一次告知制（《行政许可法》第三十二条）")
BAD_RATING = Rule("bad-rating", "yellow", "差评", "国办发〔2019〕51号")
SPECIAL = Rule("special", "yellow", "特别程序超过告知时间", "《行政许可法》第四十五条")
LAPSE = Rule("lapse", "red", "逾期未办，依法产生后果", "超时默认")
CORRECTION = Rule("correction", "yellow", "更正计时", "留痕核查")
RETURNS = Rule("returns", "yellow", "反复退回", "留痕核查（次数为演示值）")
URGED = Rule("urged", "yellow", "多次催办未办", "留痕核查（次数为演示值）")

_ALL = (PROMISE, STATUTE, STEP, SECOND_NOTICE, BAD_RATING, SPECIAL, LAPSE, CORRECTION, RETURNS, URGED)
RULES = {rule.code: rule for rule in _ALL}
MOST: Mapping[str, Any] = json.loads((Path(__file__).parents[2] / "data" / "watching.json").read_text("utf-8"))
_CLOCK = 38  # so many signs of a name leave room for role and day in an occasion
_BY_ROLE = {"promised": PROMISE, "statutory": STATUTE, "other": STATUTE, "step": STEP, "special": SPECIAL}


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule broken by one act: the rule, on what occasion, and in what words."""

    rule: Rule
    occasion: str
    detail: str
    basis: str = ""  # where the rule's own does not say it all


def breaches(entry: Entry) -> tuple[Breach, ...]:
    """Returns the rules that one journal entry breaks; pure, so that any past stream can be judged again."""
    facts, found = entry.facts, [_ran_out(told) for told in entry.facts.get("expired", ())]
    if entry.verb.endswith((".expire", ".lapse")):
        found.append(_ran_out(facts))
    if entry.verb.endswith(".lapse"):
        found.append(
            Breach(
                LAPSE,
                str(entry.id),
                f"最迟应于 {_day(facts['due'])}当日办理而未办理：{facts['silence']}。",
                entry.basis,
            )
        )
    if entry.verb.endswith((".correct_pause", ".correct_start")):
        detail = _corrected(facts["due_before"], facts["due"])
        found.append(Breach(CORRECTION, str(entry.id), detail))
    if entry.verb.endswith(".correct") and int(facts.get("round", 1)) > 1:
        found.append(Breach(SECOND_NOTICE, str(entry.id), f"第 {facts['round']} 次要求补正，应核实是否一次告知。"))
    if entry.verb.endswith(".rate") and int(facts.get("score", 5)) <= 2:
        words = {1: "非常不满意", 2: "不满意"}[int(facts["score"])]
        found.append(Breach(BAD_RATING, str(entry.id), f"申请人评价“{words}”，应联系核实并整改。"))
    return (*found, *_too_often(entry))


def _too_often(entry: Entry) -> list[Breach]:
    """Returns what was done more often to one step than the place allows; once a step, at the first time too many."""
    facts, found = entry.facts, list[Breach]()
    if entry.verb.endswith(".return") and int(facts["times"]) == MOST["returned_most"] + 1:
        words = f"已第 {facts['times']} 次退回到“{facts['to_step']}”，应核实为何反复退回。"
        found.append(Breach(RETURNS, f"returns/{facts['node'][:40]}", words))
    if entry.verb.endswith(".urge") and int(facts["urged"]) == MOST["urged_most"] + 1:
        words = f"“{facts['task']}”已被催办 {facts['urged']} 次，应核实为何没有办。"
        found.append(Breach(URGED, f"urged/{facts['token']}", words))
    return found


def _corrected(before: str, due: str) -> str:
    if before == due:
        return f"计时作了更正，期限{f'仍为 {_day(due)}' if due else '仍在暂停'}，应核实理由。"
    return f"期限由 {_day(before) or '暂停计时'} 更正为 {_day(due) or '暂停计时'}，应核实理由。"


def _day(text: str) -> str:
    """Returns an ISO day as people write it, '' for none."""
    if not text:
        return ""
    day = date.fromisoformat(text)
    return f"{day.year}年{day.month}月{day.day}日"


def _ran_out(told: Mapping[str, str]) -> Breach:
    """Returns the breach of one limit that ran out, told as matters tells it: role, clock, due, law, a step's token."""
    rule, clock, due = _BY_ROLE[told["role"]], told["clock"], told["due"]
    detail = f"“{clock}”{rule.name}：最迟应于 {_day(due)}当日完成，已超过。"
    if told["role"] == "statutory":
        detail = f"“{clock}”的法定期限 {_day(due)}已过，仍未完成。"
    which = told.get("token") or clock  # two steps may have one name, two limits may end on one day
    occasion = f"{told['role']}/{which[:_CLOCK]}/{due}"
    return Breach(rule, occasion, detail, told["law"] if rule is STATUTE else "")
