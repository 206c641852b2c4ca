"""Papers that a change of the limits owes the applicant: what makes them longer, which special procedure began."""

from typing import Any

from yimen.contexts.catalogue.api import Guide
from yimen.contexts.journal.api import Act, Entry
from yimen.contexts.matters.api import Special, by_ids, specials
from yimen.kernel.clock import local_date

from . import papers
from .items import item_of
from .models import CaseRow
from .news import begun, reason


def write_time_papers(entry: Entry, act: Act) -> None:
    """Fixes the papers that an entry owes the applicant (行政许可法 第四十二条、第四十五条); dated as the act."""
    if entry.verb == "case.extend":
        why = reason(entry, by_ids(ids=[entry.subject])[entry.subject])
        _write(entry, act, "extension", [_extension(entry, why)])
    elif entry.verb in _HALTS and (entry.verb != "case.resume" or entry.facts.get("suspended")):
        why = reason(entry, by_ids(ids=[entry.subject])[entry.subject])
        case = CaseRow.objects.get(matter_id=entry.subject)
        _write(entry, act, _HALTS[entry.verb], [_halt(entry, why, item_of(case))])
    elif entry.verb in {"case.pause", "case.special"} or entry.facts.get("begun"):
        matter = by_ids(ids=[entry.subject])[entry.subject]
        _write(entry, act, "special", [_special(entry, special) for special in begun(entry, matter)])
    if entry.facts.get("record"):
        _write_record(entry, act)


def _write_record(entry: Entry, act: Act) -> None:
    """Fixes the record of a special procedure as a paper of the file, once it has ended with what it states."""
    standing = specials(matter=by_ids(ids=[entry.subject])[entry.subject], seen="officer", plain=True)
    found = next((one for one in standing if str(one.id) == entry.facts["special"]), None)
    over = entry.verb in {"case.resume", "case.special_end"} or (found and found.kind in entry.facts.get("ended", ()))
    if found is None or not over:
        return  # a turn before the last wrote it: whoever ends the step answers for it
    _write(entry, act, found.sort, [{"record": [[line.label, line.text] for line in found.record]}])


def _write(entry: Entry, act: Act, kind: str, pages: list[dict[str, Any]]) -> None:
    case, matter = CaseRow.objects.get(matter_id=entry.subject), by_ids(ids=[entry.subject])[entry.subject]
    item, day = item_of(case), local_date(entry.at).isoformat()
    for more in pages:
        papers.write(act, case, kind, papers.values(act, matter, case, item, decided_on=day, **more))


_HALTS = {"case.suspend": "suspension", "case.resume": "resumption", "case.terminate": "termination"}


def _halt(entry: Entry, why: str, item: Guide) -> dict[str, Any]:
    facts = entry.facts
    counting = "中止期间不计入办理期限，恢复后另行告知您新的期限。" if facts.get("stops") else "办理期限照常计算。"
    return {
        "ground": facts["ground"],
        "needs": facts.get("needs", ""),
        "document": facts.get("document", ""),
        "counting": counting if entry.verb == "case.suspend" else "",
        "due_on": facts["due"] if entry.verb == "case.resume" else "",
        "reasons": why,
        "source": entry.basis,
        "remedies": papers.remedies(item),
    }


def _extension(entry: Entry, why: str) -> dict[str, Any]:
    facts = entry.facts
    moved = facts["due_before"] != facts["due"]  # a promise that has run out stays as it was
    return {
        "due_before": facts["due_before"] if moved else "",
        "due_on": facts["due"] if moved else "",
        "added": facts["added"],
        "approval": f"{facts['approved_by']}，{facts['document']}",
        "reasons": why,
        "source": entry.basis,
    }


def _special(entry: Entry, special: Special) -> dict[str, Any]:
    stands = "这段时间不计入办理期限，结束后继续计算，并另行告知您新的期限。"
    return {
        "ground": special.kind,
        "needs": special.told,
        "document": special.document,
        "counting": stands if special.pauses else "办理期限照常计算。",
        "source": entry.basis if special.pauses and entry.verb == "case.pause" else "",
    }
