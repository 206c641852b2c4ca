"""Canonical JSON, by the vectors of RFC 8785 and by what it promises."""

import json
import math
import re
import struct
import unicodedata
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.kernel.trail import TrailError, canonical

pytestmark = pytest.mark.pure

# RFC 8785, appendix B
NUMBERS = {
    "0000000000000000": "0",
    "8000000000000000": "0",
    "0000000000000001": "5e-324",
    "8000000000000001": "-5e-324",
    "7fefffffffffffff": "1.7976931348623157e+308",
    "ffefffffffffffff": "-1.7976931348623157e+308",
    "4340000000000000": "9007199254740992",
    "c340000000000000": "-9007199254740992",
    "4430000000000000": "295147905179352830000",
    "44b52d02c7e14af5": "9.999999999999997e+22",
    "44b52d02c7e14af6": "1e+23",
    "44b52d02c7e14af7": "1.0000000000000001e+23",
    "444b1ae4d6e2ef4e": "999999999999999700000",
    "444b1ae4d6e2ef4f": "999999999999999900000",
    "444b1ae4d6e2ef50": "1e+21",
    "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d": "0.000001",
    "41b3de4355555553": "333333333.3333332",
    "41b3de4355555554": "333333333.33333325",
    "41b3de4355555555": "333333333.3333333",
    "41b3de4355555556": "333333333.3333334",
    "41b3de4355555557": "333333333.33333343",
    "becbf647612f3696": "-0.0000033333333333333333",
    "43143ff3c1cb0959": "1424953923781206.2",
}


@pytest.mark.parametrize(("bits", "text"), NUMBERS.items())
def test_numbers_of_the_standard(bits: str, text: str) -> None:
    assert canonical(struct.unpack(">d", bytes.fromhex(bits))[0]).decode() == text


def test_the_example_of_the_standard() -> None:
    """RFC 8785, 3.2.2 and 3.2.4."""
    given_text = r"""{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }"""
    expected = (
        "7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c226e756d62657273223a5b33333333333333"
        "33332e333333333333332c31652b33302c342e352c302e3030322c31652d32375d2c22737472696e67223a22e282ac24"
        "5c75303030665c6e4127425c225c5c5c5c5c222f227d"
    )
    assert canonical(json.loads(given_text)).hex() == expected


def test_keys_stand_in_the_order_of_utf_16_units() -> None:
    """RFC 8785, 3.2.3: an emoji (surrogates D83D …) stands before U+FB33, though its code point is larger."""
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    ordered = list(json.loads(canonical(dict.fromkeys(keys, 0))))
    assert ordered == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


def test_only_what_must_be_is_escaped() -> None:
    """RFC 8785, 3.2.2.2."""
    assert canonical('\b\t\n\f\r"\\/\x00\x1f\x7f\u2028é') == (
        rb'"\b\t\n\f\r\"\\/\u0000\u001f' + "\x7f\u2028é".encode() + b'"'
    )


def test_text_is_not_normalised() -> None:
    composed, apart = "é", unicodedata.normalize("NFD", "é")
    assert canonical(composed) != canonical(apart)
    assert json.loads(canonical(apart)) == apart


def test_plain_containers_and_empty_ones() -> None:
    class Colour(StrEnum):
        RED = "红"

    value = MappingProxyType({"b": (1, Colour.RED), "a": [], "c": {}})
    assert canonical(value).decode() == '{"a":[],"b":[1,"红"],"c":{}}'


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({"a": [1, math.nan]}, "$.a[1]"),
        ([-math.inf], "$[0]"),
        ({"n": 2**53 + 1}, "$.n"),
        (10**400, "$"),
        ({"s": "\ud800"}, "$.s"),
        ({"\udc00": 1}, "$"),
        ({1: 2}, "$"),
        ({"d": Decimal("1.5")}, "$.d"),
        ({"b": b"x"}, "$.b"),
        ({"x": {1, 2}}, "$.x"),
    ],
)
def test_what_has_no_canonical_form_is_refused_by_place(value: object, place: str) -> None:
    with pytest.raises(TrailError, match=re.escape(place) + "[ 的含中].*。.*。$"):
        canonical(value)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_read_back_the_same_and_keep_es6_layout(value: float) -> None:
    text = canonical(value).decode()
    assert float(text) == value
    magnitude = abs(value)
    assert ("e" in text) == (magnitude >= 1e21 or 0 < magnitude < 1e-6)
    assert re.fullmatch(r"-?(0|[1-9]\d*)(\.\d*[1-9])?(e[+-][1-9]\d*)?", text)
    digits = len(Decimal(text).normalize().as_tuple().digits)
    assert digits <= len(Decimal(repr(value)).normalize().as_tuple().digits)  # none longer than the shortest


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
)  # fmt: skip


@given(VALUES)
def test_canonical_text_is_its_own_canonical_text(value: object) -> None:
    try:
        once = canonical(value)
    except TrailError:
        return  # an integer that doubles lose
    assert canonical(json.loads(once)) == once
    assert json.loads(once, parse_int=float) == json.loads(json.dumps(value), parse_int=float)
