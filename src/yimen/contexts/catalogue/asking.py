"""Reads a question in everyday words: what was typed, what of it tells, what it stands for, how it would be said."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from . import lifeevents, pinyin, words
from .indexing import plain
from .statements import Sql, both, either
from .synonyms import meanings, spelt

EXACT, BEGINS, HOLDS, SAYS, MEANT, MEANS, LOOSE = range(7)  # how well an item answers, the best first

# Words of a question that say nothing about the item asked for, the longer ones first.
_IDLE = (
    "怎么办理", "怎样办理", "如何办理", "怎么申请", "在哪里办", "需要什么", "怎么办", "怎么弄", "去哪里", "在哪里",
    "要什么", "我想要", "能不能", "哪里", "需要", "什么", "手续", "我想", "我要", "想要", "申请", "办理", "如何",
    "怎么", "怎样", "可以", "请问", "一下", "一个", "给", "办", "领", "交", "的", "了", "吗", "呢",
)  # fmt: skip
_MOST = 60  # characters of a question that are read; the longest names of items are shorter
_CODE = re.compile("[0-9]{6}[0-9A-Z]{0,27}")  # a code of an item, or how one begins; two more: of a handling item
_LENGTHS = {"code": 31, "base_code": 12}
_GRAMS = 24  # pairs of characters that a loose search counts


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as read: its words as ways of saying it (``typed``), and what a name may be, begin with or hold.

    ``letters``: the question as pinyin, or ""; ``meant``: official words for everyday ones, which may be typed by
    their initials.
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
    def stood_for(self) -> words.Need:
        """Returns the need for what the question stands for (something)."""
        return words.some(_all([official]) for official in self.meant)

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
    letters = pinyin.letters(whole)
    meant = tuple(dict.fromkeys([*meanings(whole, bare), *spelt(letters)]))
    return Asked(typed=ways, names=names, letters=letters, meant=meant)


def life_events_meant(*, text: str) -> tuple[lifeevents.LifeEvent, ...]:
    """Returns the life events that a question is about: it holds their names, or everyday words that stand for them."""
    question = read(text)
    if question is None:
        return ()
    said = [part for way in question.typed for part in way]
    meant = meanings(*question.names, besides=lifeevents.said())
    return tuple(one for one in lifeevents.life_events() if one.name in meant or any(one.name in part for part in said))


def coded(text: str) -> Sql | None:
    """Returns the condition for items whose implementation or base code begins so; None for what begins no code."""
    code = "".join(unicodedata.normalize("NFKC", text[: _MOST * 4]).split()).upper()
    if not _CODE.fullmatch(code):
        return None
    code = code[: _LENGTHS["code"]]
    begun = either(
        Sql(f"{name} BETWEEN %s AND %s", (code, code.ljust(length, "Z")))
        for name, length in _LENGTHS.items()
        if len(code) <= length
    )
    return Sql(f"catalogue_entry.version_id IN (SELECT id FROM catalogue_version WHERE {begun.text})", begun.given)  # noqa: S608 - as in statements


def answering(question: Asked | None, marks: Sequence[words.Sign]) -> list[Sql]:
    """Returns the conditions that a joined text answers a question, if there is one, and has the marks."""
    found = [words.saying(words.every(marks))] if marks else []
    if question:
        found.append(words.saying(question.need))
    if question and question.letters:
        ways = [_spelt(question.letters, "catalogue_text"), said(question, words.saying)]
        found.append(either([*ways, *([words.saying(question.stood_for)] if question.meant else [])]))
    return found


def said(question: Asked, hold: Callable[[words.Need], Sql]) -> Sql:
    """Returns the condition that a joined text says what was typed; ``hold``: words.saying, or words.held.

    Letters are to stand together in it: their pairs alone may stand anywhere.
    """
    pairs = hold(question.literal)
    if not question.letters:
        return pairs
    together = Sql(f"{words.FIND[connection.vendor]}(catalogue_text.body, %s) > 0", (question.names[0],))
    return either([both([pairs, together])])


def ranked(question: Asked, table: str) -> list[tuple[int, Sql]]:
    """Returns how well what holds a name answers by it, the best first, as conditions on a table that has names."""
    names = [("name", name) for name in question.names]
    if question.letters:
        names += [("initials", question.letters), ("sounds", question.letters)]
    place = f"{words.FIND[connection.vendor]}({table}.{{}}, %s)"
    tests = ((EXACT, f"{table}.{{}} = %s"), (BEGINS, f"{place} = 1"), (HOLDS, f"{place} > 0"))
    return [(rank, either(Sql(test.format(field), (said,)) for field, said in names)) for rank, test in tests]


def meant(question: Asked, table: str) -> Sql:
    """Returns the condition that a name begins with what the question stands for (something)."""
    begins = f"{words.FIND[connection.vendor]}({table}.name, %s) = 1"
    return either(Sql(begins, (official,)) for official in question.meant)


def certain(question: Asked, table: str) -> Sql:
    """Returns the condition that a name answers whatever else is said: it holds what was typed, or its sounds."""
    holds = f"{words.FIND[connection.vendor]}({table}.name, %s) > 0"
    found = [Sql(holds, (name,)) for name in question.names]
    if question.letters:
        found.append(both([words.saying(question.sound, table), _spelt(question.letters, table)]))
    return either(found)


def _spelt(letters: str, table: str) -> Sql:
    place = f"{words.FIND[connection.vendor]}({table}.{{}}, %s) > 0"
    return either(Sql(place.format(field), (letters,)) for field in ("initials", "sounds"))


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
