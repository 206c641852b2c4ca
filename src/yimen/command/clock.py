"""``yimen clock due``: a last day and how it came about; usable alone, also where nothing is set up."""

import argparse
import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yimen.config.env import read_env
from yimen.kernel.clock import CHINA, Calendar, ClockError, Unit, notice_from_data

from .frame import Misused, Said, Wrong, django

if TYPE_CHECKING:
    from yimen.contexts.limits.api import Reckoning

_SHIPPED = Path(__file__).parents[1] / "data" / "holidays"
_UNITS = [unit.value for unit in Unit if unit is not Unit.DATE]


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command."""
    command = commands.add_parser("clock", help="法定时间")
    actions = command.add_subparsers(dest="action", required=True, metavar="动作")
    due = actions.add_parser("due", help="计算届满日并逐日说明")
    due.add_argument("--region", default="", help="区划代码；不写则按全国日历")
    due.add_argument("--from", dest="start", required=True, help="起算日（当日不计），如 2026-02-25；按小时的写时刻")
    rule = due.add_mutually_exclusive_group(required=True)
    rule.add_argument("--days", type=int, help="时限")
    rule.add_argument("--limit", help="期限编号，如 xk.decide；用 yimen limits list 查看")
    due.add_argument("--unit", choices=_UNITS, default="wd", help="wd 工作日，cd 自然日，mo 月，yr 年，h 小时")
    due.add_argument("--before", action="store_true", help="向前倒推：某日之前多少天")
    due.add_argument(
        "--pause", action="append", default=[], metavar="A..B", help="不计入的期间，A 起 B 恢复；A.. 为尚未恢复"
    )
    due.add_argument("--ground", default="", help="中止的法定事由，须是该期限的事由")
    due.add_argument("--extend", type=int, default=0, metavar="N", help="经批准延长多少")
    due.add_argument("--lang", choices=["zh", "en"], default="zh", help="说明的语言")
    due.set_defaults(run=run)


def run(options: argparse.Namespace) -> Said:
    """Computes the last day and one line for each day counted."""
    django()
    from yimen.contexts.limits.api import NoSuchLimit, Question, reckon
    from yimen.contexts.places.api import NoSuchRegion

    alone = _alone()
    if alone and (options.region or options.limit):
        raise Wrong("还没有建立数据库，只能按随软件发布的全国日历计算。要用地区日历或期限编号，请先运行 yimen setup。")
    moment = _moment(options.start) if options.unit == "h" or "T" in options.start else None
    question = Question(
        start=moment.astimezone(CHINA).date() if moment else _day(options.start),
        region=options.region,
        moment=moment,
        code=options.limit or "",
        length=options.days or 0,
        unit=Unit(options.unit),
        before=options.before,
        ground=options.ground,
        pauses=tuple(_pause(pause) for pause in options.pause),
        added=options.extend,
    )
    try:
        found = reckon(question=question, days=alone)
    except (ClockError, NoSuchRegion, NoSuchLimit) as error:
        raise Wrong(str(error)) from error
    return Said("\n".join(_text(found, options.lang, alone is not None)), _data(found))


def _alone() -> Calendar | None:
    """Returns the calendar of the notices shipped with the program where no database is set up yet."""
    env = read_env()
    if env.database_url or (env.home / "yimen.sqlite3").is_file():
        return None
    return Calendar([notice_from_data(json.loads(path.read_text("utf-8"))) for path in sorted(_SHIPPED.glob("*.json"))])


def _text(found: "Reckoning", language: str, alone: bool) -> list[str]:  # noqa: FBT001 - private
    chinese = language == "zh"
    mark = "（暂定：有年度的放假通知尚未发布）" if found.provisional and chinese else ""
    text = [f"{found.due or '中止计时'}{mark}", found.sentence_zh if chinese else found.sentence_en]
    if found.limit.source:
        text.append(f"依据：《{found.limit.law}》{found.limit.article}　{found.limit.name_zh}　{found.limit.text}")
    for line in found.lines:
        why = f"{line.reason_zh}  {line.article}" if chinese else f"{line.reason_en}  {line.article_en}"
        text.append(f"  {line.date}  {line.number or '—':>3}  {why}")
    return [*text, "（还没有建立数据库：按随软件发布的全国日历计算。）"] if alone else text


def _data(found: "Reckoning") -> dict[str, Any]:
    return {
        "due": found.due,
        "late_from": found.at,
        "provisional": found.provisional,
        "explanation": {"zh": found.sentence_zh, "en": found.sentence_en},
        "days": [
            {
                "date": line.date,
                "kind": line.kind,
                "number": line.number,
                "zh": line.reason_zh,
                "en": line.reason_en,
                "article": line.article,
            }
            for line in found.lines
        ],
    }


def _pause(text: str) -> tuple[date, date | None]:
    begin, dots, end = text.partition("..")
    if not dots:
        raise Misused(f"“{text}”不是期间。请写成 2026-03-01..2026-03-09，尚未恢复的写 2026-03-01..")
    return _day(begin), _day(end) if end else None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Misused(f"“{text}”不是有效日期。请写成 2026-02-25 这样。") from error


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise Misused(f"“{text}”不是有效时刻。请写成 2026-02-25T09:30 这样。") from error
    return found if found.tzinfo else found.replace(tzinfo=CHINA)
