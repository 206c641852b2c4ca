"""The quick writer of entries and the plain one give the same bytes, whatever the texts."""

import uuid
from random import Random
from typing import Any

import pytest

from yimen.kernel.trail import Entry, TrailError, Writer, entry_bytes

ACTOR = {"kind": "system", "id": "system", "label": '系"统\\'}
AT = "2026-03-02T01:02:03.000000Z"
TEXTS = ("", "醴陵市", 'a"b\\c', "\x00\x1f\x7f\n\t", "\u2028\u2029", "\U00020bb7", "\ufb33", "é")
VALUES: tuple[Any, ...] = (*TEXTS, None, True, False, 0, -1, 1.5, 1e21, [], ["醴", 2, {"b": 1, "a": None}], {})


def _both(facts: dict[str, Any], personal: dict[str, str], text: str) -> tuple[bytes, bytes]:
    id_, subject = uuid.UUID(int=7), uuid.UUID(int=2**127)
    given: dict[str, Any] = {"verb": "a.b", "region": "43", "basis": text, "facts": facts, "personal": personal}
    quick = Writer(at=AT, actor=ACTOR).body(id=id_, subject=subject, **given)
    return quick, entry_bytes(Entry(id=str(id_), at=AT, actor=ACTOR, subject=str(subject), **given))


def test_the_same_bytes() -> None:
    chance = Random(7)
    for _ in range(500):
        keys = chance.sample([*TEXTS, "number", "due", "reason"], k=chance.randint(0, 6))
        facts = {key: chance.choice(VALUES) for key in keys}
        quick, plain = _both(facts, {"name": "0" * 64} if chance.random() < 0.5 else {}, chance.choice(TEXTS))
        assert quick == plain


@pytest.mark.parametrize("facts", [{"a": "\ud800"}, {"a": float("nan")}, {"a": 2**70 + 1}, {1: "a"}, {"a": object()}])
def test_what_has_no_canonical_form_is_refused(facts: dict[Any, Any]) -> None:
    with pytest.raises(TrailError, match=r"\$"):
        _both(facts, {}, "")
