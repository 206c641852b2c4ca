"""The addresses of the room of procedures, under /processes/."""

from django.urls import path

from . import files

urlpatterns = [
    path("drafts/<uuid:draft_id>/xml", files.xml),
    path("versions/<uuid:version_id>/xml", files.version_xml),
]
