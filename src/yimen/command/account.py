"""``yimen account …``: closes an account, ends a post."""

import argparse
from typing import TYPE_CHECKING
from uuid import UUID

from .frame import Said, Wrong, day, django

if TYPE_CHECKING:
    from yimen.contexts.journal.api import Act


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the commands."""
    kinds = commands.add_parser("account", help="停用账号、结束岗位").add_subparsers(
        dest="kind", required=True, metavar="操作"
    )
    close = kinds.add_parser("close", help="停用账号：不能再登录，已登录的立即失效")
    end = kinds.add_parser("end-post", help="结束一个岗位")
    for kind in (close, end):
        kind.add_argument("login", help="工号、对接系统名称或手机号")
    end.add_argument("unit", help="单位的统一社会信用代码")
    end.add_argument("role", help="岗位，例如 window")
    end.add_argument("--last-day", type=day, help="最后一天，默认今天")
    close.set_defaults(run=run_close)
    end.set_defaults(run=run_end)


def run_close(options: argparse.Namespace) -> Said:
    """Closes an account."""
    act, account = _found(options.login)
    from yimen.contexts.identity.api import deactivate

    deactivate(act=act, account=account)
    return Said(f"已停用账号 {options.login}。", {"account": account})


def run_end(options: argparse.Namespace) -> Said:
    """Ends a post after its last day."""
    act, account = _found(options.login)
    from yimen.contexts.identity.api import AppointmentRefused, end_post
    from yimen.kernel.clock import local_date

    last = options.last_day or local_date(act.now)
    try:
        end_post(act=act, account=account, unit=options.unit, role=options.role, last_day=last)
    except AppointmentRefused as error:
        raise Wrong(str(error)) from error
    return Said(f"账号 {options.login} 的岗位到 {last} 为止。", {"account": account, "last_day": last})


def _found(login: str) -> "tuple[Act, UUID]":
    django()
    from yimen.contexts.identity.api import account_named
    from yimen.contexts.journal.api import SYSTEM
    from yimen.sites import _now

    account = account_named(login=login)
    if account is None:
        raise Wrong(f"没有账号 {login}。请核对工号、系统名称或手机号。")
    return _now.act(SYSTEM), account
