"""Sends drafts for review: one matter for all of them, with a number; and takes them back."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from yimen.contexts.catalogue.api import (
    Draft,
    DraftMoved,
    DraftRefused,
    draft,
    hold_drafts,
    refuse_drafts,
    release_drafts,
)
from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act
from yimen.contexts.matters.api import (
    Matter,
    NobodySits,
    NotYours,
    Opening,
    end_matter,
    matter_by_id,
    open_matter,
    review_clock,
    seats,
)
from yimen.contexts.procedures.api import NoSuchProcedure, in_force
from yimen.kernel.clock import local_date

from . import soundness
from .room import KIND
from .together import check_together

PROCEDURE = "item-review"
_MOST, _TITLE, _REASON = 100, 200, 200


def submit_drafts(*, act: Act, reader: Reader, seen: Sequence[tuple[UUID, int]]) -> Matter:
    """Submits drafts of one unit, each by the revision that was seen, and returns the matter that reviews them.

    Raises DraftRefused with every finding, DraftMoved, NotYourItem; nothing is submitted then. That it was tried and
    refused is written down.
    """
    try:
        return _submitted(act, reader, seen)
    except DraftMoved:
        raise
    except DraftRefused as error:
        refuse_drafts(act=act, reader=reader, drafts=[id for id, _ in seen], why=error)  # noqa: A001 - the plain word
        raise


def _submitted(act: Act, reader: Reader, seen: Sequence[tuple[UUID, int]]) -> Matter:
    if not 0 < len(seen) <= _MOST:
        raise DraftRefused(f"一次送审 1 至 {_MOST} 份草稿。请重新勾选。")
    today = local_date(act.now)
    given = [draft(reader=reader, id=id) for id, _ in seen]  # noqa: A001 - the plain word
    if len({one.unit for one in given}) > 1:
        raise DraftRefused("一次送审的草稿应是同一个单位的。请分开送审。")
    soundness.check(given, today)
    check_together(given, "勾选的草稿互相矛盾，没有送审")
    try:
        procedure = in_force(key=PROCEDURE, on=today)
    except NoSuchProcedure as error:
        raise DraftRefused(f"还没有发布事项审核流程“{PROCEDURE}”，不能送审。请系统管理员先发布。") from error
    first = given[0]
    try:
        sitting = seats(procedure=procedure, region=first.region, on=today)
    except NobodySits as error:
        raise DraftRefused(str(error)) from error
    with transaction.atomic():
        review = act.mint.id()
        hold_drafts(act=act, reader=reader, seen=seen, review=review)
        return open_matter(
            act=act,
            opening=Opening(
                id=review,
                kind=KIND,
                title=_title(given),
                region=first.region,
                unit=first.unit,
                centre=first.unit,
                owner="",
                procedure=procedure,
                clock=review_clock(procedure=procedure, on=today, name="事项变更审核"),
                facts={"drafts": [str(one.id) for one in given], "changes": sorted({one.kind for one in given})},
                data=sitting,
            ),
        )


def withdraw_drafts(*, act: Act, reader: Reader, review: UUID, reason: str) -> Matter:
    """Takes a review back before it is decided and returns it; its drafts may be written again.

    By the unit's own writers. Raises NoSuchMatter, NotYours, StepGone, DraftRefused.
    """
    found = matter_by_id(reader=reader, id=review)
    if found.kind != KIND or not reader.holds("editor", found.unit):
        raise NotYours("送审由本单位的事项编制岗撤回。您没有这个岗位。")
    said = " ".join(reason.split())
    if not said or len(said) > _REASON or not said.isprintable():
        raise DraftRefused(f"“撤回理由”应写明，不超过 {_REASON} 字。请补充。")
    with transaction.atomic():
        ended = end_matter(act=act, matter=review, outcome="已撤回", verb="withdraw", opinion=said)
        release_drafts(act=act, review=review, opinion=said, over=True, withdrawn=True)
    return ended


def _title(given: Sequence[Draft]) -> str:
    first = f"{given[0].kind}“{given[0].name}”"
    more = f"等 {len(given)} 项" if len(given) > 1 else ""
    return f"事项变更：{first[: _TITLE - 30]}{more}"
