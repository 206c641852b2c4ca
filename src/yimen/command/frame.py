"""The frame of all commands: arguments in, one result out (text or ``--json``), errors as sentences."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

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
_TOPICS = ("setup", "demo", "serve", "load", "code", "clock", "procedure", "trail", "token", "store")


def django(settings: str = "live") -> None:
    """Wakes Django with one of the settings; commands that are pure never call it."""
    choose_settings(f"yimen.config.settings.{settings}")
    import django as framework

    framework.setup()


def parser() -> argparse.ArgumentParser:
    """Builds the parser of all commands; each topic's module adds its own."""
    root = argparse.ArgumentParser(prog="yimen", description="一门：政务服务一扇门，权力运行全公开。")
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
    if said is not None:
        print(json.dumps(said.data, ensure_ascii=False, indent=1, default=str) if as_json else said.text)
    return 0


def _failed(message: str, code: int, as_json: bool) -> int:  # noqa: FBT001 - private
    print(json.dumps({"error": message}, ensure_ascii=False) if as_json else message, file=sys.stderr)
    return code
