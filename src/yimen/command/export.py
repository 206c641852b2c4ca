"""``yimen export …``: the catalogue as an open data package, as a spreadsheet, and the empty layout."""

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path

from .frame import Misused, Said, Wrong, day, django


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the commands."""
    command = commands.add_parser("export", help="导出事项目录：开放数据包、表格、导入模板")
    kinds = command.add_subparsers(dest="kind", required=True, metavar="种类")
    package = kinds.add_parser("package", help="开放数据包（ZIP：JSON、CSV 和列说明），全部在用事项")
    sheet = kinds.add_parser("sheet", help="表格（.xlsx），可以改后导入")
    template = kinds.add_parser("template", help="导入模板（.xlsx）")
    for kind in (package, sheet, template):
        kind.add_argument("path", type=Path, help="写到哪个文件，不能已经存在")
    for kind in (package, sheet):
        kind.add_argument("--on", type=day, help="哪一天在用的（默认今天）")
    sheet.add_argument("--region", default="", help="区划代码，含下级（默认全部）")
    sheet.add_argument("--unit", default="", help="实施机关的统一社会信用代码（默认全部）")
    package.set_defaults(run=run_package)
    sheet.set_defaults(run=run_sheet)
    template.set_defaults(run=run_template)


def run_package(options: argparse.Namespace) -> Said:
    """Writes the open data package."""
    django()
    from yimen.contexts.exchange.api import package
    from yimen.kernel.clock import local_date
    from yimen.sites import _now

    now = _now.now()
    return _written(options.path, lambda: package(on=options.on or local_date(now), now=now))


def run_sheet(options: argparse.Namespace) -> Said:
    """Writes a spreadsheet."""
    django()
    from yimen.contexts.exchange.api import TooMany, workbook
    from yimen.kernel.clock import local_date
    from yimen.sites import _now

    on = options.on or local_date(_now.now())
    try:
        return _written(options.path, lambda: workbook(on=on, region=options.region, unit=options.unit))
    except TooMany as error:
        raise Wrong(str(error)) from error


def run_template(options: argparse.Namespace) -> Said:
    """Writes the empty layout."""
    django()
    from yimen.contexts.exchange.api import template

    return _written(options.path, template)


def _written(path: Path, make: Callable[[], Iterator[bytes]]) -> Said:
    if path.exists():
        raise Misused(f"{path} 已经存在。请换一个文件名，以免覆盖。")
    parts, size = make(), 0
    with path.open("xb") as file:
        for part in parts:
            size += file.write(part)
    return Said(f"已写入 {path}，{size / 1024:.0f} KB。", {"path": str(path), "bytes": size})
