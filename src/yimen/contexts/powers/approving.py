"""Approves baselines: by the government's post, never by who wrote them, before the day on which they take effect."""

from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act, record
from yimen.kernel.clock import local_date
from yimen.kernel.clock import said as day_said

from .above import check_narrower
from .baselines import Version, version
from .drafting import check_revision, locked
from .errors import NotYourPower, PowerMoved, PowerRefused
from .models import BaselineRow
from .posts import approving
from .saying import said, together

_DAY = timedelta(1)


def approve_baseline(
    *,
    act: Act,
    reader: Reader,
    id: UUID,  # noqa: A002 - the plain word
    revision: int,
    valid_from: date,
    document: str,
    opinion: str,
) -> Version:
    """Approves what was submitted, as the next version from a day on, and returns it; with that it is published.

    The day is tomorrow at the earliest; the version before ends the day before. Raises NotYourPower for who wrote it.
    """
    try:
        with transaction.atomic():
            row = locked(id, ("submitted",), "审定")
            post = approving(reader, row.approver_region)
            _check_other(row, act)
            check_revision(row, revision)
            table = version(row).table
            if table is not None:
                check_narrower(row, table, valid_from)  # one above may have come into force since it was submitted
            before = BaselineRow.objects.select_for_update().filter(family=row.family, state="approved")
            newest = before.order_by("-number").first()
            _, row.document, row.opinion = together(
                lambda: _check_day(act, newest, valid_from),
                lambda: said(document, "批准文件", "document", 120),
                lambda: said(opinion, "审定意见", "opinion"),
            )
            row.number = (newest.number or 0) + 1 if newest else 1
            row.state, row.valid_from, row.approver_post = "approved", valid_from, post.label
            row.changed_at = row.approved_at = act.now
            row.save(force_update=True)
            if newest and (newest.valid_to is None or newest.valid_to >= valid_from):
                newest.valid_to = valid_from - _DAY
                newest.save(update_fields=["valid_to"])
            facts = {"revision": revision, "number": row.number, "from": valid_from.isoformat(), "post": post.label}
            facts |= {"opinion": row.opinion, "author": row.author_post}
            record(
                act=act,
                verb="powers.approve_baseline",
                subject=row.id,
                region=row.region,
                basis=row.document,
                facts=facts,
            )
    except IntegrityError:
        raise PowerMoved("这份裁量基准刚有另一版审定，没有重复审定。请刷新页面再看。") from None
    return version(row)


def return_baseline(
    *,
    act: Act,
    reader: Reader,
    id: UUID,  # noqa: A002 - the plain word
    revision: int,
    opinion: str,
) -> Version:
    """Sends what was submitted back with an opinion, and returns it."""
    with transaction.atomic():
        row = locked(id, ("submitted",), "退回")
        post = approving(reader, row.approver_region)
        check_revision(row, revision)
        row.opinion, row.approver_post = said(opinion, "审定意见", "opinion"), post.label
        row.state, row.changed_at = "returned", act.now
        row.save(force_update=True)
        facts = {"revision": revision, "opinion": row.opinion, "post": post.label}
        record(act=act, verb="powers.return_baseline", subject=row.id, region=row.region, facts=facts)
    return version(row)


def end_baseline(
    *,
    act: Act,
    reader: Reader,
    id: UUID,  # noqa: A002 - the plain word
    last_day: date,
    document: str,
    reason: str,
) -> Version:
    """Ends an approved baseline after a day, not before today, by the government that approved it; returns it."""
    with transaction.atomic():
        row = locked(id, ("approved",), "废止")
        post = approving(reader, row.approver_region)
        if row.valid_from is None or last_day < max(local_date(act.now), row.valid_from) or row.valid_to is not None:
            raise PowerRefused("最后一天不能早于今天和施行日期，已定了止期的不能再定。请改日期。", "last_day")
        row.valid_to, row.changed_at = last_day, act.now
        row.save(update_fields=["valid_to", "changed_at"])
        facts = {"last_day": last_day.isoformat(), "reason": said(reason, "理由", "reason"), "post": post.label}
        basis = said(document, "批准文件", "document", 120)
        record(act=act, verb="powers.end_baseline", subject=row.id, region=row.region, basis=basis, facts=facts)
    return version(row)


def _check_other(row: BaselineRow, act: Act) -> None:
    if act.actor.id in row.editors:
        raise NotYourPower("您起草、修改或送审过这份裁量基准，不能由您审定。请由另一位政府审定岗办理。")


def _check_day(act: Act, newest: BaselineRow | None, valid_from: date) -> None:
    first = local_date(act.now) + _DAY
    if newest is not None and newest.valid_from is not None:
        first = max(first, newest.valid_from + _DAY)
    if valid_from < first:
        words = f"裁量基准先审定、公布，后施行：最早从{day_said(first)}起，不能从{day_said(valid_from)}起。请改日期。"
        raise PowerRefused(words, "valid_from")
