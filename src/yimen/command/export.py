"""``yimen export …``: the catalogue as an open data package, as a spreadsheet, and the empty layout."""

import argparse
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from .frame import Misused, Said, Wrong, day, django

_STATES = {"未说明": "open", "已说明": "explained"}


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
    report = kinds.add_parser("differences", help="各级差异（CSV）：同一编码在各级各地写得不同的地方")
    report.add_argument("path", type=Path, help="写到哪个文件，不能已经存在")
    report.add_argument("--on", type=day, help="哪一天在用的（默认今天）")
    report.add_argument("--region", default="", help="区划代码（默认全部）")
    report.add_argument("--state", choices=tuple(_STATES), help="只要未说明的，或已说明的（默认都要）")
    report.set_defaults(run=run_differences)


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
    _known(options.region, options.unit)
    try:
        return _written(options.path, lambda: workbook(on=on, region=options.region, unit=options.unit))
    except TooMany as error:
        raise Wrong(str(error)) from error


def run_template(options: argparse.Namespace) -> Said:
    """Writes the empty layout."""
    django()
    from yimen.contexts.exchange.api import template

    return _written(options.path, template)


def run_differences(options: argparse.Namespace) -> Said:
    """Writes every difference between levels and areas."""
    django()
    from yimen.contexts.catalogue.api import divergences
    from yimen.kernel.clock import local_date
    from yimen.sites import _now
    from yimen.sites.exchange.differences import lines

    on = options.on or local_date(_now.now())
    _known(options.region)
    _absent(options.path)
    count = -1  # the heads are a line too
    with options.path.open("x", encoding="utf-8", newline="") as file:
        for line in lines(divergences(on=on, region=options.region, state=_STATES.get(options.state, ""))):
            count += 1
            file.write(line)
    return Said(f"已写入 {options.path}，共 {count} 处差异。", {"path": str(options.path), "differences": count})


def _known(region: str, unit: str = "") -> None:
    """Raises Wrong for a place or a unit that there is not."""
    from yimen.contexts.identity.api import NoSuchUnit
    from yimen.contexts.identity.api import unit as unit_of
    from yimen.contexts.places.api import NoSuchRegion
    from yimen.contexts.places.api import region as place_of

    try:
        if region:
            place_of(code=region)
        if unit:
            unit_of(code=unit)
    except (NoSuchRegion, NoSuchUnit) as error:
        raise Wrong(str(error)) from error


def _absent(path: Path) -> None:
    if path.exists():
        raise Misused(f"{path} 已经存在。请换一个文件名，以免覆盖。")


def _written(path: Path, make: Callable[[], Iterator[bytes]]) -> Said:
    """Writes a file; what cannot be made is told before there is one."""
    _absent(path)
    parts = make()
    size, begun = 0, next(parts, b"")
    with path.open("xb") as file:
        for part in chain([begun], parts):
            size += file.write(part)
    return Said(f"已写入 {path}，{size / 1024:.0f} KB。", {"path": str(path), "bytes": size})
