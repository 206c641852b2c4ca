"""The addresses of the catalogue's site, under /catalogue/."""

from django.urls import path

from . import acting, basing, clearing, draftpage, overview, previewing, pushing, reviewing, starting, wording

urlpatterns = [
    path("", overview.overview),
    path("new/", starting.new),
    path("bases/", basing.bases),
    path("bases/new/", basing.new),
    path("bases/<str:code>/", basing.base),
    path("bases/<str:code>/change/", basing.change),
    path("kinds/", overview.item_kinds),
    path("departments/", overview.progress),
    path("delegable/", pushing.overview),
    path("items/<str:code>/", starting.item),
    path("items/<str:code>/change/", starting.change),
    path("submit/", acting.submit_several),
    path("drafts/<uuid:draft_id>/", draftpage.show),
    path("drafts/<uuid:draft_id>/save/", draftpage.autosave),
    path("drafts/<uuid:draft_id>/samples/<slug:sha256>/", draftpage.sample),
    path("drafts/<uuid:draft_id>/preview/", previewing.preview),
    path("drafts/<uuid:draft_id>/comment/", acting.remark),
    path("drafts/<uuid:draft_id>/settle/", acting.settle),
    path("drafts/<uuid:draft_id>/submit/", acting.submit),
    path("drafts/<uuid:draft_id>/discard/", acting.discard),
    path("rounds/", clearing.overview),
    path("rounds/<uuid:round_id>/", clearing.show),
    path("rounds/<uuid:round_id>/judge/", clearing.judge),
    path("rounds/<uuid:round_id>/agree/", clearing.agree),
    path("rounds/<uuid:round_id>/issue/", clearing.issue),
    path("rounds/<uuid:round_id>/look/", clearing.look),
    path("rounds/<uuid:round_id>/answer/", clearing.answer),
    path("words/", wording.words),
    path("words/remove/", wording.remove),
    path("words/propose/", wording.propose),
    path("words/accept/", wording.accept),
    path("words/decline/", wording.decline),
    path("reviews/", reviewing.queue),
    path("reviews/<str:number>/", reviewing.review),
    path("reviews/<str:number>/withdraw/", reviewing.withdraw),
]
