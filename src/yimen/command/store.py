"""``yimen backup|restore DIR``: everything that must survive, in one folder, consistent, checked on the way back."""

import argparse
import hashlib
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from yimen.config.env import Env, read_env, secrets_path

from .frame import Misused, Said, Wrong

_DATABASE, _LIST = "yimen.sqlite3", "backup.json"


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the commands."""
    for name, run, words in (("backup", _backup, "备份到目录"), ("restore", _restore, "从备份目录恢复")):
        command = commands.add_parser(name, help=words)
        command.add_argument("folder", type=Path, help="备份目录")
        command.set_defaults(run=run)


def _embedded(env: Env) -> None:
    if env.database_url:
        raise Misused("这里用的是 PostgreSQL：请用 pg_dump 备份数据库，并另外备份数据目录里的 files 和 secrets.json。")


def _backup(options: argparse.Namespace) -> Said:
    env, folder = read_env(), options.folder
    _embedded(env)
    source = env.home / _DATABASE
    if not source.is_file():
        raise Wrong(f"{env.home} 里没有数据库。请先运行 yimen setup，或用 YIMEN_HOME 指明数据目录。")
    if folder.exists() and any(folder.iterdir()):
        raise Misused(f"{folder} 不是空目录。请另选一个空目录，以免混入旧备份。")
    folder.mkdir(parents=True, exist_ok=True)
    # The database first: a file named in it is then always in the copy made after it.
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(folder / _DATABASE)) as copy:
        live.backup(copy)
    if (env.home / "files").is_dir():
        shutil.copytree(env.home / "files", folder / "files")
    shutil.copy2(secrets_path(env), folder / "secrets.json")
    digests = {str(path.relative_to(folder)): _digest(path) for path in sorted(folder.rglob("*")) if path.is_file()}
    (folder / _LIST).write_text(json.dumps(digests, ensure_ascii=False, indent=1), "utf-8")
    return Said(f"已备份 {len(digests)} 个文件到 {folder}。其中有密钥，请妥善保管。", {"files": len(digests)})


def _restore(options: argparse.Namespace) -> Said:
    env, folder = read_env(), options.folder
    _embedded(env)
    if (env.home / _DATABASE).exists():
        raise Misused(f"{env.home} 里已有数据。请停止服务、移走旧目录后再恢复，以免覆盖。")
    try:
        digests = json.loads((folder / _LIST).read_text("utf-8"))
    except FileNotFoundError:
        raise Wrong(f"{folder} 不是完整的备份：缺少 {_LIST}。") from None
    broken = [
        name for name, digest in digests.items() if not (folder / name).is_file() or _digest(folder / name) != digest
    ]
    if broken:
        raise Wrong(f"备份里这些文件缺失或损坏：{'、'.join(broken[:5])}。没有恢复任何数据，请换一份备份。")
    env.home.mkdir(parents=True, exist_ok=True)
    for name in sorted(digests, key=lambda name: name == _DATABASE):  # the database last: without it nothing is there
        target = env.home / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(folder / name, target)
    return Said(f"已恢复到 {env.home}。请运行 yimen trail fsck 核对留痕。", {"files": len(digests)})


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
