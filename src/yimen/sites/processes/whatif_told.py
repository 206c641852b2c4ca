"""What a what-if found, as tables and charts: before and after side by side."""

from collections.abc import Callable, Sequence

from yimen.contexts.identity.api import ROLES
from yimen.kernel.foresight import DAY, Foresight, RoleLoad, StepLoad
from yimen.kernel.procedure import TARGET, Compression, limit_words

from .room import Cell, Piece, table

Sides = Sequence[tuple[str, Foresight]]
_POINTS, _ROWS = 80, 12  # of a chart, and of the table beside it
_WIDTH, _HEIGHT = 640, 160
_HOUR = 60


def summary(sides: Sides) -> Piece | None:
    """Returns the figures of each side, one line each."""
    rows: list[list[Cell]] = []
    lines: tuple[tuple[str, Callable[[Foresight], str]], ...] = (
        ("件数", lambda one: f"{len(one.fates)} 件"),
        ("按时率", lambda one: "没有可比的件" if one.rate is None else f"{one.rate:.1%}"),
        ("按时、超过承诺时限", lambda one: f"{one.on_time} 件、{one.late} 件"),
        ("没有受理或没有作出决定", lambda one: f"{one.outside} 件"),
        ("到最后还没有办完", lambda one: f"{len(one.fates) - one.ended} 件"),
        ("从来件到办结，平均", lambda one: _days(one.mean_days)),
        ("九成的件在多少天内办结", lambda one: _days(one.within(0.9))),
        ("全部办完在第几个工作日", lambda one: f"第 {one.last_day + 1} 个"),
    )
    for label, words in lines:
        rows.append([label, *({"text": words(one), "number": True} for _, one in sides)])
    return table("总的情况", ["", *(title for title, _ in sides)], rows)


def step_table(sides: Sides) -> Piece | None:
    """Returns every step: its limit, mean wait and work, and the share over the limit, of each side."""
    found = [{one.node: one for one in side.steps} for _, side in sides]
    rows: list[list[Cell]] = []
    for id_ in dict.fromkeys(id_ for steps in found for id_ in steps):
        some = next(steps[id_] for steps in found if id_ in steps)
        cells: list[Cell] = [some.name, ROLES.get(some.role, some.role)]
        for what in (_limit, _wait, _work, _over):
            cells += [{"text": what(steps[id_]) if id_ in steps else "没有这一步", "number": True} for steps in found]
        rows.append(cells)
    heads = [f"{what}（{title}）" for what in ("时限", "平均等候", "平均办理", "超过时限") for title, _ in sides]
    return table("逐个环节", ["环节", "岗位", *heads], rows)


def role_table(sides: Sides) -> Piece | None:
    """Returns every role: how many officers, how busy, who waited how long, the longest queue."""
    found = [{one.role: one for one in side.roles} for _, side in sides]
    rows: list[list[Cell]] = []
    for role in dict.fromkeys(role for roles in found for role in roles):
        for (title, _), roles in zip(sides, found, strict=True):
            if role in roles:
                one = roles[role]
                figures = (f"{one.officers} 人", f"{one.used:.0%}", _hours(one.mean_wait), _hours(one.longest_wait))
                told: list[Cell] = [{"text": words, "number": True} for words in (*figures, f"{one.longest_queue} 件")]
                rows.append([ROLES.get(role, role), title, *told])
    heads = ["岗位", "哪一种", "人数", "忙碌程度", "平均等候", "最长等候", "收工时最多排队"]
    return table("各岗位", heads, rows)


def charts(sides: Sides) -> list[Piece]:
    """Returns a chart of the queue of every role for queue.html: a line for each side, and a table of the same."""
    found = [{one.role: one for one in side.roles} for _, side in sides]
    shown: list[Piece] = []
    for number, role in enumerate(dict.fromkeys(role for roles in found for role in roles)):
        loads = [roles.get(role) for roles in found]
        days = max((len(load.queue) for load in loads if load), default=0)
        most = max((load.longest_queue for load in loads if load), default=0)
        name = ROLES.get(role, role)
        if days < 2 or not most:
            shown.append({"name": name, "id": f"queue-{number}", "lines": [], "table": None})
            continue
        series = [_series(load, days) for load in loads]
        titles = [title for title, _ in sides]
        told = "；".join(f"{title}最多 {max(line)} 件" for title, line in zip(titles, series, strict=True))
        shown.append(
            {
                "name": name,
                "id": f"queue-{number}",
                "most": most,
                "days": days,
                "told": f"横轴是第 1 至第 {days} 个工作日，纵轴是收工时排队的件数，最高 {most} 件。{told}。",
                "lines": [
                    {"title": title, "points": _points(line, most), "dashed": place == 0 and len(sides) > 1}
                    for place, (title, line) in enumerate(zip(titles, series, strict=True))
                ],
                "table": _queue_table(name, titles, series),
            }
        )
    return shown


def compression(found: Compression) -> Piece:
    """Returns the compression of the limits (压缩) with its target, as bars and in words."""
    reached = "达到" if found.reached else "没有达到"
    change = f"压缩 {found.percent:.1f}%" if found.percent >= 0 else f"延长 {-found.percent:.1f}%"
    return {
        "words": f"各步时限合计由 {_total(found.before)} 变为 {_total(found.after)}，{change}，"
        f"{reached}压缩 {TARGET}% 以上的目标。",
        "reached": found.reached,
        "bars": [
            {
                "label": "本次压缩",
                "words": f"{found.percent:.1f}%",
                "percent": min(100.0, max(0.0, round(found.percent, 1))),
                "colour": "green" if found.reached else "yellow",
            },
            {"label": "目标", "words": f"{TARGET}%", "percent": TARGET, "colour": "grey"},
        ],
    }


def _series(load: RoleLoad | None, days: int) -> list[int]:
    queue = load.queue if load else ()
    return [*queue, *[0] * (days - len(queue))]


def _points(line: Sequence[int], most: int) -> str:
    """Returns the points of a line; of several days that share one, the longest queue."""
    size = -(-len(line) // _POINTS)
    kept = [max(line[at : at + size]) for at in range(0, len(line), size)]
    wide = max(1, len(kept) - 1)
    return " ".join(
        f"{place * _WIDTH / wide:.1f},{_HEIGHT - value * (_HEIGHT - 8) / most - 4:.1f}"
        for place, value in enumerate(kept)
    )


def _queue_table(name: str, titles: Sequence[str], series: Sequence[Sequence[int]]) -> Piece | None:
    days = len(series[0])
    size = -(-days // _ROWS)
    rows: list[list[Cell]] = []
    for at in range(0, days, size):
        last = min(at + size, days)
        head = f"第 {at + 1} 至 {last} 天" if last > at + 1 else f"第 {last} 天"
        rows.append([head, *({"text": f"{max(line[at:last])} 件", "number": True} for line in series)])
    return table(f"{name}：收工时最多排队", ["工作日", *titles], rows)


def _limit(one: StepLoad) -> str:
    return limit_words(one.limit) or "没有"


def _wait(one: StepLoad) -> str:
    return _hours(one.mean_wait)


def _work(one: StepLoad) -> str:
    return _hours(one.mean_work)


def _over(one: StepLoad) -> str:
    return f"{one.over / one.turns:.1%}" if one.limit else "—"


def _hours(minutes: float) -> str:
    return f"{minutes / DAY:.1f} 天" if minutes >= DAY else f"{minutes / _HOUR:.1f} 小时"


def _days(days: float | None) -> str:
    return "没有办结的件" if days is None else f"{days:.1f} 个工作日" if isinstance(days, float) else f"{days} 个工作日"


def _total(hours: int) -> str:
    days, rest = divmod(hours, 24)
    return "、".join(filter(None, (f"{days} 个工作日" if days or not rest else "", f"{rest} 小时" if rest else "")))
