"""The site of complaints as a Django app, so that its templates are found."""

from django.apps import AppConfig


class ComplaintsSiteConfig(AppConfig):
    """Names the app."""

    name = "yimen.sites.complaints"
    label = "complaints_site"
    verbose_name = "投诉"
