"""Applies for an item: the form the item's data describe, kept as a draft until it is sent, sent once."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.contexts.cases.api import (
    Answers,
    Application,
    ApplicationRefused,
    Draft,
    discard_draft,
    draft,
    lodge,
    remove_upload,
    save_draft,
)
from yimen.contexts.catalogue.api import Guide, guide
from yimen.contexts.documents.api import content
from yimen.contexts.matters.api import by_ids, matter_by_id
from yimen.kernel.forms import prefill
from yimen.sites.pieces import formpage
from yimen.sites.pieces.edge import say, send, today
from yimen.sites.pieces.guidance import picked, ways
from yimen.sites.pieces.who import act, reader, signed_in

from .room import crumbs, own, page

_SELF = "self"
_SAVED = "已保存草稿。您可以离开，之后在“我的办件”里接着填。"
_REMOVED = "已移除这个文件，其他内容都已保存。"
_CHANGED = "这个事项在您填写期间更新了。您填写的内容都还在，请按新的要求核对后再提交。"


@require_http_methods(["GET", "POST"])
@signed_in("person")
def apply(request: HttpRequest, code: str) -> HttpResponse:
    """Shows the form of an item, keeps what was typed, or lodges it."""
    item = guide(code=code, on=today())
    if request.method != "POST":
        kept = draft(act=act(request), reader=reader(request), guide=item, id=_wanted(request))
        item = picked(item, request.GET.get("v", kept.variant))
        return _form(request, item, kept.id, _first(request, item, kept))
    item = picked(item, request.POST.get("_variant", ""))
    application = _application(request, item)
    if by_ids(ids=[application.id]):  # sent before, and come back to by the browser's button: another's is not found
        return _receipt(matter_by_id(reader=reader(request), id=application.id).number)
    if request.POST.get("_version") != str(item.id):
        _keep(request, item, application)
        return _form(request, item, application.id, application.answers, changed=True)
    if "_keep" in request.POST or formpage.removed(request.POST):
        return _kept(request, item, application)
    try:
        receipt = lodge(act=act(request), reader=reader(request), application=application)
    except ApplicationRefused as error:
        return _form(request, item, application.id, application.answers, error.errors)
    return _receipt(receipt.number)


@require_safe
@signed_in("person")
def upload(request: HttpRequest, code: str, kept: UUID, document: UUID) -> HttpResponse:
    """Shows a file of the reader's own unsent application."""
    own_draft = draft(act=act(request), reader=reader(request), guide=guide(code=code, on=today()), id=kept)
    if all(found.id != document for found in own_draft.documents):
        raise Http404
    found, plain = content(document_id=document, owner=own_draft.id)
    return send(plain, found.media, found.name)


@require_POST
@signed_in("person")
def discard(request: HttpRequest, code: str, kept: UUID) -> HttpResponse:  # noqa: ARG001 - the address names it
    """Throws an unsent application away."""
    discard_draft(act=act(request), reader=reader(request), id=kept)
    say(request, "草稿已删除。")
    return HttpResponseRedirect("/space/")


def _wanted(request: HttpRequest) -> UUID | None:
    """Returns the draft that the address names, None where it names none."""
    try:
        return UUID(request.GET.get("draft", ""))
    except ValueError:
        return None


def _receipt(number: str) -> HttpResponse:
    return HttpResponseRedirect(f"/space/cases/{number}/receipt/")


def _application(request: HttpRequest, item: Guide) -> Application:
    sent, chosen = request.POST, request.POST.get("applicant", _SELF)
    return Application(
        id=formpage.application_id(sent, act(request)),
        item=item.code,
        answers=formpage.settled(item.form, formpage.answers(item.form, sent), _known(request, item)),
        uploads=formpage.uploads(item.form, request.FILES),
        uscc="" if chosen == _SELF else chosen,
        variant=item.handled.number if item.handled else "",
    )


def _keep(request: HttpRequest, item: Guide, application: Application) -> list[tuple[str, str]]:
    return save_draft(act=act(request), reader=reader(request), application=application, guide=item)


def _kept(request: HttpRequest, item: Guide, application: Application) -> HttpResponse:
    """Keeps the draft, takes out the file whose button was pressed, and shows the form again."""
    refused = _keep(request, item, application)
    document = formpage.removed(request.POST)
    if document:
        remove_upload(act=act(request), reader=reader(request), draft=application.id, document=document)
    if refused:
        return _form(request, item, application.id, application.answers, refused)
    say(request, _REMOVED if document else _SAVED)
    return HttpResponseRedirect(f"{request.path}?draft={application.id}")


def _form(
    request: HttpRequest,
    item: Guide,
    application: UUID,
    filled: Answers,
    errors: Sequence[tuple[str, str]] = (),
    *,
    changed: bool = False,
) -> HttpResponse:
    wrong = dict(errors)
    documents = draft(act=act(request), reader=reader(request), guide=item, id=application).documents
    context = {
        "crumbs": crumbs((item.name, f"/items/{item.code}/"), ("填写申请", None)),
        "item": item,
        "ways": [{**one, "url": f"{one['url']}&draft={application}"} for one in ways(item, apart=True)],
        "id": application,
        "errors": formpage.error_lines(errors),
        "changed": _CHANGED if changed else "",
        "applicant": _applicant(request, item, wrong),
        "groups": formpage.groups(item.form, filled, wrong, _known(request, item)),
        "materials": formpage.materials(item.form, wrong, documents, f"/space/apply/{item.code}/drafts/{application}/"),
    }
    return page(request, "apply", context, status=409 if changed else 422 if errors else 200)


def _first(request: HttpRequest, item: Guide, kept: Draft) -> Answers:
    """Returns what the form shows before anything is typed: the draft, and what the account already knows."""
    return {**prefill(item.form, _known(request, item)), **kept.answers}


def _known(request: HttpRequest, item: Guide) -> dict[str, str]:
    """Returns what the account tells about the applicant, by the registry's element codes."""
    mine, mandates = own(request), reader(request).mandates
    told = {"person_name": mine.name, "citizen_id": mine.citizen_id, "phone": mine.phone}
    if item.audience == ("法人",) and len(mandates) == 1:
        told |= {"company_name": mandates[0].name, "uscc": mandates[0].uscc}
    return told


def _applicant(request: HttpRequest, item: Guide, wrong: dict[str, str]) -> dict[str, Any]:
    """Returns the question who applies; without choices nobody can, and the page says what to do."""
    who = reader(request)
    choices = [{"code": _SELF, "label": "本人", "hint": who.name}] if "自然人" in item.audience else []
    if "法人" in item.audience:
        choices += [{"code": one.uscc, "label": one.name, "hint": f"{one.role}，{one.uscc}"} for one in who.mandates]
    first = choices[0]["code"] if choices else ""
    return {
        "code": "applicant",
        "label": "以谁的名义申请",
        "type": "radio",
        "hint": "",
        "required": True,
        "value": request.POST.get("applicant", first),
        "choices": choices,
        "error": wrong.get("applicant", ""),
    }
