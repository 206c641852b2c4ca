"""Confirms a proposal that was previewed, where nothing has changed since."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from yimen.contexts.places.api import CalendarMoved
from yimen.sites.pieces.edge import say
from yimen.sites.pieces.who import act, for_roles, reader

from . import previewing
from .proposing import KINDS, carry_out, proposal_of, region_of
from .ruling import check_rule

_BACK = {"notice": "holidays", "closure": "closures", "revoked": "closures", "observance": "observances"}
_DIGITS = 18
_NOTHING = -1  # the number of no change: who saw none must look first


@require_POST
@for_roles("law")
def confirm(request: HttpRequest) -> HttpResponse:
    """Does what was previewed and goes to the re-dating; where calendars changed meanwhile, previews again (409)."""
    sent = request.POST
    proposal = proposal_of(sent.get("kind", ""), sent.get("data", ""), sent.get("reason", ""))
    check_rule(reader(request), region_of(proposal))
    seen = sent.get("seen", "")[:_DIGITS]
    try:
        carry_out(act(request), proposal, int(seen) if seen.isascii() and seen.isdigit() else _NOTHING)
    except CalendarMoved:
        warned = "您预览之后，日历又有了变动。下面是按最新日历重新算的结果，请再核对一遍。"
        return previewing.show(request, proposal, f"/rules/{_BACK[proposal.kind]}/", warned=warned, status=409)
    say(request, f"{KINDS[proposal.kind]}已生效并留痕。几秒后开始重算未办结件的期限，下面可以看进度。")
    return HttpResponseRedirect("/rules/redatings/")
