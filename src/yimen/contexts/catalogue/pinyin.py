"""How a name is said: pinyin without tones, and its initials. Asked when an item is published, never in a search."""

from functools import lru_cache


@lru_cache(maxsize=4096)  # the same name is published for every place
def said(name: str) -> tuple[str, str]:
    """Returns the initials and the full pinyin of a plain name; Latin letters and digits stay as they are."""
    from pypinyin import lazy_pinyin  # its tables take 58 MB: only a process that publishes pays for them

    parts = " ".join(lazy_pinyin(name, errors=" ".join)).split()  # what is no Chinese comes sign by sign
    syllables = [each for each in parts if each.isascii()]
    return "".join(each[:1] for each in syllables), "".join(syllables)


def letters(text: str) -> str:
    """Returns what was typed as pinyin, "" where it is none: small Latin letters, "ü" typed as "v"."""
    clean = text.replace("ü", "v")
    return clean if clean.isascii() and clean.isalpha() else ""
