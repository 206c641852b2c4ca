"""Confirms at the window who someone is and for which company he may act, after seeing the papers."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from yimen.contexts.identity.api import Claimant, VerificationRefused, claimants, confirm_mandate, verify_person
from yimen.sites.pieces import formpage
from yimen.sites.pieces.who import act, for_roles, reader

from .room import page


@sensitive_post_parameters("citizen_id")
@require_http_methods(["GET", "POST"])
@for_roles("window")
def verify(request: HttpRequest) -> HttpResponse:
    """Looks an identity number up, and confirms the person or a mandate; the number never stands in an address."""
    if request.method != "POST":
        return _page(request)
    done, number = "", request.POST.get("citizen_id", "")
    try:
        done = _confirmed(request, number)
        found = claimants(act=act(request), reader=reader(request), citizen_id=number)
    except VerificationRefused as error:
        return _page(request, refused=str(error))
    return _page(request, found=found, asked=True, done=done)


def _confirmed(request: HttpRequest, number: str) -> str:
    """Returns what was confirmed, "" where the number was only looked up."""
    if "person" in request.POST:
        account = _id(request.POST["person"])
        verify_person(act=act(request), reader=reader(request), citizen_id=number, account=account)
        return "已核实本人。他现在能看到用这个身份证号码在窗口办的件。"
    if "mandate" in request.POST:
        confirm_mandate(act=act(request), reader=reader(request), mandate=_id(request.POST["mandate"]))
        return "已核实授权。他现在可以用这家单位的名义办事。"
    return ""


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise VerificationRefused("没有找到要核实的账号或授权。请重新查找。") from error


def _page(
    request: HttpRequest, *, refused: str = "", found: Sequence[Claimant] = (), asked: bool = False, done: str = ""
) -> HttpResponse:
    number = {
        "code": "citizen_id",
        "label": "身份证号码",
        "type": "id",
        "hint": "照本人出示的身份证原件录入。",
        "choices": [],
        "required": True,
        "value": request.POST.get("citizen_id", ""),
        "error": refused,
    }
    context = {
        "errors": formpage.error_lines([("citizen_id", refused)] if refused else []),
        "field": number,
        "number": number["value"],
        "found": found,
        "asked": asked,
        "done": done,
    }
    return page(request, "verify", context, status=422 if refused else 200)
