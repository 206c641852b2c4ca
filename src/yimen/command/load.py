"""``yimen load …``: data files in, with a progress bar, all or nothing, errors by line."""

import argparse
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from tqdm import tqdm

from yimen.kernel.procedure import LARGEST

from .files import content, data
from .frame import Said, Wrong, day, django

_SHIPPED = Path(__file__).resolve().parents[1] / "data" / "procedures"
REVIEW = _SHIPPED / "item-review.bpmn"  # of changes of items
LISTING = _SHIPPED / "power-review.bpmn"  # of changes of the lists of powers
COMPLAINT = _SHIPPED / "complaint.bpmn"
IN_FORCE = date(2026, 1, 1)  # when loaded data comes into force unless --from says otherwise


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the commands."""
    command = commands.add_parser("load", help="载入数据文件")
    kinds = command.add_subparsers(dest="kind", required=True, metavar="种类")
    for name, run, words in _KINDS:
        kind = kinds.add_parser(name, help=words)
        kind.add_argument("path", type=Path, help="文件或目录")
        if run in _DATED:
            kind.add_argument("--from", dest="valid_from", type=day, default=IN_FORCE, help="生效日期")
        kind.set_defaults(valid_from=IN_FORCE)
        kind.set_defaults(run=_guarded(run))
        if run is _synonyms:
            kind.add_argument("--replace", action="store_true", help="用这份表代替本地原有的全部说法（程序自带的不动）")
            kind.set_defaults(run=run_synonyms)


def _guarded(run: Callable[[Path, date], Said]) -> Callable[[argparse.Namespace], Said]:
    def guarded(options: argparse.Namespace) -> Said:
        if not options.path.exists():
            raise Wrong(f"没有找到 {options.path}。请核对路径。")
        django()
        try:
            return run(options.path, options.valid_from)
        except json.JSONDecodeError as error:
            words = f"{options.path} 第 {error.lineno} 行第 {error.colno} 个字符处不是有效的 JSON。没有载入任何数据。"
            raise Wrong(f"{words}请核对是不是这个文件。") from error
        except UnicodeDecodeError as error:
            raise Wrong(f"{options.path} 不是 UTF-8 编码的文字文件。没有载入任何数据。请另存为 UTF-8。") from error
        except (ValueError, LookupError) as error:
            raise Wrong(f"{options.path}：{error}") from error

    return guarded


def _act() -> Any:
    from yimen.contexts.journal.api import SYSTEM
    from yimen.sites import _now

    return _now.act(SYSTEM)


def _regions(path: Path, valid_from: date) -> Said:
    from yimen.contexts.places.api import load_regions, region_files

    total = sum(content(file).count(b"\n") for file in region_files(path))
    with tqdm(total=total, desc="载入区划", unit="个", unit_scale=True, mininterval=0.5) as bar:
        count = load_regions(act=_act(), folder=path, valid_from=valid_from, progress=lambda n: _step(bar, n))
    return Said(f"已载入区划 {count} 个。", {"regions": count})


def _step(bar: "tqdm[Any]", count: int) -> None:
    bar.update(count)


def _organisations(path: Path, _: date) -> Said:
    from yimen.contexts.identity.api import Unit, load_units

    units = [Unit(**data) for data in data(path)]
    return Said(f"已载入单位 {load_units(act=_act(), units=units)} 个。", {"units": len(units)})


def _procedures(path: Path, valid_from: date) -> Said:
    from yimen.contexts.procedures.api import publish

    files = _callers_last(sorted(path.glob("*.bpmn"))) if path.is_dir() else [path]
    listed = path / "owners.json"  # whose each is, by its file's name: that unit may then draw the next version
    owners: dict[str, str] = data(listed) if listed.is_file() else {}
    for file in tqdm(files, desc="发布流程", unit="个"):
        try:
            publish(act=_act(), xml=content(file, LARGEST), valid_from=valid_from, unit=owners.get(file.stem, ""))
        except ValueError as error:
            raise ValueError(f"{file.name}：{error}") from error
    return Said(f"已发布流程 {len(files)} 个。", {"procedures": len(files)})


def _callers_last(files: list[Path]) -> list[Path]:
    """Returns the files of procedures so that what is called comes before what calls it, else as they came."""
    calls = {file: re.findall(rb'calledElement="([a-z0-9-]+)"', content(file, LARGEST)) for file in files}
    placed: list[Path] = []

    def place(file: Path, path: tuple[Path, ...]) -> None:
        for key in calls[file]:
            called = file.with_name(f"{key.decode()}.bpmn")
            if called in calls and called not in (*placed, *path):
                place(called, (*path, called))
        if file not in placed:
            placed.append(file)

    for file in files:
        place(file, (file,))
    return placed


def _items(path: Path, valid_from: date) -> Said:
    return _loaded(data(path), valid_from)


def _demo_items(path: Path, valid_from: date) -> Said:
    """Loads the items of a demonstration, each naming the samples made for it."""
    from .demo_samples import load_samples

    samples = load_samples(act=_act(), path=path / "samples.json")
    items = [{**one, **({"samples": samples[one["code"]]} if one["code"] in samples else {})}
             for one in data(path / "items.json")]  # fmt: skip
    return _loaded(items, valid_from)


def _loaded(items: list[dict[str, Any]], valid_from: date) -> Said:
    from yimen.contexts.catalogue.api import load_items

    with tqdm(total=len(items), desc="载入事项", unit="项") as bar:
        count = load_items(act=_act(), items=items, valid_from=valid_from, progress=lambda n: _step(bar, n))
    return Said(f"已载入事项 {count} 项。", {"items": count})


def _bases(path: Path, valid_from: date) -> Said:
    from yimen.contexts.catalogue.api import load_bases

    count = load_bases(act=_act(), bases=data(path), valid_from=valid_from)
    return Said(f"已载入基本目录事项 {count} 项。", {"bases": count})


def _holidays(path: Path, _: date) -> Said:
    from yimen.contexts.places.api import load_holidays, preview

    notices = _checked(path, "放假通知", lambda one: preview(notice=one))
    return _days("放假通知", "notices", lambda: load_holidays(act=_act(), notices=notices))


def _observances(path: Path, _: date) -> Said:
    from yimen.contexts.places.api import load_observances, preview

    rules = _checked(path, "地方节日", lambda one: preview(observance=one))
    return _days("地方节日", "observances", lambda: load_observances(act=_act(), data=rules))


def _closures(path: Path, _: date) -> Said:
    from yimen.contexts.places.api import load_closures, preview

    orders = _checked(path, "停工命令", lambda one: preview(closure=one))
    return _days("停工命令", "closures", lambda: len(load_closures(act=_act(), data=orders)))


def _checked(path: Path, kind: str, check: Callable[[dict[str, Any]], object]) -> list[dict[str, Any]]:
    """Reads the objects of a file, or of every JSON file of a folder, and checks each before any is loaded."""
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    if not files:
        raise ValueError("目录里没有 JSON 文件。请核对路径。")
    found: list[dict[str, Any]] = []
    for file in files:
        try:
            held = data(file)
            for one in held if isinstance(held, list) else [held]:
                if not isinstance(one, dict):
                    words = f"{kind}应写成一个 JSON 对象（{{…}}），或者对象的列表，不能是 {json.dumps(one)[:20]}"
                    raise ValueError(f"{words}。没有载入任何数据。")
                check(one)
                found.append(one)
        except json.JSONDecodeError as error:
            raise ValueError(f"{file.name} 第 {error.lineno} 行不是有效的 JSON。没有载入任何数据。") from error
        except UnicodeDecodeError as error:
            raise ValueError(f"{file.name} 不是 UTF-8 编码的文件。没有载入任何数据。") from error
        except (ValueError, LookupError) as error:
            raise ValueError(f"{file.name}：{error}" if path.is_dir() else str(error)) from error
    return found


def _days(name: str, key: str, run: Callable[[], int]) -> Said:
    """Runs a load that may change calendars and says how many days count otherwise."""
    from yimen.contexts.places.api import changes, newest_change

    last = newest_change()
    count = run()
    made = changes(after=last, limit=10_000)
    days = {(change.region, day) for change in made for day in change.days}
    text = f"已载入{name} {count} 份，{len(days)} 天的上班或放假有变动。" if made else f"{name}没有变化，日历未动。"
    if any(change.first for change in made):
        text += "未办结的件将按新日历重排期限。"
    return Said(text, {key: count if made else 0, "days": len(days), "changes": [change.id for change in made]})


def _limits(path: Path, _: date) -> Said:
    from yimen.contexts.limits.api import load_limits

    count = load_limits(act=_act(), folder=path)
    return Said(f"已载入法定期限 {count} 条（新的和有改动的）。", {"limits": count})


def _synonyms(path: Path, _: date) -> Said:
    return _own_words(path, replace=False)


def run_synonyms(options: argparse.Namespace) -> Said:
    """Adds everyday words to the place's own, or puts them in their place."""
    return _guarded(lambda path, _: _own_words(path, replace=options.replace))(options)


def _own_words(path: Path, *, replace: bool) -> Said:
    from yimen.contexts.catalogue.api import load_synonyms, synonym_counts

    done = load_synonyms(act=_act(), groups=data(path), replace=replace)
    own, shipped = synonym_counts()
    text = f"本地说法新增 {done.new} 条，去掉 {done.gone} 条，原有 {done.same} 条。"
    text += f"现在本地说法 {own} 条，程序自带 {shipped} 条。"
    return Said(text, {"new": done.new, "gone": done.gone, "same": done.same, "own": own, "shipped": shipped})


def _people(path: Path, valid_from: date) -> Said:
    from .people import load

    return load(_act(), data(path), valid_from)


def _powers(path: Path, valid_from: date) -> Said:
    from .demo_powers import load_powers

    count = load_powers(act=_act(), path=path, valid_from=valid_from)
    return Said(f"已载入演示的权责清单、裁量基准和处罚决定 {count} 条。", {"powers": count})


def demo(path: Path, valid_from: date) -> Said:
    """Loads a whole demonstration from a folder."""
    said = [
        _regions(path / "regions", valid_from),
        _organisations(path / "organisations.json", valid_from),
        _procedures(path / "procedures", valid_from),
        _procedures(REVIEW, valid_from),
        _procedures(LISTING, valid_from),
        _procedures(COMPLAINT, valid_from),
        _bases(path / "bases.json", valid_from),
        _demo_items(path, valid_from),
        _people(path / "people.json", valid_from),
        _powers(path / "powers.json", valid_from),
    ]
    return Said("\n".join(part.text for part in said), {"loaded": [part.data for part in said]})


_KINDS: tuple[tuple[str, Callable[[Path, date], Said], str], ...] = (
    ("regions", _regions, "行政区划（china-division 的 dist 目录）"),
    ("organisations", _organisations, "单位（JSON）"),
    ("procedures", _procedures, "流程（BPMN 文件或目录）"),
    ("bases", _bases, "基本目录事项（JSON）"),
    ("items", _items, "政务服务事项（JSON）"),
    ("holidays", _holidays, "年度放假通知（JSON 文件或目录）"),
    ("observances", _observances, "地方节日（JSON 文件或目录）"),
    ("closure", _closures, "地方政府停工命令（JSON 文件或目录）"),
    ("limits", _limits, "法定期限与亮灯阈值（TOML 目录）"),
    ("synonyms", _synonyms, "常用说法与规范说法对照（JSON）"),
    ("people", _people, "工作人员与演示用户（JSON）"),
    ("demo", demo, "整套演示数据（目录）"),
)
_DATED = (_regions, _procedures, _items, _people, demo)  # what comes into force on a day of the loader's choice
