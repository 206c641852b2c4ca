"""``yimen demo``: loads the demonstration once, and says where to look and who may sign in."""

import argparse
import json
from pathlib import Path
from typing import Any

from .frame import Said, Wrong, django
from .load import IN_FORCE, demo

DEMO = Path("demo")


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command."""
    command = commands.add_parser("demo", help="载入演示数据（只载入一次），并列出网址和演示账号")
    command.add_argument("--path", type=Path, default=DEMO, help="演示数据目录")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> Said:
    """Loads what is not there yet and returns the addresses and accounts."""
    django()
    from yimen.contexts.identity.api import units

    people = options.path / "people.json"
    if not people.is_file():
        raise Wrong(f"没有找到演示数据 {people}。请在项目目录里运行，或用 --path 指明目录。")
    data = json.loads(people.read_text("utf-8"))
    if not units():
        demo(options.path, IN_FORCE)
        _cases(options.path, data)
    lines = ["", "演示账号（口令都标在后面，仅供演示）："]
    lines += [f"  个人　{who['name']}　手机号 {who['phone']}　口令 {who['password']}" for who in data["citizens"]]
    lines += [f"  {_posts(who)}　工号 {who['login']}　口令 {who['password']}" for who in data["officers"]]
    lines += ["", "门户 /　个人空间 /space/　工作台 /desk/　监察 /cockpit/　接口 /api/v1/docs", ""]
    return Said("\n".join(lines), {"people": [who["login"] for who in data["officers"]]})


def _cases(path: Path, people: dict[str, Any]) -> None:
    from yimen.contexts.journal.api import SYSTEM
    from yimen.sites import _now

    from .demo_cases import load_cases, load_past
    from .demo_complaints import load_complaints
    from .demo_powers import load_penalty_cases
    from .demo_rounds import load_rounds

    load_past(act=_now.act(SYSTEM), folder=path, people=people)
    load_cases(act=_now.act(SYSTEM), folder=path, people=people)
    load_penalty_cases(act=_now.act(SYSTEM), path=path / "powers.json")
    load_complaints(act=_now.act(SYSTEM), path=path / "complaints.json")
    load_rounds(act=_now.act(SYSTEM), path=path / "rounds.json")


def _posts(who: dict[str, list[dict[str, str]]]) -> str:
    return "、".join(dict.fromkeys(post["title"] for post in who["posts"]))
