"""Publishes a reviewed draft as the next version, from a day on."""

from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act, record
from yimen.kernel.clock import local_date
from yimen.kernel.clock import said as day_words

from .calling import Called
from .drafts import DraftRefused
from .locking import DraftMoved, check_revision, locked
from .models import DraftRow, VersionRow
from .posts import reviewing
from .reading import Version, as_version
from .reviewing import check_other
from .submitting import check_place, said, sound

_FURTHEST = 366  # days ahead that a version may be published


def publish_draft(
    *,
    act: Act,
    reader: Reader,
    id: UUID,  # noqa: A002 - the plain word
    revision: int,
    valid_from: date,
    reason: str,
) -> Version:
    """Publishes a reviewed draft and returns the version it became.

    It begins today at the earliest, and not before the version that it follows; running matters stay on theirs. What it
    calls is bound to the versions in force on its first day, and stays so when those are followed by others. Raises
    NoSuchDraft, NotYourProcedure, DraftRefused, and DraftMoved where somebody published the key meanwhile.
    """
    try:
        with transaction.atomic():
            row = locked(id, ("reviewed",), "发布")
            post = reviewing(reader, row.unit_id)
            check_other(row, reader, "发布")
            check_revision(row, revision)
            newest = VersionRow.objects.select_for_update().filter(key=row.key).order_by("-number").first()
            _check_day(act, newest, valid_from)
            called = Called(valid_from)
            check_place(row, sound(bytes(row.xml), called, "发布"))
            version = _version(act, row, newest, valid_from)
            version.calls = called.bound
            version.publisher, version.reason = post.label, said(reason, "发布理由")
            version.save(force_insert=True)
            row.state, row.changed_at, row.version = "published", act.now, version
            row.save(force_update=True)
            facts = {"key": row.key, "number": version.number, "valid_from": valid_from.isoformat(), "draft": str(id)}
            facts |= {"revision": row.revision, "reason": version.reason, "post": post.label}
            facts |= {"author": version.author, "reviewer": version.reviewer}
            facts |= {"calls": called.told} if called.found else {}
            record(act=act, verb="procedures.publish", subject=version.id, region=row.region, facts=facts)
    except IntegrityError:
        raise DraftMoved(
            "这个流程刚有人发布了新的一版，没有重复发布。请刷新页面，对照新的一版再决定。", revision
        ) from None
    return as_version(version)


def _check_day(act: Act, newest: VersionRow | None, valid_from: date) -> None:
    first = max(local_date(act.now), newest.valid_from) if newest else local_date(act.now)
    if valid_from < first:
        why = f"，不早于第 {newest.number} 版的生效日" if newest and first == newest.valid_from else ""
        raise DraftRefused(
            f"生效日期 {day_words(valid_from)} 太早，最早从 {day_words(first)} 起{why}。没有发布，请改日期。"
        )
    last = local_date(act.now) + timedelta(_FURTHEST)
    if valid_from > last:  # the version after it may not begin earlier: a slip of the pen would hold up all that follow
        raise DraftRefused(f"生效日期 {day_words(valid_from)} 太远，最晚到 {day_words(last)}。没有发布，请改日期。")


def _version(act: Act, row: DraftRow, newest: VersionRow | None, valid_from: date) -> VersionRow:
    return VersionRow(
        id=act.mint.id(),
        key=row.key,
        number=newest.number + 1 if newest else 1,
        xml=bytes(row.xml),
        valid_from=valid_from,
        published_at=act.now,
        unit=row.unit_id,
        author=row.post,
        reviewer=row.reviewer_post,
        justification=row.justification,
    )
