"""The addresses of the space, under /space/."""

from django.urls import path

from . import account, apply, cases, endings, files, home, notices, supplement

urlpatterns = [
    path("", home.home),
    path("apply/<str:code>/", apply.apply),
    path("apply/<str:code>/files/<uuid:document>", apply.upload),
    path("cases/<str:number>/", cases.case),
    path("cases/<str:number>/supplement/", supplement.supplement),
    path("cases/<str:number>/rate/", endings.rated),
    path("cases/<str:number>/withdraw/", endings.withdrawn),
    path("cases/<str:number>/receipt/", cases.receipt),
    path("cases/<str:number>/receipt.pdf", files.receipt),
    path("cases/<str:number>/proof.json", files.trail_proof),
    path("cases/<str:number>/papers/<uuid:paper>.pdf", files.paper),
    path("cases/<str:number>/materials/<uuid:document>", files.handed_in),
    path("notices/", notices.notices),
    path("notices/<uuid:notice>/", notices.opened),
    path("companies/", account.companies),
    path("me/", account.me),
]
