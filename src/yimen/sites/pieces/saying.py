"""How a limit of the law is said in plain Chinese, and as data: the same on pages, on the command line, over HTTP."""

from typing import Any

from yimen.contexts.limits.api import Bound, Rule, stricter
from yimen.kernel.clock import Day

DOMAINS = {
    "licence": "行政许可",
    "foi": "政府信息公开",
    "penalty": "行政处罚",
    "petition": "信访",
    "hotline": "12345 热线",
    "remedy": "复议和诉讼",
    "decision": "重大行政决策",
    "publicity": "执法和预算公开",
    "evaluation": "好差评",
    "emergency": "突发事件",
    "construction": "工程建设审批",
    "trading_engineering": "工程招标投标",
    "trading_procurement": "政府采购",
    "trading_land": "土地使用权出让",
    "trading_property": "国有资产交易",
    "security": "网络安全",
}
_DIRECTIONS = {"after": "自{}之日起（当日不计）", "before": "在{}之前"}
_EFFECTS = {"suspend": "不计入", "restart": "重新计算"}
_CONFIDENCE = {"high": "高", "medium": "中", "low": "低"}


_DAYS = {"work": "工作日", "weekend": "周末", "makeup": "上班", "holiday": "放假", "half": "半天", "closed": "停工"}


def day(info: Day) -> str:
    """Returns what a day is, such as 放假（春节）."""
    named = info.name if info.kind != "makeup" else ""
    return f"{_DAYS[info.kind]}（{named}）" if named else _DAYS[info.kind]


def length(rule: Rule) -> str:
    """Returns how long, such as 20个工作日 or 不少于5日前."""
    limit = rule.limit
    if limit.direction == "before" and not limit.length:
        return "当日前"
    before = "前" if limit.direction == "before" else ""
    return f"{'不少于' if limit.bound == 'least' else ''}{limit.text}{before}"


def source(rule: Rule) -> str:
    """Returns law and article, short."""
    return rule.limit.source


def citation(rule: Rule) -> str:
    """Returns law and article in full: the place's document where it set the length, the law with its number else."""
    if rule.region:
        return rule.limit.citation
    return f"《{rule.law.full}》{rule.article}{f'（{rule.law.number}）' if rule.law.number else ''}"


def marks(rule: Rule) -> list[str]:
    """Returns what a reader should know about the value itself."""
    found = ["可由本地设定"] if rule.setting else []
    found += ["演示值"] if rule.demo else []
    return found + ([f"可信度{_CONFIDENCE[rule.confidence]}"] if rule.confidence != "high" else [])


def told(rule: Rule) -> list[tuple[str, str]]:
    """Returns the whole rule as pairs, one for each thing that the law says."""
    limit = rule.limit
    pairs = [("期限", length(rule)), ("依据", citation(rule))]
    if limit.starts:
        pairs.append(("起算", _starts(rule)))
    pairs.append(("约束", "机关一方（行政机关、招标人、采购人等）" if rule.binds == "agency" else "当事人"))
    if limit.direction == "after" and limit.unit.value in ("cd", "mo", "yr"):
        pairs.append(("末日逢节假日", "顺延到下一个工作日" if limit.rolls else "不顺延"))
    if limit.extending:
        longer = limit.extending
        words = f"至多 {longer.length}{limit.unit.name_zh}，{longer.times} 次，{longer.by}（{longer.source}）"
        pairs.append(("延长", words))
    grouped: dict[tuple[str, str], list[str]] = {}
    for ground in limit.grounds:
        grouped.setdefault((ground.effect, ground.source), []).append(ground.name)
    pairs += [("事由", f"{'、'.join(names)}，{_EFFECTS[kind]}（{law}）") for (kind, law), names in grouped.items()]
    if limit.silence:
        pairs.append(("超时的后果", f"{limit.silence.words}（{limit.silence.source}）"))
    return pairs + [(title, text) for title, text in (("后果", rule.consequence), ("说明", rule.note)) if text]


def _starts(rule: Rule) -> str:
    limit = rule.limit
    words = _DIRECTIONS[limit.direction].format(limit.starts)
    return words.replace("当日不计", "当日计入") if limit.counts_first else words


def changes_by(rule: Rule) -> str:
    """Returns who may change a limit, and in which direction a place may."""
    limit = rule.limit
    if rule.setting:
        return "没有全国统一的规定：各地的法制岗可以按本地规定设定长短；上级已经设定的，下级只能更严。"
    if rule.binds == "party":
        return f"这是当事人的期限，由{limit.source}规定，地方不能改。"
    if limit.fixed is not None:
        return "固定日期，地方不能改。"
    return f"地方规定{stricter(limit)}；由本地或上级的法制岗发布。"


def data_of(rule: Rule) -> dict[str, Any]:
    """Returns a limit as programs take it."""
    limit = rule.limit
    return {
        "code": rule.code,
        "domain": rule.domain,
        "region": rule.region,
        "name": limit.name_zh,
        "law": limit.law if rule.region else rule.law.full,
        "article": limit.article,
        "length": limit.length,
        "unit": limit.unit.value,
        "fixed": limit.fixed,
        "starts": limit.starts,
        "direction": limit.direction,
        "bound": limit.bound,
        "binds": rule.binds,
        "counts_first": limit.counts_first,
        "rolls": limit.rolls,
        "extension": limit.extending and [limit.extending.length, limit.extending.times, limit.extending.by],
        "grounds": [[ground.name, ground.effect, ground.source] for ground in limit.grounds],
        "silence": limit.silence and [limit.silence.effect, limit.silence.words],
        "valid_from": rule.valid_from,
        "valid_to": rule.valid_to,
        "confidence": rule.confidence,
        "setting": rule.setting,
        "demo": rule.demo,
        "note": rule.note,
        "document": rule.document,
    }


def bound_data(found: Bound) -> dict[str, Any]:
    """Returns a bound that is no time as programs take it."""
    return {
        "code": found.code,
        "domain": found.domain,
        "name": found.name,
        "law": found.law.full,
        "article": found.article,
        "of": found.of,
        "at_least": found.at_least,
        "at_most": found.at_most,
        "odd": found.odd,
        "unit": found.unit,
        "note": found.note,
    }
