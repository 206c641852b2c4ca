"""The addresses of the open interface."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from . import reference
from .door import api
from .failing import answer_failures

answer_failures(api)


def docs(request: HttpRequest) -> HttpResponse:
    """Shows the reference page of the interface."""
    return render(request, "openapi/reference.html", {"groups": reference.groups(api.get_openapi_schema())})


urlpatterns = [path("docs", docs, name="reference"), path("", api.urls)]
