"""The text under reading: normalised once, then refused with a position a person can count to."""

import unicodedata
from dataclasses import dataclass
from datetime import date

from .check_digits import DIGITS
from .errors import CodeError

MOST_CHARACTERS = 400
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣"), "-")
_LOOKALIKES = {"O": "0", "I": "1", "L": "1", "S": "5", "Z": "2", "0": "O", "1": "I"}


def normalise(text: str) -> str:
    """Returns the text as the parsers read it.

    White space and invisible format characters are stripped wherever they stand, full-width characters become
    half-width, dashes of every width become "-", and the letters a-z become capitals. Nothing else changes.
    """
    if text.isascii() and text.isalnum():
        return text.upper()
    kept = (character for character in text if not character.isspace() and unicodedata.category(character) != "Cf")
    narrow = "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in kept).translate(_DASHES)
    return "".join(c.upper() if "a" <= c <= "z" else c for c in narrow)


def shown(character: str) -> str:
    """Returns the character in Chinese quotation marks, or its code point where it cannot be printed."""
    return f"“{character}”" if character.isprintable() else f"不可见字符 U+{ord(character):04X}"


@dataclass(frozen=True, slots=True)
class Given:
    """A text of some kind under reading, or a part of one that still counts positions in the whole."""

    kind: str
    title: str
    whole: str
    text: str
    offset: int = 0

    def part(self, start: int, end: int, title: str) -> "Given":
        """Returns the part from start to end (0-based, half-open), whose errors name it by title."""
        return Given(self.kind, f"{self.title}里的{title}", self.whole, self.text[start:end], self.offset + start)

    def refuse(self, reason: str, index: int | None = None) -> CodeError:
        """Returns the error whose sentence starts with the title and, for an index in this part, the position."""
        position = None if index is None else self.offset + index + 1
        place = "" if position is None else f"第 {position} 位"
        value = self.whole[:64]
        return CodeError(kind=self.kind, value=value, reason=f"{self.title}{place}{reason}", position=position)

    def need_length(self, length: int) -> None:
        """Raises CodeError unless the text has exactly this many characters."""
        found = len(self.text)
        if not found:
            raise self.refuse(f"是空的，应为 {length} 位；请填写。")
        if found != length:
            gap = f"少了 {length - found} 位" if found < length else f"多了 {found - length} 位"
            raise self.refuse(f"应为 {length} 位，现在是 {found} 位，{gap}；请对照原件逐位核对。")

    def need_alphabet(self, alphabet: str, words: str, start: int = 0, end: int | None = None) -> None:
        """Raises CodeError at the first character of the slice outside the alphabet, which words describe."""
        if not self.text[start:end].strip(alphabet):
            return
        for index, character in enumerate(self.text[start:end], start):
            if character not in alphabet:
                likely = _LOOKALIKES.get(character, "")
                advice = f"请看看是不是“{likely}”" if likely and likely in alphabet else "请对照原件改正"
                raise self.refuse(f"是{shown(character)}，这一位只能是{words}；{advice}。", index)

    def need_digits(self, start: int = 0, end: int | None = None) -> None:
        """Raises CodeError at the first character of the slice that is not a half-width digit."""
        self.need_alphabet(DIGITS, "数字", start, end)

    def need_check(self, expected: str, found: str, index: int) -> None:
        """Raises CodeError where the check character differs; the expected one is not told.

        A person told the expected character would correct the last place, and the slip is usually elsewhere.
        """
        if expected != found:
            reason = f"是校验码“{found}”，与前面各位算出的不符，说明至少有一位写错了；请对照原件逐位核对。"
            raise self.refuse(reason, index)

    def day(self, start: int, words: str) -> date:
        """Returns the date written YYYYMMDD at start (digits already checked), or raises CodeError naming it."""
        text = self.text[start : start + 8]
        year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
        try:
            return date(year, month, day)
        except ValueError:
            reason = f"起的{words}“{year:04d}年{month}月{day}日”不存在；请对照原件核对年月日。"
            raise self.refuse(reason, start) from None


def given(kind: str, title: str, value: str) -> Given:
    """Returns the normalised text of a kind ready for reading; raises CodeError beyond 400 characters."""
    if len(value) > MOST_CHARACTERS:
        reason = f"太长，共 {len(value)} 个字符；请只填写{title}本身。"
        raise Given(kind, title, value[:64], "").refuse(reason)
    text = normalise(value)
    return Given(kind, title, text, text)
