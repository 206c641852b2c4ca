"""The frame of all commands: arguments in, one result out (text or ``--json``), errors as sentences."""

import argparse
import errno
import gc
import json
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn, cast

from django.db import Error as DatabaseFault

from yimen.config.env import SetupError, choose_settings


class Wrong(Exception):
    """The thing that was asked about is wrong: printed on stderr, exit 1; ``data`` stands beside it in JSON."""

    def __init__(self, message: str, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.data = data or {}


class Misused(Exception):
    """The call itself is wrong: printed on stderr, exit 2."""


class _Unread(Exception):
    """The words of a call cannot be read: an option is missing or unknown (exit 2), or has a wrong value (exit 1)."""

    def __init__(self, message: str, usage: str, code: int) -> None:
        super().__init__(message)
        self.usage, self.code = usage, code


@dataclass(frozen=True, slots=True)
class Said:
    """What a command answers: lines for people, data for programs."""

    text: str
    data: Mapping[str, Any]


Run = Callable[[argparse.Namespace], Said | None]
_TOPICS = (
    "setup",
    "demo",
    "serve",
    "load",
    "code",
    "clock",
    "limits",
    "search",
    "export",
    "procedure",
    "trail",
    "token",
    "store",
    "account",
)


def django(settings: str = "live") -> None:
    """Wakes Django with one of the settings; commands that are pure never call it."""
    choose_settings(f"yimen.config.settings.{settings}")
    import django as framework

    framework.setup()
    # An import, a report or a page makes objects by the hundred thousand that live until it ends: Python looks through
    # them for cycles a fifth of the time unless it is told to look less often.
    gc.set_threshold(50_000, 20, 50)


def day(text: str) -> date:
    """Returns a day; raises Wrong for one that no calendar has, ValueError for what is not written as a day."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise Wrong(f"“{text}”这一天不存在。请核对年月日。") from error
        raise


_WORDS = (
    (r"the following arguments are required: (.+)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.+)", r"不认识的参数：\1"),
    (r"argument (.+): invalid choice: (.+) \(choose from (.+)\)", r"参数 \1 没有 \2 这个选项，可选：\3"),
    (r"argument (.+): invalid \S+ value: (.+)", r"参数 \1 的值 \2 不对"),
    (r"argument (.+): expected .+", r"参数 \1 后面要写一个值"),
    (r"argument (.+): not allowed with argument (.+)", r"参数 \1 和 \2 只能写一个"),
    (r"one of the arguments (\S+) (\S+) is required", r"参数 \1 和 \2 要写一个"),
)


_SYSTEM = {
    errno.ENOENT: "没有这个文件或目录",
    errno.EACCES: "没有权限",
    errno.EPERM: "不允许这样操作",
    errno.ENOSPC: "磁盘已满",
    errno.EISDIR: "这是一个目录",
    errno.ENOTDIR: "这不是目录",
    errno.EROFS: "磁盘只读",
}


def system_words(error: OSError) -> str:
    """Returns why the system did not read or write, in Chinese."""
    return _SYSTEM.get(error.errno or 0, "系统拒绝")


class Once(argparse.Action):
    """Takes an option that may be given once: of two, one would be passed over, and the answer be wrong."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, option: str | None = None
    ) -> None:
        """Keeps the value; ends where there is one already."""
        if vars(namespace).get(self.dest) != self.default:
            parser.error(f"参数 {option} 写了两次，只能写一次")
        setattr(namespace, self.dest, values)


# What commands take in their order, in Chinese.
_TAKEN = {
    "path": "文件", "file": "文件", "folder": "目录", "kind": "种类", "value": "代码", "code": "编号", "login": "账号",
    "unit": "单位代码", "role": "岗位", "outcomes": "结果", "name": "姓名", "number": "编号",
}  # fmt: skip


class _Help(argparse.HelpFormatter):
    """Names what an option takes in Chinese, where the command does not."""

    def _get_default_metavar_for_optional(self, action: argparse.Action) -> str:
        kinds = {int: "数字", Path: "文件", day: "日期"}
        return kinds.get(cast("Any", action.type), "值")


class Parser(argparse.ArgumentParser):
    """Says in Chinese what a command takes, and what is wrong with a call."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"formatter_class": _Help, **options, "add_help": False})
        self.add_argument("-h", "--help", action="help", help="显示说明")
        self._positionals.title, self._optionals.title = "参数", "选项"

    def add_argument(self, *names: str, **options: Any) -> argparse.Action:
        """Adds an argument, one without a dash under its Chinese name."""
        if not names[0].startswith("-"):
            options.setdefault("metavar", _TAKEN.get(names[0], names[0]))
        return super().add_argument(*names, **options)

    def format_help(self) -> str:
        """Returns the help with its one English word in Chinese."""
        return super().format_help().replace("usage:", "用法：", 1)

    def error(self, message: str) -> NoReturn:
        """Raises what is wrong with a call, in Chinese, with the usage."""
        code = 1 if re.match(r"argument (\S+: invalid \S+ value|-\S*: invalid choice)", message) else 2
        for pattern, words in _WORDS:
            message = re.sub(f"^{pattern}$", words, message)
        usage = self.format_usage().replace("usage:", "用法：", 1)
        raise _Unread(f"{message}。用 {self.prog} --help 查看说明。", usage, code)


def parser() -> argparse.ArgumentParser:
    """Builds the parser of all commands; each topic's module adds its own."""
    root = Parser(prog="yimen", description="一门：政务服务一扇门，权力运行全公开。")
    root.add_argument("--json", action="store_true", help="以 JSON 输出结果")
    commands = root.add_subparsers(dest="command", required=True, metavar="命令")
    for topic in _TOPICS:
        import_module(f"yimen.command.{topic}").add(commands)
    return root


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code: 0 done, 1 the thing is wrong, 2 the call is wrong."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    as_json = "--json" in words
    try:
        options = parser().parse_args([word for word in words if word != "--json"])
        said = options.run(options)
    except _Unread as error:
        return _failed(str(error) if as_json else f"{error.usage}{error}", error.code, as_json)
    except (Wrong, SetupError, Misused) as error:
        code = 2 if isinstance(error, Misused) else 1
        return _failed(str(error), code, as_json, error.data if isinstance(error, Wrong) else {})
    except OSError as error:
        return _failed(f"读写 {error.filename or words[0]} 失败：{system_words(error)}。请核对路径和权限。", 1, as_json)
    except DatabaseFault as error:
        return _failed(
            f"数据库不可用或还没有建立（{type(error).__name__}）。请先运行 yimen setup，并核对 YIMEN_DATABASE_URL。",
            1,
            as_json,
        )
    except KeyboardInterrupt:
        return 130  # stopped by hand: nothing to explain
    return _printed(said, as_json) if said else 0


def _printed(said: Said, as_json: bool) -> int:  # noqa: FBT001 - private
    """Prints an answer and returns the exit code: 141 where its reader, such as ``head``, did not take it all."""
    text = json.dumps(said.data, ensure_ascii=False, indent=1, default=_plain) if as_json else said.text
    try:
        print(text, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python complains once more at its end
        return 141
    return 0


def _plain(value: object) -> str:
    """Returns a day or a moment as the interface over HTTP writes it, anything else as its text."""
    return value.isoformat() if isinstance(value, date) else str(value)


def _failed(message: str, code: int, as_json: bool, data: Mapping[str, Any] | None = None) -> int:  # noqa: FBT001 - private
    told = {"error": message, **(data or {})}
    print(json.dumps(told, ensure_ascii=False) if as_json else message, file=sys.stderr)
    return code
