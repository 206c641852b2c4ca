"""My investment projects: registered once, then every case of theirs is put into them."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from yimen.contexts.cases.api import (
    Project,
    ProjectRefused,
    add_to_project,
    my_projects,
    open_cases,
    open_project,
)
from yimen.contexts.matters.api import mine
from yimen.contexts.places.api import region
from yimen.sites.pieces.edge import say, today
from yimen.sites.pieces.frame import place_code
from yimen.sites.pieces.who import act, reader, signed_in

from .room import page


@require_http_methods(["GET", "POST"])
@signed_in("person")
def projects(request: HttpRequest) -> HttpResponse:
    """Shows the reader's projects; registers one, or puts a case into one."""
    if request.method != "POST":
        return _page(request)
    try:
        found = _done(request)
    except ProjectRefused as error:
        return _page(request, refused=str(error))
    return HttpResponseRedirect(f"/projects/{found.code}/")


def _done(request: HttpRequest) -> Project:
    sent, who = request.POST, reader(request)
    if "number" in sent:
        if not sent["number"] or not sent.get("code"):
            raise ProjectRefused("请选择项目和要归入的办件。")
        found = add_to_project(act=act(request), reader=who, code=sent["code"], number=sent["number"])
        say(request, "已归入项目。")
        return found
    owner = sent.get("owner", "")
    where = place_code(request)
    found = open_project(act=act(request), reader=who, name=sent.get("name", ""), region=where, uscc=owner)
    say(request, f"已登记项目，编号 {found.code}。")
    return found


def _page(request: HttpRequest, *, refused: str = "") -> HttpResponse:
    who, sent = reader(request), request.POST
    own = my_projects(reader=who, today=today())
    free = open_cases(reader=who, matters=mine(reader=who))
    owners = [("", "我本人"), *((one.uscc, one.name) for one in who.mandates)]
    context = {
        "refused": refused,
        "projects": own,
        "opening": [
            _field("name", "项目名称", "text", sent.get("name", ""), max=120),
            _field("owner", "项目单位", "radio", sent.get("owner", ""), choices=_choices(owners)),
        ],
        "adding": [
            _field("code", "项目", "select", sent.get("code", ""), choices=_choices([(p.code, p.name) for p in own])),
            _field(
                "number",
                "要归入的办件",
                "select",
                sent.get("number", ""),
                choices=_choices([(one.number, f"{one.title}（{one.number}）") for one in free]),
            ),
        ],
        "may_add": bool(own and free),
        "place": region(code=place_code(request)).name,
    }
    return page(request, "projects", context, status=422 if refused else 200)


def _choices(pairs: Any) -> list[dict[str, str]]:
    return [{"code": code, "label": label, "hint": ""} for code, label in pairs]


def _field(code: str, label: str, kind: str, value: str, **more: Any) -> dict[str, Any]:
    plain = {"hint": "", "error": "", "choices": [], "required": True}
    return {"code": code, "label": label, "type": kind, "value": value, **plain, **more}
