"""The shipped limits in the database."""

from tests.grounds import ground
from yimen.command.setup import LIMITS
from yimen.contexts.journal.api import SYSTEM
from yimen.contexts.limits.api import load_limits
from yimen.sites import _now


@ground()
def shipped() -> None:
    """Loads the limits as they ship."""
    load_limits(act=_now.act(SYSTEM), folder=LIMITS)
