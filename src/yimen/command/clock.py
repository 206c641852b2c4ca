"""``yimen clock due``: a last day and how it came about; usable alone, also where nothing is set up."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from yimen.config.env import read_env
from yimen.kernel.clock import Calendar, Unit, notice_from_data

from .frame import Once, Said, Wrong, django

if TYPE_CHECKING:
    from yimen.contexts.limits.api import Reckoning

_SHIPPED = Path(__file__).parents[1] / "data" / "holidays"
_UNITS = [unit.value for unit in Unit if unit is not Unit.DATE]


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command."""
    command = commands.add_parser("clock", help="法定时间")
    actions = command.add_subparsers(dest="action", required=True, metavar="动作")
    due = actions.add_parser("due", help="计算届满日并逐日说明")
    due.add_argument("--region", default="", action=Once, help="区划代码；不写则按全国日历")
    due.add_argument(
        "--from", dest="start", required=True, action=Once, help="起算日（当日不计），如 2026-02-25；按小时的写时刻"
    )
    rule = due.add_mutually_exclusive_group(required=True)
    rule.add_argument("--days", action=Once, help="时限的长短，整数")
    rule.add_argument("--limit", action=Once, help="期限编号，如 xk.decide；用 yimen limits list 查看")
    due.add_argument(
        "--unit",
        action=Once,
        choices=_UNITS,
        default="",
        help="wd 工作日（不写即是），cd 自然日，mo 月，yr 年，h 小时",
    )
    due.add_argument("--before", action="store_true", help="向前倒推：某日之前多少天")
    due.add_argument(
        "--pause", action="append", default=[], metavar="A..B", help="不计入的期间，A 起 B 恢复；A.. 为尚未恢复"
    )
    due.add_argument(
        "--ground", action="append", default=[], help="中止的法定事由；几段事由不同的，按期间的次序各写一项"
    )
    due.add_argument("--extend", default="", action=Once, metavar="N", help="经批准延长多少")
    due.add_argument("--lang", choices=["zh", "en"], default="zh", help="说明的语言")
    due.set_defaults(run=run)


def run(options: argparse.Namespace) -> Said:
    """Computes the last day and one line for each day counted."""
    alone = _alone()
    django("live" if alone is None else "offline")
    from yimen.sites.pieces.asking import Asked, AskRefused, answer, data_of

    if alone and (options.region or options.limit):
        raise Wrong("还没有建立数据库，只能按随软件发布的全国日历计算。要用地区日历或期限编号，请先运行 yimen setup。")
    asked = Asked(
        start=options.start,
        region=options.region,
        limit=options.limit or "",
        days=options.days or "",
        unit=options.unit,
        before=options.before,
        pauses=tuple(options.pause),
        grounds=tuple(options.ground),
        extend=options.extend,
    )
    try:
        found = answer(asked, alone)
    except AskRefused as error:
        raise Wrong(str(error)) from error
    return Said("\n".join(_text(found, options.lang, alone is not None)), data_of(found))


def _alone() -> Calendar | None:
    """Returns the calendar of the notices shipped with the program where no database is set up yet."""
    env = read_env()
    if env.database_url or (env.home / "yimen.sqlite3").is_file():
        return None
    return Calendar([notice_from_data(json.loads(path.read_text("utf-8"))) for path in sorted(_SHIPPED.glob("*.json"))])


def _text(found: "Reckoning", language: str, alone: bool) -> list[str]:  # noqa: FBT001 - private
    chinese = language == "zh"
    limit = found.limit
    sure, still = ("（暂定）", "中止计时") if chinese else (" (provisional)", "standing still")
    text = [
        f"{found.due or still}{sure if found.provisional else ''}",
        found.sentence_zh if chinese else found.sentence_en,
    ]
    if found.note:
        text.append(found.note if chinese else found.note_en)
    if limit.source:
        by = f"依据：{limit.citation}　{limit.name_zh}　{limit.text}"
        text.append(by if chinese else f"By: {limit.citation_en}, {limit.text_en}")
    for line in found.lines:
        why = f"{line.reason_zh}  {line.article}" if chinese else f"{line.reason_en}  {line.article_en}"
        text.append(f"  {line.date}  {line.number or '—':>3}  {why}")
    shipped = "（还没有建立数据库：按随软件发布的全国日历计算。）"
    if not chinese:
        shipped = "(No database is set up: counted by the national calendar shipped with the program.)"
    return [*text, shipped] if alone else text
