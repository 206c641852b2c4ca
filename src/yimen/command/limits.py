"""``yimen limits list|show``: the limits of the law as a lawyer reads them."""

import argparse
from datetime import date
from typing import TYPE_CHECKING, Any

from .frame import Misused, Said, Wrong, django

if TYPE_CHECKING:
    from yimen.contexts.limits.api import Bound, Rule

_DIRECTIONS = {"after": "自{}之日起（当日不计）", "before": "在{}之前"}
_EFFECTS = {"suspend": "不计入", "restart": "重新计算"}
_CONFIDENCE = {"high": "高", "medium": "中", "low": "低"}


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the commands."""
    command = commands.add_parser("limits", help="法定期限")
    actions = command.add_subparsers(dest="action", required=True, metavar="动作")
    listing = actions.add_parser("list", help="列出某日在某地有效的期限")
    listing.add_argument("--domain", default="", help="领域，如 licence、foi、trading_land；不写则全部")
    listing.set_defaults(run=_list)
    showing = actions.add_parser("show", help="一条期限的全部规定和各版本")
    showing.add_argument("code", help="编号，如 xk.decide")
    showing.set_defaults(run=_show)
    for action in (listing, showing):
        action.add_argument("--on", default="", help="日期，如 2019-05-14；不写则今天")
        action.add_argument("--region", default="", help="区划代码；不写则全国")


def _list(options: argparse.Namespace) -> Said:
    django()
    from yimen.contexts.limits.api import bounds, limits
    from yimen.contexts.places.api import NoSuchRegion

    on = _day(options.on)
    try:
        rules = limits(on=on, region=options.region, domain=options.domain)
    except NoSuchRegion as error:
        raise Wrong(str(error)) from error
    edges = bounds(on=on, domain=options.domain)
    if not rules and not edges:
        raise Wrong(f"{on} 没有有效的期限。请核对领域和日期，或先运行 yimen setup 载入法定期限。")
    lines = [f"{on} 有效的期限 {len(rules)} 条、其他限度 {len(edges)} 条："]
    lines += [f"  {rule.code}  {rule.limit.name_zh}  {_length(rule)}  {_source(rule)}{_marks(rule)}" for rule in rules]
    lines += [f"  {one.code}  {one.name}  {one.text}  {one.law.name}{one.article}" for one in edges]
    data = {"on": on, "limits": [_data(rule) for rule in rules], "bounds": [_bound_data(one) for one in edges]}
    return Said("\n".join(lines), data)


def _show(options: argparse.Namespace) -> Said:
    django()
    from yimen.contexts.limits.api import NoSuchLimit, bound, history, limit
    from yimen.contexts.places.api import NoSuchRegion

    on = _day(options.on)
    try:
        rule = limit(code=options.code, on=on, region=options.region)
    except NoSuchRegion as error:
        raise Wrong(str(error)) from error
    except NoSuchLimit as error:
        try:
            found = bound(code=options.code, on=on)
        except NoSuchLimit:
            raise Wrong(str(error)) from error
        words = f"{found.code}  {found.name}\n  {found.of}{found.text}\n  依据：《{found.law.full}》{found.article}"
        return Said(words, _bound_data(found))
    versions = history(code=options.code)
    lines = [f"{rule.code}  {rule.limit.name_zh}{_marks(rule)}", *(f"  {line}" for line in _told(rule)), "  各版本："]
    lines += [
        f"    {version.valid_from} 至 {version.valid_to or '今'}  {version.region or '全国'}  {_length(version)}  "
        f"{_source(version)}  {version.document or version.reason}"
        for version in versions
    ]
    return Said("\n".join(lines), {**_data(rule), "versions": [_data(version) for version in versions]})


def _told(rule: "Rule") -> list[str]:
    """Returns the whole rule, a line for each thing that the law says."""
    limit = rule.limit
    lines = [
        f"期限：{_length(rule)}",
        f"依据：《{rule.law.full}》{limit.article}{rule.law.number and f'（{rule.law.number}）'}",
    ]
    if limit.starts:
        lines.append(f"起算：{_DIRECTIONS[limit.direction].format(limit.starts)}")
    lines.append(f"约束：{'机关一方（行政机关、招标人、采购人等）' if rule.binds == 'agency' else '当事人'}")
    if limit.direction == "after" and limit.unit.value in ("cd", "mo", "yr"):
        lines.append(f"末日逢节假日：{'顺延到下一个工作日' if limit.rolls else '不顺延'}")
    if limit.extending:
        longer = limit.extending
        lines.append(
            f"延长：至多 {longer.length}{limit.unit.name_zh}，{longer.times} 次，{longer.by}（{longer.source}）"
        )
    lines += [f"事由：{ground.name}，{_EFFECTS[ground.effect]}（{ground.source}）" for ground in limit.grounds]
    if limit.silence:
        lines.append(f"超时的后果：{limit.silence.words}（{limit.silence.source}）")
    lines += [f"{title}：{text}" for title, text in (("后果", rule.consequence), ("说明", rule.note)) if text]
    return lines


def _length(rule: "Rule") -> str:
    limit = rule.limit
    if limit.direction == "before" and not limit.length:
        return "当日前"
    before = "前" if limit.direction == "before" else ""
    return f"{'不少于' if limit.bound == 'least' else ''}{limit.text}{before}"


def _source(rule: "Rule") -> str:
    return f"{rule.law.name}{rule.limit.article}"


def _marks(rule: "Rule") -> str:
    marks = ["可由本地设定"] if rule.setting else []
    marks += ["演示值"] if rule.demo else []
    marks += [f"可信度{_CONFIDENCE[rule.confidence]}"] if rule.confidence != "high" else []
    return f"（{'，'.join(marks)}）" if marks else ""


def _data(rule: "Rule") -> dict[str, Any]:
    limit = rule.limit
    return {
        "code": rule.code,
        "domain": rule.domain,
        "region": rule.region,
        "name": limit.name_zh,
        "law": rule.law.full,
        "article": limit.article,
        "length": limit.length,
        "unit": limit.unit.value,
        "fixed": limit.fixed,
        "starts": limit.starts,
        "direction": limit.direction,
        "bound": limit.bound,
        "binds": rule.binds,
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


def _bound_data(found: "Bound") -> dict[str, Any]:
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


def _day(text: str) -> date:
    from yimen.kernel.clock import local_date
    from yimen.sites import _now

    if not text:
        return local_date(_now.now())
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Misused(f"“{text}”不是有效日期。请写成 2026-02-25 这样。") from error
