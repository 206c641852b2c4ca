"""What a what-if found, as tables and charts: before and after side by side."""

from collections.abc import Callable, Iterable, Sequence

from yimen.contexts.identity.api import ROLES
from yimen.kernel.foresight import DAY, Answering, Foresight, RoleLoad, StepLoad
from yimen.kernel.procedure import TARGET, Compression, limit_words

from .room import Cell, Piece, table
from .whatif_law import Permits

Sides = Sequence[tuple[str, Foresight]]
_LONG = 3  # times the promise: so long on its way that the rate does not tell how it goes
_GOOD = 0.95  # share on time; below it the page says where to look
_POINTS, _ROWS = 80, 12  # of a chart, and of the table beside it
_WIDTH, _HEIGHT = 640, 160
_HOUR = 60
_STATED: dict[Permits, str] = {"all": "法定", "some": "行政许可法定"}


def summary(sides: Sides, licences: Permits) -> Piece | None:
    """Returns the figures of each side, one line each."""
    rows: list[list[Cell]] = []
    lines: tuple[tuple[str, Callable[[Foresight], str]], ...] = (
        ("件数", lambda one: f"{len(one.fates)} 件"),
        (
            "按时率（从受理到决定，没有决定的算不按时，不用决定的不算）",
            lambda one: "没有可比的件" if one.rate is None else f"{one.rate:.1%}",
        ),
        ("其中：按承诺时限决定", lambda one: f"{one.on_time} 件"),
        ("其中：超过承诺时限", lambda one: f"{one.late} 件"),
        ("其中：到推演结束还没有决定，也没有超过承诺时限", lambda one: f"{one.open} 件"),
        ("其中：不受理等办结，不用决定", lambda one: f"{one.outside} 件"),
        ("到推演结束还没有办结（含已决定、还没有送达的）", lambda one: f"{len(one.fates) - one.ended} 件"),
        ("从来件到受理，平均（不在承诺时限以内）", lambda one: _days(one.mean_unaccepted, "没有受理的件")),
        ("从来件到办结，平均（只算办结的）", lambda one: _days(one.mean_days)),
        ("受理超过期限的（按时率不算这一段）", lambda one: _unanswered(one, licences)),
        ("九成的件在多少天内办结", lambda one: _days(one.within(0.9))),
        ("全部办完在第几个工作日", lambda one: f"第 {one.last_day + 1} 个"),
    )
    for label, words in lines:
        rows.append([label, *({"text": words(one), "number": True} for _, one in sides)])
    return table("总的情况", ["项目", *(title for title, _ in sides)], rows)


def step_table(sides: Sides) -> Piece | None:
    """Returns every step: its limit, mean wait and work, and the share over the limit, before → after."""
    found = [{one.node: one for one in side.steps} for _, side in sides]
    rows: list[list[Cell]] = []
    for id_ in dict.fromkeys(id_ for steps in found for id_ in steps):
        some = [steps.get(id_) for steps in found]
        one = next(each for each in some if each)
        told = [_both("没有这一步" if each is None else what(each) for each in some) for what in _STEP]
        rows.append([one.name, ROLES.get(one.role, one.role), *told])
    return table(f"逐个环节{_order(sides)}", ["环节", "岗位", "时限", "平均等候", "平均办理", "超过时限"], rows)


def role_table(sides: Sides) -> Piece | None:
    """Returns every role: how many officers, how busy, who waited how long, the longest queue, before → after."""
    found = [{one.role: one for one in side.roles} for _, side in sides]
    rows: list[list[Cell]] = []
    for role in dict.fromkeys(role for roles in found for role in roles):
        some = [roles.get(role) for roles in found]
        told = [_both("不用" if each is None else what(each) for each in some) for what in _ROLE]
        rows.append([ROLES.get(role, role), *told])
    heads = ["岗位", "人数", "忙碌程度", "约需几人", "平均等候", "最长等候", "收工时最多排队"]
    return table(f"各岗位{_order(sides)}", heads, rows)


def verdicts(sides: Sides, was: int, promise: int, kept: Foresight | None, *, licences: Permits) -> list[str]:
    """Returns what a head of office asks first, the worst of it first: queues that grow, what is left undone or late.

    Then how many are on time, who lacks people. ``kept``: the last side played with the promise as it ``was``, None
    where the promise does not change: beside a longer promise, a better rate is no better work. ``licences``: for which
    items 行政许可法 says by when to accept. The rate begins with acceptance: what is late before stands before it.
    """
    title, last = sides[-1]
    found = _worst(title, last, promise, licences)
    if last.rate is not None:
        before = sides[0][1].rate if len(sides) > 1 else None
        at = f"承诺 {was} 个工作日时 " if kept is not None else ""
        change = f"（{sides[0][0]} {at}{before:.1%}）" if before is not None else ""
        apart = "。这只从受理算到决定，要连着上面几条看。" if found else "。"
        found.append(f"{title}，承诺 {promise} 个工作日的按时率是 {last.rate:.1%}{change}{apart}")
    if len(sides) > 1 and kept is not None and kept.rate is not None:
        words = "延长" if promise > was else "缩短"
        found.append(
            f"承诺由 {was} 个工作日{words}到 {promise} 个；按原来的 {was} 个算，{title}按时率是 {kept.rate:.1%}。"
        )
    if any(fate.stuck for fate in last.fates):
        return [*found, "有的件走不下去（原因见上面的提示）：请先改正，再看人手和排队，现在的数说明不了问题。"]
    return [*found, *_staffing(last)]


def _worst(title: str, last: Foresight, promise: int, licences: Permits) -> list[str]:
    """Returns what no rate tells: queues that grow as long as matters come, what is left, late or long on its way."""
    found = []
    grows = [one for one in last.roles if one.asked > one.officers]
    if grows:
        who = "、".join(ROLES.get(one.role, one.role) for one in grows)
        found.append(
            f"{title}，{who}办的赶不上来的：排队一直增长，没有尽头，照这样来件越往后等得越久；下面的数只到推演结束为止。"
        )
    left = len(last.fates) - last.ended
    if left:
        found.append(f"{title}，{len(last.fates)} 件里有 {left} 件到推演结束还没有办完。")
    late = _accepting(last.answering, licences)
    found += [late] if late else []
    long = last.within(0.9)
    if long is not None and long > _LONG * promise:
        found.append(f"{title}，从来件到办结，九成的件要 {long} 个工作日，承诺的只有 {promise} 个。")
    return found


def _staffing(last: Foresight) -> list[str]:
    """Returns who lacks people and where the longest queue is."""
    short = [one for one in last.roles if one.needed > one.officers]
    words = "、".join(f"{ROLES.get(one.role, one.role)}有 {one.officers} 人，约需 {one.needed} 人" for one in short)
    found = [f"人手不够：{words}。" if short else "照这样的来件，各岗位人手够用。"]
    queued = max(last.roles, key=lambda one: one.longest_queue, default=None)
    if queued is not None and queued.longest_queue:
        found.append(f"排队最长的是{ROLES.get(queued.role, queued.role)}，收工时最多 {queued.longest_queue} 件。")
    if last.rate is not None and last.rate < _GOOD and not short:
        found.append("人手够而按时率低：多半是承诺时限短于各步实际用时，请放宽承诺或减少用时。")
    return found


def _accepting(steps: Iterable[Answering], licences: Permits) -> str:
    """Returns what is late before the promise begins to run, "" for nothing: no rate tells of it."""
    told, unlawful = [], False
    whose = "属于行政许可的，" if licences == "some" else ""
    for one in steps:
        over = f"{one.over} 件次（{one.over / one.turns:.1%}）超过本步时限 {limit_words(one.limit)}" if one.over else ""
        lawful = ""
        if one.unlawful and licences != "none":
            unlawful = True
            lawful = f"{one.unlawful} 件次（{one.unlawful / one.turns:.1%}）超过{_STATED[licences]}的 5 个工作日"
        if over or lawful:
            told.append(f"“{one.name}”的 {one.turns} 件次里，{'，'.join(filter(None, (over, lawful)))}")
    law = f"（{whose}五日内不告知补正的，自收到材料之日起即为受理：《行政许可法》第三十二条）"
    overdue = law if unlawful else ""
    return f"受理超期：{'；'.join(told)}{overdue}。按时率从受理起算，不含这一段。" if told else ""


def _unanswered(found: Foresight, licences: Permits) -> str:
    """Returns how many are accepted late: by the steps' own limits, and by the law where it says when."""
    own = sum(one.over for one in found.answering)
    lawful = sum(max(one.over, one.unlawful) for one in found.answering)
    if not found.answering:
        return "没有受理的环节"
    if licences == "some" and lawful > own:
        return f"{own} 件次（都是行政许可的，{lawful} 件次）"
    return f"{lawful if licences == 'all' else own} 件次"


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
        same = "修改前后相同，两线重合。" if len(series) > 1 and series[0] == series[1] else ""
        told = (
            same or "；".join(f"{title}最多 {max(line)} 件" for title, line in zip(titles, series, strict=True)) + "。"
        )
        shown.append(
            {
                "name": name,
                "id": f"queue-{number}",
                "most": most,
                "days": days,
                "told": f"横轴是第 1 至第 {days} 个工作日，纵轴是收工时排队的件数，最高 {most} 件。{told}",
                "lines": [
                    {"title": title, "points": _points(line, most), "dashed": place == 0 and len(sides) > 1}
                    for place, (title, line) in enumerate(zip(titles, series, strict=True))
                ],
                "table": _queue_table(name, titles, series),
            }
        )
    return shown


def compression(found: Compression, *, whole: bool = False) -> Piece:
    """Returns the compression of the limits (压缩) with its target, as bars and in words.

    ``whole``: of several procedures together.
    """
    reached = "达到" if found.reached else "没有达到"
    change = percent(found)
    return {
        "words": f"{'这些流程' if whole else ''}受理到决定各步时限最多合计由 {found.before} 个工作日"
        f"变为 {found.after} 个工作日，{change}，{reached}压缩 {TARGET}% 以上的目标。",
        "note": COUNTED,
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


def percent(found: Compression) -> str:
    """Returns in words by how much limits have become shorter or longer."""
    return f"压缩 {found.percent:.1f}%" if found.percent >= 0 else f"延长 {-found.percent:.1f}%"


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


def _order(sides: Sides) -> str:
    return f"（{' → '.join(title for title, _ in sides)}）" if len(sides) > 1 else ""


def _both(words: Iterable[str]) -> Cell:
    """Returns what each side says, once where they agree."""
    return {"text": " → ".join(dict.fromkeys(words)), "number": True}


def _hours(minutes: float) -> str:
    return f"{minutes / DAY:.1f} 天" if minutes >= DAY else f"{minutes / _HOUR:.1f} 小时"


def _days(days: float | None, none: str = "没有办结的件") -> str:
    return none if days is None else f"{days:.1f} 个工作日" if isinstance(days, float) else f"{days} 个工作日"


COUNTED = (
    "算法与发布前的检查相同：受理以后到作出决定，最长一条路上各步的时限；受理和送达不算，依法不计入的特别程序不算。"
    "以小时计的不另计天数；每 7 日按 5 个、月按 23 个、年按 262 个工作日折算。"
)
_STEP: tuple[Callable[[StepLoad], str], ...] = (
    lambda one: limit_words(one.limit) or "没有",
    lambda one: _hours(one.mean_wait),
    lambda one: _hours(one.mean_work),
    lambda one: f"{one.over / one.turns:.1%}" if one.limit else "—",
)
_ROLE: tuple[Callable[[RoleLoad], str], ...] = (
    lambda one: f"{one.officers} 人",
    lambda one: f"{one.used:.0%}",
    lambda one: f"{one.needed} 人",
    lambda one: _hours(one.mean_wait),
    lambda one: _hours(one.longest_wait),
    lambda one: f"{one.longest_queue} 件",
)
