"""Checks who signs in, and locks a name after too many failures."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from yimen.contexts.journal.api import Act, record

from . import conf
from .models import Account, AttemptRow
from .registering import stored_login
from .vault import lookup_digest


class SignInRefused(PermissionError):
    """Says why nobody was signed in, without telling whether the account exists."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The account that signed in and its kind."""

    account: UUID
    kind: str


def sign_in(*, act: Act, login: str, password: str, address: str) -> SignedIn:
    """Returns the account behind a mobile number or staff name and its password; raises SignInRefused.

    After 5 failures in 15 minutes a name (an address after 50) is locked until they have passed (GB/T 22239, level 3).
    """
    name = login.strip()
    found = stored_login(name)
    keys = {
        lookup_digest(found, purpose="attempt"): conf.LOCK_AFTER,
        lookup_digest(address, purpose="attempt"): conf.LOCK_AFTER * 10,
    }
    since = act.now - timedelta(minutes=conf.LOCK_MINUTES)
    for key, most in keys.items():
        if AttemptRow.objects.filter(key=key, at__gte=since).count() >= most:
            raise SignInRefused(f"登录失败次数过多，请 {conf.LOCK_MINUTES} 分钟后再试，或到窗口重置密码。")
    account = Account.objects.filter(login=found, active=True).exclude(kind="client").first()
    # An unknown name costs the same work as a wrong password, so that answers do not tell them apart.
    known = check_password(password, account.password) if account else bool(make_password(password)) and False
    if account is None or not known:
        AttemptRow.objects.filter(at__lt=since).delete()  # what no longer counts need not be kept
        AttemptRow.objects.bulk_create([AttemptRow(key=key, at=act.now) for key in keys])
        raise SignInRefused("账号或密码不对。个人请用注册手机号登录；工作人员请用工号登录。")
    with transaction.atomic():
        AttemptRow.objects.filter(key__in=list(keys)[:1]).delete()
        account.last_login = act.now
        account.save(update_fields=["last_login"])
        record(act=act, verb="identity.sign_in", subject=account.id, region="", facts={"kind": account.kind})
    return SignedIn(account=account.id, kind=account.kind)
