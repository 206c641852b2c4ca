"""The addresses of the room of procedures, under /processes/."""

from django.urls import path

from . import files, modelling, simulating

urlpatterns = [
    path("drafts/<uuid:draft_id>/xml", files.xml),
    path("drafts/<uuid:draft_id>/model/", modelling.model),
    path("drafts/<uuid:draft_id>/model/xml", modelling.drawn),
    path("drafts/<uuid:draft_id>/simulate/", simulating.of_draft),
    path("versions/<uuid:version_id>/xml", files.version_xml),
    path("versions/<uuid:version_id>/simulate/", simulating.of_version),
    path("check/", modelling.check),
]
