"""What the outcomes of a review mean: returned to be corrected, submitted again, refused, or published at once."""

from collections.abc import Mapping
from typing import Any

from yimen.contexts.catalogue.api import (
    DraftRefused,
    drafts_of,
    hold_again,
    publish_drafts,
    release_drafts,
)
from yimen.contexts.journal.api import Act
from yimen.contexts.matters.api import Matter, ReviewRoom
from yimen.kernel.clock import local_date

from . import soundness
from .together import check_together

KIND = "revision"
PUBLISHED, REFUSED = "已发布", "不予发布"


class RevisionRoom(ReviewRoom):
    """The room of revisions."""

    what, results, refusal = "草稿", (PUBLISHED, REFUSED), DraftRefused

    def wrote(self, *, account: str, matter: Matter) -> bool:
        """Tells whether somebody wrote one of the drafts."""
        return any(account in one.editors for one in drafts_of(review=matter.id))

    def give_back(self, *, act: Act, matter: Matter, opinion: str, over: bool) -> None:
        """Gives the drafts back to their unit."""
        release_drafts(act=act, review=matter.id, opinion=opinion, over=over)

    def take_again(self, *, act: Act, matter: Matter) -> None:
        """Submits the corrected drafts again."""
        _check_all(act, matter)
        hold_again(act=act, review=matter.id)

    def publish(self, *, act: Act, matter: Matter) -> Mapping[str, Any]:
        """Publishes all of the drafts, or none."""
        _check_all(act, matter)
        done = publish_drafts(act=act, review=matter.id)
        return {"versions": [str(one.became if one.base else one.version) for one in done]}


def _check_all(act: Act, matter: Matter) -> None:
    """Raises DraftRefused where a draft, or the procedure that it names, is not as it must be any more."""
    found = [one for one in drafts_of(review=matter.id) if one.state in ("returned", "submitted")]
    soundness.check(found, local_date(act.now))
    check_together(found, "本件的草稿互相矛盾，没有办理")
