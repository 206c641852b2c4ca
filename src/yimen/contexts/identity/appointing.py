"""Sets up units, officers' posts and outside systems; for administrators and the command line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q

from yimen.contexts.journal.api import Act, record
from yimen.kernel.codes import CodeError, parse_uscc

from .models import Account, PostRow, UnitRow
from .readers import ROLES
from .vault import seal_text

INSTALLATION = UUID(int=1)


class AppointmentRefused(ValueError):
    """Says which unit, post or system could not be set up, and why."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A body that acts; ``code`` is its USCC, ``short`` its 机关代字, ``demo`` marks invented values."""

    code: str
    name: str
    short: str
    kind: str
    region: str
    phone: str = ""
    supervision_phone: str = ""
    address: str = ""
    demo: bool = True


def load_units(*, act: Act, units: Iterable[Unit]) -> int:
    """Adds or renews units, all or nothing; returns how many."""
    count = 0
    with transaction.atomic():
        for unit in units:
            try:
                parse_uscc(unit.code)
            except CodeError as error:
                raise AppointmentRefused(f"单位“{unit.name}”的代码不对：{error.reason}没有载入任何单位。") from error
            values = {name: getattr(unit, name) for name in Unit.__slots__ if name != "code"}
            UnitRow.objects.update_or_create(code=unit.code, defaults=values)
            count += 1
        record(act=act, verb="identity.load_units", subject=INSTALLATION, region="", facts={"units": count})
    return count


def add_officer(*, act: Act, login: str, name: str, password: str) -> UUID:
    """Opens an officer's account under a staff name and returns its id; an existing one is returned as it is."""
    known = Account.objects.filter(login=login).values_list("id", flat=True).first()
    if known:
        return known
    return _opened(act, Account(login=login, kind="officer", password=make_password(password)), name)


def add_client(*, act: Act, login: str, name: str, public_key: str) -> UUID:
    """Registers an outside system with the public key (PEM) that its tokens are signed for; returns its account id."""
    known = Account.objects.filter(login=login).values_list("id", flat=True).first()
    if known:
        return known
    return _opened(act, Account(login=login, kind="client", password=make_password(None), public_key=public_key), name)


def _opened(act: Act, account: Account, name: str) -> UUID:
    account.id, account.name, account.created_at = act.mint.id(), seal_text(name, purpose="name"), act.now
    with transaction.atomic():
        account.save(force_insert=True)
        facts = {"login": account.login}
        record(act=act, verb=f"identity.add_{account.kind}", subject=account.id, region="", facts=facts)
    return account.id


def appoint(*, act: Act, account: UUID, unit: str, role: str, title: str, valid_from: date) -> UUID:
    """Gives an officer or an outside system a post and returns its id; the same post twice is one post.

    The three administrators (system, security, audit) are never one person (等保三级: separated duties).
    """
    if role not in ROLES:
        raise AppointmentRefused(f"没有“{role}”这种岗位。可用的岗位：{'、'.join(ROLES)}。")
    body = UnitRow.objects.filter(code=unit).first()
    if body is None:
        raise AppointmentRefused(f"没有代码为 {unit} 的单位。请先载入单位。")
    administrators = {"system", "security", "audit"}
    with transaction.atomic():
        Account.objects.select_for_update().get(id=account)  # two appointments at once must see each other
        lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from)
        held = set(PostRow.objects.filter(lasting, account_id=account).values_list("role", flat=True))
        if role in administrators and (administrators - {role}) & held:
            raise AppointmentRefused("系统、安全、审计三种管理员必须由不同的人担任。请另选一人。")
        existing = PostRow.objects.filter(account_id=account, unit=body, role=role, valid_to__isnull=True).first()
        if existing:
            return existing.id
        post = PostRow(id=act.mint.id(), account_id=account, unit=body, role=role, title=title, valid_from=valid_from)
        post.save(force_insert=True)
        record(
            act=act,
            verb="identity.appoint",
            subject=account,
            region=body.region,
            facts={"unit": unit, "role": role, "from": valid_from.isoformat()},
        )
    return post.id


def end_post(*, act: Act, account: UUID, unit: str, role: str, last_day: date) -> None:
    """Ends a post after its last day; raises AppointmentRefused where there is none, or it begins later."""
    with transaction.atomic():
        lasting = Q(valid_to__isnull=True) | Q(valid_to__gt=last_day)
        posts = PostRow.objects.select_for_update().filter(lasting, account_id=account, unit_id=unit, role=role)
        found = list(posts.order_by("valid_from").select_related("unit"))
        if not found:
            raise AppointmentRefused(f"这个账号在单位 {unit} 没有 {last_day} 之后还有效的“{role}”岗位。请核对。")
        if found[-1].valid_from > last_day:
            raise AppointmentRefused(f"这个岗位从 {found[-1].valid_from} 开始，最后一天不能更早。请改日期。")
        posts.update(valid_to=last_day)
        facts = {"unit": unit, "role": role, "last_day": last_day.isoformat()}
        record(act=act, verb="identity.end_post", subject=account, region=found[-1].unit.region, facts=facts)


def deactivate(*, act: Act, account: UUID) -> None:
    """Closes an account for good: nobody signs in with it, its open sessions read as the public. Again does nothing."""
    with transaction.atomic():
        if Account.objects.filter(id=account, active=True).update(active=False):
            record(act=act, verb="identity.deactivate", subject=account, region="")
