"""The addresses of the cockpit, under /cockpit/."""

from django.urls import path

from . import board, findings, journal, keys, trail

urlpatterns = [
    path("", board.board),
    path("findings/", findings.findings),
    path("findings/<uuid:finding>/", findings.verdict),
    path("matters/<str:number>/", trail.matter),
    path("matters/<str:number>/proof.json", trail.proof),
    path("matters/<str:number>/urge/<uuid:task>/", trail.urged),
    path("keys/", keys.keys),
    path("keys/<uuid:key>/", keys.ended),
    path("rules/", keys.rules),
    path("journal/", journal.journal),
]
