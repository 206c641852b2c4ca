"""The space as a Django app, so that its templates are found."""

from django.apps import AppConfig


class SpaceConfig(AppConfig):
    """Names the app."""

    name = "yimen.sites.space"
    label = "space"
    verbose_name = "我的空间"
