"""The desk as a Django app, so that its templates are found."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Names the app."""

    name = "yimen.sites.desk"
    label = "desk"
    verbose_name = "工作台"
