"""The records that special procedures owe: what a survey, a discussion, a review, a hearing states is data."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from yimen.contexts.identity.api import Officer, officers, open_text, seal_text
from yimen.contexts.journal.api import Act
from yimen.kernel.clock import local_date
from yimen.kernel.clock import said as day_said
from yimen.kernel.forms import Form, form_from_data, validate
from yimen.kernel.procedure import Node

from . import views
from .kinds import room
from .models import MatterRow, SpecialRow, TaskRow
from .refusals import StepRefused
from .special_steps import kind_of

_FILE = Path(__file__).parents[2] / "data" / "records.json"
_VOTES = ("agree", "against", "abstain")
HELD_ON, NOTICED_ON, CONCLUSION = "held_on", "noticed_on", "conclusion"
POSTS = ("window", "examiner", "reviewer", "decider", "issuer", "law")  # whose holders hold a hearing
_NOT_IN_CHARGE = ("applicant", "window")  # whose open turns put no unit in charge


@dataclass(frozen=True, slots=True)
class RecordForm:
    """What the record of one sort of special procedure states.

    ``kinds``: what the procedure is called; ``seen``: by field, who may read it. ``officers``: fields that name an
    officer of the place by account; ``least``: fields that list so many persons, one a line; ``votes``: the field whose
    persons voted, "" where nobody does; ``confirmed``: what must be answered with yes.
    """

    special: str
    kinds: tuple[str, ...]
    form: Form
    seen: Mapping[str, views.Seen]
    officers: tuple[str, ...] = ()
    least: Mapping[str, int] | None = None
    votes: str = ""
    confirmed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """A record that fits its form: its sort (one of SPECIALS), its values by field, and what it says, line by line."""

    special: str
    title: str
    values: Mapping[str, Any]
    lines: tuple[views.Line, ...]

    @property
    def held_on(self) -> date:
        """Returns the day on which the survey, the discussion, the review or the hearing was held."""
        return date.fromisoformat(self.values[HELD_ON])

    @property
    def noticed_on(self) -> date:
        """Returns the day on which a hearing was announced."""
        return date.fromisoformat(self.values[NOTICED_ON])

    @property
    def conclusion(self) -> str:
        """Returns what came of it."""
        return str(self.values[CONCLUSION])


class RecordRefused(StepRefused):
    """A record lacks something: ``faults`` says what, field by field (codes and sentences)."""

    def __init__(self, title: str, faults: Iterable[tuple[str, str]]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"{title}还不完整：{''.join(words for _, words in self.faults)}")


@cache
def record_forms() -> tuple[RecordForm, ...]:
    """Returns the forms of records, as ``data/records.json`` has them."""
    return tuple(
        RecordForm(
            **{
                **one,
                "kinds": tuple(one["kinds"]),
                "form": form_from_data(one["form"]),
                "officers": tuple(one.get("officers", ())),
                "confirmed": tuple(one.get("confirmed", ())),
            }
        )
        for one in json.loads(_FILE.read_text("utf-8"))
    )


def record_form(*, special: str = "", kind: str = "") -> RecordForm | None:
    """Returns the form of a sort (one of SPECIALS), or of a procedure by its name; None for those that owe none."""
    return next((one for one in record_forms() if special == one.special or kind in one.kinds), None)


def form_of(*, node: Node) -> RecordForm | None:
    """Returns the form of the record that a step owes, None for a step that owes none."""
    return record_form(special=node.special, kind=kind_of(node))


@cache
def persons() -> frozenset[tuple[str, str]]:
    """Returns the fields of records that name persons, each by sort and code."""
    return frozenset(
        (one.special, field.element.code)
        for one in record_forms()
        for field in one.form.fields
        if field.element.personal
    )


@cache
def person_labels() -> frozenset[str]:
    """Returns what the fields that name persons are called: a file that keeps only labels masks by them."""
    named = persons()
    return frozenset(
        field.element.label
        for one in record_forms()
        for field in one.form.fields
        if (one.special, field.element.code) in named
    )


def hosts(*, matter: views.Matter, on: date) -> tuple[Officer, ...]:
    """Returns the officers who may hold a hearing of a matter on a day: of the units in charge, as its room lets them.

    The organ that decides designates who does (行政许可法第四十八条、行政处罚法第六十四条).
    """
    apart = room(matter.kind).no_hosts(matter=matter)
    return tuple(one for one in _in_charge(matter, on) if str(one.account) not in apart)


def _in_charge(matter: views.Matter, on: date) -> tuple[Officer, ...]:
    """Returns the officers of the units in charge of a matter on a day: only they are named in its records."""
    turns = TaskRow.objects.filter(matter=matter.id, done_at=None).exclude(role__in=_NOT_IN_CHARGE)
    units = sorted({matter.unit, *turns.values_list("unit", flat=True)})
    found = (one for unit in units for one in officers(on=on, roles=POSTS, unit=unit))
    return tuple({one.account: one for one in found}.values())


def checked(act: Act, row: MatterRow, form: RecordForm, given: object, *, since: date) -> Record:
    """Returns a record as its form wants it; ``since``: the day the procedure began, before which none was held.

    Raises RecordRefused, naming every field, or StepRefused where the law of the matter's kind wants it otherwise.
    """
    title = form.form.title
    if not isinstance(given, Mapping) or not all(isinstance(value, str) for value in given.values()):
        raise StepRefused(f"{title}应逐项给出文字。请改正后再提交。")
    today = local_date(act.now)
    found = validate(form.form, dict(given), today=today)
    faults = [(one.code, one.message) for one in found.errors]
    named = {str(one.account): one for one in _in_charge(views.matter(row), today)} if form.officers else {}
    faults += _faults(form, found.values, named, since)
    if faults:
        raise RecordRefused(title, faults)
    lines = tuple(_lines(form, found.values, named))
    record = Record(form.special, title, found.values, lines)
    room(row.kind).recorded(act=act, matter=views.matter(row), record=record)
    return record


def keep(
    act: Act, row: MatterRow, node: Node, given: object, *, ended: bool
) -> tuple[Record | None, dict[str, Any], dict[str, str]]:
    """Keeps the record that a step states, with what its entry says of it: facts that anyone may know, and a digest.

    A turn that does not end the step may leave it to the next, who then need not write it again; what stands already
    is not written anew. A step that a return or a withdrawal has opened again may say what was done before: nothing
    was held before it first began. Raises RecordRefused where the step ends and there is none.
    """
    form = form_of(node=node)
    if form is None:
        return None, {}, {}
    special = SpecialRow.objects.filter(matter=row, kind=kind_of(node), ended_on=None).first()
    if special is None or not (given or ended):
        return None, {}, {}
    stands = kept_values(special)
    if not ended and given == stands:
        return None, {}, {}
    first = SpecialRow.objects.filter(matter=row, kind=special.kind).order_by("begun_on")[0]
    record = checked(act, row, form, given or stands, since=first.begun_on)
    put(special, record)
    return record, *entered(special, record)


def put(special: SpecialRow, record: Record) -> None:
    """Writes a record to its special procedure, sealed."""
    lines = [[one.code, one.label, one.text, one.seen] for one in record.lines]
    data = {"special": record.special, "title": record.title, "values": dict(record.values), "lines": lines}
    special.record = seal_text(json.dumps(data, ensure_ascii=False), purpose="special")
    special.save(update_fields=["record"])


def entered(special: SpecialRow, record: Record) -> tuple[dict[str, Any], dict[str, str]]:
    """Returns what a journal entry says of a record: in plain what anyone may know, of the whole a digest."""
    public = {one.label: one.text for one in record.lines if one.seen == "public"}
    whole = json.dumps(dict(record.values), ensure_ascii=False, sort_keys=True)
    return {"special": str(special.id), "record": {"名称": record.title, **public}}, {"record": whole}


def kept_record(*, matter: views.Matter, node: Node) -> dict[str, str]:
    """Returns what of a step's record was written by one who had it before, as typed. Whoever calls has the step.

    That may have been before the step was opened again by a return or a withdrawal.
    """
    rows = SpecialRow.objects.filter(matter=matter.id, kind=kind_of(node)).order_by("-begun_on", "-id")
    return next((kept_values(row) for row in rows if row.record), {})


def kept_values(special: SpecialRow) -> dict[str, str]:
    """Returns the record of a special procedure as typed, empty where there is none yet."""
    if not special.record:
        return {}
    values = json.loads(open_text(special.record, purpose="special"))["values"]
    return {code: _typed(value) for code, value in values.items()}


def _typed(value: Any) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _faults(
    form: RecordForm, values: Mapping[str, Any], named: Mapping[str, Officer], since: date
) -> Iterable[tuple[str, str]]:
    """Yields what is wrong beyond each field alone."""
    labels = {field.element.code: field.element.label for field in form.form.fields}
    day = values.get(HELD_ON)
    if day and date.fromisoformat(day) < since:
        yield HELD_ON, f"“{labels[HELD_ON]}”不能早于这项程序开始的{day_said(since)}；请核对。"
    for code in form.officers:
        if code in values and values[code] not in named:
            yield code, f"“{labels[code]}”应从名单里选现在有岗位的工作人员；请重新选择。"
    for code, least in (form.least or {}).items():
        if code in values and len(_people(values[code])) < least:
            yield code, f"“{labels[code]}”至少 {least} 位，每行写一位；请补齐。"
    for code in form.confirmed:
        if values.get(code) is False:
            yield code, f"“{labels[code]}”还没有做到；请做到以后再登记。"
    if form.votes and form.votes in values and all(code in values for code in _VOTES):
        cast, present = sum(int(values[code]) for code in _VOTES), len(_people(values[form.votes]))
        if cast != present:
            words = f"赞成、反对、弃权合计 {cast} 票，“{labels[form.votes]}”写了 {present} 位，两者应当相同；请核对。"
            yield _VOTES[0], words


def _people(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _lines(form: RecordForm, values: Mapping[str, Any], named: Mapping[str, Officer]) -> Iterable[views.Line]:
    for field in form.form.fields:
        code, kind = field.element.code, field.element.type
        if code not in values:
            continue
        value = values[code]
        if code in form.officers:
            text = f"{named[value].label}　{named[value].name}"
        elif kind == "date":
            text = day_said(date.fromisoformat(value))
        elif kind == "yes_no":
            text = "是" if value else "否"
        else:
            text = "；".join(_people(value)) if field.element.personal else str(value)
        yield views.Line(code, field.element.label, text, form.seen[code], field.element.personal)
