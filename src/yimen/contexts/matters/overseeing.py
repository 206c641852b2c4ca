"""Who sees what a changed calendar moves: law offices and those who oversee, each in the region of the post."""

from collections.abc import Iterator

from django.db.models import Q

from yimen.contexts.identity.api import Reader
from yimen.kernel.codes import Region, parse_region, region_prefix

_ROLES = frozenset({"law", "supervisor", "leader", "audit"})


class NotOverseen(PermissionError):
    """The reader keeps no rules and oversees nothing (HTTP 403)."""


def in_region(region: str) -> Q:
    """Returns the rows whose region lies in one, '' being the whole country."""
    prefix = region_prefix(region) if region else ""  # a range: an index finds it whatever order the database has
    return Q(region__gte=prefix.ljust(12, "0"), region__lte=prefix.ljust(12, "9"))


def lying_in(reader: Reader) -> Q:
    """Returns the rows whose region lies in one of the reader's; raises NotOverseen where the reader has none."""
    found = None
    for region in regions_of(reader):
        found = in_region(region.value) if found is None else found | in_region(region.value)
    if found is None:
        raise NotOverseen("重算期限的结果只对法制岗、电子监察岗、领导和审计管理员开放。请由有此岗位的人查看。")
    return found


def touching(reader: Reader) -> Q:
    """Returns the rows whose region lies in one of the reader's or holds it, '' being the whole country."""
    above = {""}
    for region in regions_of(reader):
        place: Region | None = region
        while place is not None:
            above.add(place.value)
            place = place.parent
    return lying_in(reader) | Q(region__in=sorted(above))


def regions_of(reader: Reader) -> Iterator[Region]:
    """Returns the regions that the reader keeps the rules of or oversees."""
    return (parse_region(post.region) for post in reader.posts if post.role in _ROLES)
