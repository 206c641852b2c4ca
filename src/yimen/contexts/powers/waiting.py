"""How much waits for a reader's answer: baselines to approve, decisions outside their tier to allow."""

from dataclasses import dataclass

from yimen.contexts.identity.api import Reader

from .models import BaselineRow, PenaltyRow
from .posts import APPROVING, HIGHER, places


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many baselines and how many decisions wait for somebody."""

    baselines: int
    penalties: int


def to_answer(*, reader: Reader) -> Waiting:
    """Returns how many baselines the reader may approve and decisions may allow; none of the reader's own."""
    own = str(reader.account)
    governments = [post.region for post in reader.posts if post.role == APPROVING]
    rows = BaselineRow.objects.filter(state="submitted", approver_region__in=governments)
    written = rows.values_list("editors", flat=True) if governments else ()
    above = [post.region for post in reader.posts if post.role in HIGHER]
    asked = PenaltyRow.objects.filter(places(above), state="waiting").exclude(author=own).count() if above else 0
    return Waiting(sum(own not in editors for editors in written), asked)
