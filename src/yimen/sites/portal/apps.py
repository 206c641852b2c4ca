"""The portal as a Django app, so that its templates are found."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Names the app."""

    name = "yimen.sites.portal"
    label = "portal"
    verbose_name = "门户"
