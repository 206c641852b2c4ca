"""Which fields, units and steps are key (重点): data with a reason and dates in force, set by who oversees a place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from yimen.contexts.identity.api import NoSuchUnit, Post, Reader
from yimen.contexts.identity.api import unit as unit_of
from yimen.contexts.journal.api import Act, record
from yimen.contexts.procedures.api import NoSuchProcedure, in_force
from yimen.kernel.clock import local_date
from yimen.kernel.clock import said as day_said
from yimen.kernel.codes import parse_region, region_prefix

from .models import KeyPlaceRow, KeyRow

KEY_SORTS = {"field": "重点领域", "unit": "重点单位", "step": "重点环节"}


class KeyRefused(ValueError):
    """Says why a key was not set; ``field``: the code of the field, '' for the whole form."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Key:
    """What is key in a region, from a day to a day. ``target``: a procedure, a unit, or a procedure's step."""

    id: UUID
    sort: str
    target: str
    name: str
    reason: str
    document: str
    region: str
    valid_from: date
    valid_to: date | None
    post: str

    @property
    def label(self) -> str:
        """Returns what it is called on a finding."""
        return f"{KEY_SORTS[self.sort]}：{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKey:
    """What is to be key. ``target``: a procedure's key; a unit's code; "procedure/node" for a step."""

    sort: str
    target: str
    reason: str
    document: str
    valid_from: date
    valid_to: date | None = None


def set_key(*, act: Act, reader: Reader, region: str, key: NewKey) -> Key:
    """Sets something key in a region that the reader oversees, and returns it; raises KeyRefused, PermissionError."""
    post = _post(reader, region)
    today = local_date(act.now)
    name = _name(key, post.region, today)
    reason, document = _line(key.reason, "理由", "reason", 200), _line(key.document, "依据的文件", "document", 120)
    if key.valid_from < today:
        raise KeyRefused("“从哪天起”不能早于今天：已经发生的不重新判断。请改正。", "valid_from")
    if key.valid_to is not None and key.valid_to < key.valid_from:
        raise KeyRefused("“到哪天止”早于“从哪天起”。请改正。", "valid_to")
    with transaction.atomic():
        KeyPlaceRow.objects.get_or_create(region=post.region)
        KeyPlaceRow.objects.select_for_update().get(region=post.region)  # two at once must see each other
        _check_once(key, post.region, name)
        row = KeyRow(
            id=act.mint.id(),
            sort=key.sort,
            target=key.target,
            name=name,
            reason=reason,
            document=document,
            region=post.region,
            valid_from=key.valid_from,
            valid_to=key.valid_to,
            post=post.label,
            set_at=act.now,
        )
        row.save(force_insert=True)
        facts = {"key": f"{KEY_SORTS[key.sort]}：{name}", "valid_from": key.valid_from.isoformat(), "reason": reason}
        record(act=act, verb="supervision.set_key", subject=row.id, region=row.region, basis=document, facts=facts)
    return _key(row)


def _check_once(key: NewKey, region: str, name: str) -> None:
    """Raises KeyRefused where the same is key in a region on any of the days."""
    same = KeyRow.objects.filter(sort=key.sort, target=key.target, region=region)
    lasting = Q(valid_to__gte=key.valid_from) & Q(valid_to__gte=F("valid_from"))  # not ended before it began
    same = same.filter(Q(valid_to__isnull=True) | lasting)
    other = (same if key.valid_to is None else same.filter(valid_from__lte=key.valid_to)).order_by("valid_from").first()
    if other is not None:
        when = f"从{day_said(other.valid_from)}" + (f"到{day_said(other.valid_to)}" if other.valid_to else "起")
        raise KeyRefused(f"“{name}”{when}已经是{KEY_SORTS[key.sort]}。需要改动的，先停用再设。", "target")


def end_key(*, act: Act, reader: Reader, id: UUID, reason: str) -> None:  # noqa: A002 - the plain word
    """Ends a key today; findings that it marked keep their mark. Raises KeyRefused, PermissionError."""
    with transaction.atomic():
        today = local_date(act.now)
        row = KeyRow.objects.select_for_update().filter(id=id).first()
        if row is None or (row.valid_to is not None and row.valid_to < today):
            raise KeyRefused("没有这一项，或者已经停用。请刷新列表。")
        _post(reader, row.region)
        said = _line(reason, "停用的理由", "reason", 200)
        row.valid_to = today
        row.save(update_fields=["valid_to"])
        facts = {"key": f"{KEY_SORTS[row.sort]}：{row.name}", "last_day": today.isoformat(), "reason": said}
        record(act=act, verb="supervision.end_key", subject=row.id, region=row.region, facts=facts)


def keys(*, reader: Reader, region: str = "") -> tuple[Key, ...]:
    """Returns what is or was key in the regions that the reader oversees, the newest first."""
    seen = Q(pk__in=[])
    for post in reader.posts:
        if post.role in {"supervisor", "leader", "audit"} and region in ("", post.region):
            seen |= Q(region__startswith=region_prefix(post.region))
    return tuple(_key(row) for row in KeyRow.objects.filter(seen).order_by("-set_at", "id")[:200])


def marks(*, region: str, on: date, unit: str, procedure: str, nodes: Iterable[str]) -> tuple[str, ...]:
    """Returns why something that happens in a region on a day is key: by its field, its unit, one of its steps."""
    places = list[str]()
    place = parse_region(region) if region else None
    while place is not None:
        places.append(place.value)
        place = place.parent
    found = Q(sort="unit", target=unit)
    if procedure:
        found |= Q(sort="field", target=procedure)
        found |= Q(sort="step", target__in=[f"{procedure}/{node}" for node in nodes])
    rows = KeyRow.objects.filter(found, region__in=places, valid_from__lte=on)
    rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on)).order_by("sort", "id")
    return tuple(_key(row).label for row in rows)


def _post(reader: Reader, region: str) -> Post:
    post = next((one for one in reader.posts if one.role == "supervisor" and one.region == region), None)
    if post is None:
        raise PermissionError("重点由本地区的电子监察岗设定。您没有这个岗位。")
    return post


def _name(key: NewKey, region: str, on: date) -> str:
    """Returns what a target is called; raises KeyRefused where there is none."""
    if key.sort not in KEY_SORTS:
        raise KeyRefused("请选择是重点领域、重点单位还是重点环节。", "sort")
    try:
        if key.sort == "unit":
            found = unit_of(code=key.target)
            if found.region.startswith(region_prefix(region)):
                return found.name
        else:
            procedure, _, node = key.target.partition("/")
            version = in_force(key=procedure, on=on)
            if key.sort == "field" and not node:
                return version.name
            step = version.procedure.nodes.get(node)
            if key.sort == "step" and step is not None and step.role:
                return f"{version.name}“{step.name}”"
    except (NoSuchUnit, NoSuchProcedure):
        pass
    raise KeyRefused(f"请从列表里选择{KEY_SORTS[key.sort]}；单位应在本地区。", "target")


def _line(text: str, name: str, field: str, most: int) -> str:
    line = " ".join(text.split())
    if not line or not line.isprintable() or len(line) > most:
        raise KeyRefused(f"“{name}”应写明，不超过 {most} 字。请补充。", field)
    return line


def _key(row: KeyRow) -> Key:
    return Key(**{name: getattr(row, name) for name in Key.__slots__})
