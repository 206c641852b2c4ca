"""What follows a case's acts: the applicant is told, the result is published. Reads the journal, exactly once."""

from uuid import UUID

from yimen.contexts.catalogue.api import guide_version
from yimen.contexts.journal.api import Act, Entry, record
from yimen.contexts.matters.api import by_ids
from yimen.contexts.notices.api import send

from .models import CaseRow, CorrectionRow, PaperRow, ResultRow
from .news import news
from .papers import render
from .timepapers import write_time_papers


def tell(entry: Entry, act: Act) -> None:
    """Tells the applicant, in plain words, what happened and what to do next."""
    if not entry.verb.startswith("case."):
        return
    case = CaseRow.objects.filter(matter_id=entry.subject).first()
    if case is None or case.account is None:
        return
    matter = by_ids(ids=[entry.subject])[entry.subject]
    asked = CorrectionRow.objects.filter(case=case).order_by("-round").first()
    told = news(entry, matter, "；".join(asked.missing) if asked else "")
    if told is None:
        return
    send(
        act=act,
        source=entry.id,
        account=case.account,
        subject=entry.subject,
        region=entry.region,
        title=told[0],
        body=told[1],
        link=f"/space/cases/{matter.number}/",
    )


def print_papers(entry: Entry, act: Act) -> None:
    """Renders the papers that an act left behind, so that each has its digest in the trail soon after."""
    if entry.verb.startswith("case.") and entry.verb != "case.paper":
        write_time_papers(entry, act)
        if entry.verb == "case.terminate":  # nothing more is asked of the applicant
            CorrectionRow.objects.filter(case_id=entry.subject, answered_at=None).update(answered_at=act.now)
        for row in PaperRow.objects.filter(case_id=entry.subject, document=None).order_by("at", "id"):
            render(act, row, entry.region)


def publish(entry: Entry, act: Act) -> None:
    """Publishes a decision's result as its item says: public, unless the item names a legal ground (公开为原则).

    A decision that silence brought about is one too.
    """
    if entry.verb not in {"case.grant", "case.refuse"} and (entry.verb != "case.lapse" or "granted" not in entry.facts):
        return
    item = guide_version(id=CaseRow.objects.values_list("guide_id", flat=True).get(matter_id=entry.subject))
    put_result(
        act=act,
        case=entry.subject,
        region=entry.region,
        disclosure=item.disclosure,
        ground=item.disclosure_ground,
    )


def put_result(*, act: Act, case: UUID, region: str, disclosure: str, ground: str) -> None:
    """Writes the result's record of disclosure and its entry, inside the caller's transaction; once a case."""
    _, new = ResultRow.objects.get_or_create(
        case_id=case,
        defaults={"region": region, "disclosure": disclosure, "ground": ground, "published_at": act.now},
    )
    if new:
        record(
            act=act,
            verb="case.publish",
            subject=case,
            region=region,
            basis="《政府信息公开条例》第十九条、第二十条",
            facts={"disclosure": disclosure, "ground": ground},
        )
