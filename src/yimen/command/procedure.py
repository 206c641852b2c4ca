"""``yimen procedure check|draw|run|whatif FILE``: look at a procedure before it is published."""

import argparse
from pathlib import Path

from yimen.kernel.procedure import (
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
from .frame import Misused, Said, Wrong

ROLES = {
    "window": "综合窗口",
    "examiner": "审查岗",
    "reviewer": "审核岗",
    "decider": "决定岗",
    "issuer": "制证岗",
    "applicant": "申请人",
}


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
            action.add_argument("outcomes", nargs="*", help="依次给出每一步的结果代码")
        if name == "whatif":
            whatif.fill(action)
        if name == "check":
            action.add_argument("--days", type=int, help="事项的承诺时限（工作日），用于核对各步时限之和")


def _load(path: Path) -> Procedure:
    """Reads a procedure; those that it calls are looked for beside it, by their keys."""

    def called(key: str) -> bytes | None:
        beside = path.with_name(f"{key}.bpmn")
        return beside.read_bytes() if beside.is_file() else None

    try:
        return compile_bpmn(path.read_bytes(), called)
    except OSError as error:
        raise Misused(f"读不了文件 {path}：{error.strerror}。请核对路径。") from error
    except ProcedureError as error:
        raise Wrong(
            "\n".join(f"{path}:{item.line} {item.element}：{item.message_zh}" for item in error.findings)
        ) from error


def _check(options: argparse.Namespace) -> Said:
    found = check(_load(options.file), promised_days=options.days)
    lines = [
        f"{options.file}:{item.line} [{item.severity}] {item.element}：{item.message_zh}"
        + (f"（走法：{' → '.join(item.moves)}）" if item.moves else "")
        for item in found
    ]
    if any(item.severity == "error" for item in found):
        raise Wrong("\n".join(lines))
    return Said("\n".join([*lines, "检查通过，可以发布。"]), {"findings": lines})


def _draw(options: argparse.Namespace) -> Said:
    procedure = _load(options.file)
    svg = draw(procedure, position=None, title=procedure.name, role_names=ROLES)
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
        try:
            step = complete(procedure, step.state, task.token, outcome, {})
        except TransitionError as error:
            raise Wrong(str(error)) from error
        lines.append(f"{procedure.nodes[task.node].name} → {outcome}")
    here = "、".join(procedure.nodes[task.node].name for task in step.state.open_tasks) or "办结"
    plan = [item.name for item in outline(procedure)]
    return Said("\n".join([*lines, f"现在：{here}"]), {"steps": lines, "now": here, "plan": plan})
