"""Who may do what: the body's own desk, the law office above it, the government that approves, a higher post."""

from collections.abc import Iterable

from django.db.models import Q

from yimen.contexts.identity.api import Post, Reader, Unit, may_rule
from yimen.contexts.identity.api import unit as unit_of
from yimen.kernel.codes import CodeError, parse_region, region_prefix

from .errors import NotYourPower

WRITING, APPROVING, RULING = "powers", "government", "law"
HIGHER = ("leader", APPROVING)  # who allows a decision outside its tier
WATCHING = ("supervisor", "leader", "audit", RULING, APPROVING)


def covers(post: Post, region: str) -> bool:
    """Tells whether the region of a post holds another one."""
    try:
        return parse_region(post.region).contains(parse_region(region))
    except CodeError:
        return False


def writing(reader: Reader, unit: Unit) -> Post:
    """Returns the post that writes for a unit: its own, or a law office's above it; raises NotYourPower."""
    own = next((post for post in reader.posts if (post.role, post.unit) == (WRITING, unit.code)), None)
    return own or ruling(reader, unit.region, "权责清单和裁量基准由本单位的权责编制岗或本地区的法制岗起草")


def ruling(reader: Reader, region: str, words: str) -> Post:
    """Returns the law post that covers a region; raises NotYourPower with ``words``."""
    if not may_rule(reader=reader, region=region):
        raise NotYourPower(f"{words}。您没有此岗位，请由有此岗位的人办理。")
    return next(post for post in reader.posts if post.role == RULING and covers(post, region))


def approving(reader: Reader, region: str) -> Post:
    """Returns the post of the very government that approves; raises NotYourPower."""
    found = next((post for post in reader.posts if post.role == APPROVING and post.region == region), None)
    if found is None:
        raise NotYourPower("裁量基准由审定它的那一级政府的政府审定岗审定。您没有此岗位，请由有此岗位的人办理。")
    return found


def deciding(reader: Reader, unit: str) -> Post:
    """Returns the post by which a unit decides; raises NotYourPower."""
    found = next((post for post in reader.posts if (post.role, post.unit) == ("decider", unit)), None)
    if found is None:
        raise NotYourPower("处罚决定由本单位的决定岗作出。您在这个单位没有此岗位，请由有此岗位的人办理。")
    return found


def higher(reader: Reader, region: str) -> Post:
    """Returns the post that may allow a decision outside its tier; raises NotYourPower."""
    found = next((post for post in reader.posts if post.role in HIGHER and covers(post, region)), None)
    if found is None:
        raise NotYourPower("超出裁量基准的决定由本地区的领导岗或政府审定岗审批。请由有此岗位的人办理。")
    return found


def may_write(*, reader: Reader, unit: str) -> bool:
    """Tells whether the reader writes for a unit."""
    return reader.holds(WRITING, unit) or may_rule(reader=reader, region=unit_of(code=unit).region)


def watched(reader: Reader) -> tuple[str, ...]:
    """Returns the regions whose decisions the reader oversees."""
    return tuple(dict.fromkeys(post.region for post in reader.posts if post.role in WATCHING))


def own_units(reader: Reader) -> tuple[str, ...]:
    """Returns the units whose decisions are the reader's own business."""
    return tuple(dict.fromkeys(post.unit for post in reader.posts if post.role in (WRITING, "decider")))


def places(regions: Iterable[str]) -> Q:
    """Returns the filter of rows that lie in any of some regions."""
    found = Q(pk__in=[])
    for region in regions:
        found |= Q(region__startswith=region_prefix(region))
    return found
