"""What items are found by: pairs of characters, on any database, and everyday words for official ones."""

import json
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from .content import Content
from .models import IndexRow

# Words of a question that say nothing about the item asked for.
_IDLE = (
    "怎么办理", "怎样办理", "如何办理", "怎么申请", "怎么办", "怎么弄", "在哪里办", "去哪里", "在哪里", "哪里",
    "需要什么", "需要", "要什么", "什么", "手续", "我想要", "我想", "我要", "想要", "申请", "办理", "如何", "怎么",
    "怎样", "可以", "能不能", "请问", "一下", "一个", "给", "办", "领", "交", "的", "了", "吗", "呢",
)  # fmt: skip
_NAME, _WORDS, _REST = 4, 2, 1
_MEANT = 0.9  # what the words stand for counts a little less than the words themselves


def plain(text: str) -> str:
    """Returns a text as it is compared: half-width, lower case, letters, digits and characters only."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).lower() if c.isalnum())


def grams(text: str) -> frozenset[str]:
    """Returns the pairs of neighbouring characters of a text; a single character is its own."""
    clean = plain(text)
    return frozenset(clean[i : i + 2] for i in range(len(clean) - 1)) or frozenset({clean} - {""})


def needles(text: str) -> tuple[tuple[frozenset[str], float], ...]:
    """Returns what to look for and its worth: the question, its telling words, the official words it stands for."""
    asked = plain(text)[:60]
    bare = asked
    for word in _IDLE:
        bare = bare.replace(word, "")
    meant = [official for said, officials in _synonyms() if said in asked or said in bare for official in officials]
    worth = {grams(official): _MEANT for official in meant} | {grams(bare): 1.0, grams(asked): 1.0}
    return tuple((found, worth[found]) for found in worth if found)


@lru_cache(maxsize=1)
def _synonyms() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Returns everyday words with the official words they stand for, the longer ones first."""
    groups = json.loads((files("yimen") / "data" / "synonyms.json").read_text("utf-8"))
    pairs = {plain(said): tuple(group["official"]) for group in groups for said in group["said"]}
    return tuple(sorted(pairs.items(), key=lambda pair: -len(pair[0])))


def index(content: Content) -> Iterator[IndexRow]:
    """Returns the index rows of an item, not yet tied to a version."""
    for kind, values in (
        ("audience", content.audience),
        ("theme", content.themes),
        ("event", content.life_events),
    ):
        yield from (IndexRow(kind=kind, value=value) for value in dict.fromkeys(values))
    weights: dict[str, int] = {}
    for weight, texts in ((_REST, _rest(content)), (_WORDS, _words(content)), (_NAME, (content.name,))):
        for gram in (gram for text in texts for gram in grams(text)):
            weights[gram] = max(weight, weights.get(gram, 0))
    yield from (IndexRow(kind="gram", value=gram, weight=weight) for gram, weight in weights.items())


def _words(content: Content) -> Iterator[str]:
    """Yields what people say when they mean the item."""
    yield from content.life_events
    yield from (each.question for each in content.faq)


def _rest(content: Content) -> Iterator[str]:
    """Yields what else names the item: its themes, its paper, and what its form offers to choose."""
    yield from (content.result, *content.themes)
    for field in content.form.fields:
        yield from (choice.label for choice in field.element.choices)
