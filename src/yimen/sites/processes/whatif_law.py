"""The limits of law beside a what-if's promises: those of the items that name the procedure, else the general one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from yimen.contexts.cases.api import allowed
from yimen.contexts.catalogue.api import guides_naming
from yimen.contexts.limits.api import NoSuchLimit, limit
from yimen.kernel.clock import Calendar, Ledger, Limit, Unit
from yimen.kernel.codes import ITEM_TYPES
from yimen.kernel.procedure import Procedure, licensing

from .room import Cell, Piece, table

Permits = Literal["all", "some", "none"]
_LICENCE = "xk.decide"
_PERMIT = ITEM_TYPES["01"]
_NAMED = 3  # items that one line names


@dataclass(frozen=True, slots=True)
class Legal:
    """A statutory limit of deciding: for which items, in words with its law, and how many working days that is.

    ``promised``: what these items promise as published, in working days, 0 where no item names the procedure.
    """

    items: str
    words: str
    days: int
    exact: bool  # the law counts working days itself
    promised: int = 0


def legal_limits(procedure: Procedure, on: date, days: Calendar, region: str) -> tuple[Legal, ...]:
    """Returns the statutory limits of the items that name a procedure on a day or later, the shortest first.

    Of a procedure of licences that no item names yet, that of 行政许可法 第四十二条; of any other none.
    """
    found: dict[tuple[Limit, int], list[str]] = {}
    for item in guides_naming(key=procedure.key, on=on):
        found.setdefault((allowed(guide=item, on=on)[1], item.promised), []).append(item.name)
    if not found and licensing(procedure):
        try:
            found[limit(code=_LICENCE, on=on, region=region).limit, 0] = ["还没有事项用这个流程，按行政许可的一般规定"]
        except NoSuchLimit:
            return ()
    told = (_legal(rule, promised, list(dict.fromkeys(names)), on, days) for (rule, promised), names in found.items())
    return tuple(sorted(filter(None, told), key=lambda one: (one.days, one.words, one.promised)))


def permits(procedure: Procedure, on: date) -> Permits:
    """Tells which of the items that name a procedure on a day or later are licences, whose law says by when to accept.

    "some" also where no item names it yet: a procedure of licences runs for registrations and services as well.
    """
    if not licensing(procedure):
        return "none"
    kinds = {item.type for item in guides_naming(key=procedure.key, on=on)}
    if kinds == {_PERMIT}:
        return "all"
    return "none" if kinds and _PERMIT not in kinds else "some"


def _legal(rule: Limit, promised: int, names: list[str], on: date, days: Calendar) -> Legal | None:
    exact = rule.unit is Unit.WORKING_DAY
    last = None if exact else Ledger(rule, on).due(days).date
    if not exact and last is None:
        return None
    length = rule.length if exact or last is None else days.working_days(on, last) + days.is_working(last)
    more = f"等 {len(names)} 项" if len(names) > _NAMED else ""
    return Legal("、".join(names[:_NAMED]) + more, f"{rule.text}（{rule.source}）", length, exact, promised)


def law_words(limits: Iterable[Legal]) -> str:
    """Returns the shortest statutory limit as a sentence for a form, "" without any."""
    first = next(iter(limits), None)
    return f"法定时限{first.words}，承诺不能更长。" if first is not None else ""


def law_table(limits: Iterable[Legal], promises: tuple[int | None, int]) -> Piece | None:
    """Returns the promises, before (None: there was nothing) and after, held against each statutory limit.

    Items that promise something else than what is played keep theirs, on a line of their own.
    """
    limits, rows = tuple(limits), list[list[Cell]]()
    played = promises[0] in {one.promised for one in limits}
    for one in limits:
        about = "" if one.exact else f"，约合 {one.days} 个工作日"
        own = played and one.promised != promises[0]
        held = [one.promised] if own else [promise for promise in promises if promise is not None]
        over = held[-1] > one.days
        light = {"colour": "red" if over else "green", "words": "超过法定时限，不能这样承诺" if over else "不超过"}
        shown = " → ".join(f"{promise} 个工作日" for promise in held) + ("（另有承诺，推演没有改）" if own else "")
        told = " → ".join(_against(promise, one.days) for promise in held)
        rows.append([one.items, f"{one.words}{about}", shown, told, {"light": light}])
    heads = ("适用", "法定时限", "承诺（修改前 → 修改后）", "比法定时限", "结论")
    return table("承诺与法定时限", heads if promises[0] is not None else (*heads[:2], "承诺", *heads[3:]), rows)


def law_verdicts(limits: Iterable[Legal], promises: tuple[int | None, int]) -> list[str]:
    """Returns what a head of office reads of the shortest statutory limit, nothing where there is none."""
    first = next(iter(limits), None)
    if first is None:
        return []
    was, now = promises
    told = f"修改后承诺 {now} 个工作日，{_against(now, first.days)}"
    told += f"（修改前 {was} 个，{_against(was, first.days)}）" if was is not None and was != now else ""
    end = "；承诺不能超过法定时限，请改短。" if now > first.days else "。"
    return [f"法定时限{first.words}：{told}{end}"]


def _against(promise: int, days: int) -> str:
    """Returns by how much a promise is shorter than the law allows, in words."""
    share = 100 * (days - promise) / days if days else 0.0
    return f"压缩 {share:.1f}%" if share >= 0 else f"超过 {-share:.1f}%"
