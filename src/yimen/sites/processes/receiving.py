"""A file that comes as the body of a request: its size is looked at before it is read."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

from yimen.contexts.procedures.api import LARGEST


def received(request: HttpRequest) -> bytes:
    """Returns the body; raises RequestDataTooBig, having read at most one byte too many, where it is too large."""
    told = request.META.get("CONTENT_LENGTH") or "0"
    if told.isdigit() and int(told) > LARGEST:
        raise RequestDataTooBig
    body = request.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise RequestDataTooBig
    return body
