"""One value, one text: the canonical form of JSON (RFC 8785, JCS)."""

import json
import math
from collections.abc import Mapping

from .errors import TrailError


def canonical(value: object) -> bytes:
    """Returns the canonical UTF-8 text of a JSON value (RFC 8785): no spaces, keys by UTF-16 units, numbers as ES6.

    Text is taken as it is, without Unicode normalisation (3.1). Raises TrailError, naming the place, for whatever has
    no such form: NaN and infinities, integers that doubles lose, lone surrogates, keys that are no text, other types.
    """
    return _text(value, "$").encode()


def _text(value: object, place: str) -> str:
    match value:
        case None | bool():
            return json.dumps(value)
        case str():
            _units(value, place)
            return json.dumps(value, ensure_ascii=False)  # its escapes are those of RFC 8785 3.2.2.2
        case int():
            if not _survives(value, place):
                raise TrailError(f"{place} 的整数 {value} 过大，不能准确写入留痕。请改用文字。")
            return str(int(value))
        case float():
            return _number(value, place)
        case Mapping():
            keys = sorted(value, key=lambda key: _units(key, place))
            return "{" + ",".join(f"{_text(key, place)}:{_text(value[key], f'{place}.{key}')}" for key in keys) + "}"
        case list() | tuple():
            return "[" + ",".join(_text(each, f"{place}[{index}]") for index, each in enumerate(value)) + "]"
    raise TrailError(f"{place} 的类型 {type(value).__name__} 不能写入留痕。请先转成文字、数字或列表。")


def _survives(value: int, place: str) -> bool:
    """Returns whether a reader whose numbers are doubles would write this integer the same way again (RFC 7493 2.2)."""
    return abs(value) < 10**21 and _number(float(value), place) == str(value)


def _units(text: object, place: str) -> bytes:
    """Returns the UTF-16 units of a text, which keys are ordered by (RFC 8785 3.2.3); refuses what has none."""
    if not isinstance(text, str):
        raise TrailError(f"{place} 中的键 {text!r} 不是文字，不能写入留痕。请改用文字作键。")
    try:
        return text.encode("utf-16-be")
    except UnicodeEncodeError:
        raise TrailError(f"{place} 含有残缺字符，不能写入留痕。请重新输入该处文字。") from None


def _number(value: float, place: str) -> str:
    """Writes a double as ECMAScript does (Number::toString): Python's shortest digits, ECMAScript's layout."""
    if not math.isfinite(value):
        raise TrailError(f"{place} 的数值不是有限数，不能写入留痕。请核对该数值。")
    if value == 0:
        return "0"  # also for -0
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    return sign + _layout(digits, point)


def _layout(digits: str, point: int) -> str:
    """Places the decimal point: the value is 0.digits times 10^point (ECMA-262, Number::toString, steps 6-10)."""
    count = len(digits)
    if count <= point <= 21:
        return digits + "0" * (point - count)
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    rest = f".{digits[1:]}" if count > 1 else ""
    return f"{digits[0]}{rest}e{point - 1:+d}"
