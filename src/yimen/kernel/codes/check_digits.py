"""Check characters, each with its standard.

ISO 7064:2003 knows pure systems (MOD 11-2, MOD 37-2) and hybrid systems (MOD 11,10, MOD 37,36). GB 32100-2015 and
GB 11714-1997 use the same sum of powers with their own constant. Every function takes the text without its check
character, already normalised, and raises ValueError where a character is outside the alphabet.
"""

from collections.abc import Iterable

DIGITS = "0123456789"
ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def _power_sum(values: Iterable[int], radix: int, modulus: int) -> int:
    """Returns the sum of value × radix^(distance from the check character, the last one 1), modulo modulus."""
    total = 0
    for value in values:
        total = (total + value) * radix % modulus
    return total


def _hybrid(values: Iterable[int], modulus: int) -> int:
    """Returns the check value of the ISO 7064 hybrid system MOD modulus+1,modulus."""
    product = modulus
    for value in values:
        product = ((product + value) % modulus or modulus) * 2 % (modulus + 1)
    return (modulus + 1 - product) % modulus


def mod_11_2(text: str) -> str:
    """Returns the ISO 7064 MOD 11-2 check character ("0"-"9" or "X") of a text of digits."""
    return "0123456789X"[(1 - _power_sum(map(DIGITS.index, text), 2, 11)) % 11]


def mod_37_2(text: str) -> str:
    """Returns the ISO 7064 MOD 37-2 check character ("0"-"9", "A"-"Z" or "*") of digits and capital letters."""
    return (ALPHANUMERIC + "*")[(1 - _power_sum(map(ALPHANUMERIC.index, text), 2, 37)) % 37]


def mod_11_10(text: str) -> str:
    """Returns the ISO 7064 MOD 11,10 check digit of a text of digits."""
    return DIGITS[_hybrid(map(DIGITS.index, text), 10)]


def mod_37_36(text: str) -> str:
    """Returns the ISO 7064 MOD 37,36 check character (GB/T 17710) of digits and capital letters."""
    return ALPHANUMERIC[_hybrid(map(ALPHANUMERIC.index, text), 36)]


def citizen_id_check(text: str) -> str:
    """Returns the 18th character of a citizen identity number from its first 17 digits (GB 11643-1999, MOD 11-2)."""
    return mod_11_2(text)


def org_check(text: str) -> str:
    """Returns the 9th character of an organisation code from its first 8 (GB 11714-1997; 10 is written X)."""
    return "0123456789X"[-_power_sum(map(ALPHANUMERIC.index, text), 2, 11) % 11]


def uscc_check(text: str) -> str:
    """Returns the 18th character of a unified social credit code from its first 17 (GB 32100-2015, weights 3^i)."""
    values = [USCC_ALPHABET.index(character) for character in text]
    # The standard's first weight is 1, so the sum from the right is one power of 3 too high: 21 is the inverse of 3.
    return USCC_ALPHABET[-_power_sum(reversed(values), 3, 31) * 21 % 31]
