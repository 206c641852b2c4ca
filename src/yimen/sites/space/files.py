"""The files of the reader's own case: papers, materials, and the proof of its trail."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yimen.contexts.cases.api import case, material, read_paper
from yimen.contexts.journal.api import proof
from yimen.sites.pieces.edge import send
from yimen.sites.pieces.who import act, reader, signed_in


@require_safe
@signed_in("person")
def paper(request: HttpRequest, number: str, paper: UUID) -> HttpResponse:
    """Shows an official paper as PDF, the same bytes each time."""
    found, pdf = read_paper(act=act(request), reader=reader(request), number=number, id=paper)
    return send(pdf, "application/pdf", f"{found.name}-{number}.pdf")


@require_safe
@signed_in("person")
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """Shows the receipt as PDF."""
    papers = case(reader=reader(request), number=number).papers
    given = next((item for item in papers if item.kind == "receipt"), None)
    if given is None:
        raise Http404
    return paper(request, number, given.id)


@require_safe
@signed_in("person")
def handed_in(request: HttpRequest, number: str, document: UUID) -> HttpResponse:
    """Shows a material as it was handed in."""
    found, content = material(act=act(request), reader=reader(request), number=number, document=document)
    return send(content, found.media, found.name)


@require_safe
@signed_in("person")
def trail_proof(request: HttpRequest, number: str) -> HttpResponse:
    """Hands out the proof of the case's trail, to be checked anywhere without this site."""
    found = case(reader=reader(request), number=number)
    name = f"proof-{found.matter.number}.json"
    return send(proof(subject=found.matter.id), "application/json", name, keep=True)
