"""How a call that fails is answered: ``{"error": …, "fields": […]}`` in Chinese, with the right status."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from yimen.contexts.cases.api import ApplicationRefused
from yimen.sites.pieces.asking import AskRefused

_WORDS = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项",
    "uuid_parsing": "不是有效的编号",
    "int_parsing": "应为整数",
    "date_from_datetime_parsing": "不是日期，请写成 2026-02-25 这样",
    "date_parsing": "不是日期，请写成 2026-02-25 这样",
    "bool_parsing": "应为 true 或 false",
    "string_type": "应为文字",
    "list_type": "应为列表",
    "dict_type": "应为对象",
    "model_attributes_type": "应为对象",
    "string_too_short": "太短",
    "string_too_long": "太长",
    "greater_than_equal": "太小",
    "less_than_equal": "太大",
}


def answer_failures(api: NinjaAPI) -> None:
    """Tells the interface how to answer what the rooms and the frame refuse; the rest is AnswerMiddleware's."""

    def refused(request: HttpRequest, error: Any) -> HttpResponse:
        fields = [{"code": code, "message": message} for code, message in error.errors]
        return api.create_response(request, {"error": str(error), "fields": fields}, status=422)

    def malformed(request: HttpRequest, error: Any) -> HttpResponse:
        fields = []
        for fault in error.errors:
            place = ".".join(str(part) for part in fault["loc"][1:] if part != "body")
            fields.append({"code": place, "message": f"“{place}”{_WORDS.get(fault['type'], '格式不对')}。"})
        text = "".join(field["message"] for field in fields)
        return api.create_response(request, {"error": f"请求的格式不对：{text}", "fields": fields}, status=422)

    def http(request: HttpRequest, error: Any) -> HttpResponse:
        words = {
            400: "请求体不是有效的 JSON。请核对后重新提交。",
            401: "请带上签名令牌：Authorization: Bearer …。",
            429: "问得太勤：每分钟最多 300 次。请稍等一分钟再问；要算很多日期，请在本机用 yimen clock due。",
        }
        text = str(error)
        said = text if any(char >= "\u4e00" for char in text) else words.get(error.status_code, "请求没有被接受。")
        return api.create_response(request, {"error": said, "fields": []}, status=error.status_code)

    api.add_exception_handler(ApplicationRefused, refused)
    api.add_exception_handler(AskRefused, refused)
    api.add_exception_handler(ValidationError, malformed)
    api.add_exception_handler(HttpError, http)
