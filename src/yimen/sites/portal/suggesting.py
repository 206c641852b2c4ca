"""What may be meant while somebody types in a search box: small, quick, and not asked too often by one address."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from yimen.contexts.catalogue.api import Suggestion, life_events, suggestions
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.frame import place_code
from yimen.sites.pieces.often import ByAddress
from yimen.sites.pieces.tables import asked

_SORTS = {"item": "事项", "said": "常用说法"}
_KEPT = "private, max-age=60"
LIMITED = ByAddress("240/min", "suggest")  # a person types some hundred letters a minute


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Answers with what may be meant by ``?q=``: words, what they are, and where they lead."""
    if not LIMITED.allow_request(request):
        said = {"error": "问得太勤，请稍等一分钟；也可以直接写完再查找。", "suggestions": []}
        return JsonResponse(said, status=429, json_dumps_params={"ensure_ascii": False})
    place = {"place": asked(request, "place")} if "place" in request.GET else {}
    found = suggestions(on=today(), region=place_code(request), text=asked(request, "q"))
    data = {"suggestions": [_told(one, place) for one in found]}
    answer = JsonResponse(data, json_dumps_params={"ensure_ascii": False})
    answer["Cache-Control"] = _KEPT
    patch_vary_headers(answer, ["Cookie"])  # the place may come from there
    return answer


def _told(one: Suggestion, place: dict[str, str]) -> dict[str, str]:
    query = {"event" if one.sort == "event" else "q": one.words, **place}
    audiences = {event.name: event.audience for event in life_events()}
    sort = _SORTS.get(one.sort) or ("企业大事" if audiences[one.words] == "法人" else "人生大事")
    return {"words": one.words, "sort": sort, "url": f"/items/?{urlencode(query)}"}
