"""``yimen limits list|show``: the limits of the law as a lawyer reads them."""

import argparse
from datetime import date
from typing import TYPE_CHECKING

from .frame import Said, Wrong, day, django

if TYPE_CHECKING:
    from yimen.contexts.limits.api import Rule


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
    from yimen.sites.pieces.saying import DOMAINS, bound_data, data_of, length, source

    on = _day(options.on)
    if options.domain and options.domain not in DOMAINS:
        known = "、".join(f"{code}（{name}）" for code, name in DOMAINS.items())
        raise Wrong(f"没有“{options.domain}”这个领域。请选：{known}。")
    try:
        rules = limits(on=on, region=options.region, domain=options.domain)
    except NoSuchRegion as error:
        raise Wrong(str(error)) from error
    edges = bounds(on=on, domain=options.domain)
    if not rules and not edges:
        raise Wrong(f"{on} 没有有效的期限。请核对领域和日期，或先运行 yimen setup 载入法定期限。")
    lines = [f"{on} 有效的期限 {len(rules)} 条、其他限度 {len(edges)} 条："]
    lines += [f"  {rule.code}  {rule.limit.name_zh}  {length(rule)}  {source(rule)}{_marks(rule)}" for rule in rules]
    lines += [f"  {one.code}  {one.name}  {one.text}  {one.law.name}{one.article}" for one in edges]
    data = {"on": on, "limits": [data_of(rule) for rule in rules], "bounds": [bound_data(one) for one in edges]}
    return Said("\n".join(lines), data)


def _show(options: argparse.Namespace) -> Said:
    django()
    from yimen.contexts.limits.api import NoSuchLimit, bound, history, limit
    from yimen.contexts.places.api import NoSuchRegion
    from yimen.sites.pieces.saying import bound_data, data_of, length, source, told

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
        return Said(words, bound_data(found))
    versions = history(code=options.code)
    lines = [
        f"{rule.code}  {rule.limit.name_zh}{_marks(rule)}",
        *(f"  {title}：{text}" for title, text in told(rule)),
        "  各版本：",
    ]
    lines += [
        f"    {version.valid_from} 至 {version.valid_to or '今'}  {_place(version.region)}  {length(version)}  "
        f"{source(version)}  {version.document or version.reason}"
        for version in versions
    ]
    return Said("\n".join(lines), {**data_of(rule), "versions": [data_of(version) for version in versions]})


def _place(code: str) -> str:
    from yimen.contexts.places.api import full_name

    return (full_name(code=code) or code) if code else "全国"


def _marks(rule: "Rule") -> str:
    from yimen.sites.pieces.saying import marks

    found = marks(rule)
    return f"（{'，'.join(found)}）" if found else ""


def _day(text: str) -> date:
    from yimen.kernel.clock import local_date
    from yimen.sites import _now

    if not text:
        return local_date(_now.now())
    try:
        return day(text)
    except ValueError as error:
        raise Wrong(f"“{text}”不是有效日期。请写成 2026-02-25 这样。") from error
