"""The addresses of the portal."""

from django.urls import path

from . import board, calendars, cases, clock, entering, guides, home, items, limits, places, procedures, results, trail

urlpatterns = [
    path("", home.home),
    path("large/", home.large),
    path("help/", home.assistance),
    path("map/", home.site_map),
    path("places/", places.places),
    path("items/", items.items),
    path("items/<slug:code>/", guides.guide),
    path("items/<slug:code>/guide.pdf", guides.pdf),
    path("items/<slug:code>/history/", guides.history),
    path("procedures/", procedures.procedures),
    path("procedures/<slug:key>/", procedures.procedure),
    path("procedures/<slug:key>/procedure.bpmn", procedures.bpmn),
    path("cases/", cases.look_up),
    path("cases/<slug:number>/", cases.progress),
    path("results/", results.results),
    path("results/<slug:number>/", results.result),
    path("board/", board.board),
    path("clock/", clock.clock),
    path("calendar/", calendars.calendar),
    path("limits/", limits.limits),
    path("limits/<str:code>/", limits.limit),
    path("trail/", trail.trail),
    path("trail/checkpoint", trail.checkpoint),
    path("trail/key", trail.key),
    path("trail/entries/", trail.entries),
    path("login/", entering.login),
    path("logout/", entering.logout),
    path("register/", entering.register),
]
