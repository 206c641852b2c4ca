"""``yimen procedure whatif FILE``: what a generated load would come to, with given staff; also without a database."""

import argparse
import json
import re
from datetime import date
from pathlib import Path

from yimen.kernel.clock import Calendar, notice_from_data
from yimen.kernel.foresight import (
    APPLICANT,
    Answering,
    Effort,
    Foresight,
    ForesightError,
    Scene,
    arriving,
    foresee,
    guessed,
    looked_at,
    spread,
)
from yimen.kernel.procedure import TARGET, Procedure, compress, inputs, licensing

from .frame import Misused, Said, Wrong

_SHIPPED = Path(__file__).parents[1] / "data" / "holidays"
_APPLICANT = 21 * 60
ROLES = {
    "window": "综合窗口",
    "examiner": "审查岗",
    "reviewer": "审核岗",
    "decider": "决定岗",
    "issuer": "制证岗",
    "applicant": "申请人",
}
_PAIR = re.compile(r"([^=]+)=(\d{1,4}(?:\.\d{1,2})?)")


def fill(action: argparse.ArgumentParser) -> None:
    """Adds the arguments beside the file."""
    action.add_argument("--against", type=Path, help="修改前的流程，用于对照和计算时限压缩")
    action.add_argument("--a-day", type=int, default=2, help="每个工作日来件，默认 2")
    action.add_argument("--days", type=int, default=120, help="连续多少个工作日来件，默认 120")
    action.add_argument("--promise", type=int, help="承诺时限（工作日），从受理到决定")
    action.add_argument("--staff", action="append", default=[], metavar="岗位=人数", help="如 examiner=3；不写按 1 人")
    action.add_argument(
        "--hours", action="append", default=[], metavar="环节=小时", help="办一件通常用时；不写按时限的一半"
    )
    action.add_argument("--from", dest="start", default="2026-01-05", help="从哪天起来件，默认 2026-01-05")
    action.add_argument("--seed", type=int, default=1, help="随机种子，默认 1")


def run(procedure: Procedure, before: Procedure | None, options: argparse.Namespace) -> Said:
    """Plays the load through one procedure, or through two, and says what became of it."""
    try:
        played = {"修改前": before, "修改后": procedure} if before else {"推演": procedure}
        sides = {title: foresee(_scene(one, options)) for title, one in played.items()}
    except ForesightError as error:
        raise Wrong(str(error)) from error
    lines = [line for title, found in sides.items() for line in _told(title, found, licence=licensing(played[title]))]
    data: dict[str, object] = {title: _figures(found) for title, found in sides.items()}
    if before:
        found = compress([(before, procedure)])
        data["compression"] = round(found.percent, 1)
        reached = "达到" if found.reached else "没有达到"
        sums = f"受理到决定各步时限最多合计由 {found.before} 个工作日变为 {found.after} 个工作日"
        lines.append(f"{sums}，压缩 {found.percent:.1f}%，{reached} {TARGET}% 的目标。")
    lines.append(
        "以上是估计，不是承诺：用时没有写明的按两小时（时限更短的按一半），人数没有写明的按 1 人，结果都取第一种。"
    )
    return Said("\n".join(lines), data)


def _scene(procedure: Procedure, options: argparse.Namespace) -> Scene:
    staff, hours = _pairs(options.staff, "--staff"), _pairs(options.hours, "--hours")
    try:
        first = date.fromisoformat(options.start)
    except ValueError:
        raise Misused("--from 应写成 2026-01-05 的样子。请改正。") from None
    human = [node for node in procedure.nodes.values() if node.kind in ("user", "manual")]
    usual = {node.id: _APPLICANT if node.role == APPLICANT else guessed(node.limit) for node in human}
    usual |= {id_: max(1, round(given * 60)) for id_, given in hours.items() if id_ in usual}
    lists = [one.name for one in inputs(procedure) if one.sort == "list"]  # of a step, or of a sub-process
    data = {**looked_at(procedure), **{name: ["甲", "乙", "丙"] for name in lists}}
    return Scene(
        procedure=procedure,
        arrivals=arriving(spread(options.a_day, options.days), options.seed, data),
        staff={node.role: int(staff.get(node.role, 1)) for node in human if node.role != APPLICANT},
        effort={id_: Effort(max(1, minutes // 2), minutes, minutes * 2) for id_, minutes in usual.items()},
        calendar=Calendar(notice_from_data(json.loads(path.read_text("utf-8"))) for path in _SHIPPED.glob("*.json")),
        first=first,
        seed=options.seed,
        promise=options.promise,
    )


def _pairs(given: list[str], option: str) -> dict[str, float]:
    found = [_PAIR.fullmatch(one) for one in given]
    if not all(found):
        raise Misused(f"{option} 应写成“名称=数”，例如 examiner=3。请改正。")
    return {one[1]: float(one[2]) for one in found if one}


def _told(title: str, found: Foresight, *, licence: bool) -> list[str]:
    rate = (
        "没有写明承诺时限" if found.rate is None else f"按时率 {found.rate:.1%}（从受理到决定，没有决定的也算不按时）"
    )
    before = found.mean_unaccepted
    rate += f"；从来件到受理平均另有 {before:.1f} 个工作日，不在承诺以内" if found.rate is not None and before else ""
    rate += "".join(_accepting(one, licence=licence) for one in found.answering)
    mean = f"办结的平均 {found.mean_days:.1f} 个工作日" if found.mean_days is not None else "没有办结的件"
    decided = sum(fate.decided >= 0 for fate in found.fates)
    left = len(found.fates) - found.ended
    lines = [f"{title}：{len(found.fates)} 件，作出决定 {decided} 件，送达办结 {found.ended} 件。"]
    if left:
        lines.append(f"  积压：到推演结束还有 {left} 件没有办结，要等更久；下面的平均只算办结的。")
    short = [one for one in found.roles if one.needed > one.officers]
    lines += [
        f"  人手不够：{ROLES.get(one.role, one.role)} {one.officers} 人，至少要 {one.needed} 人。" for one in short
    ]
    lines.append(f"  {rate}。{mean}。")
    return lines + [
        f"  {ROLES.get(one.role, one.role)} {one.officers} 人：忙碌 {one.used:.0%}，"
        f"收工时最多排队 {one.longest_queue} 件"
        for one in found.roles
    ]


def _accepting(one: Answering, *, licence: bool) -> str:
    """Returns what of a step that accepts is late, "" for nothing; no file says whether its items are licences."""
    over = f"{one.over} 件次超过本步时限" if one.over else ""
    lawful = f"属于行政许可的，{one.unlawful} 件次超过法定的 5 个工作日" if one.unlawful and licence else ""
    late = "；".join(filter(None, (over, lawful)))
    return f"；但“{one.name}”的 {one.turns} 件次里：{late}" if late else ""


def _figures(found: Foresight) -> dict[str, object]:
    queues = {one.role: {"used": round(one.used, 3), "queue": one.longest_queue} for one in found.roles}
    return {
        "matters": len(found.fates),
        "unfinished": len(found.fates) - found.ended,
        "ended": found.ended,
        "rate": found.rate,
        "days": found.mean_days,
        "roles": queues,
    }
