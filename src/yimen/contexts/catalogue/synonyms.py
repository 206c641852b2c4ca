"""Everyday words and the official ones they stand for, in two layers: the program's (data/synonyms.json), a place's."""

import json
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from importlib.resources import files
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from yimen.contexts.identity.api import Post, Reader
from yimen.contexts.journal.api import Act, record

from . import pinyin
from .indexing import plain
from .models import SynonymRow
from .posts import NotYourItem
from .statements import Sql, among, rows

LOADING = UUID(int=1)  # the subject of loads: the installation itself
KEEPING = "system"  # the words are searched with everywhere here, so no single unit changes them
_SAID, _OFFICIAL = 12, 60  # characters at most
_SPELT = 3  # initials from which on a word is meant by them: of two, hundreds of words begin
_Words = tuple[str, str]  # said, official
_Pairs = AbstractSet[_Words]


class SynonymsRefused(ValueError):
    """Says which everyday word is wrong and what to do; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did to the place's own words: how many pairs came, went, and were there already."""

    new: int
    gone: int
    same: int


@dataclass(frozen=True, slots=True)
class Synonym:
    """An everyday word and what it means; ``shipped``: from the program's own table."""

    said: str
    official: str
    shipped: bool


def refresh_synonyms(*, act: Act) -> int:
    """Brings the program's own words up to date and returns how many pairs are new or gone; a place's stay."""
    wanted = _pairs(_own())
    with transaction.atomic():
        rows = {(row.said, row.official): row for row in SynonymRow.objects.select_for_update()}
        shipped = {pair for pair, row in rows.items() if row.shipped}
        new, gone = wanted - rows.keys(), shipped - wanted
        _write(rows, new, gone, shipped=True)
        _spell()
        if new or gone:
            _note(act, {"new": len(new), "gone": len(gone)}, "program")
    return len(new) + len(gone)


def load_synonyms(*, act: Act, groups: Sequence[Mapping[str, Any]], replace: bool = False) -> Loaded:
    """Adds everyday words (``said``) with what they mean (``official``) to the place's own.

    ``replace``: they take the place of all its own. The program's own words are another layer and stay.
    """
    wanted = _pairs(groups)
    with transaction.atomic():
        rows = {(row.said, row.official): row for row in SynonymRow.objects.select_for_update()}
        own = {pair for pair, row in rows.items() if not row.shipped}
        new, gone = wanted - rows.keys(), own - wanted if replace else set()
        _write(rows, new, gone, shipped=False)
        if new or gone:
            _note(act, {"new": len(new), "gone": len(gone)}, "place")
    return Loaded(len(new), len(gone), len(wanted) - len(new))


def add_synonym(*, act: Act, reader: Reader, said: str, official: str) -> Synonym:
    """Adds a word to the place's own and returns it, in effect at once everywhere.

    Raises NotYourItem, SynonymsRefused.
    """
    post = keeper(reader)
    pair = word_pair(said.strip(), official.strip())
    try:
        with transaction.atomic():
            add(*pair)
            facts = {"said": pair[0], "official": pair[1], "post": post.label}
            record(act=act, verb="catalogue.add_synonym", subject=LOADING, region=post.region, facts=facts)
    except IntegrityError:
        raise SynonymsRefused(f"“{pair[0]}”→“{pair[1]}”刚由别人加上，不用再加。请刷新页面。") from None
    return Synonym(*pair, shipped=False)


def add(said: str, official: str) -> None:
    """Adds a word to the place's own, in the caller's transaction; raises SynonymsRefused for one that is there."""
    check_new(said, official)
    SynonymRow.objects.create(said=said, official=official, shipped=False, initials=_initials(said))


def check_new(said: str, official: str) -> None:
    """Raises SynonymsRefused for a word with a meaning that it has already."""
    known = SynonymRow.objects.filter(said=said, official=official).first()
    if known is not None:
        layer = "程序自带的说法" if known.shipped else "本地说法"
        raise SynonymsRefused(f"“{said}”→“{official}”已经在{layer}里，不用再加。请换一个说法。")


def remove_synonym(*, act: Act, reader: Reader, said: str, official: str) -> None:
    """Removes a word from the place's own, in effect at once. Raises NotYourItem, SynonymsRefused."""
    post = keeper(reader)
    with transaction.atomic():
        gone, _ = SynonymRow.objects.filter(said=said, official=official, shipped=False).delete()
        if not gone:
            raise SynonymsRefused(f"本地说法里没有“{said[:20]}”→“{official[:20]}”，可能已被别人去掉。请刷新页面。")
        facts = {"said": said, "official": official, "post": post.label}
        record(act=act, verb="catalogue.remove_synonym", subject=LOADING, region=post.region, facts=facts)


def synonyms(*, text: str = "", shipped: bool = False, most: int = 200) -> tuple[Synonym, ...]:
    """Returns the words of a layer, the newest first; ``text``: those that hold it on either side."""
    rows = SynonymRow.objects.filter(shipped=shipped).order_by("-id")
    wanted = plain(text)
    if wanted:
        rows = rows.filter(Q(said__contains=wanted) | Q(official__contains=wanted))
    return tuple(Synonym(row.said, row.official, row.shipped) for row in rows[:most])


def synonym_counts() -> tuple[int, int]:
    """Returns how many words are the place's own and how many the program's."""
    own = SynonymRow.objects.filter(shipped=False).count()
    return own, SynonymRow.objects.count() - own


def keeper(reader: Reader) -> Post:
    """Returns the post that keeps the words; raises NotYourItem."""
    found = next((post for post in reader.posts if post.role == KEEPING), None)
    if found is None:
        raise NotYourItem("常用说法全站通用，由系统管理员维护。您没有此岗位；事项编制岗可以在“常用说法”页提出建议。")
    return found


def _write(rows: Mapping[_Words, SynonymRow], new: _Pairs, gone: _Pairs, *, shipped: bool) -> None:
    SynonymRow.objects.bulk_create(
        SynonymRow(said=said, official=official, shipped=shipped, initials=_initials(said))
        for said, official in sorted(new)
    )
    SynonymRow.objects.filter(id__in=[rows[pair].id for pair in gone]).delete()


def _spell() -> None:
    """Spells the words that came before words were spelt."""
    unspelt = list(SynonymRow.objects.filter(initials=""))
    for row in unspelt:
        row.initials = _initials(row.said)
    SynonymRow.objects.bulk_update(unspelt, ["initials"], batch_size=500)


def _initials(said: str) -> str:
    return pinyin.said(said)[0][:20]


def _note(act: Act, counts: Mapping[str, int], layer: str) -> None:
    facts = {**counts, "layer": layer}
    record(act=act, verb="catalogue.load_synonyms", subject=LOADING, region="", facts=facts)


def meanings(*texts: str, besides: Sequence[_Words] = ()) -> tuple[str, ...]:
    """Returns the official words for everyday ones in plain texts. A word within a longer one of them does not count.

    They are looked up by what the texts hold, so the table may grow. ``besides``: more words with what they mean.
    """
    parts = {text[a:b] for text in texts for a in range(len(text)) for b in range(a + 1, min(a + _SAID, len(text)) + 1)}
    which = among("said", sorted(parts))
    sql = f"SELECT said, official FROM catalogue_synonym WHERE {which.text} ORDER BY id"  # noqa: S608 - as in statements
    pairs = rows(Sql(sql, which.given)) if parts else []
    pairs += [pair for pair in besides if pair[0] in parts]
    words = {said for said, _ in pairs}
    whole = {said for said in words if not any(said != other and said in other for other in words)}
    return tuple(dict.fromkeys(official for said, official in pairs if said in whole))


def _own() -> list[dict[str, list[str]]]:
    found: list[dict[str, list[str]]] = json.loads((files("yimen") / "data" / "synonyms.json").read_text("utf-8"))
    return found


def _pairs(groups: Sequence[Mapping[str, Any]]) -> set[tuple[str, str]]:
    pairs = set()
    if not isinstance(groups, Sequence) or isinstance(groups, str):
        raise SynonymsRefused("应是一个列表，每组写明 said（常用说法）和 official（规范说法）。请改正。")
    for number, group in enumerate(groups, 1):
        whole = isinstance(group, Mapping) and set(group) == {"said", "official"}
        if not whole or not all(isinstance(each, list) and each for each in group.values()):
            raise SynonymsRefused(f"第 {number} 组应写明 said（常用说法）和 official（规范说法），各至少一个。请改正。")
        for said in group["said"]:
            for official in group["official"]:
                pairs.add(word_pair(said, official))
    return pairs


def word_pair(said: Any, official: Any) -> tuple[str, str]:
    """Returns a word and its meaning as they are kept; raises SynonymsRefused for what is too long or empty."""
    words = plain(str(said)), plain(str(official))
    if not (0 < len(words[0]) <= _SAID and 0 < len(words[1]) <= _OFFICIAL):
        limits = f"常用说法 1 至 {_SAID} 个字，规范说法 1 至 {_OFFICIAL} 个字"
        raise SynonymsRefused(f"“{str(said)[:20]}”→“{str(official)[:20]}”不对：{limits}，标点不算。请改正。")
    return words


def spelt(letters: str) -> tuple[str, ...]:
    """Returns the official words for everyday ones whose initials are some letters; () for too few letters."""
    if len(letters) < _SPELT:
        return ()
    found = SynonymRow.objects.filter(initials=letters).order_by("id").values_list("official", flat=True)
    return tuple(dict.fromkeys(found))
