"""What stood before under an item's code and ended, and when it may stand there again: told before it is published.

What went down or into another item does not run at both places: whoever sets it up again is told what has to end first.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from yimen.kernel.clock import said

from .drafts import ENDING, Draft, Finding
from .ending import Ended, Successor, ended
from .fields import LABELS
from .models import VersionRow

_HOW = {"下放": "下放给", "合并": "并入"}


@dataclass(frozen=True, slots=True)
class Former:
    """What stood under a code and ended, and what that asks now; ``bars``: it goes on elsewhere, so not here."""

    what: str
    asks: str
    bars: bool

    @property
    def words(self) -> str:
        """Returns both in words."""
        return self.what + self.asks


def former(*, code: str, day: date) -> Former | None:
    """Returns what stood under a code and ended, None where nothing did; ``day``: from which it is to stand again."""
    return next((_former(found, day) for found in _ended([code])), None)


def formers(*, codes: Collection[str], day: date) -> dict[str, Former]:
    """Returns what stood under some codes and ended, asked for all of them at once."""
    return {one.code: _former(one, day) for one in _ended(codes)}


def revived(draft: Draft, day: date) -> Iterator[Finding]:
    """Yields what is to be said of a draft that would bring back what ended: to its writers and to who reviews it."""
    found = former(code=draft.code, day=day) if draft.code and draft.kind not in ENDING else None
    if found is None:
        return
    late = draft.based_on is not None and not found.bars
    words = (
        f"{found.what}它已经停办，不能再“{draft.kind}”。请作废本草稿；要重新设立的，另办“新增”。"
        if late
        else found.words
    )
    yield Finding("code", LABELS["code"], words, must=late or found.bars)


def _ended(codes: Collection[str]) -> Iterator[Ended]:
    standing = VersionRow.objects.filter(code__in=codes, valid_to=None).values("code")
    gone = VersionRow.objects.filter(code__in=codes, ending__isnull=False, valid_to__isnull=False)
    for code in gone.exclude(code__in=standing).order_by("code").values_list("code", flat=True).distinct():
        yield ended(code=code)


def _former(found: Ended, day: date) -> Former:
    running = _running(found, day)
    change = found.change
    ground = f"（依据{change.document}）" if change.document else ""
    into = "、".join(_named(found, one) for one in found.successors)
    how = f"{_HOW[change.kind]}{into}" if into and change.kind in _HOW else change.kind
    words = f"：这个编码原来是“{found.name}”，办理到{said(found.last_day)}，之后{how}{ground}。"
    if not running:
        return Former(words, "现在是重新设立：请核对依据文件，并在变动理由里写明为什么。", bars=False)
    going = "、".join(_named(found, one) for one in running)
    asks = f"{'它' if going == into else going}现在还在办，不能两处同时办理。"
    asks += "要收回的，请先由实施它的单位办理“取消”，写明收回的理由和文件；它停办以后，本项才能重新公布。"
    return Former(words, asks, bars=True)


def _named(found: Ended, one: Successor) -> str:
    return f"{one.unit.name}“{one.name}”（{one.code}）" if one.unit != found.unit else f"“{one.name}”（{one.code}）"


def _running(found: Ended, day: date) -> list[Successor]:
    """Returns where an item goes on from a day on: in what it went into, or in what that went into later."""
    going: dict[str, Successor] = {}
    seen, left = {found.code}, [found]
    while left:
        heirs = {one.code: one for one in left.pop().successors if one.code not in seen}
        seen |= heirs.keys()
        lasting = VersionRow.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day), code__in=heirs)
        stands = set(lasting.values_list("code", flat=True))
        going |= {code: one for code, one in heirs.items() if code in stands}
        left += _ended([code for code in heirs if code not in stands])
    return list(going.values())
