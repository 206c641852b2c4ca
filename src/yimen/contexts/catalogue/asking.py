"""Reads a question in everyday words: what was typed, what of it tells, what it stands for, how it would be said."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from . import pinyin, words
from .indexing import plain
from .models import EntryRow, VersionRow
from .places import Look
from .synonyms import meanings

# Words of a question that say nothing about the item asked for, the longer ones first.
_IDLE = (
    "怎么办理", "怎样办理", "如何办理", "怎么申请", "在哪里办", "需要什么", "怎么办", "怎么弄", "去哪里", "在哪里",
    "要什么", "我想要", "能不能", "哪里", "需要", "什么", "手续", "我想", "我要", "想要", "申请", "办理", "如何",
    "怎么", "怎样", "可以", "请问", "一下", "一个", "给", "办", "领", "交", "的", "了", "吗", "呢",
)  # fmt: skip
_MOST = 60  # characters of a question that are read; the longest names of items are shorter
_CODE = re.compile("[0-9]{6}[0-9A-Z]{0,25}")  # a code of an item, or how one begins
_LENGTHS = {"code": 31, "base_code": 12}
_GRAMS = 24  # pairs of characters that a loose search counts


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as read: its words as ways of saying it (``typed``), and what a name may be, begin with or hold.

    ``letters``: the question as pinyin, or ""; ``meant``: official words for everyday ones.
    """

    typed: tuple[tuple[str, ...], ...]
    names: tuple[str, ...]
    letters: str
    meant: tuple[str, ...]

    @property
    def literal(self) -> words.Need:
        """Returns the need for what was typed: every pair of characters of one way of saying it."""
        return words.some(_all(way) for way in self.typed)

    @property
    def sound(self) -> words.Need:
        """Returns the need for what holds the letters' pairs; whether it holds the letters is for the text to say."""
        return words.letters(self.letters)

    @property
    def worded(self) -> words.Need:
        """Returns the need for what was typed or what it stands for."""
        return words.some([self.literal, *(_all([official]) for official in self.meant)])

    @property
    def need(self) -> words.Need:
        """Returns the need for all that may answer."""
        return words.some([self.worded, self.sound]) if self.letters else self.worded

    @property
    def pairs(self) -> tuple[str, ...]:
        """Returns the pairs of characters (or single characters) of what tells, in their order."""
        texts = self.typed[-1]
        found = (text[at : at + 2] for text in texts for at in range(max(1, len(text) - 1)))
        return tuple(dict.fromkeys(found))[:_GRAMS]


def read(text: str) -> Asked | None:
    """Returns a question as read; None where it holds no letter, digit or character."""
    given = tuple(dict.fromkeys(_split(text)))
    if not given:
        return None
    whole = "".join(given)
    pieces = [piece for part in given for piece in _without_idle(part)]
    telling = tuple(dict.fromkeys(piece for piece in pieces if len(piece) > 1)) or tuple(dict.fromkeys(pieces))
    ways = (given, telling) if telling and telling != given else (given,)
    bare = "".join(pieces)
    names = tuple(dict.fromkeys(filter(None, (whole, bare))))
    return Asked(typed=ways, names=names, letters=pinyin.letters(whole), meant=meanings(whole, bare))


def coded(rows: QuerySet[EntryRow], text: str) -> QuerySet[EntryRow] | None:
    """Returns the entries of items whose implementation or base code begins so; None for what begins no code."""
    code = "".join(unicodedata.normalize("NFKC", text[: _MOST * 4]).split()).upper()
    if not _CODE.fullmatch(code):
        return None
    within = Q()
    for name, length in _LENGTHS.items():
        if len(code) <= length:
            last = code.ljust(length, "Z")
            within |= Q((f"{name}__gte", code), (f"{name}__lte", last))
    return rows.filter(version__in=VersionRow.objects.filter(within).values("id"))


def answering(
    rows: QuerySet[EntryRow], question: Asked | None, marks: Sequence[words.Sign], look: Look
) -> QuerySet[EntryRow]:
    """Returns the entries whose text answers a question, if there is one, and has the marks."""
    needs: list[words.Need | words.Sign] = [question.need, *marks] if question else [*marks]
    if needs:
        rows = rows.filter(look(words.every(needs)))
    if question and question.letters:
        said = Q(text__initials__contains=question.letters) | Q(text__sounds__contains=question.letters)
        rows = rows.filter(said | look(question.worded))
    return rows


def _split(text: str) -> Iterable[str]:
    """Returns the words of a text: what stands between blanks and punctuation."""
    apart = "".join(c if c.isalnum() else " " for c in unicodedata.normalize("NFKC", text[: _MOST * 4]))
    left = _MOST
    for word in apart.split():
        clean = plain(word)[:left]
        left -= len(clean)
        if clean:
            yield clean


def _without_idle(word: str) -> list[str]:
    for idle in _IDLE:
        word = word.replace(idle, " ")
    return word.split()


def _all(texts: Iterable[str]) -> words.Need:
    return words.every(sign for text in texts for sign in words.characters(text))
