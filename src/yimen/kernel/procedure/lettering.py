"""Text in a drawing: how wide it is, where it breaks, what is written in a box."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from .duties import DUTIES
from .model import SPECIALS, Node, limit_words, loop_words

NAME, SMALL, LINE = 15, 12, 14  # type sizes, and the height of a line of small type, in units of the drawing
_WORDS = re.compile(
    r"(?<=[：，。；、／）])|(?<=[^\d\s▲]\s)(?=\D)|(?<=[\u4e00-\u9fff][省市县区州])(?=[\u4e00-\u9fff]{2})(?![场政民长域委])"
)
_NO_END = "（“‘"
_NO_START = "，。；、：／）”’"


@dataclass(frozen=True, slots=True)
class Row:
    """One line in a box. ``kind``: name, role, badge, note or mark; ``width`` and ``height`` in units."""

    kind: str
    text: str
    width: float
    height: int


def width(text: str, size: int) -> float:
    """Returns how wide a text is at most: a Chinese character is square, others are taken as two thirds."""
    return sum(size if ord(sign) > 0x2000 else size * 0.66 for sign in text)


def wrap(text: str, size: int, room: float) -> list[str]:
    """Returns the text in lines that fit the room, filled, or of even length where one sign would be left over.

    No line starts with closing punctuation or ends with what opens; a line ends after a slash between alternatives.
    """
    parts = [text] if width(text, size) <= room else re.split("(?<=／)", text)
    return [line for part in parts if part for line in _fill(part, size, max(room, size * 2))]


def wrap_words(text: str, size: int, room: float) -> list[str]:
    """Returns the text in lines that fit the room and end between words: after a place's name, a stop or a blank.

    A word that alone is wider than the room is broken like any text.
    """
    lines: list[str] = []
    for word in filter(None, _WORDS.split(text)):
        if lines and width(f"{lines[-1]}{word}".rstrip(), size) <= room:
            lines[-1] += word
        elif width(word.strip(), size) <= room:
            lines += [word.lstrip()] if word.strip() else []
        else:
            lines += wrap(word.strip(), size, room)
    return [line.strip() for line in lines]


def _fill(text: str, size: int, room: float) -> list[str]:
    full, count = width(text, size), ceil(width(text, size) / room)
    share = full / count + size / 2 if 0 < full - room * (count - 1) <= size else room
    lines = [""]
    for sign in text:
        if lines[-1] and width(lines[-1] + sign, size) > min(share, room) and sign not in _NO_START:
            opened = lines[-1][-1] if lines[-1][-1] in _NO_END and len(lines[-1]) > 1 else ""
            lines[-1] = lines[-1].removesuffix(opened)
            lines.append(opened)
        lines[-1] += sign
    return lines


def rows(
    node: Node, room: float, role: str, mark: str, notes: Iterable[str], *, several: Iterable[str] = ()
) -> list[Row]:
    """Returns the lines of a step's box: name, who does it, its special kind, how long, where it stands, notes.

    ``several``: which units or persons do it together, and what one answer does to all, in words.
    """
    texts = [("name", line, NAME, 20) for line in wrap(node.name, NAME, room)]
    texts += [("role", line, SMALL, 17) for line in wrap(role, SMALL, room)]
    texts += [("badge", SPECIALS[node.special], SMALL, 22)] if node.special else []
    texts += [("badge", DUTIES[node.duty], SMALL, 22)] if node.duty else []
    texts += [("badge", loop_words(node), SMALL, 22)] if node.loop else []
    for words in several:
        texts += [("role", line, SMALL, 17) for line in wrap_words(words, SMALL, room)]
    texts += [("badge", limit_words(node.limit), SMALL, 22)] if node.limit else []
    texts += [("mark", mark, SMALL, 18)] if mark else []
    texts += [("note", line, SMALL, 16) for note in notes for line in wrap_words(note, SMALL, room)]
    return [Row(kind, text, width(text, size), height) for kind, text, size, height in texts]
