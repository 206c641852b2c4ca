"""The addresses of complaints, under /complaints/."""

from django.urls import path

from . import desk, filing, following, openly

urlpatterns = [
    path("", openly.front),
    path("new/", filing.new),
    path("follow/", following.look_up),
    path("results/", openly.results),
    path("results/<str:number>/", openly.one),
    path("desk/", desk.overview),
    path("desk/<str:number>/", desk.one),
    path("desk/<str:number>/reveal/", desk.reveal),
    path("<str:number>/", following.follow),
    path("<str:number>/rate/", following.rate),
]
