"""The addresses of the portal."""

from django.urls import path

from . import entering

urlpatterns = [
    path("login/", entering.login),
    path("logout/", entering.logout),
    path("register/", entering.register),
]
