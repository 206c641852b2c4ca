"""Chance without a state: the same seed and the same question draw the same lot, whatever was drawn before.

So two versions of a procedure are played against the same luck, and one officer more changes nobody's work.
"""

from hashlib import blake2b

_WHOLE = 1 << 53


def lot(seed: int, *question: object) -> float:
    """Returns a number from 0 to below 1, evenly drawn for a seed and a question."""
    text = "|".join(map(str, (seed, *question)))
    return (int.from_bytes(blake2b(text.encode(), digest_size=8).digest()) >> 11) / _WHOLE
