"""How an error of a room becomes an answer: the right status, and a page that says what, where and what to do."""

from collections.abc import Callable

from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from yimen.contexts.journal.api import AnsweredOtherwise, NotSealedYet
from yimen.contexts.matters.api import StepGone

_UNSTORABLE = "内容里有不能保存的字符，或者太长，没有保存。请检查后重新提交。"
_CONFLICTS = (StepGone, AnsweredOtherwise, NotSealedYet)


def status_of(error: Exception) -> int | None:
    """Returns the HTTP status of a room's error, or None for a fault of the program."""
    if isinstance(error, DataError):
        return 422
    if isinstance(error, _CONFLICTS):
        return 409
    if isinstance(error, PermissionError):
        return 403
    if isinstance(error, LookupError) and not isinstance(error, KeyError | IndexError):
        return 404
    if isinstance(error, ValueError) and type(error) is not ValueError and not isinstance(error, UnicodeError):
        return 422
    return None


_TITLES = {403: "不能进入", 404: "没有找到", 409: "情况有变", 422: "没有办成"}


class AnswerMiddleware:
    """Turns the rooms' errors into answers; faults of the program stay faults (500, logged)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Passes the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answers a room's error with its own sentence."""
        status = status_of(error)
        if status is None or isinstance(error, Http404):
            return None
        message = _UNSTORABLE if isinstance(error, DataError) else str(error)
        if request.path.startswith("/api/"):
            return JsonResponse({"error": message}, status=status, json_dumps_params={"ensure_ascii": False})
        back = request.META.get("HTTP_REFERER", "")
        context = {"status": status, "title": _TITLES[status], "message": message, "back": back}
        return render(request, "pieces/answer.html", context, status=status)
