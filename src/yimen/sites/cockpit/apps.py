"""The cockpit as a Django app, so that its templates are found."""

from django.apps import AppConfig


class CockpitConfig(AppConfig):
    """Names the app."""

    name = "yimen.sites.cockpit"
    label = "cockpit"
    verbose_name = "监察驾驶舱"
