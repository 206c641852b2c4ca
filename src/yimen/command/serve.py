"""``yimen serve``, ``worker``, ``tick`` and ``redate``: the web, and what goes on without anyone asking."""

import argparse
import logging
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from yimen.config.env import prefer_address

if TYPE_CHECKING:
    from yimen.contexts.matters.api import Ticked

from .frame import Misused, Said, Wrong, django

TICK_SECONDS = 60.0
MANY = 200  # so many things due are shown a bar
IDLE_SECONDS = 0.5
_AHEAD = 400  # days: as far ahead as a check may pretend to be
_log = logging.getLogger("yimen.worker")


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the commands."""
    serve = commands.add_parser("serve", help="启动网站（默认带一个后台进程）")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--workers", type=int, default=2)
    serve.add_argument("--no-worker", action="store_true", help="不启动后台进程（另行运行 yimen worker）")
    serve.set_defaults(run=_serve)
    worker = commands.add_parser("worker", help="运行后台进程：存证、通知、监察")
    worker.add_argument("--parent", type=int, default=0, help=argparse.SUPPRESS)
    worker.set_defaults(run=_worker)
    tick = commands.add_parser("tick", help="立即检查一遍到期事项")
    tick.add_argument("--now", help="以此时刻为准，如 2026-11-23T09:00:00+08:00")
    tick.set_defaults(run=_tick)
    redate = commands.add_parser("redate", help="把日历变动后待重新计算的期限算完（可随时中断，再运行接着算）")
    redate.set_defaults(run=_redate)


def _serve(options: argparse.Namespace) -> Said | None:
    if not (1 <= options.port <= 65_535 and 1 <= options.workers <= 64):
        raise Misused("端口应为 1 至 65535，进程数应为 1 至 64。请改正后再运行。")
    _need_free(options.host, options.port)
    prefer_address(f"http://{options.host}:{options.port}")
    django()
    from granian import Granian
    from granian.constants import Interfaces

    if not options.no_worker:
        threading.Thread(target=_keep_worker, daemon=True).start()
    print(f"一门已启动：http://{options.host}:{options.port}/　停止请按 Ctrl+C。", flush=True)
    Granian(
        "yimen.config.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers,
        blocking_threads=4,
        respawn_failed_workers=True,
        log_enabled=True,
    ).serve()
    return None


def _need_free(host: str, port: int) -> None:
    """Raises Wrong where another server holds the port: two would answer by turns, each from its own data."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            words = f"不能使用 {host}:{port}：端口已被占用，或地址不属于本机。"
            raise Wrong(words + "请先停止占用它的程序，或用 --port 换一个端口。") from error


def _keep_worker() -> None:
    """Keeps one worker running; it ends by itself when this process is gone."""
    while True:
        command = [sys.executable, "-m", "yimen.command", "worker", "--parent", str(os.getpid())]
        subprocess.run(command, check=False)  # noqa: S603 - our own command line
        time.sleep(2)


def _worker(options: argparse.Namespace) -> Said | None:
    django()
    from django.db import Error, OperationalError, close_old_connections

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    ticked = -TICK_SECONDS

    def due() -> bool:
        nonlocal ticked
        if time.monotonic() - ticked >= TICK_SECONDS:
            ticked = time.monotonic()
            _pass(None)
        return False

    while not options.parent or os.getppid() == options.parent:
        busy = False
        for part in (due, _turn, _redated):  # time first, and what goes wrong in one holds up no other
            try:
                busy |= part()
            except Error as error:
                if isinstance(error, OperationalError) and "database is locked" in str(error):
                    _log.info("数据库正被占用（例如正在载入数据），2 秒后重试")
                else:
                    _log.exception("数据库暂时不可用，2 秒后重试")
                close_old_connections()
                time.sleep(2)
        if not busy:
            time.sleep(IDLE_SECONDS)
    return None


def _turn() -> bool:
    from yimen.contexts.journal.api import SYSTEM, advance, seal
    from yimen.sites import _now

    return bool(seal(act=_now.act(SYSTEM))) | bool(advance(act=_now.act(SYSTEM)))


def _redated() -> bool:
    from yimen.contexts.journal.api import SYSTEM
    from yimen.contexts.matters.api import redate
    from yimen.sites import _now

    return redate(act=_now.act(SYSTEM)) is not None


def _pass(now: datetime | None, progress: Callable[[int], None] = lambda _: None) -> "Ticked":
    from yimen.contexts.journal.api import SYSTEM
    from yimen.contexts.matters.api import tick
    from yimen.sites import _now

    act = _now.act(SYSTEM)
    return tick(act=replace(act, now=now) if now else act, progress=progress)


def _moment(text: str) -> datetime:
    """Returns the moment a check pretends; what it lets lapse stays lapsed, so that a mistyped year is refused."""
    try:
        now = datetime.fromisoformat(text)
    except ValueError as error:
        if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise Wrong(f"“{text}”这个时刻不存在。请核对年月日和时分。") from error
        raise Wrong(f"“{text}”不是有效时刻。请写成 2026-11-23T09:00:00+08:00 这样。") from error
    if now.tzinfo is None:
        raise Wrong(f"“{text}”没有时区，不能确定是哪一刻。请在后面加上，如 +08:00。")
    if not 2008 <= now.year <= 2049:
        raise Wrong(f"“{text}”不在 2008 至 2049 年之间，没有那一年的日历。请核对年份。")
    django()
    from yimen.sites import _now

    if now - _now.now() > timedelta(days=_AHEAD):
        words = f"“{text}”比现在晚 {_AHEAD} 天以上。以它为准检查，在办的件会全部逾期，而且不能撤回。"
        raise Wrong(f"{words}请核对年份。")
    return now


def _tick(options: argparse.Namespace) -> Said:
    now = _moment(options.now) if options.now else None
    django()
    from yimen.contexts.matters.api import due_count
    from yimen.sites import _now

    total = due_count(now=now or _now.now())
    with tqdm(total=total, desc="到期事项", unit="件", disable=total < MANY) as bar:
        done = _pass(now, lambda count: _step(bar, count))
    while _turn() | _redated():
        pass
    text = f"已检查到期事项：{done.expired} 个期限届满，{done.lapsed} 件因逾期依法产生后果。"
    if done.recalled:
        text += f"到期收回委托 {done.recalled} 项。"
    if done.failed:
        text += f"另有 {done.failed} 件没有办成，下次再试，原因见日志。"
    if done.delayed:
        text += f"其中 {done.delayed} 项是补记，系统最多迟了 {_long(done.longest)}；效力仍从各自届满之时起。"
    counts = {"expired": done.expired, "lapsed": done.lapsed, "recalled": done.recalled, "failed": done.failed}
    late = {"delayed": done.delayed, "longest_delay_hours": int(done.longest.total_seconds() // 3600)}
    return Said(text, {**counts, **late})


def _long(delay: timedelta) -> str:
    return f"{delay.days}天{delay.seconds // 3600}小时"


def _step(bar: "tqdm[Any]", count: int) -> None:
    bar.total = max(bar.total or 0, bar.n + count)  # a matter may have several limits that ran out
    bar.update(count)


def _redate(_: argparse.Namespace) -> Said:
    """Takes every re-dating to its end; stopped half-way, the next run goes on at the last whole batch."""
    django()
    from yimen.contexts.journal.api import SYSTEM, advance, seal
    from yimen.contexts.matters.api import redate
    from yimen.sites import _now

    while seal(act=_now.act(SYSTEM)) + advance(act=_now.act(SYSTEM)):
        pass  # changes of calendars that nobody has followed yet
    done: dict[str, tuple[int, int]] = {}
    while (one := redate(act=_now.act(SYSTEM))) is not None and not one.total:
        done[str(one.id)] = 0, 0
    if one is None:
        return Said("没有需要重算的件。", {"changes": len(done), "seen": 0, "moved": 0})
    with tqdm(desc="重新计算期限", unit="件", unit_scale=True) as bar:
        while one is not None:
            if str(one.id) not in done:
                bar.reset(one.total)
            done[str(one.id)] = one.seen, one.moved
            bar.update(one.seen - bar.n)
            one = redate(act=_now.act(SYSTEM))
    seen, moved = (sum(column) for column in zip(*done.values(), strict=True))
    text = f"已重新计算 {seen} 件在办件，{moved} 件的期限有变动。"
    return Said(text, {"changes": len(done), "seen": seen, "moved": moved})
