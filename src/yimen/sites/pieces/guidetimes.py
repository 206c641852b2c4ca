"""The times of a guide in words: promise and limit of law with their articles, what stops them, what silence means."""

from collections.abc import Iterator
from datetime import date

from yimen.contexts.cases.api import APPLYING, RENEWING
from yimen.contexts.catalogue.api import Guide
from yimen.contexts.limits.api import limit
from yimen.contexts.procedures.api import Version
from yimen.kernel import procedure
from yimen.kernel.clock import Limit
from yimen.kernel.procedure import Node

Terms = tuple[Limit, Limit]  # the promised and the statutory limit


def limit_rows(guide: Guide, version: Version, on: date, terms: Terms) -> list[list[str]]:
    """Returns the promise, the law's limit, what stops and extends it, and what silence means, each with its words."""
    promise, law = terms
    rows = [
        ["承诺时限", f"{promise.length} 个工作日（自受理次日起算）{guide.promise_note}"],
        *_steps_together(version),
        ["法定时限", f"{law.text}（{law.citation}）"],
        ["不计入时限", "；".join([*_grounds(law), "等待补正"])],
    ]
    if law.extending is not None:
        rule = law.extending
        longer = f"最多延长 {rule.length} {law.unit.name_zh}，须经{rule.by}（{rule.citation}）"
        rows.append(["可以延长", longer])
    return [*rows, *(["逾期不答复", words] for words in _silences(guide, on))]


def _steps_together(version: Version) -> list[list[str]]:
    """Returns what the steps of the procedure take together, from acceptance to decision, beside the promise."""
    total = sum(days for _, days in procedure.counted_path(version.procedure))
    return [["各步合计", f"从受理到作出决定，各步时限最多合计 {total} 个工作日"]] if total else []


def _grounds(law: Limit) -> list[str]:
    """Returns what stops the clock, by article."""
    named: dict[str, list[str]] = {}
    for ground in law.grounds:
        named.setdefault(f"《{ground.law}》{ground.article}", []).append(ground.name)
    return [f"{'、'.join(names)}（{article}）" for article, names in named.items()]


def _in_time(guide: Guide, on: date) -> str:
    """Returns the condition on which silence renews: a renewal asked for late has none of it (行政许可法 第五十条)."""
    days = limit(code=APPLYING, on=on, region=guide.region).limit.length
    return f"在届满{'三十' if days == 30 else f' {days} '}日前申请的，"


def _silences(guide: Guide, on: date) -> Iterator[str]:
    """Yields what silence means for this item, each with its article."""
    for code in guide.silence:
        if code == "step":
            yield "流程中标明的步骤超过步骤时限未办的，视为同意，继续下一步"
            continue
        found = limit(code=code, on=on, region=guide.region).limit
        if found.silence is not None:
            condition = _in_time(guide, on) if code == RENEWING else ""
            yield f"{condition}{found.silence.words}（《{found.silence.law}》{found.silence.article}）"


def time_words(node: Node) -> str:
    """Returns a step's limit in words, with what is special about it; a dash where it has none."""
    said = [
        procedure.limit_words(node.limit) or "—",
        f"特别程序：{procedure.SPECIALS[node.special]}" if node.special else "",
        "期间不计入办理时限" if node.ground else "",
        "逾期视为同意（仅限事项写明的）" if node.lapse else "",
    ]
    return "；".join(filter(None, said))
