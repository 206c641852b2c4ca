"""Which rules one journal entry breaks by itself; pure, so that any past stream can be judged again."""

from collections.abc import Mapping
from datetime import date

from yimen.contexts.complaints.api import FINISHING, RECEIVING
from yimen.contexts.journal.api import Entry

from .rules import RULES, Breach, Rule

_CLOCK = 38  # so many signs of a name leave room for role and day in an occasion
_BY_ROLE = {"promised": "promise", "statutory": "statute", "other": "statute", "step": "step", "special": "special"}
_BY_CLOCK = {"收件": "unaccepted", RECEIVING: "unaccepted", FINISHING: "unanswered"}  # of the law's own limits


def breaches(entry: Entry, *, key: bool = False) -> tuple[Breach, ...]:
    """Returns the rules that one journal entry breaks. ``key``: whether its matter is key, which is held to more."""
    facts, found = entry.facts, [_ran_out(told) for told in entry.facts.get("expired", ())]
    if entry.verb.endswith((".expire", ".lapse")):
        found.append(_ran_out(facts))
    if entry.verb.endswith(".lapse"):
        words = f"最迟应于 {day_words(facts['due'])}当日办理而未办理：{facts['silence']}。"
        found.append(Breach(RULES["lapse"], str(entry.id), words, entry.basis))
    if entry.verb.endswith((".correct_pause", ".correct_start")):
        words = _corrected(facts["due_before"], facts["due"])
        found.append(Breach(RULES["correction"], str(entry.id), words))
    if entry.verb.endswith(".correct") and int(facts.get("round", 1)) > 1:
        words = f"第 {facts['round']} 次要求补正，应核实是否一次告知。"
        found.append(Breach(RULES["second-notice"], str(entry.id), words))
    if entry.verb.endswith(".rate") and int(facts.get("score", 5)) <= 2:
        words = {1: "非常不满意", 2: "不满意"}[int(facts["score"])]
        found.append(Breach(RULES["bad-rating"], str(entry.id), f"评价“{words}”，应联系核实并整改。"))
    if entry.verb.endswith(".attempt"):
        words = f"{entry.actor['label']}办理“{facts['task']}”被拒绝：{facts['why']}"
        found.append(Breach(RULES["bypass"], f"{facts['token']}/{entry.actor['id']}"[:60], words))
    if entry.verb == "powers.decide_penalty" and not facts["within"]:
        words = f"“{facts['number']}”超出“{facts['tier']}”档，已报上级岗位审批，应核实理由。"
        found.append(Breach(RULES["outside"], str(entry.subject), words, entry.basis))
    return (*found, *_too_often(entry, key=key))


def _too_often(entry: Entry, *, key: bool) -> list[Breach]:
    """Returns what was done more often to one step than the place allows.

    Each time too many gives the same occasion, of which there is one finding: also where the step became key meanwhile.
    """
    facts, found = entry.facts, list[Breach]()
    returns, urged = RULES["returns"], RULES["urged"]
    if entry.verb.endswith(".return") and int(facts["times"]) > _most(returns, key=key):
        words = f"已第 {facts['times']} 次退回到“{facts['to_step']}”，应核实为何反复退回。"
        found.append(Breach(returns, f"returns/{facts['node'][:40]}", words))
    if entry.verb.endswith(".urge") and int(facts["urged"]) > _most(urged, key=key):
        words = f"“{facts['task']}”已被催办 {facts['urged']} 次，应核实为何没有办。"
        found.append(Breach(urged, f"urged/{facts['token']}", words))
    return found


def _most(rule: Rule, *, key: bool) -> int:
    return rule.key_most if key else rule.most


def _corrected(before: str, due: str) -> str:
    if before == due:
        return f"计时作了更正，期限{f'仍为 {day_words(due)}' if due else '仍在暂停'}，应核实理由。"
    return f"期限由 {day_words(before) or '暂停计时'} 更正为 {day_words(due) or '暂停计时'}，应核实理由。"


def day_words(text: str) -> str:
    """Returns an ISO day as people write it, '' for none."""
    if not text:
        return ""
    day = date.fromisoformat(text)
    return f"{day.year}年{day.month}月{day.day}日"


def _ran_out(told: Mapping[str, str]) -> Breach:
    """Returns the breach of one limit that ran out, told as matters tells it: role, clock, due, law, a step's token."""
    role, clock, due = told["role"], told["clock"], told["due"]
    code = _BY_ROLE[role]
    rule = RULES[_BY_CLOCK.get(clock, code) if code == "statute" else code]
    detail = f"“{clock}”{rule.name}：最迟应于 {day_words(due)}当日完成，已超过。"
    if rule.code == "statute" and role == "statutory":
        detail = f"“{clock}”的法定期限 {day_words(due)}已过，仍未完成。"
    which = told.get("token") or clock  # two steps may have one name, two limits may end on one day
    occasion = f"{role}/{which[:_CLOCK]}/{due}"
    return Breach(rule, occasion, detail, told["law"] if code == "statute" else "", told.get("token", ""))
