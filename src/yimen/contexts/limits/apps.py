"""Limits as a Django app."""

from django.apps import AppConfig


class LimitsConfig(AppConfig):
    """Names the app."""

    name = "yimen.contexts.limits"
    label = "limits"
    verbose_name = "法定期限"
