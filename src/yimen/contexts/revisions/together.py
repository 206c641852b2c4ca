"""Whether drafts that are sent for review together contradict one another: both are named, before anyone reads them."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from yimen.contexts.catalogue.api import ENDING, Draft, DraftRefused, circles_of


def check_together(given: Sequence[Draft], undone: str) -> None:
    """Raises DraftRefused where drafts cannot all be published: every contradiction, naming the drafts.

    ``undone``: how the sentence begins, by what was asked for and is not done.
    """
    words = [*_pairs(given), *_circle(given)]
    if words:
        raise DraftRefused(f"{undone}：{''.join(words)}")


def _pairs(given: Sequence[Draft]) -> Iterator[str]:
    for one, other in combinations(given, 2):
        both = f"{_named(one)}和{_named(other)}"
        if one.id == other.id or (one.code and one.code == other.code):
            yield f"{both}是同一个事项。请只留一份。"
        for merging, merged in ((one, other), (other, one)):
            if merged.code and merged.code in merging.ends:
                words = f"{_named(merging)}把“{merged.name}”并入，{_named(merged)}又另作处理。"
                yield f"{words}并入的事项随之停办，请只留一份。"
        if set(one.ends) & set(other.ends):
            yield f"{both}并入了同一个事项。一个事项只能并入一项，请改正其中一份。"


def _circle(given: Sequence[Draft]) -> Iterator[str]:
    """Yields what is wrong where drafts make their items need one another; one alone is told of by itself."""
    living = [one for one in given if one.kind not in ENDING]
    circles = circles_of(items=[{**one.content, "code": one.code, "name": one.name} for one in living])
    for words in dict.fromkeys(circles.values()):
        named = "、".join(_named(one) for one in living if circles.get(one.code[19:]) == words)
        yield f"{named}使事项{words}"


def _named(one: Draft) -> str:
    return f"“{one.name or '未命名的事项'}”的{one.kind}草稿"
