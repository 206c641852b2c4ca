"""What every site does at its edge: today, a sentence for the next page, a file for one reader, a strip of days."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from yimen.contexts.matters.api import Matter
from yimen.contexts.places.api import calendar
from yimen.kernel.clock import local_date
from yimen.sites import _now

from . import shapes


def today() -> date:
    """Returns China's date now."""
    return local_date(_now.now())


def say(request: HttpRequest, sentence: str) -> None:
    """Leaves a sentence for the next page."""
    request.session["said"] = sentence


def said(request: HttpRequest) -> str:
    """Returns, once, the sentence left by the last act."""
    return str(request.session.pop("said", ""))


def send(content: bytes, media: str, name: str, *, keep: bool = False) -> HttpResponse:
    """Returns a file that no shared cache may keep, to look at, or to ``keep``."""
    headers = {
        "Content-Disposition": content_disposition_header(keep, name) or "inline",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=media, headers=headers)


def strip(matter: Matter, day: date) -> dict[str, Any] | None:
    """Returns the days of the running clock with their sentence, or None where no clock runs."""
    if matter.ledger is None:
        return None
    days = calendar(region=matter.region)
    return {
        "name": matter.clock_name,
        "summary": matter.ledger.sentence(days),
        "days": shapes.days(matter.ledger, days, day),
    }
