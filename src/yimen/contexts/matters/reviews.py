"""A review that ends in publishing: returned to be corrected, sent again, refused, or published with the last consent.

What is reviewed belongs to the room of the kind; what the outcomes mean is the same for each.
"""

from abc import abstractmethod
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from yimen.contexts.journal.api import Act
from yimen.kernel.clock import Ledger
from yimen.kernel.procedure import Node, Outcome

from .kinds import Effect, Gesture, Room, silence_refused
from .refusals import StepRefused
from .views import Matter, Task

# Outcomes that the procedure names. None of them has an effect in the licence law, so they are known by their codes.
RETURN, RESUBMIT, APPROVE, REFUSE = "return", "resubmit", "approve", "refuse"


class ReviewRoom(Room):
    """The room of a kind that is reviewed before it is published.

    ``what``: what lies before the reviewers, in a word; ``results``: what a matter has come to that was published, and
    that was refused; ``refusal``: what the deeds below raise that refuse a step.
    """

    what: str
    results: tuple[str, str]
    refusal: type[Exception]

    @abstractmethod
    def wrote(self, *, account: str, matter: Matter) -> bool:
        """Tells whether somebody wrote what is reviewed."""

    @abstractmethod
    def give_back(self, *, act: Act, matter: Matter, opinion: str, over: bool) -> None:
        """Gives it back to those who wrote it: to be corrected, or because the review is ``over``."""

    @abstractmethod
    def take_again(self, *, act: Act, matter: Matter) -> None:
        """Takes it once it is corrected, after every check."""

    @abstractmethod
    def publish(self, *, act: Act, matter: Matter) -> Mapping[str, Any]:
        """Publishes it, checked once more, and returns the facts of the entry."""

    def apart(self, *, account: str, units: Collection[str], matter: Matter, step: Node | None) -> str:  # noqa: ARG002
        """Returns why somebody keeps away: whoever wrote it decides nothing of it."""
        if step is not None and any(one.code == RESUBMIT for one in step.outcomes):
            return ""
        words = f"您编写过本件里的{self.what}，不能由您审核。请由另一位审核人办理。"
        return words if self.wrote(account=account, matter=matter) else ""

    def gestured(self, *, act: Act, matter: Matter, gesture: Gesture) -> None:
        """Gives it back where it is to be corrected, or the review is ended; raises StepRefused."""
        if gesture.verb == "terminate":
            self.give_back(act=act, matter=matter, opinion=gesture.reason, over=True)
        elif gesture.verb == "withdraw_step" and gesture.undone in (RETURN, RESUBMIT):
            words = f"{self.what}已经交给下一步，不能撤回。要改{self.what}的，请下一步“退回修改”"
            raise StepRefused(f"{words}；不再送审的，请撤回送审。")
        elif gesture.verb == "return" and _corrects(matter, gesture.to):
            if gesture.kept:
                raise StepRefused(f"{self.what}改过以后须重新审核，退回修改不能保留已办的内容。请选“不保留”。")
            self.give_back(act=act, matter=matter, opinion=gesture.reason, over=False)

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
        published, refused = self.results
        try:
            if outcome.code == RESUBMIT:
                self.take_again(act=act, matter=matter)
            elif outcome.code == RETURN:
                self.give_back(act=act, matter=matter, opinion=opinion, over=False)
                return Effect(facts={"step": task.name}, personal={})
            elif outcome.code == APPROVE:
                return Effect(stop=True, outcome=published, facts=self.publish(act=act, matter=matter))
            elif outcome.code == REFUSE:
                self.give_back(act=act, matter=matter, opinion=opinion, over=True)
                return Effect(stop=True, outcome=refused)
        except self.refusal as error:
            raise StepRefused(str(error)) from error
        return Effect()

    def lapsing(self, *, act: Act, matter: Matter, effect: str, ledger: Ledger, due: date) -> Effect:
        """Raises StepRefused: silence publishes nothing."""
        raise silence_refused(act=act, matter=matter, effect=effect, ledger=ledger, due=due)


def _corrects(matter: Matter, node: str) -> bool:
    return any(one.code == RESUBMIT for one in matter.procedure.procedure.nodes[node].outcomes)
