"""What every site does at its edge: today, a sentence for the next page, a file for one reader."""

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from yimen.kernel.clock import local_date
from yimen.sites import _now


def today() -> date:
    """Returns China's date now."""
    return local_date(_now.now())


def now() -> datetime:
    """Returns this moment, for pages that count hours."""
    return _now.now()


def say(request: HttpRequest, sentence: str) -> None:
    """Leaves a sentence for the next page."""
    request.session["said"] = sentence


def said(request: HttpRequest) -> str:
    """Returns, once, the sentence left by the last act."""
    return str(request.session.pop("said", ""))


def refuse(request: HttpRequest, sentence: str) -> None:
    """Leaves for the next page why something was not done."""
    request.session["refused"] = sentence


def refused(request: HttpRequest) -> str:
    """Returns, once, why the last act was not done."""
    return str(request.session.pop("refused", ""))


def send(content: bytes, media: str, name: str, *, keep: bool = False) -> HttpResponse:
    """Returns a file that no shared cache may keep, to look at, or to ``keep``."""
    headers = {
        "Content-Disposition": content_disposition_header(keep, name) or "inline",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=media, headers=headers)
