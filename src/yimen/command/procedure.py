"""``yimen procedure check|draw|run|whatif FILE``: look at a procedure before it is published."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from yimen.kernel.procedure import (
    LARGEST,
    Finding,
    Procedure,
    ProcedureError,
    TransitionError,
    check,
    compile_bpmn,
    complete,
    draw,
    outline,
    start,
)

from . import whatif
from .files import content
from .frame import Misused, Said, Wrong, system_words

_WEIGHTS = {"error": "必须改", "warning": "请核对"}


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the commands."""
    command = commands.add_parser("procedure", help="检查、绘制、试运行流程")
    actions = command.add_subparsers(dest="action", required=True, metavar="动作")
    for name, run, words in (
        ("check", _check, "检查流程"),
        ("draw", _draw, "绘制流程图（SVG）"),
        ("run", _run, "按给定结果试运行"),
        ("whatif", _whatif, "推演一批来件：按时率、排队、时限压缩"),
    ):
        action = actions.add_parser(name, help=words)
        action.add_argument("file", type=Path, help="BPMN 2.0 文件")
        action.set_defaults(run=run)
        if name == "run":
            action.add_argument("outcomes", nargs="*", help="依次给出每一步的结果，写名称或代码")
        if name == "whatif":
            whatif.fill(action)
        if name == "check":
            promise = "事项的承诺时限（工作日），用于核对各步时限之和"
            action.add_argument("--days", type=days, metavar="天数", help=promise)


def days(text: str) -> int:
    """Returns a number of days, one or more; raises ValueError, which the command line tells."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _load(path: Path) -> Procedure:
    """Reads a procedure; those that it calls are looked for beside it, by their keys."""

    def called(key: str) -> bytes | None:
        beside = path.with_name(f"{key}.bpmn")
        return content(beside, LARGEST) if beside.is_file() else None

    try:
        return compile_bpmn(content(path, LARGEST), called)
    except OSError as error:
        raise Misused(f"读不了文件 {path}：{system_words(error)}。请核对路径。") from error
    except ProcedureError as error:
        raise Wrong(_lines(path, error.every), _data(error.every)) from error


def _lines(path: Path, found: Sequence[Finding]) -> str:
    """Returns findings as lines, each with its place in the file where it has one."""
    return "\n".join(
        f"{path}{f':{item.line}' if item.line else ''} [{_WEIGHTS[item.severity]}] {item.where}：{item.mending}"
        + (f"（走法：{' → '.join(item.moves)}）" if item.moves else "")
        for item in found
    )


def _data(found: Sequence[Finding]) -> dict[str, object]:
    """Returns findings for programs; ``line`` is null where the file as a whole is at fault."""
    return {
        "findings": [
            {
                "kind": item.severity,
                "element": item.element,
                "name": item.where,
                "line": item.line or None,
                "words": item.message_zh,
                "xml": item.xml,
                "moves": list(item.moves),
            }
            for item in found
        ]
    }


def _check(options: argparse.Namespace) -> Said:
    found = check(_load(options.file), promised_days=options.days)
    if any(item.severity == "error" for item in found):
        raise Wrong(_lines(options.file, found), _data(found))
    return Said("\n".join(filter(None, [_lines(options.file, found), "检查通过，可以发布。"])), _data(found))


def _draw(options: argparse.Namespace) -> Said:
    procedure = _load(options.file)
    svg = draw(procedure, position=None, title=procedure.name, role_names=whatif.ROLES)
    return Said(svg, {"svg": svg})


def _whatif(options: argparse.Namespace) -> Said:
    before = _load(options.against) if options.against else None
    return whatif.run(_load(options.file), before, options)


def _run(options: argparse.Namespace) -> Said:
    procedure = _load(options.file)
    step, lines = start(procedure, {}), []
    for outcome in options.outcomes:
        if not step.state.open_tasks:
            raise Misused(f"流程已结束，多出的结果“{outcome}”没有用上。")
        task = step.state.open_tasks[0]
        node = procedure.nodes[task.node]
        chosen = next((one for one in node.outcomes if outcome in (one.code, one.name)), None)
        try:
            step = complete(procedure, step.state, task.token, chosen.code if chosen else outcome, {})
        except TransitionError as error:
            raise Wrong(str(error)) from error
        lines.append(f"{node.name} → {chosen.name if chosen else outcome}")
    here = "、".join(procedure.nodes[task.node].name for task in step.state.open_tasks) or "办结"
    plan = [item.name for item in outline(procedure)]
    return Said("\n".join([*lines, f"现在：{here}"]), {"steps": lines, "now": here, "plan": plan})
