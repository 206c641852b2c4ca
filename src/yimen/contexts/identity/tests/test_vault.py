"""Sealed values open for their purpose only, and never after a change."""

import pytest

from yimen.contexts.identity.api import (
    SealBroken,
    lookup_digest,
    open_bytes,
    open_text,
    owner_key,
    seal_bytes,
    seal_text,
)

from .conftest import NUMBER


@pytest.mark.parametrize("text", ["", "张三演", NUMBER, "🌸" * 500])
def test_what_is_sealed_opens_and_does_not_show(text: str) -> None:
    sealed = seal_text(text, purpose="name")
    assert open_text(sealed, purpose="name") == text
    assert not text or text not in sealed
    assert not text or sealed != seal_text(text, purpose="name")


def test_another_purpose_does_not_open_it() -> None:
    with pytest.raises(SealBroken):
        open_text(seal_text(NUMBER, purpose="citizen_id"), purpose="name")


def test_no_byte_can_be_changed() -> None:
    sealed = seal_bytes(b"secret", purpose="file")
    for place in range(len(sealed)):
        broken = bytearray(sealed)
        broken[place] ^= 1
        with pytest.raises(SealBroken):
            open_bytes(bytes(broken), purpose="file")
    for cut in (b"", sealed[:1], sealed[:-1]):
        with pytest.raises(SealBroken):
            open_bytes(cut, purpose="file")


def test_a_digest_finds_only_the_same_value_for_the_same_purpose() -> None:
    assert owner_key(citizen_id=NUMBER) == owner_key(citizen_id=NUMBER)
    others = {owner_key(uscc=NUMBER), lookup_digest(NUMBER, purpose="login"), owner_key(citizen_id=NUMBER[:-1])}
    assert owner_key(citizen_id=NUMBER) not in others
    assert NUMBER not in owner_key(citizen_id=NUMBER)
