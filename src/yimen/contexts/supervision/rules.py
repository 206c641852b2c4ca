"""The rules that supervision holds every matter to. Cards and wording are data that a supervisor can read."""

from dataclasses import dataclass
from typing import Literal

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

RULES = {rule.code: rule for rule in (PROMISE, STATUTE, STEP, SECOND_NOTICE, BAD_RATING)}


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule broken by one act: the rule, on what occasion, and in what words."""

    rule: Rule
    occasion: str
    detail: str
    basis: str = ""  # where the rule's own does not say it all


def breaches(entry: Entry) -> tuple[Breach, ...]:
    """Returns the rules that one journal entry breaks; pure, so that any past stream can be judged again."""
    facts, found = entry.facts, []
    if facts.get("late"):
        found.append(Breach(STEP, str(entry.id), f"“{facts.get('task', '')}”在步骤时限之后才办理。"))
    if entry.verb.endswith(".correct") and int(facts.get("round", 1)) > 1:
        found.append(Breach(SECOND_NOTICE, str(entry.id), f"第 {facts['round']} 次要求补正，应核实是否一次告知。"))
    if entry.verb.endswith(".rate") and int(facts.get("score", 5)) <= 2:
        words = {1: "非常不满意", 2: "不满意"}[int(facts["score"])]
        found.append(Breach(BAD_RATING, str(entry.id), f"申请人评价“{words}”，应联系核实并整改。"))
    return tuple(found)
