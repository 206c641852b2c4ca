"""The page of a case, with the form that waits for its applicant."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from yimen.contexts.cases.api import Case
from yimen.sites.pieces import formpage
from yimen.sites.pieces.edge import today

from .course import laid_open, my_step
from .room import crumbs, page

Errors = Sequence[tuple[str, str]]
_TYPED = dict.fromkeys(("refused", "score", "text", "reason"), "")
_NOTHING_ASKED: dict[str, list[Any]] = {"errors": [], "groups": [], "wanted": []}


def show(
    request: HttpRequest,
    found: Case,
    *,
    typed: Mapping[str, Any] | None = None,
    errors: Errors = (),
    ending: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Shows a case; with ``errors`` of what was ``typed`` in a correction, or a refused ``ending``, answers 422."""
    filled = found.raw_answers if typed is None else typed
    context = {
        "crumbs": crumbs((found.matter.title, None)),
        **laid_open(found, today()),
        **(_correction(found, filled, errors) if my_step(found) else _NOTHING_ASKED),
        **_TYPED,
        **(ending or {}),
    }
    return page(request, "case", context, status=422 if errors or ending else 200)


def _correction(found: Case, filled: Mapping[str, Any], errors: Errors) -> dict[str, Any]:
    """Returns the application's own form, filled in as it stands."""
    wrong, asked = dict(errors), found.guide.form
    return {
        "errors": formpage.error_lines(errors),
        "groups": formpage.groups(asked, filled, wrong),
        "wanted": formpage.materials(asked, wrong),
    }
