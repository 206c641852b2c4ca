"""Confirms what people stated of themselves: that they are who they say, and that they may act for a company."""

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from yimen.contexts.journal.api import Act, record
from yimen.kernel.clock import local_date
from yimen.kernel.codes import CodeError, mask_name, mask_phone, parse_citizen_id

from .models import Account, LegalPersonRow, MandateRow
from .readers import REPRESENTATIVE, Reader
from .vault import lookup_digest, open_text

_ANOTHER = "这个身份证号码已由另一个账号核实。请当事人用那个账号登录；那个账号不是本人的，请联系系统管理员停用。"


class VerificationRefused(ValueError):
    """Says why a person or a mandate was not confirmed, and what to do."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A mandate that nobody has confirmed yet; of the claimant, what may be shown to the one who confirms."""

    id: UUID
    uscc: str
    company: str
    role: str
    claimant: str
    phone: str


@dataclass(frozen=True, slots=True)
class Claimant:
    """An account opened with an identity number: masked name and phone, whether verified, and its open claims."""

    account: UUID
    name: str
    phone: str
    verified: bool
    claims: tuple[Claim, ...]


def claimants(*, act: Act, reader: Reader, citizen_id: str) -> tuple[Claimant, ...]:
    """Returns the accounts opened with an identity number, oldest first; for window officers.

    Raises VerificationRefused for a number that is none.
    """
    _at_window(reader)
    rows = Account.objects.filter(kind="person", active=True, citizen_digest=_digest(act, citizen_id))
    return tuple(
        Claimant(
            account=row.id,
            name=_masked(row),
            phone=mask_phone(open_text(row.phone, purpose="phone")),
            verified=row.verified_at is not None,
            claims=_claims(Q(account=row)),
        )
        for row in rows.order_by("created_at", "id")
    )


def claims(*, reader: Reader) -> tuple[tuple[Claim, ...], tuple[Claim, ...]]:
    """Returns the reader's own unconfirmed claims, and those of colleagues that the reader may confirm."""
    led = [mandate.uscc for mandate in reader.mandates if mandate.role == REPRESENTATIVE]
    return _claims(Q(account_id=reader.account)), _claims(Q(legal_person_id__in=led) & ~Q(account_id=reader.account))


def verify_person(*, act: Act, reader: Reader, citizen_id: str, account: UUID) -> None:
    """Confirms that an account's owner showed the identity card with this number at the reader's window.

    From then on the owner finds what was lodged under the number (居民身份证法 第十四条). Verifying again does nothing.
    Raises VerificationRefused where the account has another number, or another account is verified for it.
    """
    _at_window(reader)
    digest = _digest(act, citizen_id)
    try:
        with transaction.atomic():
            row = Account.objects.select_for_update().filter(id=account, active=True, citizen_digest=digest).first()
            if row is None:
                raise VerificationRefused("这个账号登记的不是这个身份证号码。请核对身份证后重新查找。")
            if row.verified_at is not None:
                return
            row.verified_at = act.now
            row.save(update_fields=["verified_at"])
            basis = "《居民身份证法》第十四条"
            record(act=act, verb="identity.verify", subject=row.id, region=_region(reader), basis=basis)
    except IntegrityError:
        raise VerificationRefused(_ANOTHER) from None


def confirm_mandate(*, act: Act, reader: Reader, mandate: UUID) -> None:
    """Confirms a claim to act for a company: by a window officer who saw the licence, or by its representative.

    Confirming again does nothing. Raises PermissionError for other readers, VerificationRefused where the claimant
    is not verified: a stranger could have typed a colleague's name and number.
    """
    with transaction.atomic():
        row = MandateRow.objects.select_for_update().filter(id=mandate, valid_to=None).first()
        if row is None:
            raise VerificationRefused("没有找到这份待核实的授权。请刷新页面后重试。")
        leads = any(held.uscc == row.legal_person_id and held.role == REPRESENTATIVE for held in reader.mandates)
        if not leads:
            _at_window(reader)
        if row.confirmed_at is not None:
            return
        if not Account.objects.filter(id=row.account_id, active=True, verified_at__isnull=False).exists():
            raise VerificationRefused("登记授权的人还没有核实本人。请他先携身份证到窗口核实本人。")
        LegalPersonRow.objects.select_for_update().get(uscc=row.legal_person_id)  # nobody renames it meanwhile
        row.confirmed_at, row.confirmed_by = act.now, act.actor.id
        row.save(update_fields=["confirmed_at", "confirmed_by"])
        facts = {"uscc": row.legal_person_id, "role": row.role}
        record(act=act, verb="identity.confirm_mandate", subject=row.account_id, region=_region(reader), facts=facts)


def _at_window(reader: Reader) -> None:
    if not reader.holds("window"):
        raise PermissionError("只有窗口人员看过证件后才能核实身份和授权。")


def _region(reader: Reader) -> str:
    return next((post.region for post in reader.posts if post.role == "window"), "")


def _digest(act: Act, citizen_id: str) -> str:
    try:
        number = parse_citizen_id(citizen_id, today=local_date(act.now)).value
    except CodeError as error:
        raise VerificationRefused(error.reason) from error
    return lookup_digest(number, purpose="citizen_id")


def _claims(whose: Q) -> tuple[Claim, ...]:
    rows = MandateRow.objects.filter(whose, confirmed_at=None, valid_to=None).select_related("legal_person", "account")
    return tuple(
        Claim(
            id=row.id,
            uscc=row.legal_person_id,
            company=row.legal_person.name,
            role=row.role,
            claimant=_masked(row.account),
            phone=mask_phone(open_text(row.account.phone, purpose="phone")),
        )
        for row in rows.order_by("legal_person", "id")
    )


def _masked(row: Account) -> str:
    return mask_name(open_text(row.name, purpose="name"))
