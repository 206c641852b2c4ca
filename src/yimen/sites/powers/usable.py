"""Which baselines the holders of some posts work under: those of their units and of the places above them."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from yimen.contexts.identity.api import Post
from yimen.contexts.powers.api import Version, baselines
from yimen.kernel.codes import parse_region


def usable_for(posts: Iterable[Post], on: date) -> list[Version]:
    """Returns the baselines in force on a day for the units of some posts, each once."""
    found: dict[UUID, Version] = {}
    for post in posts:
        found |= {one.id: one for one in baselines(on=on, region=post.region, unit=post.unit)}
        place = parse_region(post.region).parent
        while place is not None:
            above = baselines(on=on, region=place.value)
            found |= {one.id: one for one in above if one.region == place.value}
            place = place.parent
    return list(found.values())
