"""The site of powers as a Django app, so that its templates are found."""

from django.apps import AppConfig


class PowersSiteConfig(AppConfig):
    """Names the app."""

    name = "yimen.sites.powers"
    label = "powers_site"
    verbose_name = "权责公开"
