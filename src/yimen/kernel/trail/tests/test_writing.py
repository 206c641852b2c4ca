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


def test_many_that_differ_in_one_fact_have_the_same_bytes() -> None:
    chance = Random(8)
    writer = Writer(at=AT, actor=ACTOR)
    for _ in range(200):
        facts = {key: chance.choice(VALUES) for key in chance.sample(["due", "reason", "z", "醴", "\ufb33"], k=3)}
        facts = {key: value for key, value in facts.items() if value != "\x00"}
        given: dict[str, Any] = {"verb": "a.b", "region": "43", "basis": chance.choice(TEXTS)}
        each = [(str(uuid.UUID(int=7)), str(uuid.UUID(int=2**127)), text) for text in (*TEXTS, "9" * 21)]
        found = list(writer.bodies(**given, facts=facts, name="number", each=each))
        assert [one[:2] for one in found] == [one[:2] for one in each]
        for (id_, subject, text), (_, _, body) in zip(each, found, strict=True):
            whole = Entry(
                id=id_, at=AT, actor=ACTOR, subject=subject, facts={**facts, "number": text}, personal={}, **given
            )
            assert body.encode() == entry_bytes(whole)


@pytest.mark.parametrize(("facts", "text"), [({"a": "\x00"}, "1"), ({"a": ["\x00"]}, "1"), ({}, "\ud800")])
def test_what_could_be_taken_for_the_one_fact_is_refused(facts: dict[str, Any], text: str) -> None:
    given: dict[str, Any] = {"verb": "a.b", "region": "43", "basis": "", "facts": facts, "name": "number"}
    with pytest.raises(TrailError):
        list(Writer(at=AT, actor=ACTOR).bodies(**given, each=[("i", "s", text)]))
