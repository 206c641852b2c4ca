"""Matters as a Django app."""

from django.apps import AppConfig


class MattersConfig(AppConfig):
    """Names the app."""

    name = "yimen.contexts.matters"
    label = "matters"
    verbose_name = "在办事件"
