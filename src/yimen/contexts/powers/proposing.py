"""Proposes a change of a list of powers: one matter that 法制, 编办 and government review before anyone reads it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NotRequired, TypedDict, Unpack
from uuid import UUID

from django.db import IntegrityError, transaction

from yimen.contexts.catalogue.api import Change, last_names
from yimen.contexts.identity.api import Post, Reader
from yimen.contexts.journal.api import Act, record
from yimen.contexts.matters.api import (
    TAKING_PART,
    WITHHELD,
    Matter,
    NobodySits,
    Opening,
    end_matter,
    open_matter,
    review_clock,
    seats,
)
from yimen.contexts.procedures.api import NoSuchProcedure, Version, in_force
from yimen.kernel.clock import local_date

from .entering import NewEntry, body_of, change_of, close, enter, newest_of, register_of
from .errors import NotYourPower, PowerMoved, PowerRefused
from .fitting import check_fit
from .models import EntryRow, ProposalRow
from .posts import RULING
from .register import writing_post
from .saying import said, together

KIND, PROCEDURE = "listing", "power-review"
CHANGES_BY = {"new": ("新增", "承接"), "change": ("变更", "承接", "合并"), "end": ("取消", "合并", "下放")}
NAMES = {"new": "新增", "change": "变更", "end": "停用"}
_TITLE = 200


class NewProposal(TypedDict):
    """What is proposed: ``what`` is new, change or end; ``day`` its first day, or the last of what is to end.

    ``name`` and ``content`` as an entry has them; nobody reads them of an end. ``code``: of the entry, "" of a new one.
    """

    what: str
    kind: str
    unit: str
    day: date
    change: Change
    name: NotRequired[str]
    content: NotRequired[Mapping[str, Any]]
    code: NotRequired[str]


def propose_entry(*, act: Act, reader: Reader, **new: Unpack[NewProposal]) -> Matter:
    """Sends a new entry, a change of one or its end for review and returns the matter; by the body, or a law office.

    Raises NotYourPower; PowerRefused by field with every other fault, as publishing would; PowerMoved where a proposal
    for the entry is under review, saying where it stands.
    """
    post = writing_post(reader, register_of(new["kind"]), body_of(new["unit"]))
    id_, today = act.mint.id(), local_date(act.now)
    row = _row(act, reader, id_, post, new)
    check_proposal(act, row)
    version = _procedure(today)
    try:
        with transaction.atomic():
            _alone(row)
            found = open_matter(act=act, opening=_opening(act, row, version, post))
            row.save(force_insert=True)
    except IntegrityError:
        raise PowerMoved(_standing(row) or "刚有人对同一项送了审。请刷新页面再看。") from None
    return found


def correct_proposal(
    *,
    act: Act,
    reader: Reader,
    id: UUID,  # noqa: A002 - the plain word
    revision: int,
    **new: Unpack[NewProposal],
) -> int:
    """Corrects a proposal that was returned, by those who proposed it, and returns its revision.

    Sent again by the step of its matter. What it is about stays: the entry, the unit, whether it is new or ends.
    Raises NotYourPower, PowerMoved, PowerRefused by field.
    """
    with transaction.atomic():
        row = ProposalRow.objects.select_for_update().filter(matter_id=id).first()
        if row is None or row.state != "returned":
            raise PowerMoved("只有退回修改的才能改。请刷新页面，看它到了哪一步。")
        post = proposing_post(reader, row)
        if row.revision != revision:
            raise PowerMoved(f"刚有同事改过，现在是第 {row.revision} 稿。请刷新页面，在新的一稿上改。")
        row.day, row.change = new["day"], _change(row.what, new["change"])
        if row.what != "end":
            row.name, row.content = new.get("name", "").strip(), dict(new.get("content", {}))
        check_proposal(act, row)
        if row.what == "new":
            row.code = row.content.get("item") or (row.code if len(row.code) == 32 else act.mint.id().hex)
        row.revision += 1
        row.editors = sorted({*row.editors, str(reader.account)})
        _alone(row)
        row.save(force_update=True)
        facts = {"list": row.kind, "code": row.code, "revision": row.revision, **row.change, "post": post.label}
        record(act=act, verb="powers.correct_proposal", subject=id, region=row.region, facts=facts)
    return row.revision


def withdraw_proposal(*, act: Act, reader: Reader, id: UUID, reason: str) -> Matter:  # noqa: A002 - the plain word
    """Takes a proposal back before it is decided and returns its matter; by those who proposed it.

    Raises NotYourPower, PowerRefused, StepGone.
    """
    row = ProposalRow.objects.filter(matter_id=id).first()
    if row is None:
        raise PowerRefused("没有找到这件清单调整。请从列表进入。")
    proposing_post(reader, row)
    words = said(reason, "撤回理由", "reason", 200)
    with transaction.atomic():
        ended = end_matter(act=act, matter=id, outcome="已撤回", verb="withdraw", opinion=words)
        ProposalRow.objects.filter(matter_id=id).update(state="withdrawn", open=False, opinion=words)
    return ended


def proposing_post(reader: Reader, row: ProposalRow) -> Post:
    """Returns the post by which the reader proposed, or a colleague did; raises NotYourPower."""
    role = RULING if row.office != row.unit_id else "powers"
    found = next((post for post in reader.posts if (post.role, post.unit) == (role, row.office)), None)
    if found is None:
        raise NotYourPower("送审的内容由提出它的单位修改和撤回。您在那个单位没有编制清单的岗位，请由有此岗位的人办理。")
    return found


def check_proposal(act: Act, row: ProposalRow) -> None:
    """Raises PowerRefused where what is proposed could not be published now; normalises what the row says."""
    with transaction.atomic():
        made = perform(act, row, post=row.post)[0]
        transaction.set_rollback(True)
    row.name, row.content = made.name, made.content
    if row.what != "end":
        check_fit(made.content, row.before.content if row.before else {}, local_date(act.now))


def perform(act: Act, row: ProposalRow, *, post: str) -> tuple[EntryRow, dict[str, Any]]:
    """Does what is proposed, in the transaction of whoever calls, and returns the version with the facts.

    Raises PowerRefused where it may not be, and where the entry is no longer the version that was looked at.
    """
    change = Change(**row.change)
    if row.what == "new":
        return enter(act=act, post=post, new=_entry(row, change))
    newest = newest_of(row.kind, row.code)
    if newest is None or row.before_id != newest.id:
        raise PowerMoved("这一项已经另外改过，不是送审时对照的一版。没有办理，请退回修改或者撤回后重新送审。")
    if row.what == "end":
        return close(act=act, kind=row.kind, code=row.code, last_day=row.day, change=change)
    return enter(act=act, post=post, new={**_entry(row, change), "code": row.code})


def _entry(row: ProposalRow, change: Change) -> NewEntry:
    return {"kind": row.kind, "unit": row.unit_id, "name": row.name, "content": row.content, "valid_from": row.day,
            "change": change, "demo": bool(row.before and row.before.demo)}  # fmt: skip


def _row(act: Act, reader: Reader, id_: UUID, post: Post, new: NewProposal) -> ProposalRow:
    body, change = together(lambda: body_of(new["unit"]), lambda: _change(new["what"], new["change"]))
    code, content = new.get("code", ""), dict(new.get("content", {}))
    before = EntryRow.objects.filter(kind=new["kind"], code=code).order_by("-number").first() if code else None
    if new["what"] != "new" and before is None:
        raise PowerRefused("没有找到要改的这一项。请从列表进入。")
    if before is not None and before.unit_id != body.code:
        raise PowerRefused("一项不能换单位：请在原单位停用，再由新单位新增。", "unit")
    return ProposalRow(
        matter_id=id_,
        kind=new["kind"],
        code=code or str(content.get("item", "")).strip() or act.mint.id().hex,
        what=new["what"],
        unit_id=body.code,
        region=body.region,
        name=new.get("name", "").strip(),
        content=content,
        day=new["day"],
        change=change,
        before=before,
        editors=[str(reader.account)],
        post=post.label,
        office=post.unit,
        proposed_at=act.now,
    )


def _change(what: str, change: Change) -> dict[str, str]:
    kinds = CHANGES_BY.get(what, ())

    def kind() -> None:
        if change.kind not in kinds:
            raise PowerRefused(f"变动应为{'、'.join(kinds)}之一。请选择。", "change")

    _, found = together(kind, lambda: change_of(change))
    return dict(found)


def _alone(row: ProposalRow) -> None:
    words = _standing(row)
    if words:
        raise PowerMoved(words)


def _standing(row: ProposalRow) -> str:
    """Returns where another proposal for the same entry stands, "" where there is none."""
    others = ProposalRow.objects.filter(kind=row.kind, code=row.code, open=True).exclude(matter_id=row.matter_id)
    other = others.select_related("matter").first()
    if other is None:
        return ""
    where = "已退回修改" if other.state == "returned" else f"正在“{other.matter.stage}”阶段"
    return f"这一项已经有一件在审核，办件号 {other.matter.number}，{where}。请等它办结，或者由提出的单位撤回。"


def _opening(act: Act, row: ProposalRow, version: Version, post: Post) -> Opening:
    today = local_date(act.now)
    try:
        sitting = seats(procedure=version, region=row.region, on=today)
    except NobodySits as error:
        raise PowerRefused(str(error)) from error
    by_law = row.office != row.unit_id
    data = {**sitting, "proposer": "law" if by_law else "unit", "proposing_office": [post.unit]}
    return Opening(
        id=row.matter_id,
        kind=KIND,
        title=f"清单调整：{NAMES[row.what]}{register_of(row.kind).name}“{_called(row)}”"[:_TITLE],
        region=row.region,
        unit=row.unit_id,
        centre=row.unit_id,
        owner="",
        procedure=version,
        clock=review_clock(procedure=version, on=today, name="清单调整审核"),
        basis=row.change["document"],
        facts={"list": row.kind, "code": row.code, **row.change},
        data={**data, WITHHELD: "yes", TAKING_PART: [row.office]},
    )


def _called(row: ProposalRow) -> str:
    """Returns how people call what is proposed; a power that is an item has the item's name."""
    return row.name or last_names(codes=[row.code]).get(row.code, row.code)


def _procedure(on: date) -> Version:
    try:
        return in_force(key=PROCEDURE, on=on)
    except NoSuchProcedure as error:
        words = f"还没有发布清单调整的审核流程“{PROCEDURE}”，不能送审"
        raise PowerRefused(f"{words}。请系统管理员运行 yimen setup，或者载入这份流程。") from error
