"""``yimen token NAME --key FILE``: signs a short-lived token for the open interface."""

import argparse
from datetime import timedelta
from pathlib import Path

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from .frame import Misused, Said, django


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command."""
    command = commands.add_parser("token", help="为对接系统签发短期令牌")
    command.add_argument("name", help="登记的系统名称")
    command.add_argument("--key", required=True, type=Path, help="私钥文件（PEM）")
    command.add_argument("--minutes", type=int, default=10, choices=range(1, 11), metavar="1-10", help="有效分钟数")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> Said:
    """Prints the token."""
    django("offline")
    from yimen.sites import _now

    try:
        key = load_pem_private_key(options.key.read_bytes(), None)
    except (OSError, ValueError, TypeError) as error:
        raise Misused(f"读不了私钥 {options.key}：{error}。请给出未加密的 PEM 私钥文件。") from error
    algorithm = "EdDSA" if isinstance(key, Ed25519PrivateKey) else "ES256"
    now = _now.now()
    claims = {"iss": options.name, "aud": "yimen", "iat": now, "exp": now + timedelta(minutes=options.minutes)}
    token = jwt.encode(claims, key, algorithm=algorithm)  # type: ignore[arg-type]
    return Said(token, {"token": token})
