"""Everyday words and the official words they stand for: a table that editors keep, begun from data/synonyms.json."""

import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any
from uuid import UUID

from django.db import transaction

from yimen.contexts.journal.api import Act, record

from .indexing import plain
from .models import SynonymRow

LOADING = UUID(int=1)  # the subject of loads: the installation itself
_SAID, _OFFICIAL = 12, 60  # characters at most


class SynonymsRefused(ValueError):
    """Says which everyday word is wrong and what to do; nothing was changed."""


def load_synonyms(*, act: Act, groups: Sequence[Mapping[str, Any]] | None = None) -> int:
    """Loads everyday words (``said``) with official ones (``official``) and returns how many pairs are new or gone.

    They take the place of those loaded before; what editors added besides stays. Without ``groups``: the program's own.
    """
    wanted = _pairs(_own() if groups is None else groups)
    with transaction.atomic():
        rows = {(row.said, row.official): row for row in SynonymRow.objects.select_for_update()}
        fresh = [SynonymRow(said=said, official=official, shipped=True) for said, official in wanted - rows.keys()]
        gone = [row.id for pair, row in rows.items() if row.shipped and pair not in wanted]
        if fresh or gone:
            SynonymRow.objects.bulk_create(sorted(fresh, key=lambda row: (row.said, row.official)))
            SynonymRow.objects.filter(id__in=gone).delete()
            facts = {"new": len(fresh), "gone": len(gone)}
            record(act=act, verb="catalogue.load_synonyms", subject=LOADING, region="", facts=facts)
    return len(fresh) + len(gone)


def meanings(*texts: str) -> tuple[str, ...]:
    """Returns the official words for everyday ones in plain texts. A word within a longer one of them does not count.

    They are looked up by what the texts hold, so the table may grow.
    """
    parts = {text[a:b] for text in texts for a in range(len(text)) for b in range(a + 1, min(a + _SAID, len(text)) + 1)}
    pairs = list(SynonymRow.objects.filter(said__in=parts).order_by("id").values_list("said", "official"))
    words = {said for said, _ in pairs}
    whole = {said for said in words if not any(said != other and said in other for other in words)}
    return tuple(dict.fromkeys(official for said, official in pairs if said in whole))


def _own() -> list[dict[str, list[str]]]:
    found: list[dict[str, list[str]]] = json.loads((files("yimen") / "data" / "synonyms.json").read_text("utf-8"))
    return found


def _pairs(groups: Sequence[Mapping[str, Any]]) -> set[tuple[str, str]]:
    pairs = set()
    for number, group in enumerate(groups, 1):
        whole = isinstance(group, Mapping) and set(group) == {"said", "official"}
        if not whole or not all(isinstance(each, list) and each for each in group.values()):
            raise SynonymsRefused(f"第 {number} 组应写明 said（常用说法）和 official（规范说法），各至少一个。请改正。")
        for said in group["said"]:
            for official in group["official"]:
                pairs.add(_pair(said, official))
    return pairs


def _pair(said: Any, official: Any) -> tuple[str, str]:
    words = plain(str(said)), plain(str(official))
    if not (0 < len(words[0]) <= _SAID and 0 < len(words[1]) <= _OFFICIAL):
        limits = f"常用说法 1 至 {_SAID} 个字，规范说法 1 至 {_OFFICIAL} 个字"
        raise SynonymsRefused(f"“{str(said)[:20]}”→“{str(official)[:20]}”不对：{limits}，标点不算。请改正。")
    return words
