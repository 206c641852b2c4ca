"""The addresses of the exchange desk, under /exchange/."""

from django.urls import path

from . import coverage, differences, displays, explaining, importing

urlpatterns = [
    path("", differences.differences),
    path("differences.csv", differences.csv_file),
    path("differences/<str:code>/<str:respect>/", explaining.one),
    path("coverage/", coverage.coverage),
    path("displays/", displays.displays),
    path("import/", importing.importing),
    path("import/own.xlsx", importing.own),
    path("import/<uuid:id>/", importing.one),
]
