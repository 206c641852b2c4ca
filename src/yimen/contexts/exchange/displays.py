"""Compares what halls show with what is in force (线上线下一致): terminals and boards report it by version."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yimen.contexts.catalogue.api import versions_in_force
from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act, record
from yimen.kernel.clock import local_date
from yimen.kernel.codes import region_prefix

from .models import DisplayRow

_MOST = 5_000  # items of one place


class DisplayRefused(ValueError):
    """Says what is wrong with a report; nothing was kept (HTTP 422)."""


@dataclass(frozen=True, slots=True)
class Other:
    """An item that is shown in another version than the one in force; ``wanted``: "" where it is in force no more."""

    code: str
    shown: str
    wanted: str


@dataclass(frozen=True, slots=True)
class Display:
    """A place in a hall, when it last reported, how many items it shows rightly, and which it does not."""

    place: str
    region: str
    reported_at: datetime
    same: int
    others: tuple[Other, ...]

    @property
    def share(self) -> float | None:
        """Returns the share of items that are shown as they are in force; None where nothing is shown."""
        total = self.same + len(self.others)
        return self.same / total if total else None


def report_display(*, act: Act, reader: Reader, place: str, shown: Mapping[str, str]) -> Display:
    """Notes what a place shows now (code → version id) and returns what it should show instead.

    Raises PermissionError for a reader without a post, DisplayRefused.
    """
    if not reader.posts:
        raise PermissionError("报告大厅显示的内容，须由持有岗位的对接系统办理。请联系本地系统管理员登记岗位。")
    name = " ".join(place.split())
    if not name or len(name) > 60 or not name.isprintable() or len(shown) > _MOST:
        raise DisplayRefused(f"应写明显示处（不超过 60 字），一处最多 {_MOST} 项。请改正后重报。")
    region = reader.posts[0].region
    with transaction.atomic():
        row, _ = DisplayRow.objects.update_or_create(
            account=str(reader.account),
            place=name,
            defaults={"region": region, "shown": dict(shown), "reported_at": act.now},
            create_defaults={
                "id": act.mint.id(),
                "region": region,
                "shown": dict(shown),
                "reported_at": act.now,
            },
        )
        found = _compared([row], local_date(act.now))[0]
        facts = {"place": name, "same": found.same, "different": len(found.others)}
        record(act=act, verb="exchange.display", subject=row.id, region=region, facts=facts)
    return found


def displays(*, region: str, on: date) -> tuple[Display, ...]:
    """Returns the places of a region that have reported, compared with what is in force on a day, the worst first."""
    rows = DisplayRow.objects.filter(region__startswith=region_prefix(region)).order_by("place", "id")
    return tuple(sorted(_compared(rows, on), key=lambda one: (-len(one.others), one.place)))


def _compared(rows: Iterable[DisplayRow], on: date) -> list[Display]:
    listed = list(rows)
    wanted = versions_in_force(codes={code for row in listed for code in row.shown}, on=on)
    found = []
    for row in listed:
        others = tuple(
            Other(code, version, str(wanted.get(code, "")))
            for code, version in sorted(row.shown.items())
            if str(wanted.get(code, "")) != version
        )
        found.append(Display(row.place, row.region, row.reported_at, len(row.shown) - len(others), others))
    return found
