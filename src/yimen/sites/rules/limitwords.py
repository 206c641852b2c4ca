"""A version of a limit in plain words, respect by respect, and two of them side by side."""

from datetime import date

from yimen.contexts.limits.api import Rule
from yimen.contexts.places.api import calendar
from yimen.kernel.clock import Ground, Ledger, Limit, Unit
from yimen.sites.pieces import saying
from yimen.sites.pieces.templatetags.words import day

from .room import Cell, Field, table
from .ruling import place_name

DIRECTIONS = {"after": "从某件事往后算", "before": "从某件事往前倒推"}
BOUNDS = {"most": "期限：最迟到最后一天办完", "least": "保障：至少留给别人这么久"}
BINDS = {"agency": "机关一方", "party": "当事人"}
FIRST = {"no": "不计入，从第二天起算", "yes": "计入"}
LAST = {"yes": "顺延到下一个工作日", "no": "不顺延"}
EFFECTS = {"suspend": "不计入：停几天，补几天", "restart": "重新计算：结束后从头再算"}
SILENCE = {
    "accepted": "视为受理",
    "granted": "视为准予",
    "consent": "视为同意",
    "abandoned": "视为放弃",
    "decided_by_agency": "由机关决定",
}


def how_long(rule: Rule) -> str:
    """Returns how long a limit is now."""
    return saying.length(rule)


def ground(one: Ground) -> str:
    """Returns what a ground does and by which article."""
    return f"{EFFECTS[one.effect].split('：')[0]}（{one.source}）"


def respects(rule: Rule) -> list[tuple[str, str]]:
    """Returns all that a version says, each respect by its name; what it does not say is 没有."""
    limit, longer, silence = rule.limit, rule.limit.extending, rule.limit.silence
    more = (
        f"至多 {longer.length}{limit.unit.name_zh}，{longer.times} 次，{longer.by}（{longer.source}）" if longer else ""
    )
    after = f"{SILENCE.get(silence.effect, silence.effect)}：{silence.words}（{silence.source}）" if silence else ""
    return [
        ("长短", saying.length(rule)),
        ("起算点", limit.starts),
        ("方向", DIRECTIONS[limit.direction]),
        ("期限还是保障", BOUNDS[limit.bound]),
        ("约束谁", BINDS.get(rule.binds, rule.binds)),
        ("起算当日", FIRST["yes" if limit.counts_first else "no"]),
        ("末日逢放假", LAST["yes" if limit.rolls else "no"] if limit.unit is not Unit.WORKING_DAY else "总是工作日"),
        ("延长", more),
        (
            "不计入的事由",
            "；".join(filter(None, (_grounds(limit, "suspend"), limit.fewer and f"其余的由{limit.fewer}去掉"))),
        ),
        ("重新计算的事由", _grounds(limit, "restart")),
        ("逾期的后果", after),
        ("依据", limit.citation),
        ("适用", place_name(rule.region)),
        ("施行", day(rule.valid_from)),
        ("最后一天", day(rule.valid_to)),
    ]


def _grounds(limit: Limit, effect: str) -> str:
    """Returns the grounds of an effect, each article's together."""
    found: dict[str, list[str]] = {}
    for one in limit.grounds:
        if one.effect == effect:
            found.setdefault(one.source, []).append(one.name)
    return "；".join(f"{'、'.join(names)}（{source}）" for source, names in found.items())


def beside(now: Rule, then: Rule, region: str, start: date) -> Field | None:
    """Returns the table of the old version and the new one, with the last days of the same start."""

    def last(rule: Rule) -> str:
        if rule.limit.unit is Unit.HOUR:
            return "按小时计算"
        return day(Ledger(rule.limit, start).due(calendar(region=region)).date)

    asked = f"事情在{day(start)}的，最迟哪天" if then.limit.direction == "before" else f"{day(start)}起算的最后一天"
    pairs = [(title, old, new) for (title, old), (_, new) in zip(respects(now), respects(then), strict=True)]
    pairs.insert(1, (asked, last(now), last(then)))
    rows: list[list[Cell]] = [
        [title, old or "没有", new or "没有", _mark(old != new)]
        for title, old, new in sorted(pairs, key=lambda pair: pair[1] == pair[2])
    ]
    return table("新旧对照：有变的在前", ("项目", "现在", "改为", "变动"), rows)


def _mark(changed: bool) -> Cell:  # noqa: FBT001 - private
    return {"text": "", "light": {"colour": "yellow", "words": "有变"}} if changed else "不变"
