"""Who calls: an outside system, by a short-lived token that it signs itself (RFC 7519, EdDSA or ES256)."""

from typing import Any

import jwt
from django.http import HttpRequest
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer

from yimen.contexts.identity.api import Reader, client, reader_of
from yimen.kernel.clock import local_date
from yimen.sites import _now

AUDIENCE = "yimen"
LONGEST_SECONDS = 600
LAST_SECOND = 10**11  # beyond it no date can be computed; also shuts out Infinity and NaN, which JSON readers let in
ALGORITHMS = ["EdDSA", "ES256"]


class SignedToken(HttpBearer):
    """Takes ``Authorization: Bearer …``: ``iss`` is the system's name, its registered key checks the signature."""

    def authenticate(self, request: HttpRequest, token: str) -> Reader:
        """Returns the calling system as a reader; raises AuthenticationError with what is wrong."""
        claims = _claims(token)
        caller = client(login=claims["iss"])
        if caller is None:
            raise _refused("没有登记名为“iss”所写的对接系统，或已停用。请联系本地系统管理员登记公钥。")
        _verified(token, caller.public_key)
        found = reader_of(account=caller.account, on=local_date(_now.now()))
        request.yimen_reader = found  # type: ignore[attr-defined]
        return found


def _claims(token: str) -> dict[str, Any]:
    try:
        claims: dict[str, Any] = jwt.decode(
            token, options={"verify_signature": False, "require": ["iss", "iat", "exp", "aud"]}
        )
    except jwt.PyJWTError as error:
        raise _refused("令牌不是有效的 JWT，或缺少 iss、iat、exp、aud。请按接口说明重新签发。") from error
    if not all(isinstance(claims[name], int | float) and 0 <= claims[name] < LAST_SECOND for name in ("iat", "exp")):
        raise _refused("令牌的 iat、exp 应为整数（1970 年以来的秒数），不能是文字。请按接口说明重新签发。")
    if not isinstance(claims["iss"], str) or not claims["iss"].isprintable():
        raise _refused("令牌的 iss 应为登记的系统名。请按接口说明重新签发。")
    return claims


def _verified(token: str, key: str) -> None:
    try:
        claims = jwt.decode(token, key, algorithms=ALGORITHMS, audience=AUDIENCE, leeway=30)
    except jwt.ExpiredSignatureError as error:
        raise _refused("令牌已过期。请重新签发，有效期最长 10 分钟；若刚签发，请核对本机时钟。") from error
    except jwt.InvalidAudienceError as error:
        raise _refused(f"令牌的 aud 不是“{AUDIENCE}”。请按接口说明重新签发。") from error
    except (jwt.PyJWTError, ValueError) as error:
        raise _refused("令牌签名不对。请用登记公钥所对应的私钥签发，算法 EdDSA 或 ES256。") from error
    if claims["exp"] - claims["iat"] > LONGEST_SECONDS:
        raise _refused("令牌有效期超过 10 分钟。请签发更短的令牌。")


def _refused(message: str) -> AuthenticationError:
    return AuthenticationError(message=message)
