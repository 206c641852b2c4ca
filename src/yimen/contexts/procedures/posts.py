"""Who may draw a procedure and who may review it: the department's own post, and the service office's (流程固化)."""

from yimen.contexts.identity.api import Post, Reader, Unit
from yimen.contexts.identity.api import unit as unit_of
from yimen.kernel.codes import parse_region

DRAFTING, REVIEWING = "process", "approver"


class NotYourProcedure(PermissionError):
    """The reader holds no post that may do this to the procedure (HTTP 403)."""


def drafting(reader: Reader, code: str) -> Post:
    """Returns the reader's post that draws the procedures of a unit; raises NotYourProcedure."""
    found = next((post for post in reader.posts if (post.role, post.unit) == (DRAFTING, code)), None)
    if found is None:
        raise NotYourProcedure("流程由本单位的流程编制岗起草和修改。您在这个单位没有此岗位，请由有此岗位的人办理。")
    return found


def reviewing(reader: Reader, code: str) -> Post:
    """Returns the reader's post that reviews and publishes the procedures of a unit; raises NotYourProcedure."""
    found = next((post for post in reader.posts if post.role == REVIEWING and _covers(post, unit_of(code=code))), None)
    if found is None:
        raise NotYourProcedure("流程由本地区政务服务机构的流程审定岗审核和发布。请由有此岗位的人办理。")
    return found


def may_draft(*, reader: Reader, unit: str) -> bool:
    """Tells whether the reader draws the procedures of a unit."""
    return reader.holds(DRAFTING, unit)


def may_review(*, reader: Reader, unit: str) -> bool:
    """Tells whether the reader reviews the procedures of a unit; those of no unit are the administrator's."""
    return bool(unit) and any(post.role == REVIEWING and _covers(post, unit_of(code=unit)) for post in reader.posts)


def _covers(post: Post, whose: Unit) -> bool:
    """Tells whether the region of a post holds that of a unit."""
    return parse_region(post.region).contains(parse_region(whose.region))
