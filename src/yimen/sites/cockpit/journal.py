"""How the journal stands: sealed, waiting, followers' lag; for auditors also the newest entries."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yimen.contexts.journal.api import checkpoint, health, newest
from yimen.sites.pieces.who import OVERSIGHT, for_roles, reader

from .room import page
from .wording import FOLLOWERS, told


@require_safe
@for_roles(*OVERSIGHT, "system")
def journal(request: HttpRequest) -> HttpResponse:
    """Shows the journal's health and newest checkpoint."""
    audits = reader(request).holds("audit")
    state = health()
    context = {
        "tiles": [
            {"label": label, "value": value, "unit": "条", "note": note, "light": light, "url": ""}
            for label, value, note, light in (
                ("已存证", state.size, "进入默克尔日志", "green"),
                ("待存证", state.waiting, "几秒内存证", "yellow" if state.waiting else ""),
            )
        ],
        "head": checkpoint(),
        "followers": [
            {"name": FOLLOWERS.get(name, name), "lag": lag, "error": error} for name, lag, error in state.followers
        ],
        "entries": told(newest(limit=50)) if audits else [],
    }
    return page(request, "journal", context)
