"""My messages."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from yimen.contexts.notices.api import mark_read
from yimen.contexts.notices.api import mine as my_notices
from yimen.sites.pieces.who import act, reader, signed_in

from .room import page


@require_safe
@signed_in("person")
def notices(request: HttpRequest) -> HttpResponse:
    """Shows the reader's newest messages."""
    return page(request, "notices", {"notices": my_notices(reader=reader(request), limit=100)})


@require_POST
@signed_in("person")
def opened(request: HttpRequest, notice: UUID) -> HttpResponse:
    """Notes that a message was opened and goes where it points; opening it twice is opening it once."""
    mark_read(act=act(request), reader=reader(request), notice=notice)
    found = next((item for item in my_notices(reader=reader(request), limit=100) if item.id == notice), None)
    return HttpResponseRedirect(found.link if found and found.link else "/space/notices/")
