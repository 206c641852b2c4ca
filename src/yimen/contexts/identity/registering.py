"""Opens accounts: a citizen registers, an enterprise's agent takes a mandate, an administrator appoints."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from yimen.contexts.journal.api import Act, record
from yimen.kernel.clock import local_date
from yimen.kernel.codes import CodeError, parse_citizen_id, parse_uscc

from .models import Account, LegalPersonRow, MandateRow
from .vault import lookup_digest, seal_text

_TAKEN = {"phone": "这个手机号或身份证号已经注册过。请直接登录；忘记密码可携身份证到窗口重置。"}


class RegistrationRefused(ValueError):
    """Says, by field, why an account could not be opened: ``errors`` maps a field's code to a sentence."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("；".join(errors.values()))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Applicant:
    """What a citizen states to register: name, 18-digit identity number, 11-digit mobile number, password."""

    name: str
    citizen_id: str
    phone: str
    password: str


def register_person(*, act: Act, applicant: Applicant, verified: bool = False) -> UUID:
    """Opens a person's account and returns its id; raises RegistrationRefused naming each field that is wrong.

    ``verified``: whoever loads the account has seen the identity card; else the owner shows it at a window later
    (``verify_person``), and until then a number that no verified account holds may stand on several accounts.

    The number is checked by form and check digit only (GB 11643); comparing it with the population register is a
    matter of the exchange room. ``act.actor`` is the system: nobody has signed in yet.
    """
    name = unicodedata.normalize("NFKC", applicant.name).strip()
    phone = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", applicant.phone))
    errors = _errors(name, phone, applicant.password)
    number = ""
    try:
        number = parse_citizen_id(applicant.citizen_id, today=local_date(act.now)).value
    except CodeError as error:
        errors["citizen_id"] = error.reason
    if errors:
        raise RegistrationRefused(errors)
    digest = lookup_digest(number, purpose="citizen_id")
    if Account.objects.filter(citizen_digest=digest, verified_at__isnull=False, active=True).exists():
        raise RegistrationRefused(_TAKEN)
    account = Account(
        id=act.mint.id(),
        login=person_login(phone),
        kind="person",
        name=seal_text(name, purpose="name"),
        phone=seal_text(phone, purpose="phone"),
        citizen_id=seal_text(number, purpose="citizen_id"),
        citizen_digest=digest,
        verified_at=act.now if verified else None,
        password=make_password(applicant.password),
        created_at=act.now,
    )
    try:
        with transaction.atomic():
            account.save(force_insert=True)
            facts = {"verified": verified}
            record(
                act=act, verb="identity.register", subject=account.id, region="", facts=facts, personal={"name": name}
            )
    except IntegrityError:
        raise RegistrationRefused(_TAKEN) from None
    return account.id


def _errors(name: str, phone: str, password: str) -> dict[str, str]:
    errors = {}
    if not 2 <= len(name) <= 50 or not all(unicodedata.category(char)[0] in "LM" or char in " ·.'-" for char in name):
        errors["name"] = "姓名应为 2 至 50 个字，不含数字和特殊符号。请按身份证填写。"
    if not re.fullmatch(r"1[3-9]\d{9}", phone):
        errors["phone"] = "手机号应为 11 位数字，以 13 至 19 开头。请检查是否多输或少输。"
    try:
        validate_password(password)
    except ValidationError:
        errors |= {"password": "密码应至少 10 位，不能全是数字，也不能是常见的密码。请换一个。"}
    return errors


def person_login(phone: str) -> str:
    """Returns the login under which a person's account is found: a keyed digest, so the table shows no numbers."""
    return "p:" + lookup_digest(phone, purpose="login")


def stored_login(name: str) -> str:
    """Returns the login as the table holds it: a mobile number's digest, however it is grouped; a staff name as is."""
    digits = re.sub(r"[\s-]", "", name)
    return person_login(digits) if re.fullmatch(r"1\d{10}", digits) else name


def add_mandate(
    *, act: Act, account: UUID, uscc: str, name: str, role: str, valid_from: date, confirmed: bool = False
) -> UUID:
    """Notes an account's claim to act for a legal person, and returns its id; the same claim twice is one.

    Raises RegistrationRefused by field. ``role``: 法定代表人 or 经办人. The claim gives nothing until it is confirmed
    (``confirm_mandate``), unless whoever loads it has seen the licence. A name that nobody confirmed is corrected by
    the next claimant, so that nobody can spoil a company's code with a wrong name.
    """
    name = unicodedata.normalize("NFKC", name).strip()
    try:
        code = parse_uscc(uscc).value
    except CodeError as error:
        raise RegistrationRefused({"uscc": error.reason}) from error
    if not 2 <= len(name) <= 120:
        raise RegistrationRefused({"company": "单位名称应为 2 至 120 个字。请按营业执照填写。"})
    with transaction.atomic():
        legal_person = _named(act, code, name)
        held = MandateRow.objects.filter(
            account_id=account, legal_person=legal_person, role=role, valid_to=None
        ).first()
        if held is not None:
            return held.id
        mandate = MandateRow(
            id=act.mint.id(), account_id=account, legal_person=legal_person, role=role, valid_from=valid_from
        )
        if confirmed:
            mandate.confirmed_at, mandate.confirmed_by = act.now, act.actor.id
        mandate.save(force_insert=True)
        facts = {"uscc": code, "role": role, "confirmed": confirmed}
        record(act=act, verb="identity.mandate", subject=account, region="", facts=facts)
    return mandate.id


def _named(act: Act, code: str, name: str) -> LegalPersonRow:
    """Returns the legal person under a name, correcting one that no confirmed mandate stands for."""
    LegalPersonRow.objects.get_or_create(uscc=code, defaults={"name": name, "created_at": act.now})
    found = LegalPersonRow.objects.select_for_update().get(uscc=code)
    if found.name != name:
        if MandateRow.objects.filter(legal_person=found, confirmed_at__isnull=False).exists():
            raise RegistrationRefused({"company": f"这个代码已登记的单位名称不是“{name}”。请按营业执照填写。"})
        found.name = name
        found.save(update_fields=["name"])
    return found
