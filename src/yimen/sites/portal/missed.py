"""Answers without items: what was looked for is counted once a day for each browser.

The browser itself remembers until midnight what it has asked, as digests in a cookie. Nothing here knows who asked.
"""

from datetime import date, datetime, time, timedelta
from hashlib import blake2b
from typing import Any

from django.http import HttpRequest, HttpResponse

from yimen.contexts.catalogue.api import missed_words, note_miss
from yimen.kernel.clock import CHINA

_ASKED = "asked"
_MOST = 60  # digests that a browser keeps: a cookie has 4 KB


def missed(request: HttpRequest, content: str, *, on: date, region: str, text: str) -> HttpResponse:
    """Returns the answer, which counts the words once it has been sent where this browser asks them first today."""
    words = missed_words(text=text)
    if not words:
        return HttpResponse(content)
    day = on.isoformat()
    before, *known = request.COOKIES.get(_ASKED, "").split(".")
    known = known if before == day else []
    digest = blake2b(f"{region}|{words}".encode(), digest_size=4).hexdigest()
    if digest in known:
        return HttpResponse(content)
    answer = _Counting(content, on=on, region=region, text=text)
    midnight = datetime.combine(on + timedelta(days=1), time.min, CHINA)
    value = ".".join([day, *known[1 - _MOST :], digest])
    answer.set_cookie(
        _ASKED, value, expires=midnight, path="/items/", samesite="Lax", httponly=True, secure=request.is_secure()
    )
    return answer


class _Counting(HttpResponse):
    """An answer whose words are counted once it has been sent, so that no reader waits for it."""

    def __init__(self, content: str, **miss: Any) -> None:
        super().__init__(content)
        self._miss = miss

    def close(self) -> None:
        """Counts the words, and ends the answer."""
        note_miss(**self._miss)
        super().close()
