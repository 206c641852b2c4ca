"""What a review does to drafts: holds them while it runs, lets them go, or publishes them all, or none."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act, record
from yimen.kernel.clock import local_date

from .awaiting import PrerequisiteGraph
from .basedrafts import check_followed, released
from .changes import Change
from .delegating import delegate, settle
from .drafts import EDITABLE, ENDING, Draft, DraftRefused, as_draft, check_revision, locked, unsound
from .examining import findings
from .models import DraftRow, VersionRow
from .plain import as_plain, without_phones
from .posts import writing
from .publishing import cancel, fit, no_circle, one_name, publish_row
from .refusals import ItemRefused
from .starting import FRESH


def hold_drafts(*, act: Act, reader: Reader, seen: Sequence[tuple[UUID, int]], review: UUID) -> tuple[Draft, ...]:
    """Hands drafts, each by the revision that was seen, to a review, and returns them; nobody writes on them meanwhile.

    Raises NotYourItem, DraftMoved, and DraftRefused with every finding where one is not complete and sound.
    """
    held, graph = [], PrerequisiteGraph(together=[id for id, _ in seen])  # noqa: A001 - the plain word
    with transaction.atomic():
        for id, revision in seen:  # noqa: A001 - the plain word
            row = locked(id, EDITABLE, "送审")
            post = writing(reader, row.unit_id)
            check_revision(row, revision)
            check_sound(as_draft(row), local_date(act.now), graph)
            row.state, row.review, row.changed_at = "submitted", review, act.now
            row.editors = sorted({*row.editors, act.actor.id})  # whoever argues for a draft does not review it
            row.save(force_update=True)
            facts = {"review": str(review), "revision": row.revision, "post": post.label}
            record(act=act, verb="catalogue.submit", subject=row.id, region=row.region, facts=facts)
            held.append(as_draft(row))
    return tuple(held)


def check_sound(draft: Draft, on: date, graph: PrerequisiteGraph) -> None:
    """Raises DraftRefused where a draft may not be published as it is."""
    faults = tuple(one for one in findings(draft=draft, on=on, graph=graph) if one.must)
    if faults:
        raise unsound(draft=draft, faults=faults)


def release_drafts(*, act: Act, review: UUID, opinion: str, over: bool, withdrawn: bool = False) -> None:
    """Gives the drafts of a review back to their units to be corrected; ``over``: the review itself has ended.

    ``withdrawn``: by the unit itself, so that nothing is to be corrected and they are written on as before.
    For the room that runs the review, in its transaction: it has checked who decides.
    """
    states = EDITABLE if over else ()
    rows = DraftRow.objects.select_for_update().filter(review=review, state__in=("submitted", *states))
    for row in rows.order_by("id"):
        row.state, row.changed_at = "draft" if withdrawn else "returned", act.now
        row.review = None if over else row.review
        row.save(update_fields=["state", "changed_at", "review"])
        facts = {"review": str(review), "opinion": opinion, "post": act.actor.label, "over": over}
        facts |= {"withdrawn": True} if withdrawn else {}
        record(act=act, verb="catalogue.send_back", subject=row.id, region=row.region, facts=facts)


def hold_again(*, act: Act, review: UUID) -> tuple[Draft, ...]:
    """Hands the corrected drafts of a review back to it and returns them; raises DraftRefused where one is not sound.

    For the room that runs the review, in its transaction: it has checked who submits.
    """
    rows = list(DraftRow.objects.select_for_update().filter(review=review, state="returned").order_by("id"))
    if not rows:
        raise DraftRefused("本件的草稿都已作废，没有可以重新送审的。请撤回本件。")
    graph = PrerequisiteGraph(together=[row.id for row in rows])
    for row in rows:
        check_sound(as_draft(row), local_date(act.now), graph)
        row.state, row.changed_at = "submitted", act.now
        row.editors = sorted({*row.editors, act.actor.id})
        row.save(update_fields=["state", "changed_at", "editors"])
        facts = {"review": str(review), "revision": row.revision, "post": act.actor.label}
        record(act=act, verb="catalogue.submit", subject=row.id, region=row.region, facts=facts)
    return tuple(as_draft(row) for row in rows)


def publish_drafts(*, act: Act, review: UUID) -> tuple[Draft, ...]:
    """Publishes the drafts of a review, all or none, and returns them; each from its first day, today at the earliest.

    For the room that runs the review, in its transaction. Raises DraftRefused by field.
    """
    rows = list(DraftRow.objects.select_for_update().filter(review=review, state="submitted").order_by("id"))
    if not rows:
        raise DraftRefused("没有待发布的事项草稿。请刷新页面，看本件到了哪一步。")
    today, published, graph = local_date(act.now), [], PrerequisiteGraph()
    try:
        with transaction.atomic():
            for row in rows:
                check_sound(as_draft(row), today, graph)
                if row.base:
                    day = max(row.first_day or today, today)
                    check_followed(row, day)
                    _released_base(act, row, day)
                    continue
                _check_newest(row)
                published += _published(act, row, max(row.first_day or today, today))
            one_name(published)
            no_circle(published)
            fit(published)
    except ItemRefused as error:
        raise DraftRefused(f"{error}没有发布任何事项，请退回修改。") from error
    return tuple(as_draft(row) for row in rows)


def _check_newest(row: DraftRow) -> None:
    newest = VersionRow.objects.filter(code=row.code).order_by("-number").first()
    if row.based_on_id and newest is not None and newest.id != row.based_on_id:
        words = f"“{row.name}”已另外发布了第 {newest.number} 版，不是这份草稿所根据的一版。没有发布，请退回修改。"
        raise DraftRefused(words)


def _published(act: Act, row: DraftRow, day: date) -> list[VersionRow]:
    """Publishes one draft from a day on and returns the version it became, if any."""
    change = Change(row.kind, row.reason, row.document)
    found = []
    if row.kind == "下放":
        delegate(act, row, day)
    elif row.kind in ENDING:
        last_day = _eve(row, day)
        cancel(act=act, code=row.code, last_day=last_day, change=change)
        day = last_day + timedelta(days=1)
        row.version = row.based_on
    else:
        content = as_draft(row).content
        if row.based_on:
            content = without_phones(content, as_plain(row.based_on), row.unit_id)
        found = [publish_row(act, content, day, change)]
        row.version = found[0]
        if row.kind in FRESH:
            settle(act, found[0])
        for code in row.ends if row.kind == "合并" else ():
            ended = VersionRow.objects.get(code=code, valid_to=None)
            last = max(day - timedelta(days=1), ended.valid_from)
            cancel(act=act, code=code, last_day=last, change=change, successors=[row.code])
    row.state, row.changed_at = "published", act.now
    row.save(force_update=True)
    facts = {"review": str(row.review), "version": str(row.version_id), "from": day.isoformat(), "kind": row.kind}
    record(act=act, verb="catalogue.release", subject=row.id, region=row.region, facts=facts)
    return found


def _released_base(act: Act, row: DraftRow, day: date) -> None:
    """Publishes the draft of a base item from a day on."""
    released(act, row, day)
    row.state, row.changed_at = "published", act.now
    row.save(force_update=True)
    facts = {"review": str(row.review), "version": str(row.became_id), "from": day.isoformat(), "base": True}
    facts |= {"kind": row.kind}
    record(act=act, verb="catalogue.release", subject=row.id, region=row.region, facts=facts)


def _eve(row: DraftRow, day: date) -> date:
    """Returns the last day of an item that ends from a day on: one that began that very day has it as its last."""
    first = row.based_on.valid_from if row.based_on else day
    return max(day - timedelta(days=1), first)
