"""The service rules (服务规则) that a unit keeps: in versions with a first day, shown to anyone."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from yimen.contexts.identity.api import Reader, Unit, units
from yimen.contexts.journal.api import Act, record
from yimen.kernel.clock import local_date

from .models import ServiceRulesRow
from .rounds import NotYourRound, RoundRefused, check_nobody

_TEXT, _DOCUMENT = 10_000, 120  # characters


@dataclass(frozen=True, slots=True)
class ServiceRules:
    """One version of a unit's service rules; ``text`` in lines."""

    id: UUID
    unit: str
    number: int
    text: str
    document: str
    valid_from: date
    post: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewServiceRules:
    """What a version of service rules is published with."""

    unit: str
    text: str
    document: str
    valid_from: date


def publish_service_rules(*, act: Act, reader: Reader, new: NewServiceRules) -> ServiceRules:
    """Publishes a unit's service rules as its next version and returns it; by the unit's own writers.

    It begins today at the earliest, and not before the version that it follows. Raises NotYourRound, RoundRefused.
    """
    post = next((one for one in reader.posts if (one.role, one.unit) == ("editor", new.unit)), None)
    if post is None:
        raise NotYourRound("服务规则由本单位的事项编制岗公布。您没有这个岗位。")
    lines = [" ".join(line.split()) for line in new.text.splitlines()]
    text, document = "\n".join(line for line in lines if line), " ".join(new.document.split())
    if not text or len(text) > _TEXT or not all(line.isprintable() for line in lines):
        raise RoundRefused(f"“服务规则”应写明，不超过 {_TEXT} 字，不含控制字符。请改正。")
    if not document or len(document) > _DOCUMENT or not document.isprintable():
        raise RoundRefused(f"“依据文件”应写明，不超过 {_DOCUMENT} 字。请补充。")
    check_nobody(text, "服务规则")
    check_nobody(document, "依据文件")
    try:
        with transaction.atomic():
            newest = ServiceRulesRow.objects.select_for_update().filter(unit=new.unit).order_by("-number").first()
            first = max(local_date(act.now), newest.valid_from) if newest else local_date(act.now)
            if new.valid_from < first:
                raise RoundRefused(f"“生效日期”最早是 {first}。请改正。")
            row = ServiceRulesRow(
                id=act.mint.id(),
                unit_id=new.unit,
                number=newest.number + 1 if newest else 1,
                text=text,
                document=document,
                valid_from=new.valid_from,
                post=post.label,
                published_at=act.now,
            )
            row.save(force_insert=True)
            facts = {"unit": new.unit, "number": row.number, "valid_from": row.valid_from.isoformat()}
            record(
                act=act,
                verb="revisions.publish_rules",
                subject=row.id,
                region=post.region,
                basis=document,
                facts=facts,
            )
    except IntegrityError:
        raise RoundRefused("刚有人公布了本单位新的服务规则。请查看那一版，再决定是否公布。") from None
    return _rules(row)


def service_rules(*, unit: str) -> tuple[ServiceRules, ...]:
    """Returns every version of a unit's service rules, newest first. They are public."""
    rows = ServiceRulesRow.objects.filter(unit=unit).order_by("-number") if unit.isalnum() else ()
    return tuple(_rules(row) for row in rows)


def units_with_rules(*, region: str) -> tuple[tuple[Unit, bool], ...]:
    """Returns the units of a region and all within it, each with whether it has published service rules."""
    found = units(region=region)
    have = set(ServiceRulesRow.objects.filter(unit__in=[one.code for one in found]).values_list("unit", flat=True))
    return tuple((one, one.code in have) for one in found)


def _rules(row: ServiceRulesRow) -> ServiceRules:
    values = {name: getattr(row, name) for name in ServiceRules.__slots__ if name != "unit"}
    return ServiceRules(**values, unit=row.unit_id)
