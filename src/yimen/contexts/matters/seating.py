"""Who sits at the steps of a review, and how long it may take: read from posts and from the procedure itself."""

from collections.abc import Mapping
from datetime import date

from yimen.contexts.identity.api import ROLES, officers
from yimen.contexts.procedures.api import Version
from yimen.kernel.clock import Ledger, Limit, Unit
from yimen.kernel.procedure import limit_parts

from .kinds import Clock

_NATION = "100000000000"
_LEVELS = (12, 9, 6, 4, 2, 0)  # digits of a region's code, from the village up to the nation


class NobodySits(LookupError):
    """Nobody holds the post that a step of a review asks for, here or above."""


def seats(*, procedure: Version, region: str, on: date) -> dict[str, list[str]]:
    """Returns the units that sit at each step done by named units, the nearest to a region; raises NobodySits."""
    wanted = {node.loop.items: node.role for node in procedure.procedure.nodes.values() if node.loop}
    return {name: [_nearest(role, region, on)] for name, role in wanted.items()}


def _nearest(role: str, region: str, on: date) -> str:
    """Returns the unit that holds a role nearest to a region: its own, else that of the region above."""
    held: Mapping[str, str] = {
        post.region: post.unit
        for officer in reversed(officers(on=on, roles=(role,), region=_NATION))
        for post in officer.posts
        if post.role == role
    }
    for digits in _LEVELS:
        place = region[:digits].ljust(12, "0") if digits else _NATION
        if place in held:
            return held[place]
    raise NobodySits(f"本地和上级都没有“{ROLES[role]}”，不能送审。请系统管理员先设立这个岗位。")


def review_clock(*, procedure: Version, on: date, name: str) -> Clock:
    """Returns the limit of a whole review: the working days of its steps together, as the procedure states them."""
    parts = [limit_parts(node.limit) for node in procedure.procedure.nodes.values() if node.limit and node.loop]
    days = sum(number for number, unit in parts if unit == "wd")
    limit = Limit(length=max(days, 1), unit=Unit.WORKING_DAY, name_zh=name, law=procedure.name, article="各步时限之和")
    return Clock(name="审核", ledger=Ledger(limit, on))
