"""The records of hearings and discussions in a case: what the penalty law asks of them, and what its file says."""

from yimen.contexts.matters.api import Matter, Record, RecordRefused, noticed_late

from . import caselaw
from .casefile import investigators


def check_record(matter: Matter, record: Record) -> None:
    """Raises RecordRefused where a hearing was announced too late, or held by who investigated (行政处罚法 64)."""
    if record.special != "hearing":
        return
    noticed, held = record.noticed_on, record.held_on
    late = noticed_late(noticed=noticed, held=held, region=matter.region, code=caselaw.NOTIFYING)
    if late:
        raise RecordRefused(record.title, [("noticed_on", late)])
    if record.values["host"] in investigators(matter):
        host = next(line.text for line in record.lines if line.code == "host")
        words = f"“{host}”是本案的调查人员，不能主持听证（行政处罚法第六十四条第四项）；请另选一位。"
        raise RecordRefused(record.title, [("host", words)])


def told_of(record: object) -> list[tuple[str, str]]:
    """Returns what the file of a case says of a record, nothing where the step has none: a version from before."""
    return [(line.label, line.text) for line in record.lines] if isinstance(record, Record) else []
