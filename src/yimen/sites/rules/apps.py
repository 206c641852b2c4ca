"""The rules desk as a Django app, so that its templates are found."""

from django.apps import AppConfig


class RulesConfig(AppConfig):
    """Names the app."""

    name = "yimen.sites.rules"
    label = "rules"
    verbose_name = "法制岗工作台"
