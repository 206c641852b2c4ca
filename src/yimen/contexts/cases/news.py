"""What an applicant is told of an entry in the journal: a title and a sentence or two, in plain words."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from yimen.contexts.journal.api import Entry
from yimen.contexts.matters.api import Matter, Special, reasons, specials

WORDS: Mapping[str, tuple[str, str]] = {
    "case.open": (
        "已收到您的申请：{title}",
        "办件号 {number}。我们最迟在 {due}告诉您是否受理；材料不全会一次性告知。",
    ),
    "case.accept": ("已受理：{title}", "办件号 {number}。最迟 {due}办结，可在“我的办件”查看时限怎么算出来。"),
    "case.correct": ("请补正材料：{title}", "需要补正：{missing}。请在“我的办件”里补充后再次提交，{counting}。"),
    "case.inspection_fix": ("联合验收日期已定：{title}", "各部门定于 {day} 一次到场验收。请做好准备并派人到场。"),
    "case.refuse_acceptance": ("不予受理：{title}", "理由和救济途径见《不予受理通知书》。办件号 {number}。"),
    "case.grant": ("已准予：{title}", "文号 {decision}。决定书可在“我的办件”下载，最迟 {due}送达。"),
    "case.refuse": ("不予办理：{title}", "文号 {decision}。理由和救济途径见决定书，可申请行政复议或提起诉讼。"),
    "case.deliver": ("已送达：{title}", "办件号 {number} 已办结。欢迎评价这次服务，您的评价会送到监督部门。"),
    "case.withdraw": ("已撤回：{title}", "办件号 {number} 已按您的申请撤回，不再办理。需要时可以重新申请。"),
    "case.pause": (
        "特别程序开始，暂停计时：{title}",
        "因{ground}暂停计时{basis}，预计需要{needs}，所需时间不计入时限。",
    ),
    "case.resume": ("恢复计时：{title}", "{ground}已结束，从今天起继续计时。{moved}"),
    "case.special": ("特别程序开始：{title}", "开始{ground}，预计需要{needs}。时限照常计算。"),
    "case.special_end": ("特别程序结束：{title}", "{ground}已结束，结果见“我的办件”。"),
    "case.extend": (
        "办理期限延长：{title}",
        "经{approved_by}批准（{document}），延长{added}{basis}。理由：{reason}。{moved}",
    ),
    "case.suspend": (
        "中止办理：{title}",
        "因{ground}{basis}中止办理，预计需要{needs}，依据：{document}。理由：{reason}。{moved}恢复时会再通知您。",
    ),
    "case.terminate": (
        "已终止办理：{title}",
        "因{ground}{basis}终止办理，办件号 {number}。理由：{reason}。不服可以申请复议或诉讼，见《终止办理告知书》。",
    ),
    "case.correct_pause": (
        "办理期限更正：{title}",
        "{ground}的日期更正为：{now}（原为：{was}）。理由：{reason}。{moved}",
    ),
    "case.correct_start": (
        "办理期限更正：{title}",
        "起算日更正为 {now}，原为 {was}。理由：{reason}。{moved}",
    ),
    "case.redate": (
        "办理期限变动：{title}",
        "工作日安排有变动，期限随之重算。理由：{reason}{basis}。{moved}",
    ),
}
_ACCEPTED = (
    "逾期未告知，依法视为受理：{title}",
    "依照{law}，{silence}。办理期限从收到之日起算，最迟 {due}办结。办件号 {number}。{delay}",
)
_GRANTED = (
    "逾期未决定，依法视为准予：{title}",
    "依照{law}，{silence}。文号 {decision}，决定书可在“我的办件”下载。办件号 {number}。{delay}",
)
_RESUMED = ("恢复办理：{title}", "{ground}已消除，恢复办理，依据：{document}。{moved}")
_RETURNED = (
    "请您再看一下：{title}",
    "“{task}”把办件退回到“{to_step}”，请您办理。理由：{reason}。办理期限照常计算，请尽快在“我的办件”里提交。",
)
_STILL = ("特别程序结束：{title}", "{ground}已结束；另有特别程序尚未结束，仍暂停计时。")
_UNTIL = {"收件": "告知是否受理", "送达": "送达"}  # what the last day of a limit is for; of all others, to finish
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_BEGUN = "流程进入特别程序：{kinds}。"


def news(entry: Entry, matter: Matter, missing: str) -> tuple[str, str] | None:
    """Returns title and body of what the applicant is told of an entry, None where there is nothing to tell."""
    words, begun = _words(entry), _begun(entry, matter)
    if words is None and not begun:
        return None
    title, body = words or ("特别程序开始：{title}", "")
    values = _values(entry, matter, missing)
    return title.format_map(values), body.format_map(values) + begun


def _words(entry: Entry) -> tuple[str, str] | None:
    if entry.verb == "case.lapse":
        return _GRANTED if "decision" in entry.facts else _ACCEPTED if "promised" in entry.facts else None
    if entry.verb == "case.return":
        return _RETURNED if entry.facts.get("applicant") else None
    if entry.verb == "case.resume" and entry.facts.get("suspended"):
        return _RESUMED
    if entry.verb == "case.resume" and not entry.facts["due"]:
        return _STILL
    if entry.verb == "case.redate" and _shift(entry.facts) is None:
        return None
    return WORDS.get(entry.verb)


def _values(entry: Entry, matter: Matter, missing: str) -> dict[str, str]:
    facts = entry.facts
    names = (
        "decision",
        "ground",
        "needs",
        "approved_by",
        "document",
        "added",
        "was",
        "now",
        "silence",
        "task",
        "to_step",
    )
    due = day_words(facts.get("next_due", facts.get("due", "")))
    return {
        "title": matter.title,
        "number": matter.number,
        "missing": missing,
        "due": f"{due} 当日" if due else "期限届满之日",
        "counting": "补正期间期限照常计算" if facts.get("due") else "补正期间不计时",
        "moved": _moved(entry, matter),
        "day": day_words(facts.get("day", "")),
        "basis": f"（{entry.basis}）" if entry.basis else "",
        "law": entry.basis,
        **{name: _ISO.sub(lambda day: day_words(day[0]), str(facts.get(name, ""))).rstrip("。") for name in names},
        "delay": _delay(facts),
        "reason": reason(entry, matter).rstrip("。"),
    }


def _delay(facts: Mapping[str, Any]) -> str:
    """Returns the sentence on an outage of the platform: what the law decided holds from its own day all the same."""
    if not facts.get("delay"):
        return ""
    return f"系统迟了 {facts['delay']}登记，效力仍从 {day_words(facts['effective'])}起。"


def _shift(facts: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """Returns which limit moved from which day to which: the promise first; None where neither it nor the law's did."""
    for name in ("due", "statutory"):
        before, day = facts.get(f"{name}_before", ""), facts.get(name, "")
        if before and day and before != day:
            return name, before, day
    return None


def _moved(entry: Entry, matter: Matter) -> str:
    """Returns the sentence on the last day: as it moved, as it stays, or that the clock stands still."""
    facts = entry.facts
    until = _UNTIL.get(facts.get("clock", matter.clock_name), "办结")
    found = _shift(facts)
    if found is not None:
        name, before, due = found
        if name == "statutory" and "due_before" in facts:
            return f"法定期限由 {day_words(before)} 调整为 {day_words(due)}，承诺期限不变。"
        return f"最迟 {day_words(due)} 当日{until}，原为 {day_words(before)}。"
    due = facts.get("due", "")
    if not due:
        return "现在仍暂停计时，恢复计时后另行告知最后一天。"
    stays = "仍" if facts.get("due_before") == due else ""
    return f"{stays}最迟 {day_words(due)} 当日{until}。"


def reason(entry: Entry, matter: Matter) -> str:
    """Returns why an entry's act was done: as the officer wrote it, else as the journal says, '' where nobody did."""
    written = {one.at: one.text for one in reasons(matter=matter)}
    return written.get(entry.at, str(entry.facts.get("reason", "")))


def _begun(entry: Entry, matter: Matter) -> str:
    """Returns the sentence on special procedures that began with a step; one by an order has its own notice."""
    found = [] if entry.verb in {"case.pause", "case.special"} else begun(entry, matter)
    if not found:
        return ""
    kinds = "；".join(
        f"{one.kind}，预计需要{one.told}，{'所需时间不计入时限' if one.pauses else '时限照常计算'}" for one in found
    )
    return _BEGUN.format(kinds=kinds)


def begun(entry: Entry, matter: Matter) -> list[Special]:
    """Returns the special procedures that an entry tells of as begun: by an officer's order, or with a step."""
    standing = specials(matter=matter)
    own = [one for one in standing if str(one.id) == entry.facts.get("special")]
    if own and entry.verb in {"case.pause", "case.special"}:  # the very one, where the entry names it
        return own
    named = list(entry.facts.get("begun", ()))
    if entry.verb in {"case.pause", "case.special"}:
        named.append(entry.facts["ground"])
    newest = {one.kind: one for one in standing if one.kind in named}
    return list(newest.values())


def day_words(text: Any) -> str:
    """Returns an ISO day as people write it, '' for none; the year where it is not plain."""
    if not text:
        return ""
    day = date.fromisoformat(str(text))
    return f"{day.month} 月 {day.day} 日"
