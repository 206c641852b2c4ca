"""Identifiers found in public material, and how tests read them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from yimen.kernel.codes import (
    KINDS,
    CodeError,
)

from . import oracle

USCCS = (
    "91350100M000100Y43",
    "91110000802100433B",
    "9111000071093123XX",
    "11100000000013338W",
    "11430000006122244L",
    "11370800MB28559184",
    "91440300708461136T",
    "12441500196720244T",
    "11330105002500287C",
    "11100000MB03271699",
)
CITIZENS = ("11010519491231002X", "440524188001010014")
ORGS = ("D2143569X", "802100433", "71526726X")
ITEMS = ("11370800MB285591843370117002011", "12441500196720244T3442199806003")
LICENCES = (
    "11100000MB03271699022.340100.000000016.001.9",
    "11100000000013338W011.11430000006122244L.20230000403.001.U",
    "11100000000013338W009.11330105002500287C.2025052201.002.0",
)
ROOT = "1.2.156.3005.2."


def transaction_of(serial: str = "000001", day: str = "20180101") -> str:
    body = "A01" + USCCS[0] + day + serial
    return "-".join(("A01", USCCS[0], day, serial, oracle.transaction(body)))


EXAMPLES = (
    [("uscc", v) for v in USCCS]
    + [("citizen-id", v) for v in CITIZENS]
    + [("org", v) for v in ORGS]
    + [("region", v) for v in ("150000000000", "441900003000", "150102001001")]
    + [("base-item", v[19:]) for v in ITEMS]
    + [("item", v) for v in ITEMS]
    + [("handling-item", v + "01") for v in ITEMS]
    + [("licence", ROOT + v) for v in LICENCES]
    + [("transaction", transaction_of())]
    + [("case", "150100202601140001233")]
)


def refusal(parse: Callable[..., object], value: str, **more: date) -> CodeError:
    with pytest.raises(CodeError) as caught:
        parse(value, **more)
    return caught.value


def value_of(kind: str, text: str) -> str:
    read: Any = KINDS[kind].parse(text)
    return str(read.value)


def accepts(kind: str, value: str) -> bool:
    try:
        KINDS[kind].parse(value)
    except CodeError:
        return False
    return True
