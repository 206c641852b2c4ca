"""``yimen search …``: what people looked for in vain, and the index built anew."""

import argparse
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from tqdm import tqdm

from .frame import Misused, Said, day, django

_DAYS = 30


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the commands."""
    command = commands.add_parser("search", help="办事搜索：没有结果的说法、重建索引")
    kinds = command.add_subparsers(dest="kind", required=True, metavar="命令")
    missed = kinds.add_parser("misses", help="列出没有找到事项的说法，最多的在前")
    missed.add_argument("--from", dest="since", type=day, help=f"从哪天起（默认最近 {_DAYS} 天）")
    missed.add_argument("--to", dest="until", type=day, help="到哪天止（默认今天）")
    missed.add_argument("--region", default="", help="区划代码，含下级（默认全部）")
    missed.add_argument("--most", type=int, default=50, help="最多列出多少条")
    missed.set_defaults(run=misses)
    again = kinds.add_parser("reindex", help="按已发布的事项重建索引（升级后索引格式变了时用）")
    again.set_defaults(run=reindex)


def _why(*, known: bool, offered: bool) -> str:
    if not known:
        return ""
    return "　（现在能搜到）" if offered else "　（说法认识，本地没有这类事项）"


def misses(options: argparse.Namespace) -> Said:
    """Lists the words that found nothing."""
    django()
    from yimen.contexts.catalogue.api import misses as read
    from yimen.contexts.places.api import full_name
    from yimen.kernel.clock import local_date
    from yimen.sites import _now

    until = options.until or local_date(_now.now())
    since = options.since or until - timedelta(days=_DAYS - 1)
    if options.most < 1 or since > until:
        raise Misused("--most 应至少为 1，--from 不晚于 --to。请改正后再运行。")
    found = read(since=since, until=until, region=options.region, most=options.most)
    lines = [f"{since} 至 {until} 没有找到事项的说法：" if found else f"{since} 至 {until} 没有搜不到的说法。"]
    for each in found:
        place = full_name(code=each.region) if each.region else "全国"
        why = _why(known=bool(each.means), offered=each.offered)
        lines.append(f"{each.count:>6}  {each.words}　{place}{why}")
    if found:
        lines.append("该有的，请在“事项目录”的“常用说法”页补上，或运行 yimen load synonyms 文件。")
    data: dict[str, Any] = {"from": since, "to": until, "misses": [asdict(each) for each in found]}
    return Said("\n".join(lines), data)


def reindex(_: argparse.Namespace) -> Said:
    """Builds the index of items anew."""
    django()
    from yimen.contexts.catalogue.api import reindex as build

    with tqdm(desc="重建索引", unit="项") as bar:
        count = build(progress=lambda number: _step(bar, number))
    return Said(f"已重建索引，共 {count} 个事项版本。", {"versions": count})


def _step(bar: "tqdm[Any]", count: int) -> None:
    bar.update(count)
