"""The records of hearings and discussions in a case: what the penalty law asks of them, and what its file says."""

from collections.abc import Collection

from yimen.contexts.matters.api import Matter, Record, check_hearing

from . import caselaw

_INVESTIGATED = "是本案的调查人员，不能主持听证（行政处罚法第六十四条第四项）"


def check_record(matter: Matter, record: Record, *, apart: Collection[str]) -> None:
    """Raises RecordRefused where a hearing was announced too late, or held by who investigated (行政处罚法 64)."""
    check_hearing(record=record, matter=matter, code=caselaw.NOTIFYING, apart=apart, why=_INVESTIGATED)


def told_of(record: object) -> list[tuple[str, str]]:
    """Returns what the file of a case says of a record, nothing where the step has none: a version from before."""
    return [(line.label, line.text) for line in record.lines] if isinstance(record, Record) else []
