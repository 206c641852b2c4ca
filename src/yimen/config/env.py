"""The only reader of the environment: where this installation keeps its state, and its secrets."""

import base64
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path


class SetupError(RuntimeError):
    """Says what of the set-up is missing and which command mends it."""


@dataclass(frozen=True, slots=True)
class Env:
    """What differs between installations.

    ``home``: folder of everything that must survive (database, files, secrets). ``database_url``: empty means the
    embedded SQLite file in ``home``. ``hosts``: names this server answers to. ``secure``: served over HTTPS.
    ``origin``: the log's name. ``address``: where the public finds the portal, printed on papers. ``map``: the address
    of a map, with {lon}, {lat} and {name} of a place to fill in; empty: places lead to no map.
    """

    home: Path
    database_url: str
    hosts: tuple[str, ...]
    secure: bool
    origin: str
    address: str
    map: str
    debug: bool


@dataclass(frozen=True, slots=True)
class Secrets:
    """The secrets of one installation: web signing; field encryption and log signing (Ed25519 seed), 32 bytes each."""

    web: str
    field: bytes
    log: bytes


def read_env() -> Env:
    """Reads the ``YIMEN_*`` variables; raises SetupError where one cannot be meant."""
    get = os.environ.get
    return Env(
        home=Path(get("YIMEN_HOME", "var")).resolve(),
        database_url=get("YIMEN_DATABASE_URL", ""),
        hosts=tuple(get("YIMEN_HOSTS", "127.0.0.1,localhost,[::1]").split(",")),
        secure=get("YIMEN_SECURE", "") == "1",
        origin=get("YIMEN_ORIGIN", "yimen.local/trail"),
        address=get("YIMEN_ADDRESS", "http://127.0.0.1:8000"),
        map=_map(get("YIMEN_MAP", "").strip()),
        debug=get("YIMEN_DEBUG", "") == "1",
    )


def _map(template: str) -> str:
    known = set(re.findall(r"\{[^{}]*\}", template))
    place = {"{name}"} <= known or {"{lon}", "{lat}"} <= known
    left = re.sub(r"\{(lon|lat|name)\}", "", template)  # no brace stays that would end up in a link
    sound = template.startswith(("https://", "http://")) and place and not {"{", "}"} & set(left)
    if template and not sound:
        words = "YIMEN_MAP 应以 https:// 或 http:// 开头，写有 {lon} 和 {lat}，或者 {name}，没有别的花括号"
        raise SetupError(f"{words}；现在是“{template}”。请改正，或留空。")
    return template


def secrets_path(env: Env) -> Path:
    """Returns the file that holds the secrets, readable by its owner only."""
    return env.home / "secrets.json"


def read_secrets(env: Env) -> Secrets:
    """Reads the secrets that ``yimen setup`` wrote; raises SetupError where there are none."""
    path = secrets_path(env)
    try:
        raw = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise SetupError(f"没有找到密钥文件 {path}。请先运行 yimen setup，或用 YIMEN_HOME 指明数据目录。") from None
    except ValueError:
        raise SetupError(f"密钥文件 {path} 损坏，读不出来。请从备份恢复这个文件。") from None
    missing = [name for name in ("web", "field", "log") if not isinstance(raw, dict) or name not in raw]
    if missing:
        raise SetupError(f"密钥文件 {path} 缺少 {'、'.join(missing)}。请从备份恢复这个文件。")
    return Secrets(web=raw["web"], field=base64.b64decode(raw["field"]), log=base64.b64decode(raw["log"]))


def draw_secrets(env: Env) -> None:
    """Draws the secrets of a new installation and writes them once.

    A second call refuses (FileExistsError), because new keys would make the stored data unreadable. The one chance
    outside ``sites._now``: before there are secrets, no room can be entered.
    """
    path = secrets_path(env)
    path.parent.mkdir(parents=True, exist_ok=True)
    sizes = {"web": 48, "field": 32, "log": 32}
    drawn = {name: base64.b64encode(os.urandom(size)).decode() for name, size in sizes.items()}
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(json.dumps(drawn))


def choose_settings(module: str) -> None:
    """Names the settings module for Django, unless the caller's environment already names one (tests do)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", module)


def prefer_address(address: str) -> None:
    """Names the portal's address where the environment names none: the one that this server listens on."""
    os.environ.setdefault("YIMEN_ADDRESS", address)
