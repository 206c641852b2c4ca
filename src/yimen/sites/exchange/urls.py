"""The addresses of the exchange desk, under /exchange/."""

from django.urls import path

from . import differences

urlpatterns = [
    path("", differences.differences),
    path("differences.csv", differences.csv_file),
]
