"""The addresses of the rules desk, under /rules/."""

from django.urls import path

from . import closures, confirming, festival, holidays, lights, limits, observances, overview, redatings

urlpatterns = [
    path("", overview.overview),
    path("holidays/", holidays.holidays),
    path("closures/", closures.closures),
    path("closures/<int:closure>/revoke/", closures.revoke),
    path("observances/", observances.observances),
    path("observances/form/", festival.festival),
    path("confirm/", confirming.confirm),
    path("redatings/", redatings.redatings),
    path("redatings/<uuid:redating>/", redatings.redating),
    path("redatings/<uuid:redating>/counts/", redatings.counts),
    path("redatings/<uuid:redating>/past.csv", redatings.past),
    path("limits/", limits.limits),
    path("limits/<str:code>/", limits.limit),
    path("lights/", lights.lights),
]
