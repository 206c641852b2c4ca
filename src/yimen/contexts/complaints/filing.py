"""Files a complaint: anybody may, with a name or without; it gets a number, a query code and a clock."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from hmac import compare_digest
from uuid import UUID

from django.db import IntegrityError, transaction

from yimen.contexts.catalogue.api import guide
from yimen.contexts.identity.api import NoSuchUnit, Reader, Unit, lookup_digest, open_text, seal_text
from yimen.contexts.identity.api import unit as unit_of
from yimen.contexts.journal.api import Act, AnsweredOtherwise, trail
from yimen.contexts.matters.api import Matter, NoSuchMatter, Opening, by_ids, id_of, open_matter
from yimen.contexts.procedures.api import NoSuchProcedure, in_force
from yimen.kernel.clock import local_date

from . import seating
from .kinds import COMPLAINANT, KIND, PROCEDURE, RECEIVER, kind_of, receiving
from .models import ComplaintRow
from .refusals import ComplaintRefused

_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # of a query code: none is taken for another
_LENGTH = 8
_MOST: Mapping[str, tuple[str, int]] = {
    "name": ("姓名或者单位名称", 40),
    "contact": ("联系电话", 40),
    "about": ("办件号或者决定文号", 60),
    "person": ("被投诉的人", 100),
    "text": ("投诉内容", 2000),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewComplaint:
    """A complaint as handed in. ``id``: drawn with the form, so that sending twice is sending once.

    ``anonymous``: neither name, contact nor account is kept. ``about``: a case's number or a decision's; ``item``: the
    code of an item; ``person``: who is complained about, in the complainant's words.
    """

    id: UUID
    kind: str
    ground: str
    unit: str
    text: str
    anonymous: bool
    name: str = ""
    contact: str = ""
    item: str = ""
    about: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Filed:
    """What whoever complained takes home: number, query code, and by when they are told whether it is accepted."""

    number: str
    code: str
    received_at: datetime
    due_on: date | None


def file_complaint(*, act: Act, reader: Reader, complaint: NewComplaint) -> Filed:
    """Files a complaint and returns its number and query code; the same one again returns the same.

    The trail names whoever complains 投诉人, signed in or not. Raises ComplaintRefused by field.
    """
    act = replace(act, actor=COMPLAINANT)
    before = _filed(complaint)
    if before is not None:
        return before
    today = local_date(act.now)
    kind, body = kind_of(complaint.kind), _unit(complaint.unit)
    if complaint.ground not in kind.grounds:
        raise ComplaintRefused("请选择投诉的是什么。", "ground")
    texts = _texts(complaint)
    _check_item(complaint.item, today)
    subjects = sorted(seating.named(unit=body.code, on=today, text=texts["person"]) | _actors(texts["about"]))
    office = seating.nearest(RECEIVER, body.region, today, but={body.code}, subjects=subjects)
    try:
        with transaction.atomic():
            matter = _open(act, complaint, f"投诉：{body.name}（{kind.name}，{complaint.ground}）", body, office)
            ComplaintRow(
                matter_id=matter.id,
                kind=kind.code,
                ground=complaint.ground,
                region=body.region,
                unit_id=body.code,
                item=complaint.item,
                about=texts["about"],
                person=seal_text(texts["person"], purpose="complaint"),
                subjects=subjects,
                account=None if complaint.anonymous or reader.kind != "person" else reader.account,
                name=seal_text(texts["name"], purpose="name"),
                contact=seal_text(texts["contact"], purpose="phone"),
                text=seal_text(texts["text"], purpose="complaint"),
                received_at=act.now,
            ).save(force_insert=True)
    except IntegrityError as error:
        again = _filed(complaint)
        if again is None:
            raise AnsweredOtherwise("这份表单的编号已经用过，没有收下。请重新打开投诉页面再填写。") from error
        return again
    return Filed(matter.number, code_of(matter.id), act.now, matter.due_on)


def code_of(matter: UUID) -> str:
    """Returns the query code of a complaint: derived with a key, so that it is kept nowhere."""
    number, signs = int(lookup_digest(str(matter), purpose="complaint code"), 16), ""
    for _ in range(_LENGTH):
        number, place = divmod(number, len(_SIGNS))
        signs += _SIGNS[place]
    return signs


def code_fits(matter: UUID, typed: str) -> bool:
    """Tells whether a typed query code is that of a complaint."""
    bare = "".join(sign for sign in typed.upper() if sign.isascii() and sign.isalnum())
    return compare_digest(bare, code_of(matter))


def _filed(complaint: NewComplaint) -> Filed | None:
    """Returns what was filed before under this id; raises AnsweredOtherwise where that was another text."""
    row = ComplaintRow.objects.filter(matter_id=complaint.id).first()
    if row is None:
        return None
    if open_text(row.text, purpose="complaint") != complaint.text.strip():
        raise AnsweredOtherwise("这份表单已经提交过另一件投诉。请重新打开投诉页面再填写。")
    matter = by_ids(ids=[complaint.id])[complaint.id]
    return Filed(matter.number, code_of(matter.id), row.received_at, matter.due_on)


def _unit(code: str) -> Unit:
    try:
        return unit_of(code=code)
    except NoSuchUnit as error:
        raise ComplaintRefused("请选择被投诉的单位。", "unit") from error


def _texts(complaint: NewComplaint) -> dict[str, str]:
    """Returns what was typed, bare; raises ComplaintRefused for what is missing, too long or unprintable."""
    found = {}
    for field, (name, most) in _MOST.items():
        text = getattr(complaint, field).strip()
        if field != "text":
            text = " ".join(text.split())
        if len(text) > most or not all(sign.isprintable() or sign in "\r\n\t" for sign in text):
            raise ComplaintRefused(f"“{name}”不超过 {most} 字，不能有控制字符。请改正。", field)
        found[field] = "" if complaint.anonymous and field in ("name", "contact") else text
    if len(found["text"]) < 10:
        raise ComplaintRefused("“投诉内容”请写清时间、地点和经过，至少 10 字。", "text")
    for field in ("name", "contact") if not complaint.anonymous else ():
        if not found[field]:
            raise ComplaintRefused(f"实名投诉请填写“{_MOST[field][0]}”；不愿意填写的，请选匿名。", field)
    return found


def _check_item(code: str, on: date) -> None:
    if code:
        try:
            guide(code=code, on=on)
        except LookupError as error:
            raise ComplaintRefused("没有找到这个事项。请从办事指南进入投诉，或者留空。", "item") from error


_BESIDE = {"attempt", "reveal"}  # acts by which nobody has handled a case


def _actors(about: str) -> set[str]:
    """Returns the officers who have handled the case of a number, not those who only tried or looked."""
    try:
        matter = id_of(number=about) if about.isascii() and about.isdigit() else None
    except NoSuchMatter as error:
        raise ComplaintRefused("没有这个办件号。请核对回执上的 21 位数字，或者留空。", "about") from error
    entries = trail(subject=matter) if matter else ()
    did = (one for one in entries if one.verb.partition(".")[2] not in _BESIDE)
    return {one.actor["id"] for one in did if one.actor["kind"] == "officer"}


def _open(act: Act, complaint: NewComplaint, title: str, body: Unit, office: str) -> Matter:
    on = local_date(act.now)
    try:
        procedure = in_force(key=PROCEDURE, on=on)
    except NoSuchProcedure as error:
        raise ComplaintRefused(f"还没有发布投诉处理流程“{PROCEDURE}”。请系统管理员先发布。") from error
    return open_matter(
        act=act,
        opening=Opening(
            id=complaint.id,
            kind=KIND,
            title=title,
            region=body.region,
            unit=office,
            centre=office,
            owner="",
            procedure=procedure,
            clock=receiving(complaint.kind, on, body.region),
            basis="《信访工作条例》第二十二条",
            facts={"sort": complaint.kind, "body": body.code, "anonymous": complaint.anonymous},
            personal={"text": complaint.text},
        ),
    )
