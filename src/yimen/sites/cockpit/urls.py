"""The addresses of the cockpit, under /cockpit/."""

from django.urls import path

from . import board, findings, journal, trail

urlpatterns = [
    path("", board.board),
    path("findings/", findings.findings),
    path("findings/<uuid:finding>/", findings.verdict),
    path("matters/<str:number>/", trail.matter),
    path("matters/<str:number>/proof.json", trail.proof),
    path("matters/<str:number>/urge/<uuid:task>/", trail.urged),
    path("journal/", journal.journal),
]
