"""Check characters by weights and by search, sharing nothing with the code under test."""

A36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
A37 = A36 + "*"
A31 = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def uscc(text: str) -> str:
    remainder = sum(A31.index(c) * w for c, w in zip(text, USCC_WEIGHTS, strict=True)) % 31
    return A31[(31 - remainder) % 31]


def citizen(text: str) -> str:
    return "10X98765432"[sum(int(c) * w for c, w in zip(text, ID_WEIGHTS, strict=True)) % 11]


def org(text: str) -> str:
    value = 11 - sum(A36.index(c) * w for c, w in zip(text, ORG_WEIGHTS, strict=True)) % 11
    return {10: "X", 11: "0"}.get(value, str(value))


def transaction(text: str) -> str:
    total = sum(A36.index(c) * 2 ** (place + 1) for place, c in enumerate(reversed(text)))
    return A37[(38 - total % 37) % 37]


def hybrid(text: str, modulus: int) -> str:
    """The one character that makes the ISO 7064 hybrid congruence hold (found by trying all)."""
    alphabet = A36[:modulus]

    def holds(whole: str) -> bool:
        carried = modulus
        for character in whole[:-1]:
            total = carried + alphabet.index(character)
            total -= modulus * ((total - 1) // modulus)  # 1 … modulus
            carried = total * 2
            if carried > modulus:
                carried -= modulus + 1
        return (carried + alphabet.index(whole[-1]) - 1) % modulus == 0

    found = [c for c in alphabet if holds(text + c)]
    assert len(found) == 1
    return found[0]
