"""Notices as a Django app."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Names the app."""

    name = "yimen.contexts.notices"
    label = "notices"
    verbose_name = "消息"
