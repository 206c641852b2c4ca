"""A file that comes as the body of a request: its size is looked at before any of it is read."""

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest

from yimen.contexts.procedures.api import LARGEST
from yimen.sites.pieces.answers import TooLarge

MOST = 2 * LARGEST  # bytes of a body with a file and what a form sends beside it
View = TypeVar("View", bound=Callable[..., object])


def bounded(view: View) -> View:
    """Lets no body come to a view that could hold no file it takes: the answer is 413, and nothing is read."""
    view.largest, view.told_largest = MOST, LARGEST  # type: ignore[attr-defined]
    return view


def received(request: HttpRequest) -> bytes:
    """Returns the body; raises TooLarge, having read at most one byte too many, where it is no file that we take."""
    body = request.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise TooLarge(LARGEST)
    return body
