"""An application as handed in, checked against the item's form: values, or sentences by field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from yimen.contexts.catalogue.api import Guide
from yimen.contexts.documents.api import Document
from yimen.contexts.identity.api import Mandate, Reader, account_of, owner_key, person
from yimen.kernel.codes import CodeError, mask_name, parse_citizen_id, parse_uscc
from yimen.kernel.forms import materials_missing, validate

_WHICH = "本事项分几种情形办理。请先从办事指南里选择您要办的业务办理项。"
Answers = Mapping[str, str | list[str]]


class ApplicationRefused(ValueError):
    """Says by field what is wrong with an application: nothing was lodged, what was typed and uploaded is kept.

    ``errors``: pairs of field code and sentence, in the order of the form.
    """

    def __init__(self, errors: Sequence[tuple[str, str]]) -> None:
        super().__init__("".join(message for _, message in errors))
        self.errors = tuple(errors)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file handed in for a material of the guide."""

    code: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class WalkIn:
    """An applicant at the counter, or stated by an outside system: name, identity number or USCC, phone."""

    name: str
    identifier: str
    phone: str
    company: bool = False


@dataclass(frozen=True, slots=True)
class Application:
    """What is handed in. ``id`` is drawn with the form and becomes the matter's: sending twice is sending once.

    ``variant``: the number of the handling item (01 to 99), where the item has any.
    """

    id: UUID
    item: str
    answers: Answers
    uploads: tuple[Upload, ...] = ()
    uscc: str = ""
    walk_in: WalkIn | None = None
    channel: str = "网上"
    variant: str = ""


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who applies, in plain: for sealing only. ``agent``: who handed it in for a legal person."""

    audience: str
    name: str
    masked: str
    identifier: str
    phone: str
    owner: str
    account: UUID | None
    agent: str = field(default="")


def applicant(reader: Reader, application: Application, guide: Guide, today: date) -> Applicant:
    """Returns who applies: the signed-in person, a legal person by mandate, or someone at the counter.

    Raises ApplicationRefused, or PermissionError where the reader may not apply so.
    """
    if application.walk_in is not None:
        found = _walk_in(reader, application.walk_in, guide, today)
    elif reader.kind != "person" or reader.account is None:
        raise PermissionError("请以个人账号登录后申请；工作人员请用“窗口收件”代为录入。")
    elif application.uscc:
        found = _by_mandate(reader, application.uscc)
    else:
        own = person(account=reader.account)
        # A number that nobody has checked must not lay the matter into the number's true owner's space.
        key = owner_key(citizen_id=own.citizen_id) if own.verified else owner_key(account=own.account)
        found = Applicant("自然人", own.name, mask_name(own.name), own.citizen_id, own.phone, key, own.account)
    if found.audience not in guide.audience:
        raise ApplicationRefused([("applicant", f"本事项面向{'、'.join(guide.audience)}办理。请改用相应的身份申请。")])
    return found


def _by_mandate(reader: Reader, uscc: str) -> Applicant:
    mandate: Mandate | None = next((item for item in reader.mandates if item.uscc == uscc), None)
    if mandate is None or reader.account is None:
        raise PermissionError("您没有代表这家单位办事的授权，或授权还没有核实。请先在“我的单位”里登记并核实。")
    own = person(account=reader.account)
    key = owner_key(uscc=uscc)
    return Applicant("法人", mandate.name, mandate.name, uscc, own.phone, key, reader.account, agent=own.name)


def _walk_in(reader: Reader, walk_in: WalkIn, guide: Guide, today: date) -> Applicant:
    if not reader.holds("window", guide.centre):
        raise PermissionError("只有本事项的受理窗口可以代为录入申请。")
    errors = []
    name, identifier, phone = walk_in.name.strip(), "", walk_in.phone.strip()
    if not 2 <= len(name) <= 120:
        errors.append(("walk_in_name", "申请人名称应为 2 至 120 个字。请按证件填写。"))
    try:
        if walk_in.company:
            identifier = parse_uscc(walk_in.identifier).value
        else:
            identifier = parse_citizen_id(walk_in.identifier, today=today).value
    except CodeError as error:
        errors.append(("walk_in_identifier", error.reason))
    if not (phone.isascii() and phone.replace("-", "").isdigit() and 7 <= len(phone) <= 20):
        errors.append(("walk_in_phone", "联系电话应为 7 至 20 位数字。请填写能联系到申请人的号码。"))
    if errors:
        raise ApplicationRefused(errors)
    if walk_in.company:
        return Applicant("法人", name, name, identifier, phone, owner_key(uscc=identifier), None)
    key, account = owner_key(citizen_id=identifier), account_of(citizen_id=identifier)
    return Applicant("自然人", name, mask_name(name), identifier, phone, key, account)


def checked(guide: Guide, answers: Answers, documents: Sequence[Document], today: date) -> dict[str, Any]:
    """Returns the canonical answers; raises ApplicationRefused naming every wrong field and missing material."""
    result = validate(guide.form, answers, today=today)
    errors = [("variant", _WHICH)] if guide.variants and guide.handled is None else []
    errors += [(error.code, error.message) for error in result.errors]
    supplied = [document.code for document in documents]
    errors += [
        (f"material_{material.code}", f"缺少材料“{material.name}”。请上传。")
        for material in materials_missing(guide.form, answers, supplied)
        if not material.tolerable
    ]
    if errors:
        raise ApplicationRefused(errors)
    return dict(result.values)
