"""``yimen code check KIND VALUE``: is an identifier right, and what does it say."""

import argparse

from yimen.kernel.codes import KINDS, CodeError

from .frame import Said, Wrong


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command."""
    command = commands.add_parser("code", help="检查各类代码")
    actions = command.add_subparsers(dest="action", required=True, metavar="动作")
    check = actions.add_parser("check", help="检查一个代码并解释各段")
    check.add_argument("kind", choices=sorted(KINDS), help="代码种类")
    check.add_argument("value", help="代码")
    check.set_defaults(run=run)


def run(options: argparse.Namespace) -> Said:
    """Checks one identifier; says what is wrong and where."""
    kind = KINDS[options.kind]
    try:
        parts = kind.describe(options.value)
    except CodeError as error:
        raise Wrong(error.reason) from error
    lines = [f"{kind.title_zh}：正确", *(f"  {label}　{text}" for label, text in parts)]
    return Said("\n".join(lines), {"kind": options.kind, "valid": True, "parts": dict(parts)})
