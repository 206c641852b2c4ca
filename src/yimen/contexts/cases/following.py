"""What follows a case's acts: the applicant is told, the result is published. Reads the journal, exactly once."""

from datetime import date
from uuid import UUID

from yimen.contexts.catalogue.api import guide_version
from yimen.contexts.journal.api import Act, Entry, record
from yimen.contexts.matters.api import by_ids
from yimen.contexts.notices.api import send

from .models import CaseRow, CorrectionRow, PaperRow, ResultRow
from .papers import render


def tell(entry: Entry, act: Act) -> None:
    """Tells the applicant, in plain words, what happened and what to do next."""
    words = _WORDS.get(entry.verb)
    if words is None:
        return
    case = CaseRow.objects.filter(matter_id=entry.subject).first()
    if case is None or case.account is None:
        return
    matter = by_ids(ids=[entry.subject])[entry.subject]
    asked = CorrectionRow.objects.filter(case=case).order_by("-round").first()
    title, body = words
    values = {
        "title": matter.title,
        "number": matter.number,
        "due": _day(entry.facts.get("due", "")),
        "missing": "；".join(asked.missing) if asked else "",
        "decision": entry.facts.get("decision", ""),
        "ground": entry.facts.get("ground", ""),
        "needs": entry.facts.get("needs", ""),
    }
    send(
        act=act,
        source=entry.id,
        account=case.account,
        subject=entry.subject,
        region=entry.region,
        title=title.format_map(values),
        body=body.format_map(values),
        link=f"/space/cases/{matter.number}/",
    )


_WORDS = {
    "case.open": (
        "已收到您的申请：{title}",
        "办件号 {number}。我们会在 {due} 前告诉您是否受理；材料不全会一次性告知。",
    ),
    "case.accept": ("已受理：{title}", "办件号 {number}。应于 {due} 前办结，可在“我的办件”查看时限怎么算出来。"),
    "case.correct": ("请补正材料：{title}", "需要补正：{missing}。请在“我的办件”里补充后再次提交，补正期间不计时。"),
    "case.refuse_acceptance": ("不予受理：{title}", "理由和救济途径见《不予受理通知书》。办件号 {number}。"),
    "case.grant": ("已准予：{title}", "文号 {decision}。决定书可在“我的办件”下载，{due} 前送达。"),
    "case.refuse": ("不予办理：{title}", "文号 {decision}。理由和救济途径见决定书，可申请行政复议或提起诉讼。"),
    "case.deliver": ("已送达：{title}", "办件号 {number} 已办结。欢迎评价这次服务，您的评价会送到监督部门。"),
    "case.pause": (
        "暂停计时：{title}",
        "因{ground}中止计时（行政许可法第四十五条），预计需要{needs}，所需时间不计入时限。",
    ),
    "case.withdraw": ("已撤回：{title}", "办件号 {number} 已按您的申请撤回，不再办理。需要时可以重新申请。"),
    "case.resume": ("恢复计时：{title}", "特别程序已结束，从今天起继续计时，应于 {due} 前办结。"),
}


def _day(text: str) -> str:
    if not text:
        return ""
    day = date.fromisoformat(text)
    return f"{day.month} 月 {day.day} 日"


def print_papers(entry: Entry, act: Act) -> None:
    """Renders the papers that an act left behind, so that each has its digest in the trail soon after."""
    if entry.verb.startswith("case.") and entry.verb != "case.paper":
        for row in PaperRow.objects.filter(case_id=entry.subject, document=None).order_by("at", "id"):
            render(act, row, entry.region)


def publish(entry: Entry, act: Act) -> None:
    """Publishes a decision's result as its item says: public, unless the item names a legal ground (公开为原则)."""
    if entry.verb not in {"case.grant", "case.refuse"}:
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
