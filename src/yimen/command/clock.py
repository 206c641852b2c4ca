"""``yimen clock due``: a due date and how it came about."""

import argparse
from datetime import date

from yimen.kernel.clock import ClockError, Ledger, Limit, Unit

from .frame import Misused, Said, Wrong, django


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command."""
    command = commands.add_parser("clock", help="法定时间")
    actions = command.add_subparsers(dest="action", required=True, metavar="动作")
    due = actions.add_parser("due", help="计算届满日并逐日说明")
    due.add_argument("--region", default="", help="区划代码；不写则按全国日历")
    due.add_argument("--from", dest="start", required=True, help="起算日（当日不计），如 2026-02-25")
    due.add_argument("--days", required=True, type=int, help="时限")
    due.add_argument(
        "--unit", choices=[unit.value for unit in Unit], default="wd", help="wd 工作日，cd 自然日，mo 月，yr 年"
    )
    due.add_argument("--pause", action="append", default=[], metavar="A..B", help="不计入的期间，A 起 B 恢复")
    due.add_argument("--ground", default="鉴定", help="暂停的法定事由（许可法第四十五条）")
    due.set_defaults(run=run)


def run(options: argparse.Namespace) -> Said:
    """Computes the day and one line for each day counted."""
    django()
    from yimen.contexts.places.api import NoSuchRegion, calendar, region

    try:
        days = calendar(region=region(code=options.region).code if options.region else "")
        limit = Limit(days=options.days, unit=Unit(options.unit), name_zh="时限", law="", article="")
        ledger = Ledger(limit=limit, start=_day(options.start))
        for pause in options.pause:
            begin, _, end = pause.partition("..")
            ledger = ledger.pause(_day(begin), options.ground, "命令行").resume(_day(end))
        due, lines = ledger.due(days), ledger.explain(days)
    except (ClockError, NoSuchRegion) as error:
        raise Wrong(str(error)) from error
    text = [f"{due.date}{'（暂定：当年放假通知尚未发布）' if due.provisional else ''}", ledger.sentence(days)]
    text += [f"  {line.date}  {line.number or '—':>3}  {line.reason_zh}  {line.article}" for line in lines]
    data = {
        "due": due.date,
        "provisional": due.provisional,
        "days": [(line.date, line.kind, line.number) for line in lines],
    }
    return Said("\n".join(text), data)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Misused(f"“{text}”不是有效日期。请写成 2026-02-25 这样。") from error
