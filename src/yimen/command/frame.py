"""The frame of all commands: arguments in, one result out (text or ``--json``), errors as sentences."""

import argparse
import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, NoReturn

from yimen.config.env import SetupError, choose_settings


class Wrong(Exception):
    """The thing that was asked about is wrong: printed on stderr, exit 1."""


class Misused(Exception):
    """The call itself is wrong: printed on stderr, exit 2."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a command answers: lines for people, data for programs."""

    text: str
    data: Mapping[str, Any]


Run = Callable[[argparse.Namespace], Said | None]
_TOPICS = ("setup", "demo", "serve", "load", "code", "clock", "procedure", "trail", "token", "store", "account")


def django(settings: str = "live") -> None:
    """Wakes Django with one of the settings; commands that are pure never call it."""
    choose_settings(f"yimen.config.settings.{settings}")
    import django as framework

    framework.setup()


_WORDS = (
    (r"the following arguments are required: (.+)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.+)", r"不认识的参数：\1"),
    (r"argument (.+): invalid choice: (.+) \(choose from (.+)\)", r"参数 \1 没有 \2 这个选项，可选：\3"),
    (r"argument (.+): invalid \S+ value: (.+)", r"参数 \1 的值 \2 不对"),
    (r"argument (.+): expected .+", r"参数 \1 后面要写一个值"),
)


class Parser(argparse.ArgumentParser):
    """Says in Chinese what is wrong with a call (exit 2)."""

    def error(self, message: str) -> NoReturn:
        """Prints the usage and the fault, and ends."""
        for pattern, words in _WORDS:
            message = re.sub(f"^{pattern}$", words, message)
        usage = self.format_usage().replace("usage:", "用法：", 1)
        self.exit(2, f"{usage}{message}。用 {self.prog} --help 查看说明。\n")


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
    options = parser().parse_args([word for word in words if word != "--json"])
    try:
        said = options.run(options)
    except (Wrong, SetupError) as error:
        return _failed(str(error), 1, as_json)
    except Misused as error:
        return _failed(str(error), 2, as_json)
    except KeyboardInterrupt:
        return 130  # stopped by hand: nothing to explain
    if said is not None:
        print(json.dumps(said.data, ensure_ascii=False, indent=1, default=str) if as_json else said.text)
    return 0


def _failed(message: str, code: int, as_json: bool) -> int:  # noqa: FBT001 - private
    print(json.dumps({"error": message}, ensure_ascii=False) if as_json else message, file=sys.stderr)
    return code
