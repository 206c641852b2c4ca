"""How well items answer a question: of few each is looked at; of many, bands of equally good ones, the best first.

How well a name answers is seen in the name alone, and a nation's million items have some thousand names.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from . import asking, words
from .asking import BEGINS, EXACT, HOLDS, MEANS, MEANT, SAYS, Asked
from .statements import Sql, both, either, rows

IN_PLACE, _NAMED, _SAYING = "catalogue_in_place", "catalogue_having_name", "catalogue_saying"  # indexes of entries


@dataclass(frozen=True, slots=True)
class Band:
    """Items that answer equally well, as a condition on entries in two forms.

    ``led``: names or words lead to them, by the index ``by``; ``looked``: for one entry after the other.
    """

    rank: int
    led: Sql
    looked: Sql
    by: str = ""


def rank(question: Asked) -> Sql:
    """Returns how well the joined text of an entry that answers does so."""
    cases = asking.ranked(question, "catalogue_text")
    if question.meant:
        cases += [(SAYS, asking.said(question, words.saying)), (MEANT, asking.meant(question, "catalogue_text"))]
    return _case(cases, MEANS if question.meant else SAYS)


def bands(question: Asked | None, marks: Sequence[words.Sign], code: Sql | None) -> list[Band]:
    """Returns the bands of the items that answer, if anything is asked, and have the marks; ``code``: by code."""
    marked = [words.saying(words.every(marks))] if marks else []
    if code is not None:
        found = both([code, *marked])
        return [Band(EXACT, found, found)]
    if question is not None:
        return list(_worded(question, marks, marked))
    if marks:
        return [Band(EXACT, words.held(words.every(marks)), marked[0], _SAYING)]
    return [Band(EXACT, Sql("1 = 1"), Sql("1 = 1"))]


def _worded(question: Asked, marks: Sequence[words.Sign], marked: Sequence[Sql]) -> Iterator[Band]:
    certain, likely, meant = _names(question)
    better: set[int] = set()
    for each in (EXACT, BEGINS, HOLDS):
        named = certain[each] | likely[each]
        better |= named
        if named:  # by a name that is only likely, what is said is to answer too
            worded = words.held(question.worded), words.saying(question.worded)
            led, looked = (
                either([_one_of(certain[each]), test]) if likely[each] else _one_of(named) for test in worded
            )
            yield Band(each, both([_one_of(named), led, *marked]), both([_one_of(named), looked, *marked]), _NAMED)
    said, rest = asking.said(question, words.saying), _none_of(better)
    led = both([asking.said(question, lambda need: words.held(words.every([need, *marks]))), rest])
    yield Band(SAYS, led, both([said, rest, *marked]), _SAYING)
    if not question.meant:
        return
    if meant:
        led = both([_one_of(meant), _not(asking.said(question, words.held)), *marked])
        yield Band(MEANT, led, both([_one_of(meant), _not(said), *marked]), _NAMED)
    rest = _none_of(better | meant)
    led = both([words.held(words.every([question.stood_for, *marks])), _not(asking.said(question, words.held)), rest])
    yield Band(MEANS, led, both([words.saying(question.stood_for), _not(said), rest, *marked]), _SAYING)


def _names(question: Asked) -> tuple[dict[int, set[int]], dict[int, set[int]], set[int]]:
    """Returns the names that answer by rank, those that may, and those that begin with what the question stands for.

    A name may answer where it has the letters but not as they are looked for: then what is said has to answer.
    """
    table = "catalogue_name"
    cases = asking.ranked(question, table)
    holding = [cases[-1][1]]
    if question.meant:
        holding.append(asking.meant(question, table))
    how, where = _case(cases, MEANT), either(holding)
    sure = _case([(1, asking.certain(question, table))], 0)
    sql = f"SELECT id, {how.text}, {sure.text} FROM catalogue_name WHERE {where.text}"  # noqa: S608 - as in statements
    certain: dict[int, set[int]] = {EXACT: set(), BEGINS: set(), HOLDS: set(), MEANT: set()}
    likely: dict[int, set[int]] = {EXACT: set(), BEGINS: set(), HOLDS: set()}
    for name, place, safe in rows(Sql(sql, (*how.given, *sure.given, *where.given))):
        (certain if safe or place == MEANT else likely)[place].add(name)
    return certain, likely, certain[MEANT]


def _case(cases: Sequence[tuple[int, Sql]], otherwise: int) -> Sql:
    text = "".join(f" WHEN {test.text} THEN {value}" for value, test in cases)
    return Sql(f"(CASE{text} ELSE {otherwise} END)", tuple(each for _, test in cases for each in test.given))


def _one_of(names: Collection[int]) -> Sql:
    """Returns the condition that an entry has one of some names, by their ids, which are numbers of our own."""
    return Sql(f"catalogue_entry.name_id IN ({', '.join(map(str, sorted(names)))})") if names else Sql("1 = 0")


def _none_of(names: Collection[int]) -> Sql:
    return _not(_one_of(names)) if names else Sql("1 = 1")


def _not(condition: Sql) -> Sql:
    return Sql(f"NOT ({condition.text})", condition.given)
