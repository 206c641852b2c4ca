"""What follows an act (notices, publication, supervision) reads the journal by position, exactly once, in order."""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction

from .acts import Act
from .models import FollowerRow
from .reading import Entry, stream

Handler = Callable[[Entry, Act], None]
BATCH = 100
RETRY_SECONDS = (1, 5, 30, 120, 600, 3600)
_followers: dict[str, Handler] = {}
_log = logging.getLogger(__name__)


def follow(name: str, *, handler: Handler) -> None:
    """Registers a follower; called once, when its app is ready. Two of one name are an error."""
    if _followers.setdefault(name, handler) is not handler:
        raise ValueError(f"two followers are named {name}")


def advance(*, act: Act) -> int:
    """Lets every follower read on; returns how many entries were handled.

    Each entry and the follower's new place are one transaction: a crash repeats nothing and loses nothing. A handler
    that fails is tried again after 1 s … 1 h, its entry is not passed over, and the failure stands where staff see it.
    """
    return sum(_advance_one(name, handler, act) for name, handler in sorted(_followers.items()))


def _advance_one(name: str, handler: Handler, act: Act) -> int:
    row, _ = FollowerRow.objects.get_or_create(name=name)
    if row.retry_at and row.retry_at > act.now:
        return 0
    handled = 0
    for entry in stream(position=row.position, limit=BATCH):
        try:
            with transaction.atomic():
                row = FollowerRow.objects.select_for_update().get(name=name)
                if entry.position is None or row.position > entry.position:
                    break
                handler(entry, act)
                row.position, row.failures, row.error, row.retry_at = entry.position + 1, 0, "", None
                row.save()
        except Exception as error:  # noqa: BLE001 - whatever a handler does wrong is kept, shown, and stops only its own
            _log.exception("follower %s stands at entry %s", name, entry.position)
            wait = RETRY_SECONDS[min(row.failures, len(RETRY_SECONDS) - 1)]
            FollowerRow.objects.filter(name=name).update(
                failures=row.failures + 1,
                error=f"{type(error).__name__}: {error}"[:500],
                retry_at=act.now + timedelta(seconds=wait),
            )
            break
        handled += 1
    return handled
