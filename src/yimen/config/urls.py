"""Where each site stands."""

from django.urls import include, path

urlpatterns = [
    path("", include("yimen.sites.portal.urls")),
    path("space/", include("yimen.sites.space.urls")),
    path("desk/", include("yimen.sites.desk.urls")),
    path("cockpit/", include("yimen.sites.cockpit.urls")),
    path("rules/", include("yimen.sites.rules.urls")),
    path("processes/", include("yimen.sites.processes.urls")),
    path("catalogue/", include("yimen.sites.catalogue.urls")),
    path("exchange/", include("yimen.sites.exchange.urls")),
    path("powers/", include("yimen.sites.powers.urls")),
    path("complaints/", include("yimen.sites.complaints.urls")),
    path("api/v1/", include("yimen.sites.openapi.urls")),
]
