"""The addresses of the space, under /space/."""

from django.urls import path, register_converter

from . import account, apply, appointments, cases, endings, files, home, notices, projects, supplement


class Code:
    """A case number or an item's code: nothing else need be looked up."""

    regex = "[0-9A-Za-z-]{1,64}"

    def to_python(self, value: str) -> str:
        """Returns the code as it stands in the address."""
        return value

    def to_url(self, value: str) -> str:
        """Returns the code as it stands in the address."""
        return value


register_converter(Code, "spacecode")

urlpatterns = [
    path("", home.home),
    path("apply/<spacecode:code>/", apply.apply),
    path("apply/<spacecode:code>/drafts/<uuid:kept>/", apply.discard),
    path("apply/<spacecode:code>/drafts/<uuid:kept>/<uuid:document>", apply.upload),
    path("cases/<spacecode:number>/", cases.case),
    path("cases/<spacecode:number>/supplement/", supplement.supplement),
    path("cases/<spacecode:number>/rate/", endings.rated),
    path("cases/<spacecode:number>/withdraw/", endings.withdrawn),
    path("cases/<spacecode:number>/urge/<uuid:task>/", endings.urged),
    path("cases/<spacecode:number>/receipt/", cases.receipt),
    path("cases/<spacecode:number>/receipt.pdf", files.receipt),
    path("cases/<spacecode:number>/proof.json", files.trail_proof),
    path("cases/<spacecode:number>/papers/<uuid:paper>.pdf", files.paper),
    path("cases/<spacecode:number>/materials/<uuid:document>", files.handed_in),
    path("appointments/", appointments.appointments),
    path("appointments/<uuid:booking>/cancel/", appointments.given_back),
    path("notices/", notices.notices),
    path("notices/<uuid:notice>/", notices.opened),
    path("companies/", account.companies),
    path("projects/", projects.projects),
    path("me/", account.me),
]
