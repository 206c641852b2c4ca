"""What drafts that nobody has published yet say that their items need: circles are told while they can be undone."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models.functions import Substr

from . import prerequisites
from .drafts import ENDING, Draft, Finding
from .fields import LABELS
from .models import DraftRow

_BASE = 20  # the sign of an item's code with which its base code begins, from 1
_ANOTHER = "另一单位正在编写的草稿"
_REVIEWED, _WRITTEN = ("submitted",), ("submitted", "draft", "returned")


@dataclass(frozen=True, slots=True)
class _Drafted:
    """What a draft says that its item needs; ``base``: the item's base code."""

    id: UUID
    base: str
    name: str
    state: str
    unit: str
    needs: frozenset[str]


class PrerequisiteGraph:
    """What items need, by what is published and by drafts: asked once for each, however many drafts are looked at.

    ``together``: drafts that are sent for review together, so that each counts for the others as one under review.
    It holds what stood when it was first asked: use it for one look, not for the next.
    """

    def __init__(self, together: Collection[UUID] = ()) -> None:
        self._together = frozenset(together)
        self._published: dict[str, set[str]] = {}
        self._drafted: dict[str, list[_Drafted]] = {}

    def published(self, codes: Collection[str]) -> dict[str, set[str]]:
        """Returns what each of some items needs by what is published, by their base codes."""
        fresh = set(codes) - self._published.keys()
        found = prerequisites.needs_of(fresh) if fresh else {}
        self._published |= {code: found.get(code, set()) for code in fresh}
        return {code: self._published[code] for code in codes}

    def drafted(self, codes: Collection[str]) -> Iterator[_Drafted]:
        """Yields the drafts of some items that are written or reviewed, and say that these need something."""
        fresh = set(codes) - self._drafted.keys()
        self._drafted |= {code: [] for code in fresh}
        for one in _drafted(fresh, _WRITTEN, self._together) if fresh else ():
            self._drafted[one.base].append(one)
        return (one for code in sorted(codes) for one in self._drafted[code])


def circular(draft: Draft, values: Mapping[str, Any], graph: PrerequisiteGraph) -> Iterator[Finding]:
    """Yields a finding where an item would be a prerequisite of its own prerequisites (互为前置).

    By what is published, or by drafts that are under review; by drafts that are still written it is told, and stops
    nothing: they may yet change. ``values``: what could be read of the draft.
    """
    needed = {code for code in values.get("prerequisites", ()) if code.isascii() and code.isalnum()}
    if "code" not in values or not needed:
        return
    own = values["code"][19:]
    for states in ((), _REVIEWED, _WRITTEN):
        beside = _Beside(draft, states, {own: needed}, graph)
        path = prerequisites.circle(starts=[own], needs=beside.needs)
        if path:
            called = {**prerequisites.base_names(codes=path), **beside.names, **beside.unnamed}
            called |= {own: str(values["name"])} if values.get("name") else {}
            words = prerequisites.circle_in_words(path, called) + beside.told(path, called)
            yield Finding("prerequisites", LABELS["prerequisites"], words, must=states is not _WRITTEN)
            return


def reviewed(codes: Collection[str]) -> dict[str, tuple[str, set[str]]]:
    """Returns the names of items and what they need by drafts that are under review, by their base codes."""
    found: dict[str, tuple[str, set[str]]] = {}
    for one in _drafted(codes, _REVIEWED):
        known, before = found.get(one.base, ("", set()))
        found[one.base] = (known or one.name, before | one.needs)
    return found


class _Beside:
    """What items need: by what is published, by drafts in some states other than one, and by that one."""

    def __init__(
        self, draft: Draft, states: Collection[str], own: Mapping[str, set[str]], graph: PrerequisiteGraph
    ) -> None:
        self._draft, self._states, self._own, self._graph = draft, states, own, graph
        self.names: dict[str, str] = {}
        self._state: dict[str, str] = {}
        self._others: set[str] = set()  # what other units write, which is theirs alone to read

    def needs(self, codes: Collection[str]) -> dict[str, set[str]]:
        """Returns what each of some items needs, by their base codes."""
        found = self._graph.published(codes)
        for one in self._graph.drafted(codes) if self._states else ():
            if one.state not in self._states or one.id == self._draft.id:
                continue
            found[one.base] = found[one.base] | one.needs
            if one.state in _REVIEWED or one.unit == self._draft.unit:
                self.names |= {one.base: one.name} if one.name else {}
                self._state[one.base] = one.state
            else:
                self._others.add(one.base)
        return {**found, **{code: needs for code, needs in self._own.items() if code in codes}}

    @property
    def unnamed(self) -> dict[str, str]:
        """Returns by base code what stands in place of the names of drafts that the draft's own unit may not read."""
        return dict.fromkeys(self._others - self._state.keys() - self._own.keys(), _ANOTHER)

    def told(self, path: Collection[str], called: Mapping[str, str]) -> str:
        """Returns which items of a circle are drafts, and how they stand; "" where none is."""
        drafted = [base for base in dict.fromkeys(path) if base in self._state and base not in self._own]
        words = {base: "正在审核" if self._state[base] in _REVIEWED else "还没有送审" for base in drafted}
        said = "，".join(f"“{called.get(base, base)}”是{words[base]}的草稿" for base in drafted)
        return f"其中{said}。" if said else ""


def _drafted(codes: Collection[str], states: Collection[str], together: Collection[UUID] = ()) -> Iterator[_Drafted]:
    """Yields what drafts in some states say that items need; those ``together`` as if they were under review."""
    rows = DraftRow.objects.filter(state__in=states, base=False).exclude(kind__in=ENDING)
    coded = rows.annotate(item=Substr("code", _BASE)).order_by("created_at", "id")
    for some in prerequisites.in_parts(codes):
        found = coded.filter(item__in=some).values_list("id", "item", "name", "state", "unit", "content")
        for key, base, name, state, unit, content in found:
            given = json.loads(content).get("prerequisites")
            listed = given if isinstance(given, list) else []
            needs = {code for code in listed if isinstance(code, str) and code.isascii() and code.isalnum()}
            if needs:
                standing = _REVIEWED[0] if key in together else state
                yield _Drafted(key, base, name, standing, unit, frozenset(needs))
