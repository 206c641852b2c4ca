"""The addresses of powers, under /powers/."""

from django.urls import path

from . import baselinepages, casepages, deskpages, listpages, lists, openly, penaltypages

urlpatterns = [
    path("", lists.overview),
    path("units/<slug:code>/", lists.unit),
    path("power/<slug:code>/", lists.one_power),
    path("log/", lists.log),
    path("baselines/", openly.list_baselines),
    path("baselines/<uuid:baseline_id>/", openly.one_baseline),
    path("penalties/", openly.list_penalties),
    path("inspections/", openly.list_inspections),
    path("inspections/<uuid:inspection_id>/", openly.one_inspection),
    path("agencies/", openly.list_agencies),
    path("agencies/<slug:code>/", openly.one_agency),
    path("services/", openly.list_services),
    path("rules/", openly.list_rules),
    path("rules/<slug:code>/", openly.one_rule),
    path("topics/", openly.list_topics),
    path("desk/", deskpages.overview),
    path("desk/usage/", deskpages.used),
    path("desk/inspections/", deskpages.inspect),
    path("desk/baselines/", baselinepages.listed),
    path("desk/baselines/<uuid:baseline_id>/", baselinepages.one),
    path("desk/baselines/<uuid:baseline_id>/submit/", baselinepages.submit),
    path("desk/baselines/<uuid:baseline_id>/approve/", baselinepages.approve),
    path("desk/baselines/<uuid:baseline_id>/discard/", baselinepages.discard),
    path("desk/baselines/<uuid:baseline_id>/copy/", baselinepages.copy),
    path("desk/baselines/<uuid:baseline_id>/end/", baselinepages.end),
    path("desk/cases/", casepages.listed),
    path("desk/cases/new/", casepages.new),
    path("desk/cases/<str:number>/", casepages.one),
    path("desk/cases/<str:number>/reveal/", casepages.reveal),
    path("desk/penalties/", penaltypages.penalties),
    path("desk/penalties/new/<uuid:baseline_id>/", penaltypages.new),
    path("desk/penalties/<uuid:penalty_id>/", penaltypages.one),
    path("desk/lists/<slug:kind>/", listpages.listed),
    path("desk/lists/<slug:kind>/new/", listpages.new),
    path("desk/lists/<slug:kind>/<slug:code>/", listpages.one),
    path("desk/lists/<slug:kind>/<slug:code>/end/", listpages.end),
]
