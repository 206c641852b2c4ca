"""Allows or denies a decision outside its tier: by a higher post, never by who made it."""

from uuid import UUID

from django.db import transaction

from yimen.contexts.identity.api import Reader, seal_text
from yimen.contexts.journal.api import Act, record

from .errors import NoSuchPower, NotYourPower, PowerMoved
from .models import PenaltyRow
from .penalties import STATES, Penalty, penalties_of
from .posts import higher
from .saying import amount_words, said


def allow_deviation(
    *,
    act: Act,
    reader: Reader,
    id: UUID,  # noqa: A002 - the plain word
    agree: bool,
    opinion: str,
) -> Penalty:
    """Allows a decision that waits outside its tier, or denies it, with an opinion; returns it.

    What is denied has no effect and hinders no other decision for the act. Raises NotYourPower, PowerMoved.
    """
    with transaction.atomic():
        row = PenaltyRow.objects.select_for_update().filter(id=id).first()
        if row is None:
            raise NoSuchPower("没有找到这份处罚决定。请从列表进入。")
        post = higher(reader, row.region)
        if act.actor.id == row.author:
            raise NotYourPower("这份决定由您作出，不能由您审批。请由另一位上级岗位办理。")
        if row.state != "waiting":
            raise PowerMoved(f"这份决定现在是“{STATES[row.state]}”，不用审批。请刷新页面再看。")
        line = said(opinion, "审批意见", "opinion")
        row.state, row.fine = ("allowed", row.fine) if agree else ("denied", False)
        row.opinion, row.higher_post, row.answered_at = seal_text(line, purpose="reasons"), post.label, act.now
        row.save(update_fields=["state", "fine", "opinion", "higher_post", "answered_at"])
        (found,) = penalties_of([row])
        facts = {"number": row.number, "agree": agree, "by": amount_words(row.by, found.measure), "post": post.label}
        personal = {"opinion": line}
        record(act=act, verb="powers.allow_deviation", subject=id, region=row.region, facts=facts, personal=personal)
    return found
