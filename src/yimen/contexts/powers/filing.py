"""Opens a case: a clue of an act becomes a matter, which the body then files (立案) or does not."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from yimen.contexts.identity.api import Reader, seal_text
from yimen.contexts.identity.api import unit as unit_of
from yimen.contexts.journal.api import Act
from yimen.contexts.matters.api import WITHHELD, Clock, Matter, Opening, open_matter
from yimen.contexts.procedures.api import NoSuchProcedure, Version, in_force
from yimen.kernel.clock import Ledger, Limit, Unit, local_date
from yimen.kernel.procedure import limit_parts, start

from .bringing import check_day, party_of
from .caselaw import KIND, PROCEDURE, SOURCES
from .deciding import may_apply
from .errors import NotYourPower, PowerMoved, PowerRefused
from .models import BaselineRow, CaseRow, PenaltyRow
from .repeating import occasion_of
from .saying import said


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """A clue of an act. ``baseline``: of the act that it may be; ``source``: one of SOURCES; the rest as a Decision."""

    baseline: UUID
    source: str
    party: str
    name: str
    happened_on: date
    found: str


def open_penalty_case(*, act: Act, reader: Reader, unit: str, filing: Filing) -> Matter:
    """Opens a case of a unit at its first step and returns its matter, for an examiner of the unit.

    Raises NotYourPower; PowerRefused by field, also where the same act of the party is a case already (行政处罚法 29).
    """
    if not reader.holds("examiner", unit):
        raise NotYourPower("案件线索由本单位的审查岗登记。您在这个单位没有此岗位，请由有此岗位的人办理。")
    today = local_date(act.now)
    row = BaselineRow.objects.filter(id=filing.baseline, state="approved").first()
    if row is None or not may_apply(row, unit):
        raise PowerRefused("没有找到本单位适用的这份裁量基准。请从列表选择。", "baseline")
    if filing.source not in SOURCES:
        raise PowerRefused("线索来源应从列出的各项中选择。请重新选择。", "source")
    check_day(filing.happened_on, today)
    party, found = party_of(filing.party), said(filing.found, "违法事实", "found", 200)
    occasion = occasion_of(party, filing.happened_on, found)
    version, id_ = _procedure(today), act.mint.id()
    name = said(filing.name, "当事人名称", "name", 120)
    try:
        with transaction.atomic():
            _once(occasion)
            opened = open_matter(act=act, opening=_opening(id_, row, unit, version, today))
            CaseRow(
                matter_id=opened.id,
                unit_id=unit,
                region=opened.region,
                baseline=row,
                source=filing.source,
                party=party,
                occasion=occasion,
                happened_on=filing.happened_on,
                name=seal_text(name, purpose="name"),
                identifier=seal_text(filing.party.strip().upper(), purpose="identifier"),
                found=seal_text(found, purpose="reasons"),
            ).save(force_insert=True)
    except IntegrityError as error:
        raise PowerMoved("刚有单位对同一个违法行为立了案，没有重复登记。请刷新后核对。", "found") from error
    return opened


def title_of(act: str) -> str:
    """Returns what the cases under a baseline are called, by the act that it is of."""
    return f"行政处罚：{act}"[:200]


def _opening(id_: UUID, row: BaselineRow, unit: str, version: Version, today: date) -> Opening:
    return Opening(
        id=id_,
        kind=KIND,
        title=title_of(row.name),
        region=unit_of(code=unit).region,
        unit=unit,
        centre=unit,
        owner="",
        procedure=version,
        clock=Clock(name="立案", ledger=Ledger(_filing(version), today)),
        basis="《行政处罚法》第五十四条第二款",
        facts={"baseline": str(row.id)},
        data=_BEGINNING,
    )


_BEGINNING = {"legality": "no", "grave": "no", "heard": "no", WITHHELD: "yes"}  # until it is published (公示)


def _filing(version: Version) -> Limit:
    """Returns the limit of the first step as the procedure states it: the law says 及时 and no number of days.

    Raises PowerRefused where the procedure states none: nobody invents one.
    """
    procedure = version.procedure
    limits = [procedure.nodes[one.node].limit for one in start(procedure, _BEGINNING).opened]
    if not limits or not limits[0]:
        raise PowerRefused(f"“{version.name}”的第一步没有写时限，不能立案。请流程编制岗补上时限并发布后再登记。")
    days, unit = limit_parts(limits[0])
    return Limit(length=days, unit=Unit(unit), name_zh="立案", law=version.name, article="立案步骤的时限")


def _procedure(on: date) -> Version:
    try:
        return in_force(key=PROCEDURE, on=on)
    except NoSuchProcedure as error:
        raise PowerRefused("还没有发布行政处罚的流程，不能立案。请流程编制岗先发布。") from error


def _once(occasion: str) -> None:
    """Raises PowerRefused where the act is a case under way, or was fined."""
    case = CaseRow.objects.filter(occasion=occasion, open=True).select_related("unit").first()
    if case is not None:
        raise PowerRefused(
            f"{case.unit.name}对同一个违法行为已有在办案件，不要重复立案。请核对，或与该单位协商。", "found"
        )
    fined = PenaltyRow.objects.filter(occasion=occasion, fine=True).select_related("unit").first()
    if fined is not None:
        words = f"对同一个违法行为，{fined.unit.name}已作出“{fined.number}”罚款（行政处罚法第二十九条）"
        raise PowerRefused(f"{words}。应当给予其他处罚的，请与该单位协商办理。", "found")
