"""What the outcomes of a review mean: returned to be corrected, submitted again, refused, or published at once."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from yimen.contexts.catalogue.api import (
    DraftRefused,
    drafts_of,
    hold_again,
    publish_drafts,
    release_drafts,
)
from yimen.contexts.journal.api import Act
from yimen.contexts.matters.api import Effect, Gesture, Matter, Room, StepRefused, Task, silence_refused
from yimen.kernel.clock import Ledger, local_date
from yimen.kernel.procedure import Node, Outcome

from . import soundness
from .together import check_together

KIND = "revision"
# Outcomes that the procedure names. None of them has an effect in the licence law, so they are known by their codes.
RETURN, RESUBMIT, APPROVE, REFUSE = "return", "resubmit", "approve", "refuse"
PUBLISHED, REFUSED = "已发布", "不予发布"


class RevisionRoom(Room):
    """The room of revisions."""

    def apart(self, *, account: str, units: Collection[str], matter: Matter, step: Node | None) -> str:  # noqa: ARG002
        """Returns why somebody keeps away: whoever wrote one of the drafts does not decide on it."""
        if step is not None and any(one.code == RESUBMIT for one in step.outcomes):
            return ""
        wrote = any(account in one.editors for one in drafts_of(review=matter.id))
        return "您编写过本件里的草稿，不能由您审核。请由另一位审核人办理。" if wrote else ""

    def gestured(self, *, act: Act, matter: Matter, gesture: Gesture) -> None:
        """Gives the drafts back where their unit is to correct them, or the review is ended; raises StepRefused."""
        if gesture.verb == "terminate":
            release_drafts(act=act, review=matter.id, opinion=gesture.reason, over=True)
        elif gesture.verb == "withdraw_step" and gesture.undone in (RETURN, RESUBMIT):
            raise StepRefused("草稿已经交给下一步，不能撤回。要改草稿的，请下一步“退回修改”；不再送审的，请撤回送审。")
        elif gesture.verb == "return" and _corrects(matter, gesture.to):
            if gesture.kept:
                raise StepRefused("草稿改过以后须重新审核，退回修改不能保留已办的内容。请选“不保留”。")
            release_drafts(act=act, review=matter.id, opinion=gesture.reason, over=False)

    def completing(
        self,
        *,
        act: Act,
        matter: Matter,
        task: Task,
        outcome: Outcome,
        opinion: str,
        form: Mapping[str, Any],  # noqa: ARG002 - a room is handed it
    ) -> Effect:
        """Does what the outcome means, in the transaction of the step; raises to refuse it."""
        try:
            if outcome.code == RESUBMIT:
                return _again(act, matter)
            if outcome.code == RETURN:
                release_drafts(act=act, review=matter.id, opinion=opinion, over=False)
                return Effect(facts={"step": task.name}, personal={})
            if outcome.code == APPROVE:
                _check_all(act, matter)
                done = publish_drafts(act=act, review=matter.id)
                versions = [str(one.became if one.base else one.version) for one in done]
                return Effect(stop=True, outcome=PUBLISHED, facts={"versions": versions})
            if outcome.code == REFUSE:
                release_drafts(act=act, review=matter.id, opinion=opinion, over=True)
                return Effect(stop=True, outcome=REFUSED)
        except DraftRefused as error:
            raise StepRefused(str(error)) from error
        return Effect()

    def lapsing(self, *, act: Act, matter: Matter, effect: str, ledger: Ledger, due: date) -> Effect:
        """Raises StepRefused: silence publishes no item."""
        raise silence_refused(act=act, matter=matter, effect=effect, ledger=ledger, due=due)


def _again(act: Act, matter: Matter) -> Effect:
    """Submits the corrected drafts again."""
    _check_all(act, matter)
    hold_again(act=act, review=matter.id)
    return Effect()


def _corrects(matter: Matter, node: str) -> bool:
    return any(one.code == RESUBMIT for one in matter.procedure.procedure.nodes[node].outcomes)


def _check_all(act: Act, matter: Matter) -> None:
    """Raises DraftRefused where a draft, or the procedure that it names, is not as it must be any more."""
    found = [one for one in drafts_of(review=matter.id) if one.state in ("returned", "submitted")]
    soundness.check(found, local_date(act.now))
    check_together(found, "本件的草稿互相矛盾，没有办理")
