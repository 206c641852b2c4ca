"""How an error of a room becomes an answer: the right status, and a page that says what, where and what to do."""

from collections.abc import Callable

from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render

from yimen.contexts.catalogue.api import DraftMoved as ItemMoved
from yimen.contexts.journal.api import AnsweredOtherwise, NotSealedYet
from yimen.contexts.matters.api import StepGone
from yimen.contexts.powers.api import PowerMoved
from yimen.contexts.procedures.api import DraftMoved

from .who import reader, rooms

_UNREADABLE = (BadRequest, MultiPartParserError, TooManyFieldsSent, TooManyFilesSent, UnreadablePostError)
_STATUSES = (
    ((RequestDataTooBig,), 413),
    (_UNREADABLE, 400),
    ((DataError,), 422),
    ((StepGone, AnsweredOtherwise, DraftMoved, ItemMoved, PowerMoved, NotSealedYet), 409),
    ((PermissionError,), 403),
)
_TITLES = {400: "无法识别", 403: "不能进入", 404: "没有找到", 409: "情况有变", 413: "内容太大", 422: "没有办成"}
# What the frame says in English, or not at all, in the place of a room's own sentence.
_SENTENCES = {
    400: "收到的内容不完整，或者项目太多，没有办理。请检查后重新提交。",
    403: "没有权限进行这项操作。请核对登录的账号或令牌。",
    404: "这个地址上没有内容。请核对地址。",
    405: "这个地址不接受这种请求方法。请按接口说明改用正确的方法。",
    413: "提交的内容太大，没有保存。请把单个文件控制在 10 MB 以内，分次提交。",
    422: "内容里有不能保存的字符，或者太长，没有保存。请检查后重新提交。",
    500: "系统出了故障，这次操作可能没有完成。请先查询办件再重试；仍不行请联系本地系统管理员。",
}


def status_of(error: Exception) -> int | None:
    """Returns the HTTP status of a room's error or of an unreadable request, or None for a fault of the program."""
    for kinds, status in _STATUSES:
        if isinstance(error, kinds):
            return status
    if isinstance(error, LookupError) and not isinstance(error, KeyError | IndexError):
        return 404
    if isinstance(error, ValueError) and type(error) is not ValueError and not isinstance(error, UnicodeError):
        return 422
    return None


class TooLarge(RequestDataTooBig):
    """A body is larger than this address takes (HTTP 413); says how large it may be."""

    def __init__(self, largest: int) -> None:
        super().__init__(f"提交的内容太大，没有保存。这里最多 {largest // 1024} KB，请删去无关内容后再试。")


class AnswerMiddleware:
    """Turns the rooms' errors into answers; faults of the program stay faults (500, logged)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Passes the request on; under /api/ every failure is JSON, and what a signed-in reader got is not kept."""
        response = self.get_response(request)
        if _for_systems(request) and response.status_code >= 400 and "json" not in response.get("Content-Type", ""):
            said = _json(response.status_code, _SENTENCES.get(response.status_code, "请求没有被接受。请核对接口说明。"))
            if "Allow" in response:
                said["Allow"] = response["Allow"]
            response = said
        asking = getattr(request, "yimen_reader", None)
        if asking is not None and asking.kind != "public":
            response.setdefault("Cache-Control", "private, no-store")
        return response

    def process_view(self, request: HttpRequest, view: object, *_: object) -> HttpResponse | None:
        """Reads the form before anyone needs it: a body too large or broken is answered as such, not as forged.

        A view may say how many bytes it takes (``largest``); more are not read at all. ``told_largest``: what it
        tells of them, where a file within may have less.
        """
        try:
            largest, told = getattr(view, "largest", 0), request.META.get("CONTENT_LENGTH") or ""
            if largest and told.isdigit() and int(told) > largest:
                raise TooLarge(getattr(view, "told_largest", largest))
            request.POST  # noqa: B018 - reading it is the point
        except (RequestDataTooBig, *_UNREADABLE) as error:
            return self.process_exception(request, error)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answers a room's error with its own sentence."""
        status = status_of(error)
        if status is None or isinstance(error, Http404):
            return None
        foreign = isinstance(error, (DataError, RequestDataTooBig, *_UNREADABLE)) and not isinstance(error, TooLarge)
        message = _SENTENCES[status] if foreign else str(error)
        if _for_systems(request):
            return _json(status, message)
        back = request.META.get("HTTP_REFERER", "")
        context = {"status": status, "title": _TITLES[status], "message": message, "back": back}
        context |= {"item": getattr(error, "code", "") if status == 404 else ""}
        context |= {"rooms": rooms(reader(request))} if status == 403 else {}
        return render(request, "pieces/answer.html", context, status=status)


def _for_systems(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def _json(status: int, message: str) -> JsonResponse:
    return JsonResponse({"error": message}, status=status, json_dumps_params={"ensure_ascii": False})
