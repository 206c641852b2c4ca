"""The room of proposals: returned to who proposed them, refused, or put into the list with the last consent."""

from collections.abc import Mapping
from typing import Any

from yimen.contexts.journal.api import Act
from yimen.contexts.matters.api import Matter, ReviewRoom
from yimen.kernel.clock import local_date

from .errors import PowerRefused
from .models import ProposalRow
from .proposing import check_proposal, perform

PUBLISHED, REFUSED = "已公布", "不予公布"


class ListRoom(ReviewRoom):
    """The room of changes of the lists of powers."""

    what, results, refusal = "清单调整", (PUBLISHED, REFUSED), PowerRefused

    def wrote(self, *, account: str, matter: Matter) -> bool:
        """Tells whether somebody wrote the proposal."""
        return account in ProposalRow.objects.values_list("editors", flat=True).get(matter_id=matter.id)

    def give_back(self, *, act: Act, matter: Matter, opinion: str, over: bool) -> None:  # noqa: ARG002
        """Gives it back to be corrected, or for good."""
        row = _locked(matter)
        row.state, row.open, row.opinion = ("refused" if over else "returned"), not over, opinion[:400]
        row.save(update_fields=["state", "open", "opinion"])

    def take_again(self, *, act: Act, matter: Matter) -> None:
        """Takes the corrected proposal, which must be fit to be published."""
        row = _locked(matter)
        check_proposal(act, row)
        row.state, row.opinion = "submitted", ""
        row.save(update_fields=["state", "opinion"])

    def publish(self, *, act: Act, matter: Matter) -> Mapping[str, Any]:
        """Puts it into the list, or ends the entry, from its day on and today at the earliest."""
        row = _locked(matter)
        row.day = max(row.day, local_date(act.now))
        entry, facts = perform(act, row, post=act.actor.label)
        row.became, row.state, row.open = entry, "published", False
        row.save(update_fields=["became", "day", "state", "open"])
        return {name: value for name, value in facts.items() if name != "number"} | {"versions": [str(entry.id)]}


def _locked(matter: Matter) -> ProposalRow:
    return ProposalRow.objects.select_for_update(of=("self",)).select_related("before").get(matter_id=matter.id)
