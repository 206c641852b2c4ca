"""The addresses of the room of procedures, under /processes/."""

from django.urls import path

from . import (
    acting,
    compression,
    draftpage,
    files,
    modelling,
    moving,
    overview,
    revising,
    simulating,
    starting,
    versions,
    whatif,
)

urlpatterns = [
    path("", overview.overview),
    path("new/", starting.new),
    path("copy/", starting.copy),
    path("drafts/<uuid:draft_id>/", draftpage.show),
    path("drafts/<uuid:draft_id>/xml", files.xml),
    path("drafts/<uuid:draft_id>/upload/", acting.upload),
    path("drafts/<uuid:draft_id>/submit/", acting.submit),
    path("drafts/<uuid:draft_id>/review/", acting.review),
    path("drafts/<uuid:draft_id>/publish/", acting.publish),
    path("drafts/<uuid:draft_id>/discard/", acting.discard),
    path("drafts/<uuid:draft_id>/whatif/", whatif.draft_whatif),
    path("drafts/<uuid:draft_id>/restore/", revising.restore),
    path("drafts/<uuid:draft_id>/revisions/", revising.listed),
    path("drafts/<uuid:draft_id>/revisions/<int:number>/", revising.show),
    path("drafts/<uuid:draft_id>/revisions/<int:number>/xml", revising.xml),
    path("procedures/<str:key>/", versions.procedure),
    path("procedures/<str:key>/whatif/", whatif.procedure_whatif),
    path("versions/<uuid:version_id>/matters/", moving.matters),
    path("compression/", compression.report),
    path("compare/", versions.side_by_side),
    path("drafts/<uuid:draft_id>/model/", modelling.model),
    path("drafts/<uuid:draft_id>/model/xml", modelling.drawn),
    path("drafts/<uuid:draft_id>/simulate/", simulating.of_draft),
    path("versions/<uuid:version_id>/copy/", starting.copy_as_new),
    path("versions/<uuid:version_id>/xml", files.version_xml),
    path("versions/<uuid:version_id>/simulate/", simulating.of_version),
    path("check/", modelling.check),
]
