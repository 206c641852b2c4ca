"""Who handles a complaint: the office nearest to its place, never the unit complained about, never a person named."""

from collections.abc import Collection
from datetime import date

from yimen.contexts.identity.api import ROLES, Officer, officers

from .refusals import ComplaintRefused

_NATION = "100000000000"
_LEVELS = (12, 9, 6, 4, 2, 0)  # digits of a region's code, from the village up to the nation


def nearest(role: str, region: str, on: date, *, but: Collection[str] = (), subjects: Collection[str] = ()) -> str:
    """Returns the unit nearest to a region where somebody holds a role, none of ``but``; raises ComplaintRefused.

    Posts of ``subjects`` do not count: a unit where only they hold it cannot handle the complaint.
    """
    held: dict[str, str] = {}
    for officer in officers(on=on, roles=(role,), region=_NATION):
        if str(officer.account) in subjects:
            continue
        for post in officer.posts:
            if post.role == role and post.unit not in but:
                held.setdefault(post.region, post.unit)
    for digits in _LEVELS:
        place = region[:digits].ljust(12, "0") if digits else _NATION
        if place in held:
            return held[place]
    words = f"本地和上级没有可以办理这件投诉的“{ROLES[role]}”（被投诉的单位和人不能办理）"
    raise ComplaintRefused(f"{words}。请拨打 12345，或者向上一级机关反映。")


def handlers(*, region: str, on: date, but: Collection[str], subjects: Collection[str]) -> dict[str, str]:
    """Returns the units of a county, code → name, where somebody not complained about may investigate."""
    county = region[:6].ljust(12, "0")
    found = officers(on=on, roles=("inquirer",), region=county)
    free = (one for one in found if str(one.account) not in subjects)
    posts = (post for one in free for post in one.posts if post.role == "inquirer" and post.unit not in but)
    return {post.unit: post.unit_name for post in posts}


def staff(*, unit: str, on: date) -> tuple[Officer, ...]:
    """Returns the officers of a unit, whatever their post."""
    return officers(on=on, roles=tuple(ROLES), unit=unit)


def everybody(*, on: date) -> tuple[Officer, ...]:
    """Returns the officers of all units, whatever their post."""
    return officers(on=on, roles=tuple(ROLES), region=_NATION)


def named(*, unit: str, on: date, text: str) -> set[str]:
    """Returns the accounts of a unit's officers whose names stand in a text."""
    return {str(one.account) for one in staff(unit=unit, on=on) if one.name and one.name in text}
