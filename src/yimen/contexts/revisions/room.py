"""What the outcomes of a review mean: returned to be corrected, submitted again, refused, or published at once."""

from collections.abc import Mapping
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
from yimen.contexts.matters.api import Effect, Matter, NotYours, StepRefused, Task, silence_refused
from yimen.kernel.clock import Ledger, local_date
from yimen.kernel.procedure import Outcome

from . import soundness
from .together import check_together

KIND = "revision"
# Outcomes that the procedure names. None of them has an effect in the licence law, so they are known by their codes.
RETURN, RESUBMIT, APPROVE, REFUSE = "return", "resubmit", "approve", "refuse"
PUBLISHED, REFUSED = "已发布", "不予发布"


class RevisionRoom:
    """The room of revisions."""

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
            _check_other(act, matter)
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


def _check_other(act: Act, matter: Matter) -> None:
    """Raises NotYours where whoever decides has written one of the drafts."""
    if any(act.actor.id in one.editors for one in drafts_of(review=matter.id)):
        raise NotYours("您编写过本件里的草稿，不能由您审核。请由另一位审核人办理。")


def _check_all(act: Act, matter: Matter) -> None:
    """Raises DraftRefused where a draft, or the procedure that it names, is not as it must be any more."""
    found = [one for one in drafts_of(review=matter.id) if one.state in ("returned", "submitted")]
    for one in found:
        soundness.check(one, local_date(act.now))
    check_together(found, "本件的草稿互相矛盾，没有办理")
