"""Investment projects (投资项目): the container of many cases across departments, in four stages, with one timeline."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from yimen.contexts.catalogue.api import Guide
from yimen.contexts.identity.api import Reader, owner_key, person
from yimen.contexts.journal.api import Act, record
from yimen.contexts.matters.api import BROKEN_OFF, Matter, by_ids, matter, may_read, next_serial
from yimen.contexts.places.api import NoSuchRegion, calendar
from yimen.contexts.places.api import region as place
from yimen.kernel.clock import Calendar, local_date
from yimen.kernel.codes import mask_name

from .items import item_of
from .models import CaseRow, ProjectCaseRow, ProjectRow

TOTAL = 120  # working days of the four stages together (国办发〔2018〕33号、〔2019〕11号)
BESIDE = "并行办理的其他事项"
STAGES = ("立项用地规划许可", "工程建设许可", "施工许可", "竣工验收")
_KEYS = {f"construction-{number}": number for number in range(1, len(STAGES) + 1)}
_LONGEST = 120


class ProjectRefused(ValueError):
    """Says what is wrong with a project or with what is added to it; nothing was changed."""


class NoSuchProject(LookupError):
    """There is no such project (HTTP 404)."""


@dataclass(frozen=True, slots=True)
class Part:
    """One case of a project as anyone may see it. ``days``: promised working days; ``used``: those gone since."""

    stage: int
    number: str
    title: str
    unit: str
    where: str
    begun: date
    ended: date | None
    due: date | None
    days: int
    used: int


@dataclass(frozen=True, slots=True)
class Project:
    """A project with its cases, in the order of their stages. ``mine``: the reader may add to it."""

    id: UUID
    code: str
    name: str
    owner: str
    region: str
    opened_at: datetime
    parts: tuple[Part, ...]
    mine: bool

    @property
    def promised(self) -> int:
        """Returns the working days promised for the four stages together."""
        return sum(part.days for part in self.parts if part.stage)

    @property
    def used(self) -> int:
        """Returns the working days that the four stages have used."""
        return sum(part.used for part in self.parts if part.stage)


def stage_of(*, guide: Guide) -> int:
    """Returns the stage that an item belongs to: 1 to 4 by its procedure, 0 for what runs beside them."""
    return _KEYS.get(guide.procedure_key, 0)


def too_long(*, days: Iterable[int]) -> str:
    """Returns what is wrong with the promised days of the stages, '' where together they keep to the total."""
    total = sum(days)
    if total <= TOTAL:
        return ""
    return (
        f"四个阶段承诺时限合计 {total} 个工作日，超过 {TOTAL} 个工作日（国办发〔2018〕33号）。请压缩各阶段的承诺时限。"
    )


def open_project(*, act: Act, reader: Reader, name: str, region: str, uscc: str = "") -> Project:
    """Opens a project of the signed-in person, or of a legal person by mandate; raises ProjectRefused."""
    if not 2 <= len(name.strip()) <= _LONGEST:
        raise ProjectRefused(f"项目名称应为 2 至 {_LONGEST} 个字。请改正。")
    try:
        where = place(code=region).code
    except NoSuchRegion as error:
        raise ProjectRefused(f"建设地点不对：{error}") from error
    owner, masked = _owner(reader, uscc)
    with transaction.atomic():
        year = local_date(act.now).year
        serial = next_serial(scope=f"project/{where[:6]}/{year}")
        code = f"XM{where[:6]}-{year}-{serial:05d}"  # a number of the platform's own: no source gives the national form
        row = ProjectRow(
            id=act.mint.id(),
            code=code,
            name=name.strip(),
            owner=owner,
            masked=masked,
            region=where,
            opened_at=act.now,
        )
        row.save(force_insert=True)
        record(act=act, verb="project.open", subject=row.id, region=where, facts={"code": code, "name": row.name})
    return _project(row, reader, local_date(act.now))


def _owner(reader: Reader, uscc: str) -> tuple[str, str]:
    if reader.kind != "person" or reader.account is None:
        raise PermissionError("请以个人账号登录后登记项目。")
    if uscc:
        mandate = next((one for one in reader.mandates if one.uscc == uscc), None)
        if mandate is None:
            raise PermissionError("您没有代表这家单位办事的授权，或授权还没有核实。请先在“我的单位”里登记并核实。")
        return owner_key(uscc=uscc), mandate.name
    own = person(account=reader.account)
    return owner_key(citizen_id=own.citizen_id) if own.verified else owner_key(account=own.account), mask_name(own.name)


def add_to_project(*, act: Act, reader: Reader, code: str, number: str) -> Project:
    """Adds one of the owner's cases to a project, at the stage of its item; raises ProjectRefused or PermissionError.

    A case belongs to one project; the stages together keep to the total.
    """
    found = matter(reader=reader, number=number)
    with transaction.atomic():
        row = ProjectRow.objects.select_for_update().filter(code=code).first()
        if row is None:
            raise _missing(code)
        if row.owner not in reader.keys or found.owner != row.owner:
            raise PermissionError("只有项目单位可以把自己的办件归入项目，办件的申请人应与项目单位相同。")
        case = CaseRow.objects.get(matter_id=found.id)
        item = item_of(case)
        fault = too_long(days=[*_promised(row), item.promised] if stage_of(guide=item) else [])
        if fault:
            raise ProjectRefused(fault)
        try:
            with transaction.atomic():
                ProjectCaseRow(case=case, project=row, stage=stage_of(guide=item)).save(force_insert=True)
        except IntegrityError:
            raise ProjectRefused(f"办件 {number} 已经归入一个项目，不能再归入。请核对办件号。") from None
        facts = {"code": code, "number": number, "stage": stage_of(guide=item)}
        record(act=act, verb="project.add", subject=row.id, region=row.region, facts=facts)
    return _project(row, reader, local_date(act.now))


def _promised(row: ProjectRow) -> list[int]:
    held = ProjectCaseRow.objects.filter(project=row, stage__gt=0).select_related("case")
    return [item_of(one.case).promised for one in held]


def project(*, reader: Reader, code: str, today: date) -> Project:
    """Returns a project as anyone may see it: no applicant's values, no opinions; raises NoSuchProject."""
    row = ProjectRow.objects.filter(code=code).first() if code.isprintable() else None
    if row is None:
        raise _missing(code)
    return _project(row, reader, today)


def projects(*, reader: Reader, today: date, region: str = "", limit: int = 50) -> tuple[Project, ...]:
    """Returns the projects of a region, the newest first; public."""
    rows = ProjectRow.objects.filter(region__startswith=region) if region else ProjectRow.objects.all()
    return tuple(_project(row, reader, today) for row in rows.order_by("-opened_at", "id")[:limit])


def my_projects(*, reader: Reader, today: date) -> tuple[Project, ...]:
    """Returns the reader's own projects, the newest first."""
    rows = ProjectRow.objects.filter(owner__in=reader.keys).order_by("-opened_at", "id")
    return tuple(_project(row, reader, today) for row in rows)


def project_of(*, reader: Reader, number: str) -> str:
    """Returns the code of the project that a case belongs to, '' for none; raises NoSuchMatter."""
    found = matter(reader=reader, number=number)
    row = ProjectCaseRow.objects.filter(case_id=found.id).select_related("project").first()
    return row.project.code if row else ""


def _missing(code: str) -> NoSuchProject:
    return NoSuchProject(f"没有找到项目“{code[:40]}”。请核对项目编号，或在项目列表里选择。")


def _project(row: ProjectRow, reader: Reader, today: date) -> Project:
    held = list(ProjectCaseRow.objects.filter(project=row).select_related("case"))
    matters = by_ids(ids=[one.case_id for one in held])
    days = calendar(region=row.region)
    parts = [_part(one, matters[one.case_id], days, today) for one in held]
    return Project(
        id=row.id,
        code=row.code,
        name=row.name,
        owner=row.masked,
        region=row.region,
        opened_at=row.opened_at,
        parts=tuple(sorted(parts, key=lambda part: (part.stage or len(STAGES) + 1, part.begun, part.number))),
        mine=row.owner in reader.keys,
    )


def _part(held: ProjectCaseRow, found: Matter, days: Calendar, today: date) -> Part:
    item = item_of(held.case)
    accepted = held.case.accepted_at
    begun = local_date(accepted or found.opened_at)
    ended = local_date(found.closed_at) if found.closed_at else None
    return Part(
        stage=held.stage,
        number=found.number,
        title=found.title,
        unit=item.unit.name,
        where=found.outcome or found.step,
        begun=begun,
        ended=ended,
        due=found.due_on,
        days=item.promised,
        used=_used(days, begun, min(ended or today, today)) if accepted else 0,
    )


def _used(days: Calendar, begun: date, until: date) -> int:
    """Returns the working days after one day up to and with another."""
    return days.working_days(begun, until + timedelta(1)) if until > begun else 0


def open_cases(*, reader: Reader, matters: Sequence[Matter]) -> tuple[Matter, ...]:
    """Returns those of the reader's own matters that belong to no project yet and were not ended before a decision."""
    taken = set(
        ProjectCaseRow.objects.filter(case_id__in=[one.id for one in matters]).values_list("case_id", flat=True)
    )
    free = (one for one in matters if one.id not in taken and one.outcome not in BROKEN_OFF)
    return tuple(one for one in free if may_read(reader=reader, matter=one))
