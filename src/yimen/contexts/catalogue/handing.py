"""Takes many items that are handed in at once: what is wrong with each, what it would change, the draft it becomes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import islice
from typing import Any

from django.db import transaction

from yimen import swift
from yimen.contexts.identity.api import NoSuchUnit, Reader
from yimen.contexts.identity.api import unit as unit_of
from yimen.contexts.journal.api import Act, record
from yimen.kernel.clock import local_date

from . import binding, quality
from .awaiting import reviewed
from .changes import MOST_DOCUMENT, MOST_REASON, PROPOSED
from .checks import persons
from .comparing import Line, differing, parted, shown, told
from .content import read_values
from .drafts import DONE, DraftRefused
from .fields import KEYS, LABELS, Fault
from .inheriting import INHERITED, Base, base_code_of, bases_of, governing, overriding, whole
from .lawful import beyond_law
from .models import DraftRow, VersionRow
from .placing import misfits
from .plain import with_phones
from .posts import WRITING
from .prerequisites import circles_of
from .reviving import formers
from .saving import Proposal, line, put

ADDED, CHANGED, SAME = "新增", "变更", "不变"
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Handed:
    """One item as it was handed in: what it would do (新增, 变更, 不变), the keys of the fields it changes, its faults.

    ``faults``: the key of the field ("" the whole) and what is wrong; where one of its rows is, behind the key the row,
    from 1, and its column: ``variants.2.promised``. ``content``: the item without what its base says. ``former``: what
    stood under its code before and ended, "" where nothing did.
    """

    code: str
    name: str
    kind: str
    changed: tuple[str, ...]
    faults: tuple[tuple[str, str], ...]
    content: Mapping[str, Any]
    former: str = ""


def hand_in(*, reader: Reader, items: Sequence[Mapping[str, Any]], on: date) -> Iterator[Handed]:
    """Yields what each item would do on a day, every fault of it named; nothing is changed.

    An item must be of a unit that the reader writes for, and no draft of it may be under way. Of one that is another
    unit's throughout nothing else is told: it is to be left out, whatever it says.
    """
    own = frozenset(post.unit for post in reader.posts if post.role == WRITING)
    fitting = _Fitting(on, items)
    circles = circles_of(items=items, beside=reviewed)
    left = iter(items)
    while some := list(islice(left, _BATCH)):
        for one in _handed(some, own, fitting, on):
            said = circles.get(base_code_of({"code": one.code}), "") if one.content.get("unit") in own else ""
            more = (("prerequisites", f"“{LABELS['prerequisites']}”{said}"),) if said else ()
            yield replace(one, faults=(*one.faults, *more))


def _again(reader: Reader, items: Sequence[Mapping[str, Any]], on: date) -> Iterator[Handed]:
    """Yields what each item would do now. What is new is not examined again: a draft is, before its review."""
    own = frozenset(post.unit for post in reader.posts if post.role == WRITING)
    left = iter(items)
    while some := list(islice(left, _BATCH)):
        yield from _handed(some, own, None, on)


def draft_items(*, act: Act, reader: Reader, items: Sequence[Mapping[str, Any]], proposal: Proposal) -> int:
    """Makes drafts of the items that change something, all or none, and returns how many there are.

    ``proposal``: what each of them says of itself: from which day, why, by which document. Each draft has its entry in
    the journal, as one begun by hand has. Whoever hands items in has looked at them by ``hand_in``; here only what may
    have changed since is asked again. Raises DraftRefused where an item is another unit's or has a draft already,
    or where the reason or document is too long or names a person.
    """
    reason = line(proposal.reason, PROPOSED["reason"], MOST_REASON, needed=False)
    document = line(proposal.document, PROPOSED["document"], MOST_DOCUMENT, needed=False)
    on, count = local_date(act.now), 0
    posts = {post.unit: post for post in reader.posts if post.role == WRITING}
    region = cache(lambda code: unit_of(code=code).region)
    phones = cache(lambda code: with_phones({}, code))
    with transaction.atomic():
        for some in _batches(list(_again(reader, items, on))):
            rows = []
            versions = _versions(one.code for one in some)
            for one in some:
                if one.faults:
                    raise DraftRefused(f"事项“{one.name or one.code}”有误：{one.faults[0][1]}没有导入任何事项。")
                if one.kind == SAME:
                    continue
                row = _row(act, one, posts[one.content["unit"]].label, region(one.content["unit"]))
                row.based_on, row.first_day = versions.get(one.code), proposal.first_day
                row.reason, row.document = reason, document
                put(row, {**phones(one.content["unit"]), **one.content})
                rows.append(row)
            swift.insert_all(rows)
            for row in rows:
                facts = {"kind": row.kind, "code": row.code, "name": row.name, "post": row.post, "by": "导入"}
                record(act=act, verb="catalogue.start", subject=row.id, region=row.region, facts=facts)
            count += len(rows)
    return count


def changes_in_words(*, item: Handed, on: date) -> tuple[Line, ...]:
    """Returns what an item that was handed in changes, field by field, before and after in words."""
    version = _versions([item.code]).get(item.code)
    bases = bases_of([item.code[-12:]]).get(item.code[-12:], ())
    old = parted(shown(version, bases, on)) if version else {}
    new = parted(whole(item.content, bases, on))
    lines = {one.field: replace(one, weighs=False) for one in differing(old, new)}
    if version is None:
        return tuple(lines[key] for key in LABELS if key in lines)
    return tuple(lines.get(key) or _finely(key, new.get(key)) for key in item.changed)


def _finely(key: str, value: Any) -> Line:
    """Returns a field whose words stay what they were though something finer changes."""
    said = told(key, value, {})
    return Line(key, LABELS[key], said, f"{said}\n（文字相同，类型、分组等细节有改动）", weighs=False)


def _row(act: Act, one: Handed, post: str, region: str) -> DraftRow:
    return DraftRow(
        id=act.mint.id(),
        kind=one.kind,
        unit_id=one.content["unit"],
        region=region,
        editors=[act.actor.id],
        post=post,
        created_at=act.now,
        changed_at=act.now,
    )


def _batches(handed: list[Handed]) -> Iterator[list[Handed]]:
    for first in range(0, len(handed), _BATCH):
        yield handed[first : first + _BATCH]


def _handed(
    some: list[Mapping[str, Any]], own: frozenset[str], fitting: "_Fitting | None", on: date
) -> Iterator[Handed]:
    codes = [str(item.get("code", "")) for item in some]
    versions = _versions(codes)
    bases = bases_of({base_code_of(item) for item in some})
    called = binding.called({base_code_of(item) for item in some} - bases.keys()) if fitting else {}
    going = set(DraftRow.objects.filter(code__in=codes).exclude(state__in=DONE).values_list("code", flat=True))
    before = formers(
        codes={code for code in codes if _code(code)} - versions.keys(), day=date.max
    )  # its day is not known yet
    for item, code in zip(some, codes, strict=True):
        known = bases.get(base_code_of(item), ())
        base, version = governing(item, known, on), versions.get(code)
        values, found = _examined(item, known, fitting, on) if fitting or version else (item, [])
        others = tuple(_others(item, own))
        told_ = [*((_key(fault), f"“{fault.field}”{fault.reason}") for fault in found), *others]
        changed = _changed(version, known, values, on) if version and not told_ else ()
        if fitting and (changed or told_ or not version):  # what changes nothing is no draft, and passes as it stands
            more = (*fitting.refused(values), *(binding.another(values, called, fitting.named) if base is None else ()))
            told_ += [(_key(fault), f"“{fault.field}”{fault.reason}") for fault in more]
        kind = ADDED if version is None else CHANGED if changed else SAME
        if code in going and (told_ or kind != SAME):  # what changes nothing is no draft, and is in nobody's way
            words = f"{code} 已有一份草稿。请先办完或作废那一份，再导入。"
            told_.append(("code", f"“{LABELS['code']}”{words}"))
        former = before.get(code)
        if former is not None and former.bars:
            told_.append(("code", f"“{LABELS['code']}”{former.words}"))
        name = str(values.get("name") or (base.name if base else ""))
        faults = others if others and code.startswith(str(item["unit"])) else tuple(dict.fromkeys(told_))
        yield Handed(code, name, kind, changed, faults, _own(item, base), former.words if former else "")


def _examined(
    item: Mapping[str, Any], bases: Sequence[Base], fitting: "_Fitting | None", on: date
) -> tuple[Mapping[str, Any], list[Fault]]:
    """Returns what could be read of an item, with every fault of it."""
    base = governing(item, bases, on)
    values, faults = read_values(whole(item, bases, on))
    stated = [overriding(item, base, field) for field in INHERITED] if base else []
    return values, [*filter(None, stated), *faults, *persons(item), *(fitting.faults(values) if fitting else ())]


def _key(fault: Fault) -> str:
    """Returns where a fault stands: its field, its row and column in it."""
    key = KEYS.get(fault.field, "")
    return f"{key}.{fault.row}.{fault.column}" if fault.row else key


def _own(item: Mapping[str, Any], base: Base | None) -> dict[str, Any]:
    return {key: value for key, value in item.items() if base is None or key not in INHERITED}


def _others(item: Mapping[str, Any], own: frozenset[str]) -> Iterator[tuple[str, str]]:
    unit = item.get("unit")
    if isinstance(unit, str) and unit and unit not in own:  # one that is missing is told as that
        words = "不是您编写事项的单位。只能导入本单位的事项，请删去这一项。"
        yield "unit", f"“{LABELS['unit']}”{unit[:18]}，{words}"


def _versions(codes: Iterable[str]) -> dict[str, VersionRow]:
    wanted = [code for code in codes if _code(code)]
    return {row.code: row for row in VersionRow.objects.filter(code__in=wanted, valid_to=None)}


def _code(text: str) -> bool:
    return text.isascii() and text.isalnum()


def _changed(version: VersionRow, bases: Sequence[Base], values: Mapping[str, Any], on: date) -> tuple[str, ...]:
    """Returns the keys of the fields that differ, as they are read: how they were written is no difference."""
    old, _ = read_values(shown(version, bases, on))
    phones = with_phones({}, version.unit_id)  # which its guide shows where it states none: no change
    values = {**values, **{key: phone for key, phone in phones.items() if not values.get(key)}}
    keys = [key for key in LABELS if key in values and old.get(key) != values[key]]
    if "form" in keys and old.get("form"):
        before, after = old["form"], values["form"]
        if before.materials != after.materials:
            keys.append("materials")
        if before.sections == after.sections and (before.code, before.title) == (after.code, after.title):
            keys.remove("form")
    return tuple(keys)


class _Fitting:
    """Tells what binds items whichever way they are written; asked once for what many of them have in common."""

    def __init__(self, on: date, items: Iterable[Mapping[str, Any]]) -> None:
        self._on, self.named = on, binding.named(items)
        self._known: dict[object, tuple[Fault, ...]] = {}
        self._owned: dict[tuple[str, str], tuple[Fault, ...]] = {}
        self._kept: dict[object, tuple[Fault, ...]] = {}
        self._phones: dict[str, Mapping[str, Any]] = {}

    def faults(self, values: Mapping[str, Any]) -> tuple[Fault, ...]:
        """Returns every such fault of an item."""
        return (*self._fits(values), *self._owns(values), *binding.longer(values), *self._keeps(values))

    def refused(self, values: Mapping[str, Any]) -> tuple[Fault, ...]:
        """Returns what keeps an item from review, with the phones of its unit where it states none: so its draft is."""
        unit = str(values.get("unit", ""))
        if unit not in self._phones:
            try:
                self._phones[unit] = with_phones({}, unit)
            except NoSuchUnit:
                self._phones[unit] = {}
        filled = {key: phone for key, phone in self._phones[unit].items() if key in values and not values[key]}
        return tuple(quality.refused({**values, **filled}, self._on))

    def _fits(self, values: Mapping[str, Any]) -> tuple[Fault, ...]:
        statutory = values.get("statutory")
        joint = tuple(one.unit for one in values.get("joint", ()))
        names = ("unit", "centre", "region", "handling", "silence", "instant", "special")
        of_item = (values.get("code", "")[:19], joint, statutory, values.get("samples", ()))
        key = (*of_item, *(values.get(name) for name in names))
        if key not in self._known:
            self._known[key] = (*misfits(values, self._on), *beyond_law(values, self._on))
        return self._known[key]

    def _owns(self, values: Mapping[str, Any]) -> tuple[Fault, ...]:
        """Returns what is wrong with the base code; a unit that nobody knows is told as that."""
        key = (str(values.get("unit", "")), str(values.get("code", ""))[19:])
        if key not in self._owned:
            try:
                self._owned[key] = tuple(binding.own_base(values, key[0])) if all(key) else ()
            except NoSuchUnit:
                self._owned[key] = ()
        return self._owned[key]

    def _keeps(self, values: Mapping[str, Any]) -> tuple[Fault, ...]:
        names = ("procedure_key", "promised", "instant", "form", "variants")
        key = ("code" in values, "name" in values, *(values.get(name) for name in names))
        if key not in self._kept:
            self._kept[key] = tuple(binding.unkept(values, self._on))
        return self._kept[key]
