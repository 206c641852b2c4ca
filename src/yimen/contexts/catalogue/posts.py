"""Who writes an item and who reviews it: the department's own post; the law office, 编办 and government above it."""

from yimen.contexts.identity.api import Post, Reader
from yimen.kernel.codes import parse_region

WRITING = "editor"
REVIEWING = ("law", "staffing", "government")


class NotYourItem(PermissionError):
    """The reader holds no post that may do this to the item (HTTP 403)."""


def writing(reader: Reader, code: str) -> Post:
    """Returns the reader's post that writes the items of a unit; raises NotYourItem."""
    found = next((post for post in reader.posts if (post.role, post.unit) == (WRITING, code)), None)
    if found is None:
        raise NotYourItem("事项由本单位的事项编制岗编写和修改。您在这个单位没有此岗位，请由有此岗位的人办理。")
    return found


def reading(reader: Reader, unit: str, region: str) -> Post:
    """Returns the post by which the reader sees the drafts of a unit in a region; raises NotYourItem."""
    for post in reader.posts:
        if (post.role, post.unit) == (WRITING, unit) or (post.role in REVIEWING and _covers(post, region)):
            return post
    raise NotYourItem("事项草稿由本单位的事项编制岗和审核机关查看。您没有这些岗位。")


def reviewing(reader: Reader, region: str) -> Post | None:
    """Returns the reader's post that reviews the items of a region, whichever others are held; None without one."""
    return next((post for post in reader.posts if post.role in REVIEWING and _covers(post, region)), None)


def may_write(*, reader: Reader, unit: str) -> bool:
    """Tells whether the reader writes the items of a unit."""
    return reader.holds(WRITING, unit)


def _covers(post: Post, region: str) -> bool:
    return parse_region(post.region).contains(parse_region(region))
