"""What follows a complaint's acts: whoever complained with an account is told. Reads the journal, exactly once."""

from yimen.contexts.journal.api import Act, Entry
from yimen.contexts.matters.api import by_ids
from yimen.contexts.notices.api import send

from .kinds import KIND
from .models import ComplaintRow

_TOLD = {
    "accept": ("投诉已受理", "编号 {number}。最迟 {due}答复您。"),
    "transfer": ("投诉已受理", "编号 {number}，已转有关单位办理，最迟 {due}答复您。"),
    "refuse": ("投诉不予受理", "编号 {number}。理由见投诉页面。"),
    "answer": ("投诉已答复", "编号 {number}。请看答复；满意不满意，都可以评价一次。"),
    "suspend": ("投诉中止办理", "编号 {number}。因{ground}中止办理，依据{basis}；恢复办理时会再告诉您。"),
    "resume": ("投诉恢复办理", "编号 {number}。中止的事由已经消除，最迟 {due}答复您。"),
    "terminate": ("投诉终止办理", "编号 {number}。因{ground}终止办理，依据{basis}。不服的，可以向上一级机关反映。"),
    "publish": ("投诉的处理结果已公开", "编号 {number}。公开的文字里没有您的姓名和联系方式。"),
}


def tell(entry: Entry, act: Act) -> None:
    """Tells whoever complained what happened, in plain words."""
    kind, _, verb = entry.verb.partition(".")
    words = _TOLD.get(str(entry.facts.get("did", verb))) if kind == KIND else None
    row = ComplaintRow.objects.filter(matter_id=entry.subject).first() if words else None
    if words is None or row is None or row.account is None:
        return
    matter = by_ids(ids=[entry.subject])[entry.subject]
    due = f"{matter.due_on.month} 月 {matter.due_on.day} 日" if matter.due_on else "按期"
    send(
        act=act,
        source=entry.id,
        account=row.account,
        subject=entry.subject,
        region=entry.region,
        title=words[0],
        body=words[1].format(number=matter.number, due=due, ground=entry.facts.get("ground", ""), basis=entry.basis),
        link=f"/complaints/{matter.number}/",
    )
